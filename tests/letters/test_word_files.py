"""A letter from a Word file: its words come into the author's form, are read there, and only then kept."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from civic.database import db
from civic.letters.models import Letter
from tests.browsing import TestBrowser
from tests.dockets.files import MARKED, bomb, entity_bomb, lying_bomb, p, r, struck, underlined, word_file
from tests.factories import make_docket
from tests.letters.arrange import make_letter, make_organisation, omar
from tests.letters.test_write import LETTER

WORDS = word_file(p(r("Dear council,")) + p(r("A ban that can be "), underlined("walked around"), r(" is no ban.")))
NEW = "/letters/new?docket=2026-014"


def sent(source: bytes, name: str = "letter.docx") -> tuple[io.BytesIO, str]:
    return io.BytesIO(source), name


def box(browser: TestBrowser) -> str:
    return browser.find("textarea[name=text]").get_text().lstrip("\r\n")


@pytest.fixture
def author(app, browser: TestBrowser) -> TestBrowser:
    make_docket()
    make_organisation()
    return browser.sign_in(omar())


def test_the_words_of_a_file_are_read_in_the_form_before_they_are_kept(author: TestBrowser) -> None:
    author.open(NEW).fill("Keep the draft", {**LETTER, "text": "", "file": sent(WORDS)})
    assert author.status == 200 and author.shows("Nothing is kept yet.") and db.session.scalars(sa.select(Letter)).all() == []
    assert box(author) == "Dear council,\n\nA ban that can be walked around is no ban."
    assert author.find("[name=title]")["value"] == LETTER["title"] and author.find("[name=residents]").has_attr("checked")
    author.press("Read it before fixing the words")
    assert author.shows("A ban that can be walked around is no ban.") and author.heading == "Fix the words"
    assert db.session.scalars(sa.select(Letter)).one().text == "Dear council,\n\nA ban that can be walked around is no ban."


def test_a_file_may_come_first_with_everything_else_empty(author: TestBrowser) -> None:
    author.open(NEW).press("Keep the draft", file=sent(WORDS))
    assert author.status == 200 and not author.errors and box(author).startswith("Dear council")


def test_what_stood_in_the_box_is_still_to_be_seen(author: TestBrowser) -> None:
    letter = make_letter(make_docket("2026-015"), make_organisation("Harbor House"))
    author.open(f"/letters/{letter.id}/edit").press("Keep the draft", file=sent(WORDS))
    assert author.shows("What stood in the box before") and author.shows("A ban that can be walked around is no ban.")
    assert letter.text in author.find("details .comment").get_text()
    author.press("Keep the draft")
    db.session.expire_all()
    assert letter.text.startswith("Dear council") and letter.revision == 2


def test_struck_words_are_not_part_of_the_letter_and_the_author_is_told(author: TestBrowser) -> None:
    author.open(NEW).press("Keep the draft", file=sent(word_file(p(r("We ask for "), struck("one"), r("two hearings.")))))
    assert box(author) == "We ask for two hearings." and author.shows("marks words as struck or deleted")
    author.open(NEW).press("Keep the draft", file=sent(MARKED))
    assert "reports twice a year" in box(author) and "pays 100 dollars" in box(author)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"%PDF-1.7 words", "This is a PDF, whatever its name says."), (b"plain words", "This is not a Word file"), (b"", "This file is empty."),
        (bomb(), "unpacks to far more"), (lying_bomb(), "This Word file is damaged"), (entity_bomb(), "This Word file is damaged"),
        (b"\xd0\xcf\x11\xe0old", "This is an old .doc file"), (b"PK" + b"x" * 10_000_001, "The limit is 10 MB"),
        (word_file(p(r("   "))), "This Word file has no text."), (word_file(p(r("a" * 20_001))), "The letter is longer than 20,000 characters."),
    ],
    ids=["pdf", "text", "empty", "bomb", "lying-bomb", "entities", "doc", "large", "blank", "long"],
)  # fmt: skip
def test_a_file_that_is_no_letter_is_refused_with_a_sentence_and_the_words_stay(author: TestBrowser, source: bytes, sentence: str) -> None:
    author.open(NEW).fill("Keep the draft", {**LETTER, "file": sent(source)})
    assert author.status == 422 and sentence in author.errors[0] and author.title.startswith("Error: ")
    assert author.find("[name=title]")["value"] == LETTER["title"] and db.session.scalars(sa.select(Letter)).all() == []
    if "longer" not in sentence:
        assert box(author) == LETTER["text"]


def test_a_file_of_40_megabytes_is_turned_away_whole(author: TestBrowser) -> None:
    author.open(NEW).fill("Keep the draft", {**LETTER, "file": sent(b"x" * 40_000_000)})
    assert author.status == 413 and db.session.scalars(sa.select(Letter)).all() == []
