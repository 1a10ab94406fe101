from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from civic.council.queries import decision_on, decisions_on
from civic.database import db
from civic.dockets.models import CommentWindow, Docket, Provision, TextVersion, TextWithdrawal
from civic.dockets.queries import published_dockets
from civic.exceptions.models import (
    ExceptionAcceptance,
    ExceptionClause,
    ExceptionDecision,
    ExceptionDraft,
    ExceptionFiling,
    ExceptionRequest,
)
from civic.exceptions.oversight_models import (
    ComplianceReport,
    ExceptionCondition,
    ExceptionUse,
    Receipt,
    ReportDraft,
    ReportingDuty,
    SealReview,
)
from civic.exceptions.standing import GRANTED, OPEN, State, state_of
from civic.people.models import Account, Office
from civic.people.policy import policy
from civic.permissions import loads


@loads(ExceptionClause)
def clause_with(id: str) -> ExceptionClause | None:
    return db.session.get(ExceptionClause, id)


@loads(ExceptionDraft)
def draft_with(id: str) -> ExceptionDraft | None:
    return db.session.get(ExceptionDraft, id)


@loads(ExceptionRequest)
def request_with(id: str) -> ExceptionRequest | None:
    return db.session.get(ExceptionRequest, id)


@loads(ExceptionFiling)
def filing_with(id: str) -> ExceptionFiling | None:
    return db.session.get(ExceptionFiling, id)


@loads(ExceptionCondition)
def condition_with(id: str) -> ExceptionCondition | None:
    return db.session.get(ExceptionCondition, id)


@loads(ReportingDuty)
def duty_with(id: str) -> ReportingDuty | None:
    return db.session.get(ReportingDuty, id)


@loads(ComplianceReport)
def report_with(id: str) -> ComplianceReport | None:
    return db.session.get(ComplianceReport, id)


def report_draft_of(duty: ReportingDuty, starts: date) -> ReportDraft | None:
    return db.session.scalar(sa.select(ReportDraft).where(ReportDraft.duty_id == duty.id, ReportDraft.starts == starts))


@loads(Receipt)
def receipt_with(id: str) -> Receipt | None:
    return db.session.get(Receipt, id)


# --- whether the city takes requests


def requests_are_on() -> bool:
    """Both rules are set: how long the public has notice, and whether there is a hearing."""
    return policy("exception_notice_days") is not None and policy("exception_hearing") is not None


def emergencies_are_on() -> bool:
    return requests_are_on() and policy("exception_emergency_days") is not None and policy("exception_review_days") is not None


# --- laws and their clauses


def is_law(docket: Docket) -> bool:
    """Adopted: by a vote that is recorded here, or closed as adopted (a law from before this site)."""
    vote = decision_on(docket)
    adopted = vote.passed if vote is not None else docket.closed_outcome == "adopted"
    return bool(adopted) and docket.is_public and not docket.is_withdrawn and docket.current_version is not None


def laws() -> list[Docket]:
    """Adopted laws, newest publication first; three reads, however many there are."""
    votes = decisions_on()
    standing = set(db.session.scalars(
        sa.select(TextVersion.docket_id).where(~sa.exists().where(TextWithdrawal.version_id == TextVersion.id), TextVersion.precedes.is_(None))
    ))  # fmt: skip
    return [
        docket for docket in published_dockets()
        if not docket.is_exception and not docket.is_withdrawn and docket.id in standing
        and (votes[docket.id].passed if docket.id in votes else docket.closed_outcome == "adopted")
    ]  # fmt: skip


def clauses_on(docket: Docket) -> list[ExceptionClause]:
    """Standing clauses of a law in the order of entry; a corrected one gives way to the row that replaces it."""
    return _clauses_of([docket]).get(docket.id, [])


def _clauses_of(dockets: Sequence[Docket]) -> dict[str, list[ExceptionClause]]:
    """The same for several laws, by docket; one read."""
    query = sa.select(ExceptionClause).where(ExceptionClause.docket_id.in_([docket.id for docket in dockets]))
    rows = list(db.session.scalars(query.order_by(ExceptionClause.docket_id, ExceptionClause.n)))
    replaced = {row.replaces_id for row in rows}
    found: dict[str, list[ExceptionClause]] = {}
    for row in rows:
        if row.id not in replaced:
            found.setdefault(row.docket_id, []).append(row)
    return found


def clauses_for(office: Office) -> list[ExceptionClause]:
    """Clauses that this office may invoke, by law and order of entry."""
    return [clause for _law, clauses in laws_with_clauses() for clause in clauses if office.id in clause.invokers]


