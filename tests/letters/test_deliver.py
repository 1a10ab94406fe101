"""Handed over before the time to sign is over: who signs or withdraws after that is marked and counted apart."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import pretend
from civic.database import Refusal, db
from civic.letters.actions import change_letter, deliver_letter
from civic.letters.counting import counts_of, delivered_counts
from civic.letters.invitations import invite_organisations, remind
from civic.letters.models import LetterState
from civic.letters.signing import sign_as_representative, sign_as_resident, sign_by_invitation, withdraw_signature
from civic.record.models import Leaf, SealedText
from tests.browsing import TestBrowser
from tests.factories import make_docket, the_clerk
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
from tests.letters.test_sign import a_pair


def leaves(kind: str) -> list[dict[str, object]]:
    return [json.loads(leaf.bytes) for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind == kind))]


def test_delivering_by_hand_hands_over_what_stands_and_deletes_the_addresses(app, browser: TestBrowser) -> None:
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative, residents=True)
    sealed = invite(letter).address_id
    browser.sign_in(omar()).open(f"/letters/{letter.id}/deliver").press("Deliver it now")
    assert browser.status == 422 and "Nobody has signed" in browser.errors[0]
    sign_as_representative(letter.current, representative)
    browser.open(f"/letters/{letter.id}/deliver").press("Deliver it now")
    assert browser.shows("Delivered to the city on") and browser.shows("1 organization had signed · 0 resident signatures stood")
    db.session.expire_all()
    assert db.session.get(SealedText, sealed) is None and len(leaves("letter.delivered")) == 1
    with pytest.raises(Refusal, match="finished"):
        change_letter(letter, a_draft(text="Other words."), seen=letter.revision, by=omar())
    with pytest.raises(Refusal, match="still be signed"):
        invite_organisations(letter, ["Riverside Clinic, a@clinic.example"], by=omar())
    with pytest.raises(Refusal, match="Nobody is left"):
        remind(letter, by=omar())


def test_who_signs_after_delivery_is_marked_and_counted_apart(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-64: at delivery + made after - withdrawn after = standing, on page, CSV and packet alike."""
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative, residents=True)
    invite(letter)
    link = link_in_last_mail()
    sign_as_representative(letter.current, representative)
    early = sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    deliver_letter(letter, by=omar())
    browser.open(link)
    assert browser.shows("your signature is marked as made after delivery")
    browser.fill("Sign this exact text", {"name": "Gwen Aldous", "title": "Director", "allowed": "y"})
    another_browser.open(f"/letters/{letter.id}/sign").fill("Sign this exact text", {"name": "Late Lou"})
    withdraw_signature(early)
    another_browser.open(f"/letters/{letter.id}")
    assert another_browser.shows("Harbor House Shelter Gwen Aldous, Director signed after delivery") and another_browser.shows("Late Lou signed after delivery")
    assert another_browser.shows("1 withdrawn on Saturday, October 3 , after delivery") or another_browser.shows("1 withdrawn on Saturday, October 3, after delivery")
    assert another_browser.shows("When it was delivered: 1 organization had signed · 1 resident signature stood")
    organisations, residents = counts_of(letter)
    assert (organisations.made, organisations.at_delivery, organisations.came_after, organisations.left_after) == (2, 1, 1, 0)
    assert (residents.made, residents.standing, residents.at_delivery, residents.came_after, residents.left_after) == (2, 1, 1, 1, 1)
    rows = list(csv.DictReader(io.StringIO(browser.open("/d/2026-014/letters.csv").response.get_data(as_text=True).lstrip("\ufeff"))))
    assert [(r["kind"], r["at_delivery"], r["made_after_delivery"], r["withdrawn_after_delivery"]) for r in rows] == [("organisation", "1", "1", "0"), ("resident", "1", "1", "1")]
    listed = list(csv.DictReader(io.StringIO(browser.open(f"/letters/{letter.id}/signatures.csv").response.get_data(as_text=True).lstrip("\ufeff"))))
    assert sorted((r["organization"], r["name"], r["after_delivery"], r["withdrawn_after_delivery"]) for r in listed) == [
        ("", "", "", "yes"), ("", "Late Lou", "yes", ""), ("Harbor House Shelter", "Gwen Aldous", "yes", ""), ("Open Streets Coalition", "Omar Sesay", "", "")
    ]  # fmt: skip
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/packet")
    assert browser.shows("organizations: 1 at delivery, 1 signed and 0 withdrew after it") and browser.shows("residents: 1 at delivery, 1 signed and 1 withdrew after it")
    assert sorted(leaf["stage"] for leaf in leaves("letter.signed")) == ["delivered", "delivered", "open", "open"]
    assert [leaf["stage"] for leaf in leaves("letter.signature_withdrawn")] == ["delivered"]
    (delivered,) = leaves("letter.delivered")
    assert (delivered["organisations"], delivered["residents"]) == (1, 1) == tuple(delivered_counts(letter).values())


