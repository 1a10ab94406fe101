"""The letter with its signatures as an accessible PDF, and what it says where a letter of an alphabet cannot be shown."""

from __future__ import annotations

import sys

import pytest

from civic import printing
from civic.letters.actions import ForSection, change_letter, deliver_letter
from civic.letters.entering import enter_letter, strike_signatory
from civic.letters.signing import sign_as_representative, sign_as_resident, sign_by_invitation, withdraw_signature
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.factories import make_docket, the_clerk
from tests.letters.arrange import a_draft, freeze, invite, make_open_letter, make_organisation, omar
from tests.letters.test_entered import an_arrival
from tests.letters.test_sections import BETTER, SECTION
from tests.letters.test_sign import a_pair
from tests.statements.test_pdf import read, structure_of, words_of

pytestmark = pytest.mark.usefixtures("app")


def test_a_delivered_letter_is_a_tagged_pdf_with_its_words_and_signatures(browser: TestBrowser) -> None:
    representative = make_organisation(label="attested")
    letter = make_open_letter(make_docket(), representative, residents=True, text="One paragraph.\n\nAnother one.", sections=(ForSection(SECTION, suggested=BETTER),))
    sign_as_representative(letter.current, representative)
    sign_by_invitation(invite(letter), name="Gwen Aldous", title="Director", pair=a_pair())
    gone, _stays = sign_as_resident(letter.current, name="Rosa Lind", pair=a_pair()), sign_as_resident(letter.current, name="", pair=a_pair())
    deliver_letter(letter, by=omar())
    sign_as_resident(letter.current, name="Late Lou", pair=a_pair())
    withdraw_signature(gone)
    response = browser.open(f"/letters/{letter.id}").click("The letter with its signatures (PDF)").response
    assert response.mimetype == "application/pdf"
    reader = read(response.data)
    words = words_of(reader)
    assert reader.metadata.title == "Close the side doors" and {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI"} <= structure_of(reader)
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    for part in ("One paragraph.", "Another one.", "Delivered to the city on", "[added: acquire, borrow", "Open Streets Coalition", "Omar Sesay, Coordinator", "confirmed representative",
                 "Harbor House Shelter", "Gwen Aldous, Director", "from an invitation, not checked", "Late Lou · signed after delivery", "1 resident signature stands without being listed",
                 "1 withdrawn on Saturday, October 3, after delivery", "organizations 2 2 0 2 0 0", "residents, not checked 3 2 1 2 1 1"):  # fmt: skip
        assert part in words, (part, words)
    assert "Rosa" not in words and letter.current.digest.hex() in words.replace(" ", "")


def test_each_version_has_its_own_file(browser: TestBrowser) -> None:
    """I-25: a signature binds one digest, on paper too."""
    representative = make_organisation()
    letter = make_open_letter(make_docket(), representative)
    sign_as_representative(letter.current, representative)
    change_letter(letter, a_draft(text="Other words."), seen=letter.revision, by=omar())
    freeze(letter)
    old, new = (words_of(read(browser.open(f"/letters/{letter.id}@{n}.pdf").response.data)) for n in (1, 2))
    assert "This version was replaced" in old and "Open Streets Coalition (unverified) Omar Sesay" in old
    assert "Other words." in new and "Nobody has signed these words." in new and "Omar Sesay" not in new
    assert browser.open(f"/letters/{letter.id}@3.pdf").status == 404


def test_a_name_in_an_alphabet_without_a_font_makes_no_fault(browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    for name in ("東京の友", "한국 노인회", "Союз 🙂", "عربى", "Rosa"):
        sign_as_resident(letter.current, name=name, pair=a_pair())
    words = words_of(read(browser.open(f"/letters/{letter.id}@1.pdf").response.data))
    assert "Some letters cannot be shown in this file" in words and "Rosa" in words and "Союз" in words and "東" not in words


def test_the_file_speaks_the_readers_language(browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    set_policy("language_es", "checked")
    reader = read(browser.open(f"/es/letters/{letter.id}@1.pdf").response.data)
    assert reader.trailer["/Root"]["/Lang"] == "es" and "Quién ha firmado" in words_of(reader)


def test_an_entered_letter_prints_without_the_names_that_were_struck(browser: TestBrowser) -> None:
    letter = enter_letter(make_docket(), an_arrival(unlisted=7), by=the_clerk())
    strike_signatory(letter.signatories[1], reason="asked", by=the_clerk())
    words = words_of(read(browser.open(f"/letters/entered/{letter.id}").click("The letter with its names (PDF)").response.data))
    assert "Entered by the clerk, not confirmed." in words and "Riders of Line 9, Ida Moss, chair" in words and "7 more people signed" in words and "Rosa" not in words


def test_without_the_extra_the_page_says_so(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = make_open_letter(make_docket())
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr(printing.importlib.util, "find_spec", lambda name: None)
    assert browser.open(f"/letters/{letter.id}").shows("This page prints well.")
    assert browser.open(f"/letters/{letter.id}@1.pdf").status == 501 and browser.shows("The letter is complete as a page")
