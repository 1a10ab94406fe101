"""The register, the log and the feed as files. Cells never begin like a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from xml.sax import saxutils

from flask import Response, url_for
from flask import request as http
from flask_babel import force_locale

from civic.clock import city_zone
from civic.exceptions import reporting, standing
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.oversight_models import ExceptionUse
from civic.exceptions.wording import STATES
from civic.web import city_name

REGISTER = (
    "number", "state", "emergency", "law", "clause", "office", "title", "filed_on", "notice_ends", "hearing_required", "hearing_held_on", "decision",
    "decided_on", "decided_by", "starts", "ends", "days_left", "revoked_on", "conditions", "conditions_late", "renews", "filed_in_time", "review_due",
)  # fmt: skip
USES = ("day", "office", "law", "clause", "permission", "count", "for", "violation", "entered_on", "reported_for_period_ending")


def register_as_csv(requests: Iterable[ExceptionRequest]) -> Response:
    return _table(REGISTER, [_register_row(request) for request in requests], "exceptions.csv")


def uses_as_csv(uses: Iterable[ExceptionUse]) -> Response:
    known = reporting.reported()
    return _table(USES, [_use_row(use, known) for use in uses], "exception-uses.csv")


def as_atom(requests: Iterable[ExceptionRequest]) -> Response:
    """One entry for each request with a docket; its id never changes, and ``updated`` is noon of the day of its last event."""
    with force_locale("en"):
        rows = [(_last_day(one), one) for one in requests if one.acceptance]
        entries = "".join(_entry(day, request) for day, request in sorted(rows, key=lambda row: (row[0], row[1].id), reverse=True))
        newest = max((day for day, _request in rows), default=None)
        address = url_for("exceptions.feed", _external=True)
        updated = _noon(newest) if newest else "1970-01-01T00:00:00+00:00"
        body = (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>{escape(city_name())}: exceptions</title><id>{_tag('exceptions', 2021)}</id><updated>{updated}</updated>"
            f'<link rel="self" href="{escape(address)}"/><author><name>{escape(city_name())}</name></author>{entries}</feed>\n'
        )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


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
        "conditions": len(conditions), "conditions_late": sum(one.state == "late" for one in conditions),
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


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]], name: str) -> Response:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _safe_cell("" if value is None else str(value)) for key, value in row.items()})
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _safe_cell(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _last_day(request: ExceptionRequest) -> Any:
    assert request.acceptance is not None
    days = [request.acceptance.on]
    if request.decision is not None:
        days += [request.decision.decided_at.astimezone(city_zone()).date()] + ([request.decision.revocation.on] if request.decision.revocation else [])
        if standing.state_of(request) is standing.State.EXPIRED:
            days.append(request.decision.ends)  # type: ignore[arg-type]
    if request.withdrawal is not None:
        days.append(request.withdrawal.on)
    return max(days)


def _noon(day: Any) -> str:
    return datetime.combine(day, time(12), city_zone()).isoformat()


def _entry(day: Any, request: ExceptionRequest) -> str:
    docket = request.docket
    address = url_for("exceptions.show", docket=docket.number, _external=True)
    words = f"{STATES[standing.state_of(request)]}. {docket.plain_summary}"
    return (
        f"<entry><title>{escape(f'{docket.number} {docket.title}')}</title><id>{_tag(docket.address, docket.created_on.year)}</id>"
        f"<updated>{_noon(day)}</updated>"
        f'<link href="{escape(address)}"/><summary>{escape(words)}</summary></entry>'
    )


def _tag(name: str, year: int) -> str:
    """An id that is never used again, whatever becomes of the address."""
    return escape(f"tag:{http.host.split(':')[0]},{year}:{name}")


def escape(words: str) -> str:
    """For XML, without the few characters that it does not know."""
    return saxutils.escape(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words))
