"""The clerk enters what came by post, phone or at a hearing: same number, rights, deadline and visibility."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import day_of, now, pretend
from civic.comments.models import Comment, Face, State
from civic.database import db
from civic.record.models import Leaf
from tests.browsing import TestBrowser
from tests.factories import make_docket, the_clerk

WORDS = "I cannot use a computer. Please keep the cameras off my street."


def enter(browser: TestBrowser, body: str = WORDS, **more: str) -> TestBrowser:
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/intake")
    filled = {"channel": "post", "received_on": str(day_of(now())), "body": body, "read_back": "y"} | more
    return browser.press("Check it", **filled)


def test_a_letter_is_entered_read_and_gets_a_slip(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-4 Only staff-entered comments count from a stated day, kept with enterer."""
    make_docket()
    enter(browser, name="Ora Mills")
    assert browser.shows("received Saturday, October 3, entered by the clerk") and browser.shows("Ora Mills")
    browser.press("Enter the comment")
    assert browser.heading.startswith("Slip for comment") and browser.response.headers["Cache-Control"] == "no-store"
    number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
    another_browser.open(f"/c/{number}")
    assert another_browser.shows(WORDS) and another_browser.shows("Post, entered by the clerk")
    leaf = json.loads(db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "comment.received")).one())
    assert leaf["received"] == "2026-10-03" and leaf["by"][0].startswith("clerk-") and "source" not in leaf
    another_browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
    assert another_browser.shows("Withdraw my comment")


def test_the_same_comment_by_web_and_by_post_is_the_same_page_apart_from_its_way(app, browser: TestBrowser) -> None:
    """Acceptance 17: channel, day received and enterer are the only differences."""
    docket = make_docket()
    enter(browser).press("Enter the comment")
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": WORDS}).press("Continue").press("Send my comment")
    posted, sent = db.session.scalars(sa.select(Face).order_by(Face.channel)).all()
    ignored = {"comment_id", "number", "sort_key", "shuffle_key", "openings", "channel", "by_clerk"}
    for column in (c.key for c in Face.__table__.columns):
        if column not in ignored:
            assert getattr(posted, column) == getattr(sent, column), column
    assert docket.window is not None


def test_a_form_that_is_not_complete_keeps_every_word(app, browser: TestBrowser) -> None:
    make_docket()
    enter(browser, read_back="", received_on="2027-01-01")
    assert browser.status == 422 and browser.find("#body").get_text().strip() == WORDS
    assert any("read the words back" in line.lower() for line in browser.errors) and any("future" in line for line in browser.errors)
    browser.open("/staff/d/2026-014/intake").press("Check it")
    assert any("how the comment came" in line for line in browser.errors)


def test_a_letter_of_the_closing_day_is_in_time_and_one_after_the_late_period_is_refused(app, browser: TestBrowser) -> None:
    docket = make_docket()
    closing = docket.window.closing
    with pretend(closing + timedelta(days=10)):
        enter(browser, received_on=str(day_of(closing))).press("Enter the comment")
        assert browser.shows("in time")
        enter(browser, received_on=str(day_of(closing) + timedelta(days=9))).press("Enter the comment")
        assert browser.status == 422 and "after the late period" in browser.errors[0] and browser.find("#body").get_text().strip() == WORDS
    assert db.session.scalars(sa.select(Comment.clock)).all() == ["in_time"]


def test_private_data_in_a_letter_is_pointed_out_and_held_when_kept(app, browser: TestBrowser) -> None:
    make_docket()
    enter(browser, "Call me at 555-0142.")
    assert browser.shows("This looks like a phone number: 555-0142")
    browser.press("Enter the comment")
    assert db.session.scalars(sa.select(Face.state)).one() is State.HELD and browser.shows("a person reads it before it is shown")


def test_a_letter_entered_twice_by_a_double_press_is_one_comment(app, browser: TestBrowser) -> None:
    """I-23 One submission key gives one comment, however often sent."""
    make_docket()
    enter(browser)
    form = {i["name"]: i["value"] for i in browser.page.find_all("input") if i.get("name")} | {"step": "enter"}
    first = browser.send("post", "/staff/d/2026-014/intake", form).text
    assert browser.send("post", "/staff/d/2026-014/intake", form).text == first
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


@pytest.mark.parametrize("field", ["email", "phone", "address", "sender"])
def test_the_form_never_asks_for_a_senders_address(app, browser: TestBrowser, field: str) -> None:
    """I-17 Submitting needs no account, e-mail, phone or address. Acceptance 3."""
    make_docket()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/intake")
    assert browser.page.find(attrs={"name": field}) is None
