"""What somebody owes by a day: one form for questions, promises, conditions, reports, appeals and held comments.

    def start(app):
        put_owed(app, promises_owed)          # (docket or None) -> list[Owed]

A provider gives everything of one docket, closed things too; without a docket what is still open in the whole city, in a
fixed number of queries. Things of dockets that are not public stay out. Nothing here is stored: state and days follow
from the dates when they are read, so no job has to run for something to become overdue (I-5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, has_request_context, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from civic.clock import today

SOON = 3  # days: from then on a thing is due soon, like a window that closes

KINDS = {
    "question": _l("Question"),
    "invitation": _l("Invitation to answer"),
    "promise": _l("Promise"),
    "condition": _l("Condition"),
    "report": _l("Report"),
    "review": _l("Review afterwards"),
    "appeal": _l("Appeal"),
    "held": _l("Held comment"),
    "summary": _l("Summary"),
    "text": _l("Text of the law"),
}
DONE = {
    "question": _l("Answered"), "invitation": _l("Answered"), "promise": _l("Kept"), "condition": _l("Met"), "report": _l("Filed"),
    "review": _l("Reviewed"), "appeal": _l("Decision made"), "held": _l("Decision made"), "summary": _l("Published"), "text": _l("Published"),
}  # fmt: skip


class State(StrEnum):
    WAITING = "waiting"  # nobody set a day
    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"  # done, after its day
    DECLINED = "declined"
    BROKEN = "broken"
    ENDED = "ended"  # withdrawn, or its reason fell away


TAGS = {
    State.WAITING: "plain", State.OPEN: "plain", State.SOON: "soon", State.OVERDUE: "overdue", State.DONE: "kept", State.LATE: "changed",
    State.DECLINED: "declined", State.BROKEN: "broken", State.ENDED: "closed",
}  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """One thing owed. ``what`` never tells who wrote to the city; ``address`` is where a reader sees the evidence.

    ``outcome`` of a closed one: done, declined, broken or ended. ``first_due`` is the day before it was extended.
    ``language`` is that of ``what``, where it is somebody's own words and not the page's.
    """

    kind: str
    what: str
    owner: str
    docket: Any
    since: date
    due: date | None
    address: str
    closed: date | None = None
    outcome: str = "done"
    first_due: date | None = None
    language: str = ""
    proof: str = ""

    @property
    def is_extended(self) -> bool:
        return self.first_due is not None and self.due is not None and self.first_due < self.due

    @property
    def is_open(self) -> bool:
        return self.closed is None

    def state(self, on: date | None = None) -> State:
        on = on or today()
        if self.closed is not None:
            if self.outcome != "done":
                return State(self.outcome)
            return State.LATE if self.due is not None and self.closed > self.due else State.DONE
        if self.due is None:
            return State.WAITING
        return State.OVERDUE if on > self.due else State.SOON if (self.due - on).days <= SOON else State.OPEN

    def days(self, on: date | None = None) -> int:
        """Overdue or late by; else left; of one without a day, waited so far; of one that is closed in time, none."""
        end = self.closed or on or today()
        if self.due is None:
            return 0 if self.closed else max((end - self.since).days, 0)
        past = (end - self.due).days
        return max(past, 0) if self.closed else abs(past)

    def word(self, on: date | None = None) -> str:
        """The state in a word or two, with its days."""
        state, n = self.state(on), self.days(on)
        done = DONE[self.kind]
        return {
            State.WAITING: lambda: ngettext("No day set; waiting %(num)s day", "No day set; waiting %(num)s days", n),
            State.OPEN: lambda: ngettext("Open, %(num)s day left", "Open, %(num)s days left", n),
            State.SOON: lambda: ngettext("Due in %(num)s day", "Due in %(num)s days", n) if n else _("Due today"),
            State.OVERDUE: lambda: ngettext("Overdue %(num)s day", "Overdue %(num)s days", n),
            State.DONE: lambda: str(done),
            State.LATE: lambda: ngettext("%(done)s %(num)s day late", "%(done)s %(num)s days late", n, done=done),
            State.DECLINED: lambda: _("Declined"),
            State.BROKEN: lambda: _("Broken"),
            State.ENDED: lambda: _("No longer owed"),
        }[state]()

    def days_in_words(self, on: date | None = None) -> str:
        """The days alone, with what they count: late, left or waited; a dash where there is none to count."""
        state, n = self.state(on), self.days(on)
        if state in (State.OVERDUE, State.LATE) or (state in (State.BROKEN, State.DECLINED) and n):
            return ngettext("%(num)s late", "%(num)s late", n)
        if state in (State.OPEN, State.SOON):
            return ngettext("%(num)s left", "%(num)s left", n) if n else _("today")
        if state is State.WAITING:
            return ngettext("%(num)s so far", "%(num)s so far", n)
        return "–" if self.due is None or state is not State.DONE else _("in time")

    def tag(self, on: date | None = None) -> str:
        """The shape of the tag beside the word."""
        return TAGS[self.state(on)]

    @property
    def kind_in_words(self) -> str:
        return str(KINDS[self.kind])


Provider = Callable[[Any], list[Owed]]


def evidence_at(endpoint: str, fragment: str = "", **values: Any) -> str:
    """The address of a page with the evidence; empty outside a request, where nobody follows links."""
    return (url_for(endpoint, **values) + (f"#{fragment}" if fragment else "")) if has_request_context() else ""


def put_owed(app: Flask, provider: Provider) -> None:
    app.extensions.setdefault("civic_owed", []).append(provider)


def owed_on(docket: Any) -> list[Owed]:
    """Everything owed on one docket: overdue first, then by day; what is closed last, the newest first."""
    return in_order(thing for provider in _providers() for thing in provider(docket))


def owed_in_the_city() -> list[Owed]:
    """Everything still open, in the same order."""
    return in_order(thing for provider in _providers() for thing in provider(None) if thing.is_open)


def in_order(things: Iterable[Owed]) -> list[Owed]:
    """The longest overdue first, then the next due; things without a day after them; closed ones at the end."""

    def key(thing: Owed) -> tuple[Any, ...]:
        place, day = (2, -thing.closed.toordinal()) if thing.closed else (0, thing.due.toordinal()) if thing.due else (1, thing.since.toordinal())
        return place, day, thing.docket.number, thing.kind, thing.what

    return sorted(things, key=key)


def tally(things: Iterable[Owed], on: date | None = None) -> dict[State, int]:
    """How many are in each state; the numbers add up to all of them."""
    counts, on = dict.fromkeys(State, 0), on or today()
    for thing in things:
        counts[thing.state(on)] += 1
    return counts


def _providers() -> list[Provider]:
    return current_app.extensions.get("civic_owed", [])
