"""Moderation in any order: refusals aside, whatever is done, the counts add up, the faces equal the record, and nobody hid alone."""

from __future__ import annotations

import random
from collections import Counter

import pytest
import sqlalchemy as sa

from civic.comments.actions import change_comment, withdraw_comment
from civic.comments.content import Words
from civic.comments.counting import counts, recounted
from civic.comments.models import Comment, State
from civic.comments.objections import report_problem
from civic.comments.replay import differences, replay
from civic.database import Refusal, db, savepoint
from civic.dockets.models import Docket
from civic.moderation import actions, undoing
from civic.moderation.counting import differences as not_counted
from civic.moderation.counting import tally
from civic.moderation.models import Decision
from civic.moderation.numbers import numbers
from civic.moderation.places import differences as not_in_their_place
from civic.moderation.quarterly import quarters, strata
from civic.moderation.waiting import queue_counts
from civic.people.models import Account
from civic.record.fields import PEOPLE_FOR
from tests.cast import ama, milo, mona
from tests.factories import make_comment, make_docket
from tests.moderation.test_appeals import own_comment

pytestmark = pytest.mark.usefixtures("app")
TEXTS = ("Call me at 555-0142 about the cameras.", "Buy cheap cameras here.", "I will kill the mayor if this passes.", "Good.", "Good.", "Cameras near school.")
STEPS = 60


class Story:
    """Three readers, a reviewer and six authors; each step is one of them doing something, allowed or not."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.docket = make_docket()
        self.readers = [milo(), mona()]
        self.reviewer = ama()
        self.comments = [own_comment(self.docket, text, stance=self.chance.choice(("support", "oppose", ""))) for text in TEXTS]
        self.comments.append(make_comment(self.docket, "No code here, Ann Green says.", name="Ann Green"))
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        act = self.chance.choice(("publish", "redact", "propose", "confirm", "confirm", "confirm", "drop", "look", "undo", "undo", "ask to undo", "let stand", "fold", "appeal", "appeal", "review", "review", "take back", "withdraw", "change", "report"))
        try:
            with savepoint():
                self._do(act, self.chance.choice(self.comments), self.chance.choice(self.readers))
            self.done[act] += 1
        except Refusal:
            self.done["refused"] += 1

    def _do(self, act: str, comment: Comment, by: Account) -> None:
        decisions = list(db.session.scalars(sa.select(Decision).order_by(Decision.comment_id, Decision.n)))
        decision = self.chance.choice(decisions) if decisions else None
        if act == "publish":
            actions.publish(comment, by=by)
        elif act == "redact":
            actions.redact(comment, [(0, 1)], by=by, code=self.chance.choice(("P1", "P2")))
        elif act == "propose":
            actions.propose(comment, self.chance.choice(("T1", "S1", "X1", "C1")), by=by)
        elif act == "look":
            actions.ask_for_look(comment, by=by)
        elif act == "fold":
            actions.fold(comment, self.chance.choice(self.comments), by=by)
        elif act == "withdraw":
            if self.chance.random() < 0.2:
                withdraw_comment(comment)
        elif act == "change":
            change_comment(comment, Words(self.chance.choice(TEXTS)))
        elif act == "report":
            report_problem(comment, "Somebody is named.")
        elif decision is not None:
            self._with(act, decision, by)

    def _with(self, act: str, decision: Decision, by: Account) -> None:
        if act == "confirm":
            actions.confirm(decision, by=by)
        elif act == "drop":
            actions.drop(decision, by=by)
        elif act == "undo":
            (undoing.agree_to_undo if decision.took_two else undoing.undo)(decision, by=by)
        elif act == "ask to undo":
            undoing.propose_undo(decision, by=by)
        elif act == "let stand":
            if self.chance.random() < 0.3:
                undoing.drop_undo(decision, by=by)
        elif act == "appeal":
            actions.file_appeal(decision, "Look again, please.")
        elif decision.appeal is not None:
            if act == "review":
                actions.decide_appeal(decision.appeal, self.chance.choice(("upheld", "reversed")), "Read again.", by=self.chance.choice([self.reviewer, by]))
            else:
                actions.withdraw_appeal(decision.appeal)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_done_in_whatever_order_everything_adds_up(seed: int) -> None:
    """I-64, I-2, I-31, I-33, I-35: after random steps of every act of moderation."""
    story = Story(seed)
    for n in range(STEPS):
        story.step()
        if n % 6 == 5:
            db.session.flush()
            db.session.expire_all()
            holds(story.docket, story.comments, story.readers[0])
    assert story.done["refused"] < STEPS * 0.8 and len(story.done) >= 8, story.done


def holds(docket: Docket, comments: list[Comment], reader: Account) -> None:
    states = counts(docket)["state"]
    assert sum(states.values()) == len(comments)
    assert {k: n for k, n in states.items() if n} == recounted(docket)["state"]
    assert differences(docket, replay(docket)) == []
    decisions = list(db.session.scalars(sa.select(Decision)))
    assert all(d.rules == 1 for d in decisions) and all(len(d.takers) == 2 for d in decisions if d.code and PEOPLE_FOR[d.code] == 2 and d.state in ("taken", "reversed"))
    in_force = {d.comment_id for d in decisions if d.action == "withhold" and d.state == "taken"}
    assert {c.id for c in comments if c.face.state is State.WITHHELD} <= in_force
    assert all(c.face.reason for c in comments if c.face.state is State.WITHHELD) and not any(c.face.text for c in comments if c.face.state is State.WITHHELD)
    rows, found = tally().decisions, numbers()
    assert not_counted() == [] and not_in_their_place() == [], "what is kept equals the rows"
    assert sum(row.n for row in rows) == len(decisions)
    assert found.decisions == sum(found.by_code.values()) == sum(sum(by.values()) for quarter in quarters() for _code, _role, by, *_ in quarter.rows)
    assert found.appeals == sum(found.by_outcome.values()) == sum(d.appeal is not None for d in decisions)
    assert all(hidden <= read for *_key, read, hidden in strata(rows))
    assert all(n >= 0 for n in queue_counts(docket, reader).values())
