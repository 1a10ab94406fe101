"""What a moderator reads next, in the order of harm and delay; never by opinion, name or ward (I-32)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.clock import now, today
from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import LINE, MERELY_UNREAD, NOT_MERELY_UNREAD, Decision, Queued
from civic.moderation.queries import (
    business_days_after,
    claim_of,
    claimed_by_others,
    claims_of_others,
    open_hints,
    pending_proposal,
    state_of,
    waiting_named,
    words_of,
)
from civic.moderation.waiting import FOR_ANOTHER, kind_for
from civic.moderation.wording import HINTS
from civic.people.models import Account
from civic.people.policy import policy

BATCH = 25


@dataclass(frozen=True)
class Item:
    """One comment to read. ``kind``: threat, held, proposal, report, unread or second."""

    kind: str
    comment: Comment
    words: list[tuple[int, str, bool]]
    language: str
    suggestion: str
    expected: str
    due: date | None
    overdue: bool
    hints: tuple[str, ...]
    proposal: Decision | None
    same: str | None

    @property
    def is_held(self) -> bool:
        return self.comment.held_wording is not None

    @property
    def suspects(self) -> list[int]:
        return [place for place, _, suspect in self.words if suspect]


def next_batch(docket: Docket, reader: Account) -> list[str]:
    """Ids of the comments that this reader should take: the first 25 of the queue that nobody else holds."""
    taken = claimed_by_others(docket, reader)
    found: list[str] = []
    for kind in LINE:
        ids = db.session.scalars(_standing(docket, kind, reader).order_by(Queued.sort_key).limit(BATCH + len(taken)))
        found += [id for id in ids if id not in taken or kind == "proposal"]  # it waits for anybody but its proposer, who may still hold it
        if len(found) >= BATCH:
            break
    return found[:BATCH]


def batch_of(docket: Docket, reader: Account) -> list[Item]:
    """What is left to decide of the batch that this reader holds now."""
    claim = claim_of(docket, reader)
    if claim is None or claim.until <= now():
        return []
    kinds = _kinds(claim.comments, reader)
    return [_item(kinds[comment_id], db.session.get_one(Comment, comment_id)) for comment_id in claim.comments if comment_id in kinds]


def with_colleagues(docket: Docket, reader: Account) -> int:
    """How many of those that wait for this reader are in a colleague's batch now, and wait for that colleague: not what they decided there."""
    holders = {comment_id: claim.account_id for claim in claims_of_others(docket, reader) for comment_id in claim.comments}
    waiting = [row for row in _places_of(holders) if kind_for(reader.id, row.kind, row.person_id, row.is_reported)]
    return sum(kind_for(holders[row.comment_id], row.kind, row.person_id, row.is_reported) is not None for row in waiting)


def item_for(comment: Comment) -> Item:
    """One comment on its own page, whatever brought the moderator there."""
    kind = "held" if comment.held_wording is not None else "proposal" if pending_proposal(comment) else "unread"
    return _item(kind, comment)


def _standing(docket: Docket, kind: str, reader: Account) -> Any:
    """The comments of a docket that are of this kind for this reader: nobody confirms their own proposal or reads a comment a second time."""
    query, here = sa.select(Queued.comment_id).where(Queued.docket_id == docket.id), Queued.kind == LINE.index(kind)
    if kind == "unread":
        return query.where(MERELY_UNREAD)
    query = query.where(NOT_MERELY_UNREAD)
    if kind == "report":
        return query.where(sa.or_(here, sa.and_(Queued.kind == LINE.index("proposal"), Queued.person_id == reader.id, Queued.is_reported)))
    return query.where(here, Queued.person_id != reader.id) if kind in FOR_ANOTHER else query.where(here)


def _kinds(ids: Iterable[str], reader: Account) -> dict[str, str]:
    """Of these, by key, those that wait for this reader."""
    found = {row.comment_id: kind_for(reader.id, row.kind, row.person_id, row.is_reported) for row in _places_of(ids)}
    return {comment_id: kind for comment_id, kind in found.items() if kind is not None}


def _places_of(ids: Iterable[str]) -> list[Any]:
    every, found = list(ids), list[Any]()
    for start in range(0, len(every), 500):
        query = sa.select(Queued.comment_id, Queued.kind, Queued.person_id, Queued.is_reported).where(Queued.comment_id.in_(every[start : start + 500]))
        found += db.session.execute(query).all()
    return found


def _item(kind: str, comment: Comment) -> Item:
    due, overdue = None, False
    if comment.held_wording is not None:
        waiting = waiting_named(comment)
        words, language, suggestion, due, overdue = waiting.words, waiting.language, waiting.suggestion, waiting.due, waiting.overdue
    else:
        face = comment.face
        words, language = words_of(comment, face.text), face.language
        suggestion = face.suggests[0]["text"] if face.suggests else ""
    if kind == "threat":
        due = business_days_after(comment.day, policy("hold_business_days"))
        overdue = due < today()
    hints = tuple(sorted({str(HINTS.get(hint.pattern, hint.pattern)) for hint in open_hints(comment)}))
    return Item(kind, comment, words, language, suggestion, state_of(comment), due, overdue, hints, pending_proposal(comment), _same_words(comment))


def _same_words(comment: Comment) -> str | None:
    """The number of an earlier staff-entered comment with the same words: perhaps one submission received twice."""
    face = comment.face
    if face.state not in READABLE or not face.by_clerk or face.same_as:
        return None
    query = sa.select(Face.number).where(
        Face.docket_id == face.docket_id, Face.text == face.text, Face.comment_id != face.comment_id, Face.same_as.is_(None), Face.sort_key < face.sort_key
    )  # fmt: skip
    return db.session.scalars(query.order_by(Face.sort_key).limit(1)).first()
