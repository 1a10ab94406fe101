"""Who was asked about a docket and what came back, told through the actions of the clerk and the offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from civic.clock import today
from civic.consultation import actions, answers, judging
from civic.consultation.models import ExternalContact, Invitation, NoticeReach, RosterEntry
from civic.consultation.queries import notices_reaching, roster_of
from civic.database import db
from civic.dockets.actions import post_notice
from civic.dockets.queries import version_of
from civic.people.models import Account, Office
from civic.record.numbers import shown

Scene = tuple[date, int, Callable[[], None]]
CHANNELS = {"by_hand": "hand", "email": "email", "post": "post"}
CONTACTS = {"telephone call": "call"}
REQUESTS = {"accepted": "changed", "partly": "changed_in_part", "not_accepted": "not_changed"}
EARLY, ASKING, ANSWERING = 3, 4, 9  # within a day: the list, then the asking, and answers after the comments


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    told = story.consultation
    if told is None:
        return []
    rows: list[Scene] = [(on(told.roster_frozen), EARLY, partial(_freeze, stage, story))]
    rows += [(on(e.added), EARLY, partial(_list, stage, story, e)) for e in told.roster if e.added is not None]
    rows += [(on(n.day), ASKING, partial(_post, stage, story, n)) for n in told.notices]
    for asked in told.invitations:
        rows.append((on(asked.sent), ASKING, partial(_ask, stage, story, asked, on)))
        rows += [(on(event.day), ASKING + 1, partial(_deliver, stage, story, asked, event)) for event in asked.delivery]
        rows += _replies(stage, story, asked, on)
    rows += [(on(c.entered), ASKING, partial(_contact, stage, story, c, on)) for c in told.contacts]
    rows += [(on(c.day), ANSWERING, partial(_contest, stage, story, c)) for c in told.contests]
    if story.changes and story.changes.material and 2 in story.versions:
        rows.append((on(story.changes.material.day), ASKING, partial(_judge, stage, story)))
    return rows


def _replies(stage: Any, story: Any, asked: Any, on: Callable[[int], date]) -> list[Scene]:
    rows: list[Scene] = []
    if asked.returned:
        rows.append((on(asked.returned.day), ASKING, partial(_came_back, stage, story, asked)))
    if asked.declination:
        rows.append((on(asked.declination.day), ANSWERING, partial(_decline_all, stage, story, asked)))
    for question in asked.questions:
        if question.answer and not asked.declination:
            rows.append((on(question.answer.day), ANSWERING, partial(_answer, stage, story, asked, question, on)))
        if question.draft:
            rows.append((on(question.draft.day), ANSWERING, partial(_draft, stage, story, asked, question)))
    if asked.anything_else:
        rows.append((on(asked.anything_else.day), ANSWERING, partial(_say_more, stage, story, asked)))
    return rows


# --- the list


def _freeze(stage: Any, story: Any) -> None:
    for entry in story.consultation.roster:
        if entry.added is None:
            _list(stage, story, entry)
    actions.freeze_roster(stage.dockets[story.key], by=_clerk(stage))


def _list(stage: Any, story: Any, entry: Any) -> None:
    actions.list_consultee(
        stage.dockets[story.key], _office(stage, entry.office), reason=entry.reason, because=entry.because, change_reason=entry.added_because,
        by=_clerk(stage),
    )  # fmt: skip


# --- asking and delivery


def _ask(stage: Any, story: Any, asked: Any, on: Callable[[int], date]) -> None:
    docket, entry, clerk = stage.dockets[story.key], _entry(stage, story, asked.roster), _clerk(stage)
    sections = {p.number: p.wid for p in docket.current_version.provisions if p.kind == "section"}
    for question in asked.questions:
        numbers = [shown(stage.comments[f"{story.key}/{key}"].number) for key in question.comments if f"{story.key}/{key}" in stage.comments]
        actions.draft_question(entry, question.words, section=sections.get(question.section, ""), comments=numbers, by=clerk)
    actions.send_invitation(
        entry, respond_by=on(asked.respond_by), channel=CHANNELS[asked.channel], promise=asked.promise, documents=list(asked.documents),
        email=f"{asked.roster}@mardenfalls.example", by=clerk,
    )  # fmt: skip


def _deliver(stage: Any, story: Any, asked: Any, event: Any) -> None:
    invitation = _invitation(stage, story, asked)
    if event.level == 3:
        actions.accept_invitation(invitation, by=_holder(stage, story, asked.roster))
    elif event.level == 2 and asked.channel == "by_hand":
        actions.hand_over(invitation, to_whom=event.how, evidence=event.evidence, by=_clerk(stage))
    else:
        actions.record_delivery(invitation, level=event.level, how=event.how, evidence=event.evidence, by=_clerk(stage))


def _came_back(stage: Any, story: Any, asked: Any) -> None:
    actions.record_delivery(_invitation(stage, story, asked), level=0, how=asked.returned.why, by=_clerk(stage))


# --- what came back


def _answer(stage: Any, story: Any, asked: Any, question: Any, on: Callable[[int], date]) -> None:
    invitation, holder, said = _invitation(stage, story, asked), _holder(stage, story, asked.roster), question.answer
    put = _question(invitation, question)
    if said.kind == "declined":
        answers.decline(invitation, put, reason=said.reason, legal_basis=said.legal_basis, by=holder)
    elif asked.on_paper:
        answers.enter_paper_answer(
            invitation, put, words=said.words, position=said.position or "", received_on=on(asked.on_paper.received),
            channel=asked.on_paper.channel, spoken_by=f"{holder.name}", by=_clerk(stage),
        )  # fmt: skip
    else:
        answers.publish_answer(
            invitation, put, words=said.words, position=said.position or "", other_words=said.other_words, action=said.action,
            action_owner=said.owner, by=holder,
        )  # fmt: skip


def _draft(stage: Any, story: Any, asked: Any, question: Any) -> None:
    invitation, draft = _invitation(stage, story, asked), question.draft
    answers.draft_answer(invitation, _question(invitation, question), position=draft.position, words=draft.words, by=stage.people[draft.by])


def _say_more(stage: Any, story: Any, asked: Any) -> None:
    more = asked.anything_else
    answers.publish_answer(_invitation(stage, story, asked), None, words=more.words, capacity=more.capacity, by=_holder(stage, story, asked.roster))


def _decline_all(stage: Any, story: Any, asked: Any) -> None:
    answers.decline(_invitation(stage, story, asked), None, reason=asked.declination.words, by=_holder(stage, story, asked.roster))


# --- what is not an asking, and what changed since


def _post(stage: Any, story: Any, told: Any) -> None:
    docket, clerk = stage.dockets[story.key], _clerk(stage)
    notice = post_notice(docket, channel="newspaper", place=told.where, day=today(), by=clerk)
    for key in told.reaches:
        actions.address_notice(notice, _entry(stage, story, key), by=clerk)


def _contact(stage: Any, story: Any, told: Any, on: Callable[[int], date]) -> None:
    actions.claim_contact(
        _entry(stage, story, told.roster), claimed_by=f"Council Member {told.claimed_by.title()}", kind=CONTACTS.get(told.kind, "other"),
        words=told.words, stated_on=on(told.stated_day), by=_clerk(stage),
    )  # fmt: skip


def _contest(stage: Any, story: Any, told: Any) -> None:
    entry = _entry(stage, story, told.roster)
    claims: list[ExternalContact | NoticeReach] = [*entry.contacts, *notices_reaching(entry)]
    subject = claims[0]
    answers.contest(entry, subject, standing="contested", words=told.words, by=stage.people[told.by])


def _judge(stage: Any, story: Any) -> None:
    docket, clerk, material = stage.dockets[story.key], _clerk(stage), story.changes.material
    old, new = version_of(docket, 1), version_of(docket, 2)
    if old is None or new is None:
        return
    judged = judging.judge_change(docket, old, new, material=material.material, reasons=material.reasons, by=clerk)
    judging.review_change(judged, outcome="confirmed", by=stage.people["ama"])
    sections = {p.number: p.wid for p in new.provisions if p.kind == "section"}
    changes = {change.key: sections.get(change.section.split("(")[0], "") for change in story.changes.changes}
    for request in story.consultation.requests:
        response = _response(stage, story, request.question)
        if response is not None and response.other_words:
            actions.answer_request(
                response, outcome=REQUESTS[request.outcome], reason=request.reason, section=changes.get(request.change or "", ""),
                new=new if request.change else None, by=clerk,
            )  # fmt: skip


# --- finding things again


def _clerk(stage: Any) -> Account:
    return stage.people["casey"]


def _office(stage: Any, key: str) -> Office:
    title = next(office.title for office in stage.content.city.offices if office.key == key)
    return db.session.scalars(sa.select(Office).where(Office.title == title)).one()


def _entry(stage: Any, story: Any, key: str) -> RosterEntry:
    office = _office(stage, next(e.office for e in story.consultation.roster if e.key == key))
    return next(entry for entry in roster_of(stage.dockets[story.key]) if entry.office_id == office.id)


def _invitation(stage: Any, story: Any, asked: Any) -> Invitation:
    return _entry(stage, story, asked.roster).invitations[0]


def _question(invitation: Invitation, question: Any) -> Any:
    return next(q for q in invitation.questions if q.words == question.words)


def _holder(stage: Any, story: Any, key: str) -> Account:
    office = next(e.office for e in story.consultation.roster if e.key == key)
    return stage.people[next(o.holder for o in stage.content.city.offices if o.key == office)]


def _response(stage: Any, story: Any, key: str) -> Any:
    for asked in story.consultation.invitations:
        for question in asked.questions:
            if question.key == key:
                invitation = _invitation(stage, story, asked)
                return next((r for r in invitation.responses if r.question_id == _question(invitation, question).id), None)
    return None
