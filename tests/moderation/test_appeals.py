"""Objections: the author's one field, another person's decision, and the end of what was hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.comments.actions import withdraw_comment
from civic.comments.hidden import opened
from civic.comments.models import Channel, HiddenPart, State
from civic.database import Refusal, db
from civic.moderation.actions import (
    confirm,
    decide_appeal,
    destroy_hidden_words,
    file_appeal,
    propose,
    redact,
    withdraw_appeal,
)
from civic.moderation.numbers import numbers
from civic.moderation.quarterly import quarters
from civic.moderation.undoing import undo
from civic.people.policy import set_policy
from civic.record.codes import Pair, hash_code
from civic.record.models import Leaf
from civic.record.numbers import new_number, shown
from civic.record.vault import Destroyed, pepper
from tests.browsing import TestBrowser
from tests.cast import ama, chen, diaz, milo, mona
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
CODE = "RIVER-44817-LAMP"
WORDS = "The line 555-0142 is on every bus shelter."


def own_comment(docket, words: str = WORDS, **more):
    return make_comment(docket, words, pair=Pair(new_number(), CODE, hash_code(CODE, pepper())), channel=Channel.WEB, **more)


def at_the_desk(browser: TestBrowser, comment) -> TestBrowser:
    return browser.open("/check").fill("Check", {"Tracking number": shown(comment.number), "Private code": CODE})


def test_the_author_sees_why_and_appeals_in_one_field(browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-36 and I-17: ground, words, role, hint and the way to appeal, with number and code and nothing else."""
    comment = own_comment(make_docket())
    redact(comment, [(2, 3)], by=milo())
    at_the_desk(browser, comment)
    assert browser.shows("Words of your comment were hidden by a moderator. Reason P1") and browser.shows("A hint of the computer pointed at it")
    browser.click("Appeal this decision")
    assert browser.shows("555-0142")
    browser.press("File my appeal")
    assert browser.status == 422
    browser.fill("File my appeal", {"Why the decision": "It is the city's own line."})
    assert browser.shows("Your appeal waits for another person.")
    another_browser.sign_in(ama()).open("/staff").click("1 appeal to decide").click("Appeal about")
    assert another_browser.shows("It is the city's own line.") and another_browser.shows("555-0142")
    another_browser.fill("Decide this appeal", {"outcome": "reversed", "Reasons": "It is a public line."})
    db.session.expire_all()
    assert comment.face.state is State.PUBLISHED and comment.face.text == WORDS
    assert at_the_desk(browser, comment).shows("the decision is reversed") and browser.shows("It is a public line.")


def test_the_author_of_a_withheld_comment_sees_why_and_can_appeal(browser: TestBrowser) -> None:
    """I-36 of a comment that is withheld whole: ground, who decided, the words, and the way to appeal."""
    comment = own_comment(make_docket(), "Buy cheap cameras here.")
    confirm(propose(comment, "S1", by=milo()), by=mona())
    at_the_desk(browser, comment)
    assert browser.shows("Its words are not shown.") and not browser.shows("It is public.")
    assert browser.shows("Reason S1") and browser.shows("two moderators")
    assert browser.click("Appeal this decision").shows("Buy cheap cameras here.")


def test_an_appeal_against_what_was_undone_meanwhile_is_still_decided(browser: TestBrowser) -> None:
    comment, reader = own_comment(make_docket()), milo()
    decision = redact(comment, [(2, 3)], by=reader)
    appeal = file_appeal(decision, "It is the city's own line.")
    undo(decision, by=reader)
    browser.sign_in(ama()).open("/staff/appeals").click("Appeal about")
    assert browser.shows("Nothing is hidden by it now.")
    browser.fill("Decide this appeal", {"outcome": "reversed", "Reasons": "It was put right already."})
    assert browser.shows("Decided, with your reasons.") and appeal.state == "reversed" and decision.state == "reversed"


@pytest.mark.parametrize("withheld", [False, True])
def test_an_appeal_about_a_comment_that_its_author_withdrew_ends_without_showing_it(withheld: bool) -> None:
    comment, reader = own_comment(make_docket()), milo()
    decision = confirm(propose(comment, "S1", by=reader), by=mona()) if withheld else redact(comment, [(2, 3)], by=reader)
    appeal = file_appeal(decision, "It is the city's own line.")
    withdraw_comment(comment)
    decide_appeal(appeal, "reversed", "The decision was wrong.", by=ama())
    assert (appeal.state, decision.state, comment.face.state, comment.face.text) == ("reversed", "reversed", State.WITHDRAWN, "")


def test_the_author_of_a_held_comment_reads_which_words_and_by_when(browser: TestBrowser) -> None:
    """I-36 The status page shows the words concerned, any hint, and when a person decides."""
    comment = own_comment(make_docket())
    assert at_the_desk(browser, comment).shows("A hint of the computer points at “555-0142”. A person decides by Monday, October 5.")
    with pretend(now() + timedelta(days=4)):
        assert at_the_desk(browser, comment).shows("A person should have decided by Monday, October 5; it is overdue")


def test_who_appealed_finds_the_appeal_again_and_withdraws_it(browser: TestBrowser) -> None:
    comment = own_comment(make_docket())
    decision = redact(comment, [(2, 3)], by=milo())
    file_appeal(decision, "It is the city's own line.")
    at_the_desk(browser, comment).click("See or withdraw your appeal").press("Withdraw my appeal")
    assert browser.shows("You withdrew your appeal.") and not browser.shows("See or withdraw your appeal")


