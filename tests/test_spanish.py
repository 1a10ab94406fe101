"""Spanish: every page a resident needs is complete, keeps its place, and says whether a native reader has checked it."""

from __future__ import annotations

import re

import polib
import pytest
import sqlalchemy as sa

from civic.comments.models import Face
from civic.database import db
from civic.people.policy import set_policy
from civic.translations.write import CIVIC, messages
from tests.browsing import TestBrowser
from tests.factories import make_docket, make_version

# What a resident meets from the home page to the check desk, with campaigns, search, what was decided, appeals, the footer and the errors;
# moderation and groups share their words with those, so their desks are whole as well.
RESIDENTS_PAGES = (
    "templates/pages/", "templates/comments/", "templates/components/", "templates/errors/", "templates/layouts/base.html",
    "templates/themes/show.html", "templates/summaries/show.html", "templates/summaries/none.html", "templates/summaries/dispute.html", "templates/consultation/explained.html",
    "templates/campaigns/", "templates/search/", "templates/rules/", "templates/appeals/", "templates/groups/", "templates/moderation/",
)  # fmt: skip
RESIDENTS_CODE = (
    "civic/comments/", "civic/pages/queries.py", "civic/pages/views.py", "civic/forms.py", "civic/web.py", "civic/consultation/explained.py", "civic/campaigns/", "civic/search/", "civic/moderation/",
)  # fmt: skip
WORDS = "Camino a casa de noche junto a las cámaras nuevas. Quítenlas, por favor."


def catalogue() -> polib.POFile:
    return polib.pofile(str(CIVIC / "translations" / "es" / "LC_MESSAGES" / "messages.po"))


def faults_in(messages_with_places: dict, translated: dict) -> list[str]:  # type: ignore[type-arg]
    faults = []
    for (words, plural), places in messages_with_places.items():
        if not any(place.startswith(RESIDENTS_PAGES + RESIDENTS_CODE) for place in places):
            continue
        entry = translated.get(words)
        spanish = [] if entry is None else list(entry.msgstr_plural.values()) if plural else [entry.msgstr]
        if not spanish or not all(spanish):
            faults.append(f"not in Spanish: {words!r} ({places[0]})")
    return faults


@pytest.mark.slow
def test_every_word_on_a_residents_way_is_in_spanish() -> None:
    assert faults_in(messages(), {e.msgid: e for e in catalogue()}) == []


def test_the_guard_sees_a_word_that_nobody_translated() -> None:
    assert faults_in({("Send it by owl", ""): ["templates/comments/write.html"]}, {}) != []


def test_every_translation_keeps_the_places_for_names_and_numbers() -> None:
    faults = []
    for entry in catalogue():
        for spanish in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            if placeholders(spanish) != placeholders(entry.msgid_plural or entry.msgid):
                faults.append((entry.msgid, spanish))
            if (spanish[0] == " ", spanish[-1] == " ") != (entry.msgid[0] == " ", entry.msgid[-1] == " "):
                faults.append((entry.msgid, spanish))
    assert faults == []


def placeholders(words: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|%\w|\{\w+\}", words))


@pytest.fixture
def spanish(app, browser: TestBrowser) -> TestBrowser:
    make_docket()
    set_policy("language_es", "unchecked")
    return browser


def test_spanish_is_offered_only_when_the_settings_release_it(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/")
    assert "Español" not in browser.page.get_text()
    assert browser.open("/es/").status == 404
    set_policy("language_es", "checked")
    browser.open("/").click("Español")
    assert browser.address == "/es/" and browser.find("html")["lang"] == "es"
    assert "sin revisar" not in browser.text


def test_an_unchecked_translation_says_so_before_and_after_the_click(spanish: TestBrowser) -> None:
    spanish.open("/how/safely")
    assert "(computer translation, not checked)" in spanish.find(".languages").get_text()
    spanish.click("Español")
    assert spanish.address == "/es/how/safely"
    assert spanish.shows("Traducción por computadora, sin revisar")


def test_a_resident_comments_checks_and_withdraws_in_spanish(spanish: TestBrowser, another_browser: TestBrowser) -> None:
    spanish.open("/es/").click("Leer y comentar el expediente 2026-014").click("Comentar")
    assert spanish.heading == "Escriba su comentario"
    spanish.fill("Continuar", {"Su comentario": WORDS, "stance": "oppose"})
    spanish.press("Saltar este paso y seguir").press("Enviar mi comentario")
    assert spanish.heading == "Su comentario llegó" and spanish.address.startswith("/es/")
    number, code = (tag.get_text() for tag in spanish.page.select(".receipt code")[:2])
    assert db.session.scalars(sa.select(Face)).one().language == "es"

    another_browser.open("/es/check").fill("Consultar", {"Número de seguimiento": number, "Código privado": code})
    assert another_browser.heading.startswith("Su comentario")
    another_browser.click("Cambiar mis palabras").fill("Revisar mis nuevas palabras", {"Su comentario": WORDS + " Gracias."}).press("Guardar mis nuevas palabras")
    assert another_browser.shows("Sus nuevas palabras están guardadas.")
    another_browser.click("Retirar mi comentario").press("Retirar mi comentario")
    assert another_browser.shows("Su comentario está retirado.")


@pytest.mark.parametrize("code", ["/d/2026-999", "/c/7K3M-Q2"])
def test_a_page_that_does_not_exist_says_so_in_spanish(spanish: TestBrowser, code: str) -> None:
    spanish.open(f"/es{code}")
    assert spanish.status == 404 and spanish.heading == "Esta página no existe"


def test_a_refused_form_speaks_spanish(spanish: TestBrowser) -> None:
    spanish.open("/es/d/2026-014/comment").press("Continuar")
    assert spanish.status == 422 and spanish.errors == ["Escriba su comentario."]


def test_changing_the_language_keeps_a_half_filled_form(spanish: TestBrowser) -> None:
    """At each of the three steps the words come along, and back."""
    spanish.open("/d/2026-014/comment").fill("Español", {"body": WORDS, "stance": "oppose"})
    assert spanish.heading == "Escriba su comentario" and spanish.find("#body").get_text().strip() == WORDS
    spanish.press("Continuar").fill("English", {"name": "Rosa", "ward": "3"})
    assert spanish.heading == "About you, all optional" and spanish.find("#name")["value"] == "Rosa"
    spanish.press("Continue").press("Español")
    assert spanish.heading == "Revise y envíe" and spanish.shows(WORDS) and spanish.shows("Rosa")
    spanish.press("Enviar mi comentario")
    face = db.session.scalars(sa.select(Face)).one()
    assert (face.text, face.name, face.language) == (WORDS, "Rosa", "es")


def test_a_spanish_page_says_which_text_is_law(spanish: TestBrowser) -> None:
    from civic.dockets.queries import docket_numbered

    make_version(docket_numbered("2026-014"), "# Article 9\n\n## Section 1. Purpose\n\nThis law limits cameras.\n")
    for address in ("/es/d/2026-014/text", "/es/d/2026-014/compare/1/2"):
        assert spanish.open(address).status == 200
    spanish.open("/es/d/2026-014/text")
    assert spanish.shows("solo su texto en inglés es ley") and spanish.find(".law")["lang"] == "en"


def test_dates_and_hours_are_written_the_spanish_way(spanish: TestBrowser) -> None:
    spanish.open("/es/d/2026-014")
    assert spanish.shows("Abierto a comentarios hasta el sábado 17 de octubre, 09:00")
