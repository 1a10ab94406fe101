"""No way around the second person: not by a row of its own, not by another caller, not by a command or a job."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.comments.models import State
from civic.comments.visibility import move_comment, withhold_comment
from civic.database import Refusal, db
from civic.moderation.actions import confirm, propose
from civic.moderation.models import TAKE_TWO, Decision
from civic.moderation.queries import undos_proposed
from civic.moderation.undoing import agree_to_undo, drop_undo, propose_undo, undo
from civic.record.fields import PEOPLE_FOR
from civic.work import CHORES, WORKS
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket
from tests.sources import CIVIC, called_in, functions_of, python_files

TAKES_TWO = {"withhold_comment", "move_comment", "hide_name"}


@pytest.mark.parametrize("code", [code for code, people in PEOPLE_FOR.items() if people == 2])
def test_the_database_keeps_no_decision_of_one_person_where_two_are_needed(app, code: str) -> None:
    """I-33: also for whoever writes the row without the actions."""
    decision = propose(make_comment(make_docket(), "Buy cheap cameras here."), code, by=milo())
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Decision).where(Decision.id == decision.id).values(state="taken"))
    db.session.rollback()


def test_two_names_of_one_person_are_one_person(app) -> None:
    """I-33: what hides asks for two accounts, whoever calls it."""
    comment, one = make_comment(make_docket(), "Buy cheap cameras here."), milo()
    for act, reason in ((withhold_comment, "S1"), (move_comment, "X1")):
        with pytest.raises(Refusal):
            act(comment, reason=reason, by=(one, one))
    proposal = propose(comment, "S1", by=one)
    with pytest.raises(Refusal):
        confirm(proposal, by=one)
    assert comment.face.state is State.PUBLISHED
    confirm(proposal, by=mona())
    assert comment.face.state is State.WITHHELD


def test_only_the_second_persons_actions_call_what_takes_two() -> None:
    """I-33: commands, jobs, chores and routes reach it through ``confirm`` and ``decide_on_name`` alone; P2 is its author's own."""
    callers = set()
    for path in python_files():
        for function in functions_of(path.read_text()):
            callers |= {(path.relative_to(CIVIC).as_posix(), function.name, name) for name in called_in(function) & TAKES_TWO}
    assert callers == {
        ("moderation/actions.py", "confirm", "withhold_comment"), ("moderation/actions.py", "confirm", "move_comment"),
        ("moderation/actions.py", "confirm", "hide_name"), ("moderation/actions.py", "decide_on_name", "hide_name"),
        ("comments/check_views.py", "hide_name", "hide_name"),  # by its author, with number and code
        ("comments/visibility.py", "_hide_what_else_is_private", "hide_name"),  # P1 of a held comment: one person
    }  # fmt: skip
    assert not [one for one in [*CHORES, *WORKS.values()] if one.__module__.startswith("civic.moderation") and "withhold" in one.__name__]


def test_the_constraint_names_every_reason_that_takes_two() -> None:
    assert {code.strip("' ") for code in TAKE_TWO.split(",")} == {code for code, people in PEOPLE_FOR.items() if people == 2}


@pytest.mark.parametrize(("code", "state"), [("S1", State.WITHHELD), ("X1", State.MOVED), ("I1", State.PUBLISHED)])
def test_what_two_decided_about_a_public_comment_no_one_person_turns_round(app, code: str, state: State) -> None:
    """I-33: neither of the two, nor a third, makes public again alone what two withheld; two others do."""
    comment, one, other = make_comment(make_docket(), "Buy cheap cameras here.", name="Ann Green"), milo(), mona()
    decision = confirm(propose(comment, code, by=one), by=other)
    for person in (one, other, milo(email="third@city.example")):
        with pytest.raises(Refusal, match="two people take it back"):
            undo(decision, by=person)
    propose_undo(decision, by=one)
    for refused in (lambda: agree_to_undo(decision, by=one), lambda: propose_undo(decision, by=other)):
        with pytest.raises(Refusal):
            refused()
    assert comment.face.state is state and decision.state == "taken" and undos_proposed(comment.docket) == [decision]
    drop_undo(decision, by=other)
    with pytest.raises(Refusal):
        agree_to_undo(decision, by=other)
    agree_to_undo(propose_undo(decision, by=other), by=one)
    assert comment.face.state is State.PUBLISHED and comment.face.name == "Ann Green" and undos_proposed(comment.docket) == []


def test_the_second_person_reads_the_words_the_reason_and_the_note_before_the_button(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    comment = make_comment(make_docket(), "Buy cheap cameras here.")
    propose(comment, "S1", by=(one := milo()), note="Sent to forty dockets.")
    browser.sign_in(mona()).open("/staff/d/2026-014/queue").press("Take the next 25")
    aside = browser.page.select_one("fieldset.queue-item").get_text(" ", strip=True)
    assert "reason S1, Advertising, malware or an automated flood. Note: “Sent to forty dockets.” Agree or drop" in aside
    browser.click("Agree or drop")
    panel = browser.page.select_one("section.panel")
    assert panel.select_one("blockquote mark").get_text() == "Buy cheap cameras here."
    words = panel.get_text(" ", strip=True)
    said = ["Advertising, malware", "All of it would be hidden", "Buy cheap cameras", f"Note from {one.name}: “Sent to forty dockets.”", "Agree: it takes effect now", "Drop the proposal"]
    assert [words.find(each) for each in said] == sorted(words.find(each) for each in said) and all(each in words for each in said)
    assert another_browser.sign_in(one).open(f"/staff/comments/{comment.number}/decide").shows("Take back my proposal")
    assert "Agree: it takes effect now" not in another_browser.text


def test_a_second_moderator_reads_what_was_withheld_and_agrees_to_show_it(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-33 on the pages: asked by one, listed in the queue and on the desk of the other, done by the other."""
    comment = make_comment(make_docket(), "Buy cheap cameras here.")
    confirm(propose(comment, "S1", by=milo()), by=mona())
    browser.sign_in(mona(email="another@city.example")).open(f"/staff/comments/{comment.number}/decide").press("Propose to undo this S1")
    assert browser.shows("Until then the decision stands.") and comment.face.state is State.WITHHELD
    assert "Agree: undo it now" not in browser.open(f"/staff/comments/{comment.number}/decide").text
    assert "Take back my request" in browser.text and "Let the decision stand" not in browser.text
    another_browser.sign_in(milo(email="yet@city.example")).open("/staff")
    assert another_browser.shows("1 decision that a second person may undo")
    another_browser.open("/staff/d/2026-014/queue").click("Read and decide on")
    assert another_browser.shows("Buy cheap cameras here.") and another_browser.shows("Let the decision stand")
    another_browser.press("Agree: undo it now")
    db.session.expire_all()
    assert comment.face.text == "Buy cheap cameras here."
