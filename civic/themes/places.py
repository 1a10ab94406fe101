"""Comments of the grid in their order, by day and then at random, each page by key from an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from civic.comments.models import READABLE, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.themes.models import Placed, Sorting


@dataclass(frozen=True)
class Places:
    """Ids of comments that are asked for, and the column that has their order."""

    query: sa.Select[Any]
    key: Any


def sortings_on(docket: Docket, *, is_sorted: bool) -> Places:
    return Places(sa.select(Sorting.comment_id).where(Sorting.docket_id == docket.id, Sorting.is_sorted == (sa.true() if is_sorted else sa.false())), Sorting.sort_key)


def readable_places(docket: Docket) -> Places:
    return Places(sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state.in_(READABLE)), Face.sort_key)


def placed_under(sources: list[str]) -> Places:
    """Under one of these themes, which are one now; a comment under two of them comes once."""
    query = sa.select(Placed.comment_id).where(Placed.theme_id.in_(sources))
    return Places(query if len(sources) < 2 else query.group_by(Placed.comment_id, Placed.sort_key), Placed.sort_key)


def waiting_for_another(docket: Docket, reader_id: str) -> Places:
    """Of the tenth that two people read, comments that stand sorted by somebody other than this reader and that nobody read again."""
    query = sa.select(Sorting.comment_id).where(Sorting.docket_id == docket.id, Sorting.is_sorted == sa.true(), Sorting.first_reader_id.is_not(None), Sorting.first_reader_id != reader_id)
    return Places(query, Sorting.sort_key)


def first_of(places: Places, n: int, *, beyond: int | None = None) -> list[str]:
    """``beyond``: of later places only."""
    query = places.query if beyond is None else places.query.where(places.key > beyond)
    return list(db.session.scalars(query.order_by(places.key).limit(n)))


def ids_at(places: Places, *, total: int, limit: int, offset: int) -> list[str]:
    """One page of all ``total``, counted from the end that is nearer."""
    if offset <= total // 2:
        return list(db.session.scalars(places.query.order_by(places.key).limit(limit).offset(offset)))
    n = min(limit, total - offset)
    return list(db.session.scalars(places.query.order_by(places.key.desc()).limit(n).offset(total - offset - n)))[::-1]
