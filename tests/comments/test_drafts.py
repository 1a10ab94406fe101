"""Words that were not sent: brought back when asked, gone after sending, erasing or a day, readable by nobody else."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments import drafts
from civic.comments.models import Comment
from civic.database import db
from tests.browsing import TestBrowser
from tests.factories import make_docket

WORDS = "I walk home at night past the new cameras."


def kept(app) -> int:
    with app.extensions["civic_drafts"].engine.begin() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM drafts")).scalar_one()


def begin(app, browser: TestBrowser, **about: str) -> TestBrowser:
    with app.extensions["civic_drafts"].engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM drafts"))
    make_docket()
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": WORDS, "stance": "oppose"})
    return browser.press("Continue", **about)


def test_killed_between_check_and_send_the_words_come_back_when_asked(app, browser: TestBrowser) -> None:
    """Acceptance 5: text back, after [Continue]."""
    begin(app, browser, name="Rosa")
    browser.open("/d/2026-014/comment")
    assert browser.shows("Continue your draft?") and WORDS not in browser.response.get_data(as_text=True)
    browser.press("Yes, continue it")
    assert browser.find("#body").get_text().strip() == WORDS
    browser.press("Continue")
    assert browser.find("#name")["value"] == "Rosa"
    browser.press("Continue").press("Send my comment")
    assert browser.heading == "Your comment arrived" and kept(app) == 0
    assert not browser.open("/d/2026-014/comment").shows("Continue your draft?")


def test_erasing_a_draft_erases_it(app, browser: TestBrowser) -> None:
    begin(app, browser)
    browser.open("/d/2026-014/comment").press("Erase it")
    assert kept(app) == 0 and not browser.shows("Continue your draft?")


def test_a_refused_form_keeps_its_draft(app, browser: TestBrowser) -> None:
    begin(app, browser)
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": "x" * 21_000})
    assert browser.status == 422
    browser.open("/d/2026-014/comment").press("Yes, continue it")
    assert len(browser.find("#body").get_text().strip()) == 21_000


def test_a_draft_is_gone_after_a_day_and_on_a_shared_device_at_once(app, browser: TestBrowser) -> None:
    begin(app, browser)
    with pretend(now() + timedelta(hours=25)):
        assert not browser.open("/d/2026-014/comment").shows("Continue your draft?")
        with app.test_request_context():
            assert drafts.forget_old()
    assert kept(app) == 0
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": WORDS}).press("Continue", shared="1")
    assert kept(app) == 0


def test_the_store_tells_neither_the_words_nor_whose_they_are(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-19 No column, key or shared identifier joins a draft to a comment; the key lies in the browser's session cookie."""
    begin(app, browser)
    cookie = browser.client.get_cookie("civic_draft")
    assert cookie.max_age is None and cookie.expires is None and cookie.http_only
    with app.extensions["civic_drafts"].engine.begin() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM drafts")).all()
    stored = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in row)
    assert b"cameras" not in stored and b"2026" not in row.id and cookie.value.encode() not in stored and row.ends % 3600 == 0
    assert not another_browser.open("/d/2026-014/comment").shows("Continue your draft?")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 0
