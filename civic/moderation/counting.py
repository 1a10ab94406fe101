"""Decisions that are alike, counted: kept by triggers (migration 0007), and grouped anew from the rows.

Pages read what is kept, so they take as long with a hundred thousand decisions as with a thousand. Only the published numbers
read it. ``civic moderation recount`` compares the two, or writes what the rows say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from civic.comments.models import Face
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, CountedStance, Decision, DecisionCount, DecisionWait, SecondReading
from civic.moderation.waiting import SECOND_READING

TAKEN = ("taken", "reversed")  # a reversed decision was taken; its reversal is counted with the appeals or as undone
KEPT, HIDDEN = ("publish", "leave"), ("redact", "withhold")


@dataclass(frozen=True)
class Counted:
    """``n`` decisions that are alike in all of this; "" where there is no code, stance or appeal."""

    quarter: str
    docket: str
    reader: str
    action: str
    code: str
    state: str
    stance: str
    hinted: bool
    appeal: str
    n: int

    @property
    def is_taken(self) -> bool:
        return self.state in TAKEN


@dataclass(frozen=True)
class Waited:
    """``n`` decisions that were taken and waited from one day to the other."""

    day: date
    since: date
    action: str
    code: str
    channel: str
    language: str
    n: int

    @property
    def quarter(self) -> str:
        return quarter_of(self.day)


@dataclass(frozen=True)
class Tally:
    """Everything that is published is added up from this."""

    decisions: list[Counted]
    waits: list[Waited]
    second_readings: int
    second_agree: int


def tally() -> Tally:
    """What is kept."""
    alike = (
        DecisionCount.quarter, Docket.number, DecisionCount.reader_id, DecisionCount.action, DecisionCount.code, DecisionCount.state, DecisionCount.stance,
        DecisionCount.hinted, DecisionCount.appeal, DecisionCount.count,
    )  # fmt: skip
    waits = (DecisionWait.day, DecisionWait.waited_since, DecisionWait.action, DecisionWait.code, DecisionWait.channel, DecisionWait.language, DecisionWait.count)
    decisions: Any = db.session.execute(sa.select(*alike).join(Docket, Docket.id == DecisionCount.docket_id).where(DecisionCount.count != 0))
    waited = db.session.execute(sa.select(*waits).where(DecisionWait.count != 0))
    agrees = {bool(row[0]): row[1] for row in db.session.execute(sa.select(SecondReading.agrees, sa.func.count()).group_by(SecondReading.agrees))}
    return Tally([Counted(*row) for row in decisions], [Waited(*row) for row in waited], sum(agrees.values()), agrees.get(True, 0))


def regrouped() -> Tally:
    """The same from the rows; equal to what is kept after any sequence of acts."""
    decisions: Counter[tuple[Any, ...]] = Counter()
    for day, *alike, n in db.session.execute(_alike()):
        decisions[quarter_of(day), *alike] += n
    agrees = [row.agrees for row in db.session.execute(_second_readings())]
    return Tally([Counted(*(*alike, n)) for alike, n in decisions.items()], [Waited(*row) for row in db.session.execute(_waits())], len(agrees), sum(agrees))


def differences() -> list[str]:
    """Where what is kept differs from the rows, a line each."""
    kept, found = tally(), regrouped()
    lines = []
    for name in ("decisions", "waits"):
        one, other = ({astuple(row)[:-1]: row.n for row in getattr(which, name)} for which in (kept, found))
        lines += [f"{name}\t{' '.join(map(str, key))}\tkept {one.get(key, 0)}, found {other.get(key, 0)}" for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
    for name in ("second_readings", "second_agree"):
        if getattr(kept, name) != getattr(found, name):
            lines.append(f"{name}\tkept {getattr(kept, name)}, found {getattr(found, name)}")
    return lines


def recount() -> None:
    """Write what the rows say."""
    found, dockets = regrouped(), {docket.number: docket.id for docket in db.session.scalars(sa.select(Docket))}
    db.session.execute(sa.delete(DecisionCount))
    for row in found.decisions:
        db.session.add(DecisionCount(
            quarter=row.quarter, docket_id=dockets[row.docket], reader_id=row.reader, action=row.action, code=row.code, state=row.state, stance=row.stance,
            hinted=row.hinted, appeal=row.appeal, count=row.n,
        ))  # fmt: skip
    for model, names, query in ((DecisionWait, ("day", "waited_since", "action", "code", "channel", "language", "count"), _waits()), (SecondReading, ("comment_id", "agrees"), _second_readings())):
        db.session.execute(sa.delete(model))
        db.session.execute(sa.insert(model).from_select(names, query))
    db.session.flush()


def quarter_of(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


# --- inside


def _alike() -> Any:
    of = (
        Decision.day, Docket.number, Decision.proposer_id, Decision.action, sa.func.coalesce(Decision.code, ""), Decision.state,
        sa.func.coalesce(CountedStance.stance, ""), Decision.hint != "", sa.func.coalesce(Appeal.state, ""),
    )  # fmt: skip
    return (
        sa.select(*of, sa.func.count()).select_from(Decision).join(Docket, Docket.id == Decision.docket_id)
        .outerjoin(CountedStance, CountedStance.decision_id == Decision.id).outerjoin(Appeal, Appeal.decision_id == Decision.id).group_by(*_each(of))
    )  # fmt: skip


def _waits() -> Any:
    of = (Decision.day, Decision.waited_since, Decision.action, sa.func.coalesce(Decision.code, ""), Face.channel, Face.language)
    return (
        sa.select(*of, sa.func.count()).select_from(Decision).join(Face, Face.comment_id == Decision.comment_id)
        .where(Decision.state.in_(TAKEN)).group_by(*_each(of))
    )  # fmt: skip


def _each(columns: tuple[Any, ...]) -> list[Any]:
    """By place, because PostgreSQL does not see that two expressions with a parameter are one."""
    return [sa.text(str(n + 1)) for n in range(len(columns))]


def _second_readings() -> Any:
    """Of comments drawn for one that another person had left public."""
    first, second = aliased(Decision), aliased(Decision)
    return (
        sa.select(second.comment_id, (second.action == "leave").label("agrees")).join(first, sa.and_(first.comment_id == second.comment_id, first.n == 1))
        .join(Face, Face.comment_id == second.comment_id)
        .where(Face.shuffle_key % SECOND_READING == 0, first.action.in_(KEPT), first.state == "taken", second.proposer_id != first.proposer_id, second.n == 2, second.state != "dropped")
    )  # fmt: skip
