"""Signing exact words: by an invitation's link, as a confirmed representative, as a resident with number and code."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import pretend, today
from civic.database import Refusal, db
from civic.letters.actions import change_letter, deliver_letter
from civic.letters.invitations import remind, think_again
from civic.letters.signature_models import LetterInvitation, Signature
from civic.letters.signing import sign_as_representative, sign_as_resident, withdraw_signature
from civic.record.codes import Pair
from civic.record.models import Event, Leaf, SealedText
from civic.record.numbers import new_number, shown
from civic.web import day
from tests.browsing import TestBrowser
from tests.factories import make_docket
from tests.letters.arrange import (
    a_draft,
    freeze,
    invite,
    link_in_last_mail,
    make_letter,
    make_open_letter,
    make_organisation,
    omar,
)


def a_pair() -> Pair:
    return Pair(new_number(), "TEST-00000-CODE", "no hash: nobody checks this one")


def signatures() -> list[Signature]:
    return list(db.session.scalars(sa.select(Signature)))


def test_an_invited_organisation_signs_once_without_an_account_and_withdraws(app, browser: TestBrowser) -> None:
    """Acceptance 8: an invited organisation signs once without an account, and number and code withdraw it."""
    letter = make_open_letter(make_docket())
    invite(letter)
    link = link_in_last_mail()
    browser.open(link)
    assert browser.shows("A ban that can be walked around") and browser.shows("You need no account")
    browser.fill("Sign this exact text", {"name": "Gwen Aldous", "title": "Director", "allowed": "y"})
    assert browser.heading == "You have signed" and browser.shows(f"You signed the letter “{letter.current.title}”.")
    number, code = (one.get_text() for one in browser.page.select(".receipt code"))
    browser.click("See the letter")
    assert browser.shows("Harbor House Shelter Gwen Aldous, Director")
    assert browser.open(link).shows("This link is used up")
    browser.post(link, name="Somebody Else", title="Boss", allowed="y")
    assert browser.status == 422 and len(signatures()) == 1
    browser.open(f"/letters/{letter.id}/withdraw").fill("Withdraw my signature", {"number": number, "code": code})
    assert browser.shows("withdrawn on") and browser.shows("Harbor House Shelter")
    kinds = [leaf.kind for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind.like("letter.%")))]
    assert sorted(kinds) == ["letter.frozen", "letter.signature_withdrawn", "letter.signed"]


def test_the_authors_desk_tells_a_signature_that_was_taken_back(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invite(letter)
    browser.open(link_in_last_mail()).fill("Sign this exact text", {"name": "Gwen Aldous", "title": "Director", "allowed": "y"})
    withdraw_signature(signatures()[0])
    browser.sign_in(omar()).open(f"/letters/{letter.id}/manage")
    assert browser.shows(f"Harbor House Shelter: signed, {day(today())}, withdrawn {day(today())}")


def test_a_delivered_letter_opens_no_form_to_change_its_words(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign").press("Sign this exact text")
    db.session.expire_all()
    deliver_letter(letter, by=omar())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/edit")
    assert browser.heading == "The letter's desk" and browser.shows("This letter is finished. Its words cannot change any more.")


def test_opening_the_link_changes_nothing(app, browser: TestBrowser) -> None:
    """Acceptance 7: GET on any e-mailed link changes nothing."""
    letter = make_open_letter(make_docket())
    invitation = invite(letter)
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Event))
    for _ in range(2):
        browser.open(link_in_last_mail())
        assert browser.response.headers["Referrer-Policy"] == "no-referrer" and browser.response.headers["Cache-Control"] == "no-store"
    db.session.expire_all()
    assert invitation.answer is None and db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == before


def test_the_token_is_kept_only_as_a_digest_and_the_address_sealed(app) -> None:
    """I-24: the link's secret stands nowhere but in the sealed message."""
    letter = make_open_letter(make_docket())
    invitation = invite(letter)
    token = link_in_last_mail().rsplit("/", 1)[1]
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            assert token not in repr(tuple(row)) and "director@harbor" not in repr(tuple(row)), table.name
    assert invitation.token_digest != token.encode()


