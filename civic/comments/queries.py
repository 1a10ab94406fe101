from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from civic.comments.models import READABLE, Comment, Face
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
    """Every comment received, tombstones too, by day and then at random; for exports."""
    return list(db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id).order_by(Face.sort_key)))


def wards_shown(docket: Docket) -> set[str]:
    """Wards that enough comments name (I-22): a smaller number could point at a person."""
    query = sa.select(Face.ward).where(Face.docket_id == docket.id, Face.state.in_(READABLE), Face.ward != "")
    rows = db.session.execute(query.add_columns(sa.func.count()).group_by(Face.ward))
    return {ward for ward, count in rows if count >= policy("small_number")}


def ward_shown(face: Face) -> str:
    """The ward of a comment, once enough comments name it."""
    docket = face.comment.docket
    return face.ward if face.ward and face.ward in wards_shown(docket) else ""


def was_typed_again(comment: Comment) -> bool:
    """Whether the wording shown is a clerk's correction of what a clerk had typed."""
    return len(comment.revisions) > 1 and bool(parse(db.session.get_one(Leaf, comment.wording.leaf_id).bytes)["by"])


def held_until(comment: Comment) -> date | None:
    """The day by which somebody decides about held words; afterwards it is overdue, in public."""
    return business_days_after(comment.held_on, policy("hold_business_days")) if comment.held_on else None


def held_faces(docket: Docket) -> list[Comment]:
    """Comments with words that wait for a person (a held comment, or a newer wording of a public one), oldest day first."""
    query = sa.select(Comment).where(Comment.docket_id == docket.id, Comment.held_on.is_not(None))
    return list(db.session.scalars(query.order_by(Comment.held_on, Comment.sort_key)))
