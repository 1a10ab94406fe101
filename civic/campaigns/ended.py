"""What became of a group that is none any more: its address stays, and says where its comments are."""

from __future__ import annotations

from dataclasses import dataclass

from civic.campaigns.models import Family, FamilyAct, FamilyState
from civic.campaigns.queries import acts_on, family_on, is_public, size_of
from civic.dockets.models import Docket


@dataclass(frozen=True)
class Ended:
    """``act``: the step that ended it. ``into``: the group that took its comments, as long as residents can read that one."""

    act: FamilyAct
    into: Family | None
    sponsors: list[str]  # as they declared themselves for this group; the group that took the comments took them over


def ended_family(docket: Docket, n: int) -> Ended | None:
    family = family_on(docket, n)
    if family is None or family.state is not FamilyState.DISSOLVED and size_of(family) > 0:
        return None
    act = next((act for act in acts_on(docket) if any(row["id"] == family.id for row in act.families)), None)
    if act is None:
        return None
    moved_on = act.act == "merge" and act.family_id != family.id
    return Ended(act, act.family if moved_on and is_public(act.family) else None, family.sponsors)
