"""What confirms an organisation: its own mailbox, its number, an officer's statement. Each takes two."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import Refusal, db
from civic.letters.domains import checked_domain, domain_in
from civic.letters.labels import LASTS, MOST_A_DAY, ask_for_domain, checked_ein, confirm_domain
from civic.letters.organisation_models import Label, LabelRequest, OrganisationCheck
from civic.letters.organisations import approve_check, drop_check
from civic.notices.mailer import send_due_messages
from civic.people.policy import set_policy
from civic.record.models import Leaf, SealedText
from tests.browsing import TestBrowser
from tests.cast import make_account
from tests.factories import make_docket, the_clerk
from tests.letters.arrange import make_organisation, omar, the_approver
from tests.notices.post_office import link_in, mail_set_up, words_in


def test_a_mailbox_at_the_own_web_address_and_one_person_of_the_city_give_the_label(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """Reliability A3: domain proof by POST, then a second approver."""
    organisation = make_organisation(confirmed=False).organisation
    make_docket()
    with mail_set_up(app) as office:
        browser.sign_in(omar()).open("/letters").click("Have Open Streets Coalition confirmed")
        browser.fill("Mail the link", {"domain-domain": "https://www.streets.example/about", "domain-mailbox": "office@streets.example"})
        assert browser.shows("A link is on its way") and browser.shows("works once, until")
        send_due_messages()
        letter = office.only()
    link = link_in(letter, "/organisations/mailbox/")
    assert letter["To"] == "office@streets.example" and link.rsplit("/", 1)[1] not in letter["Subject"] and "Open Streets Coalition" in words_in(letter)
    another_browser.open(link)
    assert another_browser.heading == "Is this your organization's web address?" and another_browser.shows("Omar Sesay, Coordinator")
    another_browser.press("Yes, it is ours")
    assert another_browser.heading == "Thank you, the city knows"
    assert another_browser.open(link).status == 410
    db.session.expire_all()
    assert not organisation.is_verified
    another_browser.sign_in(the_clerk()).open("/staff").click("A check of Open Streets Coalition waits")
    assert another_browser.shows("office@streets.example confirmed it")
    another_browser.press("Approve")
    db.session.expire_all()
    assert [one.label for one in organisation.standing_labels] == [Label.DOMAIN] and organisation.domain == "streets.example"
    request = db.session.scalars(sa.select(LabelRequest)).one()
    assert request.words_id is None and request.outcome == "approved"
    (leaf,) = db.session.scalars(sa.select(Leaf).where(Leaf.kind == "organisation.verified"))
    assert b'"label":"domain"' in leaf.bytes and b"streets.example" not in leaf.bytes


def test_the_mailbox_can_say_no_and_the_city_sees_it(app, browser: TestBrowser) -> None:
    organisation = make_organisation(confirmed=False).organisation
    make_docket()
    with mail_set_up(app) as office:
        ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())
        db.session.commit()
        send_due_messages()
        browser.open(link_in(office.only(), "/organisations/mailbox/")).press("No, we know nothing of this")
    assert browser.shows("Nothing is shown")
    browser.sign_in(the_clerk()).open(f"/staff/organisations/{organisation.id}")
    assert browser.shows("A mailbox at streets.example answered that it knows nothing") and db.session.scalar(sa.select(sa.func.count(OrganisationCheck.id))) == 0


@pytest.mark.parametrize(("domain", "mailbox", "sentence"), [
    ("streets.example", "office@mail.streets.example", "exactly your web address"), ("streets.example", "office@example", "exactly your web address"),
    ("mail.streets.example", "office@streets.example", "exactly your web address"), ("streets.example", "office@streets.example.evil.example", "exactly"),
    ("streets.example", "office@xn--strets-gva.example", "exactly"), ("gmail.com", "streets@gmail.com", "Anybody can open a mailbox"),
    ("mail.yahoo.com", "streets@mail.yahoo.com", "Anybody can open a mailbox"), ("co.uk", "streets@co.uk", "Many people have addresses"),
    ("github.io", "a@github.io", "Many people have addresses"), ("k12.mn.us", "a@k12.mn.us", "Many people have addresses"), ("streets", "office@streets", "does not look like"),
    ("192.168.0.1", "a@192.168.0.1", "does not look like"), ("-streets.example", "a@-streets.example", "does not look like"), ("", "a@b.example", "does not look like"),
    ("alder.gov", "a@alder.gov", "the city's own"), ("police.alder.gov", "a@police.alder.gov", "the city's own"), ("mail.alder.example", "a@mail.alder.example", "the city's own"),
])  # fmt: skip
def test_an_address_that_shows_nothing_is_refused(app, domain, mailbox, sentence) -> None:
    organisation, before = make_organisation(confirmed=False).organisation, app.config["CIVIC"]
    app.config["CIVIC"] = dataclasses.replace(before, public_url="https://record.alder.gov", mail_from="record@alder.example")
    try:
        with pytest.raises(Refusal, match=sentence):
            ask_for_domain(organisation, domain=domain, mailbox=mailbox, by=omar())
    finally:
        app.config["CIVIC"] = before


@pytest.mark.parametrize(("typed", "kept"), [
    ("https://www.Streets.example/about?x=1", "streets.example"), ("streets.example.", "streets.example"), ("office@streets.example", "streets.example"),
    ("plaça.example", "xn--plaa-2oa.example"), ("streets.example:8080", "streets.example"), ("a" * 300, ""), ("..", ""),
])  # fmt: skip
def test_web_addresses_have_one_form(typed, kept) -> None:
    assert domain_in(typed) == kept


def test_a_link_works_for_two_days_and_a_newer_one_replaces_it(app, browser: TestBrowser) -> None:
    organisation = make_organisation(confirmed=False).organisation
    make_docket()
    with mail_set_up(app) as office:
        first = ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())
        second = ask_for_domain(organisation, domain="streets.example", mailbox="other@streets.example", by=omar())
        db.session.commit()
        send_due_messages()
        links = {letter["To"]: link_in(letter, "/organisations/mailbox/") for letter in office.letters}
    assert first.outcome == "replaced" and browser.open(links["office@streets.example"]).status == 410
    assert browser.open(links["other@streets.example"]).status == 200
    with pretend(now() + LASTS + (second.works_until - now())):
        assert browser.open(links["other@streets.example"]).status == 410
        browser.post(links["other@streets.example"])
        assert browser.status == 410


def test_nobody_fills_a_strangers_mailbox(app) -> None:
    organisation = make_organisation(confirmed=False).organisation
    for _ in range(MOST_A_DAY):
        ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())
    with pytest.raises(Refusal, match="enough mail for one day"):
        ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())


def test_the_number_is_handed_in_looked_up_and_approved_by_another(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    organisation = make_organisation(confirmed=False).organisation
    make_docket()
    browser.sign_in(omar()).open(f"/organisations/{organisation.id}/confirm").fill("Hand in the number", {"number-ein": "4112345"})
    assert browser.status == 422 and browser.errors == ["An EIN has nine digits, such as 12-3456789."]
    browser.fill("Hand in the number", {"number-ein": "41 1234567"})
    assert browser.shows("41-1234567. The clerk looks it up")
    another_browser.sign_in(the_clerk()).open("/staff").click("Open Streets Coalition handed in something")
    assert another_browser.shows("EIN 41-1234567. Look it up")
    another_browser.fill("Send it to a second person", {"what": "registered", "evidence": "Listed as a public charity."})
    assert not organisation.is_verified
    check = db.session.scalars(sa.select(OrganisationCheck)).one()
    approve_check(check, by=the_approver())
    assert organisation.label(Label.REGISTERED) and check.request.outcome == "approved"


def test_the_public_sees_the_last_four_digits_only_if_the_city_says_so(app, browser: TestBrowser) -> None:
    organisation = make_organisation(label="registered").organisation
    make_docket()
    browser.open(f"/organisations/{organisation.id}")
    assert "4567" not in browser.text
    set_policy("ein_shown", "last_four")
    browser.open(f"/organisations/{organisation.id}")
    assert browser.shows("EIN ending in 4567") and "41-1234567" not in browser.page.get_text()


def test_an_officers_statement_is_sealed_and_takes_two_people(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    organisation = make_organisation(confirmed=False).organisation
    make_docket()
    browser.sign_in(omar()).open(f"/organisations/{organisation.id}/confirm")
    browser.fill("Hand in the statement", {"statement-officer": "Gwen Aldous", "statement-office": "treasurer", "statement-words": "We are thirty people since 2019."})
    assert browser.shows("The clerk may call the officer")
    assert not [t.name for t in db.metadata.sorted_tables if t.name != SealedText.__tablename__ for row in db.session.execute(sa.select(t)) if "thirty people" in repr(tuple(row))]
    another_browser.sign_in(the_clerk()).open(f"/staff/organisations/{organisation.id}")
    assert another_browser.shows("We are thirty people since 2019.")
    another_browser.fill("Send it to a second person", {"what": "attested", "evidence": "Called her."})
    assert another_browser.status == 422 and "Write down who made the statement" in another_browser.errors[0]
    another_browser.fill("Send it to a second person", {"what": "attested", "officer": "Gwen Aldous, treasurer", "evidence": "Called her."})
    check = db.session.scalars(sa.select(OrganisationCheck)).one()
    with pytest.raises(Refusal, match="somebody else approves"):
        approve_check(check, by=the_clerk())
    drop_check(check, by=the_approver())
    assert not organisation.is_verified and check.request.outcome == "dropped"


def test_a_coalition_needs_no_registration_and_its_page_says_so(app, browser: TestBrowser) -> None:
    organisation = make_organisation(label="attested").organisation
    make_docket()
    browser.open(f"/organisations/{organisation.id}")
    assert browser.shows("does not need to be") and browser.shows("An officer of it made a statement")


def test_the_same_label_is_not_given_twice(app) -> None:
    organisation = make_organisation(label="domain").organisation
    with pytest.raises(Refusal, match="already"):
        ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())


def test_a_stranger_hands_in_nothing(app, browser: TestBrowser) -> None:
    organisation = make_organisation().organisation
    make_docket()
    assert browser.sign_in(make_account("Stan Stranger")).open(f"/organisations/{organisation.id}/confirm").status == 403
    with pytest.raises(Refusal, match="do not speak"):
        ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=make_account("Nia Nobody"))


def test_who_speaks_for_an_organisation_can_stop_and_its_page_stays(app, browser: TestBrowser) -> None:
    organisation = make_organisation().organisation
    make_docket()
    browser.sign_in(omar()).open("/letters").press("Stop speaking for Open Streets Coalition")
    assert browser.shows("You no longer speak for Open Streets Coalition here")
    assert browser.open(f"/organisations/{organisation.id}").shows("Nobody speaks for it here at present")


def test_two_presses_of_one_link_make_one_check(app) -> None:
    organisation = make_organisation(confirmed=False).organisation
    request = ask_for_domain(organisation, domain="streets.example", mailbox="office@streets.example", by=omar())
    confirm_domain(request)
    with pytest.raises(Refusal, match="was used"):
        confirm_domain(request)
    assert checked_ein("41‑1234567") == "41-1234567" and checked_domain("Streets.example") == "streets.example"