def laws_with_clauses() -> list[tuple[Docket, list[ExceptionClause]]]:
    dockets = laws()
    found = _clauses_of(dockets)
    return [(docket, found[docket.id]) for docket in dockets if docket.id in found]


def provision_of(clause: ExceptionClause) -> Provision | None:
    query = sa.select(Provision).where(Provision.version_id == clause.version_id, Provision.wid == clause.wid)
    return db.session.scalar(query)


# --- requests

_DECISION = joinedload(ExceptionRequest.decision)
WITH_STANDING = (
    joinedload(ExceptionRequest.office), joinedload(ExceptionRequest.clause).joinedload(ExceptionClause.docket), joinedload(ExceptionRequest.withdrawal),
    selectinload(ExceptionRequest.filings).joinedload(ExceptionFiling.returned), _DECISION.joinedload(ExceptionDecision.revocation),
    _DECISION.selectinload(ExceptionDecision.conditions).options(joinedload(ExceptionCondition.closing), joinedload(ExceptionCondition.office)),
    joinedload(ExceptionRequest.acceptance).options(
        joinedload(ExceptionAcceptance.docket).selectinload(Docket.windows).selectinload(CommentWindow.extensions), selectinload(ExceptionAcceptance.events),
    ),
    selectinload(ExceptionRequest.renews).joinedload(ExceptionRequest.acceptance).joinedload(ExceptionAcceptance.docket),
)  # fmt: skip

WITH_GRANT = (
    joinedload(ExceptionCondition.closing), joinedload(ExceptionCondition.office),
    joinedload(ExceptionCondition.decision).joinedload(ExceptionDecision.request).joinedload(ExceptionRequest.acceptance).joinedload(ExceptionAcceptance.docket),
)  # fmt: skip


def all_requests() -> list[ExceptionRequest]:
    """Every request ever filed, the newest first, with all that says where it stands; a fixed number of reads."""
    query = sa.select(ExceptionRequest).order_by(ExceptionRequest.filed_at.desc(), ExceptionRequest.id)
    return list(db.session.scalars(query.options(*WITH_STANDING)).unique())


def request_on(docket: Docket) -> ExceptionRequest | None:
    """The request that an exception's docket is about."""
    return requests_on([docket]).get(docket.id)


def requests_on(dockets: Sequence[Docket]) -> dict[str, ExceptionRequest]:
    """The same for many, by docket; of ordinances there is none. A fixed number of reads."""
    ids = [docket.id for docket in dockets if docket.is_exception]
    if not ids:
        return {}
    query = sa.select(ExceptionRequest).join(ExceptionAcceptance).where(ExceptionAcceptance.docket_id.in_(ids))
    return {asked.accepted.docket_id: asked for asked in db.session.scalars(query.options(*WITH_STANDING)).unique()}


def requests_of(office: Office) -> list[ExceptionRequest]:
    return [request for request in all_requests() if request.office_id == office.id]


def requests_under(docket: Docket) -> list[ExceptionRequest]:
    return [request for request in all_requests() if request.clause.docket_id == docket.id]


def drafts_of(office: Office) -> list[ExceptionDraft]:
    """Drafts, the one worked on last first."""
    query = sa.select(ExceptionDraft).where(ExceptionDraft.office_id == office.id).order_by(ExceptionDraft.updated_at.desc(), ExceptionDraft.id)
    return list(db.session.scalars(query))


def draft_of_request(request: ExceptionRequest) -> ExceptionDraft | None:
    return db.session.scalar(sa.select(ExceptionDraft).where(ExceptionDraft.request_id == request.id))


def renewals_of(request: ExceptionRequest) -> list[ExceptionRequest]:
    query = sa.select(ExceptionRequest).where(ExceptionRequest.renews_id == request.id)
    return list(db.session.scalars(query.order_by(ExceptionRequest.filed_at, ExceptionRequest.id)))


def is_renewed(request: ExceptionRequest) -> bool:
    """A renewal is open or was granted; a refused, withdrawn or lapsed one may be followed by another."""
    return any(state_of(renewal) in (*OPEN, *GRANTED) for renewal in renewals_of(request))


def undecided_emergencies() -> list[ExceptionRequest]:
    return [request for request in all_requests() if request.emergency and state_of(request) in OPEN]