def test_the_author_reads_the_hint_in_words(browser: TestBrowser) -> None:
    """I-36 The status page shows any hint, as words and in the page's language."""
    comment = own_comment(make_docket())
    redact(comment, [(2, 3)], by=milo())
    assert at_the_desk(browser, comment).shows("A hint of the computer pointed at it (looks like a phone number); a person decided.")
    set_policy("language_es", "checked")
    assert browser.open("/es/check/mine").shows("(parece un número de teléfono)")


def test_who_took_part_does_not_review(browser: TestBrowser) -> None:
    """I-37: the reviewer took no part in the decision and is outside the departments concerned."""
    comment = own_comment(make_docket(), "Buy cheap cameras here.")
    one, other = milo(), mona()
    appeal = file_appeal(confirm(propose(comment, "S1", by=one), by=other), "It is legal business.")
    for person in (one, other):
        with pytest.raises(Refusal, match="took no part"):
            decide_appeal(appeal, "upheld", "Because.", by=person)
        assert browser.sign_in(person).open(f"/staff/appeals/{appeal.id}").shows("You took part in this decision")
    for person in (chen(), diaz()):
        with pytest.raises(Refusal, match="outside the departments concerned"):
            decide_appeal(appeal, "upheld", "Because.", by=person)
        assert browser.sign_in(person).open(f"/staff/appeals/{appeal.id}").status == 403
    decide_appeal(appeal, "upheld", "The rule applies to every seller.", by=ama())
    with pytest.raises(Refusal, match="decided already"):
        decide_appeal(appeal, "reversed", "Again.", by=mona(email="x@city.example"))
    assert comment.face.state is State.WITHHELD


def test_an_appeal_has_an_end() -> None:
    comment = own_comment(make_docket())
    decision = redact(comment, [(2, 3)], by=milo())
    with pretend(now() + timedelta(days=31)), pytest.raises(Refusal, match="time to appeal"):
        file_appeal(decision, "Too late.")
    appeal = file_appeal(decision, "In time.")
    with pytest.raises(Refusal, match="appealed this decision already"):
        file_appeal(decision, "Twice.")
    withdraw_appeal(appeal)
    assert appeal.state == "withdrawn"


def test_private_data_are_destroyed_when_the_appeal_ends_and_not_before() -> None:
    """I-35 and record.md 4: sealed until the appeal ends; then nobody can read them, and the record says so."""
    comment = own_comment(make_docket())
    decision = redact(comment, [(2, 3)], by=milo())
    assert destroy_hidden_words() == 0
    appeal = file_appeal(decision, "Look again.")
    with pretend(now() + timedelta(days=60)):
        assert destroy_hidden_words() == 0  # an open appeal keeps them
        decide_appeal(appeal, "upheld", "A private number.", by=ama())
        assert destroy_hidden_words() == 1 and destroy_hidden_words() == 0
    with pytest.raises(Destroyed):
        opened(db.session.scalars(sa.select(HiddenPart)).one())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Leaf).where(Leaf.kind == "deletion.run")) == 1


def test_without_an_appeal_they_go_when_the_time_has_passed() -> None:
    comment = own_comment(make_docket())
    redact(comment, [(2, 3)], by=milo())
    with pretend(now() + timedelta(days=31)):
        assert destroy_hidden_words() == 1


def test_the_public_numbers_add_up_with_zeros(browser: TestBrowser) -> None:
    """I-39 and I-64: decisions = Σ codes, appeals = Σ outcomes, by quarter and stance, zeros included."""
    docket = make_docket()
    one, other = milo(), mona()
    first = redact(own_comment(docket, stance="oppose"), [(2, 3)], by=one)
    confirm(propose(own_comment(docket, "Buy here.", stance="support"), "S1", by=one), by=other)
    decide_appeal(file_appeal(first, "Look again."), "reversed", "A public line.", by=ama())
    found = numbers()
    assert found.decisions == sum(found.by_code.values()) == 2 and found.by_code["T1"] == 0
    assert found.appeals == sum(found.by_outcome.values()) == 1 and found.overturned == 1.0
    rows = {code: by_stance for code, _, by_stance, *_ in quarters()[0].rows}
    assert rows["P1"] == {"support": 0, "oppose": 1, "neutral": 0, "": 0} and rows["S1"]["support"] == 1 and set(rows["T2"].values()) == {0}
    browser.open("/how/moderation")
    assert browser.shows("2026 Q4 by reason") and browser.shows("1: 0 open, 0 upheld, 1 reversed, 0 withdrawn")
    assert browser.open("/how/moderation.csv").response.get_data(as_text=True).startswith("quarter,code,role,support,oppose,neutral,not_stated")


def test_the_rules_are_public_before_any_decision(browser: TestBrowser) -> None:
    browser.open("/how/moderation")
    assert browser.shows("This list is closed.") and browser.shows("No decision yet") and browser.shows("No quarter has a decision yet.")


def test_the_appeal_page_is_only_for_the_author(browser: TestBrowser) -> None:
    comment = own_comment(make_docket())
    decision = redact(comment, [(2, 3)], by=milo())
    assert browser.open(f"/check/mine/appeal/{decision.id}").status == 404
    assert today() == decision.day
