"""What members say and ask: positions with their conditions, drafts that nobody else reads, questions through the clerk."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Id, Ref

if TYPE_CHECKING:
    from civic.council.models import Membership


class PositionStance(StrEnum):
    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support_with_changes"
    OPPOSE = "oppose"
    UNDECIDED = "undecided"


class Finding(StrEnum):
    """What became of a member's condition."""

    MET = "met"  # by a change of the text
    MET_OUTSIDE = "met_outside"  # by something that is not the text: a promise, a study
    NOT_MET = "not_met"


class Position(Base):
    """A member's public statement on one version; a later one is a new row. An explanation of vote has no stance."""

    __tablename__ = "positions"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"), index=True)
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    n: Mapped[int]  # order on the docket
    stance: Mapped[PositionStance | None] = mapped_column(ByValue(PositionStance))
    statement: Mapped[str]
    conditions: Mapped[list[Any]] = mapped_column(default=list)  # numbered items, in the member's words
    comments: Mapped[list[Any]] = mapped_column(default=list)  # tracking numbers of comments that were weighed
    openings: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    explains_vote: Mapped[bool] = mapped_column(default=False)
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    membership: Mapped[Membership] = relationship()
    version: Mapped[Any] = relationship("TextVersion")
    findings: Mapped[list[ConditionFinding]] = relationship(order_by="ConditionFinding.n", back_populates="position")

    def found(self, condition: int) -> list[ConditionFinding]:
        """What was last said of a condition, counted from 1: by the clerk, and by the member."""
        latest = {finding.said_as: finding for finding in self.findings if finding.condition == condition}
        return [latest[who] for who in ("clerk", "member") if who in latest]


class ConditionFinding(Base):
    """Somebody said what became of a condition. A later word of the same side takes its place; all stay."""

    __tablename__ = "condition_findings"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("position_id", "n"),)

    id: Mapped[Id]
    position_id: Mapped[Ref] = mapped_column(sa.ForeignKey("positions.id"))
    n: Mapped[int]  # order of what was said about this position
    condition: Mapped[int]  # which of its conditions, from 1
    outcome: Mapped[Finding] = mapped_column(ByValue(Finding))
    version_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))  # in which it was met
    wid: Mapped[str] = mapped_column(sa.String(64), default="")  # the changed piece
    words: Mapped[str] = mapped_column(default="")
    openings: Mapped[list[Any]] = mapped_column(default=list)
    said_as: Mapped[str] = mapped_column(sa.String(6))  # clerk, member
    said_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]

    position: Mapped[Position] = relationship(back_populates="findings")
    version: Mapped[Any] = relationship("TextVersion")


class PositionDraft(Base):
    """Words a member or the member's aide has not published; nobody else sees them."""

    __tablename__ = "position_drafts"
    __table_args__ = (sa.UniqueConstraint("docket_id", "membership_id", "explains_vote"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"))
    explains_vote: Mapped[bool] = mapped_column(default=False)
    stance: Mapped[PositionStance | None] = mapped_column(ByValue(PositionStance))
    statement: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")  # as typed, one a line
    comments: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]


class MemberQuestion(Base):
    """A question that a member puts through the clerk. Until it is sent only the member and the member's aides see it."""

    __tablename__ = "member_questions"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"), index=True)
    words: Mapped[str]
    section: Mapped[str] = mapped_column(sa.String(64), default="")  # a provision's wId
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()
    docket: Mapped[Any] = relationship("Docket")
    replies: Mapped[list[MemberQuestionReply]] = relationship(order_by="MemberQuestionReply.n", back_populates="asked")


class MemberQuestionReply(Base):
    """What the clerk did with it: put it to an office as a question of its own, or said why not."""

    __tablename__ = "member_question_replies"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("member_question_id", "n"),)

    id: Mapped[Id]
    member_question_id: Mapped[Ref] = mapped_column(sa.ForeignKey("member_questions.id"))
    n: Mapped[int]
    question_id: Mapped[str | None] = mapped_column(sa.String(22))  # no foreign key: the clerk may drop a question before it is asked
    because: Mapped[str] = mapped_column(default="")
    replied_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]

    asked: Mapped[MemberQuestion] = relationship(back_populates="replies")
