"""The steps that moderators took on groups, as their own page tells them: what, who, and whether it can be taken back now."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from civic.campaigns.models import Family, FamilyAct
from civic.campaigns.queries import acts_on
from civic.database import db
from civic.dockets.models import Docket


@dataclass(frozen=True)
class Step:
    """``others``: the numbers of the other groups in it; ``sponsor``: what a declaration left there."""

    act: FamilyAct
    others: list[int]
    sponsor: str
    can_be_undone: bool


def steps_on(docket: Docket) -> list[Step]:
    """The newest first."""
    acts = acts_on(docket)
    undone, moved = {act.undoes_id for act in acts}, dict[str, str | None]()
    families = {family.id: family for family in db.session.scalars(sa.select(Family).where(Family.id.in_({row["id"] for act in acts for row in act.families})))}
    found = []
    for act in acts:
        stands = all(moved.get(move["comment"], move["to"]) == move["to"] for move in act.moves) and all(_is_as_left(families[row["id"]], row["after"]) for row in act.families)
        own = next((row["after"][1] for row in act.families if row["id"] == act.family_id), "")
        others = [families[row["id"]].n for row in act.families if row["id"] != act.family_id]
        found.append(Step(act, others, own, stands and act.act != "undo" and act.id not in undone))
        for move in act.moves:  # a later step has the last word on where a comment is
            moved.setdefault(move["comment"], move["to"])
    return found


def _is_as_left(family: Family, after: list[str]) -> bool:
    return [family.state.value, family.sponsor] == after
