"""/staff/outbox says what was sent and what was not, without showing an address or a secret link."""

from __future__ import annotations

import pytest

from civic.notices.actions import queue_mail
from civic.people.invitations import invite
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import adam, clara, milo
from tests.notices.post_office import mail_set_up

EMAIL = "nora@city.example"


def test_an_empty_outbox_says_so(app, browser: TestBrowser) -> None:
    with mail_set_up(app):
        browser.sign_in(clara()).open("/staff/outbox")
    assert browser.shows("No messages.") and not browser.shows("Nothing was sent")


def test_without_smtp_the_outbox_says_that_nothing_was_sent(app, browser: TestBrowser) -> None:
    """Acceptance 21: Without SMTP the outbox says that nothing was sent."""
    link = invite(EMAIL, Role.CLERK, by=adam())[1]
    browser.sign_in(clara()).open("/staff/outbox")
    assert browser.shows("Nothing was sent. This server has no mail set up.") and browser.shows("Not sent")
    browser.click("Your account with")
    assert browser.shows("You are invited") and browser.shows("secret link, hidden")
    assert link not in browser.response.text and link.rsplit("/", 1)[1] not in browser.response.text and EMAIL not in browser.response.text


def test_only_the_demonstration_shows_a_secret_link(app, browser: TestBrowser) -> None:
    """Acceptance 21: outside the demonstration no page shows a secret link."""
    link = invite(EMAIL, Role.CLERK)[1]
    before = app.extensions.get("civic_demonstration")
    app.extensions["civic_demonstration"] = lambda: True
    try:
        browser.sign_in(clara()).open("/staff/outbox").click("Your account with")
        assert browser.shows(link) and browser.shows(EMAIL)
    finally:
        app.extensions["civic_demonstration"] = before


def test_messages_are_listed_by_state(app, browser: TestBrowser) -> None:
    from civic.notices.actions import mark_failed

    mark_failed(queue_mail(kind="test", subject="The lost one", recipient=EMAIL, body="-"), "550")
    queue_mail(kind="test", subject="The waiting one", recipient=EMAIL, body="-")
    browser.sign_in(clara()).open("/staff/outbox").click("Not delivered (1)")
    assert browser.shows("The lost one") and browser.shows("The mail server answered 550.") and not browser.shows("The waiting one")


def test_a_moderator_does_not_see_the_outbox(app, browser: TestBrowser) -> None:
    assert browser.sign_in(milo()).open("/staff/outbox").status == 403


def test_the_operator_prints_a_message_and_the_record_says_so(app, keep) -> None:
    import sqlalchemy as sa

    from civic.cli import cli
    from civic.database import db
    from civic.notices.models import Message
    from civic.record.models import Leaf

    link = invite(EMAIL, Role.CLERK)[1]
    keep()
    id = db.session.scalar(sa.select(Message.id))
    runner = app.test_cli_runner()
    shown = runner.invoke(cli, ["mail", "show", id], obj=_info(app))
    assert shown.exit_code == 0, shown.output
    assert link in shown.output and EMAIL in shown.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Leaf).where(Leaf.kind == "access.privileged")) == 1
    assert id in runner.invoke(cli, ["mail", "list"], obj=_info(app)).output
    assert runner.invoke(cli, ["mail", "show", "nothing"], obj=_info(app)).exit_code == 3


def _info(app):  # type: ignore[no-untyped-def]
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


@pytest.mark.parametrize("id", ["-ocl3w5GXYF051nfjPAbcd", "--h_Ri-w3mGXYF051nfjPA", "h-vDARi-w3mGXYF051nfjPA"])
def test_the_command_takes_an_id_that_begins_like_an_option(app, id: str) -> None:
    from civic.cli import cli

    said = app.test_cli_runner().invoke(cli, ["mail", "show", id], obj=_info(app))
    assert said.exit_code == 3 and f"There is no message {id}" in said.output
