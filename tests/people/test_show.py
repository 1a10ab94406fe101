"""The second factor again before a grave act: asked for in the middle, and the act goes on with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.consultation.answers import draft_answer
from civic.consultation.models import Response
from civic.database import db
from civic.moderation.actions import propose
from civic.moderation.models import Decision
from civic.people import attempts
from civic.people.actions import open_account
from civic.people.factors import ask_for_reset
from civic.people.models import Account, AccountInvitation
from civic.permissions import FRESH_FOR, RULES, Permission, Role, _grave
from civic.record.models import Event
from tests.browsing import TestBrowser
from tests.cast import adam, make_account, milo, mona, office
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import make_comment, make_docket, the_clerk
from tests.people.authenticators import UP_ALONE, Key, code_of

pytestmark = pytest.mark.usefixtures("app")
ASKED = "Show that it is you"
NOTE = "Line one.\nLine two: <b>“kept”</b> & whole."


@pytest.fixture(autouse=True)
def nobody_waits() -> None:
    attempts._failures.clear()


@dataclass
class Act:
    """A grave act as a browser sends it, and how to see that it happened."""

    person: Account
    address: str
    sent: dict[str, str]
    happened: Callable[[], bool]


def granting() -> Act:
    other = milo()
    return Act(adam(), f"/staff/people/{other.id}", {"role": "analyst"}, lambda: Role.ANALYST in _again(other).role_names)


def revoking() -> Act:
    other = make_account("Mia Moderator", Role.MODERATOR, Role.ANALYST)
    return Act(adam(), f"/staff/people/{other.id}/roles/analyst/revoke", {}, lambda: Role.ANALYST not in _again(other).role_names)


def inviting() -> Act:
    return Act(adam(), "/staff/people/invite", {"email": "new@city.example", "role": "clerk"}, lambda: _count(AccountInvitation) == 1)


def suspending() -> Act:
    other = milo()
    return Act(adam(), f"/staff/people/{other.id}/suspend", {}, lambda: not _again(other).active)


def appointing() -> Act:
    place, person = office("Fire Chief", "Fire"), make_account("Fay Fire", Role.RESPONDENT)
    return Act(adam(), f"/staff/offices/{place.id}", {"account": person.id, "capacity": "holder"}, lambda: _again(place).holder() is not None)


def asking_for_a_reset() -> Act:
    other = milo()
    return Act(adam(), f"/staff/people/{other.id}/factor/ask", {}, lambda: _events("factor.reset_asked") == 1)


def confirming_a_reset() -> Act:
    reset = ask_for_reset(milo(), by=make_account("Ada Administrator", Role.ADMINISTRATOR))
    return Act(adam(), f"/staff/people/resets/{reset.id}/confirm", {}, lambda: _events("factor.reset") == 1)


def proposing_to_withhold() -> Act:
    comment = make_comment(make_docket(), "Buy cheap cameras here.")
    return Act(milo(), f"/staff/comments/{comment.number}/decide", {"decision": "propose", "withholding": "S1", "note": NOTE}, _has_note)


def proposing_in_a_batch() -> Act:
    n = make_comment(make_docket(), "Buy cheap cameras here.").number
    return Act(milo(), "/staff/d/2026-014/queue", {f"decision-{n}": "propose", f"reason-{n}": "S1", f"note-{n}": NOTE}, _has_note)


def agreeing_to_withhold() -> Act:
    decision = propose(make_comment(make_docket(), "Buy cheap cameras here."), "S1", by=mona())
    return Act(milo(), f"/staff/decisions/{decision.id}/confirm", {}, lambda: _again(decision).state == "taken")


def publishing_answers() -> Act:
    invitation = ask(list_the_chief(make_docket()))
    draft_answer(invitation, invitation.questions[0], words="Eleven times.", by=the_chief())
    return Act(the_chief(), f"/respond/check/{invitation.id}", {"anything_else": NOTE}, lambda: NOTE in {r.words.replace("\r\n", "\n") for r in db.session.scalars(sa.select(Response))})


ACTS = [
    granting, revoking, inviting, suspending, appointing, asking_for_a_reset, confirming_a_reset, proposing_to_withhold, proposing_in_a_batch,
    agreeing_to_withhold, publishing_answers,
]  # fmt: skip


@pytest.mark.parametrize("arrange", ACTS, ids=lambda f: f.__name__)
def test_a_grave_act_waits_for_the_code_and_then_goes_on(browser: TestBrowser, arrange: Callable[[], Act]) -> None:
    """ASVS 7.5.3. Without a script: every press is a plain form."""
    act = arrange()
    code_of(act.person)
    browser.sign_in(act.person, fresh=False).post(act.address, **act.sent)
    assert (browser.status, browser.heading) == (403, ASKED) and not act.happened()
    browser.press("Go on", second_factor_code="000000", follow=False)
    assert browser.status == 422 and browser.shows("This does not fit") and not act.happened()
    browser.press("Go on", second_factor_code=code_of(act.person), follow=False)
    assert browser.status in (302, 303) and act.happened(), browser.text
    assert _events("factor.shown") == 1


@pytest.mark.parametrize("arrange", ACTS, ids=lambda f: f.__name__)
def test_nobody_is_asked_twice_within_a_quarter_of_an_hour(browser: TestBrowser, arrange: Callable[[], Act]) -> None:
    act = arrange()
    browser.sign_in(act.person).post(act.address, **act.sent)
    assert browser.status in (302, 303) and act.happened()


@pytest.mark.parametrize("arrange", [granting, proposing_to_withhold, publishing_answers], ids=lambda f: f.__name__)
def test_a_passkey_answers_too(browser: TestBrowser, arrange: Callable[[], Act]) -> None:
    act = arrange()
    key = Key(act.person)
    browser.sign_in(act.person, fresh=False).post(act.address, **act.sent)
    form = browser.find("form[data-passkey=get]")
    browser.send("post", form["action"], _fields(form) | {"credential": key.answer(form["data-options"])}, follow=False)
    assert browser.status in (302, 303) and act.happened()


@pytest.mark.parametrize("wrong", ["another key", "another challenge", "another site", "nobody verified"])
def test_a_passkey_that_proves_nothing_is_refused(browser: TestBrowser, wrong: str) -> None:
    act = granting()
    key, stranger = Key(act.person), Key(milo(email="m2@city.example"), "green key")
    browser.sign_in(act.person, fresh=False).post(act.address, **act.sent)
    form = browser.find("form[data-passkey=get]")
    options = form["data-options"]
    if wrong == "another challenge":
        form = browser.post(act.address, **act.sent).find("form[data-passkey=get]")  # the first question is over
    answer = stranger.answer(options) if wrong == "another key" else key.answer(
        options, flags=UP_ALONE if wrong == "nobody verified" else 5, origin="https://elsewhere.example" if wrong == "another site" else "http://localhost"
    )
    browser.send("post", form["action"], _fields(form) | {"credential": answer}, follow=False)
    assert browser.status == 422 and not act.happened()


def test_every_grave_permission_is_in_the_table() -> None:
    """A permission that joins them comes with its row above, or with its own test."""
    assert {p for p in Permission if RULES[p] in _grave} == {
        Permission.ROLES_GRANT, Permission.FACTOR_RESET, Permission.OWN_FACTORS, Permission.COMMENT_WITHHOLD, Permission.REFUSED_ROWS_SEE,
        Permission.ANSWER_PUBLISH, Permission.ORIGINAL_READ, Permission.EXCEPTION_READ_SEALED,
    }  # fmt: skip


def test_it_lasts_a_quarter_of_an_hour_and_no_longer(browser: TestBrowser) -> None:
    act, start = granting(), now()
    browser.sign_in(act.person)
    with pretend(start + FRESH_FOR + timedelta(seconds=1)):
        assert browser.post(act.address, **act.sent).heading == ASKED
    with pretend(start + FRESH_FOR):
        assert browser.post(act.address, **act.sent).status == 302


def test_who_may_not_do_it_is_not_asked(browser: TestBrowser) -> None:
    other = milo()
    browser.sign_in(mona(), fresh=False).post(f"/staff/people/{other.id}", role="analyst")
    assert browser.status == 403 and browser.heading != ASKED


def test_looking_at_the_form_asks_nothing(browser: TestBrowser) -> None:
    browser.sign_in(adam(), fresh=False)
    for address in ("/staff/people", "/staff/people/invite", f"/staff/people/{milo().id}"):
        assert browser.open(address).status == 200 and browser.heading != ASKED


def test_the_form_with_a_mistake_comes_back_and_asks_no_second_time(browser: TestBrowser) -> None:
    """The answer counts also when the act itself is refused and nothing of it is kept."""
    person = adam()
    code = code_of(person)
    browser.sign_in(person, fresh=False).post("/staff/people/invite", email="no address", role="clerk")
    browser.press("Go on", second_factor_code=code)
    assert browser.status == 422 and browser.find("#email")["value"] == "no address" and _count(AccountInvitation) == 0
    browser.fill("Send the invitation", {"E-mail address": "new@city.example"})
    assert browser.status == 200 and _count(AccountInvitation) == 1


def test_five_wrong_codes_wait_even_for_the_right_one(browser: TestBrowser) -> None:
    act = granting()
    code_of(act.person)
    browser.sign_in(act.person, fresh=False).post(act.address, **act.sent)
    for _ in range(5):
        browser.press("Go on", second_factor_code="000000", follow=False)
    browser.press("Go on", second_factor_code=code_of(act.person), follow=False)
    assert browser.status == 422 and browser.shows("Wait a few minutes") and not act.happened()


def test_a_password_alone_is_not_a_second_factor(browser: TestBrowser) -> None:
    """Whoever opened the account and set up the app has shown it; a password before that has not."""
    from civic.people.invitations import invite

    link = invite("ada@city.example", Role.ADMINISTRATOR)[1]
    browser.open(link.removeprefix("http://localhost:8000")).fill("Open my account", {"Your name": "Ada", "Choose a password": "seven grey herons wait"})
    with browser.client.session_transaction() as own:
        assert "second_factor_at" not in own
    browser.click("A code from an app").press("Show the secret for my app")
    from tests.people.test_sign_in import totp

    browser.fill("Finish the set-up", {"Six digits": totp(browser.find("code").get_text())})
    with browser.client.session_transaction() as own:
        assert own["second_factor_at"] == int(now().timestamp())


def test_signing_in_with_the_code_counts(browser: TestBrowser) -> None:
    account = open_account("Theo", "theo@city.example", "seven grey herons wait", Role.ADMINISTRATOR)
    code_of(account)
    other = milo()
    browser.open("/sign-in").fill("Sign in now", {"E-mail address": "theo@city.example", "Password": "seven grey herons wait"})
    browser.fill("Sign in with this code", {"Six digits": code_of(account)})
    assert browser.post(f"/staff/people/{other.id}", role="analyst").status == 302


@pytest.mark.parametrize("address", ["/sign-in/authenticator", "/account/passkeys/new"])
def test_another_factor_is_added_only_by_whoever_shows_the_first(browser: TestBrowser, address: str) -> None:
    """A password and an open browser are not enough to make oneself a factor of one's own."""
    person = milo()
    code = code_of(person)
    assert browser.sign_in(person, fresh=False).open(address).heading == ASKED
    browser.press("Go on", second_factor_code=code)
    assert browser.address.endswith(address) and browser.heading != ASKED


