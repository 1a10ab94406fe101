"""A new wording: nothing of the old one is lost on the way, and the old one stays while the new one is held."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from civic.comments.actions import Words, change_comment, hide_name, release_comment
from civic.comments.counting import counts
from civic.comments.hidden import words_of
from civic.comments.models import State
from civic.comments.visibility import redact_words
from civic.database import db
from civic.record.codes import Pair, hash_code
from civic.record.disclosure import verify_disclosure
from civic.record.models import Leaf
from civic.record.numbers import new_number, shown
from civic.record.vault import pepper
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_comment, make_docket

CODE = "RIVER-44817-LAMP"


def written(body: str, **more: str):
    return make_comment(make_docket(), body, pair=Pair(new_number(), CODE, hash_code(CODE, pepper())), **more)


def at_the_desk(browser: TestBrowser, comment) -> TestBrowser:
    return browser.open("/check").fill("Check", {"Tracking number": comment.number, "Private code": CODE})


def disclosure_of(browser: TestBrowser, comment) -> dict:
    return browser.open(f"/c/{shown(comment.number)}/disclosure.json").response.get_json()


def later_leaves() -> list[dict]:
    return [json.loads(data) for data in db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind != "comment.received"))]


def test_while_the_new_wording_is_held_the_old_one_is_shown(app, browser: TestBrowser) -> None:
    comment = written("The first words.")
    at_the_desk(browser, comment).click("Change my words")
    browser.fill("Check my new words", {"Your comment": "Call 555-0142 instead."})
    assert browser.shows("This looks like a phone number: 555-0142") and browser.shows("Until then your comment stays as it is")
    browser.press("Save my new words")
    assert browser.shows("Your new wording waits for a person to read it")
    browser.open(f"/c/{comment.number}")
    assert browser.shows("The first words.") and not browser.shows("555-0142")
    assert counts(comment.docket)["state"] == {"published": 1}
    assert verify_disclosure(disclosure_of(browser, comment)) == []
    browser.sign_in(milo()).open("/staff/d/2026-014/queue").press("Take the next 25").click("Decide on").press("Hide the ticked words")
    assert browser.open(f"/c/{comment.number}").shows("Call ▇▇▇ instead.")
    assert verify_disclosure(disclosure_of(browser, comment), later_leaves()) == []


def test_a_held_comment_is_changed_with_all_its_parts(app, browser: TestBrowser) -> None:
    comment = written("Call 555-0142 now.", name="Rosa", suggestion="No cameras.", stance="oppose", wants_answer=True)
    at_the_desk(browser, comment).click("Change my words")
    assert browser.find("#body").get_text().strip() == "Call 555-0142 now."
    browser.fill("Check my new words", {"Your comment": "Call me now."}).press("Save my new words")
    face = comment.face
    db.session.refresh(face)
    assert (face.state, face.name, face.stance, face.wants_answer) == (State.PUBLISHED, "Rosa", "oppose", True)
    assert face.suggests == [{"text": "No cameras."}]


def test_a_redacted_comment_is_changed_with_its_hidden_words_and_they_are_read_again(app) -> None:
    comment = written("Ana Gomez at the desk said no.")
    redact_words(comment, [(0, 2)], reason="P1", by=milo())
    assert words_of(comment).body == "Ana Gomez at the desk said no."
    change_comment(comment, Words("Ana Gomez at the desk said no, twice."))
    assert comment.face.text.startswith("▇▇▇ ▇▇▇ at the desk") and comment.waiting is not None
    change_comment(comment, Words("The person at the desk said no, twice."))
    assert comment.face.text == "The person at the desk said no, twice." and comment.face.state is State.PUBLISHED


def test_a_comment_changed_on_its_first_day_is_proved_by_the_leaf_of_its_wording(app, browser: TestBrowser) -> None:
    comment = written("One wording.", name="Rosa")
    for n in range(4):
        change_comment(comment, Words(f"Wording number {n}.", name="Rosa"))
        disclosure = disclosure_of(browser, comment)
        assert verify_disclosure(disclosure) == [] and f'"id":"{comment.wording.leaf_id}"' in disclosure["leaf"]


def test_a_hidden_name_is_a_bare_digest_in_the_proof_and_stays_hidden_after_a_change(app, browser: TestBrowser) -> None:
    comment = written("My words.", name="Rosa")
    hide_name(comment)
    assert verify_disclosure(disclosure_of(browser, comment), later_leaves()) == []
    assert isinstance(disclosure_of(browser, comment)["vals"]["name"], str)
    change_comment(comment, words_of(comment))
    assert comment.face.name == "" and words_of(comment).name == "Rosa"
    disclosure = disclosure_of(browser, comment)
    assert isinstance(disclosure["vals"]["name"], str) and verify_disclosure(disclosure, later_leaves()) == []


def test_a_held_or_withdrawn_comment_is_proved_with_every_word_closed(app, browser: TestBrowser) -> None:
    comment = written("Call 555-0142 now.")
    disclosure = disclosure_of(browser, comment)
    assert all(isinstance(word, str) for word in disclosure["body"]) and verify_disclosure(disclosure, []) == []
    release_comment(comment, by=milo())
    assert verify_disclosure(disclosure_of(browser, comment), later_leaves()) == []


@pytest.mark.parametrize("part", ["suggestion", "name"])
def test_what_else_is_private_gets_a_decision_of_its_own(app, browser: TestBrowser, part: str) -> None:
    comment = written("Call 555-0142 now.", **{part: "Ask 555-0177"})
    redact_words(comment, [(1, 2)], reason="P1", by=milo())
    disclosure = disclosure_of(browser, comment)
    assert "0177" not in json.dumps(disclosure) and verify_disclosure(disclosure, later_leaves()) == []
