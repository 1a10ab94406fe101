from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import today
from civic.council.amendment_models import Amendment, AmendmentDraft  # noqa: F401 - tables of this domain
from civic.council.member_models import (  # noqa: F401 - tables of this domain
    ConditionFinding,
    Finding,
    MemberQuestion,
    MemberQuestionReply,
    Position,
    PositionDraft,
    PositionStance,
)
from civic.database import Base, ByValue, Id, Ref


class MotionKind(StrEnum):
    ACT = "act"  # presented to the mayor when it passes; in a committee: a recommendation
    OVERRIDE = "override"  # makes a vetoed act law all the same
    AMENDMENT = "amendment"  # other words for a part of the text
    STAFF_DIRECTION = "staff_direction"
    PROCEDURAL = "procedural"


class VoteOption(StrEnum):
    """The vocabulary of Open Civic Data."""

    YES = "yes"
    NO = "no"
    ABSENT = "absent"
    ABSTAIN = "abstain"
    NOT_VOTING = "not_voting"
    PAIRED = "paired"
    EXCUSED = "excused"
    OTHER = "other"


class Body(Base):
    __tablename__ = "bodies"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    classification: Mapped[str] = mapped_column(sa.String(12), default="legislature")  # legislature, committee

    memberships: Mapped[list[Membership]] = relationship(order_by="Membership.seat", back_populates="body")

    def members(self, on: date | None = None) -> list[Membership]:
        return [membership for membership in self.memberships if membership.is_current(on)]


class Membership(Base):
    """One person in one seat of a body. The account is there when the member signs in here."""

    __tablename__ = "memberships"
    __table_args__ = (sa.Index("ix_memberships_seat", "body_id", "seat"),)

    id: Mapped[Id]
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("bodies.id"))
    account_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    seat: Mapped[int]
    ward: Mapped[str] = mapped_column(sa.String(20), default="")
    since: Mapped[date]
    until: Mapped[date | None]

    body: Mapped[Body] = relationship(back_populates="memberships")

    def is_current(self, on: date | None = None) -> bool:
        on = on or today()
        return self.since <= on and (self.until is None or on < self.until)


class Motion(Base):
    __tablename__ = "motions"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("bodies.id"))
    version_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))
    kind: Mapped[MotionKind] = mapped_column(ByValue(MotionKind))
    words: Mapped[str]
    mover: Mapped[str] = mapped_column(default="")
    requirement: Mapped[str] = mapped_column(sa.String(40))  # the rule of the matter's workflow, or the city's, when it was put
    amendment_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("amendments.id"), index=True)
    put_at: Mapped[datetime]

    body: Mapped[Body] = relationship()
    version: Mapped[Any] = relationship("TextVersion")
    vote: Mapped[VoteEvent | None] = relationship(back_populates="motion", uselist=False)
    outcome: Mapped[MotionOutcome | None] = relationship(back_populates="motion", uselist=False)
    amendment: Mapped[Amendment | None] = relationship(back_populates="motions")

    @property
    def state(self) -> str:
        """put, carried, lost or withdrawn."""
        if self.vote is not None:
            return "carried" if self.vote.passed else "lost"
        return self.outcome.outcome if self.outcome else "put"

    @property
    def decided_on(self) -> date | None:
        return self.vote.on if self.vote else self.outcome.on if self.outcome else None


class MotionOutcome(Base):
    """How a motion ended without a roll call: by voice, or withdrawn by whoever moved it."""

    __tablename__ = "motion_outcomes"
    __append_only__ = True

    id: Mapped[Id]
    motion_id: Mapped[Ref] = mapped_column(sa.ForeignKey("motions.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(10))  # carried, lost, withdrawn
    how: Mapped[str] = mapped_column(sa.String(10))  # voice, mover
    on: Mapped[date]
    source: Mapped[str]  # the minutes or the recording that say so
    entered_at: Mapped[datetime]

    motion: Mapped[Motion] = relationship(back_populates="outcome")


class VoteEvent(Base):
    """A roll call. ``source_digest`` marks an imported one, kept as printed."""

    __tablename__ = "vote_events"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    motion_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("motions.id"), unique=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("bodies.id"))
    on: Mapped[date]
    counts_entered: Mapped[dict[str, Any]] = mapped_column("counts")
    seats: Mapped[int]
    needed: Mapped[int]
    counted: Mapped[int] = mapped_column(default=0)  # of how many the requirement is a part: all seats, filled seats, or votes
    passed: Mapped[bool]
    findings: Mapped[list[Any]] = mapped_column(default=list)
    source_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    entered_at: Mapped[datetime]

    motion: Mapped[Motion | None] = relationship(back_populates="vote")
    body: Mapped[Body] = relationship()
    votes: Mapped[list[Vote]] = relationship(order_by="Vote.place", back_populates="event")
    errata: Mapped[list[VoteErratum]] = relationship(order_by="VoteErratum.n", back_populates="event")

    @property
    def counts(self) -> dict[str, Any]:
        """As corrected since; a correction changes no result."""
        return self.errata[-1].counts if self.errata else self.counts_entered


class Vote(Base):
    __tablename__ = "votes"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("event_id", "place"),)

    id: Mapped[Id]
    event_id: Mapped[Ref] = mapped_column(sa.ForeignKey("vote_events.id"))
    place: Mapped[int]
    membership_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("memberships.id"))
    voter_name: Mapped[str]  # as printed
    option_entered: Mapped[VoteOption] = mapped_column("option", ByValue(VoteOption))
    word: Mapped[str]  # as printed

    event: Mapped[VoteEvent] = relationship(back_populates="votes")

    @property
    def option(self) -> VoteOption:
        """As corrected since."""
        now = [change["now"] for erratum in self.event.errata for change in erratum.changes if change["vote"] == self.id]
        return VoteOption(now[-1]) if now else self.option_entered


class VoteErratum(Base):
    """A mistake in a roll call that was entered here, corrected by addition: whose vote it was, what it said, what it says."""

    __tablename__ = "vote_errata"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("event_id", "n"),)

    id: Mapped[Id]
    event_id: Mapped[Ref] = mapped_column(sa.ForeignKey("vote_events.id"))
    n: Mapped[int]
    changes: Mapped[list[Any]]  # dicts: vote, name, was, now
    counts: Mapped[dict[str, Any]]
    reasons: Mapped[str]
    openings: Mapped[list[Any]]
    entered_at: Mapped[datetime]

    event: Mapped[VoteEvent] = relationship(back_populates="errata")


class ExecutiveAction(Base):
    """What the mayor did with an act. A wrong entry is corrected by a further row, which says why; both stay."""

    __tablename__ = "executive_actions"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    motion_id: Mapped[Ref] = mapped_column(sa.ForeignKey("motions.id"), index=True)
    action: Mapped[str] = mapped_column(sa.String(10))  # signed, vetoed, unsigned; of a correction also: none
    on: Mapped[date | None]  # there is none where the mayor did nothing yet
    message: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("executive_actions.id"), unique=True)
    reasons: Mapped[str] = mapped_column(default="")  # of a correction: what was wrong
    openings: Mapped[list[Any]] = mapped_column(default=list)
    entered_at: Mapped[datetime]

    motion: Mapped[Motion] = relationship()
    corrects: Mapped[ExecutiveAction | None] = relationship(remote_side="ExecutiveAction.id")
