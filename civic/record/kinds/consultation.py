"""Who was asked, how it reached them, what they answered."""

from __future__ import annotations

from civic.record.fields import (
    ANSWER_POSITIONS,
    B16,
    B32,
    DAY,
    DOCKET,
    INSTANT,
    INT,
    LEAF,
    SECTIONS,
    TEXT,
    code,
    group,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import Fields, public

_ON_PAPER: Fields = {
    "received": maybe(DAY), "scan": maybe(B32), "channel": maybe(code("post", "hand", "email", "phone", "hearing")),
}  # fmt: skip
_ANSWER: Fields = {
    "docket": DOCKET, "text": LEAF, "body": TEXT, "capacity": code("official", "personal"),
    "question": maybe(B16), "position": maybe(code(*ANSWER_POSITIONS)), **_ON_PAPER,
}  # fmt: skip

public("roster.frozen", "The list of those who must be asked was fixed, or changed afterwards for a reason.",
       docket=DOCKET, n=INT, entries=INT, sha256=B32, ref=maybe(LEAF),
       reason=code("notice_of_intent", "added", "removed", "corrected"), reasons=maybe(TEXT))
public("invitation.sent", "An office was asked.",
       docket=DOCKET, consultee=B16, text=LEAF, body=TEXT, questions=INT, sent=INSTANT, respond_by=INSTANT,
       level=code("inform", "consult", "involve", "collaborate", "empower"),
       channel=code("email", "post", "hand", "site"))
public("invitation.extended", "The time to answer was made longer.",
       docket=DOCKET, ref=LEAF, respond_by=INSTANT, reasons=TEXT)
public("invitation.delivered", "Evidence of delivery: 1 sent, 2 delivered, 3 acknowledged, 4 answered; 0 came back.",
       docket=DOCKET, ref=LEAF, level=INT, at=INSTANT, evidence=maybe(B32),
       channel=code("email", "post", "hand", "site"))
public("answer.published", "An office answered on the record.", ref=maybe(LEAF), **_ANSWER)
public("answer.confirmed", "An office confirmed what was entered for it.", docket=DOCKET, ref=LEAF)
public("answer.corrected", "An office corrected an answer by adding to it.", ref=LEAF, **_ANSWER)
public("declination.recorded", "An office declined to answer.",
       docket=DOCKET, ref=LEAF, question=maybe(B16), reasons=maybe(TEXT), **_ON_PAPER)
public("silence.recorded", "A deadline passed without any reply. Silence is not assent.",
       docket=DOCKET, ref=LEAF, due=INSTANT, level=INT, question=maybe(B16))
public("notice.addressed", "A public notice was meant for this office too. It is not an asking.",
       docket=DOCKET, ref=LEAF, consultee=B16)
public("request.answered", "It was published what became of other words that an office asked for.",
       docket=DOCKET, ref=LEAF, reasons=TEXT, change=maybe(group(old=LEAF, new=LEAF)), sections=SECTIONS,
       outcome=code("changed", "changed_in_part", "not_changed"))
public("contact.claimed", "Somebody says that there was a contact outside this site.",
       docket=DOCKET, consultee=B16, kind=code("meeting", "call", "letter", "email", "hearing", "other"),
       stated=maybe(DAY), body=TEXT)
public("contest.recorded", "An office disputes a record about it.", docket=DOCKET, ref=LEAF, body=TEXT)
public("change.judged", "It was judged whether a new version changes what was asked about.",
       docket=DOCKET, old=LEAF, new=LEAF, material=code("yes", "no"), reasons=TEXT)
public("change.reviewed", "A second person confirmed or refused that judgment; unconfirmed, the change counts as one that matters.",
       docket=DOCKET, ref=LEAF, outcome=code("confirmed", "refused"), reasons=maybe(TEXT))
