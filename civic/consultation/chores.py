"""What the worker notes by itself, and what waits on the clerk's desk. Nothing here decides a deadline (I-5)."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from civic.consultation.actions import note_mail_sent, record_delivery, record_silence
from civic.consultation.evidence import DELIVERED, SENT
from civic.consultation.models import DeliveryEvent, Invitation, Question, RosterEntry
from civic.consultation.queries import roster_of, silent_invitations
from civic.database import db, writing
from civic.desk import Task
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.notices.actions import returned_mail, sent_mail
from civic.permissions import Permission
from civic.record.actions import SYSTEM
from civic.web import day
from civic.work import chore


@chore
def record_silences() -> bool:
    """One invitation whose time passed without a reply: note it."""
    if not silent_invitations():
        return False
    with writing():
        for invitation in silent_invitations()[:50]:
            record_silence(invitation)
    return True


@chore
def note_sent_mail() -> bool:
    """Invitations that the mail server has taken over since: level 1, sent."""
    if not _taken_over():
        return False
    with writing():
        for invitation in _taken_over():
            note_mail_sent(invitation)
    return True


@chore
def note_returned_mail() -> bool:
    """Invitations that came back or could not be sent: level 0, so the clerk sees that nothing arrived."""
    if not _returned():
        return False
    with writing():
        for invitation in _returned():
            record_delivery(invitation, level=0, how=_("The mail server says that it could not be delivered"), by=SYSTEM, channel="email")
    return True


def _returned() -> list[Invitation]:
    noted = sa.exists().where(DeliveryEvent.invitation_id == Invitation.id, sa.or_(DeliveryEvent.level == 0, DeliveryEvent.level >= DELIVERED))
    return list(db.session.scalars(sa.select(Invitation).where(Invitation.id.in_(returned_mail("consultation.invitation")), ~noted)))


def _taken_over() -> list[Invitation]:
    sent = sa.exists().where(DeliveryEvent.invitation_id == Invitation.id, DeliveryEvent.level >= SENT)
    query = sa.select(Invitation).where(Invitation.id.in_(sent_mail("consultation.invitation")), ~sent)
    return list(db.session.scalars(query))


def asked_before(docket: Docket) -> list[str]:
    """Who was asked about a text that a new version would replace: the latest asking of each office, in the list's order."""
    latest = [max(entry.invitations, key=lambda one: one.sent_at) for entry in roster_of(docket) if entry.invitations]
    return [_("%(office)s, asked about version %(n)s on %(day)s", office=one.entry.office.title, n=one.version.n, day=day(one.sent_at)) for one in latest]


def tasks_for_the_clerk() -> list[Task]:
    tasks, entries, unsent = [], _entries_by_docket(), set(db.session.scalars(sa.select(Question.entry_id).where(Question.invitation_id.is_(None))))
    for docket in published_dockets():
        listed = entries.get(docket.id, [])
        for entry in listed:
            if entry.id in unsent:
                words = _("Questions are drafted and not sent: %(office)s, %(title)s", office=entry.office.title, title=docket.title)
                tasks.append(Task(words, url_for("asking.office", entry=entry.id), Permission.ROSTER_KEEP))
        for invitation in (invitation for entry in listed for invitation in entry.invitations):
            if invitation.level < DELIVERED and not invitation.is_over:
                words = _("Nothing shows yet that the invitation arrived: %(office)s, %(title)s", office=invitation.entry.office.title, title=docket.title)
                tasks.append(Task(words, url_for("asking.office", entry=invitation.entry_id), Permission.ROSTER_KEEP, invitation.last_day))
    return tasks


def _entries_by_docket() -> dict[str, list[RosterEntry]]:
    """Everybody on any list, with offices, invitations and what shows that those arrived, read at once."""
    asked = selectinload(RosterEntry.invitations)
    query = (
        sa.select(RosterEntry).where(RosterEntry.removed_at.is_(None)).order_by(RosterEntry.n)
        .options(joinedload(RosterEntry.office), asked.selectinload(Invitation.deliveries), asked.selectinload(Invitation.extensions))
    )  # fmt: skip
    found: dict[str, list[RosterEntry]] = {}
    for entry in db.session.scalars(query):
        found.setdefault(entry.docket_id, []).append(entry)
    return found
