"""What goes into the index: the worker takes in what waits, some at a time, each time in one transaction."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from civic.clock import today
from civic.comments.models import READABLE, Face
from civic.database import db, writing
from civic.search import index
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
    faces = db.session.scalars(sa.select(Face).where(Face.comment_id.in_(waiting)).options(sa.orm.defer(Face.openings)))
    for face in faces:
        if face.state in READABLE:
            _enter(face)
    db.session.execute(sa.delete(SearchWaiting).where(SearchWaiting.comment_id.in_(waiting)))
    return len(waiting)


def words_of(face: Face) -> str:
    """All public words of a comment: what it says, and what it suggests for the law."""
    return "\n".join([face.text, *(one["text"] for one in face.suggests if one.get("text"))])


def how_many_wait() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(SearchWaiting)) or 0


def how_many_are_in() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(SearchEntry)) or 0


def build_anew() -> None:
    """Empty the index and let everything wait. What is hidden stays out, as ever."""
    index.empty()
    db.session.execute(sa.delete(SearchEntry))
    db.session.execute(sa.delete(SearchWaiting))
    readable = sa.select(Face.comment_id).where(Face.state.in_(READABLE))
    db.session.execute(sa.insert(SearchWaiting).from_select(["comment_id"], readable))


def _enter(face: Face) -> None:
    if db.session.scalar(sa.select(SearchEntry.place).where(SearchEntry.comment_id == face.comment_id)) is not None:
        return
    place = face.sort_key
    while db.session.scalar(sa.select(SearchEntry.place).where(SearchEntry.place == place)) is not None:
        place += 1
    db.session.execute(sa.insert(SearchEntry).values(place=place, comment_id=face.comment_id))
    index.put_in(place, face.docket_id, words_of(face), face.language)
