"""The numbers about moderation that everybody sees: by code with zeros, days to decide, appeals, second readings.

All of them, and those of each quarter (``quarterly.py``), are added up from what ``counting.py`` keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from civic.moderation.counting import HIDDEN, KEPT, Tally, tally
from civic.moderation.queries import business_days_between
from civic.moderation.rules import GROUNDS

OUTCOMES = ("filed", "upheld", "reversed", "withdrawn")


@dataclass(frozen=True)
class Numbers:
    """``decisions`` = Σ ``by_code``; ``appeals`` = Σ ``by_outcome`` (domain.md 8)."""

    by_code: dict[str, int]
    decisions: int
    undone: int
    by_outcome: dict[str, int]
    appeals: int
    read: int
    hidden: int
    hidden_undone: int  # of ``hidden``: taken back later, by a moderator or after an appeal
    median_days: float | None
    overturned: float | None
    second_readings: int
    second_agree: int


def numbers(found: Tally | None = None) -> Numbers:
    found = found or tally()
    rows, days = found.decisions, Days()
    grounded = [row for row in rows if row.code and row.is_taken]
    by_code, outcomes = sums((row.code, row.n) for row in grounded), sums((row.appeal, row.n) for row in rows if row.appeal)
    decided = [row for row in rows if row.is_taken and row.action in KEPT + HIDDEN]
    ended = outcomes["upheld"] + outcomes["reversed"]
    return Numbers(
        {code: by_code[code] for code in GROUNDS}, sum(row.n for row in grounded), sum(row.n for row in grounded if row.state == "reversed"),
        {outcome: outcomes[outcome] for outcome in OUTCOMES}, sum(outcomes.values()), sum(row.n for row in decided),
        sum(row.n for row in decided if row.action in HIDDEN), sum(row.n for row in decided if row.action in HIDDEN and row.state == "reversed"),
        median_of((days(row.since, row.day), row.n) for row in found.waits if row.action in WAITED),
        outcomes["reversed"] / ended if ended else None, found.second_readings, found.second_agree,
    )  # fmt: skip


WAITED = tuple(action for action in KEPT + HIDDEN if action != "leave")  # whose days count: to leave what is public keeps nobody waiting


# --- inside


class Days:
    """Business days between two days, each pair worked out once."""

    def __init__(self) -> None:
        self._between = cache(business_days_between)

    def __call__(self, start: date, end: date) -> int:
        return self._between(start, end)


def sums(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, n in pairs:
        found[key] += n
    return found


def median_of(weighted: Iterable[tuple[int, int]]) -> float | None:
    """The median of values that occur ``n`` times each."""
    rows = sorted(weighted)
    total = sum(n for _value, n in rows)
    if not total:
        return None

    def at(place: int) -> int:
        for value, n in rows:
            if place < n:
                return value
            place -= n
        raise AssertionError("beyond the last value")

    return (at((total - 1) // 2) + at(total // 2)) / 2
