"""Comments sorted into themes, the summary, what became of it and what was promised, told by analyst, approver and clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from civic.comments.models import READABLE
from civic.consultation.models import Question, RosterEntry
from civic.database import db
from civic.outcomes.actions import close_promise, draft_response, publish_response
from civic.outcomes.models import Promise
from civic.outcomes.queries import changes_of
from civic.people.models import Account
from civic.summaries.actions import ask_for_approval, start_draft, write_sentence
from civic.summaries.publishing import publish_summary
from civic.summaries.queries import draft_of
from civic.themes.actions import add_theme, code_comment, publish_codebook
from civic.themes.models import Theme
from civic.themes.queries import themes_of

Scene = tuple[date, int, Callable[[], None]]
READING, WRITING, CHECKING, PUBLISHING, CLOSING = 20, 21, 22, 23, 24  # within a day: after comments, decisions and answers


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    told = story.themes
    if told is None:
        return []
    summary = told.summary
    rows: list[Scene] = [
        (on(summary.drafted), READING, partial(_sort, stage, story)),
        (on(summary.drafted), WRITING, partial(_write, stage, story)),
        (on(summary.checked), CHECKING, partial(_check, stage, story)),
    ]
    if summary.published is not None:
        rows.append((on(summary.published), PUBLISHING, partial(_publish, stage, story)))
    answered = next((event.day for event in story.matter.events if event.kind == "outcome_published"), None)
    if told.responses and answered is not None:
        rows.append((on(answered), PUBLISHING, partial(_respond, stage, story, on)))
    rows += [(on(promise.kept), CLOSING, partial(_keep, stage, story, promise)) for promise in told.promises if promise.kept is not None]
    return rows


# --- themes


def _sort(stage: Any, story: Any) -> None:
    docket, analyst = stage.dockets[story.key], stage.people[story.themes.coding.coder]
    made = {theme.key: add_theme(docket, theme.name, theme.definition, by=analyst) for theme in story.themes.themes}
    for key, themes in story.themes.coding.comments.items():
        comment = stage.comments[f"{story.key}/{key}"]
        if comment.face.state in READABLE:
            quoted = any(sentence.quote and key in sentence.cites for sentence in story.themes.sentences)
            code_comment(comment, [made[name] for name in themes], quotable=quoted, by=analyst)
    _sort_again(stage, story, made)
    publish_codebook(docket, by=analyst)


def _sort_again(stage: Any, story: Any, made: dict[str, Theme]) -> None:
    again = story.themes.coding.second
    for key, themes in again.comments.items() if again else ():
        comment = stage.comments[f"{story.key}/{key}"]
        if comment.face.state in READABLE:
            code_comment(comment, [made[name] for name in themes], second=True, by=stage.people[again.coder])


def _theme(stage: Any, story: Any, key: str | None) -> Theme | None:
    if key is None:
        return None
    name = next(theme.name for theme in story.themes.themes if theme.key == key)
    return next(theme for theme in themes_of(stage.dockets[story.key]) if theme.name == name)


# --- summary


def _write(stage: Any, story: Any) -> None:
    docket, drafter = stage.dockets[story.key], stage.people[story.themes.summary.drafter]
    draft = start_draft(docket, interim=story.themes.summary.interim, by=drafter)
    for sentence in story.themes.sentences:
        theme, (document, address) = _theme(stage, story, sentence.theme), _document(stage, story, sentence.document)
        write_sentence(
            draft, kind=sentence.kind, text=sentence.text, theme=theme.id if theme else None, quote=sentence.quote, query=sentence.query or {},
            cites=[stage.comments[f"{story.key}/{key}"].number for key in sentence.cites], document=document, document_address=address, by=drafter,
        )  # fmt: skip


def _check(stage: Any, story: Any) -> None:
    draft = draft_of(stage.dockets[story.key])
    assert draft is not None
    ask_for_approval(draft, by=stage.people[story.themes.summary.drafter])


def _publish(stage: Any, story: Any) -> None:
    draft = draft_of(stage.dockets[story.key])
    assert draft is not None
    publish_summary(draft, by=stage.people[story.themes.summary.approver])


def _document(stage: Any, story: Any, key: str | None) -> tuple[str, str]:
    """``answer:chief_q1`` is the answer to that question, at its own address."""
    if not key:
        return "", ""
    docket, question = stage.dockets[story.key], _question(stage, story, key.removeprefix("answer:"))
    if question is None:
        return key, ""
    title = f"Answer to question {question.n}, {question.entry.office.title}"
    return title, f"/d/{docket.number}/questions#q-{question.id}"


# --- responses and promises


def _respond(stage: Any, story: Any, on: Callable[[int], date]) -> None:
    docket, clerk = stage.dockets[story.key], stage.people["casey"]
    promises = {promise.key: promise for promise in story.themes.promises}
    for response in story.themes.responses:
        theme, promised = _theme(stage, story, response.theme), promises.get(response.promise)
        question = _question(stage, story, response.department) if response.department else None
        assert theme is not None
        draft = draft_response(
            docket, theme, point=response.point, outcome=response.response, reason=response.reason, decided_by=stage.bodies[response.decided_by].name,
            question=question.id if question else None, changes=_changes(docket, story, response.changes), promise=promised.words if promised else "",
            owner=_owner(stage, promised.owner) if promised else "", due=on(promised.due) if promised else None, by=clerk,
        )  # fmt: skip
        publish_response(draft, by=clerk)


def _keep(stage: Any, story: Any, told: Any) -> None:
    promise = db.session.scalars(sa.select(Promise).where(Promise.words == told.words)).one()
    close_promise(promise, kept=True, proof=told.proof, by=stage.people["casey"])


def _changes(docket: Any, story: Any, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The differences between the versions in which the new words of these changes stand."""
    words = [span.after for change in story.changes.changes if change.key in keys for span in change.spans]
    return [
        {"old": old.n, "new": new.n, "wid": change.wid}
        for old, new, change in changes_of(docket) if change.after is not None and any(span in " ".join(change.after.text.split()) for span in words)
    ]  # fmt: skip


def _owner(stage: Any, key: str) -> str:
    """The office that a person holds or serves; the person's own id where there is none."""
    person = next(p.key for p in stage.content.city.people if key in (p.key, p.member))
    account: Account = stage.people[person]
    offices = [holding.office_id for holding in account.holdings if holding.is_current()]
    return offices[0] if offices else account.id


def _question(stage: Any, story: Any, key: str) -> Question | None:
    told = next((q for asked in story.consultation.invitations for q in asked.questions if q.key == key), None)
    if told is None:
        return None
    query = sa.select(Question).join(RosterEntry).where(RosterEntry.docket_id == stage.dockets[story.key].id, Question.words == told.words)
    return db.session.scalar(query.where(Question.invitation_id.is_not(None)))
