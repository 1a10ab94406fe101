"""Undo: a reversing entry after which everything is as it was, and nothing public that was not."""

from __future__ import annotations

import pytest

from civic.clock import today
from civic.comments.counting import every_count, recounted
from civic.comments.models import Channel, State
from civic.comments.replay import differences, replay
from civic.database import Refusal, db
from civic.moderation.actions import confirm, fold, propose, publish, redact
from civic.moderation.models import Decision
from civic.moderation.undoing import agree_to_undo, propose_undo, undo
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")
PRIVATE = "Call me at 555-0142 about the cameras."


def face_of(comment) -> dict:
    face = comment.face
    return {c.name: getattr(face, c.name) for c in face.__table__.columns}


@pytest.mark.parametrize("act", ["redact", "withhold", "move", "name", "fold"])
def test_undo_restores_byte_for_byte(act: str) -> None:
    """Acceptance 9: undo is a reversing entry; the face is what it was, and the counts follow."""
    docket = make_docket()
    comment = make_comment(docket, "Ann Green says that cameras worry her.", name="Ann Green", stance="oppose")
    one, other = milo(), mona()
    before = face_of(comment)
    if act == "redact":
        decision = redact(comment, [(0, 2)], by=one)
    elif act == "fold":
        kept = make_comment(docket, "Ann Green says that cameras worry her.", by=the_clerk(), channel=Channel.POST, received_on=today())
        decision = fold(comment, kept, by=one)
    else:
        decision = confirm(propose(comment, {"withhold": "S1", "move": "X1", "name": "I1"}[act], by=one), by=other)
    assert face_of(comment) != before and every_count(docket) == recounted(docket)
    taken_back(decision, one, other)
    assert face_of(comment) == before and every_count(docket) == recounted(docket)
    assert decision.state == "reversed"
    with pytest.raises(Refusal):
        undo(decision, by=other)


def taken_back(decision: Decision, one, other) -> None:
    if decision.took_two:
        agree_to_undo(propose_undo(decision, by=one), by=other)
    else:
        undo(decision, by=other)


def test_undo_is_offered_in_the_queue_and_holds_again_what_was_held(browser: TestBrowser) -> None:
    """Acceptance 9, I-34: a step back publishes nothing that waited for a person."""
    docket = make_docket()
    comment = make_comment(docket, PRIVATE)
    before, held_on = face_of(comment), comment.held_on
    browser.sign_in(milo()).open(f"/staff/comments/{comment.number}/decide").press("Hide the ticked words")
    db.session.expire_all()
    assert comment.face.state is State.REDACTED and comment.held_on is None
    browser.press("Undo the decision on")
    db.session.expire_all()
    assert face_of(comment) == before and comment.face.state is State.HELD and comment.held_on == held_on
    assert every_count(docket) == recounted(docket) and differences(docket, replay(docket)) == []
    assert "555-0142" not in browser.open(f"/c/{shown(comment.number)}").text
    browser.open(f"/staff/comments/{comment.number}/decide").press("Hide the ticked words")
    db.session.expire_all()
    assert comment.face.state is State.REDACTED and "555-0142" not in comment.face.text and differences(docket, replay(docket)) == []


def test_a_held_comment_that_two_withheld_is_held_again_by_undo(browser: TestBrowser) -> None:
    """I-33, I-34: nor do two who take the decision of two back make anything public."""
    docket = make_docket()
    comment = make_comment(docket, PRIVATE)
    before, one, other = face_of(comment), milo(), mona()
    decision = confirm(propose(comment, "T1", by=one), by=other)
    taken_back(decision, one, other)
    assert face_of(comment) == before and comment.face.state is State.HELD and comment.held_on == decision.waited_since
    assert every_count(docket) == recounted(docket) and differences(docket, replay(docket)) == []
    publish(comment, by=one)
    assert "555-0142" in comment.face.text


def test_what_was_hidden_with_the_words_is_held_again_with_them() -> None:
    docket = make_docket()
    comment, one = make_comment(docket, PRIVATE, name="Ann 612-555-0142", suggestion="Call 612-555-0142 first."), milo()
    before = face_of(comment)
    words = redact(comment, [(0, 1)], by=one)
    assert comment.face.name_withheld and comment.face.state is State.REDACTED and "555-0142" not in str(comment.face.suggests)
    undo(words, by=one)
    assert face_of(comment) == before and comment.face.state is State.HELD
    assert every_count(docket) == recounted(docket) and differences(docket, replay(docket)) == []


def test_words_decided_on_later_are_undone_first() -> None:
    comment = make_comment(make_docket(), PRIVATE)
    one = milo()
    first = redact(comment, [(0, 1)], by=one)
    second = redact(comment, [(2, 3)], by=one)
    with pytest.raises(Refusal, match="Undo that first"):
        undo(first, by=one)
    undo(second, by=one)
    undo(first, by=one)
    assert comment.face.state is State.HELD


def test_reversing_a_fold_leaves_the_move_standing() -> None:
    docket = make_docket()
    kept = make_comment(docket, "The roads need repair.")
    comment = make_comment(docket, "The roads need repair.")
    one, other = milo(), mona()
    folded = fold(comment, kept, by=one)
    moved = confirm(propose(comment, "X1", by=one), by=other)
    undo(folded, by=other)
    assert comment.face.state is State.MOVED and comment.face.same_as is None
    taken_back(moved, one, other)
    assert comment.face.state is State.PUBLISHED and every_count(docket) == recounted(docket)
