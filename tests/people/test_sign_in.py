"""Signing in with a password and a real authenticator code; sessions end on the server's side."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db, writing
from civic.people.actions import grant_role, open_account, revoke_role
from civic.people.models import SignInSession
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import milo

PASSWORD = "seven grey herons wait"


def totp(key: str) -> str:
    from passlib.totp import TOTP

    return TOTP(key=key.replace("-", "").replace(" ", ""), format="base32").generate().token


def enter(browser: TestBrowser, email: str = "casey@city.example", password: str = PASSWORD) -> TestBrowser:
    return browser.open("/sign-in").fill("Sign in now", {"E-mail address": email, "Password": password})


def test_the_first_sign_in_sets_up_an_authenticator_and_the_second_asks_for_its_code(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    open_account("Casey", "Casey@City.example", PASSWORD, Role.MODERATOR)
    enter(browser)
    assert browser.heading == "Set up your authenticator"
    browser.press("Show the secret for my app")
    key = browser.find("code").get_text()
    browser.fill("Finish the set-up", {"Six digits": totp(key)})
    assert browser.open("/staff/held").status == 200
    enter(another_browser)
    assert another_browser.heading == "Enter the code"
    another_browser.fill("Sign in with this code", {"Six digits": "000000"})
    assert another_browser.open("/staff/held", follow=False).status == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.CLERK)
    wrong, unknown = enter(browser, password="not the password").text, enter(browser, email="nobody@city.example").text
    assert wrong == unknown


def test_a_session_ended_on_the_server_signs_out_at_once(app, browser: TestBrowser) -> None:
    browser.sign_in(milo())
    assert browser.open("/staff/held").status == 200
    db.session.execute(sa.update(SignInSession).values(ended_at=now()))
    assert browser.open("/staff/held", follow=False).status == 302


def test_a_session_that_is_not_used_for_half_an_hour_ends(app, browser: TestBrowser) -> None:
    browser.sign_in(milo())
    with pretend(now() + timedelta(minutes=31)):
        assert browser.open("/staff/held", follow=False).status == 302


def test_a_revoked_role_acts_on_the_next_request(app, browser: TestBrowser) -> None:
    person = milo()
    browser.sign_in(person)
    revoke_role(person, Role.MODERATOR)
    assert browser.open("/staff/held").status == 403


def test_nobody_is_both_staff_and_an_official(app) -> None:
    """I-38 Police, council and respondent accounts hold no staff role."""
    person = milo()
    for role in (Role.RESPONDENT, Role.MEMBER, Role.DELEGATE):
        with pytest.raises(Refusal, match="cannot be both"):
            grant_role(person, role)


def test_an_account_without_a_second_factor_is_sent_to_set_one_up(app, browser: TestBrowser) -> None:
    browser.sign_in(milo(second_factor=False)).open("/staff/held")
    assert browser.heading == "Set up a second factor"
    browser.click("A code from an app on my phone")
    assert browser.heading == "Enter your password again" and "/sign-in/authenticator" in browser.address


def test_reading_keeps_a_session_alive_and_a_get_writes_nothing_else(app, browser: TestBrowser) -> None:
    browser.sign_in(milo())
    start = now()
    for minutes in (20, 40, 60):
        with pretend(start + timedelta(minutes=minutes)):
            assert browser.open("/staff/held", follow=False).status == 200
    with pretend(start + timedelta(minutes=91)):
        assert browser.open("/staff/held", follow=False).status == 302


def test_reading_does_not_wait_for_a_writer_to_keep_a_session_alive(app, browser: TestBrowser) -> None:
    browser.sign_in(milo())
    with pretend(now() + timedelta(minutes=20)):
        db.session.commit()
        with writing():
            db.session.execute(sa.update(SignInSession).values(account_id=SignInSession.account_id))
            answer = browser._ask("get", "/staff/held")  # noqa: SLF001 - without keeping what this test holds open
        assert answer.status_code == 200


def test_no_session_lasts_more_than_twelve_hours(app, browser: TestBrowser) -> None:
    browser.sign_in(milo())
    start = now()
    for minutes in range(25, 721, 25):
        with pretend(start + timedelta(minutes=minutes)):
            browser.open("/staff/held", follow=False)
    with pretend(start + timedelta(hours=12, minutes=1)):
        assert browser.open("/staff/held", follow=False).status == 302


def test_only_the_pages_of_the_library_that_civic_uses_answer(app, browser: TestBrowser) -> None:
    used = {"login", "logout", "verify", "two_factor_setup", "two_factor_setup_validate", "two_factor_token_validation"}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.removeprefix("security.")
        if rule.endpoint.startswith(("security.", "_fs")) and name not in used:
            assert browser.open(rule.rule).status == 404 and browser.post(rule.rule).status == 404, rule.endpoint


def test_each_secret_has_a_key_of_its_own(app) -> None:
    keys = {app.config["SECRET_KEY"], app.config["SECURITY_PASSWORD_SALT"], app.config["SECURITY_TOTP_SECRETS"]["1"]}
    assert len(keys) == 3
    assert {"password.key", "authenticator.key"} <= {file.name for file in (app.config["CIVIC"].data / "keys").iterdir()}
    assert app.config["SECRET_KEY"][:24] not in app.config["SECURITY_PASSWORD_SALT"]
