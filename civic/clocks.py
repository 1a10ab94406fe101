"""V8, who owes what: for each thing a bar along the days, with its due day and today. Pure: places in units of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import today
from civic.owed import Owed, State, tally

WIDE, NARROW = 480, 288  # letters of 14 units stay above 12 pixels on the narrowest page of each
SHOWN = 12  # rows of a drawing; the table below holds every one
GAP, LEAST, EDGE, HEAD, FOOT = 2, 3, 5, 26, 24
COLUMNS = ("docket", "kind", "item", "owner", "since", "due", "first_due", "closed", "state", "days", "evidence")


@dataclass(frozen=True)
class Segment:
    kind: str  # passed, left, over
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    y: int
    title: str
    word: str
    segments: tuple[Segment, ...]
    due_x: float | None


@dataclass(frozen=True)
class Drawing:
    css: str
    width: int
    height: int
    row_height: int
    stacked: bool  # the state word on a line of its own
    today_x: float
    anchor: str  # how the word "today" stands on its line
    first: date
    last: date
    rows: tuple[Row, ...]


def drawings_of(things: Sequence[Owed], on: date | None = None) -> list[Drawing]:
    """The wide one and the stacked one of the first rows; none where there is nothing to draw."""
    shown, on = things[:SHOWN], on or today()
    return [drawing_of(shown, on, WIDE), drawing_of(shown, on, NARROW)] if shown else []


def drawing_of(things: Sequence[Owed], on: date, width: int) -> Drawing:
    stacked = width < WIDE
    height, letters = (72, 36) if stacked else (50, 42)
    days = [day for thing in things for day in (thing.since, thing.due, thing.closed) if day is not None] + [on]
    first, last = min(days), max(days)
    scale = (width - 2 * LEAST - EDGE) / max((last - first).days, 1)

    def place(day: date) -> float:
        return round(LEAST + (day - first).days * scale, 1)

    rows = tuple(
        Row(HEAD + n * height, _cut(f"{thing.owner}: {thing.what}", letters), thing.word(on), _segments(thing, on, place), place(thing.due) if thing.due else None)
        for n, thing in enumerate(things)
    )  # fmt: skip
    here = place(on)
    anchor = "start" if here < width / 4 else "end" if here > width * 3 / 4 else "middle"
    return Drawing("figure-narrow" if stacked else "figure-wide", width, HEAD + FOOT + height * len(rows), height, stacked, here, anchor, first, last, rows)


def finding(things: Sequence[Owed], on: date | None = None) -> str:
    """The caption: how many are overdue, and who has owed for the longest."""
    on = on or today()
    counts = tally(things, on)
    over = [thing for thing in things if thing.state(on) is State.OVERDUE]
    if not over:
        return _("Nothing is overdue.") + (" " + ngettext("%(num)s thing is due soon.", "%(num)s things are due soon.", counts[State.SOON]) if counts[State.SOON] else "")
    longest = max(over, key=lambda thing: thing.days(on))
    n = len(over)
    first = ngettext("%(num)s of %(all)s is overdue,", "%(num)s of %(all)s are overdue,", n, all=len(things))
    return f"{first} " + ngettext("the longest by %(num)s day (%(owner)s).", "the longest by %(num)s days (%(owner)s).", longest.days(on), owner=longest.owner)


def rows_of(things: Sequence[Owed], root: str) -> list[tuple[object, ...]]:
    """Plain values for a file, in the order of COLUMNS; ``root`` stands before each address of the evidence."""
    on = today()
    return [
        (t.docket.number, t.kind, t.what, t.owner, t.since.isoformat(), _day(t.due), _day(t.first_due), _day(t.closed), t.state(on).value, t.days(on), root + t.address)
        for t in things
    ]  # fmt: skip


def _segments(thing: Owed, on: date, place: Callable[[date], float]) -> tuple[Segment, ...]:
    """Time that passed, time that is left, time past the day; with white between them."""
    end = thing.closed or on
    due = thing.due
    last = end if due is None or thing.closed else max(end, due)
    parts = [("passed", thing.since, end if due is None else min(end, max(due, thing.since)))]
    if due is not None and thing.is_open and on < due:
        parts.append(("left", on, due))
    if due is not None and end > due:
        parts.append(("over", due, end))
    segments: list[Segment] = []
    free = 0.0  # where the bar before ends, with the white after it
    for kind, start, stop in [part for part in parts if part[1] < part[2]] or parts[:1]:
        x = max(place(start), free)
        width = max(place(stop) - x - (GAP if stop < last else 0), LEAST)
        segments.append(Segment(kind, round(x, 1), round(width, 1)))
        free = x + width + GAP
    return tuple(segments)


def _cut(words: str, letters: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
