"""Kept counts per docket, changed in the transaction of the event they follow, and their recount from the record."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from civic.comments.models import Comment, Counter, Face
from civic.comments.typed import draw
from civic.database import db
from civic.dockets.models import Docket

PLAIN = ("state", "channel", "day", "version", "clock", "stance", "section")  # what pages and files say
EVERY = (*PLAIN, "ward", "arrived", "shown", "typed")
_ADD = sa.text(
    "INSERT INTO comment_counters (docket_id, dimension, key, count) VALUES (:docket, :dimension, :key, :n) "
    "ON CONFLICT (docket_id, dimension, key) DO UPDATE SET count = comment_counters.count + excluded.count"
)


def count(comment: Comment, n: int = 1) -> None:
    """Count a comment that was received, in every dimension."""
    add(comment.docket_id, [(dimension, key, n) for dimension, key in dimensions_of(comment, comment.face)])


def recount_state(face: Face, before: str, after: str) -> None:
    if before != after:
        day, channel = face.received_on, face.channel
        add(face.docket_id, [("state", before, -1), ("state", after, 1), ("arrived", arrival(day, before, channel), -1), ("arrived", arrival(day, after, channel), 1)])


def add(docket_id: str, rows: list[tuple[str, str, int]]) -> None:
    if rows:
        db.session.execute(_ADD, [{"docket": docket_id, "dimension": dimension, "key": key, "n": n} for dimension, key, n in rows])


def dimensions_of(comment: Comment, face: Face) -> list[tuple[str, str]]:
    typed = [("typed", draw(face.channel, face.shuffle_key))] if face.by_clerk else []
    return [
        *typed,
        ("state", face.state.value),
        ("channel", comment.channel.value),
        ("day", comment.received_on.isoformat()),
        ("version", str(face.version_n or 0)),
        ("clock", comment.clock.value),
        ("arrived", arrival(face.received_on, face.state.value, face.channel)),
    ]


def arrival(day: date, state: str, channel: str) -> str:
    return f"{day.isoformat()}|{state}|{channel}"


def counts(docket: Docket, dimensions: Iterable[str] = PLAIN) -> dict[str, dict[str, int]]:
    query = sa.select(Counter.dimension, Counter.key, Counter.count).where(Counter.docket_id == docket.id, Counter.dimension.in_(dimensions))
    kept: dict[str, dict[str, int]] = {}
    for dimension, key, count in db.session.execute(query):
        if count:
            kept.setdefault(dimension, {})[key] = count
    return kept


def every_count(docket: Docket) -> dict[str, dict[str, int]]:
    """With those that only serve pages."""
    return counts(docket, EVERY)


def recounted(docket: Docket) -> dict[str, dict[str, int]]:
    """All of them from the rows themselves; equal to what is kept after any sequence of acts."""
    tally: dict[str, Tally[str]] = {}
    query = sa.select(Comment, Face).join(Face, Face.comment_id == Comment.id).where(Comment.docket_id == docket.id)
    for comment, face in db.session.execute(query):
        for dimension, key in dimensions_of(comment, face):
            tally.setdefault(dimension, Tally())[key] += 1
        if face.state.value in ("published", "redacted", "moved"):
            for anchor in face.anchors:
                tally.setdefault("section", Tally())[anchor["wid"]] += 1
            for dimension, key in _shown(face):
                tally.setdefault(dimension, Tally())[key] += 1
    return {dimension: dict(keys) for dimension, keys in tally.items()}


def count_openings(face: Face, n: int) -> None:
    """Sections, stances and wards count only while the comment is readable."""
    rows = [("section", anchor["wid"], n) for anchor in face.anchors]
    add(face.docket_id, rows + [(dimension, key, n) for dimension, key in _shown(face)])


def _shown(face: Face) -> list[tuple[str, str]]:
    return as_shown(face.stance, face.ward, face.language, face.channel, face.version_n, [anchor["wid"] for anchor in face.anchors])


def as_shown(stance: str, ward: str, language: str, channel: str, version_n: int | None, wids: list[str]) -> list[tuple[str, str]]:
    """What a comment says of itself, alone and together: a ward with the stance, and everything that a list filters by,
    once for the docket and once for each section, so that no list has to be counted."""
    together = "|".join((stance, language, channel, str(version_n or 0)))
    rows = ([("stance", stance)] if stance else []) + ([("ward", f"{ward}|{stance}")] if ward else [])
    return rows + [("shown", f"{wid}|{together}") for wid in ("", *wids)]


def how_many_show(docket: Docket, section: str, chosen: dict[str, str]) -> int:
    """How many readable comments pass these filters, from the kept counts. Not for a day."""
    wanted = [section, *(chosen.get(name, "") for name in ("stance", "language", "channel", "version"))]
    kept = counts(docket, ("shown",)).get("shown", {})
    return sum(n for key, n in kept.items() if _passes(key.split("|"), wanted))


def _passes(key: list[str], wanted: list[str]) -> bool:
    return key[0] == wanted[0] and all(not asked or asked == has for asked, has in zip(wanted[1:], key[1:], strict=True))
