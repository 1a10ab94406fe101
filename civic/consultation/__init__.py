"""Who was asked, about which text, how it reached them, and what came back.

*Roster*: the offices and groups that must be asked, with the reason for each.
*Invitation*: one asking of one office, naming a published version by its digest.
*External contact*: a claim that somebody was spoken to elsewhere; never an asking.
*Declination*: a recorded refusal to answer. *Silence*: nothing by the deadline; never assent.
*Verdict*: what the ledger says after the decision, computed from evidence and never entered.
"""
