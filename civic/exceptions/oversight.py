"""What an office records after the decision: uses, reports, and what reached it without permission."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.exceptions.models import ExceptionClause, ExceptionRequest
from civic.exceptions.oversight_models import (
    ComplianceReport,
    ExceptionUse,
    Receipt,
    ReceiptDisposal,
    ReportDraft,
    ReportingDuty,
)
from civic.exceptions.queries import report_draft_of
from civic.exceptions.reporting import Listed, Period, as_items, duty_of, listed_in, periods_of
from civic.people.models import Account, Office
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.statements import Statement
from civic.record.statements import state as state_words


def log_use(
    office: Office, clause: ExceptionClause, *, on: date, count: int, note: str, request: ExceptionRequest | None = None, by: Account
) -> ExceptionUse:
    """One entry of the log. A use outside its permission is taken as it is told, and shown as a violation of the record."""
    _refuse_day(on, "on")
    if office.id not in clause.invokers and (request is None or request.office_id != office.id):
        raise Refusal(_("This clause is not for your office."), "clause")
    if request is not None and (request.office_id != office.id or request.clause_id != clause.id):
        raise Refusal(_("This permission belongs to another office or clause."), "request")
    if not 1 <= count <= 100_000:
        raise Refusal(_("Enter how many times it was used: a whole number from 1."), "count")
    words = said(note, "note", _("Say in a sentence what it was used for."))
    use = ExceptionUse(
        office_id=office.id, clause_id=clause.id, request_id=request.id if request else None, on=on, count=count, note=words.text,
        openings=words.openings, entered_on=today(), entered_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(use)
    _touch(clause.docket, request)
    db.session.flush()
    record(
        "exception.used", use, by=by, docket=clause.docket, leaf_id=use.leaf_id, office=office.id, clause=clause.leaf_id, on=on, n=count,
        grant=_leaf_of(request), body=words.field,
    )  # fmt: skip
    return use


def keep_report(period: Period, *, words: str, remedies: str, more_violations: int = 0, by: Account) -> ReportDraft:
    """The holder or a deputy keeps words; only the holder files them."""
    draft = report_draft_of(period.duty, period.starts) or ReportDraft(duty_id=period.duty.id, starts=period.starts)
    draft.words, draft.remedies, draft.more_violations = words, remedies, more_violations
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("report.drafted", draft, by=by)
    return draft


def file_report(duty: ReportingDuty, starts: date, *, words: str, remedies: str, more_violations: int = 0, by: Account) -> ComplianceReport:
    """For one period that is over. It lists what the log holds by its last day; nobody chooses what to leave out."""
    period = _period(duty, starts)
    if period.reports:
        raise Refusal(_("This report is filed. Correct it by an addition."))
    if today() <= period.ends:
        raise Refusal(_("This period is not over yet."))
    earlier = next((p for p in periods_of(duty) if p.is_owed), period)
    if earlier.starts != period.starts:
        raise Refusal(_("An earlier report is not filed yet. File that one first."))
    return _file(period, words, remedies, more_violations, by)


def correct_report(report: ComplianceReport, *, words: str, remedies: str, more_violations: int = 0, by: Account) -> ComplianceReport:
    """An addition: the report stays as it was filed. What was logged since for its period is listed here."""
    period = _period(report.duty, report.starts)
    if not period.reports:
        raise Refusal(_("This report is not filed yet."))
    return _file(period, words, remedies, more_violations, by)


def record_receipt(docket: Docket, office: Office, *, received_on: date, source: str, what: str, requested: bool, used: bool, by: Account) -> Receipt:
    """I-62: what somebody asked for is kept as a violation; only what came unasked is an inadvertent receipt."""
    _refuse_day(received_on, "received_on")
    if duty_of(office, docket) is None:
        raise Refusal(_("Your office has no duty to report under this law."), "law")
    origin = said(source, "source", _("Say who sent it."))
    words = said(what, "what", _("Say what arrived."))
    receipt = Receipt(
        docket_id=docket.id, office_id=office.id, received_on=received_on, source=origin.text, what=words.text, requested=requested, used=used,
        openings={"source": origin.openings, "what": words.openings}, recorded_on=today(), recorded_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(receipt)
    docket.revision += 1
    db.session.flush()
    record(
        "incident.recorded", receipt, by=by, docket=docket, leaf_id=receipt.leaf_id, office=office.id, came=received_on,
        requested="yes" if requested else "no", used="yes" if used else "no", source=origin.field, body=words.field,
    )  # fmt: skip
    return receipt


def dispose_of(receipt: Receipt, *, on: date, how: str, by: Account) -> ReceiptDisposal:
    if receipt.disposal is not None:
        raise Refusal(_("It is recorded already how this was disposed of."))
    _refuse_day(on, "on")
    if on < receipt.received_on:
        raise Refusal(_("This day comes before the day it arrived."), "on")
    words = said(how, "how", _("Say what was done with it."))
    disposal = ReceiptDisposal(receipt_id=receipt.id, on=on, how=words.text, openings=words.openings, at=now())
    db.session.add(disposal)
    receipt.docket.revision += 1
    db.session.flush()
    db.session.expire(receipt, ["disposal"])
    record("incident.disposed", disposal, by=by, docket=receipt.docket, ref=receipt.leaf_id, on=on, body=words.field)
    return disposal


def said(words: str, field: str, sentence: str) -> Statement:
    """Words that must be there, committed one by one."""
    statement = state_words(words, field)
    if not statement.text:
        raise Refusal(sentence, field)
    return statement


# --- inside


def _period(duty: ReportingDuty, starts: date) -> Period:
    period = next((period for period in periods_of(duty) if period.starts == starts), None)
    if period is None:
        raise Refusal(_("There is no such period."))
    return period


def _file(period: Period, words: str, remedies: str, more_violations: int, by: Account) -> ComplianceReport:
    duty, listed, first = period.duty, listed_in(period), period.reports[0] if period.reports else None
    _refuse_others(duty.office, by)
    if not 0 <= more_violations <= 10_000:
        raise Refusal(_("Enter a whole number, or 0."), "more_violations")
    violations = listed.violations + more_violations
    told = said(words, "words", _("Say how the technology was used in this period, or that it was not."))
    mended = state_words(remedies, "remedies")
    if violations and not mended.text:
        raise Refusal(_("This report has violations. Say what was done about them."), "remedies")
    report = ComplianceReport(
        duty_id=duty.id, n=len(period.reports) + 1, starts=period.starts, ends=period.ends, due=period.due, violations=violations, words=told.text,
        remedies=mended.text, openings={"words": told.openings, "remedies": mended.openings}, items=as_items(listed),
        signed_by=f"{by.name}, {duty.office.title}", filed_on=today(), filed_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(report)
    if (draft := report_draft_of(duty, period.starts)) is not None:
        db.session.delete(draft)
    duty.docket.revision += 1
    db.session.flush()
    _record(report, listed, told, mended, first, by)
    return report


def _record(report: ComplianceReport, listed: Listed, told: Statement, mended: Statement, first: ComplianceReport | None, by: Account) -> None:
    duty = report.duty
    content = json.dumps(report.items, sort_keys=True, ensure_ascii=False).encode()
    record(
        "report.filed", report, by=by, docket=duty.docket, leaf_id=report.leaf_id, office=duty.office_id, starts=report.starts, ends=report.ends,
        due=report.due, clock="late" if report.is_late else "in_time", uses=listed.count, violations=report.violations,
        receipts=len(listed.receipts), grants=len(listed.grants), words=told.field, remedies=mended.field, sha256=b64(sha256(content).digest()),
        ref=first.leaf_id if first else None,
    )  # fmt: skip


def _refuse_others(office: Office, by: Account) -> None:
    holder = office.holder()
    if holder is None or holder.id != by.id:
        raise Refusal(_("Only the holder of the office signs a report."))


def _refuse_day(value: date, field: str) -> None:
    if value > today():
        raise Refusal(_("This day has not come yet."), field)


def _leaf_of(request: ExceptionRequest | None) -> str | None:
    if request is None:
        return None
    return request.decision.leaf_id if request.decision else request.filing.leaf_id


def _touch(docket: Docket, request: ExceptionRequest | None) -> None:
    docket.revision += 1
    if request is not None and request.docket is not None:
        request.docket.revision += 1
