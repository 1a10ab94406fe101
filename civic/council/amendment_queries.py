from __future__ import annotations

import sqlalchemy as sa

from civic.council.amendment_models import Amendment
from civic.database import db
from civic.dockets.models import Docket, TextVersion
from civic.permissions import loads


@loads(Amendment)
def amendment_with(id: str) -> Amendment | None:
    return db.session.get(Amendment, id)


def amendments_on(docket: Docket) -> list[Amendment]:
    """By number."""
    return list(db.session.scalars(sa.select(Amendment).where(Amendment.docket_id == docket.id).order_by(Amendment.n)))


def versions_with(docket: Docket, amendment: Amendment) -> list[TextVersion]:
    """The standing versions into which it is worked, oldest first."""
    return [v for v in docket.versions if v.withdrawal is None and any(one["id"] == amendment.id for one in v.amendments)]


def is_worked_in(docket: Docket, amendment: Amendment) -> bool:
    return bool(versions_with(docket, amendment))


def adopted_not_worked_in(docket: Docket) -> list[Amendment]:
    """In the order in which they were adopted."""
    rows = [one for one in amendments_on(docket) if one.decision and one.state == "adopted" and not is_worked_in(docket, one)]
    return sorted(rows, key=lambda one: (one.decision.on if one.decision else one.offered_on, one.n))


def amendments_in(version: TextVersion) -> list[Amendment]:
    """Those worked into this version, by number."""
    ids = [one["id"] for one in version.amendments]
    return list(db.session.scalars(sa.select(Amendment).where(Amendment.id.in_(ids)).order_by(Amendment.n))) if ids else []
