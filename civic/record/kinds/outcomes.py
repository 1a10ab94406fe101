"""Responses, promises and statements."""

from __future__ import annotations

from civic.record.fields import (
    B16,
    B32,
    DAY,
    DOCKET,
    INT,
    LEAF,
    SECTIONS,
    TEXT,
    code,
    group,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import public

public("disposition.published", "It was published what was done with an issue, and why.",
       docket=DOCKET, issue=B16, reasons=TEXT, change=maybe(group(old=LEAF, new=LEAF)), sections=SECTIONS,
       outcome=code("changed", "changed_in_part", "already_covered", "not_changed", "outside", "promised"),
       ref=maybe(LEAF))
public("promise.made", "Something was promised with an owner and a day.",
       docket=DOCKET, ref=maybe(LEAF), owner=B16, due=DAY, body=TEXT)
public("promise.closed", "A promise was kept, kept late, or broken.",
       docket=DOCKET, ref=LEAF, outcome=code("kept", "late", "broken"), proof=maybe(B32))
public("statement.frozen", "The consultation statement was fixed, or reissued with its differences.",
       docket=DOCKET, n=INT, sha256=B32, consultees=INT, issues=INT, unanswered=INT, ref=maybe(LEAF))
