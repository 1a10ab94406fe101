"""What an office owes and logs: its permissions, uses, reports, and what reached it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.dockets.models import Docket
from civic.exceptions import actions, queries, reporting
from civic.exceptions.forms import DisposalForm, ReceiptForm, ReportForm, UnfinishedReportForm, UseForm
from civic.exceptions.models import ExceptionClause, ExceptionRequest
from civic.exceptions.oversight_models import ComplianceReport, Receipt, ReportingDuty
from civic.exceptions.owed import clock_of
from civic.exceptions.standing import days_left, fault_of, state_of
from civic.exceptions.wording import FAULTS, KINDS, STATES
from civic.people.models import Office
from civic.permissions import Permission, allows, may, signed_in_person
from civic.web import page

bp = Blueprint("oversight", __name__, url_prefix="/respond")


@bp.get("/exceptions")
@allows(Permission.EXCEPTIONS_OFFICE)
def home() -> Response:
    """Everything of the person's offices: what is owed first."""
    rows: list[dict[str, Any]] = [
        {
            "office": office, "drafts": queries.drafts_of(office), "requests": queries.requests_of(office), "owed": reporting.owed_by(office),
            "receipts": queries.receipts_of(office), "clauses": queries.clauses_for(office), "periods": _running(office),
        }
        for office in queries.offices_of(signed_in_person())
    ]  # fmt: skip
    return page(
        "oversight/home.html", rows=rows, on=queries.requests_are_on(), state_of=state_of, days_left=days_left, clock_of=clock_of, STATES=STATES, KINDS=KINDS,
        has_duty=any(reporting.duty_of(row["office"], law) for row in rows for law in queries.laws()),
    )  # fmt: skip


@bp.route("/uses/new", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_OFFICE)
def log_use() -> Any:
    choices, form = _may_log(), UseForm(under=request.args.get("under", ""))
    form.under.choices = [(key, words) for key, (words, *_rest) in choices.items()]
    if choices and form.was_submitted():
        with form.reporting():
            _words, office, clause, asked = choices[form.under.data]
            use = actions.log_use(office, clause, on=form.on.data, count=form.count.data, note=form.note.data, request=asked, by=signed_in_person())
            fault = fault_of(use)
            flash(_("Logged. The log shows it as a violation: %(why)s", why=FAULTS[fault]) if fault else _("Logged. It is public, and joins the next report."))
            return redirect(url_for("oversight.home"))
    return page("oversight/log_use.html", form=form, choices=choices)


@bp.get("/reports/new")
@allows(Permission.EXCEPTIONS_OFFICE)
def reports() -> Response:
    """Which report: those that are owed, the oldest first."""
    offices = queries.offices_of(signed_in_person())
    return page("oversight/reports.html", rows=[(office, reporting.owed_by(office), _running(office)) for office in offices])


@bp.route("/reports/new/<id:reporting_duty>/<string:starts>", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_DRAFT, ReportingDuty)
def report(reporting_duty: ReportingDuty, starts: str) -> Any:
    """Kept as often as the office likes; signed and filed by its holder."""
    period = _period(reporting_duty, starts)
    form = _report_form(period)
    if form.was_submitted():
        with form.reporting():
            if form.save.data:
                return _kept(period, form, url_for("oversight.report", reporting_duty=reporting_duty.id, starts=starts))
            made = actions.file_report(reporting_duty, period.starts, **form.kept_words, by=signed_in_person())
            flash(_("The report is filed and public."))
            return redirect(url_for("exceptions.report", report=made.id))
    return _report_page("oversight/report.html", period, form)


@bp.route("/reports/<id:report>/correct", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_DRAFT, ComplianceReport)
def correct(report: ComplianceReport) -> Any:
    period = _period(report.duty, report.starts.isoformat())
    form = _report_form(period)
    if form.was_submitted():
        with form.reporting():
            if form.save.data:
                return _kept(period, form, url_for("oversight.correct", report=report.id))
            made = actions.correct_report(report, **form.kept_words, by=signed_in_person())
            flash(_("Added with today's date. The report stays as it was filed."))
            return redirect(url_for("exceptions.report", report=made.id))
    return _report_page("oversight/correct.html", period, form)


