"""The register and the log of uses as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response

from civic.exceptions import reporting, standing
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.oversight_models import ExceptionUse
from civic.exceptions.owed import clock_of
from civic.owed import State as Late
from civic.tables import csv_download

REGISTER = (
    "number", "state", "emergency", "law", "clause", "office", "title", "filed_on", "notice_ends", "hearing_required", "hearing_held_on", "decision",
    "decided_on", "decided_by", "starts", "ends", "days_left", "revoked_on", "conditions", "conditions_late", "renews", "filed_in_time", "review_due",
)  # fmt: skip
USES = ("day", "office", "law", "clause", "permission", "count", "for", "violation", "entered_on", "reported_for_period_ending")


def register_as_csv(requests: Iterable[ExceptionRequest]) -> Response:
    return csv_download("exceptions", REGISTER, [_in_order(REGISTER, _register_row(request)) for request in requests])


def uses_as_csv(uses: Iterable[ExceptionUse]) -> Response:
    known = reporting.reported()
    return csv_download("exception-uses", USES, [_in_order(USES, _use_row(use, known)) for use in uses])


def _register_row(request: ExceptionRequest) -> dict[str, Any]:
    acceptance, decision, held = request.acceptance, request.decision, standing.hearing_held(request)
    conditions = decision.conditions if decision else []
    return {
        "number": request.docket.number if acceptance else "", "state": standing.state_of(request).value, "emergency": _yes(request.emergency),
        "law": request.clause.docket.number, "clause": request.clause.place, "office": request.office.title,
        "title": request.docket.title if acceptance else "", "filed_on": request.filed_on, "notice_ends": standing.notice_ends(request) if acceptance else "",
        "hearing_required": _yes(acceptance.hearing_required) if acceptance else "", "hearing_held_on": held.day if held else "",
        "decision": decision.verdict.value if decision else "", "decided_on": decision.on if decision else "",
        "decided_by": decision.decided_by if decision else "", "starts": decision.starts if decision else "", "ends": decision.ends if decision else "",
        "days_left": standing.days_left(request), "revoked_on": decision.revocation.on if decision and decision.revocation else "",
        "conditions": len(conditions), "conditions_late": sum(clock_of(one).state() is Late.OVERDUE for one in conditions),
        "renews": request.renews.docket.number if request.renews else "", "filed_in_time": _yes(standing.in_time(request)), "review_due": standing.review_due(request),
    }  # fmt: skip


def _use_row(use: ExceptionUse, known: reporting.Reported) -> dict[str, Any]:
    fault, report = standing.fault_of(use), known.uses.get(use.id)
    permission = "" if use.request is None else use.request.docket.number if use.request.docket else "filed"
    return {
        "day": use.on, "office": use.office.title, "law": use.clause.docket.number, "clause": use.clause.place, "permission": permission, "count": use.count,
        "for": use.note, "violation": fault.value if fault else "", "entered_on": use.entered_on, "reported_for_period_ending": report.ends if report else "",
    }  # fmt: skip


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _in_order(columns: tuple[str, ...], row: dict[str, Any]) -> list[str]:
    return ["" if row[name] is None else str(row[name]) for name in columns]
