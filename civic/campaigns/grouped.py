"""A group in the moderators' queue: one look at the letter, but a decision of its own for every comment.

Only copies word for word are decided together, and only to stay public; whatever was changed is read by itself.
Nothing here holds, hides or withholds.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from civic.campaigns.models import Family, Member, MemberKind
from civic.comments.models import Comment
from civic.database import db
from civic.moderation.actions import claim_batch, publish
from civic.moderation.models import Queued
from civic.moderation.queries import claimed_by_others
from civic.moderation.queue import BATCH, batch_of
from civic.people.models import Account

AT_ONCE = 500  # decisions in one press; a larger group takes several


@dataclass(frozen=True)
class Waiting:
    """What nobody has decided on yet in a group."""

    copies: int
    changed: int  # or with a hint, a report or suggested words: read one by one

    @property
    def copies_at_once(self) -> int:
        return min(self.copies, AT_ONCE)

    @property
    def changed_at_once(self) -> int:
        return min(self.changed, BATCH)


def waiting_in(family: Family) -> Waiting:
    is_copy = _is_copy(family)
    query = sa.select(is_copy, sa.func.count()).select_from(Member).join(Queued, Queued.comment_id == Member.comment_id)
    query = query.where(Member.family_id == family.id, Queued.is_unread, Queued.since.is_(None)).group_by(sa.text("1"))
    counted = {bool(row[0]): row[1] for row in db.session.execute(query)}
    return Waiting(counted.get(True, 0), counted.get(False, 0))


def leave_copies_public(family: Family, *, by: Account) -> int:
    """One decision for each copy; says how many."""
    copies = list(db.session.scalars(_copies(family).limit(AT_ONCE)))
    for comment in copies:
        publish(comment, by=by)
    return len(copies)


def changed_into_batch(family: Family, *, by: Account) -> int:
    """The next of those read one by one, before what this moderator's batch holds already; none that a colleague holds. Says how many."""
    docket = family.docket
    free = _changed(family).where(Comment.id.not_in(claimed_by_others(docket, by)))
    chosen = [comment.id for comment in db.session.scalars(free.limit(BATCH))]
    if chosen:
        mine = [item.comment.id for item in batch_of(docket, by)]
        claim_batch(docket, chosen + [id for id in mine if id not in chosen], by=by)
    return len(chosen)


def _copies(family: Family) -> sa.Select:
    """Copies word for word, the letter among them, that nobody has decided on and of which the letter shows all: no hint, no report, no other words."""
    return _unread(family).where(_is_copy(family))


def _changed(family: Family) -> sa.Select:
    """Every other member that nobody has decided on."""
    return _unread(family).where(~_is_copy(family))


def _is_copy(family: Family) -> sa.ColumnElement[bool]:
    return sa.and_(sa.or_(Member.kind == MemberKind.EXACT, Member.comment_id == family.template_id), ~Queued.is_alone)


def _unread(family: Family) -> sa.Select:
    """Members that nobody has decided on, less those that are held, in their order."""
    query = sa.select(Comment).join(Member, Member.comment_id == Comment.id).join(Queued, Queued.comment_id == Member.comment_id)
    return query.where(Member.family_id == family.id, Queued.is_unread, Queued.since.is_(None)).order_by(Member.sort_key)
