"""What the worker notes by itself, and what waits on the clerk's desk. Nothing here decides a deadline (I-5)."""

from __future__ import annotations

from itertools import pairwise

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from civic.consultation.actions import note_mail_sent, record_delivery, record_silence
from civic.consultation.evidence import DELIVERED, SENT
from civic.consultation.models import (
    ChangeJudgement,
    ChangeReview,
    DeliveryEvent,
    Invitation,
    Question,
    RosterEntry,
    RosterFreeze,
)
from civic.consultation.queries import judgements_waiting, roster_of, silent_invitations
from civic.database import db, writing
from civic.desk import Task
from civic.dockets.models import Docket, ProcessEvent, TextVersion, TextWithdrawal
from civic.dockets.queries import published_dockets
from civic.dockets.standing import courses_of
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
    noticed, unjudged, dockets = _noticed_and_not_frozen(), _newest_unjudged(), published_dockets()
    courses = courses_of(dockets)
    for docket in dockets:
        listed, course = entries.get(docket.id, []), courses[docket.id]
        is_ahead = not course.is_decided
        tasks += _about_the_list(docket, is_ahead and docket.id in noticed, unjudged.get(docket.id) if any(entry.invitations for entry in listed) else None)
        for entry in listed:
            if entry.id in unsent:
                words = _("Questions are drafted and not sent: %(office)s, %(title)s", office=entry.office.title, title=docket.title)
                tasks.append(Task(words, url_for("asking.office", entry=entry.id), Permission.ROSTER_KEEP))
        for invitation in (invitation for entry in listed for invitation in entry.invitations):
            if invitation.level < DELIVERED and not invitation.is_over:
                words = _("Nothing shows yet that the invitation arrived: %(office)s, %(title)s", office=invitation.entry.office.title, title=docket.title)
                tasks.append(Task(words, url_for("asking.office", entry=invitation.entry_id), Permission.ROSTER_KEEP, invitation.last_day))
    return tasks


def judgements_to_confirm() -> list[Task]:
    """For a second person; who made the judgment sees it here too, and cannot confirm it."""
    tasks = []
    for judged in judgements_waiting():
        words = _("%(number)s: confirm the judgment about version %(n)s", number=judged.docket.number, n=judged.to_n)
        tasks.append(Task(words, url_for("asking.review_judgement", judgement=judged.id), Permission.CHANGE_CONFIRM))
    return tasks


def _about_the_list(docket: Docket, noticed: bool, unjudged: int | None) -> list[Task]:
    tasks: list[Task] = []
    if docket.closed_at is not None or docket.is_withdrawn or docket.archive:
        return tasks
    if noticed:
        words = _("%(number)s: notice of intent was given, and the list of those to ask is not frozen", number=docket.number)
        tasks.append(Task(words, url_for("asking.roster", docket=docket.number), Permission.ROSTER_KEEP))
    if unjudged is not None:
        words = _("%(number)s: judge whether version %(n)s changes what offices were asked", number=docket.number, n=unjudged)
        tasks.append(Task(words, url_for("asking.judge", docket=docket.number), Permission.ROSTER_KEEP))
    return tasks


def _noticed_and_not_frozen() -> set[str]:
    query = sa.select(ProcessEvent.docket_id).where(ProcessEvent.kind == "notice_of_intent", ProcessEvent.status == "held")
    return set(db.session.scalars(query.where(~sa.exists().where(RosterFreeze.docket_id == ProcessEvent.docket_id))))


def _newest_unjudged() -> dict[str, int]:
    """For each docket the newest version that follows another one and that nobody judged, or only with a refusal."""
    withdrawn = sa.exists().where(TextWithdrawal.version_id == TextVersion.id)
    query = sa.select(TextVersion.docket_id, TextVersion.n).where(TextVersion.precedes.is_(None), ~withdrawn).order_by(TextVersion.n)
    versions: dict[str, list[int]] = {}
    for docket, n in db.session.execute(query):
        versions.setdefault(docket, []).append(n)
    refused = sa.exists().where(ChangeReview.judgement_id == ChangeJudgement.id, ChangeReview.outcome == "refused")
    judged = set(db.session.execute(sa.select(ChangeJudgement.docket_id, ChangeJudgement.from_n, ChangeJudgement.to_n).where(~refused)).tuples())
    found = {}
    for docket, numbers in versions.items():
        open_steps = [b for a, b in pairwise(numbers) if (docket, a, b) not in judged]
        if open_steps:
            found[docket] = open_steps[-1]
    return found


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
