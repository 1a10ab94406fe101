"""No link leads nowhere, for anyone; and reading, however much of it, changes nothing."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from civic.database import Base, db
from civic.demonstration.content import load
from tests.browsing import TestBrowser
from tests.matrix_table import EVERYBODY, TABLE

PER_VIEW = 2  # addresses of one view that a signed-in person follows, one where everybody may look; the visitor follows every one
CAST = [person.key for person in load().city.cast if person.key != "rosa"]  # Rosa has no account


def crawl(browser: TestBrowser, start: str, *, per_view: int | None = None) -> list[str]:
    """Every link from here on; answers with those that led to an error, and where they stood."""
    faults, seen, waiting, visits = [], {start}, deque([(start, "")]), Counter()
    while waiting:
        address, from_page = waiting.popleft()
        if per_view is not None:
            view = browser._view_at(address), tuple(sorted(re.findall(r"(\w+)=", urlsplit(address).query)))
            visits[view] += 1
            if visits[view] > (1 if TABLE.get(view[0]) == EVERYBODY else per_view):
                continue
        response = browser.ask("get", address)
        if response.status_code >= 400:
            faults.append(f"{response.status_code} {address}, linked from {from_page}")
            continue
        if response.status_code in (301, 302, 303):
            found = [response.headers["Location"]]
        elif response.mimetype == "text/html":
            found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"', response.get_data(as_text=True))
        else:
            continue
        for link in found:
            target = urldefrag(urljoin(address, html.unescape(link)))[0]
            if urlsplit(target).scheme in ("", "http") and not urlsplit(target).netloc and target not in seen and in_one_language(start, target):
                seen.add(target)
                waiting.append((target, address))
    return faults


def in_one_language(start: str, target: str) -> bool:
    return start.startswith("/es/") == target.startswith("/es/")


def contents() -> dict[str, str]:
    """A fingerprint of every row of every table."""
    db.session.rollback()
    prints = {}
    for table in Base.metadata.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(table)))
        prints[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return prints


@pytest.mark.slow
@pytest.mark.sqlite_only  # tests/test_matrix.py opens every page on both
@pytest.mark.timeout(240)
def test_no_public_link_leads_nowhere_and_reading_changes_nothing(on_loopback: Flask, loaded: Flask, browser: TestBrowser) -> None:
    """Acceptance 20: no link on any page leads to a 404. A GET never writes: every row is as before."""
    before = contents()
    assert crawl(browser, "/") == []
    assert contents() == before


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_no_link_leads_nowhere_in_spanish(on_loopback: Flask, loaded: Flask, browser: TestBrowser) -> None:
    """Acceptance 20, in the other language."""
    assert crawl(browser, "/es/", per_view=PER_VIEW) == []


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.timeout(240)
@pytest.mark.parametrize("person", CAST)
def test_no_link_leads_nowhere_for_the_cast(on_loopback: Flask, loaded: Flask, browser: TestBrowser, person: str) -> None:
    """Acceptance 20, signed in: no page offers what this person may not open."""
    browser.post(f"/demo/continue/{person}", follow=True)
    assert browser.status == 200
    before = contents()
    faults = crawl(browser, "/", per_view=PER_VIEW)
    assert not faults, "\n".join(faults)
    assert contents() == before


def test_the_crawl_sees_a_planted_dead_link(app: Flask, browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "pages.safely", lambda: '<a href="/how/owl">Owl</a>')
    assert crawl(browser, "/how/safely") == ["404 /how/owl, linked from /how/safely"]
