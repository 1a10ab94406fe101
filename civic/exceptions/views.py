"""What everybody reads: the register, one exception, the log of uses, reports and receipts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug import Response

from civic.clocks import drawings_of, finding
from civic.comments.counting import counts as counts_on
from civic.consultation.readable import questions_by_section
from civic.council.queries import votes_on
from civic.dockets.lifecycle import WITHDRAWALS
from civic.dockets.models import Docket
from civic.exceptions import export, queries, reporting, standing
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.oversight_models import ComplianceReport
from civic.exceptions.owed import conditions_owed
from civic.exceptions.texts import sections_of
from civic.exceptions.wording import FAULTS, KINDS, STATES, VERDICTS
from civic.letters.queries import letters_on
from civic.owed import in_order
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("exceptions", __name__)
FILTERS = {
    "open": standing.OPEN, "in_force": (standing.State.IN_FORCE,), "expired": (standing.State.EXPIRED,), "revoked": (standing.State.REVOKED,),
    "refused": (standing.State.REFUSED,), "withdrawn": (standing.State.WITHDRAWN,), "lapsed": (standing.State.LAPSED,),
}  # fmt: skip


@bp.get("/exceptions")
@allows(Permission.BROWSE)
def register() -> Response:
    rows, chosen = queries.all_requests(), request.args.get("state", "")
    shown = [row for row in rows if standing.state_of(row) in FILTERS.get(chosen, tuple(standing.State))]
    return page(
        "exceptions/register.html", rows=shown, counts=standing.counted(rows), chosen=chosen if chosen in FILTERS else "", laws=queries.laws_with_clauses(),
        on=queries.requests_are_on(), emergencies=queries.emergencies_are_on(), owed=[p for p in reporting.all_periods() if p.state == "overdue"],
        state_of=standing.state_of, days_left=standing.days_left, notice_ends=standing.notice_ends, STATES=STATES, KINDS=KINDS, VERDICTS=VERDICTS,
    )  # fmt: skip


@bp.get("/exceptions/register.csv")
@allows(Permission.BROWSE)
def register_csv() -> Response:
    return export.register_as_csv(queries.all_requests())


@bp.get("/x/<docket:docket>")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Any:
    """One exception. An ordinance has no page here."""
    if not docket.is_exception:
        return redirect(url_for("pages.docket", docket=docket.number))
    asked = queries.request_on(docket) or abort(404)
    counts, conditions = counts_on(docket), in_order(conditions_owed(docket))
    return page(
        "exceptions/show.html", status=410 if docket.is_withdrawn else 200, docket=docket, asked=asked, filing=asked.accepted.filing,
        sections=sections_of(asked.accepted.filing), reviews=queries.seal_reviews_of(asked.accepted.filing), received=sum(counts.get("state", {}).values()),
        on_sections=counts.get("section", {}), questions=questions_by_section(docket), letters=letters_on(docket), votes=votes_on(docket),
        conditions=conditions, drawings=drawings_of(conditions), caption=finding(conditions), **_standing(asked), WITHDRAWALS=WITHDRAWALS,
    )  # fmt: skip


@bp.get("/exceptions/uses")
@allows(Permission.BROWSE)
def uses() -> Response:
    return page("exceptions/uses.html", rows=queries.all_uses(), known=reporting.reported(), fault_of=standing.fault_of, FAULTS=FAULTS)


@bp.get("/exceptions/uses.csv")
@allows(Permission.BROWSE)
def uses_csv() -> Response:
    return export.uses_as_csv(queries.all_uses())


@bp.get("/exceptions/reports")
@allows(Permission.BROWSE)
def reports() -> Response:
    return page("exceptions/reports.html", periods=reporting.all_periods(), duties=reporting.duties_in_order())


@bp.get("/exceptions/reports/<id:report>")
@allows(Permission.BROWSE, ComplianceReport)
def report(report: ComplianceReport) -> Response:
    period = next(p for p in reporting.periods_of(report.duty) if p.starts == report.starts)
    return page("exceptions/report.html", report=report, period=period, FAULTS=FAULTS)


@bp.get("/exceptions/incidents")
@allows(Permission.BROWSE)
def incidents() -> Response:
    rows, known = queries.all_receipts(), reporting.reported()
    waits = {one.id: reporting.next_period(one.office, one.docket) for one in rows if one.id not in known.receipts}
    return page("exceptions/incidents.html", rows=rows, known=known, waits=waits)


def _standing(asked: ExceptionRequest) -> dict[str, Any]:
    uses, known = queries.uses_under(asked), reporting.reported()
    return {
        "state": standing.state_of(asked), "notice": standing.notice_ends(asked), "ahead": standing.hearing_ahead(asked), "held": standing.hearing_held(asked),
        "left": standing.days_left(asked), "in_time": standing.in_time(asked), "review": standing.review_due(asked),
        "review_overdue": standing.review_is_overdue(asked), "is_open": standing.window_is_open(asked), "uses": uses, "known": known,
        "renewals": [r for r in queries.renewals_of(asked) if r.docket], "fault_of": standing.fault_of, "State": standing.State,
        "next": reporting.next_period(asked.office, asked.clause.docket), "STATES": STATES, "KINDS": KINDS, "VERDICTS": VERDICTS, "FAULTS": FAULTS,
        "reports": [r for r in reporting.all_reports() if any(item["id"] == asked.id for item in r.items["grants"])],
    }  # fmt: skip
