from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Id

FOR_GOOD = datetime(9999, 12, 31, tzinfo=UTC)  # when the words of made-up mail go


class Rhythm(StrEnum):
    EACH = "each"  # soon after it happened
    DAILY = "daily"
    WEEKLY = "weekly"


class SubscriptionState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Message(Base):
    """One message. Recipient, words and links are sealed together; only kind, state and subject line are plain.

    A follower's message holds neither: its recipient lies with the subscription, its words are made when it is sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (sa.UniqueConstraint("bulletin_id", "subscription_id"), sa.Index("ix_outbox_due", "state", "next_try_at"))

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str]  # never holds a secret
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # recipient and body; gone after sending
    subscription_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("subscriptions.id"), index=True)
    bulletin_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("bulletins.id"))
    once: Mapped[str | None] = mapped_column(sa.String(120), unique=True)  # of a reminder: which one it is, so that it goes out once
    about_type: Mapped[str | None] = mapped_column(sa.String(40))
    about_id: Mapped[str | None] = mapped_column(sa.String(22))
    state: Mapped[str] = mapped_column(sa.String(10), default="queued")  # queued, sent, failed, bounced, dropped
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    erased_after: Mapped[datetime]  # then recipient and words go, sent or not
    queued_on: Mapped[date]
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(sa.String(200))

    subscription: Mapped[Subscription | None] = relationship()
    bulletin: Mapped[Bulletin | None] = relationship()

    @property
    def is_made_up(self) -> bool:
        """Made with the demonstration: it is never sent, and its words stay."""
        return self.erased_after == FOR_GOOD


class Subscription(Base):
    """Somebody follows one docket, or the whole site. The address is sealed; nothing here leads to a comment (I-19)."""

    __tablename__ = "subscriptions"

    id: Mapped[Id]
    docket_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), index=True)  # none: the whole site
    state: Mapped[SubscriptionState] = mapped_column(ByValue(SubscriptionState), default=SubscriptionState.PENDING, index=True)
    address_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)  # bound to this docket, so that two dockets cannot be compared
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # the address and the secret of the stop link
    topics: Mapped[list[Any]]
    rhythm: Mapped[Rhythm] = mapped_column(ByValue(Rhythm))
    language: Mapped[str] = mapped_column(sa.String(8))
    confirm_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)  # of the link that works once
    confirm_until: Mapped[datetime | None]  # a whole hour
    stop_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32), unique=True)
    confirmed_at: Mapped[datetime | None]  # a whole hour; the second lies sealed with the address
    ended_on: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(sa.String(10), default="")  # follower, bounce, expiry, close

    docket: Mapped[Any] = relationship("Docket")
    address: Mapped[Any] = relationship("SealedText")


class Bulletin(Base):
    """What happened between two instants, sent to those who follow: of one docket at once, or of all in a digest."""

    __tablename__ = "bulletins"
    __table_args__ = (sa.UniqueConstraint("docket_id", "rhythm", "until"),)

    id: Mapped[Id]
    docket_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), index=True)  # none: a digest
    rhythm: Mapped[Rhythm] = mapped_column(ByValue(Rhythm))
    since: Mapped[datetime]
    until: Mapped[datetime]

    docket: Mapped[Any] = relationship("Docket")


class SuppressedAddress(Base):
    """An address that takes no mail from us: only a digest of it, under a key of its own."""

    __tablename__ = "suppressed_addresses"

    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(10))  # bounce, asked
    since: Mapped[date]


class Job(Base):
    """Long work with progress; queued in the action's own transaction, done by the worker."""

    __tablename__ = "jobs"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(sa.String(10), default="queued", index=True)  # queued, running, done, failed, cancelled
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    needs_you: Mapped[int] = mapped_column(default=0)
    log: Mapped[list[Any]] = mapped_column(default=list)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    asked_on: Mapped[date]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
