"""Cookies, hosts and caches: what no page can do wrong, since one place does it for all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from civic import create_app
from civic.database import db
from tests.browsing import TestBrowser
from tests.factories import make_comment, make_docket, the_clerk
from tests.header_checks import faults_of_headers, faults_over_tls
from tests.letters.arrange import make_open_letter

CIVIC = Path(__file__).parent.parent / "civic"
COOKIES = {"civic", "civic_draft", "civic_sent", "civic_mine", "civic_claim", "civic_signed", "civic_slip"}


@pytest.fixture
def over_tls(app: Flask) -> Iterator[TestBrowser]:
    """The same city behind HTTPS."""
    secure = create_app(dataclasses.replace(app.config["CIVIC"], public_url="https://localhost"), TESTING=True, PROPAGATE_FAULTS=True)
    secure.config["PREFERRED_URL_SCHEME"] = "https"
    yield TestBrowser(secure)
    with secure.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_cookie_is_bound_to_this_host_over_tls(over_tls: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way that sets a cookie: a draft, a sent comment, the check desk, a claim, a signature, an intake slip, a sign-in."""
    docket, seen, browser = make_docket(), [], over_tls
    comment, letter = make_comment(docket, "Cameras worry me.", name="Rosa"), make_open_letter(docket, residents=True)
    ask = browser._ask
    monkeypatch.setattr(browser, "_ask", lambda *given, **more: seen.append(ask(*given, **more)) or seen[-1])
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": "Cameras on my street worry me."})
    browser.press("Skip this and go on").press("Send my comment")
    number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
    browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
    browser.open(f"/c/{comment.number}/name").press("Say that", words="It was not me.")
    browser.open(f"/letters/{letter.id}/sign").press("Sign this exact text")
    browser.sign_in(the_clerk()).open("/d/2026-014")
    browser.open("/staff/d/2026-014/intake").fill("Check it", {"body": "By phone: too many cameras.", "channel": "phone", "received_on": "2026-10-02", "read_back": "y"}).press("Enter the comment")
    names = {cookie.split("=")[0] for response in seen for cookie in response.headers.getlist("Set-Cookie")}
    assert names == {f"__Host-{name}" for name in COOKIES}
    assert [fault for response in seen for fault in faults_over_tls(response)] == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "evil.example:443"])
def test_a_name_that_is_not_ours_gets_no_page(app: Flask, browser: TestBrowser, host: str) -> None:
    """A poisoned Host reaches no link, no mail, no poster: it is answered in one line."""
    for method in ("get", "post"):
        response = getattr(browser.client, method)("/sign-in", headers={"Host": host})
        assert response.status_code == 400 and b"evil" not in response.data and faults_of_headers(response, method=method.upper()) == []


def test_a_forwarded_host_is_not_believed_without_a_proxy(app: Flask, browser: TestBrowser) -> None:
    response = browser.client.get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"})
    assert response.status_code == 200 and b"evil" not in response.data


@pytest.mark.parametrize("tail", ["/style.css", ".css", ";x.js", "%2ejs", "/..%2fpicture.png"])
def test_a_private_page_under_a_files_name_is_not_there(app: Flask, browser: TestBrowser, tail: str) -> None:
    """Cache deception: a page with a code in it answers only at its own address, and an error is never stored."""
    for page in ("/check/mine", "/d/2026-014/comment/sent", "/account"):
        response = browser.client.get(page + tail)
        assert response.status_code == 404 and "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_a_method_that_no_page_has_is_refused(app: Flask, browser: TestBrowser, method: str) -> None:
    response = browser.client.open("/", method=method)
    assert response.status_code == 405 and faults_of_headers(response, method=method) == []


def test_a_browser_that_asks_for_an_icon_finds_no_missing_page(app: Flask, browser: TestBrowser) -> None:
    response = browser.client.get("/favicon.ico")
    assert response.status_code == 204 and response.data == b"" and faults_of_headers(response) == []


def test_no_other_site_may_read_an_answer(app: Flask, browser: TestBrowser) -> None:
    for address in ("/", "/healthz", "/d/2026-014/comments.json"):
        response = browser.client.get(address, headers={"Origin": "https://evil.example"})
        assert not [name for name, _ in response.headers if name.lower().startswith("access-control")]


def test_cookies_and_whole_addresses_are_made_in_one_place() -> None:
    sources = {file.relative_to(CIVIC).as_posix(): file.read_text() for file in CIVIC.rglob("*.py")}
    assert [name for name, text in sources.items() if re.search(r"\.set_cookie\(|request\.cookies\b", text) and name != "cookies.py"] == []
    assert [name for name, text in sources.items() if "_external=True" in text or "request.url_root" in text] == []
