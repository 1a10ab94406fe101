"""The list of readable comments, a page of twenty-five at a time. Each page is read by key from an index, however many there are.

Two orders, neither of them popularity: newest (by day, then at random), and the day's own shuffle. The shuffle is one fixed
circle of random keys, entered each day at another point and walked downwards once around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.clock import today
from civic.comments.counting import how_many_show
from civic.comments.models import READABLE, Anchor, Counter, Face, first_place_of
from civic.database import db
from civic.dockets.models import Docket

PAGE = 25  # as in the search; a card is most of the time that a page takes
SPARE = 10  # random keys that one page may share with the next
ALL_AT_MOST = 2000  # on one page; the whole of a larger docket is a download
FEW = 1000
FILTERS = ("stance", "language", "channel", "version", "day")
AT_ONCE = 500  # faces opened in one question
CIRCLE = 2**31  # shuffle keys are below it

Rows = list[tuple[str, int]]  # ids, with the key of their order


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
    if not total:
        return Listing([], 0, None)
    query = _readable(docket, section, chosen, fitting_ones=total).limit(most + SPARE)
    rows = _newest(query, after) if order == "newest" else _shuffled(query, after, most + SPARE)
    end = most
    while end < len(rows) and rows[end][1] == rows[end - 1][1]:
        end += 1  # two comments may share a random key; no page ends between them
    return Listing(opened([id for id, _key in rows[:end]]), total, rows[end - 1][1] if end < len(rows) else None)


def chosen_in(arguments: Any) -> dict[str, str]:
    """The filters in an address; one that cannot be meant (a day that is no day) is left out, and the page says so."""
    chosen = {name: arguments.get(name, "")[:20] for name in FILTERS}
    if no_day_in(arguments):
        chosen["day"] = ""
    if not (chosen["version"].isdigit() and len(chosen["version"]) < 6):
        chosen["version"] = ""
    return chosen


def no_day_in(arguments: Any) -> str:
    """What an address gives as the day where that is no day; else empty."""
    day: str = arguments.get("day", "")[:20]
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        return day
    return ""


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
        day = date.fromisoformat(value)
        return sa.and_(Face.received_on == day, Face.sort_key >= first_place_of(day), Face.sort_key < first_place_of(day) + CIRCLE * 2)
    return getattr(Face, name) == value


def opened(ids: Sequence[str]) -> list[Face]:
    """Faces by key, in this order; without their proofs, which are heavy and which no list shows."""
    found: dict[str, Face] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = sa.select(Face).where(Face.comment_id.in_(ids[start : start + AT_ONCE])).options(sa.orm.defer(Face.openings))
        found |= {face.comment_id: face for face in db.session.scalars(query)}
    return [found[id] for id in ids]


def _newest(query: sa.Select[Any], after: int | None) -> Rows:
    if after is not None:
        query = query.where(Face.sort_key < after)
    return [(id, key) for id, key in db.session.execute(query.add_columns(Face.sort_key).order_by(Face.sort_key.desc()))]


def _shuffled(query: sa.Select[Any], after: int | None, wanted: int) -> Rows:
    """From the day's point down to zero, then from the top down to that point again; each a range of the index."""
    start = CIRCLE - 1 - (today().toordinal() * 2654435761) % CIRCLE
    query = query.add_columns(Face.shuffle_key).order_by(Face.shuffle_key.desc())
    rows: Rows = []
    top = CIRCLE - 1  # the largest key there is, and the largest number that the column takes
    if after is None or after <= start:
        below = query.where(Face.shuffle_key <= start if after is None else Face.shuffle_key < after)
        rows = [(id, key) for id, key in db.session.execute(below)]
    else:
        top = min(after - 1, top)
    if len(rows) < wanted:
        rows += [(id, key) for id, key in db.session.execute(query.where(Face.shuffle_key > start, Face.shuffle_key <= top).limit(wanted - len(rows)))]
    return rows


def _total(docket: Docket, section: str, chosen: dict[str, str]) -> int:
    """From the kept counts where one of them answers; otherwise counted."""
    if not section and not chosen:
        return _kept(docket, "state", [state.value for state in READABLE])
    if not chosen:
        return _kept(docket, "section", [section])
    if "day" not in chosen:
        return how_many_show(docket, section, chosen)
    query = _readable(docket, section, chosen, fitting_ones=0).with_only_columns(sa.func.count())
    return db.session.scalar(query) or 0


def _kept(docket: Docket, dimension: str, keys: list[str]) -> int:
    query = sa.select(sa.func.sum(Counter.count)).where(Counter.docket_id == docket.id, Counter.dimension == dimension, Counter.key.in_(keys))
    return db.session.scalar(query) or 0


def _readable(docket: Docket, section: str, chosen: dict[str, str], *, fitting_ones: int) -> sa.Select[Any]:
    """Their ids; what the filters ask stands in the index that is walked.

    With a section: where few comments name it, begin with these. Otherwise walk the index, and ask of each comment on the way
    whether it names the section; where ``fitting_ones`` are few, the walk is long, and the section's list is made once instead.
    """
    query = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state.in_(READABLE))
    if not section or fitting_ones > FEW:
        return fitting(query, section=section, **chosen)
    on_section = sa.select(Anchor.comment_id).where(Anchor.docket_id == docket.id, Anchor.wid == section)
    key: Any = Face.comment_id
    if _kept(docket, "section", [section]) > FEW:
        key = Face.comment_id.concat("")  # so that SQLite walks the index instead of opening each of them
    return fitting(query, **chosen).where(key.in_(on_section))
