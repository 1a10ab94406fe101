"""A group in the moderators' queue: one look at the letter, but a decision of its own for every comment.

Only copies word for word are decided together, and only to stay public; whatever was changed is read by itself.
Nothing here holds, hides or withholds.
"""

from __future__ import annotations

import sqlalchemy as sa

from civic.campaigns.models import Family, Member, MemberKind
from civic.comments.models import READABLE, Comment, Face, Hint
from civic.database import db
from civic.moderation.actions import claim_batch, publish
from civic.moderation.models import Decision
from civic.moderation.queue import BATCH
from civic.people.models import Account


def unread_copies(family: Family) -> list[Comment]:
    """Copies word for word, the letter among them, that nobody has decided on and no hint points at."""
    return _unread(family, sa.or_(Member.kind == MemberKind.EXACT, Member.comment_id == family.template_id), with_hints=False)


def changed_unread(family: Family) -> list[Comment]:
    """Members with changed or added words that nobody has decided on."""
    return _unread(family, Member.kind != MemberKind.EXACT, with_hints=True)


def leave_copies_public(family: Family, *, by: Account) -> int:
    """One decision for each copy; says how many."""
    copies = unread_copies(family)
    for comment in copies:
        publish(comment, by=by)
    return len(copies)


def changed_into_batch(family: Family, *, by: Account) -> int:
    """The next changed copies become this moderator's batch; says how many."""
    chosen = changed_unread(family)[:BATCH]
    if chosen:
        claim_batch(family.docket, [comment.id for comment in chosen], by=by)
    return len(chosen)


def _unread(family: Family, which: sa.ColumnElement[bool], *, with_hints: bool) -> list[Comment]:
    decided = sa.exists().where(Decision.comment_id == Comment.id, Decision.state.in_(("taken", "proposed")))
    query = sa.select(Comment).join(Face, Face.comment_id == Comment.id).join(Member, Member.comment_id == Comment.id)
    query = query.where(Member.family_id == family.id, Face.state.in_(READABLE), Comment.held_on.is_(None), which, ~decided)
    if not with_hints:
        query = query.where(~sa.exists().where(Hint.comment_id == Comment.id, Hint.state == "open"))
    return list(db.session.scalars(query.order_by(Comment.sort_key)))