def conditions_in_order() -> list[ExceptionCondition]:
    """Every condition of every grant, by due day; one read."""
    query = sa.select(ExceptionCondition).order_by(ExceptionCondition.due, ExceptionCondition.id)
    return list(db.session.scalars(query.options(*WITH_GRANT)))


def seal_reviews_of(filing: ExceptionFiling) -> dict[str, SealReview]:
    """The newest look at each sealed field."""
    return _seal_reviews([filing]).get(filing.id, {})


def _seal_reviews(filings: Sequence[ExceptionFiling]) -> dict[str, dict[str, SealReview]]:
    query = sa.select(SealReview).where(SealReview.filing_id.in_([filing.id for filing in filings]))
    found: dict[str, dict[str, SealReview]] = {}
    for row in db.session.scalars(query.order_by(SealReview.at, SealReview.words.is_not(None), SealReview.id)):
        found.setdefault(row.filing_id, {})[row.field] = row
    return found


def sealed_fields() -> list[tuple[ExceptionFiling, str, str]]:
    """(filing, field, ISO day to look at it again) of every standing seal, the next day first."""
    rows, filings = [], [asked.filing for asked in all_requests() if asked.filing.seals]
    known = _seal_reviews(filings)
    for filing in filings:
        reviews = known.get(filing.id, {})
        for field, terms in filing.seals.items():
            review = reviews.get(field)
            if review is None or review.words is None:
                rows.append((filing, field, review.review_on.isoformat() if review and review.review_on else terms["review_on"]))
    return sorted(rows, key=lambda row: row[2])


# --- grants, uses, receipts

WITH_PERMISSION = (
    joinedload(ExceptionUse.office), joinedload(ExceptionUse.clause).joinedload(ExceptionClause.docket),
    joinedload(ExceptionUse.request).options(
        joinedload(ExceptionRequest.decision).joinedload(ExceptionDecision.revocation),
        joinedload(ExceptionRequest.acceptance).joinedload(ExceptionAcceptance.docket),
    ),
)  # fmt: skip


def grants_of(office: Office, law: Docket | None = None) -> list[ExceptionRequest]:
    """Whatever was granted to an office, expired and revoked grants among it, the newest first."""
    granted = [request for request in requests_of(office) if state_of(request) in GRANTED]
    return [request for request in granted if law is None or request.clause.docket_id == law.id]


def all_uses() -> list[ExceptionUse]:
    """The whole log, the newest day first, with what each use stands under; one read."""
    query = sa.select(ExceptionUse).order_by(ExceptionUse.on.desc(), ExceptionUse.entered_at.desc(), ExceptionUse.id)
    return list(db.session.scalars(query.options(*WITH_PERMISSION)))


def uses_under(request: ExceptionRequest) -> list[ExceptionUse]:
    query = sa.select(ExceptionUse).where(ExceptionUse.request_id == request.id)
    return list(db.session.scalars(query.order_by(ExceptionUse.on, ExceptionUse.entered_at, ExceptionUse.id)))


def uses_of(office: Office, law: Docket) -> list[ExceptionUse]:
    return [use for use in reversed(all_uses()) if use.office_id == office.id and use.clause.docket_id == law.id]


def all_receipts() -> list[Receipt]:
    """Every receipt on record, the newest day first."""
    query = sa.select(Receipt).order_by(Receipt.received_on.desc(), Receipt.recorded_at.desc(), Receipt.id)
    return list(db.session.scalars(query.options(joinedload(Receipt.office), joinedload(Receipt.docket), joinedload(Receipt.disposal))))


def receipts_of(office: Office, law: Docket | None = None) -> list[Receipt]:
    return [one for one in all_receipts() if one.office_id == office.id and (law is None or one.docket_id == law.id)]


def offices_of(person: Account) -> list[Office]:
    """The person's offices that a clause or a duty names, by title."""
    named = {office for _law, clauses in laws_with_clauses() for clause in clauses for office in clause.invokers}
    named |= set(db.session.scalars(sa.select(ReportingDuty.office_id)))
    return sorted((office for office in person.offices() if office.id in named), key=lambda office: office.title)


def granted_requests() -> list[ExceptionRequest]:
    """Every request with a grant, the newest decision first."""
    query = sa.select(ExceptionRequest).join(ExceptionDecision).order_by(ExceptionDecision.decided_at.desc(), ExceptionRequest.id)
    return [request for request in db.session.scalars(query) if state_of(request) in GRANTED]


def in_force_under(docket: Docket) -> list[ExceptionRequest]:
    return [request for request in requests_under(docket) if state_of(request) is State.IN_FORCE]
