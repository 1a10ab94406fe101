"""/staff/people: accounts, roles, offices with holders, deputies and aides; a lost second factor takes two administrators."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.database import Refusal, db
from civic.people.actions import revoke_role
from civic.people.factors import ask_for_reset, confirm_reset
from civic.people.offices import appoint, end_holding
from civic.people.queries import open_sessions_of
from civic.permissions import Role
from civic.record.models import Event, Leaf
from tests.browsing import TestBrowser
from tests.cast import adam, chen, clara, diaz, make_account, milo, office
from tests.people.test_sign_in import give_passkey


def test_an_administrator_grants_and_ends_a_role(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    person = milo()
    another_browser.sign_in(person)
    browser.sign_in(adam()).open("/staff/people").click("Milo Moderator")
    browser.fill("Grant this role", {"Another role": "analyst"})
    assert person.role_names == {Role.MODERATOR, Role.ANALYST}
    browser.press("End this role Moderator")
    assert another_browser.open("/staff/held").status == 403
    assert [leaf.kind for leaf in db.session.scalars(sa.select(Leaf))] and {"role.granted", "role.revoked"} <= {leaf.kind for leaf in db.session.scalars(sa.select(Leaf))}


def test_a_chief_is_given_no_staff_role_on_the_page(app, browser: TestBrowser) -> None:
    """I-38: Police, council and respondent accounts hold no staff role."""
    chief = chen()
    browser.sign_in(adam()).open(f"/staff/people/{chief.id}").fill("Grant this role", {"Another role": "moderator"})
    assert browser.status == 422 and chief.role_names == {Role.RESPONDENT}


def test_the_last_administrator_stays(app) -> None:
    only = adam()
    with pytest.raises(Refusal, match="last administrator"):
        revoke_role(only, Role.ADMINISTRATOR, by=only)


def test_a_suspended_person_is_out_at_the_next_page_and_comes_back(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    person = milo()
    another_browser.sign_in(person)
    browser.sign_in(adam()).open(f"/staff/people/{person.id}").press("Suspend this account")
    assert browser.shows("Suspended") and another_browser.open("/staff/held", follow=False).status == 302
    browser.press("Let this account sign in again")
    assert another_browser.sign_in(person).open("/staff/held").status == 200


def test_nobody_suspends_oneself(app, browser: TestBrowser) -> None:
    me = adam()
    browser.sign_in(me)
    assert browser.post(f"/staff/people/{me.id}/suspend").status == 409 and me.active


def test_a_lost_factor_takes_two_administrators(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    person, second = milo(), make_account("Ada Administrator", Role.ADMINISTRATOR)
    give_passkey(person)
    TestBrowser(app).sign_in(person).open("/account")
    browser.sign_in(adam()).open(f"/staff/people/{person.id}").press("Ask for a reset")
    assert browser.shows("Another administrator has to confirm.")
    another_browser.sign_in(second).open("/staff").click("Reset the lost second factor of Milo Moderator")
    another_browser.press("Confirm the reset")
    db.session.expire_all()
    assert (person.tf_primary_method, person.webauthn, open_sessions_of(person)) == (None, [], [])
    assert not person.has_second_factor and person.password
    event = db.session.scalars(sa.select(Event).where(Event.kind == "factor.reset")).one()
    assert len(set(event.by)) == 2 and all(word.startswith("administrator-") for word in event.by)
    leaf = db.session.scalars(sa.select(Leaf).where(Leaf.kind == "access.privileged")).one()
    assert b"factor_reset" in leaf.bytes and b"lost_factor" in leaf.bytes


def test_one_administrator_cannot_reset_alone_by_any_way(app, browser: TestBrowser) -> None:
    person, me = milo(), adam()
    reset = ask_for_reset(person, by=me)
    with pytest.raises(Refusal, match="Another administrator"):
        confirm_reset(reset, by=me)
    browser.sign_in(me)
    assert browser.post(f"/staff/people/resets/{reset.id}/confirm").status == 409
    db.session.expire_all()
    assert person.tf_primary_method == "authenticator"


def test_a_reset_can_be_dropped(app, browser: TestBrowser) -> None:
    reset = ask_for_reset(milo(), by=adam())
    browser.sign_in(make_account("Ada Administrator", Role.ADMINISTRATOR)).open(f"/staff/people/{reset.account_id}").press("Drop it")
    with pytest.raises(Refusal, match="carried out or dropped"):
        confirm_reset(reset, by=make_account("Abe Administrator", Role.ADMINISTRATOR))


def test_an_office_gets_a_holder_and_an_aide_who_only_drafts(app, browser: TestBrowser) -> None:
    holder, aide = make_account("Finn Fire", Role.RESPONDENT), make_account("Aisha Aide", Role.DELEGATE)
    browser.sign_in(adam()).open("/staff/people").click("Enter an office")
    browser.fill("Enter this office", {"Title": "Fire Chief", "Department": "Fire Department", "kind": "executive"})
    assert browser.heading == "Fire Chief"
    browser.fill("Put into this office", {"Who": holder.id, "capacity": "holder"})
    browser.fill("Put into this office", {"Who": aide.id, "capacity": "delegate"})
    place = holder.offices()[0]
    assert place.holder() is holder and place.drafters() == [aide]
    browser.fill("Put into this office", {"Who": aide.id, "capacity": "holder"})
    assert browser.errors == ["A holder needs the role of an official who answers or votes."]


def test_only_one_person_holds_an_office_and_ending_it_makes_room(app, browser: TestBrowser) -> None:
    chief, next_one = chen(), make_account("Nadia Next", Role.RESPONDENT)
    place = chief.offices()[0]
    with pytest.raises(Refusal, match="Chief Chen holds this office"):
        appoint(place, next_one, "holder")
    browser.sign_in(adam()).open(f"/staff/offices/{place.id}").press("End today")
    assert place.holder() is None
    appoint(place, next_one, "holder")
    assert place.holder() is next_one
    with pytest.raises(Refusal, match="ended already"):
        end_holding(next(h for h in place.holdings if h.until), by=next_one)


def test_two_offices_do_not_share_a_title(app, browser: TestBrowser) -> None:
    office("City Engineer", "Public Works")
    browser.sign_in(adam()).open("/staff/offices/new").fill("Enter this office", {"Title": "City Engineer", "Department": "Works", "kind": "other"})
    assert browser.status == 422 and browser.errors == ["There is an office with this title already."]


@pytest.mark.parametrize("address", ["/staff/people", "/staff/people/invite", "/staff/offices/new"])
def test_only_administrators_manage_people(app, browser: TestBrowser, another_browser: TestBrowser, address: str) -> None:
    assert browser.sign_in(clara()).open(address).status == 403
    assert another_browser.sign_in(diaz()).open(address).status == 403


def test_one_ends_ones_own_other_session(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    person = milo()
    another_browser.sign_in(person)
    browser.sign_in(person).open("/account").press("Sign out there")
    assert another_browser.open("/account", follow=False).status == 302 and browser.open("/account").status == 200


def test_nobody_ends_a_strangers_session(app, browser: TestBrowser) -> None:
    person = milo()
    TestBrowser(app).sign_in(person)
    browser.sign_in(clara())
    assert browser.post(f"/account/sessions/{open_sessions_of(person)[0].id}/end").status == 404


def test_a_new_password_ends_the_other_sessions_and_keeps_the_factor(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    from civic.people.actions import hashed

    person = milo()
    person.password = hashed("a long enough password")
    another_browser.sign_in(person)
    browser.sign_in(person).open("/account/password")
    browser.fill("Change my password", {"Your password now": "not this one at all", "New password": "nine quiet geese fly"})
    assert browser.status == 422 and browser.errors == ["This is not your password."]
    browser.fill("Change my password", {"Your password now": "a long enough password", "New password": "nine quiet geese fly"})
    assert browser.shows("Your password is changed") and another_browser.open("/account", follow=False).status == 302
    assert person.tf_primary_method == "authenticator"


def test_the_only_second_factor_cannot_be_removed(app, browser: TestBrowser) -> None:
    person = milo(second_factor=False)
    give_passkey(person)
    browser.sign_in(person).open("/account").press("Remove")
    assert browser.status == 409 and browser.shows("This is your only second factor")
    give_passkey(person, "red key")
    browser.open("/account").press("Remove red key")
    assert [key.name for key in person.webauthn] == ["blue key"]


def test_the_log_says_who_did_what_in_which_role_and_no_name(app, browser: TestBrowser) -> None:
    person = milo()
    browser.sign_in(adam()).open(f"/staff/people/{person.id}").fill("Grant this role", {"Another role": "analyst"})
    browser.open("/staff/log")
    assert browser.shows("Somebody was given a role.") and browser.shows("administrator-")
    assert "Milo" not in browser.text and "@" not in browser.text


def test_the_log_does_not_tell_what_officials_prepare(app, browser: TestBrowser) -> None:
    from civic.record.actions import record

    record("position.drafted", None, by=diaz())
    record("docket.drafted", None, by=clara())
    browser.sign_in(adam()).open("/staff/log")
    assert browser.shows("A docket was prepared.") and not browser.shows("A position was drafted")


def test_the_log_shows_fifty_acts_and_leads_to_older_ones(app, browser: TestBrowser) -> None:
    from civic.record.actions import record

    me = adam()
    for _ in range(60):
        record("account.resumed", me, by=me)
    browser.sign_in(me).open("/staff/log")
    first = len(browser.page.select("main .task-list li"))
    browser.click("Older acts")
    assert (first, len(browser.page.select("main .task-list li"))) == (50, 10)
