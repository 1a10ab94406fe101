"""The record itself, the city's rules, roles and what an operator does."""

from __future__ import annotations

from civic.record import leaf
from civic.record.fields import (
    B32,
    DAY,
    DAY_COUNTS,
    DOCKET,
    INT,
    KEY_ID,
    LEAF,
    ROLE,
    SETTINGS,
    code,
    group,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import public

public("log.opened", "The log began, or a successor took over a frozen one.",
       key=KEY_ID, pub=B32, prev=maybe(group(size=INT, root=B32)))
public("key.rotated", "A signing key was announced or retired.",
       key=KEY_ID, pub=B32, use=code("log", "receipt"), state=code("announced", "retired"))
public("day.counted", "The totals of one docket, or of the site, at the end of a day.",
       docket=maybe(DOCKET), **DAY_COUNTS)
public("deploy.made", "Another version of the software went into service.",
       sha256=B32, migration=INT)
public("policy.changed", "A setting of the city changed; the digest is of all settings as they stand from that day.",
       setting=code(*SETTINGS), starts=DAY, sha256=B32)
public("config.changed", "The technical configuration (without secrets) changed.", sha256=B32)
public("role.granted", "Somebody was given a role.", role=code(*leaf.ROLES), holder=ROLE)
public("role.revoked", "Somebody's role ended.", role=code(*leaf.ROLES), holder=ROLE)
public("access.privileged", "Somebody looked at what the public cannot see.",
       what=code("sealed_words", "role_holder", "intake_scan", "backup", "database", "outbox", "factor_reset"),
       reason=code("appeal", "court_order", "records_request", "repair", "restore", "safety", "lost_factor", "second_check",
                   "filing_check", "seal_review"),
       n=INT, docket=maybe(DOCKET), ref=maybe(LEAF))
public("legal.demanded", "An authority demanded data.",
       authority=code("court", "prosecutor", "police", "legislature", "records_request", "other"), received=DAY,
       outcome=code("received", "complied", "complied_in_part", "refused", "challenged", "withdrawn"),
       docket=maybe(DOCKET))
public("deletion.run", "Data were deleted under the schedule.",
       what=code("redacted_openings", "withheld_words", "code_hashes", "submission_answers", "addresses",
                 "drafts", "scans", "sessions", "import_keys"),
       reason=code("schedule", "appeal_ended", "order", "closed"), n=INT, docket=maybe(DOCKET))
public("export.issued", "A full export was made.",
       sha256=B32, comments=INT, format=code("folder", "csv", "json", "packet"), docket=maybe(DOCKET))
