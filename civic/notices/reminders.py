"""Reminders to offices that owe an answer: some days before the deadline, and once it has passed. Each goes out once."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import now, today
from civic.consultation.answers import is_settled
from civic.consultation.models import Invitation, RosterEntry
from civic.database import db, writing
from civic.dockets.models import Docket
from civic.notices.actions import queue_mail
from civic.notices.models import Message
from civic.people.policy import policy
from civic.web import city_name, day, public_address
from civic.work import chore

KIND = "consultation.reminder"


@chore
def remind_offices() -> bool:
    """One office at a time, whoever holds it today."""
    due = [(invitation, name) for invitation in _running() if (name := _due(invitation)) and not _was_sent(name)]
    db.session.rollback()
    if not due:
        return False
    with writing():
        for invitation, name in due[:20]:
            _remind(db.session.merge(invitation), name)
    return True


def _running() -> list[Invitation]:
    """Invitations whose last day comes within the city's days of reminding, or has just passed."""
    ahead = policy("reminder_days")
    if not ahead:
        return []
    query = (
        sa.select(Invitation).join(RosterEntry, RosterEntry.id == Invitation.entry_id).join(Docket, Docket.id == RosterEntry.docket_id)
        .where(Docket.closed_at.is_(None), Docket.withdrawn_at.is_(None), Invitation.sent_at > now() - timedelta(days=400))
    )  # fmt: skip
    return [one for one in db.session.scalars(query) if one.last_day - timedelta(days=ahead) <= today() <= one.last_day + timedelta(days=3)]


def _due(invitation: Invitation) -> str | None:
    """The name of the reminder that this invitation is due now; it changes with an extension, so that a new one may go."""
    if not _unanswered(invitation) or today() <= invitation.sent_at.date():
        return None
    return f"{KIND}:{invitation.id}:{invitation.last_day}:{'overdue' if invitation.is_over else 'ahead'}"


def _unanswered(invitation: Invitation) -> int:
    open_questions = sum(not is_settled(invitation, question) for question in invitation.questions)
    if not invitation.questions:
        return 0 if invitation.responses or invitation.declinations else 1
    return open_questions


def _was_sent(name: str) -> bool:
    return db.session.scalar(sa.select(Message.id).where(Message.once == name)) is not None


def _remind(invitation: Invitation, name: str) -> None:
    entry, holder = invitation.entry, invitation.entry.office.holder()
    if holder is None:
        return
    left = _unanswered(invitation)
    if invitation.is_over:
        state = _("The time to answer ended on %(day)s. A late answer is still published, and marked as late.", day=day(invitation.last_day))
        subject = _("Overdue: your answer on docket %(number)s", number=entry.docket.number)
    else:
        state = _("The last day to answer is %(day)s. You may also decline, with a reason.", day=day(invitation.last_day))
        subject = _("Due soon: your answer on docket %(number)s", number=entry.docket.number)
    body = "\n\n".join([
        _("%(city)s, public record", city=city_name()),
        _("To: %(office)s", office=entry.office.title),
        _("About: docket %(number)s, %(title)s", number=entry.docket.number, title=entry.docket.title),
        ngettext("%(num)s question waits for your office's answer.", "%(num)s questions wait for your office's answer.", left) + " " + state,
        _("Sign in to answer:") + "\n" + public_address("respond.home"),
    ])  # fmt: skip
    queue_mail(kind=KIND, subject=subject, recipient=holder.email, body=body, about=invitation, once=name)