def test_a_declined_invitation_deletes_its_address(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invitation = invite(letter)
    sealed = invitation.address_id
    browser.open(link_in_last_mail()).press("Do not sign")
    assert browser.shows("Declined on")
    db.session.expire_all()
    assert invitation.answer == "declined" and invitation.address_id is None and db.session.get(SealedText, sealed) is None


def test_who_declined_by_a_slip_signs_with_the_same_link(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invitation = invite(letter)
    link = link_in_last_mail()
    browser.open(link).press("Do not sign").press("Show me the letter again")
    browser.fill("Sign this exact text", {"name": "Gwen", "title": "Director", "allowed": "y"})
    db.session.expire_all()
    assert invitation.answer == "signed" and len(signatures()) == 1
    assert browser.open(link).shows("Signed on") and not browser.shows("Show me the letter again")


def test_who_declined_words_that_were_replaced_has_nothing_to_take_back(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invitation = invite(letter)
    browser.open(link_in_last_mail()).press("Do not sign")
    with pytest.raises(Refusal, match="Nobody is left"):
        remind(letter, by=omar())
    with pretend(letter.signing_ends + timedelta(days=1)):
        assert not browser.open(browser.address).shows("Show me the letter again")
        with pytest.raises(Refusal, match="is over"):
            think_again(invitation)


def test_an_unticked_box_signs_nothing(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invite(letter)
    browser.open(link_in_last_mail()).fill("Sign this exact text", {"name": "Gwen", "title": "Director"})
    assert browser.status == 422 and "Tick this box" in browser.errors[0] and signatures() == []


def test_a_forged_token_is_not_found(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket())
    invite(letter)
    assert browser.open(f"/letters/{letter.id}/sign/AAAAAAAAAAAAAAAAAAAAAA").status == 404


def test_a_new_version_starts_with_no_signatures(app, browser: TestBrowser) -> None:
    """I-25: a signature binds one digest; no new version inherits it. Acceptance 8: letter edited, zero signatures, old ones still verify."""
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative, residents=True)
    sign_as_representative(letter.current, representative)
    sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    first = letter.current
    change_letter(letter, a_draft(text="Other words.", residents=True), seen=letter.revision, by=omar())
    second = freeze(letter)
    assert second.n == 2 and second.signatures == [] and len(first.signatures) == 2 and first.digest != second.digest
    browser.open(f"/letters/{letter.id}")
    assert browser.shows("Nobody yet.") and browser.shows("Other words.")
    browser.open(f"/letters/{letter.id}@1")
    assert browser.shows("It was replaced") and browser.shows("Rosa") and browser.shows("walked around")
    with pytest.raises(Refusal, match="replaced by version 2"):
        sign_as_resident(first, pair=a_pair())


def test_who_read_the_old_words_does_not_sign_the_new_ones(app, browser: TestBrowser) -> None:
    """I-25: a signature binds the words that were on the signer's screen."""
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign")
    change_letter(letter, a_draft(text="Other words.", residents=True), seen=letter.revision, by=omar())
    freeze(letter)
    browser.press("Sign this exact text")
    assert browser.status == 422 and "replaced by version 2" in browser.errors[0] and signatures() == []


def test_the_link_of_a_replaced_version_signs_nothing(app, browser: TestBrowser) -> None:
    """I-25: an invitation belongs to one version."""
    letter = make_open_letter(make_docket())
    invite(letter)
    change_letter(letter, a_draft(text="Other words."), seen=letter.revision, by=omar())
    freeze(letter)
    link = link_in_last_mail()
    assert browser.open(link).shows("replaced by version 2")
    browser.post(link, name="Gwen", title="Director", allowed="y")
    assert browser.status == 422 and signatures() == []


def test_an_organisation_signs_a_version_once_either_way(app, browser: TestBrowser) -> None:
    """I-26: an organisation signs a version once, through an invitation or a confirmed representative."""
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative)
    invitation = invite(letter, "Open Streets Coalition", "office@streets.example")
    browser.sign_in(omar()).open(f"/letters/{letter.id}/sign").press("Sign for my organization")
    assert browser.shows("through a representative whom the city has confirmed")
    db.session.expire_all()
    assert invitation.answer == "signed"
    with pytest.raises(Refusal, match="already"):
        sign_as_representative(letter.current, representative)
    assert browser.open(f"/letters/{letter.id}/sign").shows("Open Streets Coalition signed this version on")
    assert len(signatures()) == 1


def test_an_unconfirmed_representative_cannot_sign_signed_in(app, browser: TestBrowser) -> None:
    """I-26: only a confirmed representative signs without an invitation."""
    representative = make_organisation(confirmed=False)
    letter = make_open_letter(make_docket(), representative)
    browser.sign_in(omar()).open(f"/letters/{letter.id}/sign")
    assert "Sign for my organization" not in browser.text
    with pytest.raises(Refusal, match="not confirmed"):
        sign_as_representative(letter.current, representative)


def test_a_resident_signs_by_number_and_code_and_withdraws(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-17: signing as a resident needs no account, e-mail, phone or address; I-20: the code is in no address and no table."""
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign")
    assert {c["name"] for c in browser.page.select("main input")} == {"csrf_token", "n", "token", "name", "shared", "website"}
    browser.fill("Sign this exact text", {"name": "Rosa"})
    number, code = (one.get_text() for one in browser.page.select(".receipt code"))
    assert code not in browser.address and browser.response.headers["Cache-Control"] == "no-store"
    another_browser.open(f"/letters/{letter.id}")
    assert another_browser.shows("Rosa") and another_browser.shows("Resident signatures, not checked") and number not in another_browser.text
    another_browser.open(f"/letters/{letter.id}/withdraw").fill("Withdraw my signature", {"number": number, "code": "RIVER-00000-LAMP"})
    assert another_browser.status == 422
    another_browser.fill("Withdraw my signature", {"number": number, "code": code.lower().replace("-", " ")})
    assert another_browser.shows("1 withdrawn on") and "Rosa" not in another_browser.text
    (kept,) = signatures()
    assert kept.name == "" and "name" not in kept.openings and kept.withdrawn_on is not None and shown(kept.number) == number


def test_a_residents_signature_holds_a_day_and_no_time(app) -> None:
    """I-19: nothing joins a resident's signature to anybody, and its event has no time and no actor."""
    letter = make_open_letter(make_docket(), residents=True)
    sign_as_resident(letter.current, pair=a_pair())
    (event,) = db.session.scalars(sa.select(Event).where(Event.kind == "letter.signed"))
    assert event.at is None and event.by == []
    columns = {c.name: str(c.type) for c in Signature.__table__.columns}
    assert not [name for name, kind in columns.items() if "TIME" in kind.upper()]
    assert {fk.target_fullname for c in Signature.__table__.columns for fk in c.foreign_keys} == {"letter_versions.id", "organisations.id", "sealed_texts.id"}


def test_one_form_sent_twice_gives_one_signature(app, browser: TestBrowser) -> None:
    """I-23: one submission key gives one signature, however often sent."""
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign")
    sent = {field["name"]: field.get("value", "") for field in browser.page.select("main form input") if field.get("type") != "checkbox"} | {"name": "Rosa"}
    codes = set()
    for _ in range(2):
        browser.send("post", f"/letters/{letter.id}/sign", sent)
        codes.add(browser.page.select(".receipt code")[1].get_text())
    assert len(codes) == 1 and len(signatures()) == 1


def test_residents_sign_only_where_the_author_allows_it(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=False)
    assert browser.open(f"/letters/{letter.id}/sign").shows("signed by organizations only")
    browser.post(f"/letters/{letter.id}/sign", n="1", token="x" * 22, name="Rosa")
    assert browser.status == 422 and signatures() == []


def test_many_names_are_one_press_away(app, browser: TestBrowser, monkeypatch) -> None:
    monkeypatch.setattr("civic.letters.counting.LISTED", 2)
    letter = make_open_letter(make_docket(), residents=True)
    for name in ("Ana", "Bo", "Cy", ""):
        sign_as_resident(letter.current, name=name, pair=a_pair())
    browser.open(f"/letters/{letter.id}")
    assert browser.shows("4 resident signatures stand, 1 of them chose not to be listed") and len(browser.page.select(".signatories li")) == 2
    browser.click("1 more name")
    assert len(browser.page.select(".signatories li")) == 3


def test_a_phone_number_is_not_taken_as_a_name(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign").fill("Sign this exact text", {"name": "Rosa 612-555-0142"})
    assert browser.status == 422 and signatures() == []


def test_on_a_shared_device_no_reload_shows_the_code_again(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    browser.open(f"/letters/{letter.id}/sign").fill("Sign this exact text", {"shared": "1"})
    assert browser.heading == "You have signed"
    assert browser.open(f"/letters/{letter.id}/signed").heading != "You have signed"


def test_nobody_is_invited_to_an_unfrozen_letter(app, browser: TestBrowser) -> None:
    """I-24: no invitation to sign exists for an unfrozen version."""
    letter = make_letter(make_docket())
    browser.sign_in(omar()).open(f"/letters/{letter.id}/invite")
    assert browser.shows("Nobody can be invited before the words are fixed")
    browser.post(f"/letters/{letter.id}/invite", lines="Harbor House, a@harbor.example")
    assert browser.status == 422 and db.session.scalar(sa.select(sa.func.count()).select_from(LetterInvitation)) == 0
