"""Amendments: other words for provisions of one version, offered by a member and decided by a motion."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Digest, Id, Ref

if TYPE_CHECKING:
    from civic.council.models import Body, Membership, Motion
    from civic.dockets.models import TextVersion


class Amendment(Base):
    """What a member wants changed, word by word. Never changed; other words are another amendment."""

    __tablename__ = "amendments"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]  # its number on the docket
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("bodies.id"))  # before which it was offered
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"))
    mover: Mapped[str]  # the member's name on that day
    purpose: Mapped[str] = mapped_column(default="")  # why, in the member's words
    openings: Mapped[list[Any]] = mapped_column(default=list)  # prove each word of the purpose
    changes: Mapped[list[Any]]  # dicts: wid, name, before, after; "before" stands once in the provision
    digest: Mapped[Digest]  # of the changes
    offered_on: Mapped[date]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)  # of its amendment.offered
    entered_at: Mapped[datetime]

    version: Mapped[TextVersion] = relationship("TextVersion")
    body: Mapped[Body] = relationship("Body")
    membership: Mapped[Membership] = relationship("Membership")
    motions: Mapped[list[Motion]] = relationship("Motion", order_by="Motion.put_at", back_populates="amendment")
    decision: Mapped[AmendmentDecision | None] = relationship("AmendmentDecision", uselist=False, back_populates="amendment")

    @property
    def state(self) -> str:
        """offered, adopted, failed or withdrawn."""
        return self.decision.outcome if self.decision else "offered"

    @property
    def wids(self) -> list[str]:
        """The provisions that it changes, each once."""
        return list(dict.fromkeys(change["wid"] for change in self.changes))


class AmendmentDraft(Base):
    """New words that a member or the member's aide has not offered; nobody else sees them."""

    __tablename__ = "amendment_drafts"
    __table_args__ = (sa.UniqueConstraint("docket_id", "membership_id"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    membership_id: Mapped[Ref] = mapped_column(sa.ForeignKey("memberships.id"))
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))  # whose words were changed
    sections: Mapped[list[Any]]  # wIds of the chosen sections
    wording: Mapped[dict[str, Any]]  # wId of a piece -> its new words
    purpose: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]

    version: Mapped[TextVersion] = relationship("TextVersion")


class AmendmentDecision(Base):
    """What became of it, once: by a motion, or withdrawn by its mover."""

    __tablename__ = "amendment_decisions"
    __append_only__ = True

    id: Mapped[Id]
    amendment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("amendments.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(10))  # adopted, failed, withdrawn
    how: Mapped[str] = mapped_column(sa.String(10))  # roll_call, voice, mover
    motion_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("motions.id"))
    on: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)  # of its amendment.decided
    entered_at: Mapped[datetime]

    amendment: Mapped[Amendment] = relationship(back_populates="decision")
    motion: Mapped[Motion | None] = relationship("Motion")


