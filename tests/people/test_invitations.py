"""Invitations: a link that works once; whoever has it chooses name and password, then a second factor."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db
from civic.notices.models import Message
from civic.people.invitations import accept_invitation, invite
from civic.people.models import Account, AccountInvitation
from civic.people.queries import account_by_email
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import adam, chen, office
from tests.people.test_sign_in import PASSWORD, totp

EMAIL = "nora@city.example"


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def accept(browser: TestBrowser, link: str) -> TestBrowser:
    return browser.open(path_of(link)).fill("Open my account", {"Your name": "Nora New", "Choose a password": PASSWORD})


def test_an_invited_moderator_opens_an_account_and_sets_up_an_authenticator(app, browser: TestBrowser) -> None:
    link = invite(EMAIL, Role.MODERATOR, by=adam())[1]
    accept(browser, link)
    assert browser.heading == "Set up a second factor"
    assert browser.open("/staff/held").heading == "Set up a second factor"
    browser.click("A code from an app on my phone").press("Show the secret for my app")
    browser.fill("Finish the set-up", {"Six digits": totp(browser.find("code").get_text())})
    assert browser.open("/staff/held").status == 200
    assert account_by_email(EMAIL).role_names == {Role.MODERATOR}


def test_opening_the_link_changes_nothing(app, browser: TestBrowser) -> None:
    """Acceptance 7: GET on any e-mailed link changes nothing."""
    link = invite(EMAIL, Role.CLERK)[1]
    for _ in range(3):
        assert browser.open(path_of(link)).heading == "Open your account"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 0
    assert accept(browser, link).heading == "Set up a second factor"


def test_a_link_works_once(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    link = invite(EMAIL, Role.CLERK)[1]
    accept(browser, link)
    assert another_browser.open(path_of(link)).status == 410 and another_browser.heading == "This invitation no longer works"
    with pytest.raises(Refusal):
        accept_invitation(db.session.scalar(sa.select(AccountInvitation)), name="Twin", password=PASSWORD)


def test_a_link_ends_after_a_week_in_whole_hours(app, browser: TestBrowser) -> None:
    invitation, link = invite(EMAIL, Role.CLERK)
    assert (invitation.expires_at.minute, invitation.expires_at.second) == (0, 0)
    with pretend(now() + timedelta(days=7, hours=1)):
        assert browser.open(path_of(link)).status == 410


def test_the_row_keeps_only_a_digest_of_the_link(app) -> None:
    invitation, link = invite(EMAIL, Role.CLERK)
    token = link.rsplit("/", 1)[1]
    row = db.session.execute(sa.text("SELECT * FROM account_invitations")).mappings().one()
    assert token.encode() not in b" ".join(str(value).encode() for value in row.values())
    assert EMAIL.encode() not in bytes(row["email"])
    assert token not in db.session.scalar(sa.select(Message)).subject


def test_a_short_password_is_refused_and_the_link_still_works(app, browser: TestBrowser) -> None:
    link = invite(EMAIL, Role.CLERK)[1]
    browser.open(path_of(link)).fill("Open my account", {"Your name": "Nora New", "Choose a password": "short"})
    assert browser.status == 422 and "at least 12 characters" in browser.errors[0]
    assert accept(browser, link).heading == "Set up a second factor"


def test_an_administrator_invites_on_a_page_and_withdraws(app, browser: TestBrowser) -> None:
    browser.sign_in(adam()).open("/staff/people").click("Invite a person")
    browser.fill("Send the invitation", {"E-mail address": EMAIL, "role": "analyst"})
    assert browser.shows(EMAIL) and db.session.scalar(sa.select(Message.kind)) == "account_invitation"
    browser.press("Withdraw")
    assert browser.shows("Its link no longer works")


def test_an_invitation_to_an_office_makes_its_holder(app, browser: TestBrowser) -> None:
    place = office("City Engineer", "Public Works")
    accept(browser, invite(EMAIL, Role.RESPONDENT, office=place)[1])
    db.session.expire_all()
    assert place.holder().name == "Nora New"


def test_nobody_is_invited_into_an_office_that_is_held(app, browser: TestBrowser) -> None:
    chief = chen()
    browser.sign_in(adam()).open("/staff/people/invite")
    browser.fill("Send the invitation", {"E-mail address": EMAIL, "role": "respondent", "office": chief.offices()[0].id})
    assert browser.status == 422 and browser.errors == ["Chief Chen holds this office. End that first."]


def test_an_unknown_link_is_not_found(app, browser: TestBrowser) -> None:
    assert browser.open("/invitation/" + "x" * 22).status == 404


def test_who_has_an_account_is_not_invited_again(app) -> None:
    with pytest.raises(Refusal, match="has an account already"):
        invite(chen().email, Role.CLERK)
