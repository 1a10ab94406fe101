"""Kept counts per docket, changed in the transaction of the event they follow, and their recount from the record."""

from __future__ import annotations

from collections import Counter as Tally

import sqlalchemy as sa

from civic.comments.models import Comment, Counter, Face
from civic.database import db
from civic.dockets.models import Docket

_ADD = sa.text(
    "INSERT INTO comment_counters (docket_id, dimension, key, count) VALUES (:docket, :dimension, :key, :n) "
    "ON CONFLICT (docket_id, dimension, key) DO UPDATE SET count = comment_counters.count + excluded.count"
)


def count(comment: Comment, n: int = 1) -> None:
    """Count a comment that was received, in every dimension."""
    add(comment.docket_id, [(dimension, key, n) for dimension, key in dimensions_of(comment, comment.face)])


def recount_state(face: Face, before: str, after: str) -> None:
    if before != after:
        add(face.docket_id, [("state", before, -1), ("state", after, 1)])


def add(docket_id: str, rows: list[tuple[str, str, int]]) -> None:
    if rows:
        db.session.execute(_ADD, [{"docket": docket_id, "dimension": dimension, "key": key, "n": n} for dimension, key, n in rows])


def dimensions_of(comment: Comment, face: Face) -> list[tuple[str, str]]:
    return [
        ("state", face.state.value),
        ("channel", comment.channel.value),
        ("day", comment.received_on.isoformat()),
        ("version", str(face.version_n or 0)),
        ("clock", comment.clock.value),
    ]


def counts(docket: Docket) -> dict[str, dict[str, int]]:
    rows = db.session.scalars(sa.select(Counter).where(Counter.docket_id == docket.id))
    kept: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.count:
            kept.setdefault(row.dimension, {})[row.key] = row.count
    return kept


def recounted(docket: Docket) -> dict[str, dict[str, int]]:
    """The same from the rows themselves; equal to ``counts`` after any sequence of acts."""
    tally: dict[str, Tally[str]] = {}
    query = sa.select(Comment, Face).join(Face, Face.comment_id == Comment.id).where(Comment.docket_id == docket.id)
    for comment, face in db.session.execute(query):
        for dimension, key in dimensions_of(comment, face):
            tally.setdefault(dimension, Tally())[key] += 1
        if face.state.value in ("published", "redacted", "moved"):
            for anchor in face.anchors:
                tally.setdefault("section", Tally())[anchor["wid"]] += 1
            if face.stance:
                tally.setdefault("stance", Tally())[face.stance] += 1
    return {dimension: dict(keys) for dimension, keys in tally.items()}


def count_openings(face: Face, n: int) -> None:
    """Sections and stances count only while the comment is readable."""
    rows = [("section", anchor["wid"], n) for anchor in face.anchors]
    if face.stance:
        rows.append(("stance", face.stance, n))
    add(face.docket_id, rows)
