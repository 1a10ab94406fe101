"""A resident reads and signs a letter in Spanish."""

from __future__ import annotations

import polib
import pytest

from civic.people.policy import set_policy
from civic.translations.write import CIVIC, messages
from tests.browsing import TestBrowser
from tests.factories import make_docket
from tests.letters.arrange import make_open_letter


def test_a_resident_signs_in_spanish(app, browser: TestBrowser) -> None:
    letter = make_open_letter(make_docket(), residents=True)
    set_policy("language_es", "unchecked")
    browser.open(f"/es/letters/{letter.id}").click("Firmar esta carta").fill("Firmar exactamente este texto", {"name": "Rosa"})
    assert browser.heading == "Usted ha firmado"
    browser.click("Ver la carta con sus firmas")
    assert browser.shows("1 firma de residente sigue en pie") and browser.shows("Close the side doors")  # a letter's own words stay as signed


PLACES = ("templates/letters/", "templates/writing/", "templates/entered/show", *(f"templates/organisations/{name}" for name in ("new", "show", "represent", "confirm", "mailbox")))


@pytest.mark.slow
@pytest.mark.sqlite_only  # the words are the same on any database
def test_every_word_that_signers_and_organisations_meet_is_in_spanish(app) -> None:
    spanish = {e.msgid: list(e.msgstr_plural.values()) or [e.msgstr] for e in polib.pofile(str(CIVIC / "translations" / "es" / "LC_MESSAGES" / "messages.po"))}
    own = {words for (words, _), places in messages().items() if any(p.startswith(PLACES) for p in places)}
    assert sorted(words for words in own if not all(spanish.get(words, [""]))) == []