def test_a_passkey_is_removed_only_by_whoever_shows_a_factor(browser: TestBrowser) -> None:
    person = milo()
    code_of(person)
    Key(person)
    key = person.webauthn[0]
    browser.sign_in(person, fresh=False).post(f"/account/passkeys/{key.id}/remove")
    assert browser.heading == ASKED
    browser.press("Go on", second_factor_code=code_of(person), follow=False)
    assert browser.status == 302 and _events("factor.removed") == 1


def test_what_is_not_public_is_downloaded_after_the_code(browser: TestBrowser, tmp_path: Any) -> None:
    from civic.exchange.models import Import
    from tests.exchange.test_import import a_file, taken

    taken(make_docket(), a_file())
    made = db.session.scalars(sa.select(Import)).one()
    clerk = the_clerk()
    code, address = code_of(clerk), f"/staff/imports/{made.id}/failed.csv"
    assert browser.sign_in(clerk, fresh=False).open(address).heading == ASKED and browser.shows("needs more protection")
    browser.press("Go on", second_factor_code=code)
    assert browser.response.mimetype == "text/csv" and browser.address.endswith(address)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_afterwards(browser: TestBrowser, elsewhere: str) -> None:
    person = milo()
    code = code_of(person)
    browser.sign_in(person, fresh=False).post(f"/sign-in/again?next={elsewhere}", second_factor_code=code)
    assert browser.response.headers["Location"].endswith("/signed-in")


