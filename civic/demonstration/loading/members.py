"""What council members say and ask: positions, drafts, what became of conditions, explanations, questions through the clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from civic.council.asking import answer_member, draft_member_question, send_member_question
from civic.council.models import Membership
from civic.council.positions import draft_position, explain_vote, find_condition, publish_position
from civic.council.queries import positions_on
from civic.database import db
from civic.dockets.facts.places import piece_called
from civic.people.models import Account
from civic.record.numbers import shown

Scene = tuple[date, int, Callable[[], None]]


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    matter = story.matter
    rows: list[Scene] = [(on(p.day), 9, partial(_state, stage, story, p)) for p in matter.positions]
    rows += [(on(d.day), 9, partial(_draft, stage, story, d)) for d in matter.position_drafts]
    rows += [(on(q.day), 9, partial(_ask, stage, story, q)) for q in matter.member_questions]
    rows += [(on(q.answered), 10, partial(_answer, stage, story, q)) for q in matter.member_questions if q.answered is not None]
    rows += [(on(f.day), 12, partial(_find, stage, story, f)) for f in matter.findings]
    rows += [(on(e.day), 12, partial(_explain, stage, story, e)) for e in matter.explanations]
    return rows


def _seat(stage: Any, member: str) -> Membership:
    seat: Membership = stage.seats["council", member]
    return seat


def _account(seat: Membership) -> Account:
    return db.session.get_one(Account, seat.account_id)


def _state(stage: Any, story: Any, position: Any) -> None:
    seat = _seat(stage, position.member)
    publish_position(
        stage.dockets[story.key], seat, stance=position.stance, statement=position.statement, conditions=position.conditions,
        comments=" ".join(shown(stage.comments[f"{story.key}/{key}"].number) for key in position.comments), by=_account(seat),
    )  # fmt: skip


def _draft(stage: Any, story: Any, draft: Any) -> None:
    draft_position(stage.dockets[story.key], _seat(stage, draft.member), stance=draft.stance, statement=draft.statement, by=stage.people[draft.by])


def _explain(stage: Any, story: Any, explanation: Any) -> None:
    seat = _seat(stage, explanation.member)
    explain_vote(stage.dockets[story.key], seat, statement=explanation.statement, by=_account(seat))


def _find(stage: Any, story: Any, finding: Any) -> None:
    """The clerk or the member says what became of a condition of the member's first position that has one."""
    docket, seat = stage.dockets[story.key], _seat(stage, finding.member)
    position = next(p for p in positions_on(docket) if p.membership_id == seat.id and p.conditions)
    piece = piece_called(docket.current_version, finding.change) if finding.change else None
    by = _account(seat) if finding.by == finding.member else stage.people[finding.by]
    find_condition(position, 1, outcome=finding.outcome, change=f"{docket.current_version.n}:{piece.wid}" if piece else "", words=finding.words, by=by)


def _ask(stage: Any, story: Any, question: Any) -> None:
    docket, seat = stage.dockets[story.key], _seat(stage, question.member)
    section = next((p.wid for p in docket.current_version.provisions if p.kind == "section" and p.number == question.section), "")
    draft_member_question(docket, seat, words=question.words, section=section, by=stage.people[question.drafted_by] if question.drafted_by else _account(seat))
    stage.asked[f"{story.key}/{question.key}"] = send_member_question(docket, seat, words=question.words, section=section, by=_account(seat))


def _answer(stage: Any, story: Any, question: Any) -> None:
    answer_member(stage.asked[f"{story.key}/{question.key}"], because=question.answer, by=stage.people["casey"])
