"""Clauses, and requests from draft to decision. What happens under a grant is in ``oversight_models``."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from civic.database import Base, ByValue, Id, Ref
from civic.dockets.models import Docket, ProcessEvent
from civic.people.models import Office


class Verdict(StrEnum):
    """How a request was decided."""

    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    REFUSED = "refused"


class ExceptionClause(Base):
    """A place of a law that allows exceptions. Corrected by a further row that replaces it."""

    __tablename__ = "exception_clauses"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]  # order of entry on the docket
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    wid: Mapped[str] = mapped_column(sa.String(64))
    place: Mapped[str]  # what a reader calls the provision: 4 (b)
    invokers: Mapped[list[Any]]  # ids of the offices that may invoke it
    who: Mapped[str]  # the same in words
    use: Mapped[str]
    condition: Mapped[str] = mapped_column(default="")
    limit: Mapped[str] = mapped_column(default="")
    logging: Mapped[str] = mapped_column(default="")  # the duty to log, in words
    needs_request: Mapped[bool]
    allows_emergency: Mapped[bool] = mapped_column(default=False)
    sheet_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("fact_sheets.id"))  # the confirmed facts it follows
    replaces_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("exception_clauses.id"), unique=True)
    entered_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Docket] = relationship()


class RequestWords:
    """The fixed fields of a request, the same in a draft and in what was filed."""

    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    technology: Mapped[str] = mapped_column(default="")
    case_type: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    affected: Mapped[str] = mapped_column(default="")
    lesser_means: Mapped[str] = mapped_column(default="")
    data_kept: Mapped[str] = mapped_column(default="")
    data_shared: Mapped[str] = mapped_column(default="")
    data_deleted: Mapped[str] = mapped_column(default="")
    consulted: Mapped[str] = mapped_column(default="")
    cost: Mapped[str] = mapped_column(default="")
    used_on: Mapped[date | None]  # of an emergency: the day of the use
    emergency_why: Mapped[str] = mapped_column(default="")
    use_report: Mapped[str] = mapped_column(default="")  # of a renewal: what came of the use so far


class ExceptionDraft(Base, RequestWords):
    """A request that an office is writing, or writes again after it was returned. Only the office sees it."""

    __tablename__ = "exception_drafts"

    id: Mapped[Id]
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    clause_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_clauses.id"))
    request_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("exception_requests.id"), unique=True)  # filed before
    renews_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("exception_requests.id"))
    emergency: Mapped[bool] = mapped_column(default=False)
    short: Mapped[bool] = mapped_column(default=False)  # a renewal in which nothing but the days may change
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    seals: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field -> rule, reason, review_on
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]

    office: Mapped[Office] = relationship()
    clause: Mapped[ExceptionClause] = relationship()
    request: Mapped[ExceptionRequest | None] = relationship(foreign_keys=[request_id])
    renews: Mapped[ExceptionRequest | None] = relationship(foreign_keys=[renews_id])

    @property
    def asked_office_id(self) -> str:
        """The gate asks who serves this office."""
        return self.office_id


class ExceptionRequest(Base):
    """One request, from its first filing on. What became of it are rows of their own."""

    __tablename__ = "exception_requests"
    __append_only__ = True

    id: Mapped[Id]
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    clause_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_clauses.id"))
    renews_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("exception_requests.id"))
    emergency: Mapped[bool] = mapped_column(default=False)
    filed_on: Mapped[date]
    filed_at: Mapped[datetime]
    emergency_days: Mapped[int | None]  # the rule on the day of filing: in how many days after the use it had to be filed
    review_days: Mapped[int | None]  # … and in how many days after filing it is to be reviewed

    office: Mapped[Office] = relationship()
    clause: Mapped[ExceptionClause] = relationship()
    renews: Mapped[ExceptionRequest | None] = relationship(remote_side="ExceptionRequest.id")
    filings: Mapped[list[ExceptionFiling]] = relationship(order_by="ExceptionFiling.n", back_populates="request")
    acceptance: Mapped[ExceptionAcceptance | None] = relationship(uselist=False, back_populates="request")
    withdrawal: Mapped[ExceptionWithdrawal | None] = relationship(uselist=False)
    decision: Mapped[ExceptionDecision | None] = relationship(uselist=False, back_populates="request")

    @property
    def asked_office_id(self) -> str:
        return self.office_id

    @property
    def filing(self) -> ExceptionFiling:
        """What was filed last: an accepted request is never filed again."""
        return self.filings[-1]

    @property
    def accepted(self) -> ExceptionAcceptance:
        """Where it is known to be accepted."""
        assert self.acceptance is not None
        return self.acceptance

    @property
    def docket(self) -> Any:
        """Its own docket, once accepted."""
        return self.acceptance.docket if self.acceptance else None


class ExceptionFiling(Base, RequestWords):
    """The words of one filing. A sealed field is empty here; ``seals`` says its rule, reason, size and review day."""

    __tablename__ = "exception_filings"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("request_id", "n"),)

    id: Mapped[Id]
    request_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_requests.id"))
    n: Mapped[int]
    starts: Mapped[date]
    ends: Mapped[date]
    seals: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field -> rule, reason, review_on, words, letters, sealed_id, root
    uses: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of a renewal: the logged uses of the grant before, counted
    unchanged: Mapped[bool] = mapped_column(default=False)  # a renewal whose words are those of the request before
    signed_by: Mapped[str]  # name and office, as shown
    filed_at: Mapped[datetime]
    openings: Mapped[list[Any]]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    request: Mapped[ExceptionRequest] = relationship(back_populates="filings")
    returned: Mapped[ExceptionReturn | None] = relationship(uselist=False)


class ExceptionReturn(Base):
    """The clerk gave a filing back: what is missing."""

    __tablename__ = "exception_returns"
    __append_only__ = True

    id: Mapped[Id]
    filing_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_filings.id"), unique=True)
    reasons: Mapped[str]
    openings: Mapped[list[Any]]
    at: Mapped[datetime]


class ExceptionAcceptance(Base):
    """Complete: from here on it is a docket with a notice period, under the rules of that day."""

    __tablename__ = "exception_acceptances"
    __append_only__ = True

    id: Mapped[Id]
    request_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_requests.id"), unique=True)
    filing_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_filings.id"), unique=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), unique=True)
    on: Mapped[date]
    notice_days: Mapped[int]
    notice_ends: Mapped[date]
    hearing_required: Mapped[bool]
    at: Mapped[datetime]

    request: Mapped[ExceptionRequest] = relationship(back_populates="acceptance")
    filing: Mapped[ExceptionFiling] = relationship()
    docket: Mapped[Docket] = relationship()
    events: Mapped[list[ProcessEvent]] = relationship(  # of its docket, by day: its hearings are among them
        primaryjoin=lambda: foreign(ProcessEvent.docket_id) == ExceptionAcceptance.docket_id, viewonly=True, order_by=lambda: (ProcessEvent.day, ProcessEvent.n)
    )


class ExceptionWithdrawal(Base):
    __tablename__ = "exception_withdrawals"
    __append_only__ = True

    id: Mapped[Id]
    request_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_requests.id"), unique=True)
    reason: Mapped[str]
    openings: Mapped[list[Any]]
    on: Mapped[date]
    at: Mapped[datetime]


class ExceptionDecision(Base):
    """I-60: a grant without an end date or without its clause cannot be stored."""

    __tablename__ = "exception_decisions"
    __append_only__ = True
    __table_args__ = (
        sa.CheckConstraint("(verdict = 'refused') = (ends is null)", name="a_grant_ends"),
        sa.CheckConstraint("(verdict = 'refused') = (starts is null)", name="a_grant_starts"),
        sa.CheckConstraint("starts is null or starts <= ends", name="order"),
    )  # fmt: skip

    id: Mapped[Id]
    request_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_requests.id"), unique=True)
    clause_id: Mapped[Ref] = mapped_column(sa.ForeignKey("exception_clauses.id"))
    verdict: Mapped[Verdict] = mapped_column(ByValue(Verdict))
    decided_by: Mapped[str]  # the body or office, as it is called
    on: Mapped[date]
    reasons: Mapped[str]
    openings: Mapped[list[Any]]
    source: Mapped[str] = mapped_column(default="")  # the document that shows it
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    decided_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    request: Mapped[ExceptionRequest] = relationship(back_populates="decision")
    @property
    def last_day(self) -> date:
        """Of a grant: there is none without."""
        assert self.ends is not None
        return self.ends

    @property
    def first_day(self) -> date:
        assert self.starts is not None
        return self.starts

    conditions: Mapped[list[ExceptionCondition]] = relationship(order_by="ExceptionCondition.n", back_populates="decision")
    revocation: Mapped[ExceptionRevocation | None] = relationship(uselist=False)


from civic.exceptions.oversight_models import ExceptionCondition, ExceptionRevocation  # noqa: E402 - needs the tables above
