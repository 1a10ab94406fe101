"""How one invitation is read: when it arrived, how many days it gave, which version it covers, what came back.

Pure functions of frozen evidence. `known` holds nothing that was entered after the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from civic.consultation.evidence import (
    DELIVERED,
    ChangeJudgement,
    Declination,
    Evidence,
    Invitation,
    Reply,
    city_day,
    end_of,
)


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


# --- when it arrived, and how long it left


def delivered_at(asked: Invitation) -> datetime | None:
    """The entry of its first delivery event of level 2 or more, never before it was sent; a stated day is not used."""
    first = min((event.entered for event in asked.deliveries if event.level >= DELIVERED), default=None)
    return None if first is None else max(first, asked.sent)


def last_day(asked: Invitation) -> date:
    """The last day to answer, as extended. An extension can only add days."""
    return max((asked.respond_by, *(extension.respond_by for extension in asked.extensions)))


def last_day_without_a_break(asked: Invitation, zone: str) -> date:
    """As extended while the time still ran. Days given after it had run out do not make a short period a long one."""
    last = asked.respond_by
    for extension in sorted(asked.extensions, key=lambda each: (each.entered, each.respond_by, each.id)):
        if extension.entered < end_of(last, zone):
            last = max(last, extension.respond_by)
    return last


def days_given(asked: Invitation, zone: str) -> int:
    """Calendar days from the day it arrived, which is not counted, to the last day to answer."""
    arrived = delivered_at(asked)
    return (last_day_without_a_break(asked, zone) - city_day(arrived, zone)).days if arrived else 0


def is_timely(asked: Invitation, known: Evidence) -> bool:
    """Delivered before the recommendation, with the full number of days."""
    arrived = delivered_at(asked)
    return bool(arrived and arrived < formative_end(known) and days_given(asked, known.zone) >= asked.response_days)


def formative_end(known: Evidence) -> datetime:
    """The latest committee recommendation before the decision; without one, the decision."""
    earlier = (each.at for each in known.recommendations if each.at < known.decision)
    return max(earlier, default=known.decision)


# --- which version it covers


def covers(asked: Invitation, known: Evidence) -> bool:
    """Whether it names the version decided on, or one from which every step since is confirmed not to matter."""
    if asked.version == known.version:
        return True
    steps = steps_from(asked.version, known)
    return steps is not None and all(is_immaterial(step, known) for step in steps)


def steps_from(version: int, known: Evidence) -> list[tuple[int, int]] | None:
    """The neighboring pairs from one published version up to the one decided on; None where there is no way."""
    if version not in known.versions or known.version not in known.versions or version > known.version:
        return None
    way = [each for each in sorted(known.versions) if version <= each <= known.version]
    return list(zip(way, way[1:], strict=False))


def is_immaterial(step: tuple[int, int], known: Evidence) -> bool:
    """One person judged that the step does not matter, and a second one confirmed it. Everything else matters."""
    latest = judgement_of(step, known)
    return latest is not None and not latest.material and review_of(latest, known) == "confirmed"


def judgement_of(step: tuple[int, int], known: Evidence) -> ChangeJudgement | None:
    """The latest judgment of a step that no second person refused; of two in one second, the one that says it matters."""
    of_step = [each for each in known.judgements if (each.from_version, each.to_version) == step and review_of(each, known) != "refused"]
    return max(of_step, key=lambda each: (each.entered, each.material, each.id), default=None)


def review_of(judged: ChangeJudgement, known: Evidence) -> str | None:
    """What the second person said: confirmed, refused, or nothing yet. A refusal stands against a confirmation."""
    said = {each.outcome for each in known.reviews if each.judgement == judged.id}
    return "refused" if "refused" in said else "confirmed" if said else None


def judgements_read(asked: Invitation, known: Evidence) -> list[ChangeJudgement]:
    if asked.version == known.version:
        return []
    return [judged for step in steps_from(asked.version, known) or [] if (judged := judgement_of(step, known))]


# --- what came back


def official_replies(asked: Invitation, known: Evidence) -> tuple[Reply, ...]:
    return tuple(each for each in known.replies if each.invitation == asked.id and each.capacity == "official")


def declinations_of(asked: Invitation, known: Evidence) -> tuple[Declination, ...]:
    return tuple(each for each in known.declinations if each.invitation == asked.id)


def standing_of(question: str, asked: Invitation, known: Evidence, at: datetime) -> Standing:
    """Where one question of an invitation stands at an instant: answered, declined, waiting or overdue.

    A question that never arrived waits: an office cannot be late with what nothing shows it was sent.
    """
    if any(reply.question == question for reply in official_replies(asked, known)):
        return Standing.ANSWERED
    if any(refusal.question in (question, None) for refusal in declinations_of(asked, known)):
        return Standing.DECLINED
    arrived = delivered_at(asked)
    is_late = arrived is not None and arrived <= at and end_of(last_day(asked), known.zone) <= at
    return Standing.OVERDUE if is_late else Standing.WAITING


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
