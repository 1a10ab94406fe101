from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import url_for
from flask_babel import ngettext

from civic.clock import today
from civic.comments.models import Comment, Hint
from civic.comments.queries import held_faces
from civic.database import db
from civic.desk import Task
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.people.policy import policy
from civic.permissions import Permission
from civic.record.vault import unseal
from civic.record.words import split_words


@dataclass(frozen=True)
class Waiting:
    """A held comment with its words, each with whether a hint points at it."""

    comment: Comment
    words: list[tuple[int, str, bool]]
    language: str
    due: date
    overdue: bool


def waiting_on(docket: Docket) -> list[Waiting]:
    """Held comments, the oldest day first."""
    return [_waiting(comment) for comment in held_faces(docket)]


def waiting_named(comment: Comment) -> Waiting:
    return _waiting(comment)


def tasks_for_moderators() -> list[Task]:
    """One line per docket with held comments, due with the oldest of them."""
    tasks = []
    for docket in published_dockets():
        if waiting := waiting_on(docket):
            words = ngettext("%(num)s held comment to decide on: %(title)s", "%(num)s held comments to decide on: %(title)s", len(waiting), title=docket.title)
            due = min(item.due for item in waiting)
            tasks.append(Task(words, url_for("moderation.queue", docket=docket.number), Permission.COMMENT_MODERATE, due, due < today()))
    return tasks


def business_days_after(day: date, n: int) -> date:
    """The day ``n`` business days later: Monday to Friday less the city's holidays."""
    holidays = set(policy("holidays") or [])
    while n > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in holidays:
            n -= 1
    return day


def _waiting(comment: Comment) -> Waiting:
    revision = comment.held_wording
    assert revision is not None, "a waiting comment has a held wording"
    content = json.loads(unseal(revision.sealed))
    about = (Hint.comment_id == comment.id, Hint.kind == "private_data", Hint.part == "body", Hint.revision_n == revision.n)
    hints = db.session.scalars(sa.select(Hint).where(*about))
    suspect = {place for hint in hints for place in range(hint.start, hint.end)}
    words = [(place, word, place in suspect) for place, word in enumerate(split_words(content["text"]))]
    due = business_days_after(comment.held_on or today(), policy("hold_business_days"))
    return Waiting(comment, words, content["language"], due, due < today())
