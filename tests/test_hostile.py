"""Whatever is sent, to whichever form or address: a page with a sentence, never a fault. One row of the matrix for each route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.browsing import TestBrowser
from tests.matrix_objects import Objects
from tests.matrix_table import ROWS, TABLE
from tests.test_matrix import address_of, as_row, rules

ASKED = (  # every word that some view reads from the address
    "after", "all", "before", "body", "channel", "city", "clock", "day", "docket", "exception", "field", "language", "next", "number", "owner", "page",
    "provision", "q", "rows", "s", "seat", "second", "source", "stance", "state", "theme", "under", "value", "version", "view", "ward", "watch",
)  # fmt: skip
WORDS = {"controls": "A\x00B \u202e\u2066 \ufffe\u0007 cameras", "number": "99999999999999999999999999", "long": "<b>{{ 7*7 }}' OR 1=1 -- " * 1500}
VALUES = {"huge": "99999999999999999999", "bytes": "%ED%A0%80%FF"}


@pytest.fixture
def world(on_loopback: Flask, loaded: Flask) -> Iterator[Flask]:
    yield on_loopback


def visits(world: Flask) -> Iterator[tuple[TestBrowser, str]]:
    """Each address whose object exists, once, as the first who may see it."""
    objects, browsers = Objects(), dict[str, TestBrowser]()
    for rule in rules(world, "GET"):
        row = next((row for row in ROWS if row in TABLE[rule.endpoint]), None)
        address, exists = address_of(world, rule, objects)
        if exists and row is not None:
            if row not in browsers:
                browsers[row] = as_row(world, row, objects)
            yield browsers[row], address


def filled(form: Tag, words: str) -> str:
    """Every field with these words, choices too; what is hidden is kept, so that the form gets past its token."""
    kept: dict[str, str] = {}
    for one in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = one.get("name"), one.get("type", "")
        if name and kind != "file" and name not in kept:
            kept[name] = one.get("value", "") if kind in ("hidden", "submit") or one.name == "button" else words
    return urlencode(kept)


def faults_of(browser: TestBrowser, method: str, address: str, **sent: Any) -> list[str]:
    try:
        status = browser.ask(method, address, **sent).status_code
    except Exception as fault:  # noqa: BLE001 - what breaks is what is looked for
        return [f"{method} {address}: {type(fault).__name__} {str(fault)[:200]}"]
    return [f"{method} {address}: {status}"] if status >= 500 else []


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_no_form_breaks_whatever_is_written_into_it(world: Flask) -> None:
    sent, faults = set[str](), list[str]()
    for browser, address in visits(world):
        page = browser.ask("get", address)
        if page.status_code == 200 and page.mimetype == "text/html":
            for form in BeautifulSoup(page.data, "lxml").select("main form[method=post]"):
                target = form.get("action") or address
                if target not in sent:
                    sent.add(target)
                    for words in WORDS.values():
                        faults += faults_of(browser, "post", target, data=filled(form, words), content_type="application/x-www-form-urlencoded")
    assert len(sent) > 80 and not faults, "\n".join(sorted(faults))


@pytest.mark.slow
@pytest.mark.timeout(200)
@pytest.mark.parametrize("kind", VALUES)
def test_no_address_breaks_whatever_follows_the_question_mark(world: Flask, kind: str) -> None:
    query = "&".join(["order=newest", *(f"{name}={VALUES[kind]}" for name in ASKED)])
    faults = [fault for browser, address in visits(world) for fault in faults_of(browser, "get", f"{address}?{query}")]
    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("address", ["/d/%00", "/c/%00", "/respond/i/%00", "/staff/settings/%00", "/themes/%00", "/how/%00", "/comments?s=a%00b"])
def test_an_address_with_a_nul_is_refused_with_a_sentence(app: Flask, browser: TestBrowser, address: str) -> None:
    browser.open(address)
    assert browser.status in (400, 404) and (browser.shows("Nothing was changed.") or browser.status == 404)


def test_the_sweep_sees_a_fault(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ValueError("planted")

    monkeypatch.setitem(app.view_functions, "pages.home", broken)
    assert faults_of(TestBrowser(app), "get", "/") != []
