"""The verdict on one roster entry: a pure function of frozen evidence.

There is no clock, no database and no setting in here, and nobody can enter a verdict. The rows are
those of the published rule; each narrows the set of invitations, and the first that matches wins.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from civic.consultation.evidence import DELIVERED, ChangeJudgement, Evidence, Invitation, Reply, city_day, end_of


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


class Standing(StrEnum):
    """Where one question stands."""

    ANSWERED = "answered"
    DECLINED = "declined"
    WAITING = "waiting"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Counts:
    """Questions = answered + declined + waiting + overdue; `unasked` statements stand outside that sum."""

    questions: int = 0
    answered: int = 0
    declined: int = 0
    waiting: int = 0
    overdue: int = 0
    unasked: int = 0


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
        raise ValueError(f"rule version {evidence.rules} is not known")
    known = known_at_decision(evidence)
    late = tuple(sorted(_ids(evidence) - _ids(known)))
    return dataclasses.replace(_first_match(known), too_late_to_count=late)


def known_at_decision(evidence: Evidence) -> Evidence:
    """The evidence without everything entered after the decision, whatever date it states."""
    cut = evidence.decision

    def until(items):
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


def delivered_at(asked: Invitation) -> datetime | None:
    """The entry of its first delivery event of level 2 or more; the day somebody states is not used."""
    return min((event.entered for event in asked.deliveries if event.level >= DELIVERED), default=None)


def last_day(asked: Invitation) -> date:
    """The last day to answer, as extended. An extension can only add days."""
    return max((asked.respond_by, *(extension.respond_by for extension in asked.extensions)))


def covers(asked: Invitation, known: Evidence) -> bool:
    """Whether it names the version decided on, or one from which every step since is judged not material."""
    return asked.version == known.version or _is_immaterial(_steps(asked.version, known), known)


def is_timely(asked: Invitation, known: Evidence) -> bool:
    """Delivered before the recommendation, with the full number of days; the day of delivery is not counted."""
    arrived = delivered_at(asked)
    return bool(arrived and arrived < formative_end(known) and _days_given(asked, known.zone) >= asked.response_days)


def formative_end(known: Evidence) -> datetime:
    """The latest committee recommendation before the decision; without one, the decision."""
    earlier = (each.at for each in known.recommendations if each.at < known.decision)
    return max(earlier, default=known.decision)


def official_replies(asked: Invitation, known: Evidence) -> tuple[Reply, ...]:
    return tuple(each for each in known.replies if each.invitation == asked.id and each.capacity == "official")


def declinations_of(asked: Invitation, known: Evidence):
    return tuple(each for each in known.declinations if each.invitation == asked.id)


def standing_of(question: str, asked: Invitation, known: Evidence, at: datetime) -> Standing:
    """Where one question of an invitation stands at an instant: answered, declined, waiting or overdue."""
    if any(reply.question == question for reply in official_replies(asked, known)):
        return Standing.ANSWERED
    if any(refusal.question in (question, None) for refusal in declinations_of(asked, known)):
        return Standing.DECLINED
    return Standing.OVERDUE if end_of(last_day(asked), known.zone) <= at else Standing.WAITING


def counts_of(invitations: tuple[Invitation, ...], known: Evidence, at: datetime) -> Counts:
    standings = [standing_of(question, asked, known, at) for asked in invitations for question in asked.questions]
    unasked = sum(reply.question is None for asked in invitations for reply in official_replies(asked, known))
    return Counts(
        questions=len(standings),
        answered=standings.count(Standing.ANSWERED),
        declined=standings.count(Standing.DECLINED),
        waiting=standings.count(Standing.WAITING),
        overdue=standings.count(Standing.OVERDUE),
        unasked=unasked,
    )


def _verdict(code: VerdictCode, row: int, known: Evidence, about: tuple[Invitation, ...]) -> Verdict:
    """A verdict about the invitations that the row narrowed down to, earliest first."""
    about = tuple(sorted(about, key=lambda asked: (delivered_at(asked) or asked.sent, asked.id)))
    replies = [reply for asked in about for reply in official_replies(asked, known)]
    refusals = [refusal for asked in about for refusal in declinations_of(asked, known)]
    events = [event for asked in about for event in (*asked.deliveries, *asked.extensions)]
    judged = [judgement for asked in about for judgement in _judgements_read(asked, known)]
    return Verdict(
        code,
        row,
        known.rules,
        counts=counts_of(about, known, known.decision),
        askings=tuple(_asking(asked, known) for asked in about),
        answered_on=_first_day(replies, known.zone),
        declined_on=_first_day(refusals, known.zone),
        used=_sorted_ids((*about, *events, *replies, *refusals, *judged)),
    )


def _asking(asked: Invitation, known: Evidence) -> Asking:
    arrived = delivered_at(asked)
    return Asking(
        invitation=asked.id,
        version=asked.version,
        sent_on=city_day(asked.sent, known.zone),
        delivered_on=city_day(arrived, known.zone) if arrived else None,
        respond_by=last_day(asked),
        days_given=_days_given(asked, known.zone) if arrived else None,
        days_due=asked.response_days,
        covers=covers(asked, known),
        timely=is_timely(asked, known),
    )


def _days_given(asked: Invitation, zone: str) -> int:
    arrived = delivered_at(asked)
    return (last_day(asked) - city_day(arrived, zone)).days if arrived else 0


def _steps(version: int, known: Evidence) -> list[tuple[int, int]] | None:
    """The neighboring pairs from one published version up to the one decided on; None where there is no way."""
    if version not in known.versions or known.version not in known.versions or version > known.version:
        return None
    way = [each for each in sorted(known.versions) if version <= each <= known.version]
    return list(zip(way, way[1:], strict=False))


def _is_immaterial(steps: list[tuple[int, int]] | None, known: Evidence) -> bool:
    if steps is None:
        return False
    judged = [_latest_judgement(step, known) for step in steps]
    return all(judgement is not None and not judgement.material for judgement in judged)


def _judgements_read(asked: Invitation, known: Evidence) -> list[ChangeJudgement]:
    if asked.version == known.version:
        return []
    return [judged for step in _steps(asked.version, known) or [] if (judged := _latest_judgement(step, known))]


def _latest_judgement(step: tuple[int, int], known: Evidence) -> ChangeJudgement | None:
    of_step = [each for each in known.judgements if (each.from_version, each.to_version) == step]
    return max(of_step, key=lambda each: (each.entered, each.material, each.id), default=None)


def _latest_answer(contact: str, known: Evidence):
    to_it = [each for each in known.contact_answers if each.contact == contact]
    return max(to_it, key=lambda each: (each.entered, each.id), default=None)


def _first_day(items, zone: str) -> date | None:
    first = min((item.entered for item in items), default=None)
    return city_day(first, zone) if first else None


def _sorted_ids(items) -> tuple[str, ...]:
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
    )
    return {item.id for item in listed}
