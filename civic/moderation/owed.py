"""What moderators owe to people who wrote: a decision about held words, and about an appeal.

By the tracking number only: neither words nor grounds, and nothing about the author.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import contains_eager

from civic.comments.models import Comment
from civic.comments.queries import decided_by, held_until
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, Decision
from civic.moderation.queries import appeal_due
from civic.owed import Owed, evidence_at
from civic.record.numbers import shown

MANY = 5  # held comments of one day, beyond which a line for each says no more


def decisions_owed(docket: Docket | None) -> list[Owed]:
    """A few reads, whatever the number of dockets. Where many comments of a docket were held on one day, they are one line."""
    rows = _held_by_day(docket)
    many = [_many_held(one, day, n) for one, day, n in rows if n > MANY]
    each = _held_comments([(one.id, day) for one, day, n in rows if n <= MANY])
    return [*many, *(_held(comment) for comment in each), *(_appeal(appeal) for appeal in _appeals(docket))]


def _held_by_day(docket: Docket | None) -> list[tuple[Docket, date, int]]:
    query = sa.select(Docket, Comment.held_on, sa.func.count()).join(Comment, Comment.docket_id == Docket.id).where(Comment.held_on.is_not(None))
    query = query.where(Docket.published_at.is_not(None)) if docket is None else query.where(Docket.id == docket.id)
    rows = db.session.execute(query.group_by(Docket.id, Comment.held_on).order_by(Docket.number, Comment.held_on))
    return [(docket, day, n) for docket, day, n in rows if day is not None]


def _held_comments(days: list[tuple[str, date]]) -> list[Comment]:
    query = sa.select(Comment).join(Comment.docket).where(sa.tuple_(Comment.docket_id, Comment.held_on).in_(days), Comment.held_on.is_not(None))
    return list(db.session.scalars(query.options(contains_eager(Comment.docket)))) if days else []


def _appeals(docket: Docket | None) -> list[Appeal]:
    query = sa.select(Appeal).join(Appeal.decision).join(Decision.comment).join(Comment.docket)
    query = query.options(contains_eager(Appeal.decision).contains_eager(Decision.comment).contains_eager(Comment.docket))
    if docket is None:
        query = query.where(Docket.published_at.is_not(None), Appeal.state == "filed")
    else:  # the empty end lets SQLite begin with the appeals, which are few, and not with every comment of the docket
        query = query.where(Decision.docket_id.concat("") == docket.id)
    return list(db.session.scalars(query))


def _held(comment: Comment) -> Owed:
    assert comment.held_on is not None
    number = shown(comment.number)
    words = _("Decide about comment %(number)s, held for a check", number=number)
    return Owed("held", words, _("Moderators"), comment.docket, comment.held_on, held_until(comment), evidence_at("comments.show", comment=number))


def _many_held(docket: Docket, day: date, n: int) -> Owed:
    words = ngettext("Decide about %(num)s comment held for a check on one day", "Decide about %(num)s comments held for a check on one day", n)
    return Owed("held", words, _("Moderators"), docket, day, decided_by(day), evidence_at("comments.counts", docket=docket.number))


def _appeal(appeal: Appeal) -> Owed:
    comment = appeal.decision.comment
    number, closed = shown(comment.number), appeal.decided_on or (appeal.filed_on if appeal.state == "withdrawn" else None)
    words = _("Decide the appeal about comment %(number)s", number=number)
    return Owed(
        "appeal", words, _("Reviewers of appeals"), comment.docket, appeal.filed_on, appeal_due(appeal), evidence_at("comments.show", comment=number), closed,
        "ended" if appeal.state == "withdrawn" else "done",
    )  # fmt: skip
