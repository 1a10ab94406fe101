"""The list of readable comments, a page of fifty at a time. Each page is read by key from an index, however many there are.

Two orders, neither of them popularity: newest (by day, then at random), and the day's own shuffle. The shuffle is one fixed
circle of random keys, entered each day at another point and walked downwards once around.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.clock import today
from civic.comments.models import READABLE, Anchor, Counter, Face
from civic.database import db
from civic.dockets.models import Docket

PAGE = 50
SPARE = 10  # random keys that one page may share with the next
ALL_AT_MOST = 2000  # on one page; the whole of a larger docket is a download
FEW = 1000
FILTERS = ("stance", "language", "channel", "version", "day")
CIRCLE = 2**31  # shuffle keys are below it


@dataclass(frozen=True)
class Listing:
    faces: list[Face]
    total: int
    next: int | None  # the place after which the next page begins

    @property
    def fits_one_page(self) -> bool:
        return self.total <= ALL_AT_MOST


def faces_on(docket: Docket, *, section: str = "", order: str = "shuffle", after: int | None = None, everything: bool = False, **filters: str) -> Listing:
    chosen = {name: value for name, value in filters.items() if name in FILTERS and value}
    after = place_in(after)
    total = _total(docket, section, chosen)
    most = ALL_AT_MOST if everything and total <= ALL_AT_MOST else PAGE
    query = _readable(docket, section, chosen, few=total <= FEW).limit(most + SPARE)
    query = query.options(sa.orm.defer(Face.openings))  # proofs are heavy, and no list shows them
    rows = _newest(query, after) if order == "newest" else _shuffled(query, after, most + SPARE)
    key = "sort_key" if order == "newest" else "shuffle_key"
    end = most
    while end < len(rows) and getattr(rows[end], key) == getattr(rows[end - 1], key):
        end += 1  # two comments may share a random key; no page ends between them
    return Listing(rows[:end], total, getattr(rows[end - 1], key) if end < len(rows) else None)


def chosen_in(arguments: Any) -> dict[str, str]:
    """The filters in an address; one that cannot be meant (a day that is no day) is left out."""
    chosen = {name: arguments.get(name, "")[:20] for name in FILTERS}
    try:
        date.fromisoformat(chosen["day"] or "2000-01-01")
    except ValueError:
        chosen["day"] = ""
    if not (chosen["version"].isdigit() and len(chosen["version"]) < 6):
        chosen["version"] = ""
    return chosen


def fitting(query: sa.Select[Any], *, section: str = "", **chosen: str) -> sa.Select[Any]:
    """Of the faces in a query, those that pass the filters; an empty filter lets everything pass."""
    for name, value in chosen.items():
        if value:
            query = query.where(_holds(name, value))
    return query.where(sa.exists().where(Anchor.comment_id == Face.comment_id, Anchor.wid == section)) if section else query


def place_in(after: int | None) -> int | None:
    """Where a page begins, from its address, which may say anything: within what a key can be."""
    return None if after is None else max(0, min(after, 2**62))


def sections_of(docket: Docket) -> list[tuple[str, str]]:
    """Sections that comments name, in the order of the newest law that has them: wId, number and heading."""
    named = set(db.session.scalars(sa.select(Counter.key).where(Counter.docket_id == docket.id, Counter.dimension == "section", Counter.count > 0)))
    found: dict[str, str] = {}
    for version in reversed(docket.versions):
        for provision in version.provisions:
            if provision.wid in named:
                found.setdefault(provision.wid, f"{provision.number} {provision.heading}".strip())
    return list(found.items())


def _holds(name: str, value: str) -> sa.ColumnElement[bool]:
    if name == "version":
        return Face.version_n.is_(None) if value == "0" else Face.version_n == int(value)
    if name == "day":
        return Face.received_on == date.fromisoformat(value)
    return getattr(Face, name) == value


def _newest(query: sa.Select[Any], after: int | None) -> list[Face]:
    if after is not None:
        query = query.where(Face.sort_key < after)
    return list(db.session.scalars(query.order_by(Face.sort_key.desc())))


def _shuffled(query: sa.Select[Any], after: int | None, wanted: int) -> list[Face]:
    """From the day's point down to zero, then from the top down to that point again; each a range of the index."""
    start = CIRCLE - 1 - (today().toordinal() * 2654435761) % CIRCLE
    query = query.order_by(Face.shuffle_key.desc())
    rows: list[Face] = []
    top = CIRCLE - 1  # the largest key there is, and the largest number that the column takes
    if after is None or after <= start:
        below = query.where(Face.shuffle_key <= start if after is None else Face.shuffle_key < after)
        rows = list(db.session.scalars(below))
    else:
        top = min(after - 1, top)
    if len(rows) < wanted:
        rows += db.session.scalars(query.where(Face.shuffle_key > start, Face.shuffle_key <= top).limit(wanted - len(rows)))
    return rows


def _total(docket: Docket, section: str, chosen: dict[str, str]) -> int:
    """From the kept counts where one of them answers; otherwise counted."""
    if not section and not chosen:
        return _kept(docket, "state", [state.value for state in READABLE])
    if not chosen:
        return _kept(docket, "section", [section])
    if not section and set(chosen) == {"stance"}:
        return _kept(docket, "stance", [chosen["stance"]])
    query = _readable(docket, section, chosen, few=True).with_only_columns(sa.func.count())
    return db.session.scalar(query) or 0


def _kept(docket: Docket, dimension: str, keys: list[str]) -> int:
    query = sa.select(sa.func.sum(Counter.count)).where(Counter.docket_id == docket.id, Counter.dimension == dimension, Counter.key.in_(keys))
    return db.session.scalar(query) or 0


def _readable(docket: Docket, section: str, chosen: dict[str, str], *, few: bool) -> sa.Select[Any]:
    query = sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_(READABLE))
    if section and few:  # begin with the few on this section; else ask of each comment on the way whether it is on it
        on_section = sa.select(Anchor.comment_id).where(Anchor.docket_id == docket.id, Anchor.wid == section)
        return fitting(query, **chosen).where(Face.comment_id.in_(on_section))
    return fitting(query, section=section, **chosen)
