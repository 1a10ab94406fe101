"""Requests for exceptions, their conditions, uses and reports."""

from __future__ import annotations

from civic.record.fields import (
    B16,
    B32,
    DAY,
    DOCKET,
    INT,
    LEAF,
    SEALABLE,
    SECTION,
    SECTIONS,
    TEXT,
    code,
    group,
    many,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import public
from civic.record.kinds.rules import (
    days_of_a_grant,
)

public("clause.recorded", "A clause of a law that allows exceptions was entered, or corrected by a further entry.",
       docket=DOCKET, n=INT, text=LEAF, sections=SECTIONS, sha256=B32, ref=maybe(LEAF),
       request=code("needed", "not_needed"), emergency=code("allowed", "not_allowed"))
public("duty.recorded", "An office must report under a law, how often and how soon.",
       docket=DOCKET, office=B16, months=INT, starts=DAY, due_days=INT, sections=SECTIONS)
public("exception.filed", "An office asked for an exception; what is sealed is committed apart.",
       docket=DOCKET, office=B16, clause=LEAF, n=INT, body=TEXT, starts=DAY, ends=DAY, used=maybe(DAY),
       renews=maybe(LEAF), uses=maybe(INT), ref=maybe(LEAF), sealed=many(group(field=SECTION, ctx=B16, root=B32, words=INT, review=DAY)))
public("exception.returned", "A request was given back because something is missing.",
       docket=DOCKET, ref=LEAF, reasons=TEXT)
public("exception.accepted", "A request was complete and became a docket with a notice period.",
       docket=DOCKET, ref=LEAF, law=DOCKET, notice_ends=DAY, hearing=code("required", "not_required"))
public("exception.withdrawn", "An office took its request back before it was decided.",
       docket=DOCKET, ref=LEAF, reasons=TEXT)
public("exception.decided", "A request was decided. Every grant names its clause and its last day.",
       rule=days_of_a_grant, docket=DOCKET, ref=LEAF, clause=LEAF, on=DAY, starts=maybe(DAY), ends=maybe(DAY), conditions=INT,
       outcome=code("granted", "granted_with_conditions", "refused"), reasons=TEXT, source=maybe(B32))
public("exception.revoked", "A grant was taken back.", docket=DOCKET, ref=LEAF, on=DAY, reasons=TEXT)
public("exception.used", "A use under a clause or a grant was logged.",
       docket=DOCKET, office=B16, clause=LEAF, grant=maybe(LEAF), on=DAY, n=INT, body=TEXT)
public("seal.reviewed", "A sealed field was looked at again: kept sealed until a day, or opened.",
       docket=DOCKET, ref=LEAF, field=code(*SEALABLE), outcome=code("kept", "opened"), review=maybe(DAY), reasons=TEXT)
public("report.filed", "An office reported for a period, or corrected a report by adding to it.",
       docket=DOCKET, office=B16, starts=DAY, ends=DAY, due=DAY, clock=code("in_time", "late"), uses=INT, violations=INT,
       receipts=INT, grants=INT, words=TEXT, remedies=TEXT, sha256=B32, ref=maybe(LEAF))
public("incident.recorded", "Forbidden information reached an office; what was asked for is a violation.",
       docket=DOCKET, office=B16, came=DAY, requested=code("yes", "no"), used=code("yes", "no"), source=TEXT, body=TEXT)
public("incident.disposed", "Information that reached an office was disposed of.", docket=DOCKET, ref=LEAF, on=DAY, body=TEXT)
