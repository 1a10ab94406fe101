from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.people.policy import policy
from civic.permissions import loads
from civic.record.numbers import parse_number

PAGE = 50
FILTERS = ("stance", "language", "channel")


@loads(Comment)
def comment_numbered(number: str) -> Comment | None:
    plain = parse_number(number)
    return db.session.scalar(sa.select(Comment).where(Comment.number == plain)) if plain else None


@dataclass(frozen=True)
class Listing:
    faces: list[Face]
    total: int
    next: int | None  # the place after which the next page begins


def faces_on(docket: Docket, *, section: str = "", order: str = "shuffle", after: int | None = None, everything: bool = False, **filters: str) -> Listing:
    """Readable comments: newest (by day, then at random) or the day's own shuffle; a page of 50, by key."""
    query = _filtered(docket, section, filters)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    key = Face.sort_key if order == "newest" else _shuffled()
    query = query.add_columns(key.label("place"))
    if after is not None:
        query = query.where(key < after)
    query = query.order_by(sa.text("place DESC"))
    rows = list(db.session.execute(query if everything else query.limit(PAGE + 1)))
    more = not everything and len(rows) > PAGE
    rows = rows if everything else rows[:PAGE]
    return Listing([row[0] for row in rows], total, rows[-1].place if more else None)


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


def _filtered(docket: Docket, section: str, filters: dict[str, str]) -> sa.Select[Any]:
    query = sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE))
    for name, value in filters.items():
        if name in FILTERS and value:
            query = query.where(getattr(Face, name) == value)
    if section:
        from civic.comments.models import Anchor

        query = query.where(Face.comment_id.in_(sa.select(Anchor.comment_id).where(Anchor.docket_id == docket.id, Anchor.wid == section)))
    return query


def _shuffled() -> sa.ColumnElement[int]:
    """Each day another order, the same for all readers of that day; popularity plays no part."""
    from civic.clock import today

    turn = (date.toordinal(today()) * 2654435761) % 2**31
    return (sa.cast(Face.shuffle_key, sa.BigInteger) + turn) % 2**31
