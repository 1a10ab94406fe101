"""Signing in with a password and a real authenticator code; sessions end on the server's side."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db, writing
from civic.notices.actions import words_of
from civic.notices.models import Message
from civic.people import attempts
from civic.people.actions import grant_role, open_account, revoke_role
from civic.people.models import Account, Passkey, SignInSession
from civic.people.queries import account_by_email
from civic.permissions import Role
from civic.record.models import Event
from tests.browsing import TestBrowser
from tests.cast import milo

PASSWORD = "seven grey herons wait"


@pytest.fixture(autouse=True)
def nobody_waits() -> None:
    attempts._failures.clear()
    attempts._mailed.clear()


def totp(key: str) -> str:
    from passlib.totp import TOTP

    return TOTP(key=key.replace("-", "").replace(" ", ""), format="base32").generate().token


def give_passkey(account: Account, name: str = "blue key") -> None:
    db.session.add(
        Passkey(account_id=account.id, credential_id=name.encode(), public_key=b"-", backup_state=False, device_type="single_device", lastuse_datetime=now(),
                name=name, usage="first")
    )  # fmt: skip
    db.session.flush()
    db.session.expire(account, ["webauthn"])


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
    used = {
        "login", "logout", "verify", "two_factor_setup", "two_factor_setup_validate", "two_factor_token_validation",
        "forgot_password", "reset_password", "wan_register", "wan_register_response", "wan_signin", "wan_signin_response",
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.removeprefix("security.")
        if rule.endpoint.startswith(("security.", "_fs")) and name not in used:
            assert browser.open(rule.rule).status == 404 and browser.post(rule.rule).status == 404, rule.endpoint


def test_each_secret_has_a_key_of_its_own(app) -> None:
    keys = {app.config["SECRET_KEY"], app.config["SECURITY_PASSWORD_SALT"], app.config["SECURITY_TOTP_SECRETS"]["1"]}
    assert len(keys) == 3
    assert {"password.key", "authenticator.key"} <= {file.name for file in (app.config["CIVIC"].data / "keys").iterdir()}
    assert app.config["SECRET_KEY"][:24] not in app.config["SECURITY_PASSWORD_SALT"]


def test_nobody_who_needs_an_authenticator_can_switch_it_off(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.MODERATOR)
    enter(browser).press("Show the secret for my app")
    browser.fill("Finish the set-up", {"Six digits": totp(browser.find("code").get_text())})
    browser.post("/sign-in/authenticator", setup="disable", submit="1")
    db.session.expire_all()
    assert account_by_email("casey@city.example").tf_primary_method == "authenticator"


def test_a_password_does_not_go_around_a_passkey(app, browser: TestBrowser) -> None:
    """Whoever has only a passkey is not offered a new authenticator for the password."""
    account = open_account("Casey", "casey@city.example", PASSWORD, Role.MODERATOR)
    give_passkey(account)
    enter(browser)
    assert browser.errors == ["Sign in with your passkey: this account has no authenticator app."]
    browser.post("/sign-in/authenticator", setup="authenticator", submit="1")
    assert browser.status in (302, 403) and browser.open("/staff/held", follow=False).status == 302


def test_no_cookie_outlives_the_session(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.REPRESENTATIVE)
    browser.open("/sign-in")
    browser.post("/sign-in", email="casey@city.example", password=PASSWORD, remember="y", submit="1")
    assert browser.open("/account").status == 200
    assert browser.client.get_cookie("remember_token") is None


def test_five_wrong_passwords_make_the_right_one_wait(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.REPRESENTATIVE)
    answers = {enter(browser, password=f"guess {n} of many").text for n in range(5)}
    answers.add(enter(browser).text)
    assert len(answers) == 1 and "wait of up to 15 minutes" in answers.pop()
    with pretend(now() + timedelta(minutes=1)):
        enter(browser)
        assert browser.open("/account").status == 200


def test_codes_cannot_be_guessed_one_after_the_other(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.MODERATOR)
    enter(browser).press("Show the secret for my app")
    key = browser.find("code").get_text()
    browser.fill("Finish the set-up", {"Six digits": totp(key)})
    enter(another_browser)
    for _ in range(5):
        another_browser.post("/sign-in/code", code="000000", submit="1")
    another_browser.post("/sign-in/code", code=totp(key), submit="1")
    assert another_browser.open("/staff/held", follow=False).status == 302


def test_signing_in_and_out_stands_in_the_inner_log(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.REPRESENTATIVE)
    enter(browser).open("/account").press("Sign out")
    kinds = list(db.session.scalars(sa.select(Event.kind).where(Event.kind.like("sign_%")).order_by(Event.kind)))
    assert kinds == ["sign_in.made", "sign_out.made"]


def link_in_mail() -> str:
    message = db.session.scalars(sa.select(Message).where(Message.subject == "Choose a new password")).one()
    words = words_of(message)
    assert words is not None
    return next(word for word in words[1].split() if "/sign-in/password/" in word)


def test_a_forgotten_password_is_replaced_by_mail_and_the_second_factor_stays(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    account = open_account("Casey", "casey@city.example", PASSWORD, Role.MODERATOR)
    account.tf_primary_method, account.tf_totp_secret = "authenticator", "kept"
    another_browser.sign_in(account)
    browser.open("/sign-in").click("I forgot my password").fill("Send the link", {"E-mail address": "casey@city.example"})
    link = link_in_mail()
    assert link.startswith(app.config["CIVIC"].public_url + "/")
    path = "/" + link.split("/", 3)[3]
    for _ in range(2):
        assert browser.open(path).heading == "Your new password"  # opening it changes nothing
    browser.fill("Use this password", {"New password": "nine quiet geese fly", "The same again": "nine quiet geese fly"})
    db.session.expire_all()
    assert another_browser.open("/account", follow=False).status == 302
    assert (account.tf_primary_method, account.tf_totp_secret) == ("authenticator", "kept")
    assert enter(browser, password="nine quiet geese fly").heading == "Enter the code"
    assert TestBrowser(app).open(path).heading == "Choose a new password"  # used once


def test_a_poisoned_host_does_not_get_into_the_mail(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.CLERK)
    browser.open("/sign-in/password")
    token = browser.token()
    answer = browser.client.post("/sign-in/password", data={"email": "casey@city.example", "submit": "1", "csrf_token": token}, headers={"Host": "evil.example"})
    assert answer.status_code == 400 and b"evil" not in answer.data
    db.session.rollback()
    for message in db.session.scalars(sa.select(Message)):
        assert "evil.example" not in (words_of(message) or ("", ""))[1]


def test_asking_for_an_unknown_address_gets_the_same_answer_and_sends_nothing(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.CLERK)
    answers = set()
    for email in ("casey@city.example", "nobody@city.example"):
        browser.open("/sign-in/password").fill("Send the link", {"E-mail address": email})
        answers.add((browser.status, browser.text.replace(email, "the address")))
    assert len(answers) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_nobodys_letter_box_is_flooded(app, browser: TestBrowser) -> None:
    open_account("Casey", "casey@city.example", PASSWORD, Role.CLERK)
    for _ in range(5):
        browser.open("/sign-in/password").fill("Send the link", {"E-mail address": "casey@city.example"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Message)) == 3
