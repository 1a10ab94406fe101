"""The second check of typed comments by another person; ``civic/comments/typed.py`` says which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import today
from civic.comments.counting import counts
from civic.comments.models import READABLE, Comment, Face
from civic.comments.transcribing import correct_transcription
from civic.comments.typed import SAMPLE, SPOKEN, reason_to_check
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.exchange.models import SecondCheck
from civic.people.models import Account
from civic.record.actions import record

PAGE = 25
REASONS = {"voice", "sample"}
TYPED = sa.and_(Comment.entered_by.is_not(None), Comment.source_digest.is_(None))


def _chosen() -> Any:
    """The same as a condition of the database."""
    return sa.and_(TYPED, sa.or_(Comment.channel.in_(SPOKEN), Face.shuffle_key % SAMPLE == 0))


def _waiting() -> Any:
    """Chosen, readable, and not compared yet. What is held waits for its moderator first."""
    done = sa.exists().where(SecondCheck.comment_id == Comment.id)
    return sa.and_(_chosen(), Face.state.in_(READABLE), Comment.held_on.is_(None), ~done)


def waiting_on(docket: Docket, *, after: int = 0, limit: int = PAGE) -> list[Comment]:
    """The day received first, then at random; ``after`` this place in the order."""
    query = sa.select(Comment).join(Face, Face.comment_id == Comment.id).where(Comment.docket_id == docket.id, _waiting(), Comment.sort_key > after)
    return list(db.session.scalars(query.order_by(Comment.sort_key).limit(limit)))


def waiting_by_docket(person: Account) -> list[tuple[Docket, int]]:
    """What this person may compare: nobody compares what they typed themselves."""
    query = (
        sa.select(Docket, sa.func.count()).select_from(Comment).join(Face, Face.comment_id == Comment.id).join(Docket, Docket.id == Comment.docket_id)
        .where(_waiting(), Comment.entered_by != person.id).group_by(Docket.id).order_by(Docket.number)
    )  # fmt: skip
    return [(row[0], row[1]) for row in db.session.execute(query)]


def check_of(comment: Comment) -> SecondCheck | None:
    return db.session.scalar(sa.select(SecondCheck).where(SecondCheck.comment_id == comment.id))


def check_typed(comment: Comment, *, found: str, body: str = "", by: Account) -> SecondCheck:
    """``found``: fits, corrected (with the right words), or differs where a moderator must look before they can be corrected."""
    reason = reason_to_check(comment)
    if reason is None:
        raise Refusal(_("This comment needs no second check."))
    if comment.entered_by == by.id:
        raise Refusal(_("You typed this comment yourself. Another person compares it."))
    if check_of(comment) is not None:
        raise Refusal(_("Somebody compared this comment already."))
    if comment.face.state not in READABLE or comment.held_on is not None:
        raise Refusal(_("This comment cannot be compared now: a moderator decides about it first, or it was withdrawn."))
    if found != "corrected" and body.strip() and " ".join(body.split()) != " ".join(comment.face.text.split()):
        raise Refusal(_("You changed the words in the box, and your choice would not keep that. Choose that they are corrected, or put them back."), "found")
    if found == "corrected":
        if body == comment.face.text:
            raise Refusal(_("These are the words as they stand. Correct them, or say that they fit."), "body")
        correct_transcription(comment, body, by=by)
    made = SecondCheck(docket_id=comment.docket_id, comment_id=comment.id, found=found, checked_by=by.id, day=today())
    db.session.add(made)
    db.session.flush()
    record("transcription.checked", comment, by=by, docket=comment.docket, comment=comment.number, ref=comment.leaf_id, reason=reason, found=found)
    return made


@dataclass(frozen=True)
class Tally:
    """Typed comments of a docket. ``spoken`` and ``drawn`` add up to those that were to be compared."""

    typed: int
    spoken: int
    drawn: int
    compared: int
    corrected: int
    oldest: date | None  # day received of the oldest that still waits

    @property
    def chosen(self) -> int:
        return self.spoken + self.drawn


def tally_on(docket: Docket, first: Sequence[Comment] | None = None) -> Tally:
    """From the kept counts; read are only what was compared, and the oldest that waits, unless the caller has the ``first`` ones."""
    typed = counts(docket, ["typed"]).get("typed", {})
    differs = sa.func.count().filter(SecondCheck.found != "fits")
    made = sa.select(sa.func.count(), differs).where(SecondCheck.docket_id == docket.id)
    compared, corrected = db.session.execute(made).one()
    spoken, drawn = typed.get("voice", 0), typed.get("sample", 0)
    oldest = first if first is not None else waiting_on(docket, limit=1) if spoken + drawn > compared else []
    return Tally(sum(typed.values()), spoken, drawn, compared, corrected, oldest[0].received_on if oldest else None)
