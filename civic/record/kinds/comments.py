"""Comments, and what moderation decides about them."""

from __future__ import annotations

from civic.record.fields import (
    B32,
    DAY,
    DOCKET,
    INT,
    LEAF,
    NUMBER,
    SECTIONS,
    SPANS,
    SUGGESTS,
    TEXT,
    VALS,
    code,
    many,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import Fields, public
from civic.record.kinds.rules import (
    by_reason,
    imported,
    name_withheld,
    redaction,
)

_RECEIVED: Fields = {
    "docket": DOCKET, "comment": NUMBER, "text": LEAF, "sections": SECTIONS,
    "channel": code("web", "post", "phone", "sms", "in_person", "hearing", "email"),
    "clock": code("in_time", "grace", "late"), "hold": code("none", "held"),
    "body": TEXT, "suggests": SUGGESTS, "files": many(B32), "vals": VALS,
    "received": maybe(DAY), "source": maybe(B32),
}  # fmt: skip
_ONE_COMMENT: Fields = {"docket": DOCKET, "comment": NUMBER, "ref": LEAF}
_DECIDED: Fields = {**_ONE_COMMENT, "rules": INT, "appeal_until": DAY}
_SEVERE = code("T1", "T2", "O1", "S1", "C1")

public("comment.received", "A comment was received.", resident=True, rule=imported, **_RECEIVED)
public("comment.edited", "An author changed a comment, or a clerk (named in by) what was typed wrongly; the earlier wording keeps its leaf.",
       resident=True, rule=imported, ref=LEAF, **_RECEIVED)
public("comment.withdrawn", "An author withdrew a comment.", resident=True, **_ONE_COMMENT)
public("comment.disputed", "Somebody said that the name on a comment is theirs and the comment is not.",
       resident=True, **_ONE_COMMENT)

public("transcription.checked", "A second person compared what staff had typed with the paper or the recording.",
       reason=code("voice", "sample"), found=code("fits", "corrected", "differs"), **_ONE_COMMENT)

# Moderation

public("rules.published", "A set of moderation rules came into force.", n=INT, sha256=B32)
public("comment.published", "A held comment was released.", **_ONE_COMMENT)
public("comment.redacted", "Words were hidden; the others stay provable.", rule=redaction,
       part=code("body", "suggest"), n=maybe(INT), spans=SPANS,
       reason=code("T1", "T2", "O1", "P1", "P2", "S1", "C1"), **_DECIDED)
public("comment.moved", "A comment about something else was moved to Other; it stays public.",
       rule=by_reason, reason=code("X1"), **_DECIDED)
public("comment.folded", "A submission received twice is shown once and counted twice.",
       rule=by_reason, reason=code("S2"), kept=NUMBER, **_DECIDED)
public("comment.withheld", "A comment was withheld; its place and the reason stay.",
       people=2, reason=_SEVERE, **_DECIDED)
public("comment.removed", "A withheld comment was removed under law.", people=2, reason=_SEVERE, **_DECIDED)
public("comment.restored", "A decision was reversed; of a comment that was held before it, all words are held again.", hold=maybe(code("held")), **_ONE_COMMENT)
public("name.withheld", "The name on a comment is no longer shown.", people=0, rule=name_withheld,
       reason=code("I1", "P1", "P2", "C1"), **_ONE_COMMENT)
public("appeal.filed", "An author appealed a decision.", resident=True, grounds=TEXT, **_ONE_COMMENT)
public("appeal.decided", "An appeal was decided by somebody who took no part in the decision.",
       outcome=code("upheld", "reversed"), reasons=TEXT, **_ONE_COMMENT)
public("appeal.withdrawn", "An author took an appeal back.", resident=True, **_ONE_COMMENT)
