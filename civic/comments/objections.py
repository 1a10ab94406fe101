"""Somebody objects: *someone used my name*, or a reader reports a problem. Filing changes a label and joins the queue;
what becomes of the name or the comment is decided by moderators."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import today
from civic.comments.models import Comment, NameDispute, ProblemReport
from civic.database import Refusal, db
from civic.record.actions import record
from civic.record.codes import Pair
from civic.record.vault import seal

LONGEST_CLAIM = 2_000


def dispute_name(comment: Comment, words: str, pair: Pair) -> NameDispute:
    """The comment is labelled disputed at once and stays as it is; the words of the claim are for those who decide."""
    if not comment.face.name:
        raise Refusal(_("No name is shown on this comment."))
    claim = NameDispute(
        comment_id=comment.id, number=pair.number, code_hash=pair.code_hash or "", claim_id=seal(_claim(words), "name claim").id, day=today()
    )
    db.session.add(claim)
    db.session.flush()
    comment.face.disputed = True
    comment.docket.revision += 1
    record("comment.disputed", comment, docket=comment.docket, comment=comment.number, ref=comment.wording.leaf_id)
    return claim


def report_problem(comment: Comment, words: str) -> ProblemReport:
    """A reader's report joins the queue; nobody learns who reported."""
    report = ProblemReport(comment_id=comment.id, day=today(), words_id=seal(_claim(words), "report").id)
    db.session.add(report)
    db.session.flush()
    record("comment.reported", comment, docket=comment.docket)
    return report


def open_disputes() -> list[NameDispute]:
    """Claims that nobody decided, oldest day first."""
    return list(db.session.scalars(sa.select(NameDispute).where(NameDispute.outcome.is_(None)).order_by(NameDispute.day, NameDispute.id)))


def open_reports(docket: Any = None) -> list[ProblemReport]:
    """Reports that nobody closed, oldest day first."""
    query = sa.select(ProblemReport).where(ProblemReport.closed_on.is_(None))
    if docket is not None:
        query = query.join(Comment, Comment.id == ProblemReport.comment_id).where(Comment.docket_id == docket.id)
    return list(db.session.scalars(query.order_by(ProblemReport.day, ProblemReport.id)))


def claim_numbered(number: str | None) -> NameDispute | None:
    return db.session.scalar(sa.select(NameDispute).where(NameDispute.number == number)) if number else None


def _claim(words: str) -> str:
    if len(words) > LONGEST_CLAIM:
        raise Refusal(_("That is longer than 2,000 characters. Please shorten it."), "words")
    return words
