"""Letters signed elsewhere: entered by the clerk with their names, none of them confirmed, counted apart."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa

from civic.clock import pretend, today
from civic.database import Refusal, db
from civic.letters.entered_models import EnteredLetter, EnteredSignatory
from civic.letters.entering import Arrived, Signed, enter_letter, read_organisations, strike_signatory, void_letter
from civic.letters.organisation_queries import organisation_like
from civic.letters.signature_models import Signature, SignatureKind
from civic.record.models import Leaf, SealedText
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_docket, the_clerk

PDF = b"%PDF-1.7 a scan of the signed letter"
FORM = {
    "title": "Keep cameras off the bus", "sender": "Riders of Line 9", "received_on": "2026-10-02", "how": "post", "words": "To the council:\n\nWe ride at night.",
    "organisations": "Riders of Line 9; Ida Moss; chair\nMill Street Merchants", "people": "Rosa Lind\nJun Park", "unlisted": "40", "version": "1",
}  # fmt: skip


def an_arrival(**more: Any) -> Arrived:
    given = {"title": "Keep cameras off the bus", "addressee": "council", "sender": "Riders of Line 9", "words": "We ride at night.", "received_on": today(), "how": "post",
             "signed": (Signed(SignatureKind.ORGANISATION, "Riders of Line 9", "Ida Moss", "chair"), Signed(SignatureKind.RESIDENT, name="Rosa Lind")), **more}  # fmt: skip
    return Arrived(**given)


def leaves(kind: str) -> list[dict[str, Any]]:
    return [json.loads(leaf.bytes) for leaf in db.session.scalars(sa.select(Leaf).where(Leaf.kind == kind))]


def enter(browser: TestBrowser, **more: Any) -> EnteredLetter:
    browser.sign_in(the_clerk()).open("/staff/d/2026-014").click("Enter a letter that was signed elsewhere")
    browser.fill("Enter the letter", FORM | {"file": (io.BytesIO(PDF), "scan.pdf")} | more)
    return db.session.scalars(sa.select(EnteredLetter)).one()


def test_the_clerk_enters_a_paper_letter_and_nobody_on_it_counts_as_confirmed(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    make_docket()
    letter = enter(browser)
    assert browser.heading == "Keep cameras off the bus" and letter.file_digest == sha256(PDF).digest()
    another_browser.open("/d/2026-014/letters")
    assert another_browser.shows("Signed elsewhere, entered by the clerk") and another_browser.shows("2 organizations · 42 people, entered by the clerk, not confirmed")
    another_browser.click("Keep cameras off the bus")
    for words in ("Received on Friday, October 2, by post.", "We ride at night.", "Ida Moss, chair", "Mill Street Merchants", "Rosa Lind", "40 more people signed", "about version 1", sha256(PDF).hexdigest()):
        assert another_browser.shows(words), words
    assert another_browser.open("/d/2026-014").shows("Riders of Line 9 · 2 organizations · 42 people, entered by the clerk, not confirmed")
    assert browser.open("/staff/d/2026-014/packet").shows("Riders of Line 9 · received on Friday, October 2 · 2 organizations · 42 people, entered by the clerk")
    assert db.session.scalar(sa.select(sa.func.count(Signature.id))) == 0 and organisation_like("Riders of Line 9") is None
    (leaf,) = leaves("letter.entered")
    assert (leaf["organisations"], leaf["residents"], leaf["unlisted"], leaf["received"], leaf["how"]) == (2, 2, 40, "2026-10-02", "post") and leaf["by"][0].startswith("clerk-")
    assert len(leaves("letter.signatory_entered")) == 4 and "Rosa" not in json.dumps(leaves("letter.signatory_entered"))


def test_names_on_paper_are_rows_of_their_own_in_the_counts(app, browser: TestBrowser) -> None:
    """I-64: entered = standing + struck, never added to signatures made here or to comments."""
    letter = enter_letter(make_docket(), an_arrival(unlisted=3), by=the_clerk())
    strike_signatory(letter.signatories[1], reason="asked", by=the_clerk())
    rows = list(csv.DictReader(io.StringIO(browser.open("/d/2026-014/letters.csv").response.get_data(as_text=True).lstrip("\ufeff"))))
    assert [(r["kind"], r["ever_made"], r["standing"], r["withdrawn"], r["state"]) for r in rows] == [("entered_organisation", "1", "1", "0", "entered"), ("entered_resident", "4", "3", "1", "entered")]


def test_who_did_not_sign_is_struck_and_a_persons_name_goes(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    make_docket()
    letter = enter(browser)
    browser.fill("Strike Rosa Lind", {"reason": "did_not_sign"})
    assert browser.shows("The name is struck") and browser.shows("A name that was struck")
    another_browser.open(f"/letters/entered/{letter.id}")
    assert "Rosa" not in another_browser.text and "Strike" not in another_browser.page.get_text()
    assert "Rosa" not in another_browser.open(f"/letters/entered/{letter.id}/signatories.csv").response.get_data(as_text=True)
    assert "Rosa" not in another_browser.open(f"/letters/entered/{letter.id}/proof.json").response.get_data(as_text=True)
    assert not [t.name for t in db.metadata.sorted_tables if t.name not in (SealedText.__tablename__,) for row in db.session.execute(sa.select(t)) if "Rosa Lind" in repr(tuple(row))]
    browser.fill("Strike Mill Street Merchants", {"reason": "misread"})
    assert browser.shows("Mill Street Merchants struck on") and sorted(leaf["reason"] for leaf in leaves("letter.signatory_struck")) == ["did_not_sign", "misread"]


def test_an_entry_that_was_wrong_stays_readable_and_counts_no_more(app, browser: TestBrowser) -> None:
    """I-1: an entered letter is never changed or deleted; voiding adds a row."""
    make_docket()
    letter = enter(browser)
    browser.fill("Void this entry", {"reason": "wrong_words"})
    assert browser.shows("This entry is void since") and browser.shows("We ride at night.")
    assert "Keep cameras off the bus" not in browser.open("/d/2026-014").text
    assert browser.open("/d/2026-014/letters").shows("Void: entered wrongly")
    with pytest.raises(Refusal, match="voided before"):
        void_letter(letter, reason="duplicate", by=the_clerk())
    assert enter_letter(letter.docket, an_arrival(words=letter.words), by=the_clerk()).void is None


def test_the_same_letter_is_entered_once_and_shown_on_its_other_docket(app, browser: TestBrowser) -> None:
    one = enter_letter(make_docket(), an_arrival(file=PDF), by=the_clerk())
    with pytest.raises(Refusal, match="entered already"):
        enter_letter(one.docket, an_arrival(words="We  ride at\nnight."), by=the_clerk())
    with pytest.raises(Refusal, match="entered already"):
        enter_letter(one.docket, an_arrival(words="Other words.", file=PDF), by=the_clerk())
    other = enter_letter(make_docket("2026-021", title="Plate readers"), an_arrival(words="We  ride at\nnight."), by=the_clerk())
    assert browser.open(f"/letters/entered/{one.id}").find("section:has(#elsewhere-h) a")["href"].endswith(other.id)


def test_a_letter_after_the_closing_day_is_late_and_one_on_it_is_not(app) -> None:
    """I-4: only staff-entered things count from a stated day of receipt, and all of the closing day is in time."""
    docket = make_docket()
    closing = docket.window.closing.date()
    with pretend(docket.window.closing + timedelta(days=3)):
        assert not enter_letter(docket, an_arrival(received_on=closing), by=the_clerk()).late
        assert enter_letter(docket, an_arrival(received_on=closing + timedelta(days=1), words="Later."), by=the_clerk()).late
        with pytest.raises(Refusal, match="not come yet"):
            enter_letter(docket, an_arrival(received_on=today() + timedelta(days=1), words="Tomorrow."), by=the_clerk())


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"title": ""}, "Give the letter a title."), ({"how": ""}, "Choose how it came."), ({"words": "Call me at 612-555-0142."}, "This looks private: 612-555-0142"),
    ({"organisations": "; Ida"}, "on a line of its own"), ({"organisations": "A; B; C; D"}, "on a line of its own"), ({"people": "Rosa 612-555-0142"}, "looks like a phone number"),
    ({"organisations": "", "people": "", "unlisted": ""}, "Enter who signed it"), ({"received_on": "2026-13-40"}, "This is not a day"), ({"unlisted": "-1"}, "Enter a number from"),
    ({"people": "x" * 121}, "longer than 120"), ({"file": (io.BytesIO(b"<html>"), "scan.pdf")}, "no PDF, PNG, JPEG or TIFF"),
])  # fmt: skip
def test_what_is_wrong_is_named_and_the_words_stay(app, browser: TestBrowser, changed, sentence) -> None:
    make_docket()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/letters/enter").fill("Enter the letter", FORM | changed)
    assert browser.status == 422 and any(sentence in error for error in browser.errors), browser.errors
    assert "Mill Street" in browser.find("#organisations").get_text() or "organisations" in changed
    assert db.session.scalar(sa.select(sa.func.count(EnteredLetter.id))) == db.session.scalar(sa.select(sa.func.count(EnteredSignatory.id))) == 0


def test_a_public_line_of_an_office_may_stay_when_the_clerk_has_looked(app, browser: TestBrowser) -> None:
    make_docket()
    assert enter(browser, words="Our office: 612-555-0142.", keep="y").words == "Our office: 612-555-0142."


def test_every_word_and_name_of_an_entered_letter_can_be_proven(app, browser: TestBrowser) -> None:
    """I-40: each word, and each name that is shown, is proven against its leaf."""
    from civic.record.leaf import b16
    from civic.record.words import root_of, value_commitment, word_commitment

    letter = enter_letter(make_docket(), an_arrival(), by=the_clerk())
    proof = browser.open(f"/letters/entered/{letter.id}/proof.json").response.get_json()
    leaf = json.loads(proof["leaf"])
    from civic.record.leaf import b64

    digests = [word_commitment(b16(leaf["body"]["ctx"]), i, b16(salt), word) for i, (salt, word) in enumerate(proof["body"])]
    assert b64(root_of(digests)) == leaf["body"]["root"] and "".join(word for _, word in proof["body"]) == letter.words
    for signature in proof["signatures"]:
        own = json.loads(signature["leaf"])
        assert all(b64(value_commitment(own["id"], label, b16(salt), value)) == own["vals"][label] for label, (salt, value) in signature["vals"].items())


def test_only_the_clerk_enters_letters(app, browser: TestBrowser) -> None:
    letter = enter_letter(make_docket(), an_arrival(), by=the_clerk())
    browser.sign_in(milo())
    assert browser.open("/staff/d/2026-014/letters/enter").status == 403
    browser.post(f"/staff/letters/entered/{letter.id}/void", reason="duplicate")
    assert browser.status == 403 and read_organisations("\n A ;B\n\n") == [Signed(SignatureKind.ORGANISATION, "A", "B", "")]


def test_followers_hear_of_an_entered_letter(app) -> None:
    from civic.notices.news import NEWS

    assert NEWS["letter.entered"].topic == "letters"
