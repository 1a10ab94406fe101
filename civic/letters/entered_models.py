"""Letters that were signed elsewhere, on paper or in a file, and entered by the clerk. Nobody here has confirmed who signed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Digest, Id, Ref
from civic.letters.models import Addressee
from civic.letters.signature_models import SignatureKind


class Arrival(StrEnum):
    HAND = "hand"
    POST = "post"
    EMAIL = "email"


class EnteredLetter(Base):
    """Its words as the clerk typed or pasted them, and how it came. Never changed; one that was entered wrongly is voided."""

    __tablename__ = "entered_letters"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    title: Mapped[str]
    addressee: Mapped[Addressee] = mapped_column(ByValue(Addressee))
    sender: Mapped[str]  # as it stands on the letter
    words: Mapped[str]
    digest: Mapped[Digest]
    folded: Mapped[Digest] = mapped_column(index=True)
    openings: Mapped[list[Any]]
    version_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))  # none: it does not say
    received_on: Mapped[date]
    how: Mapped[Arrival] = mapped_column(ByValue(Arrival))
    late: Mapped[bool]  # received after the closing day
    file_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # SHA-256 of the file or scan; the file is not kept here
    unlisted: Mapped[int]  # people who signed and whose names are not entered
    entered_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    entered_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Any] = relationship("Docket")
    text_version: Mapped[Any] = relationship("TextVersion")
    signatories: Mapped[list[EnteredSignatory]] = relationship(order_by="EnteredSignatory.position", back_populates="letter")
    void: Mapped[EnteredVoid | None] = relationship(back_populates="letter", uselist=False)

    @property
    def is_public(self) -> bool:
        return self.docket.is_public

    def count(self, kind: SignatureKind, *, standing: bool = True) -> int:
        """Listed signatories of a kind; the unlisted people come on top."""
        return sum(one.kind == kind and (one.struck_on is None or not standing) for one in self.signatories)


class EnteredSignatory(Base):
    """A name on the letter. Its bearer, or the clerk who misread it, can have it struck; it stays listed with its date."""

    __tablename__ = "entered_signatories"

    id: Mapped[Id]
    letter_id: Mapped[Ref] = mapped_column(sa.ForeignKey("entered_letters.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SignatureKind] = mapped_column(ByValue(SignatureKind))
    organisation: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")  # empty: nobody named, or a person who was struck
    title: Mapped[str] = mapped_column(default="")
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)
    openings: Mapped[dict[str, Any]]
    struck_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(sa.String(20))  # code of letter.signatory_struck
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # a struck person's name

    letter: Mapped[EnteredLetter] = relationship(back_populates="signatories")


class EnteredVoid(Base):
    """Entered wrongly: it counts no more, and stays readable with the reason."""

    __tablename__ = "entered_letter_voids"
    __append_only__ = True

    id: Mapped[Id]
    letter_id: Mapped[Ref] = mapped_column(sa.ForeignKey("entered_letters.id"), unique=True)
    reason: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime]

    letter: Mapped[EnteredLetter] = relationship(back_populates="void")