def test_the_way_back_leads_where_one_came_from(browser: TestBrowser) -> None:
    browser.sign_in(adam(), fresh=False)
    browser.client.environ_base["HTTP_REFERER"] = "http://localhost/staff/people"
    browser.post("/staff/people/invite", email="new@city.example", role="clerk")
    assert browser.click("Leave it: go back").heading.startswith("People") and _count(AccountInvitation) == 0


def test_in_the_demonstration_one_press_stands_for_the_code(loaded: Any, on_loopback: Any, browser: TestBrowser) -> None:
    other = db.session.scalars(sa.select(Account).where(Account.name == "Milo")).one()
    browser.open("/demo").press("Continue as Theo")
    with pretend(now() + FRESH_FOR + timedelta(minutes=1)):
        browser.open(f"/staff/people/{other.id}").fill("Grant this role", {"Another role": "analyst"})
        assert browser.heading == ASKED
        browser.press("Go on as if I had shown it")
    assert browser.shows("The role counts from now on.")


def test_outside_the_demonstration_that_press_does_nothing(browser: TestBrowser) -> None:
    act = granting()
    code_of(act.person)
    browser.sign_in(act.person, fresh=False).post(act.address, **act.sent)
    assert not browser.shows("one press stands for the code") and not browser.shows("One press")
    browser.post(act.address, **act.sent, second_factor_of_the_demonstration="yes")
    assert browser.status == 422 and not act.happened()


def _again(row: Any) -> Any:
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def _has_note() -> bool:
    return NOTE in {(note or "").replace("\r\n", "\n") for note in db.session.scalars(sa.select(Decision.note))}


def _fields(form: Any) -> dict[str, str]:
    return {control["name"]: control.get("value", "") for control in form.find_all("input")}


def _count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _events(kind: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.kind == kind)) or 0
