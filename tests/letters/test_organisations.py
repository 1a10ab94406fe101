"""Organisations: anyone starts one, unverified; names that deceive are refused; two people of the city check."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.database import Refusal, db
from civic.letters.models import Letter
from civic.letters.organisation_models import Organisation, Representative
from civic.letters.organisation_queries import organisation_like
from civic.letters.organisations import approve_check, ask_to_represent, begin_check, revoke_label, start_organisation
from civic.letters.signing import sign_as_representative, withdraw_signature
from civic.people.models import Account
from civic.permissions import Role
from civic.record.models import Leaf
from tests.browsing import TestBrowser
from tests.cast import chen, make_account
from tests.factories import make_docket, the_clerk
from tests.letters.arrange import invite, make_open_letter, make_organisation, omar, the_approver

FORM = {
    "name": "Night Shift Parents", "kind": "informal_coalition", "person": "Lamar Ude", "title": "Organizer", "authority": "We are four; they asked me.",
    "email": "Lamar@Nightshift.example", "password": "a long enough password",
}  # fmt: skip


def test_anyone_starts_an_organisation_and_writes_at_once_as_unverified(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/letters").click("Start a letter")
    assert browser.shows("It is labeled “unverified”")
    browser.fill("Start and write the first letter", FORM)
    assert browser.heading == "Start a letter" and browser.shows("unverified") and browser.shows("Docket 2026-014")
    browser.fill("Read it before fixing the words", {"title": "Hear us", "ask": "Vote yes.", "text": "We work at night.", "sign_by": "2026-10-10"})
    browser.press("Fix these words")
    letter = db.session.scalars(sa.select(Letter)).one()
    assert browser.open(f"/letters/{letter.id}").shows("Night Shift Parents unverified")
    account = db.session.scalars(sa.select(Account).where(Account.name == "Lamar Ude")).one()
    assert account.role_names == {Role.REPRESENTATIVE} and account.has_second_factor
    browser.press("Sign out")
    browser.open("/sign-in").fill("Sign in now", {"email": "lamar@nightshift.example", "password": FORM["password"]})
    assert browser.open("/letters").shows("Hear us")


def test_errors_stand_in_the_order_of_the_page(app, browser: TestBrowser) -> None:
    browser.open("/organisations/new").fill("Start and write the first letter", {})
    assert browser.status == 422 and browser.errors[:3] == ["Enter the organization's name.", "Choose one.", "Enter your name."]


def test_a_refused_start_keeps_nothing_and_signs_nobody_in(app, browser: TestBrowser) -> None:
    make_organisation("Night Shift Parents")
    db.session.commit()
    browser.open("/organisations/new").fill("Start and write the first letter", FORM | {"name": "The Night-Shift Parents, Inc."})
    assert browser.status == 422 and "here already" in browser.errors[0] and "Sign out" not in browser.page.get_text()
    db.session.expire_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Account).where(Account.name == "Lamar Ude")) == 0


def test_a_name_from_an_invitation_can_be_claimed_only_exactly(app) -> None:
    invite(make_open_letter(make_docket()), "Harbor House Shelter")
    lamar = make_account("Lamar Ude", second_factor=False)
    with pytest.raises(Refusal, match="exactly that name"):
        start_organisation("Harb0r House Shelter", "registered", title="Director", authority="I am.", by=lamar)
    representative = start_organisation("Harbor House Shelter", "registered", title="Director", authority="I am.", by=lamar)
    assert representative.organisation is organisation_like("Harbor House Shelter") and not representative.is_confirmed


def test_a_label_takes_two_people_of_the_city(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-33: no check marked for two takes effect with one person."""
    organisation = make_organisation(confirmed=False).organisation
    browser.sign_in(the_clerk()).open("/staff")
    browser.click("Omar Sesay asks to speak for Open Streets Coalition")
    assert browser.shows("The members elected me.")
    browser.fill("Send it to a second person", {"what": "registered", "ein": "41-1234567", "evidence": "Entry 4711 in the state register."})
    assert browser.shows("You wrote this, so somebody else approves it") and not organisation.is_verified
    (check,) = [form["action"] for form in browser.page.select("form") if "checks" in form.get("action", "")]
    browser.post(check.replace("/drop", "/approve"))
    assert browser.status == 409
    another_browser.sign_in(the_approver()).open("/staff").click("A check of Open Streets Coalition waits")
    assert another_browser.shows("Entry 4711")
    another_browser.press("Approve")
    db.session.expire_all()
    assert organisation.is_verified
    (leaf,) = db.session.scalars(sa.select(Leaf).where(Leaf.kind == "organisation.verified"))
    assert b'"clerk-' in leaf.bytes and b'"approver-' in leaf.bytes and b"4711" not in leaf.bytes


def test_evidence_and_authority_are_sealed(app) -> None:
    make_organisation(label="attested")
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            assert "elected me" not in repr(tuple(row)) and "Saw it." not in repr(tuple(row)), table.name


