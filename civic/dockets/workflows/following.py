"""Where a matter stands in its workflow: its steps, walked from the first to the last. No database, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from civic.dockets.workflows.definition import LAW, PASSED, Workflow


@dataclass(frozen=True)
class Step:
    """A step that was taken. A printed one comes from an imported history and is followed wherever it leads."""

    state: str
    day: date
    printed: bool = False
    name: str = ""  # whatever names it for whoever asks; not read here


@dataclass(frozen=True)
class Place:
    """Where a matter stands. ``left`` is the state that a postponement left; ``lapsed`` that it moved on by itself."""

    state: str | None = None
    since: date | None = None
    left: str | None = None
    lapsed: bool = False
    seen: tuple[tuple[str, date], ...] = ()  # every state so far with the day on which it was entered

    @property
    def has_passed(self) -> bool:
        return self.state in PASSED

    @property
    def is_law(self) -> bool:
        return self.state in LAW

    def entered(self, state: str) -> date | None:
        """The last day on which the matter came into this state."""
        return next((day for name, day in reversed(self.seen) if name == state), None)


class OffCourse(Exception):
    """A step that the workflow does not allow where it stands. ``reason``: no_way, ended, too_soon."""

    def __init__(self, step: Step, place: Place, reason: str, earliest: date | None = None) -> None:
        super().__init__(f"{step.state} after {place.state}: {reason}")
        self.step, self.place, self.reason, self.earliest = step, place, reason, earliest


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By day; those of one day in the order in which they were given."""
    return sorted(steps, key=lambda step: step.day)


def follow(workflow: Workflow, steps: Sequence[Step], *, until: date, mayor_days: int | None = None) -> Place:
    """Walk the steps up to a day. Raises OffCourse at the first one that the workflow does not allow."""
    place = Place()
    for step in in_order(steps):
        if step.day > until or step.state not in workflow.states:
            continue
        place = take(workflow, lapse(workflow, place, step.day, mayor_days), step)
    return lapse(workflow, place, until, mayor_days)


def take(workflow: Workflow, place: Place, step: Step) -> Place:
    """One step further. Raises OffCourse."""
    if not step.printed:
        _check(workflow, place, step)
    left = None
    if step.state == "postponed":
        left = place.left if place.state == "postponed" else place.state
    return Place(step.state, step.day, left, False, (*place.seen, (step.state, step.day)))


def possible(workflow: Workflow, place: Place) -> tuple[str, ...]:
    """The steps that can be taken now, in the file's order; a return from a postponement first."""
    if place.state != "postponed":
        return workflow.after(place.state)
    back = (place.left,) if place.left else ()
    ways = (*back, *(name for name in workflow.interrupts if name != "postponed"))
    if workflow.states["postponed"].returns == "by_the_next_step":
        ways = (*ways, *workflow.after(place.left))
    return tuple(dict.fromkeys(ways))


def lapse(workflow: Workflow, place: Place, on: date, mayor_days: int | None) -> Place:
    """The same place, or the next one where the mayor's days are over on this day: derived, never done by a job (I-5)."""
    ends = last_day_of_mayor(workflow, place, mayor_days)
    if ends is None or on <= ends:
        return place
    goes_to = workflow.states[str(place.state)].lapses_to
    assert goes_to is not None
    return replace(place, state=goes_to, since=ends, lapsed=True, seen=(*place.seen, (goes_to, ends)))


def last_day_of_mayor(workflow: Workflow, place: Place, mayor_days: int | None) -> date | None:
    """The last day on which the mayor can act, where the matter waits for it and the days are known."""
    days = workflow.days.get("mayor", mayor_days)
    if place.state is None or place.since is None or days is None or workflow.states[place.state].lapses_to is None:
        return None
    return place.since + timedelta(days=days)


def _check(workflow: Workflow, place: Place, step: Step) -> None:
    if place.lapsed and step.state == place.state:
        return  # somebody writes down what followed from the days by itself
    if step.state not in possible(workflow, place):
        ended = place.state is not None and workflow.states[place.state].end
        raise OffCourse(step, place, "ended" if ended else "no_way")
    for earlier, days in workflow.states[step.state].days_after.items():
        entered = place.entered(earlier)
        if entered is not None and step.day < entered + timedelta(days=days):
            raise OffCourse(step, place, "too_soon", entered + timedelta(days=days))
