"""A delivery report marks its message, and nothing more is sent to that address."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from civic.cli import cli
from civic.database import Refusal, db
from civic.notices.actions import queue_mail
from civic.notices.bounces import take_report
from civic.notices.mailer import send_due_messages
from civic.notices.models import Message
from tests.notices.post_office import PostOffice, mail_set_up

EMAIL = "nora@city.example"
REPORT = """From: MAILER-DAEMON@relay.example\r
To: civic@localhost\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
We could not deliver it.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
\r
Final-Recipient: rfc822; {email}\r
Action: {action}\r
Status: {status}\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {message_id}\r
Subject: A letter for you\r
\r
--b--\r
"""


@pytest.fixture
def sent(app, keep) -> PostOffice:  # type: ignore[no-untyped-def]
    queue_mail(kind="test", subject="A letter for you", recipient=EMAIL, body="Words.")
    keep()
    with mail_set_up(app) as office:
        send_due_messages()
    return office


def report(office: PostOffice, action: str = "failed", status: str = "5.1.1", message_id: str = "") -> bytes:
    told = message_id or office.only()["Message-ID"]
    return REPORT.format(email=EMAIL, action=action, status=status, message_id=told).encode()


def test_a_report_marks_the_message_and_suppresses_the_address(app, sent: PostOffice) -> None:
    message = take_report(report(sent))
    assert (message.state, message.failure) == ("bounced", "5.1.1")
    later = queue_mail(kind="test", subject="Another", recipient=" Nora@City.Example ", body="Words.")
    assert (later.state, later.failure) == ("failed", "suppressed")


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.2.2")])
def test_a_delay_changes_nothing(app, sent: PostOffice, action: str, status: str) -> None:
    with pytest.raises(Refusal, match="delayed or delivered"):
        take_report(report(sent, action, status))
    assert db.session.query(Message).one().state == "sent"


def test_a_made_up_report_fits_no_message(app, sent: PostOffice) -> None:
    with pytest.raises(Refusal, match="not about a message of this site"):
        take_report(report(sent, message_id="<1.2.3.AAAAAAAAAAAAAAAAAAAAAA@localhost>"))
    with pytest.raises(Refusal, match="no delivery report"):
        take_report(b"Subject: hello\r\n\r\nwords")
    with pytest.raises(Refusal, match="no delivery report"):
        take_report(b"\xff\x00\xfe")


def test_the_command_takes_a_report_from_the_mail_server_and_the_operator_releases_an_address(app, sent: PostOffice, keep) -> None:
    runner = app.test_cli_runner()
    taken = runner.invoke(cli, ["mail", "bounced"], input=report(sent))
    assert taken.exit_code == 0 and "came back (5.1.1)" in taken.output and EMAIL not in taken.output
    freed = runner.invoke(cli, ["mail", "release"], input=f"{EMAIL}\n")
    assert freed.exit_code == 0
    assert queue_mail(kind="test", subject="Another", recipient=EMAIL, body="Words.").state == "queued"
    assert runner.invoke(cli, ["mail", "release"], input="nobody@city.example\n").exit_code == 3
    assert isinstance(runner, CliRunner)
