from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from civic.comments.counting import counts
from civic.comments.listing import AT_ONCE, opened
from civic.comments.models import READABLE, Comment, Face, State
from civic.database import db
from civic.dockets.models import Docket
from civic.people.calendar import business_days_after
from civic.people.policy import policy
from civic.permissions import loads
from civic.record.leaf import parse
from civic.record.models import Leaf
from civic.record.numbers import parse_number


@loads(Comment)
def comment_numbered(number: str) -> Comment | None:
    plain = parse_number(number)
    return db.session.scalar(sa.select(Comment).where(Comment.number == plain)) if plain else None


def all_faces(docket: Docket) -> list[Face]:
    """Every comment received, tombstones too, by day and then at random; without proofs. Grows with the docket."""
    query = sa.select(Face).where(Face.docket_id == docket.id).options(sa.orm.defer(Face.openings))
    return list(db.session.scalars(query.order_by(Face.sort_key)))


def faces_after(docket_id: str, place: int, at_once: int = AT_ONCE) -> list[Face]:
    """Some hundred of the same, beyond a place: for files of any length."""
    query = sa.select(Face.comment_id).where(Face.docket_id == docket_id, Face.sort_key > place)
    return opened(list(db.session.scalars(query.order_by(Face.sort_key).limit(at_once))))


def wards_shown(docket: Docket) -> set[str]:
    """Wards that enough comments name (I-22): a smaller number could point at a person."""
    least = policy("small_number")
    return {ward for ward, stances in stances_by_ward(docket).items() if sum(stances.values()) >= least}


def stances_by_ward(docket: Docket) -> dict[str, dict[str, int]]:
    """Every ward that was named: not to be shown as it is."""
    found: dict[str, dict[str, int]] = {}
    for key, count in counts(docket, ("ward",)).get("ward", {}).items():
        ward, stance = key.rsplit("|", 1)
        found.setdefault(ward, {})[stance] = count
    return found


def readable_on(docket: Docket) -> int:
    """How many comments can be read, from the kept counts."""
    states = counts(docket, ("state",)).get("state", {})
    return sum(states.get(state.value, 0) for state in READABLE)


def readable_besides(docket: Docket, known: Collection[str]) -> int:
    """How many comments can be read that are not among ``known``, ids of comments on this docket that could once be read."""
    closed = sa.select(Face.comment_id).where(Face.docket_id == docket.id, Face.state.in_([state for state in State if state not in READABLE]))
    ids = set(known)
    return readable_on(docket) - len(ids) + sum(1 for id in db.session.scalars(closed) if id in ids)


def ward_shown(face: Face) -> str:
    """The ward of a comment, once enough comments name it."""
    docket = face.comment.docket
    return face.ward if face.ward and face.ward in wards_shown(docket) else ""


def was_typed_again(comment: Comment) -> bool:
    """Whether the wording shown is a clerk's correction of what a clerk had typed."""
    return len(comment.revisions) > 1 and bool(parse(db.session.get_one(Leaf, comment.wording.leaf_id).bytes)["by"])


def held_until(comment: Comment) -> date | None:
    """The day by which somebody decides about held words; afterwards it is overdue, in public."""
    return decided_by(comment.held_on) if comment.held_on else None


def decided_by(held_on: date) -> date:
    return business_days_after(held_on, policy("hold_business_days"))


def held_faces(docket: Docket) -> list[Comment]:
    """Comments with words that wait for a person (a held comment, or a newer wording of a public one), oldest day first."""
    query = sa.select(Comment).where(Comment.docket_id == docket.id, Comment.held_on.is_not(None))
    return list(db.session.scalars(query.order_by(Comment.held_on, Comment.sort_key)))
