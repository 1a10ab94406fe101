"""The places of the queue found anew from the rows, against those that triggers keep (``Queued``): `civic moderation recount`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from civic.comments.models import READABLE, Comment, Face, Hint, ProblemReport, State
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import LINE, Decision, Queued
from civic.moderation.waiting import SECOND_READING

KEPT_PUBLIC = ("leave", "publish")
NAMES = ("comment_id", "docket_id", "kind", "sort_key", "person_id", "is_reported", "is_unread", "is_alone", "since")


def differences() -> list[str]:
    """Where what is kept differs from the comments, a line each."""
    kept = {row.comment_id: tuple(row) for row in db.session.execute(sa.select(*(getattr(Queued, name) for name in NAMES)))}
    found = {row[0]: row for row in _found()}
    return [f"queue_places\t{id}\tkept {kept.get(id)}, found {found.get(id)}" for id in sorted({*kept, *found}) if kept.get(id) != found.get(id)]


def recount() -> None:
    """Write what the comments say."""
    rows = [dict(zip(NAMES, row, strict=True)) for row in _found()]
    db.session.execute(sa.delete(Queued))
    if rows:
        db.session.execute(sa.insert(Queued), rows)


def _found() -> Iterator[tuple[Any, ...]]:
    """Docket by docket."""
    hints = defaultdict(set)
    for id, kind in db.session.execute(sa.select(Hint.comment_id, Hint.kind).where(Hint.state == "open")):
        hints[id].add(kind)
    reported = set(db.session.scalars(sa.select(ProblemReport.comment_id).where(ProblemReport.closed_on.is_(None))))
    of = (Face.comment_id, Face.docket_id, Face.sort_key, Face.shuffle_key, Face.state, Face.suggests, Comment.held_on)
    for docket_id in db.session.scalars(sa.select(Docket.id).order_by(Docket.number)).all():
        decisions = defaultdict(list)
        for decision in db.session.execute(sa.select(Decision.comment_id, Decision.state, Decision.action, Decision.proposer_id).where(Decision.docket_id == docket_id)):
            decisions[decision.comment_id].append(decision)
        for face in db.session.execute(sa.select(*of).join(Comment, Comment.id == Face.comment_id).where(Face.docket_id == docket_id)):
            if (place := _place_of(face, decisions[face.comment_id], hints[face.comment_id], face.comment_id in reported)) is not None:
                yield place


def _place_of(face: Any, decisions: list[Any], hints: set[str], is_reported: bool) -> tuple[Any, ...] | None:
    readable = face.state in READABLE
    proposer = next((one.proposer_id for one in decisions if one.state == "proposed"), None) if readable or face.state is State.HELD else None
    taken = [one for one in decisions if one.state == "taken"]
    drawn = face.shuffle_key % SECOND_READING == 0 and len(taken) == 1 and taken[0].action in KEPT_PUBLIC
    unread = readable and all(one.state == "dropped" for one in decisions)
    applies = {
        "proposal": proposer is not None, "threat": readable and "threat" in hints, "held": face.held_on is not None, "report": readable and is_reported,
        "unread": unread, "second": readable and drawn,
    }  # fmt: skip
    kind = next((name for name, holds in applies.items() if holds), None)
    if kind is None:
        return None
    alone = is_reported or bool(hints) or bool(face.suggests)
    return face.comment_id, face.docket_id, LINE.index(kind), face.sort_key, proposer or (taken[0].proposer_id if drawn else None), is_reported, unread, alone, face.held_on
