from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import now
from civic.database import Base, ByValue, Digest, Id, Ref, db
from civic.dockets.models import WindowState
from civic.letters.organisation_models import Organisation
from civic.letters.signature_models import LetterInvitation, Signature, SignatureKind


class Addressee(StrEnum):
    COUNCIL = "council"
    COMMITTEE = "committee"
    MAYOR = "mayor"


class LetterState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    DELIVERED = "delivered"
    UNSIGNED = "unsigned"  # its time passed without a standing signature: nothing was delivered
    ABANDONED = "abandoned"


class Letter(Base):
    """The words being prepared, and what holds for every version: the docket, the submitter, the time to sign."""

    __tablename__ = "letters"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)  # the submitter
    author_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    title: Mapped[str]
    addressee: Mapped[Addressee] = mapped_column(ByValue(Addressee))
    ask: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    sections: Mapped[list[Any]] = mapped_column(default=list)  # dicts: wid, number, words, suggested
    sign_by: Mapped[datetime]
    residents: Mapped[bool] = mapped_column(default=False)  # admitted to sign
    goal: Mapped[int | None]  # how many organisations its author hopes for; a note of their own
    revision: Mapped[int] = mapped_column(default=1)  # of the draft, so that two tabs cannot overwrite each other
    created_on: Mapped[date]
    abandoned_at: Mapped[datetime | None]

    docket: Mapped[Any] = relationship("Docket")
    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list[LetterVersion]] = relationship(order_by="LetterVersion.n", back_populates="letter")
    delivery: Mapped[LetterDelivery | None] = relationship(back_populates="letter", uselist=False)

    @property
    def current(self) -> LetterVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def is_public(self) -> bool:
        return self.current is not None and self.docket.is_public

    @property
    def signing_ends(self) -> datetime:
        """The time fixed with the words that are being signed; before there are any, the draft's."""
        return self.end_if_signed_by(self.current.sign_by if self.current else self.sign_by)

    def end_if_signed_by(self, moment: datetime) -> datetime:
        """The author's time, or the end of the docket's late period where that comes first."""
        deadline = last_moment(self.docket)
        return min(moment, deadline) if deadline else moment

    @property
    def delivered_at(self) -> datetime | None:
        """When it was handed over: by hand, or by itself when signing ended, whether or not a job has recorded it yet."""
        if self.delivery is not None:
            return self.delivery.at
        if self.current is not None and now() >= self.signing_ends and self.current.count_standing():
            return self.signing_ends
        return None

    @property
    def is_late(self) -> bool:
        at = self.delivered_at
        return self.delivery.late if self.delivery else at is not None and comes_late(self.docket, at)

    @property
    def state(self) -> LetterState:
        if self.abandoned_at is not None:
            return LetterState.ABANDONED
        if self.current is None:
            return LetterState.DRAFT
        if self.delivered_at is not None:
            return LetterState.DELIVERED
        return LetterState.OPEN if now() < self.signing_ends else LetterState.UNSIGNED

    @property
    def is_open(self) -> bool:
        """Not delivered yet: its words can be followed by others, and organisations can be invited."""
        return self.state is LetterState.OPEN

    @property
    def takes_signatures(self) -> bool:
        """Until the time to sign by, delivered by hand before or not: a signature that comes after is marked as such."""
        return self.current is not None and self.abandoned_at is None and now() < self.signing_ends

    def is_written_by(self, person: Any) -> bool:
        """Its author, and every confirmed representative of the organisation that submits it."""
        own = [r for r in self.organisation.representatives if r.account_id == person.id and r.may_write]
        return any(r.is_confirmed or self.author_id == person.id for r in own)


class LetterVersion(Base):
    """The exact words that are signed. Never changed."""

    __tablename__ = "letter_versions"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("letter_id", "n"),)

    id: Mapped[Id]
    letter_id: Mapped[Ref] = mapped_column(sa.ForeignKey("letters.id"))
    n: Mapped[int]
    title: Mapped[str]
    addressee: Mapped[Addressee] = mapped_column(ByValue(Addressee))
    residents: Mapped[bool]
    sign_by: Mapped[datetime]
    words: Mapped[str]  # the whole letter as it is signed and hashed
    digest: Mapped[Digest]
    folded: Mapped[Digest] = mapped_column(index=True)  # of the words without regard to white space: finds the same letter elsewhere
    sections: Mapped[list[Any]]  # as in Letter; what is suggested stands in ``words`` too
    openings: Mapped[list[Any]]
    version_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))  # none: no text was available
    frozen_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    letter: Mapped[Letter] = relationship(back_populates="versions")
    text_version: Mapped[Any] = relationship("TextVersion")
    signatures: Mapped[list[Signature]] = relationship(order_by="(Signature.day, Signature.id)", back_populates="version")
    invitations: Mapped[list[LetterInvitation]] = relationship(order_by="(LetterInvitation.asked_on, LetterInvitation.id)", back_populates="version")

    @property
    def was_delivered(self) -> bool:
        """These words were handed over, by hand or at the end of the time to sign."""
        letter = self.letter
        return self.id == letter.delivery.version_id if letter.delivery else letter.delivered_at is not None and self.id == letter.current.id  # type: ignore[union-attr]

    def count_standing(self, kind: SignatureKind | None = None) -> int:
        """Counted by the database: a letter may have many thousand signatures."""
        query = sa.select(sa.func.count()).select_from(Signature).where(Signature.version_id == self.id, Signature.withdrawn_on.is_(None))
        return db.session.scalar(query.where(Signature.kind == kind) if kind else query) or 0


class LetterDelivery(Base):
    __tablename__ = "letter_deliveries"
    __append_only__ = True

    id: Mapped[Id]
    letter_id: Mapped[Ref] = mapped_column(sa.ForeignKey("letters.id"), unique=True)
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("letter_versions.id"))
    at: Mapped[datetime]
    by_hand: Mapped[bool]
    late: Mapped[bool]  # after the comment window had closed
    organisations: Mapped[int]
    residents: Mapped[int]

    letter: Mapped[Letter] = relationship(back_populates="delivery")
    version: Mapped[LetterVersion] = relationship()


def last_moment(docket: Any) -> datetime | None:
    """Until when the docket takes letters: like comments, to the end of the late period, or until it is withdrawn or
    closed; none while no time is set."""
    window = docket.window
    ends = [moment for moment in (docket.withdrawn_at, docket.closed_at) if moment is not None]
    if window is not None:
        ends.append(window.closing + timedelta(hours=window.late_hours))
    return min(ends, default=None)


def comes_late(docket: Any, at: datetime) -> bool:
    """After comments had closed, grace included."""
    return docket.window is not None and docket.window.state(at) in (WindowState.LATE, WindowState.CLOSED)
