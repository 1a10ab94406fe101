"""Reminders: to offices that owe an answer or a report, some days before the deadline and once it has passed; to clerks, of what is
overdue in the city, each business morning. Each goes out once, and not at all where its reason is gone before it could; none of them makes anything due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import time, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import city_zone, now, today
from civic.consultation.answers import is_settled
from civic.consultation.models import Invitation, RosterEntry
from civic.database import db, writing
from civic.dockets.models import Docket
from civic.exceptions.oversight_models import ReportingDuty
from civic.exceptions.reporting import Period, schedule
from civic.notices.actions import queue_mail
from civic.notices.models import Message
from civic.owed import State, owed_in_the_city
from civic.people.calendar import is_business_day
from civic.people.models import Account
from civic.people.policy import policy
from civic.people.queries import accounts_with_role
from civic.permissions import Role
from civic.web import city_name, day, public_address
from civic.work import chore

KIND = "consultation.reminder"
MORNING = time(8)
AFTER = timedelta(days=3)  # a reminder that could not go by then is not sent any more
EVERY = timedelta(minutes=15)  # a look at everything owed is worth that much and no more


@chore
def remind_offices() -> bool:
    """Every office that owes an answer and that somebody holds today."""
    if not _is_time_to_look("civic_offices_looked"):
        return False
    due = [(invitation, name) for invitation in _running() if (name := _due(invitation)) and not _was_sent(name)]
    db.session.rollback()
    if not due:
        return False
    with writing():
        for invitation, name in due:
            _remind(db.session.merge(invitation), name)
    return True


@chore
def remind_of_reports() -> bool:
    """Every office that owes a report under a law, and that somebody holds today."""
    ahead = policy("reminder_days")
    if not ahead or not _is_time_to_look("civic_reports_looked"):
        return False
    near = [one for one in schedule() if one.is_owed and one.due - timedelta(days=ahead) <= today() <= one.due + AFTER]
    due = [(one, holder.email) for one in near if (holder := one.duty.office.holder()) is not None and not _was_sent(_report_mail(one))]
    db.session.rollback()
    if not due:
        return False
    with writing():
        for period, recipient in due:
            _remind_of_report(db.session.merge(period.duty), period, recipient)
    return True


@chore
def remind_clerks() -> bool:
    """On business days from eight o'clock on: what is overdue, in numbers, with the page that lists it."""
    local = now().astimezone(city_zone())
    if local.time() < MORNING or not is_business_day(local.date()) or not _is_time_to_look("civic_overdue_looked"):
        return False
    waiting = [clerk for clerk in accounts_with_role(Role.CLERK) if not _was_sent(_overdue_mail(clerk))]
    overdue = [thing for thing in owed_in_the_city() if thing.state() is State.OVERDUE] if waiting else []
    db.session.rollback()
    if not overdue:
        return False
    counts = Counter(thing.kind_in_words for thing in overdue)
    with writing():
        for clerk in accounts_with_role(Role.CLERK):
            _tell(clerk, counts)
    return True


def is_still_due(message: Message) -> bool:
    """Asked just before a message goes out: a reminder whose answer, report, day or holder is another by now is not sent."""
    return message.once is None or message.kind not in _STILL_DUE or _STILL_DUE[message.kind](message)


def _answer_is_due(message: Message) -> bool:
    invitation = db.session.get(Invitation, message.about_id)
    return invitation is not None and _due(invitation) == message.once


def _report_is_due(message: Message) -> bool:
    return message.once in {_report_mail(period) for period in schedule() if period.is_owed}


def _is_of_today(message: Message) -> bool:
    return str(message.once).endswith(f":{today()}")


_STILL_DUE: dict[str, Callable[[Message], bool]] = {KIND: _answer_is_due, "report.reminder": _report_is_due, "overdue": _is_of_today}


def _is_time_to_look(name: str) -> bool:
    looked = current_app.extensions.get(name)
    if looked is not None and timedelta(0) <= now() - looked < EVERY:
        return False
    current_app.extensions[name] = now()
    return True


def _overdue_mail(clerk: Account) -> str:
    return f"overdue:{clerk.id}:{today()}"


def _tell(clerk: Account, counts: Counter[str]) -> None:
    body = "\n\n".join([
        _("%(city)s, public record", city=city_name()),
        _("This is overdue today:") + "\n" + "\n".join(f"{kind}: {n}" for kind, n in sorted(counts.items())),
        _("Everybody can see it here:") + "\n" + public_address("clocks.overdue"),
    ])  # fmt: skip
    subject = ngettext("%(num)s thing is overdue in the public record", "%(num)s things are overdue in the public record", sum(counts.values()))
    queue_mail(kind="overdue", subject=subject, recipient=clerk.email, body=body, once=_overdue_mail(clerk))


def _report_mail(period: Period) -> str:
    return f"report.reminder:{period.duty.id}:{period.starts}:{period.state}"


def _remind_of_report(duty: ReportingDuty, period: Period, recipient: str) -> None:
    span = _("%(starts)s to %(ends)s", starts=day(period.starts), ends=day(period.ends))
    if period.state == "overdue":
        subject = _("Overdue: your office's report on docket %(number)s", number=duty.docket.number)
        state = _("It was due on %(day)s. A late report is still published, and marked as late.", day=day(period.due))
    else:
        subject = _("Due soon: your office's report on docket %(number)s", number=duty.docket.number)
        state = _("It is due on %(day)s.", day=day(period.due))
    body = "\n\n".join([
        _("%(city)s, public record", city=city_name()),
        _("To: %(office)s", office=duty.office.title),
        _("About: docket %(number)s, %(title)s", number=duty.docket.number, title=duty.docket.title),
        _("The report on how this law was kept from %(span)s waits for your office's signature.", span=span) + " " + state,
        _("Sign in to write or sign it:") + "\n" + public_address("oversight.report", reporting_duty=duty.id, starts=period.starts.isoformat()),
    ])  # fmt: skip
    queue_mail(kind="report.reminder", subject=subject, recipient=recipient, body=body, about=duty, once=_report_mail(period))


def _running() -> list[Invitation]:
    """Invitations whose last day comes within the city's days of reminding, or has just passed."""
    ahead = policy("reminder_days")
    if not ahead:
        return []
    query = (
        sa.select(Invitation).join(RosterEntry, RosterEntry.id == Invitation.entry_id).join(Docket, Docket.id == RosterEntry.docket_id)
        .where(Docket.closed_at.is_(None), Docket.withdrawn_at.is_(None), Invitation.sent_at > now() - timedelta(days=400))
    )  # fmt: skip
    return [one for one in db.session.scalars(query) if one.last_day - timedelta(days=ahead) <= today() <= one.last_day + AFTER]


def _due(invitation: Invitation) -> str | None:
    """The name of the reminder that this invitation is due now; it changes with an extension, so that a new one may go."""
    if not _unanswered(invitation) or today() <= invitation.sent_at.date() or invitation.entry.office.holder() is None:
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
    assert holder is not None  # else nothing is due
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
