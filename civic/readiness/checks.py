"""The checks of rule version 1: pure functions of frozen evidence.

Each says its state, the numbers behind it, and the last day on which it can still be met (or could have been). A day counts
as the whole day in the city's zone. With a vote ahead, a check is missed from the day after its last day on; without one
nothing is missed that can still be done. At the vote itself whatever is not met is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from civic.consultation.evidence import city_day
from civic.readiness import asking
from civic.readiness.evidence import Hearing, Known, Window
from civic.readiness.rules import RULES, Code


class State(StrEnum):
    MET = "met"
    NOT_YET = "not_yet"
    MISSED = "missed"
    NO_NUMBER = "no_number"


@dataclass(frozen=True)
class Check:
    """``have`` of ``of`` things are there, or ``have`` days of the city's ``number``.

    ``runs_to``: a period runs now and ends by itself with that day. ``open`` are the ids of what can still be done,
    ``lost`` of what can no longer be done for this vote. ``on`` is the day of what was found.
    ``running`` of those that are there wait only for their time to answer to end.
    """

    code: Code
    state: State
    number: int | None = None
    have: int = 0
    of: int = 0
    last_day: date | None = None
    runs_to: date | None = None
    open: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    on: date | None = None
    running: int = 0


def checks_on(known: Known) -> tuple[Check, ...]:
    """Every check of the list, in its order. Raises ValueError for a rule version that this function does not know."""
    if known.rules != 1:
        raise ValueError(f"Rule version {known.rules} is not known here.")
    return tuple(CHECKS[rule.code](known) for rule in RULES)


def unmet(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """What stands in the way: missed, or a period that still runs or a step that is still to come."""
    return tuple(check for check in checks if check.state in (State.MISSED, State.NOT_YET))


def _text_online(known: Known) -> Check:
    days, text = known.numbers.get("text_days"), known.text
    last_day = _before(known, days)
    if text is None:
        return Check(Code.TEXT_ONLINE, _open_state(known, last_day), days, last_day=last_day)
    since = city_day(text.published, known.zone)
    have = (known.today - since).days
    if days is None:
        return Check(Code.TEXT_ONLINE, State.NO_NUMBER, None, have, on=since)
    if have >= days:
        return Check(Code.TEXT_ONLINE, State.MET, days, have, on=since, last_day=last_day)
    lost = known.decided or (last_day is not None and since > last_day)
    runs_to = None if lost else since + timedelta(days=days - 1)
    return Check(Code.TEXT_ONLINE, State.MISSED if lost else State.NOT_YET, days, have, last_day=last_day, runs_to=runs_to, on=since)


def _list_frozen(known: Known) -> Check:
    if known.frozen_on is not None and known.listed:
        return Check(Code.LIST_FROZEN, State.MET, have=len(known.listed), on=known.frozen_on)
    last_day = asking.last_day_to_ask(known)
    return Check(Code.LIST_FROZEN, _open_state(known, last_day), have=len(known.listed), last_day=last_day)


def _asked_in_time(known: Known) -> Check:
    days, last_day = known.numbers.get("response_days"), asking.last_day_to_ask(known)
    rows = [(one.id, *asking.state_of(one.evidence, known)) for one in known.listed]
    asked = sum(state is asking.Asked.IN_TIME for _, state, _ in rows)
    still = tuple(id for id, state, _ in rows if state in (asking.Asked.OPEN, asking.Asked.CUT_SHORT))
    lost = tuple(id for id, state, _ in rows if state is asking.Asked.LOST)
    running = [day for _, state, day in rows if state is asking.Asked.RUNNING and day]
    if not rows:
        state = _open_state(known, last_day)
    elif lost:
        state = State.MISSED
    else:
        state = State.MET if asked == len(rows) else State.MISSED if known.decided else State.NOT_YET
    runs_to = max(running) if running and not still and not lost else None
    if rows and not lost and all(state is not asking.Asked.OPEN for _, state, _ in rows):
        last_day = known.ahead if still else None  # who was asked can answer until the vote
    return Check(Code.ASKED_IN_TIME, state, days, asked + len(running), len(rows), last_day, runs_to, still, lost, running=len(running))


def _questions_settled(known: Known) -> Check:
    asked, settled, ends, offices = asking.questions(known)
    if settled == asked:
        return Check(Code.QUESTIONS_SETTLED, State.MET, have=settled, of=asked)
    state = State.MISSED if known.decided else State.NOT_YET
    return Check(Code.QUESTIONS_SETTLED, state, have=settled, of=asked, last_day=_vote_day(known), runs_to=ends, open=offices)


def _comments_open(known: Known) -> Check:
    days = known.numbers.get("window_days")
    over = [window for window in known.windows if window.closes <= known.moment]
    longest = max((_length(window, known) for window in over), default=None)
    to_come = [window for window in known.windows if window.closes > known.moment]
    if to_come:
        return _window_to_come(known, max(to_come, key=lambda window: window.closes), days, longest)
    if longest is not None and (days is None or longest >= days):
        on = max(city_day(window.closes, known.zone) for window in over)
        return Check(Code.COMMENTS_OPEN, State.MET if days is not None else State.NO_NUMBER, days, longest, on=on)
    last_day = _before(known, days, 1)
    return Check(Code.COMMENTS_OPEN, _open_state(known, last_day), days, longest or 0, last_day=last_day)


def _window_to_come(known: Known, window: Window, days: int | None, longest: int | None) -> Check:
    """A time to comment that runs or is announced is a required period, however long an earlier one was."""
    opens, closes = city_day(window.opens, known.zone), city_day(window.closes, known.zone)
    have, length = max(0, (known.today - opens).days), max(_length(window, known), longest or 0)
    enough = days is None or length >= days
    cut = known.ahead is not None and closes >= known.ahead  # a window never closes earlier than was said
    possible = enough or known.ahead is None or (known.ahead - timedelta(days=1) - opens).days >= (days or 0)
    if known.decided or cut or not possible:
        return Check(Code.COMMENTS_OPEN, State.MISSED, days, have, last_day=_before(known, days, 1), runs_to=closes, on=opens)
    still, last_day = ((), None) if enough else ((window.id,), closes)
    return Check(Code.COMMENTS_OPEN, State.NOT_YET, days, have, last_day=last_day, runs_to=closes, open=still, on=opens)


def _hearing_noticed(known: Known) -> Check:
    days, hearing = known.numbers.get("hearing_notice_days"), _best_hearing(known)
    if hearing is None:
        last_day = _before(known, days, 1)
        state = State.NO_NUMBER if days is None else _open_state(known, last_day)
        return Check(Code.HEARING_NOTICED, state, days, last_day=last_day)
    last_day = hearing.on - timedelta(days=days) if days is not None else None
    if hearing.noticed is None:
        late = known.decided or hearing.on < known.today
        state = State.NO_NUMBER if days is None else State.MISSED if late or _is_past(known, last_day) else State.NOT_YET
        return Check(Code.HEARING_NOTICED, state, days, last_day=last_day, on=hearing.on)
    have = (hearing.on - hearing.noticed).days
    state = State.NO_NUMBER if days is None else State.MET if have >= days else State.MISSED
    return Check(Code.HEARING_NOTICED, state, days, have, last_day=last_day, on=hearing.on)


def _hearing_held(known: Known) -> Check:
    hearing = _best_hearing(known)
    if hearing is not None and hearing.held:
        return Check(Code.HEARING_HELD, State.MET, on=hearing.on)
    last_day = _vote_day(known)
    if hearing is None:
        unset = known.numbers.get("hearing_notice_days") is None
        return Check(Code.HEARING_HELD, State.NO_NUMBER if unset else _open_state(known, last_day), last_day=last_day)
    return Check(Code.HEARING_HELD, _open_state(known, last_day), last_day=last_day, on=hearing.on)


def _summary_published(known: Known) -> Check:
    if known.summary_on is not None:
        return Check(Code.SUMMARY_PUBLISHED, State.MET, on=known.summary_on)
    return Check(Code.SUMMARY_PUBLISHED, _open_state(known, _vote_day(known)), last_day=_vote_day(known))


def _points_answered(known: Known) -> Check:
    still = tuple(point.id for point in known.points if not point.answered)
    have, of, last_day = len(known.points) - len(still), len(known.points), _vote_day(known)
    if known.summary_on is not None and not still:
        return Check(Code.POINTS_ANSWERED, State.MET, have=have, of=of)
    return Check(Code.POINTS_ANSWERED, _open_state(known, last_day), have=have, of=of, last_day=last_day, open=still)


def _packet_delivered(known: Known) -> Check:
    still = tuple(member.id for member in known.deciders if member.given is None)
    have, of, last_day = len(known.deciders) - len(still), len(known.deciders), _vote_day(known)
    if known.deciders and not still:
        return Check(Code.PACKET_DELIVERED, State.MET, have=have, of=of, on=max(m.given for m in known.deciders if m.given))
    return Check(Code.PACKET_DELIVERED, _open_state(known, last_day), have=have, of=of, last_day=last_day, open=still)


# --- days


def _before(known: Known, days: int | None, more: int = 0) -> date | None:
    """The last day on which a period of ``days`` can begin so that it is over by the vote."""
    return known.ahead - timedelta(days=days + more) if known.ahead is not None and days is not None else None


def _vote_day(known: Known) -> date | None:
    """What has no number of days can be done until the vote is taken."""
    return known.ahead


def _open_state(known: Known, last_day: date | None) -> State:
    return State.MISSED if known.decided or _is_past(known, last_day) else State.NOT_YET


def _is_past(known: Known, last_day: date | None) -> bool:
    return last_day is not None and known.today > last_day


def _length(window: Window, known: Known) -> int:
    return (city_day(window.closes, known.zone) - city_day(window.opens, known.zone)).days


def _best_hearing(known: Known) -> Hearing | None:
    """The one that helps most: held before planned, then the longest notice, then the latest."""

    def rank(hearing: Hearing) -> tuple[bool, int, date, str]:
        notice = (hearing.on - hearing.noticed).days if hearing.noticed else -1
        return hearing.held, notice, hearing.on, hearing.id

    return max(known.hearings, key=rank, default=None)


CHECKS: dict[Code, Callable[[Known], Check]] = {
    Code.TEXT_ONLINE: _text_online,
    Code.LIST_FROZEN: _list_frozen,
    Code.ASKED_IN_TIME: _asked_in_time,
    Code.QUESTIONS_SETTLED: _questions_settled,
    Code.COMMENTS_OPEN: _comments_open,
    Code.HEARING_NOTICED: _hearing_noticed,
    Code.HEARING_HELD: _hearing_held,
    Code.SUMMARY_PUBLISHED: _summary_published,
    Code.POINTS_ANSWERED: _points_answered,
    Code.PACKET_DELIVERED: _packet_delivered,
}