def test_signing_stays_open_after_delivery_until_the_time_to_sign_and_no_longer(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    sign_as_resident(letter.current, pair=a_pair())
    deliver_letter(letter, by=omar())
    assert letter.state is LetterState.DELIVERED and letter.takes_signatures
    with pretend(letter.signing_ends + timedelta(seconds=1)):
        assert browser.open(f"/letters/{letter.id}/sign").shows("Signing closed.")
        with pytest.raises(Refusal, match="closed"):
            sign_as_resident(letter.current, pair=a_pair())


def test_a_letter_that_delivers_itself_has_no_signature_after_delivery(app) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    signature = sign_as_resident(letter.current, name="Rosa", pair=a_pair())
    with pretend(letter.signing_ends + timedelta(hours=1)):
        withdraw_signature(signature)
        residents = counts_of(letter)[1]
        assert (residents.came_after, residents.left_after, residents.at_delivery, residents.standing) == (0, 1, 1, 0)


def test_a_withdrawal_from_words_that_were_never_delivered_is_not_after_delivery(app) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    old = sign_as_resident(letter.current, pair=a_pair())
    change_letter(letter, a_draft(text="Other words.", residents=True), seen=letter.revision, by=omar())
    freeze(letter)
    sign_as_resident(letter.current, pair=a_pair())
    deliver_letter(letter, by=omar())
    withdraw_signature(old)
    assert not old.left_after and [row.at_delivery for row in counts_of(letter)] == [None, None, 0, 1]


def test_the_page_of_fingerprints_shows_each_version_with_its_own_signatures(app, browser: TestBrowser) -> None:
    """I-25: a signature binds one digest; the page shows which."""
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative, residents=True)
    first = letter.current
    sign_as_representative(first, representative)
    withdraw_signature(sign_as_resident(first, name="Rosa", pair=a_pair()))
    sign_as_resident(first, pair=a_pair())
    change_letter(letter, a_draft(text="Other words.", residents=True), seen=letter.revision, by=omar())
    second = freeze(letter)
    browser.open(f"/letters/{letter.id}").click("Who signed which fingerprint")
    old, new = browser.find("section:has(#v1)"), browser.find("section:has(#v2)")
    assert first.digest.hex() in old.get_text() and second.digest.hex() in new.get_text()
    assert "Open Streets Coalition" in old.get_text() and "1 resident signature stands without being listed" in old.get_text() and "Rosa" not in old.get_text()
    assert "Nobody has signed these words." in new.get_text() and "Open Streets" not in new.get_text()


def test_the_same_words_on_another_docket_are_shown(app, browser: TestBrowser) -> None:
    representative = make_organisation()
    one = make_open_letter(make_docket(), representative)
    same = make_open_letter(make_docket("2026-021", title="Plate readers"), representative)
    spaced = make_letter(make_docket("2026-022", title="Drones"), representative, text="A ban  that can be\n\nwalked around is no ban.")
    hidden = make_letter(make_docket("2026-023", title="Owls"), representative)
    freeze(spaced)
    browser.open(f"/letters/{one.id}")
    section = browser.find("section:has(#elsewhere-h)").get_text(" ")
    assert "2026-021" in section and "same fingerprint" in section and "2026-022" in section and "other spacing" in section and "2026-023" not in section
    assert one.current.digest == same.current.digest != spaced.current.digest and hidden.current is None


def test_an_invited_organisation_declines_after_delivery_too(app, browser: TestBrowser) -> None:
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative)
    invitation = invite(letter)
    sign_as_representative(letter.current, representative)
    deliver_letter(letter, by=omar())
    browser.open(link_in_last_mail()).press("Do not sign")
    db.session.expire_all()
    assert invitation.answer == "declined" and browser.shows("Declined on")
    with pytest.raises(Refusal, match="answered"):
        sign_by_invitation(invitation, name="Gwen", title="Director", pair=a_pair())
