"""What departments asked for under a law in force, and what became of it, told through the actions of offices and clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from civic.clock import today
from civic.comments.actions import receive_comment
from civic.comments.content import Words
from civic.comments.models import Channel
from civic.database import db
from civic.demonstration.shapes import exceptions as told
from civic.dockets.facts.places import piece_called
from civic.exceptions import actions
from civic.exceptions.models import ExceptionClause, ExceptionRequest
from civic.exceptions.queries import all_requests, clauses_on, receipts_of
from civic.exceptions.reporting import duty_of, periods_of
from civic.exceptions.standing import hearing_ahead
from civic.exceptions.wording import FIELDS
from civic.people.models import Account, Office
from civic.record.codes import Pair, hash_code, new_code
from civic.record.numbers import new_number
from civic.record.vault import pepper

Scene = tuple[date, int, Callable[[], None]]
LAW, FILING, CLERK, SAYING, DECIDING, AFTER = 20, 21, 22, 23, 24, 25  # order within a day, after everything else of the docket


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    if (plan := story.exceptions) is None:
        return []
    rows: list[Scene] = []

    def at(day: int | date, order: int, step: Callable[..., None], thing: Any) -> None:
        rows.append((day if isinstance(day, date) else _day(stage, day), order, partial(step, stage, story, thing)))

    for clause in plan.clauses:
        at(clause.day, LAW, _clause, clause)
    for duty in plan.duties:
        at(duty.day, LAW, _duty, duty)
    for request in plan.requests:
        _life_of(stage, request, at)
    for use in plan.uses:
        at(use.day if use.entered is None else use.entered, AFTER, _use, use)
    for receipt in plan.receipts:
        at(receipt.day, AFTER, _receive, receipt)
        at(receipt.disposed, AFTER, _dispose, receipt)
    for report in plan.reports:
        at(report.day, AFTER, _report, report)
    for renewal in plan.renewals:
        at(renewal.day, AFTER, _renewal, renewal)
    return rows


def _life_of(stage: Any, request: told.Request, at: Callable[[int | date, int, Callable[..., None], Any], None]) -> None:
    at(request.filed, FILING, _file, request)
    if request.accepted is not None:
        at(request.accepted, CLERK, _accept, request)
    if request.hearing_set is not None:
        at(request.hearing_set, CLERK, _set_hearing, request)
    if request.hearing is not None:
        at(_weekday(stage, request.hearing) + timedelta(days=1), CLERK, _hold_hearing, request)  # entered on the next day
    for comment in request.comments:
        at(comment.day, SAYING, partial(_say, request), comment)
    if request.decision is not None:
        at(_weekday(stage, request.decision.day), DECIDING, _decide, request)
        for n, condition in enumerate(request.decision.conditions):
            if condition.kept is not None:
                at(condition.kept, AFTER, partial(_keep, request, n), condition)


# --- the law


def _clause(stage: Any, story: Any, told: told.Clause) -> None:
    docket = stage.dockets[story.key]
    piece = piece_called(docket.current_version, told.place)
    assert piece is not None
    actions.record_clause(
        docket, piece.wid, invokers=[_office(stage, key) for key in told.offices], use=told.use, condition=told.condition, limit=told.limit,
        logging=told.logging, needs_request=told.needs_request, allows_emergency=told.emergency, by=_clerk(stage),
    )  # fmt: skip


def _duty(stage: Any, story: Any, told: told.Duty) -> None:
    starts = _day(stage, told.starts)
    actions.record_duty(
        stage.dockets[story.key], _office(stage, told.office), months=told.months, starts=starts, due_days=told.due_days, provision=told.section, by=_clerk(stage)
    )


# --- a request


def _file(stage: Any, story: Any, told: told.Request) -> None:
    holder, office = _holder(stage, told.office), _office(stage, told.office)
    draft = actions.start_draft(office, _clause_named(stage, story, told.clause), emergency=told.used is not None, by=holder)
    words = {name: getattr(told, name) for name in (*FIELDS, "title", "summary", "emergency_why")}
    sealed = {s.field: {"rule": s.rule, "reason": s.reason, "review_on": _day(stage, s.review).isoformat()} for s in told.seals}
    actions.keep_draft(
        draft, words, starts=_day(stage, told.starts), ends=_day(stage, told.ends), used_on=_day(stage, told.used), sealed=sealed, by=holder
    )
    actions.file_draft(draft, by=holder)


def _accept(stage: Any, story: Any, told: told.Request) -> None:
    actions.accept_request(_request(told), by=_clerk(stage))


def _set_hearing(stage: Any, story: Any, told: told.Request) -> None:
    starts = datetime.combine(_weekday(stage, told.hearing or 0), time(18), stage.zone).astimezone(UTC)
    actions.set_hearing(_request(told), starts_at=starts, place="Council chamber, City Hall", by=_clerk(stage))


def _hold_hearing(stage: Any, story: Any, told: told.Request) -> None:
    event = hearing_ahead(_request(told))
    assert event is not None
    actions.hold_hearing(_request(told), event, source="Minutes of the hearing", by=_clerk(stage))


def _say(told: told.Request, stage: Any, story: Any, said: told.RequestComment) -> None:
    code = new_code(said.language)
    words = Words(
        said.words, (said.section,), name=said.name, ward=str(said.ward or ""), stance=said.stance, language=said.language, wants_answer=said.wants_answer
    )
    receive_comment(_request(told).docket, words, Pair(new_number(), code, hash_code(code, pepper())), channel=Channel.WEB)


def _decide(stage: Any, story: Any, told: told.Request) -> None:
    decision = told.decision
    assert decision is not None
    terms = [actions.Term(c.words, _office(stage, c.owner), _day(stage, c.due)) for c in decision.conditions]
    actions.decide_request(
        _request(told), granted=decision.granted, decided_by=decision.by, on=today(), reasons=decision.reasons, source=decision.source,
        ends=_day(stage, told.ends) if decision.granted else None, terms=terms, by=_clerk(stage),
    )  # fmt: skip


def _keep(told: told.Request, n: int, stage: Any, story: Any, condition: told.Condition) -> None:
    decision = _request(told).decision
    assert decision is not None
    actions.close_condition(decision.conditions[n], kept=True, proof=condition.proof, by=_clerk(stage))


# --- afterwards


def _use(stage: Any, story: Any, told: told.Use) -> None:
    request = _named(story, told.request) if told.request else None
    clause = request.clause if request else _clause_named(stage, story, told.clause or "")
    actions.log_use(
        _office(stage, told.office), clause, on=_day(stage, told.day), count=told.count, note=told.note, request=request, by=stage.people[told.by]
    )


def _receive(stage: Any, story: Any, told: told.Receipt) -> None:
    actions.record_receipt(
        stage.dockets[story.key], _office(stage, told.office), received_on=today(), source=told.source, what=told.what, requested=False, used=False,
        by=stage.people[told.by],
    )  # fmt: skip


def _dispose(stage: Any, story: Any, told: told.Receipt) -> None:
    receipt = next(one for one in receipts_of(_office(stage, told.office)) if one.what == told.what)
    actions.dispose_of(receipt, on=today(), how=told.how, by=stage.people[told.by])


def _report(stage: Any, story: Any, told: told.Report) -> None:
    duty = duty_of(_office(stage, told.office), stage.dockets[story.key])
    assert duty is not None
    period = next(period for period in periods_of(duty) if period.is_owed)
    actions.file_report(duty, period.starts, words=told.words, remedies=told.remedies, by=_holder(stage, told.office))


def _renewal(stage: Any, story: Any, told: told.Renewal) -> None:
    deputy = stage.people[told.by]
    draft = actions.start_renewal(_named(story, told.request), short=True, by=deputy)
    actions.keep_draft(draft, {"use_report": told.use_report}, starts=_day(stage, told.starts), ends=_day(stage, told.ends), by=deputy)


# --- finding things again


def _clerk(stage: Any) -> Account:
    return stage.people["casey"]


def _holder(stage: Any, key: str) -> Account:
    return stage.people[next(office.holder for office in stage.content.city.offices if office.key == key)]


def _office(stage: Any, key: str) -> Office:
    title = next(office.title for office in stage.content.city.offices if office.key == key)
    return db.session.scalars(sa.select(Office).where(Office.title == title)).one()


def _clause_named(stage: Any, story: Any, key: str) -> ExceptionClause:
    use = next(clause.use for clause in story.exceptions.clauses if clause.key == key)
    return next(clause for clause in clauses_on(stage.dockets[story.key]) if clause.use == use)


def _named(story: Any, key: str) -> ExceptionRequest:
    return _request(next(request for request in story.exceptions.requests if request.key == key))


def _request(told: told.Request) -> ExceptionRequest:
    return next(request for request in all_requests() if request.filing.title == told.title)


def _day(stage: Any, day: int | None) -> Any:
    return None if day is None else stage.today + timedelta(days=day)


def _weekday(stage: Any, day: int) -> date:
    """The council meets on weekdays: from a weekend to the next Monday."""
    found: date = _day(stage, day)
    return found + timedelta(days=7 - found.weekday()) if found.weekday() >= 5 else found