@bp.route("/receipts/new", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_OFFICE)
def receipt() -> Any:
    choices, form = _may_record(), ReceiptForm()
    form.law.choices = [(key, f"{law.title} ({office.title})") for key, (law, office) in choices.items()]
    if choices and form.was_submitted():
        with form.reporting():
            law, office = choices[form.law.data]
            made = actions.record_receipt(
                law, office, received_on=form.received_on.data, source=form.source.data, what=form.what.data, requested=form.requested.data == "yes",
                used=form.used.data == "yes", by=signed_in_person(),
            )  # fmt: skip
            flash(_("Recorded as a violation: your office asked for it.") if made.is_violation else _("Recorded. It is public, and joins the next report."))
            return redirect(url_for("oversight.home"))
    return page("oversight/receipt.html", form=form, choices=choices)


@bp.route("/receipts/<id:receipt>/dispose", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_DRAFT, Receipt)
def dispose(receipt: Receipt) -> Any:
    form = DisposalForm()
    if form.was_submitted():
        with form.reporting():
            actions.dispose_of(receipt, on=form.on.data, how=form.how.data, by=signed_in_person())
            flash(_("Recorded and public."))
            return redirect(url_for("oversight.home"))
    return page("oversight/dispose.html", receipt=receipt, form=form)


# --- inside


def _running(office: Office) -> list[reporting.Period]:
    """The period that runs now, under each law."""
    return [period for period in reporting.schedule() if period.state == "running" and period.duty.office_id == office.id]


def _may_log() -> dict[str, tuple[str, Office, ExceptionClause, ExceptionRequest | None]]:
    """What a use can stand under: every grant, and every clause that needs none."""
    choices: dict[str, tuple[str, Office, ExceptionClause, ExceptionRequest | None]] = {}
    for office in queries.offices_of(signed_in_person()):
        for grant in queries.grants_of(office):
            words = _("Permission %(number)s: %(title)s (%(state)s)", number=grant.docket.number, title=grant.docket.title, state=STATES[state_of(grant)])
            choices[f"{office.id}.{grant.id}"] = (words, office, grant.clause, grant)
        for clause in queries.clauses_for(office):
            words = _("%(law)s, %(place)s: %(use)s", law=clause.docket.title, place=clause.place, use=clause.use)
            words = _("%(clause)s (no permission)", clause=words) if clause.needs_request else words
            choices[f"{office.id}.{clause.id}"] = (words, office, clause, None)
    return choices


def _may_record() -> dict[str, tuple[Docket, Office]]:
    offices = queries.offices_of(signed_in_person())
    return {f"{o.id}.{law.id}": (law, o) for o in offices for law in queries.laws() if reporting.duty_of(o, law)}


def _period(duty: ReportingDuty, starts: str) -> reporting.Period:
    try:
        first = date.fromisoformat(starts)
    except ValueError:
        abort(404)
    return next((period for period in reporting.periods_of(duty) if period.starts == first), None) or abort(404)


def _report_form(period: reporting.Period) -> ReportForm:
    """With the words that the office keeps for this period."""
    made = UnfinishedReportForm if "save" in request.form else ReportForm
    return made(obj=queries.report_draft_of(period.duty, period.starts))


def _kept(period: reporting.Period, form: ReportForm, back: str) -> Response:
    actions.keep_report(period, **form.kept_words, by=signed_in_person())
    flash(_("Kept as a draft. Nobody but your office sees it."))
    return redirect(back)


def _report_page(template: str, period: reporting.Period, form: ReportForm) -> Response:
    listed = reporting.listed_in(period)
    return page(template, period=period, form=form, draft=queries.report_draft_of(period.duty, period.starts), listed=listed, fault_of=fault_of, FAULTS=FAULTS, holder=may(Permission.EXCEPTION_FILE, period.duty))
