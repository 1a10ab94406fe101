"""A second look: who is unsure hands a comment to somebody else, and nothing changes meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from civic.clock import now, pretend
from civic.comments.models import State
from civic.database import Refusal, db
from civic.moderation.actions import ask_for_look, claim_batch, confirm, propose, publish
from civic.moderation.hooks import NAME, Beside
from civic.moderation.queries import decisions_on, pending_proposal
from civic.moderation.queue import batch_of, next_batch
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
PRIVATE = "Call me at 555-0142 about the cameras."


def test_somebody_else_gets_it_and_decides(browser: TestBrowser, another_browser: TestBrowser) -> None:
    docket = make_docket()
    comment = make_comment(docket, PRIVATE)
    number = comment.number
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").press("Take the next 25")
    browser.press("Save these decisions", **{f"decision-{number}": "look", f"note-{number}": "Is this an office line?"})
    db.session.expire_all()
    assert comment.face.state is State.HELD and not browser.open(f"/staff/d/{docket.number}/queue").page.select("fieldset.queue-item")
    another_browser.sign_in(mona()).open(f"/staff/d/{docket.number}/queue").press("Take the next 25")
    assert another_browser.shows("A colleague asks for a second look.") and another_browser.shows("Is this an office line?")
    another_browser.press("Save these decisions", **{f"decision-{number}": "publish"})
    db.session.expire_all()
    assert comment.face.state is State.PUBLISHED and [(d.n, d.action, d.state) for d in decisions_on(comment)] == [(1, "look", "dropped"), (2, "publish", "taken")]


def test_the_clock_of_a_held_comment_runs_on(browser: TestBrowser) -> None:
    docket = make_docket()
    comment, asker, other = make_comment(docket, PRIVATE), milo(), mona()
    ask_for_look(comment, by=asker)
    with pretend(now() + timedelta(days=4)):
        assert next_batch(docket, asker) == []
        claim_batch(docket, next_batch(docket, other), by=other)
        (item,) = batch_of(docket, other)
        assert item.kind == "proposal" and item.overdue and browser.open(f"/c/{comment.number}").shows("Overdue since")


def test_a_look_is_no_proposal_and_can_be_answered_by_one() -> None:
    comment, one, other = make_comment(make_docket(), "Buy cheap cameras here."), milo(), mona()
    look = ask_for_look(comment, by=one)
    with pytest.raises(Refusal):
        confirm(look, by=other)
    with pytest.raises(Refusal):
        ask_for_look(comment, by=other)
    proposal = propose(comment, "S1", by=other)
    assert pending_proposal(comment) == proposal and look.state == "dropped"
    confirm(proposal, by=one)
    assert comment.face.state is State.WITHHELD


def test_it_can_be_asked_for_and_taken_back_on_the_page_of_one_comment(browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), "Good.")
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide").press("Ask somebody else for a second look")
    browser.open(f"/staff/comments/{comment.number}/decide").press("Take back my request")
    db.session.expire_all()
    assert pending_proposal(comment) is None
    publish(comment, by=mona())


def test_other_domains_add_lines_at_the_head_of_the_queue(app: Flask, browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, NAME, [lambda docket: [Beside("4 groups of the same letter", f"/d/{docket.number}/comments")]])
    docket = make_docket()
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").click("4 groups of the same letter")
    assert browser.status == 200
