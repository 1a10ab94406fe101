"""The consultation statement, written, frozen and reissued by the clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from civic.consultation.queries import roster_of
from civic.database import db
from civic.letters.models import Letter
from civic.outcomes.queries import dispositions_on
from civic.statements.actions import change_issue, freeze_statement, write_issue
from civic.statements.models import Issue
from civic.statements.sources import Source, source_named

Scene = tuple[date, int, Callable[[], None]]
WRITING, FREEZING = 30, 31  # within a day: after responses and promises


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    told = story.statement
    if told is None:
        return []
    first, *later = told.freezes
    rows: list[Scene] = [(on(first.day), WRITING, partial(_write, stage, story)), (on(first.day), FREEZING, partial(_freeze, stage, story, first))]
    for freeze in later:
        rows += [(on(freeze.day), WRITING, partial(_settle, stage, story)), (on(freeze.day), FREEZING, partial(_freeze, stage, story, freeze))]
    return rows


def _write(stage: Any, story: Any) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    for told in story.statement.issues:
        write_issue(docket, _source(stage, story, told.source), point=told.point, quotes=told.quotes, response=_response(stage, story, told.response), unanswered=told.unanswered, by=clerk)


def _settle(stage: Any, story: Any) -> None:
    """Issues that were listed as unanswered get the response that was overlooked."""
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    for told in story.statement.issues:
        if told.settled:
            issue = db.session.scalars(sa.select(Issue).where(Issue.docket_id == docket.id, Issue.point == told.point)).one()
            change_issue(issue, point=told.point, quotes=told.quotes, response=_response(stage, story, told.settled), by=clerk)


def _freeze(stage: Any, story: Any, told: Any) -> None:
    freeze_statement(stage.dockets[story.key], reason=told.reason, by=stage.people["casey"])


def _source(stage: Any, story: Any, named: str) -> Source:
    docket = stage.dockets[story.key]
    kind, _colon, key = named.partition(":")
    if kind == "comment":
        found = source_named(docket, f"comment-{stage.comments[f'{story.key}/{key}'].number}")
    elif kind == "letter":
        title = next(letter.title for letter in story.letters.letters if letter.key == key)
        letter = db.session.scalars(sa.select(Letter).where(Letter.docket_id == docket.id, Letter.title == title)).one()
        found = source_named(docket, f"letter-{letter.id}")
    else:
        office = next(row.office for row in story.consultation.roster if row.key == key)
        title = next(one.title for one in stage.content.city.offices if one.key == office)
        entry = next(entry for entry in roster_of(docket) if entry.office.title == title)
        found = source_named(docket, f"office-{entry.id}")
    assert found is not None, f"{named} says nothing that can be read"
    return found


def _response(stage: Any, story: Any, key: str | None) -> str | None:
    if key is None:
        return None
    point = next(response.point for response in story.themes.responses if response.key == key)
    return next(one.issue for one in dispositions_on(stage.dockets[story.key]) if one.point == point)
