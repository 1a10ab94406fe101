"""What goes into the index: the worker takes in what waits, some at a time, each time in one transaction."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from civic.clock import today
from civic.comments.models import READABLE, Face
from civic.database import db, writing
from civic.search import index
from civic.search.entry import Row, label
from civic.search.models import SearchEntry, SearchWaiting
from civic.work import chore

AT_ONCE = 200
MIXED_AT_MOST = 20_000  # comments; takes well under a second
_mixed_on: dict[str, date] = {}  # by this worker


@chore
def take_in_what_waits() -> bool:
    if db.session.scalar(sa.select(SearchWaiting.comment_id).limit(1)) is None:
        return False
    with writing():
        return take_in() > 0


@chore
def mix_once_a_day() -> bool:
    """So that the file does not keep for long in which order people wrote. A large index is mixed by its own growth."""
    if _mixed_on.get("day") == today() or not 0 < how_many_are_in() <= MIXED_AT_MOST:
        return False
    with writing():
        index.mix()
    _mixed_on["day"] = today()
    return True


def take_in(at_once: int = AT_ONCE) -> int:
    """Gives how many waited and wait no more. One that nobody may read now leaves without entering."""
    waiting = list(db.session.scalars(sa.select(SearchWaiting.comment_id).limit(at_once)))
    there = set(db.session.scalars(sa.select(SearchEntry.comment_id).where(SearchEntry.comment_id.in_(waiting))))
    asked = sa.select(Face).where(Face.comment_id.in_(waiting), Face.state.in_(READABLE)).options(sa.orm.defer(Face.openings))
    _enter([face for face in db.session.scalars(asked) if face.comment_id not in there])
    db.session.execute(sa.delete(SearchWaiting).where(SearchWaiting.comment_id.in_(waiting)))
    return len(waiting)


def words_of(face: Face) -> str:
    """All public words of a comment: what it says, and what it suggests for the law."""
    return "\n".join([face.text, *(one["text"] for one in face.suggests if one.get("text"))])


def labels(docket: str | None, **filters: str) -> tuple[str, ...]:
    """What the index holds for a docket and for filters of the list of comments; none for an empty one."""
    return tuple(label(name, value) for name, value in {"docket": docket, **filters}.items() if value)


def how_many_wait() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(SearchWaiting)) or 0


def how_many_are_in() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(SearchEntry)) or 0


def build_anew() -> None:
    """Empty the index and let everything wait. What is hidden stays out, as ever."""
    index.empty()
    db.session.execute(sa.delete(SearchWaiting))
    readable = sa.select(Face.comment_id).where(Face.state.in_(READABLE))
    db.session.execute(sa.insert(SearchWaiting).from_select(["comment_id"], readable))


def _enter(faces: list[Face]) -> None:
    if not faces:
        return
    taken = set(db.session.scalars(sa.select(SearchEntry.place).where(SearchEntry.place.in_([face.sort_key for face in faces]))))
    places: list[int] = []
    for face in faces:
        place = face.sort_key
        while place in taken or (place != face.sort_key and db.session.get(SearchEntry, place) is not None):
            place += 1
        taken.add(place)
        places.append(place)
    index.put_in([Row(place, face.comment_id, words_of(face), face.language, _labels_of(face)) for place, face in zip(places, faces, strict=True)])


def _labels_of(face: Face) -> tuple[str, ...]:
    told = labels(face.docket_id, stance=face.stance, language=face.language, channel=face.channel, version=str(face.version_n or 0), day=face.received_on.isoformat())
    return (*told, *(label("section", wid) for wid in sorted({anchor["wid"] for anchor in face.anchors})))
