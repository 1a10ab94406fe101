"""Organisations, who speaks for them, and what the city has checked. Their place beside letters: docs/decisions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    skeleton: Mapped[str] = mapped_column(unique=True)  # names that look alike share it
    kind: Mapped[OrganisationKind | None] = mapped_column(ByValue(OrganisationKind))  # none: only named by an invitation
    domain: Mapped[str] = mapped_column(default="")
    registration: Mapped[str] = mapped_column(sa.String(40), default="")  # such as an EIN
    created_on: Mapped[date]

    labels: Mapped[list[OrganisationLabel]] = relationship(order_by="OrganisationLabel.since", back_populates="organisation")
    representatives: Mapped[list[Representative]] = relationship(order_by="Representative.asked_on", back_populates="organisation")

    @property
    def standing_labels(self) -> list[OrganisationLabel]:
        return [label for label in self.labels if label.revoked_at is None]

    @property
    def is_verified(self) -> bool:
        return bool(self.standing_labels)

    @property
    def confirmed_representatives(self) -> list[Representative]:
        return [one for one in self.representatives if one.is_confirmed]


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


class OrganisationCheck(Base):
    """A label or a representative, checked by one person with evidence and approved by another."""

    __tablename__ = "organisation_checks"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    label: Mapped[Label | None] = mapped_column(ByValue(Label))
    representative_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("representatives.id"))
    evidence_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    proposed_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]

    organisation: Mapped[Organisation] = relationship()
    representative: Mapped[Representative | None] = relationship()
    evidence: Mapped[Any] = relationship("SealedText")
    proposer: Mapped[Any] = relationship("Account", foreign_keys=[proposed_by])
