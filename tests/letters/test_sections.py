"""Words suggested for a section: begun from the section's own, shown as a redline, part of what is signed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.database import Refusal, db
from civic.letters.actions import ForSection, change_letter
from civic.letters.models import Letter
from civic.letters.sections import redlines_of, section_text
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_docket, make_version
from tests.letters.arrange import a_draft, make_letter, make_open_letter, make_organisation, omar

SECTION = "art_9__sec_2"
BETTER = "Section 2. What is forbidden\n\n(a) No department may acquire, borrow or use face recognition.\n\n(b) No department may ask others to use it."


def test_a_suggestion_begins_from_the_sections_own_words_and_becomes_a_redline(app, browser: TestBrowser) -> None:
    make_docket()
    make_organisation()
    browser.sign_in(omar()).open("/letters/new?docket=2026-014")
    browser.fill("Begin from the section's own words (1)", {"title": "Mend it", "sections-0-wid": SECTION})
    assert "(a) No department may acquire or use face recognition." in browser.find("#sections-0-suggested").get_text() and browser.find("#title")["value"] == "Mend it"
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 0
    filled = {"ask": "Mend section 2.", "text": "See below.", "sign_by": "2026-10-10", "sections-0-words": "Close the gap.", "sections-0-suggested": BETTER}
    browser.fill("Read it before fixing the words", filled)
    assert browser.shows("Words it suggests") and "acquire, borrow" in browser.find(".redline ins").get_text()
    browser.press("Fix these words as version 1")
    letter = db.session.scalars(sa.select(Letter)).one()
    assert "On section 2: Close the gap." in letter.current.words and "acquire, borrow or use" in letter.current.words
    browser.open(f"/letters/{letter.id}")
    assert browser.shows("Marked against version 1 of the text") and browser.find(".redline del").get_text().startswith("[removed: ")
    assert "acquire, borrow" in browser.open(f"/letters/{letter.id}/sign").find(".redline ins").get_text()


def test_a_section_must_be_chosen_before_its_words_come(app, browser: TestBrowser) -> None:
    make_docket()
    make_organisation()
    browser.sign_in(omar()).open("/letters/new?docket=2026-014").press("Begin from the section's own words (1)")
    assert browser.status == 422 and "Choose the section first." in browser.errors[0]


def test_the_redline_stays_with_the_version_addressed(app) -> None:
    docket = make_docket()
    letter = make_open_letter(docket, sections=(ForSection(SECTION, suggested=BETTER),))
    before = redlines_of(letter.current.sections, letter.current.text_version)
    make_version(docket, TEXT.replace("acquire or use", "buy or use"))
    db.session.expire_all()
    assert redlines_of(letter.current.sections, letter.current.text_version) == before and letter.current.text_version.n == 1
    (one,) = before
    assert "".join(run.text for run in one.runs if run.kind != "ins") == section_text(letter.current.text_version, one.section)
    assert "".join(run.text for run in one.runs if run.kind != "del") == BETTER


def test_a_suggestion_that_changes_nothing_is_refused(app) -> None:
    docket = make_docket()
    own = section_text(docket.current_version, next(p for p in docket.current_version.provisions if p.wid == SECTION))
    letter = make_letter(docket)
    with pytest.raises(Refusal, match="exactly as it stands"):
        change_letter(letter, a_draft(sections=(ForSection(SECTION, suggested=own.replace("\n\n", " ")),)), seen=letter.revision, by=omar())


def test_a_letter_without_a_text_suggests_nothing(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(text=None))
    assert redlines_of(letter.current.sections, letter.current.text_version) == []
    assert "Words it suggests" not in browser.open(f"/letters/{letter.id}").text
