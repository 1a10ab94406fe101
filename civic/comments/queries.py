from __future__ import annotations

import sqlalchemy as sa

from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.people.policy import policy
from civic.permissions import loads
from civic.record.numbers import parse_number


@loads(Comment)
def comment_numbered(number: str) -> Comment | None:
    plain = parse_number(number)
    return db.session.scalar(sa.select(Comment).where(Comment.number == plain)) if plain else None


def all_faces(docket: Docket) -> list[Face]:
    """Every comment received, tombstones too, by day and then at random; for exports."""
    return list(db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id).order_by(Face.sort_key)))


def wards_shown(docket: Docket) -> set[str]:
    """Wards that enough comments name (I-22): a smaller number could point at a person."""
    query = sa.select(Face.ward).where(Face.docket_id == docket.id, Face.state.in_(READABLE), Face.ward != "")
    rows = db.session.execute(query.add_columns(sa.func.count()).group_by(Face.ward))
    return {ward for ward, count in rows if count >= policy("small_number")}


def held_faces(docket: Docket) -> list[Comment]:
    """Comments with words that wait for a person (a held comment, or a newer wording of a public one), oldest day first."""
    query = sa.select(Comment).where(Comment.docket_id == docket.id, Comment.held_on.is_not(None))
    return list(db.session.scalars(query.order_by(Comment.held_on, Comment.sort_key)))
