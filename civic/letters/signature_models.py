"""Who was asked to sign a version, and who did."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Id, Ref
from civic.letters.organisation_models import Organisation


class SignatureKind(StrEnum):
    ORGANISATION = "organisation"
    RESIDENT = "resident"


class Through(StrEnum):
    INVITATION = "invitation"
    REPRESENTATIVE = "representative"
    NUMBER = "number"


class LetterInvitation(Base):
    """One organisation asked to sign one version, by a link that works once. The address goes when it is not needed."""

    __tablename__ = "letter_invitations"
    __table_args__ = (sa.UniqueConstraint("version_id", "organisation_id"),)

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("letter_versions.id"))
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"))
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    reminder_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)  # the reminder's own link
    address_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))
    language: Mapped[str] = mapped_column(sa.String(8), default="en")  # of the mail, and of the page behind its link
    asked_on: Mapped[date]
    reminded_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(sa.String(10))  # signed, declined, taken_back
    answered_on: Mapped[date | None]

    version: Mapped[Any] = relationship("LetterVersion", back_populates="invitations")
    organisation: Mapped[Organisation] = relationship()
    address: Mapped[Any] = relationship("SealedText")

    @property
    def is_waiting(self) -> bool:
        """Its link still signs. After a delivery by hand too: only the address is gone by then."""
        letter = self.version.letter
        return self.answer is None and letter.takes_signatures and self.version_id == letter.current.id


class Signature(Base):
    """Bound to one version. A resident's row holds a day, no time, and nothing that leads to anybody."""

    __tablename__ = "letter_signatures"
    __table_args__ = (
        sa.UniqueConstraint("version_id", "organisation_id"), sa.UniqueConstraint("number"),
        sa.CheckConstraint("(kind = 'organisation') = (organisation_id IS NOT NULL)", name="kind"), {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("letter_versions.id"), index=True)
    kind: Mapped[SignatureKind] = mapped_column(ByValue(SignatureKind))
    through: Mapped[Through] = mapped_column(ByValue(Through))
    organisation_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(default="")  # empty: a resident who is counted and not listed, or withdrew
    title: Mapped[str] = mapped_column(default="")
    number: Mapped[str | None] = mapped_column(sa.String(6))
    code_hash: Mapped[str | None] = mapped_column(sa.String(255))
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)
    openings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    day: Mapped[date]
    came_after: Mapped[bool] = mapped_column(default=False)  # signed when the letter had been delivered already
    withdrawn_on: Mapped[date | None]
    left_after: Mapped[bool] = mapped_column(default=False)  # withdrawn when the letter had been delivered already
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # a withdrawn resident's name

    version: Mapped[Any] = relationship("LetterVersion", back_populates="signatures")
    organisation: Mapped[Organisation | None] = relationship()
