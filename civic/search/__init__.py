"""Finding words in what residents say, on one docket or on all.

The index holds public words only. It is a copy that may lag behind: a *waiting* row, written by a trigger with the comment
itself, tells the worker what to take in. It never runs ahead: the same triggers take the entry out in the transaction that
hides words or changes them, whoever changes them, and every hit is held against the public text before it is shown.

Words are folded (case, accents) and cut to their stems by the language of the comment in ``words.py``, so that SQLite (FTS5)
and PostgreSQL (tsvector) find the same comments. Names of authors are not in the index.
"""
