"""Conditions, reports and reviews of emergencies as things owed: all from their days."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from civic.clock import day_of
from civic.database import db
from civic.dockets.models import Docket
from civic.exceptions.models import (
    ExceptionAcceptance,
    ExceptionClause,
    ExceptionDecision,
    ExceptionFiling,
    ExceptionRequest,
)
from civic.exceptions.oversight_models import ConditionClosing, ExceptionCondition, SealReview
from civic.exceptions.queries import WITH_GRANT
from civic.exceptions.reporting import Period, schedule
from civic.exceptions.standing import review_due
from civic.exceptions.wording import FIELDS
from civic.owed import Owed, evidence_at
from civic.web import day


def conditions_owed(docket: Docket | None) -> list[Owed]:
    """Of grants; one read. A condition outlives its permission: what was promised stays owed."""
    query = (
        sa.select(ExceptionCondition).join(ExceptionDecision, ExceptionDecision.id == ExceptionCondition.decision_id)
        .join(ExceptionRequest, ExceptionRequest.id == ExceptionDecision.request_id).join(ExceptionAcceptance).outerjoin(ConditionClosing)
        .options(*WITH_GRANT)
    )  # fmt: skip
    query = query.where(ConditionClosing.id.is_(None)) if docket is None else query.where(ExceptionAcceptance.docket_id == docket.id)
    return [clock_of(condition) for condition in db.session.scalars(query)]


def clock_of(condition: ExceptionCondition) -> Owed:
    docket, closing = condition.decision.request.docket, condition.closing
    address = evidence_at("exceptions.show", "conditions", docket=docket.number)
    return Owed(
        "condition", f"{condition.n}. {condition.words}", condition.owner, docket, day_of(condition.made_at), condition.due, address,
        closing.on if closing else None, "broken" if closing and closing.outcome == "broken" else "done", language="en", proof=closing.proof if closing else "",
    )  # fmt: skip


def reports_owed(docket: Docket | None) -> list[Owed]:
    """Of periods that are over; a fixed number of reads."""
    over = [period for period in schedule() if period.state != "running"]
    return [_of_period(p) for p in over if (p.is_owed if docket is None else p.duty.docket_id == docket.id)]


def _of_period(period: Period) -> Owed:
    words = _("Report for %(starts)s to %(ends)s", starts=day(period.starts), ends=day(period.ends))
    filed = period.reports[0].filed_on if period.reports else None
    address = evidence_at("exceptions.report", report=period.reports[0].id) if period.reports else evidence_at("exceptions.reports")
    return Owed("report", words, period.duty.office.title, period.duty.docket, period.ends, period.due, address, filed)


def reviews_owed(docket: Docket | None) -> list[Owed]:
    """Of emergency uses that were accepted: the city owes the review. One that is not accepted is on its law's docket."""
    query = sa.select(ExceptionRequest).where(ExceptionRequest.emergency).outerjoin(ExceptionDecision).options(
        joinedload(ExceptionRequest.office), joinedload(ExceptionRequest.decision), joinedload(ExceptionRequest.clause).joinedload(ExceptionClause.docket),
        joinedload(ExceptionRequest.acceptance).joinedload(ExceptionAcceptance.docket),
    )  # fmt: skip
    if docket is None:
        query = query.where(ExceptionDecision.id.is_(None))
    rows = [request for request in db.session.scalars(query) if docket is None or (request.docket or request.clause.docket).id == docket.id]
    return [_of_review(request) for request in rows]


def seals_owed(docket: Docket | None) -> list[Owed]:
    """Sealed fields that are to be looked at again; two reads."""
    reviews = {(row.filing_id, row.field): row for row in db.session.scalars(sa.select(SealReview).order_by(SealReview.at, SealReview.id))}
    rows = []
    query = sa.select(ExceptionFiling).join(ExceptionAcceptance, ExceptionAcceptance.filing_id == ExceptionFiling.id)
    accepted = joinedload(ExceptionFiling.request).joinedload(ExceptionRequest.acceptance).joinedload(ExceptionAcceptance.docket)
    for filing in db.session.scalars(query.options(accepted)):
        about = filing.request.docket if filing.seals else None
        if about is not None and (docket is None or about.id == docket.id):
            rows += [_of_seal(filing, about, field, reviews.get((filing.id, field))) for field in filing.seals]
    return [thing for thing in rows if docket is not None or thing.is_open]


def _of_seal(filing: ExceptionFiling, docket: Docket, field: str, review: SealReview | None) -> Owed:
    first = date.fromisoformat(filing.seals[field]["review_on"])
    opened = day_of(review.at) if review is not None and review.words is not None else None
    words = _("Look again at a sealed field: %(field)s", field=FIELDS[field])
    address = evidence_at("exceptions.show", f"f-{field}", docket=docket.number)
    due = review.review_on if review is not None and review.review_on is not None else first
    return Owed("review", words, _("City Clerk"), docket, day_of(filing.filed_at), due, address, opened, first_due=first)


def _of_review(request: ExceptionRequest) -> Owed:
    docket = request.docket or request.clause.docket
    address = evidence_at("exceptions.show", docket=docket.number) if request.docket else evidence_at("exceptions.register")
    words = _("Emergency use by %(office)s", office=request.office.title)
    decided = request.decision.on if request.decision else None
    return Owed("review", words, _("City Clerk"), docket, request.filed_on, review_due(request), address, decided)
