"""The numbers about moderation that everybody sees: by code with zeros, days to decide, appeals, second readings.

All of them, and those of each quarter (``quarterly.py``), come from one grouped query, however many decisions there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from civic.comments.models import Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, CountedStance, Decision
from civic.moderation.queries import business_days_between
from civic.moderation.rules import GROUNDS

OUTCOMES = ("filed", "upheld", "reversed", "withdrawn")
TAKEN = ("taken", "reversed")  # a reversed decision was taken; its reversal is counted with the appeals or as undone
KEPT, HIDDEN = ("publish", "leave"), ("redact", "withhold")
SECOND_READING = 20  # one in twenty is read a second time, chosen by the comment's random number


@dataclass(frozen=True)
class Counted:
    """``n`` decisions that are alike in all of this."""

    day: date
    waited_since: date
    action: str
    code: str | None
    state: str
    stance: str
    channel: str
    language: str
    docket: str
    hinted: bool
    reader: str
    appeal: str | None
    n: int

    @property
    def quarter(self) -> str:
        return quarter_of(self.day)

    @property
    def is_taken(self) -> bool:
        return self.state in TAKEN


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
    median_days: float | None
    overturned: float | None
    second_readings: int
    second_agree: int


def counted() -> list[Counted]:
    """Every decision, alike ones together."""
    hinted = sa.case((Decision.hint != "", 1), else_=0)
    of = (
        Decision.day, Decision.waited_since, Decision.action, Decision.code, Decision.state, CountedStance.stance, Comment.channel, Face.language,
        Docket.number, hinted, Decision.proposer_id, Appeal.state,
    )  # fmt: skip
    query = (
        sa.select(*of, sa.func.count()).select_from(Decision).join(Comment, Comment.id == Decision.comment_id)
        .join(Face, sa.and_(Face.docket_id == Comment.docket_id, Face.sort_key == Comment.sort_key))  # by its place: the index of places has the language
        .join(Docket, Docket.id == Decision.docket_id).outerjoin(CountedStance, CountedStance.decision_id == Decision.id)
        .outerjoin(Appeal, Appeal.decision_id == Decision.id).group_by(*of)
    )  # fmt: skip
    return [
        Counted(day, since, action, code, state, stance or "", channel.value, language, docket, bool(hint), reader, appeal, n)
        for day, since, action, code, state, stance, channel, language, docket, hint, reader, appeal, n in db.session.execute(query)
    ]


def numbers(rows: list[Counted] | None = None) -> Numbers:
    rows = counted() if rows is None else rows
    days, grounded = Days(), [row for row in rows if row.code and row.is_taken]
    by_code, outcomes = sums((row.code, row.n) for row in grounded), sums((row.appeal, row.n) for row in rows if row.appeal)
    decided = [row for row in rows if row.is_taken and row.action in KEPT + HIDDEN]
    ended = outcomes["upheld"] + outcomes["reversed"]
    readings, agree = _second_readings()
    return Numbers(
        {code: by_code[code] for code in GROUNDS}, sum(row.n for row in grounded), sum(row.n for row in grounded if row.state == "reversed"),
        {outcome: outcomes[outcome] for outcome in OUTCOMES}, sum(outcomes.values()), sum(row.n for row in decided),
        sum(row.n for row in decided if row.action in HIDDEN), median_of((days(row.waited_since, row.day), row.n) for row in decided if row.action != "leave"),
        outcomes["reversed"] / ended if ended else None, readings, agree,
    )  # fmt: skip


def quarter_of(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


# --- inside


def _second_readings() -> tuple[int, int]:
    """(second readings of comments drawn for one that another person had left public, how many of them agreed)."""
    first, second = aliased(Decision), aliased(Decision)
    query = (
        sa.select(second.action, sa.func.count()).join(first, sa.and_(first.comment_id == second.comment_id, first.n == second.n - 1))
        .join(Face, Face.comment_id == second.comment_id)
        .where(Face.shuffle_key % SECOND_READING == 0, first.action.in_(KEPT), first.state == "taken", second.proposer_id != first.proposer_id, second.n == 2, second.state != "dropped")
        .group_by(second.action)
    )  # fmt: skip
    found: dict[str, int] = {row[0]: row[1] for row in db.session.execute(query)}
    return sum(found.values()), found.get("leave", 0)


class Days:
    """Business days between two days, each pair worked out once."""

    def __init__(self) -> None:
        self._between = cache(business_days_between)

    def __call__(self, start: date, end: date) -> int:
        return self._between(start, end)


def sums(pairs: Iterable[tuple[str | None, int]]) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
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
