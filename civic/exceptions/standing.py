"""Where requests, uses, reports and receipts stand. Everything here is worked out from rows and dates, on any day (I-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from civic.clock import day_of, now, today
from civic.dockets.models import ProcessEvent
from civic.dockets.queries import standing_among
from civic.exceptions.models import ExceptionRequest, Verdict
from civic.exceptions.oversight_models import ExceptionUse


class State(StrEnum):
    FILED = "filed"  # the clerk is checking whether it is complete
    RETURNED = "returned"
    NOTICED = "noticed"  # its docket is open
    HEARD = "heard"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # its end date passed before anybody decided


OPEN = (State.FILED, State.RETURNED, State.NOTICED, State.HEARD)
GRANTED = (State.IN_FORCE, State.EXPIRED, State.REVOKED)


def state_of(request: ExceptionRequest, on: date | None = None) -> State:
    """filed ⇄ returned; filed → noticed → heard → granted or refused; before that withdrawn or lapsed; granted → expired, revoked."""
    on = on or today()
    if request.withdrawal is not None:
        return State.WITHDRAWN
    if (decision := request.decision) is not None:
        if decision.verdict is Verdict.REFUSED:
            return State.REFUSED
        if decision.revocation is not None:
            return State.REVOKED
        return State.EXPIRED if on > decision.last_day else State.IN_FORCE
    if not request.emergency and on > request.filing.ends:
        return State.LAPSED
    if request.acceptance is None:
        return State.RETURNED if request.filing.returned is not None else State.FILED
    return State.HEARD if hearing_held(request, on) is not None else State.NOTICED


@dataclass(frozen=True)
class Counts:
    """requests = open + granted + refused + withdrawn + lapsed; granted = in force + expired + revoked (domain.md 8)."""

    requests: int
    open: int
    in_force: int
    expired: int
    revoked: int
    refused: int
    withdrawn: int
    lapsed: int
    with_conditions: int  # of which, among the granted
    emergencies: int  # of which, among all

    @property
    def granted(self) -> int:
        return self.in_force + self.expired + self.revoked


def counted(requests: Iterable[ExceptionRequest], on: date | None = None) -> Counts:
    rows = list(requests)
    states = Counter(state_of(request, on) for request in rows)
    return Counts(
        requests=len(rows), open=sum(states[state] for state in OPEN), emergencies=sum(request.emergency for request in rows),
        with_conditions=sum(bool(r.decision and r.decision.verdict is Verdict.GRANTED_WITH_CONDITIONS) for r in rows),
        **{state.value: states[state] for state in (*GRANTED, State.REFUSED, State.WITHDRAWN, State.LAPSED)},
    )  # fmt: skip


# --- the clock of a request


def notice_ends(request: ExceptionRequest) -> date:
    """The last day of the notice period. A comment window that was made longer takes it along (I-6)."""
    window = request.docket.window
    return max(request.accepted.notice_ends, day_of(window.closing)) if window else request.accepted.notice_ends


def hearings_of(request: ExceptionRequest) -> list[ProcessEvent]:
    """Hearings that were set or held, a later entry in place of the one it replaces."""
    if request.acceptance is None:
        return []
    return [event for event in standing_among(request.acceptance.events) if event.kind in ("hearing", "hearing_held")]


def hearing_held(request: ExceptionRequest, on: date | None = None) -> ProcessEvent | None:
    """The first hearing that was held by a day."""
    on = on or today()
    return next((event for event in hearings_of(request) if event.status == "held" and event.day <= on), None)


def hearing_ahead(request: ExceptionRequest) -> ProcessEvent | None:
    return next((event for event in hearings_of(request) if event.status != "held"), None)


def may_be_granted_on(request: ExceptionRequest, on: date) -> bool:
    """I-59: not before the notice period has ended and the hearing, where required, was held."""
    acceptance = request.acceptance
    if acceptance is None or on <= notice_ends(request):
        return False
    return not acceptance.hearing_required or hearing_held(request, on) is not None


def days_left(request: ExceptionRequest) -> int | None:
    """Of a grant in force: days until its last day; 0 on that day."""
    if state_of(request) is not State.IN_FORCE:
        return None
    assert request.decision is not None
    return (request.decision.last_day - today()).days


# --- emergencies


def in_time(request: ExceptionRequest) -> bool | None:
    """Whether an emergency was filed in the days that the city gave for it."""
    used_on = request.filings[0].used_on
    if not request.emergency or used_on is None or request.emergency_days is None:
        return None
    return request.filed_on <= used_on + timedelta(days=request.emergency_days)


def review_due(request: ExceptionRequest) -> date | None:
    """The last day on which an emergency should have been reviewed."""
    if not request.emergency or request.review_days is None:
        return None
    return request.filed_on + timedelta(days=request.review_days)


def review_is_overdue(request: ExceptionRequest) -> bool:
    due = review_due(request)
    return due is not None and state_of(request) in OPEN and today() > due


# --- uses


class Fault(StrEnum):
    """Why a use is a violation of the record."""

    NO_PERMISSION = "no_permission"  # the clause asks for one, and none is named
    NOT_GRANTED = "not_granted"
    BEFORE = "before"
    AFTER = "after"
    REVOKED = "revoked"


def fault_of(use: ExceptionUse) -> Fault | None:
    request = use.request
    if request is None:
        return Fault.NO_PERMISSION if use.clause.needs_request else None
    if (decision := request.decision) is None:
        return None if request.emergency else Fault.NOT_GRANTED  # an emergency was used first; its review comes afterwards
    if decision.verdict is Verdict.REFUSED:
        return Fault.NOT_GRANTED
    if use.on < decision.first_day:
        return Fault.BEFORE
    if decision.revocation is not None and use.on >= decision.revocation.on:
        return Fault.REVOKED
    return Fault.AFTER if use.on > decision.last_day else None


# --- instants that pages need


def window_is_open(request: ExceptionRequest) -> bool:
    """Comments are taken, and nobody has decided yet."""
    window = request.docket.window if request.acceptance else None
    return window is not None and window.takes_comments() and state_of(request) in OPEN and now() >= window.opens_at
