"""The public record: events, leaves, commitments, receipts, proofs.

*Event*: what was done, by which role, on which day. *Leaf*: the public trace of an event, a line of codes,
dates, random ids and digests that anyone may keep. *Commitment*: a digest that fixes a word without showing it.
*Opening*: the salt and the word that make the commitment again. *Promise*: our signature, given at once, that
a leaf will be in the log.
"""
