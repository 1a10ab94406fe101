"""What a moderator reads next, in the order of harm and delay; never by opinion, name or ward (I-32)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from civic.clock import now, today
from civic.comments.models import READABLE, Comment, Face
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Decision, Unread
from civic.moderation.queries import (
    business_days_after,
    claim_of,
    claimed_by_others,
    open_hints,
    pending_proposal,
    state_of,
    waiting_named,
    words_of,
)
from civic.moderation.waiting import FIRST, faces_by_id, first_kinds, first_places
from civic.moderation.wording import HINTS
from civic.people.models import Account
from civic.people.policy import policy

BATCH = 25
SECOND_READING = 20  # one in twenty is read a second time, chosen by the comment's random number


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
    found: dict[str, None] = {}
    for kind, ids in _in_order(docket, reader):
        for comment_id in ids:
            if comment_id not in taken or kind == "proposal":  # it waits for anybody but its proposer, who may still hold it
                found[comment_id] = None
            if len(found) == BATCH:
                return list(found)
    return list(found)


def batch_of(docket: Docket, reader: Account) -> list[Item]:
    """What is left to decide of the batch that this reader holds now."""
    claim = claim_of(docket, reader)
    if claim is None or claim.until <= now():
        return []
    kinds: dict[str, str] = {}
    for kind, ids in _in_order(docket, reader, among=claim.comments):
        for comment_id in ids:
            kinds.setdefault(comment_id, kind)
    return [_item(kinds[comment_id], db.session.get_one(Comment, comment_id)) for comment_id in claim.comments if comment_id in kinds]


def queue_counts(docket: Docket, reader: Account) -> dict[str, int]:
    """How many wait, by kind; a comment counts once, at its first place."""
    kinds = first_kinds(reader, docket)
    found = Counter(kinds.values())
    second = len(_for_a_second_reading(docket, reader))
    return {kind: found[kind] for kind in FIRST} | {"unread": _how_many_unread(docket, list(kinds)), "second": second}


def with_colleagues(docket: Docket, reader: Account) -> int:
    """How many of those that wait are in somebody else's batch now."""
    taken = list(claimed_by_others(docket, reader))
    return len({comment_id for _kind, ids in _in_order(docket, reader, among=taken) for comment_id in ids}) if taken else 0


def item_for(comment: Comment) -> Item:
    """One comment on its own page, whatever brought the moderator there."""
    kind = "held" if comment.held_wording is not None else "proposal" if pending_proposal(comment) else "unread"
    return _item(kind, comment)


def _in_order(docket: Docket, reader: Account, among: list[str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Kinds in their order, each with its comments in theirs; of ``among`` only, where a batch asks."""
    places = first_places(reader, docket, among)
    wanted = None if among is None else set(among)
    for kind in FIRST:
        ids = [id for id, place in places.items() if place.kind == kind and (wanted is None or id in wanted)]
        yield kind, sorted(ids, key=lambda id: places[id].sort_key)
    yield "unread", list(db.session.scalars(_unread(docket, among).limit(BATCH * 8)))
    yield "second", [id for id in _for_a_second_reading(docket, reader) if wanted is None or id in wanted]


def _unread(docket: Docket, among: list[str] | None = None) -> sa.Select:
    """Of a docket in its order, or of these by their keys."""
    query = sa.select(Unread.comment_id)
    return query.where(Unread.comment_id.in_(among)) if among is not None else query.where(Unread.docket_id == docket.id).order_by(Unread.sort_key)


def _for_a_second_reading(docket: Docket, reader: Account) -> list[str]:
    """One in twenty of those that exactly one other person has read and left or made public."""
    chosen = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.shuffle_key % SECOND_READING == 0)
    once = sa.select(Decision.comment_id).where(Decision.docket_id == docket.id, Decision.state == "taken", Decision.comment_id.in_(chosen))
    once = once.group_by(Decision.comment_id)
    once = once.having(sa.func.count() == 1, sa.func.min(Decision.proposer_id) != reader.id, sa.func.max(Decision.action).in_(("leave", "publish")))
    faces = faces_by_id(db.session.scalars(once))
    return sorted((id for id, face in faces.items() if face.state in READABLE), key=lambda id: faces[id].sort_key)


def _how_many_unread(docket: Docket, elsewhere: list[str]) -> int:
    """Less those that stand ``elsewhere`` already."""
    twice = sum(
        len(list(db.session.scalars(_unread(docket, elsewhere[start : start + 500])))) for start in range(0, len(elsewhere), 500)
    )
    return (db.session.scalar(sa.select(sa.func.count()).select_from(Unread).where(Unread.docket_id == docket.id)) or 0) - twice


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
