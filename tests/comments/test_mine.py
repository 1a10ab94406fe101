"""The check desk: number and code change, withdraw and hide; a wrong code says nothing; counts follow."""

from __future__ import annotations

import pytest

from civic.comments import receipts
from civic.comments.actions import Words, change_comment, hide_name, release_comment, withdraw_comment
from civic.comments.counting import counts, every_count, recounted
from civic.comments.hidden import standing_parts
from civic.comments.models import State
from civic.database import Refusal
from civic.moderation.actions import redact
from civic.record.codes import Pair, hash_code
from civic.record.numbers import new_number, shown
from civic.record.vault import destroy, pepper
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.factories import make_comment, make_docket

CODE = "RIVER-44817-LAMP"


@pytest.fixture
def comment(app):
    receipts._failures.clear()
    return make_comment(make_docket(), pair=Pair(new_number(), CODE, hash_code(CODE, pepper())), name="Rosa", stance="oppose")


def enter(browser: TestBrowser, number: str, code: str = CODE) -> TestBrowser:
    return browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})


def test_the_author_changes_the_words(comment, browser: TestBrowser) -> None:
    number = shown(comment.number)
    enter(browser, number.lower().replace("-", " "), "river 44817 lamp").click("Change my words")
    browser.fill("Check my new words", {"Your comment": "Now I say it better."}).press("Save my new words")
    assert browser.open(f"/c/{number}").shows("Now I say it better.") and browser.shows("Changed by its author")
    assert every_count(comment.docket) == recounted(comment.docket)


def test_the_author_withdraws_and_the_place_stays(comment, browser: TestBrowser) -> None:
    enter(browser, comment.number).click("Withdraw my comment")
    assert browser.shows("What goes") and browser.shows("What stays") and browser.response.headers["Cache-Control"] == "no-store"
    assert browser.click("Keep my comment").shows("Cameras on my street") and comment.face.state is State.PUBLISHED
    browser.click("Withdraw my comment").press("Withdraw my comment")
    assert browser.shows("Your comment is withdrawn.") and not browser.shows("Cameras on my street")
    browser.open("/check/mine/withdraw")
    assert browser.address == "/check/mine"
    browser.open(f"/c/{comment.number}")
    assert browser.shows("Withdrawn by its author.") and not browser.shows("Cameras on my street")
    assert counts(comment.docket)["state"] == {"withdrawn": 1}


def test_checking_changing_withdrawing_and_appealing_ask_for_number_and_code_alone(comment, browser: TestBrowser) -> None:
    """I-17 Submitting, checking, changing, withdrawing and appealing need no account, e-mail, phone or address."""
    decision = redact(comment, [(1, 2)], by=milo())
    asked = {"/d/2026-014/comment": {"body"}, "/check": {"number", "code"}, "/check/mine/change": {"body"}, f"/check/mine/appeal/{decision.id}": {"grounds"}}
    enter(browser, comment.number)
    for address, needed in asked.items():
        browser.open(address)
        assert browser.status == 200 and browser.address.endswith(address), address
        fields = [one for one in browser.find("main").find_all(["input", "textarea", "select"]) if one.get("type") not in ("hidden", "submit")]
        assert needed <= {one["name"] for one in fields}, address
        assert not [one for one in fields if one.get("type") in ("email", "tel", "password") or one["name"] in ("email", "phone", "address", "street")], address
    assert browser.open("/check/mine").click("Withdraw my comment").press("Withdraw my comment").status == 200 and comment.face.state is State.WITHDRAWN


def test_the_author_reads_what_was_hidden_from_everybody_else(comment, browser: TestBrowser) -> None:
    """I-36 The author sees the words concerned; once destroyed after the time to appeal, the page says so."""
    redact(comment, [(1, 3)], by=milo())
    enter(browser, comment.number)
    assert [mark.get_text() for mark in browser.page.select("mark")] == ["hidden from the public: on my"]
    assert "Cameras hidden from the public: on my street worry me." in browser.find("main .comment").get_text()
    assert browser.response.headers["Cache-Control"] == "no-store" and "hidden from the public" not in browser.open(f"/c/{comment.number}").text
    destroy(standing_parts(comment)[0].sealed)
    assert browser.open("/check/mine").shows("the hidden words were destroyed") and not browser.shows("Cameras on")


def test_the_author_reads_a_held_comment_and_what_holds_it(app, browser: TestBrowser) -> None:
    receipts._failures.clear()
    held = make_comment(make_docket(), "Call 555-0142 for more.", pair=Pair(new_number(), CODE, hash_code(CODE, pepper())))
    enter(browser, held.number)
    assert held.face.state is State.HELD and browser.shows("None of this is public.")
    assert browser.find("main .comment").get_text() == "Call looks like private data: 555-0142 for more."


def test_the_author_hides_the_name(comment, browser: TestBrowser) -> None:
    enter(browser, comment.number).press("Hide my name")
    assert not browser.open(f"/c/{comment.number}").shows("Rosa")


def test_wrong_number_and_wrong_code_get_one_answer_and_waits_that_grow(comment, browser: TestBrowser) -> None:
    wrong_code = enter(browser, comment.number, "WRONG-00000-CODE").errors
    wrong_number = enter(browser, shown(new_number())).errors
    assert wrong_code == wrong_number and browser.status == 422
    for _ in range(3):
        enter(browser, comment.number, "WRONG-00000-CODE")
    assert "Please wait" in browser.errors[0]


def test_a_number_alone_leads_to_the_public_page(comment, browser: TestBrowser) -> None:
    browser.open("/check").fill("Check", {"Tracking number": comment.number})
    assert browser.heading == f"Comment {shown(comment.number)}"
    browser.open("/check").fill("Check", {"Tracking number": "ZZZZ-ZZ"})
    assert browser.status == 422 and "No comment has this number" in browser.errors[0]


def test_without_the_code_nobody_reaches_the_authors_page(comment, browser: TestBrowser) -> None:
    browser.open("/check/mine")
    assert browser.heading == "Check a comment"
    browser.post("/check/mine/withdraw")
    assert browser.status == 404


def test_counts_equal_a_recount_after_every_act(comment) -> None:
    """I-2 Faces and counters equal a replay of the record."""
    docket, moderator = comment.docket, milo()
    held = make_comment(docket, "Call 555-0142 for more.")
    acts = [
        lambda: change_comment(comment, Words("Other words.", stance="support")), lambda: release_comment(held, by=moderator),
        lambda: hide_name(held) if held.face.name else None, lambda: withdraw_comment(comment), lambda: change_comment(held, Words("Clean now.")),
    ]  # fmt: skip
    for act in acts:
        act()
        assert every_count(docket) == recounted(docket)
    kept = counts(docket)
    assert sum(kept["state"].values()) == sum(kept["channel"].values()) == sum(kept["day"].values()) == 2


def test_a_released_comment_shows_exactly_what_was_received(app) -> None:
    held = make_comment(make_docket(), "Call 555-0142 for more.", name="Ann")
    assert held.face.text == "" and held.face.name == ""
    release_comment(held, by=milo())
    assert held.face.text == "Call 555-0142 for more." and held.face.name == "Ann" and held.face.state is State.PUBLISHED


def test_after_the_packet_is_frozen_nothing_is_withdrawn(comment) -> None:
    from civic.clock import now

    comment.docket.packet_frozen_at = now()
    with pytest.raises(Refusal, match="packet"):
        withdraw_comment(comment)