def test_a_confirmed_representative_has_a_page_and_several_letters(app, browser: TestBrowser) -> None:
    representative = make_organisation(label="domain")
    docket = make_docket()
    for _ in range(2):
        letter = make_open_letter(docket, representative)
    sign_as_representative(letter.current, representative)
    browser.sign_in(omar()).open(f"/organisations/{representative.organisation_id}")
    assert browser.shows("Checked, each by two") and browser.shows("web address") and len(browser.page.select("main a[href^='/letters/']")) == 3
    browser.press("Withdraw our signature")
    assert browser.shows("withdrawn on")
    assert db.session.scalars(sa.select(Leaf).where(Leaf.kind == "letter.signature_withdrawn")).one().bytes.count(b"representative-") == 1


def test_an_organisation_without_a_confirmed_person_has_no_page(app, browser: TestBrowser) -> None:
    organisation = make_organisation(confirmed=False).organisation
    assert browser.open(f"/organisations/{organisation.id}").status == 404


def test_a_second_person_asks_and_cannot_act_before_being_confirmed(app, browser: TestBrowser) -> None:
    organisation = make_organisation().organisation
    browser.open(f"/organisations/{organisation.id}").click("I represent this organization too")
    browser.fill("Ask to represent it", {key: FORM[key] for key in ("person", "title", "authority", "email", "password")})
    assert browser.shows("Two people of the city look at this") and "Start a letter" not in browser.text
    asked = db.session.scalars(sa.select(Representative).where(Representative.founder.is_(False))).one()
    letter = make_open_letter(make_docket(), organisation.representatives[0])
    assert not letter.is_written_by(asked.account)
    with pytest.raises(Refusal, match="not confirmed"):
        sign_as_representative(letter.current, asked)


def test_officials_do_not_speak_for_organisations(app, browser: TestBrowser) -> None:
    """I-38: police, council and staff accounts stay apart from organisations."""
    for official in (chen(), the_clerk()):
        with pytest.raises(Refusal, match="speaks for the city"):
            ask_to_represent(make_organisation(f"Friends of {official.name}").organisation, title="Chair", authority="So.", by=official)
    assert browser.sign_in(the_approver()).open("/letters").status == 403


def test_a_label_is_taken_away_with_a_reason(app, browser: TestBrowser) -> None:
    organisation = make_organisation(label="registered").organisation
    browser.sign_in(the_clerk()).open(f"/staff/organisations/{organisation.id}").fill("Take this label away", {"reason": "dissolved"})
    assert browser.shows("shown as unverified")
    assert b'"reason":"dissolved"' in db.session.scalars(sa.select(Leaf).where(Leaf.kind == "organisation.revoked")).one().bytes
    with pytest.raises(Refusal, match="before"):
        revoke_label(organisation.labels[0], reason="asked", by=the_clerk())


def test_who_no_longer_speaks_cannot_act(app, browser: TestBrowser) -> None:
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative)
    browser.sign_in(the_clerk()).open(f"/staff/organisations/{representative.organisation_id}").press("Omar Sesay does not speak for it")
    db.session.expire_all()
    assert not letter.is_written_by(omar())
    with pytest.raises(Refusal):
        sign_as_representative(letter.current, representative)


def test_strangers_do_not_reach_the_citys_pages(app, browser: TestBrowser) -> None:
    organisation = make_organisation().organisation
    browser.sign_in(omar())
    assert browser.open("/staff/organisations").status == 403 and browser.open(f"/staff/organisations/{organisation.id}").status == 403


def test_one_address_opens_one_account(app, browser: TestBrowser) -> None:
    make_account("Lamar Ude", email="lamar@nightshift.example")
    browser.open("/organisations/new").fill("Start and write the first letter", FORM)
    assert browser.status == 422 and "exists already" in browser.errors[0]
    db.session.expire_all()
    assert db.session.scalars(sa.select(Organisation)).all() == []


def test_a_dropped_check_changes_nothing(app, browser: TestBrowser) -> None:
    representative = make_organisation(confirmed=False)
    check = begin_check(representative.organisation, representative=representative, evidence="No answer.", by=the_clerk())
    browser.sign_in(the_clerk()).open(f"/staff/organisations/{representative.organisation_id}").press("Drop: not enough evidence")
    db.session.expire_all()
    assert check.approved is False and not representative.is_confirmed
    with pytest.raises(Refusal, match="before you"):
        approve_check(check, by=the_approver())


def test_a_withdrawn_signature_is_not_withdrawn_twice(app) -> None:
    representative = make_organisation()
    signature = sign_as_representative(make_open_letter(make_docket(), representative).current, representative)
    withdraw_signature(signature, by=omar())
    with pytest.raises(Refusal, match="before"):
        withdraw_signature(signature, by=omar())
