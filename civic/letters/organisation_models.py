"""Organisations, who speaks for them, and what the city has checked. Their place beside letters: docs/decisions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import now
from civic.database import Base, ByValue, Id, Ref


class OrganisationKind(StrEnum):
    REGISTERED = "registered"
    INFORMAL_COALITION = "informal_coalition"
    UNION = "union"
    AGENCY = "agency"


class Label(StrEnum):
    """What the city has checked of an organisation; each stands for itself."""

    DOMAIN = "domain"
    REGISTERED = "registered"
    ATTESTED = "attested"


class Organisation(Base):
    """Started by a representative, or named by an invitation; nobody else's name may look like its own."""

    __tablename__ = "organisations"

    id: Mapped[Id]
    name: Mapped[str]
    kind: Mapped[OrganisationKind | None] = mapped_column(ByValue(OrganisationKind))  # none: only named by an invitation
    domain: Mapped[str] = mapped_column(default="")
    ein: Mapped[str] = mapped_column(sa.String(10), default="")  # 12-3456789; whole only for those who check
    created_on: Mapped[date]

    shapes: Mapped[list[OrganisationShape]] = relationship(back_populates="organisation", cascade="all, delete-orphan")

    labels: Mapped[list[OrganisationLabel]] = relationship(order_by="OrganisationLabel.since", back_populates="organisation")
    representatives: Mapped[list[Representative]] = relationship(order_by="Representative.asked_on", back_populates="organisation")

    @property
    def standing_labels(self) -> list[OrganisationLabel]:
        return [label for label in self.labels if label.revoked_at is None]

    @property
    def is_verified(self) -> bool:
        return bool(self.standing_labels)

    @property
    def has_page(self) -> bool:
        """Since the city first confirmed somebody or something about it; a page that exists does not go away again."""
        return bool(self.labels) or any(one.confirmed_at is not None for one in self.representatives)

    @property
    def confirmed_representatives(self) -> list[Representative]:
        return [one for one in self.representatives if one.is_confirmed]

    def label(self, label: Label) -> OrganisationLabel | None:
        return next((one for one in self.standing_labels if one.label == label), None)

    def is_written_by(self, person: Any) -> bool:
        """Who may act for it: confirmed, or its founder before that."""
        return any(one.account_id == person.id and one.may_write for one in self.representatives)


class OrganisationShape(Base):
    """What a name looks like at a glance (civic/letters/lookalikes.py). One shape belongs to one organisation."""

    __tablename__ = "organisation_shapes"

    shape: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="shapes")


class OrganisationLabel(Base):
    __tablename__ = "organisation_labels"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    label: Mapped[Label] = mapped_column(ByValue(Label))
    since: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(sa.String(20))  # code of organisation.revoked

    organisation: Mapped[Organisation] = relationship(back_populates="labels")


class Representative(Base):
    """A person who speaks for an organisation: requested, then confirmed by two people of the city, then ended."""

    __tablename__ = "representatives"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    title: Mapped[str]
    authority_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))  # why this person may speak for it
    founder: Mapped[bool] = mapped_column(default=False)  # may write one letter before being confirmed
    asked_on: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(back_populates="representatives")
    account: Mapped[Any] = relationship("Account")

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def may_write(self) -> bool:
        return self.ended_at is None and (self.founder or self.confirmed_at is not None)


class LabelRequest(Base):
    """What a representative handed in towards a label: a mailbox at its own web address, a number, or a statement."""

    __tablename__ = "label_requests"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    representative_id: Mapped[Ref] = mapped_column(sa.ForeignKey("representatives.id"))
    label: Mapped[Label] = mapped_column(ByValue(Label))
    words_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # the mailbox; the statement
    domain: Mapped[str] = mapped_column(default="")
    token_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)  # of the link mailed to the mailbox
    works_until: Mapped[datetime | None]
    asked_on: Mapped[date]
    pressed_on: Mapped[date | None]  # the mailbox said yes
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.String(10))  # approved, dropped, replaced, denied

    organisation: Mapped[Organisation] = relationship()
    representative: Mapped[Representative] = relationship()
    words: Mapped[Any] = relationship("SealedText")

    @property
    def is_waiting_for_the_mailbox(self) -> bool:
        return self.token_digest is not None and self.closed_on is None and self.works_until is not None and now() < self.works_until

    @property
    def is_waiting_for_the_city(self) -> bool:
        return self.closed_on is None and (self.label is not Label.DOMAIN or self.pressed_on is not None)


class OrganisationCheck(Base):
    """A label or a representative, checked with evidence by one and approved by another. ``proposed_by`` is empty where
    the organisation's own mailbox was the first: a link mailed to it was confirmed."""

    __tablename__ = "organisation_checks"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    label: Mapped[Label | None] = mapped_column(ByValue(Label))
    representative_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("representatives.id"))
    evidence_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    request_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("label_requests.id"))
    proposed_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]

    organisation: Mapped[Organisation] = relationship()
    representative: Mapped[Representative | None] = relationship()
    request: Mapped[LabelRequest | None] = relationship()
    evidence: Mapped[Any] = relationship("SealedText")
    proposer: Mapped[Any] = relationship("Account", foreign_keys=[proposed_by])
