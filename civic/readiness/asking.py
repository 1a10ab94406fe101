"""How one office stands before a vote: the verdict function, asked what it would say if the vote were taken as planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from civic.consultation.askings import (
    Standing,
    counts_of,
    covers,
    delivered_at,
    formative_end,
    is_timely,
    last_day,
    standing_of,
)
from civic.consultation.evidence import Evidence, city_day, end_of
from civic.consultation.verdicts import WORDED_ASKED, VerdictCode, known_at_decision, verdict_on
from civic.readiness.evidence import Known


class Asked(StrEnum):
    IN_TIME = "in_time"
    RUNNING = "running"  # asked in time; the time to answer still runs and is over before the vote
    CUT_SHORT = "cut_short"  # asked in time, but the time to answer runs past the planned vote
    OPEN = "open"  # can still be asked in time
    LOST = "lost"


def state_of(evidence: Evidence, known: Known) -> tuple[Asked, date | None]:
    """Where one office stands, and the last day of the time to answer where that still runs.

    What is known now is judged as if the vote were taken when it is planned; at the vote this is the ledger's verdict.
    """
    at = vote_instant(known)
    judged = replace(evidence, decision=at)
    verdict, then = verdict_on(judged), known_at_decision(judged)
    timely = [asked for asked in then.invitations if covers(asked, then) and is_timely(asked, then)]
    if verdict.code in WORDED_ASKED:
        ends = min((last_day(asked) for asked in timely), default=None)
        if verdict.code is VerdictCode.ASKED_NO_REPLY and ends is not None and end_of(ends, known.zone) > known.moment:
            return Asked.RUNNING, ends
        return Asked.IN_TIME, None
    if known.decided:
        return Asked.LOST, None
    if timely:
        ends = min(last_day(asked) for asked in timely)
        return (Asked.RUNNING, ends) if known.ahead is None else (Asked.CUT_SHORT, ends)
    end = last_day_to_ask(known)
    return (Asked.LOST if end is not None and known.today > end or _is_recommended(evidence, known) else Asked.OPEN), None


def vote_instant(known: Known) -> datetime:
    """When the evidence is cut off: at the vote, at the beginning of the planned day, or now."""
    if known.decided or known.ahead is None:
        return known.moment
    begins = datetime.combine(known.ahead, time(), ZoneInfo(known.zone)).astimezone(UTC)
    return max(begins, known.moment)


def last_day_to_ask(known: Known) -> date | None:
    """The last day on which an asking can arrive and leave all its days before the vote, and before a committee recommends."""
    days = known.numbers.get("response_days")
    ends = [city_day(recommended, known.zone) for recommended in _recommended(known)]
    if known.ahead is not None and days is not None:
        ends.append(known.ahead - timedelta(days=days + 1))
    return min(ends, default=None)


def questions(known: Known) -> tuple[int, int, date | None, tuple[str, ...]]:
    """How many reached an office, how many of them are answered, declined or overdue, when the last open one falls due, and who owes it."""
    asked = settled = 0
    ends: list[date] = []
    offices: list[str] = []
    for one in known.listed:
        then = known_at_decision(replace(one.evidence, decision=known.moment))
        reached = tuple(i for i in then.invitations if delivered_at(i) is not None)
        counts = counts_of(reached, then, known.moment)
        asked, settled = asked + counts.questions, settled + counts.questions - counts.waiting
        if counts.waiting:
            offices.append(one.id)
            ends += [
                last_day(i) for i in reached if any(standing_of(q, i, then, known.moment) is Standing.WAITING for q in i.questions)
            ]
    return asked, settled, max(ends, default=None), tuple(offices)


def _recommended(known: Known) -> list[datetime]:
    """The committee's recommendation, once made. All offices of a docket share it."""
    found = []
    for one in known.listed[:1]:
        then = known_at_decision(replace(one.evidence, decision=known.moment))
        if (end := formative_end(then)) < known.moment:
            found.append(end)
    return found


def _is_recommended(evidence: Evidence, known: Known) -> bool:
    then = known_at_decision(replace(evidence, decision=known.moment))
    return formative_end(then) < known.moment


