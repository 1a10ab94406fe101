from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Id


class Message(Base):
    """One message. Recipient, words and links are sealed together; only kind, state and subject line are plain."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str]  # never holds a secret
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # recipient and body; gone after sending
    about_type: Mapped[str | None] = mapped_column(sa.String(40))
    about_id: Mapped[str | None] = mapped_column(sa.String(22))
    state: Mapped[str] = mapped_column(sa.String(10), default="queued", index=True)  # queued, sent, failed
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    erased_after: Mapped[datetime]  # then recipient and words go, sent or not
    queued_on: Mapped[date]
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(sa.String(200))


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
