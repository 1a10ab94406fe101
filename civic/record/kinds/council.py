"""Bodies, members, positions, amendments and votes."""

from __future__ import annotations

from civic.record.fields import (
    B16,
    B32,
    COUNTS,
    DAY,
    DOCKET,
    INSTANT,
    INT,
    LEAF,
    SECTIONS,
    TEXT,
    code,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import Fields, public

_ROLL_CALL: Fields = {
    "docket": DOCKET, "counts": COUNTS, "result": code("pass", "fail"), "sha256": B32,
    "seats": maybe(INT), "source": maybe(B32),
}  # fmt: skip

_MOTION: Fields = {
    "docket": DOCKET, "motion": B16, "text": maybe(LEAF), "kind": code("act", "override", "amendment", "staff_direction", "procedural"),
}  # fmt: skip

public("motion.put", "A question was put to a body, with the votes that it needs.",
       body=B16, amendment=maybe(LEAF),
       requirement=code("majority_of_all_members", "majority_of_present", "two_thirds_of_all_members", "three_quarters_of_all_members"),
       **_MOTION)
public("motion.decided", "A motion was carried, lost or withdrawn.",
       outcome=code("carried", "lost", "withdrawn"), vote=maybe(LEAF), how=maybe(code("voice", "mover")), on=maybe(DAY),
       source=maybe(B32), **_MOTION)
public("amendment.offered", "A member offered other words for a part of one version; the digest is of the change.",
       docket=DOCKET, amendment=B16, n=INT, text=LEAF, body=B16, member=B16, sections=SECTIONS, sha256=B32, on=DAY, purpose=maybe(TEXT))
public("amendment.decided", "An amendment was adopted, failed, or was withdrawn by its mover.",
       docket=DOCKET, ref=LEAF, outcome=code("adopted", "failed", "withdrawn"), how=code("roll_call", "voice", "mover"), on=DAY,
       motion=maybe(B16), vote=maybe(LEAF), source=maybe(B32))
public("vote.recorded", "A roll call was recorded; the digest is of the list of votes.",
       body=B16, on=DAY, motion=maybe(B16), text=maybe(LEAF), **_ROLL_CALL)
public("vote.corrected", "An error in a roll call was corrected by addition; the result stays.", ref=LEAF, reasons=TEXT, **_ROLL_CALL)
public("executive.acted", "The mayor signed, vetoed or let the time pass.",
       docket=DOCKET, action=code("signed", "vetoed", "unsigned"), on=DAY, body=maybe(TEXT), source=maybe(B32))
public("executive.corrected", "What the mayor did was entered wrongly, and is corrected by addition.",
       docket=DOCKET, ref=LEAF, action=code("signed", "vetoed", "unsigned", "none"), on=maybe(DAY), body=maybe(TEXT), reasons=TEXT)
public("position.published", "A member stated a position on one version, or explained a vote.",
       docket=DOCKET, text=LEAF, member=B16, body=maybe(TEXT), conditions=maybe(TEXT), vote=maybe(LEAF),
       stance=maybe(code("support", "support_with_changes", "oppose", "undecided")), received=maybe(DAY))
public("condition.found", "The clerk or the member said what became of a condition of a position.",
       docket=DOCKET, ref=LEAF, n=INT, outcome=code("met", "met_outside", "not_met"), new=maybe(LEAF), sections=SECTIONS,
       words=maybe(TEXT))
public("packet.delivered", "The hearing packet reached a member.",
       docket=DOCKET, member=maybe(B16), documents=INT, sha256=B32, at=INSTANT, vote=maybe(LEAF))
public("urgency.recorded", "Who decided to vote during a required period, and why; entered with the vote it names, or before it.",
       docket=DOCKET, ref=maybe(LEAF), decided=TEXT, reasons=TEXT, checks=INT)
