"""Reports by schedule: periods, what is due or overdue, and what the next report must list. All derived (I-5)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from civic.clock import today
from civic.database import db
from civic.dockets.models import Docket
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.oversight_models import ComplianceReport, ExceptionUse, Receipt, ReportingDuty
from civic.exceptions.queries import grants_of, receipts_of, uses_of
from civic.exceptions.standing import fault_of
from civic.people.models import Office


@dataclass(frozen=True)
class Period:
    """One period of a duty with what was filed for it: ``state`` is running, due, overdue, filed or filed_late."""

    duty: ReportingDuty
    starts: date
    ends: date
    due: date
    reports: tuple[ComplianceReport, ...]

    @property
    def state(self) -> str:
        if self.reports:
            return "filed_late" if self.reports[0].is_late else "filed"
        if today() <= self.ends:
            return "running"
        return "overdue" if today() > self.due else "due"

    @property
    def days_late(self) -> int:
        end = self.reports[0].filed_on if self.reports else today()
        return max(0, (end - self.due).days)

    @property
    def is_owed(self) -> bool:
        return self.state in ("due", "overdue")


def duties_in_order() -> list[ReportingDuty]:
    """Every duty, as they were entered."""
    query = sa.select(ReportingDuty).options(joinedload(ReportingDuty.docket), joinedload(ReportingDuty.office))
    return list(db.session.scalars(query.order_by(ReportingDuty.entered_at, ReportingDuty.starts, ReportingDuty.id)))


def duties_under(docket: Docket) -> list[ReportingDuty]:
    return [duty for duty in duties_in_order() if duty.docket_id == docket.id]


def duty_of(office: Office, docket: Docket) -> ReportingDuty | None:
    """The duty of an office under a law that was entered last."""
    own = [duty for duty in duties_under(docket) if duty.office_id == office.id]
    return own[-1] if own else None


def all_reports() -> list[ComplianceReport]:
    """Every report and correction, the newest first."""
    return list(db.session.scalars(sa.select(ComplianceReport).order_by(ComplianceReport.filed_at.desc(), ComplianceReport.n.desc(), ComplianceReport.id)))


def schedule(on: date | None = None) -> list[Period]:
    """Every period that has begun, duty by duty, oldest first; two reads. A duty stops where a later one of the office takes over."""
    on, duties = on or today(), duties_in_order()
    filed: dict[tuple[str, date], list[ComplianceReport]] = {}
    for report in db.session.scalars(sa.select(ComplianceReport).order_by(ComplianceReport.n)):
        filed.setdefault((report.duty_id, report.starts), []).append(report)
    rows = []
    for place, duty in enumerate(duties):
        later = [o.starts for o in duties[place + 1 :] if (o.docket_id, o.office_id) == (duty.docket_id, duty.office_id)]
        for starts, ends in _days_of(duty, on, min(later, default=None)):
            rows.append(Period(duty, starts, ends, ends + timedelta(days=duty.due_days), tuple(filed.get((duty.id, starts), ()))))
    return rows


def periods_of(duty: ReportingDuty, on: date | None = None) -> list[Period]:
    return [period for period in schedule(on) if period.duty.id == duty.id]


def all_periods() -> list[Period]:
    """Periods of every duty: owed ones first, the longest overdue at the top, then the newest period."""
    return sorted(schedule(), key=lambda p: (not p.is_owed, p.due.toordinal() if p.is_owed else -p.ends.toordinal()))


def owed_by(office: Office) -> list[Period]:
    """Reports of an office that are due or overdue, the oldest first."""
    return sorted((period for period in schedule() if period.is_owed and period.duty.office_id == office.id), key=lambda period: period.due)


def next_period(office: Office, docket: Docket) -> Period | None:
    """The period whose report comes next: the oldest one without a report."""
    duty = duty_of(office, docket)
    return next((period for period in periods_of(duty) if not period.reports), None) if duty else None


@dataclass(frozen=True)
class Reported:
    """In which report each use, receipt and grant was listed first; those in none are missing."""

    uses: dict[str, ComplianceReport]
    receipts: dict[str, ComplianceReport]
    grants: dict[str, ComplianceReport]


def reported() -> Reported:
    found: dict[str, dict[str, ComplianceReport]] = {"uses": {}, "receipts": {}, "grants": {}}
    for report in reversed(all_reports()):
        for kind, known in found.items():
            for item in report.items[kind]:
                known.setdefault(item["id"], report)
    return Reported(**found)


@dataclass(frozen=True)
class Listed:
    """What a report for a period lists: whatever happened by its last day and stands in no report yet, and every grant in force."""

    uses: list[ExceptionUse]
    receipts: list[Receipt]
    grants: list[ExceptionRequest]

    @property
    def count(self) -> int:
        return sum(use.count for use in self.uses)

    @property
    def violations(self) -> int:
        """Those that the record shows by itself."""
        return sum(fault_of(use) is not None for use in self.uses) + sum(receipt.is_violation for receipt in self.receipts)


def listed_in(period: Period) -> Listed:
    office, law, known = period.duty.office, period.duty.docket, reported()
    return Listed(
        uses=[use for use in uses_of(office, law) if use.on <= period.ends and use.id not in known.uses],
        receipts=[one for one in receipts_of(office, law) if one.received_on <= period.ends and one.id not in known.receipts],
        grants=[grant for grant in reversed(grants_of(office, law)) if _belongs(grant, period, known)],
    )  # fmt: skip


def as_items(listed: Listed) -> dict[str, list[dict[str, Any]]]:
    """The list as a report keeps it: it never changes, whatever is entered later."""
    return {
        "uses": [{"id": u.id, "on": u.on.isoformat(), "count": u.count, "fault": (fault := fault_of(u)) and fault.value, "note": u.note} for u in listed.uses],
        "receipts": [{"id": r.id, "on": r.received_on.isoformat(), "requested": r.requested, "used": r.used, "source": r.source} for r in listed.receipts],
        "grants": [
            {"id": g.id, "number": g.docket.number, "title": g.docket.title, "starts": g.decision.first_day.isoformat(), "ends": g.decision.last_day.isoformat(),
             "revoked": g.decision.revocation.on.isoformat() if g.decision.revocation else None}
            for g in listed.grants if g.decision is not None
        ],
    }  # fmt: skip


def _belongs(grant: ExceptionRequest, period: Period, known: Reported) -> bool:
    """I-60: a grant is listed for each period in which it held, and in the next report if it stands in none."""
    decision = grant.decision
    assert decision is not None
    last = min(decision.last_day, decision.revocation.on) if decision.revocation else decision.last_day
    held = decision.first_day <= period.ends and last >= period.starts
    return decision.on <= period.ends and (held or grant.id not in known.grants)


def _days_of(duty: ReportingDuty, on: date, until: date | None) -> Iterator[tuple[date, date]]:
    n = 0
    while (starts := _months_after(duty.starts, n * duty.months)) <= on and (until is None or starts < until):
        n += 1
        yield starts, _months_after(duty.starts, n * duty.months) - timedelta(days=1)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
