"""Answers that offices owe: each question with its day, and an invitation that asks nothing in particular."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import day_of
from civic.consultation.evidence import DELIVERED
from civic.consultation.models import (
    Declination,
    DeliveryEvent,
    Invitation,
    InvitationExtension,
    Question,
    Response,
    RosterEntry,
)
from civic.database import db
from civic.dockets.models import Docket, TextVersion
from civic.owed import Owed, evidence_at
from civic.people.models import Office


def answers_owed(docket: Docket | None) -> list[Owed]:
    """Two reads, whatever the number of dockets."""
    return [*_questions(docket), *_bare_invitations(docket)]


def clock_of(question: Question, answered_at: datetime | None, declined_at: datetime | None) -> Owed:
    """The clock of one question that was asked, from what a page has read already."""
    asked = question.invitation
    assert asked is not None
    entry = question.entry
    return _clock(
        "question", question.words, entry.office.title, entry.docket, asked.sent_at, asked.respond_by, asked.last_day, answered_at, declined_at,
        evidence_at("consultation.questions", f"q-{question.id}", docket=entry.docket.number), "en",
    )  # fmt: skip


def _questions(docket: Docket | None) -> list[Owed]:
    last, answered = _extended(), _first(Response.question_id, Response.published_at, Response.capacity == "official")
    refused = _first(Declination.question_id, Declination.entered_at)
    refused_all = _first(Declination.invitation_id, Declination.entered_at, Declination.question_id.is_(None))
    query = (
        sa.select(Question.id, Question.words, Office.title, Docket, Invitation.sent_at, Invitation.respond_by, last.c.until, answered.c.at, refused.c.at, refused_all.c.at)
        .join(Invitation, Invitation.id == Question.invitation_id)
        .join(RosterEntry, RosterEntry.id == Question.entry_id).join(Office, Office.id == RosterEntry.office_id).join(Docket, Docket.id == RosterEntry.docket_id)
        .outerjoin(last, last.c.id == Invitation.id).outerjoin(answered, answered.c.id == Question.id)
        .outerjoin(refused, refused.c.id == Question.id).outerjoin(refused_all, refused_all.c.id == Invitation.id)
    )  # fmt: skip
    rows = db.session.execute(_within(query, docket, answered.c.at, refused.c.at, refused_all.c.at))
    return [
        _clock(
            "question", words, office, asked_on, sent, by, until, done, declined or declined_all,
            evidence_at("consultation.questions", f"q-{id}", docket=asked_on.number), "en",
        )
        for id, words, office, asked_on, sent, by, until, done, declined, declined_all in rows
    ]  # fmt: skip


def _bare_invitations(docket: Docket | None) -> list[Owed]:
    """Invitations to say anything at all: without questions, the first official reply closes them."""
    last, answered = _extended(), _first(Response.invitation_id, Response.published_at, Response.capacity == "official")
    refused = _first(Declination.invitation_id, Declination.entered_at)
    query = (
        sa.select(TextVersion.n, Office.title, Docket, Invitation.sent_at, Invitation.respond_by, last.c.until, answered.c.at, refused.c.at)
        .select_from(Invitation).join(TextVersion, TextVersion.id == Invitation.version_id)
        .join(RosterEntry, RosterEntry.id == Invitation.entry_id).join(Office, Office.id == RosterEntry.office_id).join(Docket, Docket.id == RosterEntry.docket_id)
        .outerjoin(last, last.c.id == Invitation.id).outerjoin(answered, answered.c.id == Invitation.id).outerjoin(refused, refused.c.id == Invitation.id)
        .where(~sa.exists().where(Question.invitation_id == Invitation.id))
    )  # fmt: skip
    rows = db.session.execute(_within(query, docket, answered.c.at, refused.c.at))
    return [
        _clock(
            "invitation", _("Say what the office thinks of version %(n)s", n=n), office, asked_on, sent, by, until, done, declined,
            evidence_at("council.ledger", docket=asked_on.number), "",
        )
        for n, office, asked_on, sent, by, until, done, declined in rows
    ]  # fmt: skip


def _within(query: Any, docket: Docket | None, *closings: Any) -> Any:
    """Of one docket everything; of the city what is open. Offices taken off the list and withdrawn dockets owe nothing,
    nor does anybody whom the invitation did not reach and who did not answer all the same."""
    reached = sa.exists().where(DeliveryEvent.invitation_id == Invitation.id, DeliveryEvent.level >= DELIVERED)
    query = query.where(RosterEntry.removed_at.is_(None), sa.or_(reached, *(at.is_not(None) for at in closings)))
    if docket is not None:
        return query.where(Docket.id == docket.id)
    return query.where(Docket.published_at.is_not(None), Docket.withdrawn_at.is_(None), *(at.is_(None) for at in closings))


def _extended() -> Any:
    return sa.select(InvitationExtension.invitation_id.label("id"), sa.func.max(InvitationExtension.respond_by).label("until")).group_by(InvitationExtension.invitation_id).subquery()


def _first(key: Any, at: Any, *conditions: Any) -> Any:
    """The first instant of each ``key``."""
    return sa.select(key.label("id"), sa.func.min(at).label("at")).where(key.is_not(None), *conditions).group_by(key).subquery()


def _clock(
    kind: str, what: str, owner: str, docket: Docket, sent: datetime, first_due: date, until: date | None, answered: datetime | None, declined: datetime | None,
    address: str, language: str,
) -> Owed:  # fmt: skip
    closed = answered or declined
    due = max(first_due, until or first_due)
    return Owed(
        kind, what, owner, docket, day_of(sent), due, address, day_of(closed) if closed else None, "done" if answered or not declined else "declined",
        first_due if due > first_due else None, language,
    )  # fmt: skip
