"""What moderators owe to people who wrote: a decision about held words, and about an appeal.

By the tracking number only: neither words nor grounds, and nothing about the author.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager

from civic.comments.models import Comment
from civic.comments.queries import held_until
from civic.database import db
from civic.dockets.models import Docket
from civic.moderation.models import Appeal, Decision
from civic.moderation.queries import appeal_due
from civic.owed import Owed, evidence_at
from civic.record.numbers import shown


def decisions_owed(docket: Docket | None) -> list[Owed]:
    """Two reads, whatever the number of dockets."""
    return [*(_held(comment) for comment in _held_comments(docket)), *(_appeal(appeal) for appeal in _appeals(docket))]


def _held_comments(docket: Docket | None) -> list[Comment]:
    query = sa.select(Comment).join(Comment.docket).where(Comment.held_on.is_not(None)).options(contains_eager(Comment.docket))
    return list(db.session.scalars(query.where(Docket.published_at.is_not(None)) if docket is None else query.where(Docket.id == docket.id)))


def _appeals(docket: Docket | None) -> list[Appeal]:
    query = sa.select(Appeal).join(Appeal.decision).join(Decision.comment).join(Comment.docket)
    query = query.options(contains_eager(Appeal.decision).contains_eager(Decision.comment).contains_eager(Comment.docket))
    query = query.where(Docket.published_at.is_not(None), Appeal.state == "filed") if docket is None else query.where(Docket.id == docket.id)
    return list(db.session.scalars(query))


def _held(comment: Comment) -> Owed:
    assert comment.held_on is not None
    number = shown(comment.number)
    words = _("Decide about comment %(number)s, held for a check", number=number)
    return Owed("held", words, _("Moderators"), comment.docket, comment.held_on, held_until(comment), evidence_at("comments.show", comment=number))


def _appeal(appeal: Appeal) -> Owed:
    comment = appeal.decision.comment
    number, closed = shown(comment.number), appeal.decided_on or (appeal.filed_on if appeal.state == "withdrawn" else None)
    words = _("Decide the appeal about comment %(number)s", number=number)
    return Owed(
        "appeal", words, _("Reviewers of appeals"), comment.docket, appeal.filed_on, appeal_due(appeal), evidence_at("comments.show", comment=number), closed,
        "ended" if appeal.state == "withdrawn" else "done",
    )  # fmt: skip
