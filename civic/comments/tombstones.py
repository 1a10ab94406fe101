"""What stays visible where words were hidden (I-35): the code, the rule set, the day, the length and the place, read from the record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.comments.models import Comment, Face, State
from civic.database import db
from civic.dockets.models import Docket
from civic.record.leaf import parse
from civic.record.models import Event, Leaf

HIDES = {"comment.redacted", "comment.withheld", "comment.removed", "comment.moved", "comment.folded"}


@dataclass(frozen=True)
class Decided:
    """One standing decision about a comment."""

    kind: str
    reason: str
    rules: int
    day: date
    words: int  # how many it hides; none where it only moves or folds
    appeal_until: date


def decided_about(comment: Comment) -> list[Decided]:
    rows = db.session.scalars(
        sa.select(Leaf.bytes)
        .join(Event, Event.id == Leaf.event_id)
        .where(Event.subject_type == "comments", Event.subject_id == comment.id)
    )
    return _standing([parse(row) for row in rows], comment.face, comment.wording.leaf_id)


def decided_on(docket: Docket) -> dict[str, list[Decided]]:
    """The same of every comment of a docket, by its number, in one reading; only what hides all of a comment."""
    query = sa.select(Face).where(Face.docket_id == docket.id, Face.state.in_((State.WITHHELD, State.REMOVED)))
    closed = {face.number: face for face in db.session.scalars(query)}
    kinds = ("comment.withheld", "comment.removed", "comment.restored")
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if closed:
        for row in map(
            parse, db.session.scalars(sa.select(Leaf.bytes).where(Leaf.docket == docket.address, Leaf.kind.in_(kinds)))
        ):
            found[row["comment"]].append(row)
    return {number: _standing(found[number], face) for number, face in closed.items()}


def _standing(rows: list[dict[str, Any]], face: Face, wording: str = "") -> list[Decided]:
    """Not reversed; a redaction only where it is about the wording that is shown."""
    reversed_ = {row["ref"] for row in rows if row["t"] == "comment.restored"}
    kept = [row for row in rows if row["t"] in HIDES and row["id"] not in reversed_]
    kept = [row for row in kept if row["t"] != "comment.redacted" or row["ref"] == wording]
    return sorted((_decided(row, face) for row in kept), key=lambda one: (one.day, one.kind == "comment.removed"))


def _decided(row: dict[str, Any], face: Face) -> Decided:
    spans = sum(end - start for start, end in row.get("spans", ()))
    whole = len(face.openings.get("body", ())) if row["t"] in ("comment.withheld", "comment.removed") else 0
    return Decided(
        row["t"],
        row["reason"],
        row["rules"],
        date.fromisoformat(row["day"]),
        spans or whole,
        date.fromisoformat(row["appeal_until"]),
    )
