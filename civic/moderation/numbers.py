"""The numbers about moderation that everybody sees: by code with zeros, days to decide, appeals, quarters by stance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median

import sqlalchemy as sa

from civic.database import db
from civic.moderation.models import Appeal, CountedStance, Decision
from civic.moderation.queries import business_days_between
from civic.moderation.rules import GROUNDS

OUTCOMES = ("filed", "upheld", "reversed", "withdrawn")
STANCES = ("support", "oppose", "neutral", "")
COUNTED = ("taken", "reversed")  # a reversed decision was taken; its reversal is counted with the appeals or as undone


@dataclass(frozen=True)
class Numbers:
    """``decisions`` = Σ ``by_code``; ``appeals`` = Σ ``by_outcome`` (domain.md 8)."""

    by_code: dict[str, int]
    decisions: int
    undone: int
    by_outcome: dict[str, int]
    appeals: int
    median_days: float | None
    overturned: float | None
    second_readings: int
    second_agree: int


def numbers(decisions: list[Decision] | None = None) -> Numbers:
    decisions = all_decisions() if decisions is None else decisions
    grounded = [d for d in decisions if d.code and d.state in COUNTED]
    found = Counter(d.code for d in grounded)
    appeals = list(db.session.scalars(sa.select(Appeal)))
    outcomes = Counter(appeal.state for appeal in appeals)
    waits = [business_days_between(d.waited_since, d.day) for d in decisions if d.state in COUNTED and d.action in ("publish", "redact", "withhold")]
    ended = outcomes["upheld"] + outcomes["reversed"]
    readings, agree = _second_readings(decisions)
    return Numbers(
        {code: found[code] for code in GROUNDS}, len(grounded), sum(d.state == "reversed" for d in grounded),
        {outcome: outcomes[outcome] for outcome in OUTCOMES}, len(appeals), median(waits) if waits else None,
        outcomes["reversed"] / ended if ended else None, readings, agree,
    )  # fmt: skip


@dataclass(frozen=True)
class Quarter:
    """I-39: one quarter's decisions by code and stance, zeros included."""

    name: str
    rows: list[tuple[str, str, dict[str, int], int, float | None]]  # code, role, by stance, appeals reversed, median business days


def quarters() -> list[Quarter]:
    """Newest first. The stance comes from a table of its own that nothing else reads."""
    stances = {row.decision_id: row.stance for row in db.session.scalars(sa.select(CountedStance))}
    by_quarter: dict[str, list[Decision]] = {}
    for decision in all_decisions():
        if decision.code and decision.state in COUNTED:
            by_quarter.setdefault(quarter_of(decision.day), []).append(decision)
    return [Quarter(name, [_row(code, found, stances) for code in GROUNDS]) for name, found in sorted(by_quarter.items(), reverse=True)]


def _row(code: str, found: list[Decision], stances: dict[str, str]) -> tuple[str, str, dict[str, int], int, float | None]:
    own = [d for d in found if d.code == code]
    counted = Counter(stances.get(d.id, "") for d in own)
    reversed_ = sum(bool(d.appeal and d.appeal.state == "reversed") for d in own)
    days = [business_days_between(d.waited_since, d.day) for d in own]
    return code, "moderator", {stance: counted[stance] for stance in STANCES}, reversed_, median(days) if days else None


def all_decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.day, Decision.id)))


def quarter_of(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def _second_readings(decisions: list[Decision]) -> tuple[int, int]:
    """(comments read by a second person after one had left them public, how many of those second readings agreed)."""
    seen: dict[str, Decision] = {}
    readings = agree = 0
    for decision in decisions:
        first = seen.setdefault(decision.comment_id, decision)
        if first is not decision and first.action in ("leave", "publish") and decision.proposer_id != first.proposer_id:
            readings += 1
            agree += decision.action == "leave"
    return readings, agree
