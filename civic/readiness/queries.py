from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from civic.clock import now, today
from civic.consultation.evidence import end_of
from civic.council.models import VoteEvent
from civic.council.queries import decision_on, decisions_on
from civic.council.urgency import explained_afterwards, urgency_of
from civic.council.vote_models import Urgency
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets, vote_scheduled_on, votes_scheduled_on
from civic.dockets.standing import course_of, courses_of
from civic.people.policy import zone_at
from civic.readiness.checks import Check, State, checks_on, unmet
from civic.readiness.evidence import Known
from civic.readiness.gathering import known_about


@dataclass(frozen=True)
class Readiness:
    """The checks of one docket, as of today or as of the vote. ``known`` is None where the matter ended without a vote, and
    where the city's ledger begins only later."""

    docket: Docket
    decision: VoteEvent | None
    known: Known | None
    checks: tuple[Check, ...]
    urgency: Urgency | None = None
    explained: tuple[Urgency, ...] = ()

    def count(self, state: str) -> int:
        return sum(check.state == state for check in self.checks)

    @property
    def unmet(self) -> tuple[Check, ...]:
        return unmet(self.checks)

    @property
    def is_fault(self) -> bool:
        """I-48: a vote that was taken while something was not met, without an urgency."""
        return self.decision is not None and bool(self.unmet) and self.urgency is None

    @property
    def vote(self) -> date | None:
        """The day of a vote that was taken or is still to come."""
        return self.known.ahead if self.known else None


def readiness_of(docket: Docket) -> Readiness:
    decision = decision_on(docket)
    if decision is not None:
        return _at_the_vote(docket, decision)
    if not is_under_way(docket):
        return Readiness(docket, None, None, ())
    known = known_about(docket, None, on=vote_scheduled_on(docket))
    return Readiness(docket, None, known, checks_on(known) if known else ())


def readiness_for(docket: Docket, on: date) -> Readiness:
    """As if a vote of that day were entered now: what the clerk is told before a roll call is recorded."""
    known = known_about(docket, None, on=on, moment=min(now(), end_of(on, zone_at(now()))))
    if known is None:
        return Readiness(docket, None, None, ())
    at = replace(known, decided=True)
    return Readiness(docket, None, at, checks_on(at))


def fault_on(docket: Docket) -> Readiness | None:
    """The decision's readiness where it has an open fault or an urgency; read on every page of a decided docket, so kept."""
    decision = decision_on(docket)
    if decision is None:
        return None
    found = _at_the_vote(docket, decision)
    return found if found.unmet else None


def planned_votes() -> list[tuple[date, Docket]]:
    """Every vote that is still to come, the nearest day first; a fixed number of reads."""
    decided, dockets = decisions_on(), published_dockets()
    days, courses = votes_scheduled_on(dockets), courses_of(dockets)
    ahead = [
        (days[docket.id], docket) for docket in dockets
        if docket.id not in decided and days.get(docket.id, date.min) >= today() and _is_open(docket) and not courses[docket.id].has_ended
    ]  # fmt: skip
    return sorted(ahead, key=lambda row: (row[0], row[1].number))


def is_under_way(docket: Docket) -> bool:
    """Nothing has ended it: neither the clerk nor its own course."""
    return _is_open(docket) and not course_of(docket).has_ended


def _is_open(docket: Docket) -> bool:
    return docket.closed_at is None and not docket.is_withdrawn and not docket.archive and not docket.is_exception


def last_days(readiness: Readiness) -> list[tuple[date, Check]]:
    """What can still be done for a vote that is planned, the nearest day first."""
    rows = [(check.last_day, check) for check in readiness.checks if check.state is State.NOT_YET and check.last_day is not None]
    return sorted(((day, check) for day, check in rows if day is not None and day >= today()), key=lambda row: row[0])


# Of a vote that was taken nothing changes any more, so it is computed once in each process, by the vote's random id.
_taken: dict[str, tuple[Known | None, tuple[Check, ...]]] = {}
MOST_KEPT = 500


def _at_the_vote(docket: Docket, decision: VoteEvent) -> Readiness:
    if decision.id not in _taken:
        known = known_about(docket, decision)
        found = known, checks_on(known) if known else ()
        if decision.entered_at >= now():  # the second of the vote is not over: more may be entered in it
            return Readiness(docket, decision, *found, urgency_of(docket, decision), tuple(explained_afterwards(docket, decision)))
        if len(_taken) >= MOST_KEPT:
            _taken.clear()
        _taken[decision.id] = found
    known, checks = _taken[decision.id]
    return Readiness(docket, decision, known, checks, urgency_of(docket, decision), tuple(explained_afterwards(docket, decision)))
