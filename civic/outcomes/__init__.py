"""Outcomes: what was done with each main point that people made, why, and what was promised.

A *response* (in the record: disposition) is one of six: changed, partly changed, already covered, not changed, outside
this law, promised. Changed points to a real change between two versions; every response has a reason of its own. A
published one is corrected by a further one. A *promise* has an owner and a day, and is open, late, kept or broken.
"""
