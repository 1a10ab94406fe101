"""Many comments from one network wait for their turn; nobody is refused and no address is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments import limits
from civic.comments.limits import Buckets
from civic.comments.models import Comment
from civic.database import Base, db
from tests.browsing import TestBrowser
from tests.factories import make_docket

NETWORK = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def from_outside(app, browser: TestBrowser, monkeypatch) -> TestBrowser:
    monkeypatch.setitem(app.extensions, "civic_limits", Buckets())
    monkeypatch.setattr(limits, "PER_HOUR", 2)
    browser.client.environ_base = {**browser.client.environ_base, **NETWORK}
    make_docket()
    return browser


def ready_to_send(browser: TestBrowser, n: int) -> TestBrowser:
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": f"Comment {n}."})
    return browser.press("Continue")


def arrived() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) or 0


def test_beyond_the_number_the_words_wait_a_minute_and_then_arrive(from_outside: TestBrowser) -> None:
    at = now()
    for n in range(3):
        with pretend(at):
            ready_to_send(from_outside, n)
        with pretend(at + timedelta(seconds=30)):
            from_outside.press("Send my comment")
    assert from_outside.status == 429 and from_outside.response.headers["Retry-After"] == "60" and arrived() == 2
    assert from_outside.shows("Your words are safe. Wait 60 seconds, then press Send.") and from_outside.shows("Comment 2.")
    with pretend(at + timedelta(seconds=50)):
        from_outside.press("Send my comment")
        assert from_outside.status == 429 and from_outside.shows("Wait 40 seconds") and arrived() == 2
    with pretend(at + timedelta(seconds=95)):
        from_outside.press("Send my comment")
        assert from_outside.heading == "Your comment arrived" and arrived() == 3


def test_a_forged_or_borrowed_turn_is_worth_nothing(from_outside: TestBrowser) -> None:
    at = now()
    for n in range(3):
        with pretend(at):
            ready_to_send(from_outside, n)
        with pretend(at + timedelta(seconds=30)):
            from_outside.press("Send my comment")
    borrowed = from_outside.find("input[name=turn]")["value"]
    with pretend(at + timedelta(seconds=200)):
        for turn in (borrowed, "1.forged", f"{int(at.timestamp())}.{'0' * 32}", "x"):
            ready_to_send(from_outside, 9)
            with pretend(at + timedelta(seconds=260)):
                from_outside.press("Send my comment", token="z" * 22, turn=turn) if from_outside.page.find(attrs={"name": "turn"}) else from_outside.post(
                    "/d/2026-014/comment", body="Comment 9.", step="send", v="1", token="z" * 22, turn=turn)
                assert from_outside.status == 429
    assert arrived() == 2


def test_a_form_sent_quicker_than_anybody_writes_waits_too(from_outside: TestBrowser) -> None:
    ready_to_send(from_outside, 1).press("Send my comment")
    assert from_outside.status == 429 and arrived() == 0


def test_nothing_of_the_network_is_stored(from_outside: TestBrowser, app) -> None:
    """I-18 No table, log, cookie or backup holds an IP address."""
    ready_to_send(from_outside, 1).press("Send my comment")
    dump = "".join(str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    assert "203.0.113" not in dump
    buckets = app.extensions["civic_limits"]
    assert "203.0.113" not in repr(vars(buckets._now))


def test_networks_are_apart_and_forgotten_with_their_hour(app) -> None:
    buckets = Buckets()
    at = 1_000 * 3600
    for _ in range(limits.PER_HOUR):
        assert not buckets.is_over("203.0.113.7", at)
    assert buckets.is_over("203.0.113.99", at) and not buckets.is_over("198.51.100.1", at)
    assert not any(buckets.is_over(None, at) for _ in range(100))
    assert not buckets.is_over("203.0.113.7", at + 3 * 3600)
    wide = [buckets.is_over(f"2001:db8:1:{n:x}00::1", at + 4 * 3600) for n in range(limits.PER_HOUR_WIDE + 1)]
    assert wide[-1] and not any(wide[:-1])
