"""No way around the second person: not by a row of its own, not by another caller, not by a command or a job."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.comments.models import State
from civic.comments.visibility import move_comment, withhold_comment
from civic.database import Refusal, db
from civic.moderation.actions import confirm, propose
from civic.moderation.models import TAKE_TWO, Decision
from civic.record.fields import PEOPLE_FOR
from civic.work import CHORES, WORKS
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
