"""How mail looks on the wire: headers, encoding and line lengths, in four languages; no tracking, no secret in a subject."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from civic.mail_languages import FOREWORDS, mail_languages
from civic.notices.forewords import with_foreword
from civic.notices.writing import Envelope, as_mail, id_in
from civic.people.policy import set_policy
from tests.notices.post_office import words_in

ID = "AbCdEfGhIjKlMnOpQrStUv"
TEXTS = {
    "en": "The council asks you.\n\nPlease answer by Friday: https://civic.example/follow/x?a=1&b=2.",
    "es": "El concejo le pregunta: ¿qué opina de las cámaras?\n\nRespuesta: https://civic.example/es/x",
    "so": "Golaha magaaladu wuu ku weydiinayaa.\n\nHalkan ka jawaab: https://civic.example/x",
    "hmn": "Lub rooj sab laj nug koj.\n\nTeb ntawm no: https://civic.example/x",
}


def made(language: str, **more: str) -> EmailMessage:
    subject = more.get("subject", f"Docket 2026-014: ¿qué hay de nuevo? {language}")
    envelope = Envelope(ID, subject, "nora@city.example", more.get("body", TEXTS[language]), language=language)
    return as_mail(envelope, sender="civic@city.example", name="Ciudad de Álder", at=datetime(2026, 10, 3, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize("language", TEXTS)
def test_mail_is_plain_ascii_lines_of_at_most_998_octets_and_gives_the_words_back(language: str) -> None:
    raw = made(language).as_bytes()
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    back = message_from_bytes(raw, policy=policy.default)
    assert words_in(back).strip() == TEXTS[language]
    assert back["Content-Language"] == language and back["Subject"].endswith(language)
    assert not back.defects and not any(header.defects for header in back.values())
    assert [part.get_content_type() for part in back.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("language", TEXTS)
def test_the_html_says_the_same_and_fetches_nothing(language: str) -> None:
    page = BeautifulSoup(made(language).get_body(("html",)).get_content(), "html.parser")
    assert page.html["lang"] == language
    assert re.sub(r"\s", "", page.body.get_text()) == re.sub(r"\s", "", TEXTS[language])
    assert page.find_all(["img", "link", "script", "style", "iframe"]) == [] and "src=" not in str(page)
    assert [a["href"] for a in page.find_all("a")] == [a.rstrip(".") for a in re.findall(r"https\S+", TEXTS[language])]


def test_words_cannot_become_html() -> None:
    mail = made("en", body="<script>alert(1)</script> & <b>bold</b> https://civic.example/x?\"onload=1")
    page = mail.get_body(("html",)).get_content()
    assert "<script>" not in page and "<b>" not in page and "&lt;script&gt;" in page
    assert [a["href"] for a in BeautifulSoup(page, "html.parser").find_all("a")] == ["https://civic.example/x?"]


def test_a_line_break_in_a_subject_makes_no_second_header() -> None:
    mail = made("en", subject="A title\r\nBcc: everybody@city.example")
    assert mail["Bcc"] is None and mail["Subject"] == "A title Bcc: everybody@city.example"


def test_the_id_of_a_message_is_found_in_its_message_id_and_in_no_other() -> None:
    assert id_in(str(made("en")["Message-ID"])) == ID
    assert id_in("<20261003.abc@elsewhere.example>") is None


@pytest.mark.parametrize(("code", "word"), [("so", "Ogeysiis"), ("hmn", "Ntawv ceeb toom")])
def test_mail_in_somali_and_hmong_says_in_it_that_the_rest_is_english(app: Flask, code: str, word: str) -> None:
    set_policy(f"mail_{code}", "unchecked")
    plain = Envelope(ID, "Docket 2026-014: ¿qué hay?", "nora@city.example", TEXTS["en"], language=code)
    mail = as_mail(with_foreword(plain), sender="civic@city.example", name="Álder", at=datetime(2026, 10, 3, 14, 0, tzinfo=UTC))
    raw = mail.as_bytes()
    assert raw.isascii() and max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert mail["Subject"] == f"{word}: Docket 2026-014: ¿qué hay?" and mail["Content-Language"] == f"{code}, en"
    words = mail.get_body(("plain",)).get_content()
    assert words.startswith(FOREWORDS[code].words) and "not checked: needs a native reader" in words and words.rstrip().endswith(TEXTS["en"])
    page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    assert page.html["lang"] == "en" and page.find("div", lang=code).get_text().strip().startswith(FOREWORDS[code].words)
    set_policy(f"mail_{code}", "checked")
    assert FOREWORDS[code].unchecked not in with_foreword(plain).foreword


def test_a_city_offers_somali_and_hmong_only_once_it_turned_them_on(app: Flask) -> None:
    assert [code for code, _name in mail_languages()] == ["en"]
    set_policy("mail_hmn", "unchecked")
    assert mail_languages() == [("en", "English"), ("hmn", "Hmoob (Hmong): the first lines; the rest is in English")]
