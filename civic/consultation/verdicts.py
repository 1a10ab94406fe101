"""The verdict on one roster entry: a pure function of frozen evidence.

There is no clock, no database and no setting in here, and nobody can enter a verdict. The rows are
those of the published rule; each narrows the set of invitations, and the first that matches wins.
This file, with evidence.py and askings.py, needs the standard library only: the ledger page offers them as one program.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from civic.consultation.askings import (
    Counts,
    counts_of,
    covers,
    days_given,
    declinations_of,
    delivered_at,
    is_timely,
    judgements_read,
    last_day,
    official_replies,
)
from civic.consultation.evidence import ContactAnswer, Evidence, Invitation, city_day, end_of


class VerdictCode(StrEnum):
    NOT_RECORDED = "NOT_RECORDED"
    NOTIFIED_ONLY = "NOTIFIED_ONLY"
    CONTACT_CLAIMED = "CONTACT_CLAIMED"
    NOT_ASKED = "NOT_ASKED"
    ASKED_UNDELIVERED = "ASKED_UNDELIVERED"
    ASKED_OTHER_VERSION = "ASKED_OTHER_VERSION"
    ASKED_TOO_LATE = "ASKED_TOO_LATE"
    ASKED_AND_ANSWERED = "ASKED_AND_ANSWERED"
    ASKED_DECLINED = "ASKED_DECLINED"
    ASKED_NO_REPLY = "ASKED_NO_REPLY"


WORDED_ASKED = frozenset({VerdictCode.ASKED_AND_ANSWERED, VerdictCode.ASKED_DECLINED, VerdictCode.ASKED_NO_REPLY})


@dataclass(frozen=True)
class Asking:
    """One invitation as the verdict reads it."""

    invitation: str
    version: int
    sent_on: date
    delivered_on: date | None
    respond_by: date
    days_given: int | None
    days_due: int
    covers: bool
    timely: bool


@dataclass(frozen=True)
class Verdict:
    code: VerdictCode
    row: int
    rules: int
    counts: Counts = Counts()
    askings: tuple[Asking, ...] = ()
    answered_on: date | None = None
    declined_on: date | None = None
    contact_standing: str | None = None
    used: tuple[str, ...] = ()
    too_late_to_count: tuple[str, ...] = ()


def verdict_on(evidence: Evidence) -> Verdict:
    """The first matching row, the invitations it is about, the counts and the ids of the evidence used.

    Raises ValueError for a rule version that this function does not know.
    """
    if evidence.rules != 1:
        raise ValueError(f"Rule version {evidence.rules} is not known here.")
    known = known_at_decision(evidence)
    late = tuple(sorted(_ids(evidence) - _ids(known)))
    return dataclasses.replace(_first_match(known), too_late_to_count=late)


def known_at_decision(evidence: Evidence) -> Evidence:
    """The evidence without everything entered after the decision, whatever date it states."""
    cut = evidence.decision

    def until(items: Any) -> Any:
        return tuple(item for item in items if item.entered <= cut)

    invitations = tuple(
        dataclasses.replace(asked, deliveries=until(asked.deliveries), extensions=until(asked.extensions))
        for asked in evidence.invitations
        if asked.sent <= cut
    )
    return dataclasses.replace(
        evidence,
        invitations=invitations,
        recommendations=until(evidence.recommendations),
        replies=until(evidence.replies),
        declinations=until(evidence.declinations),
        notices=until(evidence.notices),
        contacts=until(evidence.contacts),
        contact_answers=until(evidence.contact_answers),
        judgements=until(evidence.judgements),
        reviews=until(evidence.reviews),
    )


def _first_match(known: Evidence) -> Verdict:
    """Rows 1 to 11. `known` holds nothing entered after the decision."""
    if known.decision < known.ledger_start:
        return Verdict(VerdictCode.NOT_RECORDED, 1, known.rules)
    if not known.invitations:
        return _without_invitation(known)
    delivered = tuple(asked for asked in known.invitations if delivered_at(asked))
    if not delivered:
        return _verdict(VerdictCode.ASKED_UNDELIVERED, 5, known, known.invitations)
    covering = tuple(asked for asked in delivered if covers(asked, known))
    if not covering:
        return _verdict(VerdictCode.ASKED_OTHER_VERSION, 6, known, delivered)
    timely = tuple(asked for asked in covering if is_timely(asked, known))
    if not timely:
        return _verdict(VerdictCode.ASKED_TOO_LATE, 7, known, covering)
    if any(official_replies(asked, known) for asked in timely):
        return _verdict(VerdictCode.ASKED_AND_ANSWERED, 8, known, timely)
    if any(declinations_of(asked, known) for asked in timely):
        return _verdict(VerdictCode.ASKED_DECLINED, 9, known, timely)
    if any(end_of(last_day(asked), known.zone) <= known.decision for asked in timely):
        return _verdict(VerdictCode.ASKED_NO_REPLY, 10, known, timely)
    return _verdict(VerdictCode.ASKED_TOO_LATE, 11, known, timely)


def _without_invitation(known: Evidence) -> Verdict:
    """Rows 2 to 4: a notice or a conversation is not an invitation."""
    if known.notices:
        return Verdict(VerdictCode.NOTIFIED_ONLY, 2, known.rules, used=_sorted_ids(known.notices))
    if not known.contacts:
        return Verdict(VerdictCode.NOT_ASKED, 4, known.rules)
    answers = [answer for contact in known.contacts if (answer := _latest_answer(contact.id, known))]
    given = {answer.standing for answer in answers}
    standing = next((each for each in ("confirmed", "contested") if each in given), "unanswered")
    used = _sorted_ids((*known.contacts, *answers))
    return Verdict(VerdictCode.CONTACT_CLAIMED, 3, known.rules, contact_standing=standing, used=used)


def _verdict(code: VerdictCode, row: int, known: Evidence, about: tuple[Invitation, ...]) -> Verdict:
    """A verdict about the invitations that the row narrowed down to, earliest first."""
    about = tuple(sorted(about, key=lambda asked: (delivered_at(asked) or asked.sent, asked.id)))
    replies = [reply for asked in about for reply in official_replies(asked, known)]
    refusals = [refusal for asked in about for refusal in declinations_of(asked, known)]
    events = [event for asked in about for event in (*asked.deliveries, *asked.extensions)]
    judged = [judgement for asked in about for judgement in judgements_read(asked, known)]
    reviewed = [review for review in known.reviews if review.judgement in {each.id for each in judged}]
    return Verdict(
        code,
        row,
        known.rules,
        counts=counts_of(about, known, known.decision),
        askings=tuple(asking_of(asked, known) for asked in about),
        answered_on=_first_day(replies, known.zone),
        declined_on=_first_day(refusals, known.zone),
        used=_sorted_ids((*about, *events, *replies, *refusals, *judged, *reviewed)),
    )


def asking_of(asked: Invitation, known: Evidence) -> Asking:
    """One invitation as the verdict reads it. `known` holds nothing entered after the decision."""
    arrived = delivered_at(asked)
    return Asking(
        invitation=asked.id,
        version=asked.version,
        sent_on=city_day(asked.sent, known.zone),
        delivered_on=city_day(arrived, known.zone) if arrived else None,
        respond_by=last_day(asked),
        days_given=days_given(asked, known.zone) if arrived else None,
        days_due=asked.response_days,
        covers=covers(asked, known),
        timely=is_timely(asked, known),
    )


def _latest_answer(contact: str, known: Evidence) -> ContactAnswer | None:
    to_it = [each for each in known.contact_answers if each.contact == contact]
    return max(to_it, key=lambda each: (each.entered, each.id), default=None)


def _first_day(items: Any, zone: str) -> date | None:
    first = min((item.entered for item in items), default=None)
    return city_day(first, zone) if first else None


def _sorted_ids(items: Any) -> tuple[str, ...]:
    return tuple(sorted({item.id for item in items}))


def _ids(evidence: Evidence) -> set[str]:
    listed: tuple[Any, ...] = (
        *evidence.recommendations,
        *evidence.invitations,
        *(event for asked in evidence.invitations for event in (*asked.deliveries, *asked.extensions)),
        *evidence.replies,
        *evidence.declinations,
        *evidence.notices,
        *evidence.contacts,
        *evidence.contact_answers,
        *evidence.judgements,
        *evidence.reviews,
    )
    return {item.id for item in listed}
