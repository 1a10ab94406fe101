"""Reminders to those who owe an answer, and to clerks of what is overdue: once each, and never what makes a thing due."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.consultation.actions import extend_invitation
from civic.consultation.answers import publish_answer
from civic.database import db
from civic.exceptions.actions import file_report
from civic.exceptions.reporting import schedule
from civic.notices.actions import words_of
from civic.notices.mailer import send_due_messages
from civic.notices.models import Message
from civic.notices.reminders import remind_clerks, remind_of_reports, remind_offices
from civic.people.policy import set_policy
from civic.record.models import Event
from tests.consultation.arrange import ask, list_the_chief, list_the_sheriff, the_chief
from tests.exceptions.arrange import make_law, the_office
from tests.factories import make_docket, the_clerk
from tests.notices.post_office import mail_set_up


def mails(kind: str) -> list[Message]:
    return list(db.session.scalars(sa.select(Message).where(Message.kind == kind).order_by(Message.queued_on, Message.id)))


@pytest.fixture(autouse=True)
def first_look(app) -> None:  # type: ignore[no-untyped-def]
    """The worker looks every quarter of an hour; each test begins with its first look."""
    app.extensions.pop("civic_offices_looked", None)
    app.extensions.pop("civic_overdue_looked", None)
    app.extensions.pop("civic_reports_looked", None)


@pytest.fixture
def invitation(app, keep):  # type: ignore[no-untyped-def]
    made = ask(list_the_chief(make_docket()), days=10)
    keep()
    return made


def on_day(n: int) -> datetime:
    return now() + timedelta(days=n)


def test_an_office_is_reminded_once_before_its_last_day_and_once_after(invitation) -> None:
    for day in range(16):
        with pretend(now() if day == 0 else on_day(day)):
            remind_offices()
    told = mails("consultation.reminder")
    assert [m.subject for m in told] == ["Due soon: your answer on docket 2026-014", "Overdue: your answer on docket 2026-014"]
    assert [(m.queued_on - today()).days for m in told] == [7, 11]
    recipient, words = words_of(told[0])
    assert recipient == "chief.chen@city.example" and "The last day to answer is Tuesday, October 13." in words


def test_a_reminder_that_waits_for_the_mail_server_is_dropped_when_the_answer_came(app, invitation, keep) -> None:
    with pretend(on_day(7)):
        remind_offices()
        for question in invitation.questions:
            publish_answer(invitation, question, words="Eleven times.", by=the_chief())
        keep()
    told = mails("consultation.reminder")[0]
    with mail_set_up(app) as office, pretend(on_day(8)):
        send_due_messages()
    assert "Due soon: your answer on docket 2026-014" not in [mail["Subject"] for mail in office.letters]
    db.session.refresh(told)
    assert (told.state, told.failure, told.sealed_id) == ("dropped", None, None)
    assert db.session.scalars(sa.select(Event.kind).where(Event.subject_id == told.id).order_by(Event.kind)).all() == ["mail.dropped"]


def test_a_reminder_of_the_old_day_is_dropped_when_there_is_more_time(app, invitation, keep) -> None:
    with pretend(on_day(7)):
        remind_offices()
        extend_invitation(invitation, respond_by=today() + timedelta(days=20), reason="The files are large.", by=the_clerk())
        keep()
    with mail_set_up(app), pretend(on_day(8)):
        send_due_messages()
    assert [m.state for m in mails("consultation.reminder")] == ["dropped"]


def test_a_clerk_is_told_today_of_what_is_overdue_today_and_never_of_yesterday(app, invitation, keep) -> None:
    morning = datetime(2026, 10, 16, 14, tzinfo=UTC)
    with pretend(morning):
        remind_clerks()
        keep()
    with mail_set_up(app), pretend(morning + timedelta(days=1)):
        send_due_messages()
    assert {m.state for m in mails("overdue")} == {"dropped"}


def test_a_reminder_of_a_report_is_dropped_when_the_report_is_filed(app, keep) -> None:
    make_law()
    period = schedule()[0]
    keep()
    with pretend(now() + (period.due - today())):
        remind_of_reports()
        file_report(period.duty, period.starts, words="It was not used.", remedies="", by=the_office().holder())
        keep()
        with mail_set_up(app):
            send_due_messages()
    assert [m.state for m in mails("report.reminder")] == ["dropped"]


def test_an_office_that_nobody_holds_keeps_no_worker_busy(app, keep) -> None:
    ask(list_the_sheriff(make_docket()), days=10)
    keep()
    with pretend(on_day(9)):
        assert not remind_offices()
    assert mails("consultation.reminder") == []


def test_more_time_means_another_reminder_before_the_new_day(invitation, keep) -> None:
    with pretend(on_day(8)):
        assert remind_offices() and not remind_offices()
        extend_invitation(invitation, respond_by=today() + timedelta(days=20), reason="They asked for time.", by=the_clerk())
        keep()
        assert not remind_offices()
    with pretend(on_day(26)):
        assert remind_offices() and not remind_offices()
    assert len(mails("consultation.reminder")) == 2


def test_the_city_may_turn_reminders_off(invitation, keep) -> None:
    set_policy("reminder_days", 0)
    keep()
    with pretend(on_day(9)):
        assert not remind_offices()


def test_clerks_hear_each_business_morning_what_is_overdue(invitation) -> None:
    friday, saturday, monday = (datetime(2026, 10, day, 13, 30, tzinfo=UTC) for day in (16, 17, 19))  # 8:30 in the city
    for moment in (friday - timedelta(hours=2), friday, friday + timedelta(minutes=20), saturday, monday):
        with pretend(moment):
            remind_clerks()
    told = mails("overdue")
    clerks = {account for account, _ in map(words_of, told)}
    assert Counter(m.queued_on.day for m in told) == {16: len(clerks), 19: len(clerks)}
    assert told[0].subject.endswith("overdue in the public record") and "/overdue" in words_of(told[0])[1]


def test_nothing_overdue_means_no_mail(app, keep) -> None:
    make_docket()
    keep()
    with pretend(datetime(2026, 10, 5, 14, 0, tzinfo=UTC)):
        assert not remind_clerks()
    assert mails("overdue") == []


def test_the_holder_is_reminded_of_a_report_once_before_its_day_and_once_after(app, keep) -> None:
    """I-5: the report is due and overdue by its days; a mail only tells."""
    make_law()
    period = schedule()[0]
    keep()
    for day in range((period.due - today()).days + 8):
        if day > (period.due - today()).days - 6:
            with pretend(on_day(day)):
                remind_of_reports()
    told = mails("report.reminder")
    assert [m.subject for m in told] == ["Due soon: your office's report on docket 2026-014", "Overdue: your office's report on docket 2026-014"]
    assert [(m.queued_on - period.due).days for m in told] == [-3, 1]
    recipient, words = words_of(told[1])
    assert recipient == the_office().holder().email and "A late report is still published" in words and "/respond/reports/new/" in words


def test_no_reminder_of_a_report_that_is_filed(app, keep) -> None:
    make_law()
    period = schedule()[0]
    with pretend(now() + (period.due - today())):
        file_report(period.duty, period.starts, words="It was not used.", remedies="", by=the_office().holder())
        keep()
        assert not remind_of_reports()
    assert mails("report.reminder") == []
