"""Below the queue: everything that one person decided since yesterday, with what can still be taken back."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.comments.models import State
from civic.database import db
from civic.moderation import recent
from civic.moderation.actions import ask_for_look, confirm, drop, propose, publish, redact
from civic.moderation.recent import around_hidden, decided_lately
from civic.moderation.undoing import propose_undo, undo
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
PRIVATE = "Call me at 555-0142 about the cameras."


def test_the_queue_lists_all_that_one_decided_and_lets_a_proposal_be_taken_back(browser: TestBrowser) -> None:
    docket, reader = make_docket(), milo()
    hidden, left, looked, proposed = (make_comment(docket, words) for words in (PRIVATE, "Good.", "Hm.", "Buy cheap cameras here."))
    redact(hidden, [(3, 4)], by=reader)
    publish(left, by=reader)
    ask_for_look(looked, by=reader, note="Is this Somali?")
    propose(proposed, "S1", by=reader)
    db.session.commit()
    browser.sign_in(reader).open("/staff/d/2026-014/queue")
    lines = {li.a.get_text(): li.get_text(" ", strip=True) for li in browser.page.select("[aria-labelledby=recent-h] li")}
    assert "words hidden, P1, A person's private data." in lines[shown(hidden.number)] and "Undo the decision" in lines[shown(hidden.number)]
    assert "left public." in lines[shown(left.number)] and "Undo" not in lines[shown(left.number)]
    assert "It waits for somebody else." in lines[shown(looked.number)] and "Your note: “Is this Somali?”" in lines[shown(looked.number)]
    assert "you propose: withhold the comment, S1," in lines[shown(proposed.number)] and "It waits for a second person." in lines[shown(proposed.number)]
    browser.press("Take back your proposal on")
    assert browser.shows("The proposal is dropped.") and browser.shows("It was dropped.")
    db.session.expire_all()
    assert proposed.face.state is State.PUBLISHED


def test_it_says_who_agreed_what_was_not_agreed_and_what_was_undone() -> None:
    docket, one, other = make_docket(), milo(), mona()
    agreed = confirm(propose(make_comment(docket, "Buy cheap cameras here."), "S1", by=one), by=other)
    refused = drop(propose(make_comment(docket, "Good cameras."), "S1", by=one), by=other)
    undone = redact(make_comment(docket, PRIVATE), [(3, 4)], by=one)
    undo(undone, by=one)
    of_one, of_other = ({line.decision: line for line in decided_lately(docket, person).lines} for person in (one, other))
    assert f"with {other.name}." in of_one[agreed].words and of_other[agreed].words.startswith(f"you agreed with {one.name}: withhold the comment, S1")
    assert f"{other.name} did not agree." in of_one[refused].words and of_other[refused].words.startswith("you did not agree")
    assert of_one[undone].words.endswith("Undone since.") and not of_one[undone].can_be_undone and of_one[agreed].can_be_undone
    propose_undo(agreed, by=other)
    assert not of_one[agreed].can_be_undone
    with pretend(now() + timedelta(days=2)):
        assert decided_lately(docket, one).lines == []


def test_many_decisions_take_as_many_statements_as_few_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    docket, reader = make_docket(), milo()
    monkeypatch.setattr(recent, "LINES", 4)
    monkeypatch.setattr(recent, "MOST", 5)
    for n in range(2):
        publish(make_comment(docket, f"Good {n}."), by=reader)
    few = statements(docket, reader)
    hidden = [redact(make_comment(docket, PRIVATE), [(3, 4)], by=reader) for _ in range(3)]
    assert statements(docket, reader) == few
    shown_now = decided_lately(docket, reader)
    assert {line.decision for line in shown_now.lines[:3]} == set(hidden) and (shown_now.more, shown_now.at_least) == (1, False)
    for n in range(3):
        publish(make_comment(docket, f"Fine {n}."), by=reader)
    assert decided_lately(docket, reader).at_least


def test_the_excerpt_begins_shortly_before_what_was_hidden() -> None:
    assert around_hidden("Call ▇▇▇ now.") == "Call ▇▇▇ now." and around_hidden("Nothing is hidden here.") == "Nothing is hidden here."
    assert around_hidden("The cameras worry me. " * 10 + "Call ▇▇▇ now.") == "… cameras worry me. The cameras worry me. Call ▇▇▇ now."


def statements(docket, reader) -> int:
    db.session.commit()
    db.session.expire_all()
    _ = docket.id, reader.id
    with counted() as seen:
        for line in decided_lately(docket, reader).lines:
            _ = line.words, line.excerpt, line.can_be_undone, line.note, line.decision.comment.number
    return len(seen)


@contextmanager
def counted():
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(db.engine, "before_cursor_execute", note)
