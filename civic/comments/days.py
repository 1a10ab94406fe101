"""Counts by day received, with the state of each comment now and the way it came; and the figures *of which*."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from civic.clock import today
from civic.comments.counting import counts
from civic.comments.models import IS_MARKED, READABLE, Channel, Comment, Face, State
from civic.comments.queries import decided_by
from civic.comments.strip import ORDER
from civic.database import db
from civic.dockets.models import Docket


@dataclass
class Day:
    day: date
    states: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    received: int = 0
    so_far: int = 0


@dataclass(frozen=True)
class Daily:
    rows: list[Day]
    states: list[str]  # those that occur, in their fixed order
    channels: list[str]


@dataclass(frozen=True)
class OfWhich:
    disputed: int
    name_withheld: int
    folded: int
    waiting: int
    overdue: int


def daily_counts(docket: Docket) -> Daily:
    """One row for each day on which something was received, the first day first."""
    days: dict[date, Day] = {}
    for key, count in counts(docket, ("arrived",)).get("arrived", {}).items():
        written, state, channel = key.split("|")
        day = date.fromisoformat(written)
        row = days.setdefault(day, Day(day))
        row.states[state] += count
        row.channels[channel] += count
        row.received += count
    rows, so_far = [days[day] for day in sorted(days)], 0
    for row in rows:
        row.so_far = so_far = so_far + row.received
    states = [state.value for state in ORDER if any(row.states[state.value] for row in rows)]
    return Daily(rows, states, [way.value for way in Channel if any(row.channels[way.value] for row in rows)])


def of_which(docket: Docket) -> OfWhich:
    """Figures that are parts of *received* and never added to it."""
    readable_copy = sa.and_(Face.same_as.is_not(None), Face.state.in_(READABLE))
    disputed, name_withheld, folded = db.session.execute(
        sa.select(sa.func.count().filter(Face.disputed.is_(True)), sa.func.count().filter(Face.name_withheld.is_(True)), sa.func.count().filter(readable_copy))
        .where(Face.docket_id == docket.id, IS_MARKED)
    ).one()  # fmt: skip
    held = sa.select(Comment.held_on, sa.func.count()).where(Comment.docket_id == docket.id, Comment.held_on.is_not(None)).group_by(Comment.held_on)
    waiting = [(day, n) for day, n in db.session.execute(held) if day is not None]
    return OfWhich(disputed, name_withheld, folded, sum(n for _day, n in waiting), sum(n for day, n in waiting if decided_by(day) < today()))


def counts_as_csv(counts: dict[str, dict[str, int]], daily: Daily) -> str:
    """One count in each row: what is counted, of which day (empty: all), which kind, how many."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["counted", "day", "kind", "comments"])
    states = counts.get("state", {})
    writer.writerow(["received", "", "", sum(states.values())])
    writer.writerows(["state", "", state.value, states.get(state.value, 0)] for state in State)
    for dimension in ("channel", "version", "clock"):
        writer.writerows([dimension, "", key, count] for key, count in sorted(counts.get(dimension, {}).items()))
    for row in daily.rows:
        writer.writerow(["received", row.day.isoformat(), "", row.received])
        writer.writerows(["state", row.day.isoformat(), state, row.states[state]] for state in daily.states)
        writer.writerows(["channel", row.day.isoformat(), way, row.channels[way]] for way in daily.channels)
    return out.getvalue()
