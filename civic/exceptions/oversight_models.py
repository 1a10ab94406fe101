"""What happens under a grant: conditions, revocation, uses, reports, receipts, and sealed words looked at again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Id, Ref
from civic.dockets.models import Docket
from civic.people.models import Office


class ExceptionCondition(Base):
    """A numbered promise of a grant."""

    __tablename__ = "exception_conditions"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("decision_id", "n"),)

    id: Mapped[Id]
    decision_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_decisions.id"))
    n: Mapped[int]
    words: Mapped[str]
    openings: Mapped[list[Any]]
    owner_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"))
    due: Mapped[date]
    made_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    decision: Mapped[Any] = relationship("ExceptionDecision", back_populates="conditions")
    office: Mapped[Office] = relationship()
    closing: Mapped[ConditionClosing | None] = relationship(uselist=False)

    @property
    def owner(self) -> str:
        return self.office.title


class ConditionClosing(Base):
    __tablename__ = "exception_condition_closings"
    __append_only__ = True

    id: Mapped[Id]
    condition_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_conditions.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(8))  # kept, late (kept after its day), broken
    proof: Mapped[str]
    on: Mapped[date]
    closed_at: Mapped[datetime]


class ExceptionRevocation(Base):
    __tablename__ = "exception_revocations"
    __append_only__ = True

    id: Mapped[Id]
    decision_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_decisions.id"), unique=True)
    revoked_by: Mapped[str]  # the body or office, as it is called
    reason: Mapped[str]
    openings: Mapped[list[Any]]
    on: Mapped[date]  # from this day on the permission does not hold
    at: Mapped[datetime]


class SealReview(Base):
    """A sealed field looked at again: kept sealed until another day, or opened. Its words are public from then on."""

    __tablename__ = "exception_seal_reviews"
    __append_only__ = True

    id: Mapped[Id]
    filing_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_filings.id"), index=True)
    field: Mapped[str] = mapped_column(sa.String(20))
    review_on: Mapped[date | None]  # the next day to look at it; none once opened
    words: Mapped[str | None]  # those that were sealed, once opened
    openings: Mapped[list[Any]] = mapped_column(default=list)  # they prove the words against the leaf of the filing
    reason: Mapped[str]
    reason_openings: Mapped[list[Any]]
    at: Mapped[datetime]


class ExceptionUse(Base):
    """One entry of the log: what was used on a day, under a clause, and under which request if one was needed."""

    __tablename__ = "exception_uses"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("count > 0", name="count"),)

    id: Mapped[Id]
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    clause_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_clauses.id"))
    request_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("exception_requests.id"), index=True)
    on: Mapped[date]
    count: Mapped[int]
    note: Mapped[str]
    openings: Mapped[list[Any]]
    entered_on: Mapped[date]
    entered_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    office: Mapped[Office] = relationship()
    clause: Mapped[Any] = relationship("ExceptionClause")
    request: Mapped[Any] = relationship("ExceptionRequest")


class ReportingDuty(Base):
    """One office's duty to report under a law. A later one for the same office takes over from its first day."""

    __tablename__ = "reporting_duties"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    wid: Mapped[str] = mapped_column(sa.String(64))  # the provision that says so; empty where a rule of the city does
    place: Mapped[str]  # what a reader calls it
    months: Mapped[int]  # length of a period
    starts: Mapped[date]  # first day of the first period
    due_days: Mapped[int]  # days after the end of a period
    entered_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Docket] = relationship()
    office: Mapped[Office] = relationship()

    @property
    def asked_office_id(self) -> str:
        return self.office_id


class ReportDraft(Base):
    """Words of a report, or of a correction, that the office has not filed; only the office sees them."""

    __tablename__ = "report_drafts"
    __table_args__ = (sa.UniqueConstraint("duty_id", "starts"),)

    id: Mapped[Id]
    duty_id: Mapped[Ref] = mapped_column(sa.ForeignKey("reporting_duties.id"))
    starts: Mapped[date]  # first day of its period
    words: Mapped[str] = mapped_column(default="")
    remedies: Mapped[str] = mapped_column(default="")
    more_violations: Mapped[int] = mapped_column(default=0)
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]


class ComplianceReport(Base):
    """What was filed for one period (n 1), and what was added to correct it (n 2, 3 …)."""

    __tablename__ = "compliance_reports"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("duty_id", "starts", "n"),)

    id: Mapped[Id]
    duty_id: Mapped[Ref] = mapped_column(sa.ForeignKey("reporting_duties.id"), index=True)
    n: Mapped[int]
    starts: Mapped[date]
    ends: Mapped[date]
    due: Mapped[date]
    violations: Mapped[int]  # those the record shows, and those the office reports besides
    words: Mapped[str]  # what the office says about its uses and violations
    remedies: Mapped[str]
    openings: Mapped[dict[str, Any]]
    items: Mapped[dict[str, Any]]  # what it lists: uses, receipts and grants by id, with the figures of that day
    signed_by: Mapped[str]
    filed_on: Mapped[date]
    filed_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    duty: Mapped[ReportingDuty] = relationship()

    @property
    def asked_office_id(self) -> str:
        return self.duty.office_id

    @property
    def is_late(self) -> bool:
        return self.filed_on > self.due


class Receipt(Base):
    """Forbidden information that reached an office. One that was asked for is a violation (I-62)."""

    __tablename__ = "exception_receipts"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    received_on: Mapped[date]
    source: Mapped[str]
    what: Mapped[str]
    openings: Mapped[dict[str, Any]]
    requested: Mapped[bool]
    used: Mapped[bool]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Docket] = relationship()
    office: Mapped[Office] = relationship()
    disposal: Mapped[ReceiptDisposal | None] = relationship(uselist=False)

    @property
    def asked_office_id(self) -> str:
        return self.office_id

    @property
    def is_violation(self) -> bool:
        return self.requested


class ReceiptDisposal(Base):
    __tablename__ = "exception_receipt_disposals"
    __append_only__ = True

    id: Mapped[Id]
    receipt_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_receipts.id"), unique=True)
    on: Mapped[date]
    how: Mapped[str]
    openings: Mapped[list[Any]]
    at: Mapped[datetime]
