"""A moderator reads what is held: publishes it, or hides the private words; nobody withholds alone."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sqlalchemy as sa

from civic.comments.counting import counts, every_count, recounted
from civic.comments.models import State
from civic.comments.visibility import redact_words, restore_comment, withhold_comment
from civic.database import Refusal, db
from civic.record.disclosure import verify_disclosure
from civic.record.models import Leaf
from civic.record.numbers import shown
from civic.record.queries import leaf_id_about
from tests.browsing import TestBrowser
from tests.cast import ama, chen, diaz, milo, mona
from tests.factories import make_comment, make_docket, the_clerk

WORDS = "Call me at 555-0142 about the cameras."


def test_the_hinted_words_are_hidden_and_the_others_stay_provable(app, browser: TestBrowser) -> None:
    """I-40 Redaction leaves every other word provable."""
    docket = make_docket()
    comment = make_comment(docket, WORDS)
    number = shown(comment.number)
    browser.sign_in(milo()).open("/staff/d/2026-014/queue").press("Take the next 25").click("Decide on").press("Hide the ticked words")
    assert browser.page.find(string=lambda words: f"Comment {number} is public." in words)
    browser.open(f"/c/{number}")
    assert browser.shows("Call me at ▇▇▇ about the cameras.") and "555-0142" not in browser.response.get_data(as_text=True)
    browser.open(f"/c/{number}/disclosure.json")
    decisions = [json.loads(b) for b in db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "comment.redacted"))]
    assert verify_disclosure(browser.response.get_json(), decisions) == []
    assert every_count(docket) == recounted(docket) and counts(docket)["state"] == {"redacted": 1}


def test_a_clean_held_comment_is_published_as_it_is(app, browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), WORDS)
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide").press("Publish as it is")
    assert browser.open(f"/c/{comment.number}").shows(WORDS)


def test_hiding_no_word_is_refused_and_keeps_the_comment_held(app, browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), WORDS)
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide")
    browser.send("post", browser.address, {"csrf_token": browser.token(), "decision": "redact"})
    assert browser.status == 422 and "at least one word" in browser.errors[0]
    assert browser.open(f"/c/{comment.number}").shows("Held for a check")


def test_two_moderators_on_one_comment_lose_no_decision(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), WORDS)
    number = comment.number
    browser.sign_in(milo()).open(f"/staff/comments/{number}/decide")
    another_browser.sign_in(mona()).open(f"/staff/comments/{number}/decide")
    browser.press("Hide the ticked words")
    another_browser.press("Publish as it is")
    assert another_browser.shows("somebody decided it. Nothing of yours was saved.")
    assert "555-0142" not in browser.open(f"/c/{number}").response.get_data(as_text=True)


def test_one_person_cannot_withhold(app) -> None:
    """I-33 No decision marked 2 takes effect with one person, by route, command or job."""
    comment = make_comment(make_docket(), "Buy cheap cameras here.")
    one, other = milo(), mona()
    with pytest.raises(Refusal, match="second person"):
        withhold_comment(comment, reason="S1", by=(one, one))
    assert comment.face.state is State.PUBLISHED
    withhold_comment(comment, reason="S1", by=(one, other))
    assert comment.face.state is State.WITHHELD and comment.face.text == ""
    assert every_count(comment.docket) == recounted(comment.docket)


def test_a_withheld_comment_leaves_a_tombstone_with_its_reason(app, browser: TestBrowser) -> None:
    """I-35 Every withheld item leaves a tombstone: code, rule version, day, length, place; on its page and in each export."""
    docket = make_docket()
    wid = next(p.wid for p in docket.current_version.provisions if p.number == "2")
    comment = make_comment(docket, "Buy cheap cameras here.", sections=(wid,))
    withhold_comment(comment, reason="S1", by=(milo(), mona()))
    browser.open(f"/c/{comment.number}")
    assert browser.shows("Withheld by two moderators on Saturday, October 3: 4 words. Reason S1 of rule set 1.") and not browser.shows("cheap")
    assert browser.shows("of version 1") and browser.shows("Section 2")
    told = {"reason": "S1", "decided_on": "2026-10-03", "rule_set": 1, "words_withheld": 4, "sections": wid, "version": 1, "text": ""}
    (row,) = browser.open("/d/2026-014/comments.json").response.get_json()["comments"]
    assert told.items() <= row.items()
    (cells,) = csv.DictReader(io.StringIO(browser.open("/d/2026-014/comments.csv").response.get_data(as_text=True).removeprefix("\ufeff")))
    assert {name: str(value) for name, value in told.items()}.items() <= cells.items()
    assert browser.sign_in(the_clerk()).open("/staff/d/2026-014/packet").shows("4 words. Reason S1 of rule set 1.") and browser.shows("section 2")
    restore_comment(comment, leaf_id_about(comment, "comment.withheld"), by=ama())
    assert not browser.open(f"/c/{comment.number}").shows("Reason S1") and browser.shows("Buy cheap cameras here.")


def test_hidden_words_say_how_many_why_and_when(app, browser: TestBrowser) -> None:
    """I-35 Words that one decision hid leave the same marks, and the place where they stood."""
    comment = make_comment(make_docket(), "Ring 5550142 or 5550177 tonight.")
    redact_words(comment, [(1, 2), (3, 4)], reason="P1", by=milo())
    browser.open(f"/c/{comment.number}")
    assert browser.shows("Ring ▇▇▇ or ▇▇▇ tonight.") and browser.shows("A moderator hid 2 words on Saturday, October 3. Reason P1 of rule set 1.")


def test_rudeness_has_no_code(app) -> None:
    """I-31 Every decision carries a code of the rules; there is none for opinion."""
    comment = make_comment(make_docket(), "This is a stupid law.")
    for reason in ("RUDE", "X9", "P9"):
        with pytest.raises(Refusal):
            withhold_comment(comment, reason=reason, by=(milo(email=f"{reason}1@x.example"), mona(email=f"{reason}2@x.example")))
        with pytest.raises(Refusal):
            redact_words(comment, [(0, 1)], reason=reason, by=milo(email=f"{reason}3@x.example"))


@pytest.mark.parametrize("person", [chen, diaz, the_clerk])
def test_police_council_and_clerks_do_not_see_the_queue(app, browser: TestBrowser, person) -> None:
    """I-38 Police, council and respondent accounts hold no staff role and see only public pages."""
    comment = make_comment(make_docket(), WORDS)
    browser.sign_in(person())
    for address in ("/staff/held", "/staff/d/2026-014/queue", f"/staff/comments/{comment.number}/decide"):
        assert browser.open(address).status == 403
        assert "555-0142" not in browser.response.get_data(as_text=True)


def test_a_held_comment_is_overdue_after_one_working_day(app, browser: TestBrowser) -> None:
    from datetime import timedelta

    from civic.clock import now, pretend

    make_comment(make_docket(), WORDS)
    browser.sign_in(milo())
    with pretend(now() + timedelta(days=5)):
        person = mona()
        assert browser.sign_in(person).open("/staff/d/2026-014/queue").press("Take the next 25").shows("Overdue since")


def test_a_private_suggestion_and_name_stay_closed_when_the_rest_is_published(app, browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), WORDS, suggestion="Write to 555-0177 instead.", name="Ann 555-0188")
    redact_words(comment, [(3, 4)], reason="P1", by=milo())
    for address in (f"/c/{comment.number}", f"/c/{comment.number}/disclosure.json", "/d/2026-014/comments.json"):
        words = browser.open(address).response.get_data(as_text=True)
        assert "555-0142" not in words and "555-0177" not in words and "555-0188" not in words
