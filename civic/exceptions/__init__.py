"""Exceptions and oversight after adoption: what a law in force forbids and somebody may still do, for how long, seen by all.

*Clause*: the place of a law that allows exceptions, as the city reads it. *Request*: a department's public application under a
clause; checked by the clerk, it becomes a docket of its own at ``/x/<number>``, with a notice period, comments and a decision.
*Grant*: a request that was granted; it always has an end date. *Condition*: a numbered promise of a grant. *Use*: one recorded
use under a clause or grant. *Duty to report*: who reports under a law and how often; *compliance report*: what was filed for one
period. *Receipt*: forbidden information that arrived; one that was asked for is a violation, never an accident.

In force, expired, lapsed, due and overdue are worked out from dates when they are read; no job makes them so.
"""
