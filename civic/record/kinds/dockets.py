"""Dockets, texts, facts, steps and times to comment."""

from __future__ import annotations

from civic.record.fields import (
    B32,
    DAY,
    DOCKET,
    INSTANT,
    INT,
    LEAF,
    TEXT,
    code,
    many,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import public

public("docket.published", "A docket opened; the digest is of its title and summary.",
       docket=DOCKET, kind=code("ordinance", "exception"), sha256=B32, source=maybe(B32))
public("docket.described", "Words around the law changed; the digest is of title, summary, effects, contact and the days of the vote and of the summary.",
       docket=DOCKET, sha256=B32)
public("text.requested", "No text is online: since when, and on which day an office was asked for it.",
       docket=DOCKET, since=DAY, asked=maybe(DAY))
public("docket.withdrawn", "A docket was withdrawn and says why.",
       docket=DOCKET, reason=code("duplicate", "published_by_mistake", "sponsor_withdrew", "not_introduced"),
       replacement=maybe(DOCKET))
public("docket.closed", "A docket ended.",
       docket=DOCKET, outcome=code("adopted", "failed", "withdrawn", "expired", "superseded", "archived"))
public("text.published", "A text version was published.",
       docket=DOCKET, n=INT, sha256=B32, precedes=maybe(LEAF), amendments=maybe(many(LEAF)),
       label=code("draft", "introduced", "substitute", "amended", "enrolled", "codified"))
public("text.withdrawn", "A text published by mistake was withdrawn; both stay.",
       docket=DOCKET, n=INT, ref=LEAF, replacement=maybe(LEAF),
       reason=code("wrong_file", "wrong_docket", "damaged_file", "unreadable", "wrong_label"))
public("facts.reviewed", "The table of what the ordinance says was confirmed for one version.",
       docket=DOCKET, ref=LEAF, sha256=B32, stated=INT, not_stated=INT, unclear=INT)
public("process.recorded", "A step of the matter, or a meeting about it.",
       docket=DOCKET, state=code("scheduled", "noticed", "held", "cancelled", "recorded"),
       step=code("notice_of_intent", "introduced", "referred", "referred_to_staff", "in_committee", "hearing_set",
                 "hearing_held", "recommended", "council_action", "passed", "failed", "presented", "signed",
                 "unsigned", "vetoed", "overridden", "published", "effective", "codified", "withdrawn", "expired",
                 "postponed", "meeting", "hearing", "comment_deadline", "other"),
       recommendation=maybe(code("for", "against", "none")),
       on=maybe(DAY), starts=maybe(INSTANT), source=maybe(B32), ref=maybe(LEAF), enactment=maybe(B32))
public("notice.posted", "A public notice was posted.",
       docket=DOCKET, posted=DAY, evidence=maybe(B32),
       channel=code("website", "newspaper", "city_hall", "library", "mail", "email", "broadcast", "meeting", "other"))
public("window.opened", "The time to comment was set.",
       docket=DOCKET, opens=INSTANT, closes=INSTANT, late_hours=INT, source=maybe(B32))
public("window.extended", "The time to comment was made longer.", docket=DOCKET, ref=LEAF, closes=INSTANT, reason=TEXT)
