"""Faults in what was asked for under a law in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civic.demonstration.content import Content, Docket
from civic.demonstration.faults.common import twice, unknown
from civic.demonstration.shapes.exceptions import Request
from civic.exceptions.wording import FIELDS


def in_exceptions(content: Content, docket: Docket) -> Iterator[str]:
    told = docket.exceptions
    if told is None:
        return
    offices, people = {office.key for office in content.city.offices}, {person.key for person in content.city.people}
    clauses, requests = {clause.key for clause in told.clauses}, {request.key for request in told.requests}
    yield from twice("clauses", (clause.key for clause in told.clauses))
    yield from twice("requests", (request.key for request in told.requests))
    acts: list[Any] = [*told.duties, *told.requests, *told.uses, *told.receipts, *told.reports, *told.renewals]
    named = [key for clause in told.clauses for key in clause.offices] + [act.office for act in acts if hasattr(act, "office")]
    yield from unknown("an exception", named, offices)
    yield from unknown("an exception", [act.by for act in acts if hasattr(act, "by")], people)
    yield from unknown("an exception", [*(r.clause for r in told.requests), *(u.clause for u in told.uses)], clauses)
    yield from unknown("an exception", [*(u.request for u in told.uses), *(r.request for r in told.renewals)], requests)
    for request in told.requests:
        yield from (f"request {request.key}: {fault}" for fault in _in_request(request, content.city.exceptions.notice_days))


def _in_request(request: Request, notice_days: int) -> Iterator[str]:
    yield from unknown("a comment", (comment.section for comment in request.comments), FIELDS)
    steps = [request.filed, request.accepted, request.hearing_set, request.decision.day if request.decision else None]
    days = [day for day in steps if day is not None]
    if days != sorted(days):
        yield "its steps are not in order."
    if request.accepted is None:
        return
    ends = request.accepted + notice_days
    if any(not request.accepted <= comment.day <= ends for comment in request.comments):
        yield "a comment came outside the notice period."
    if request.decision and request.decision.granted and (request.decision.day <= ends or (request.hearing or 0) >= request.decision.day):
        yield "it was granted too early."
