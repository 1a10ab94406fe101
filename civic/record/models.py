from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Digest, Id


class Event(Base):
    """One thing that happened. A resident's own act carries its day only, no instant and no actor."""

    __tablename__ = "events"
    __append_only__ = True
    __table_args__ = (sa.Index("ix_events_subject", "subject_type", "subject_id"), sa.Index("ix_events_at", "at", "id"), sa.Index("ix_events_docket", "docket", "kind"), {"sqlite_with_rowid": False})

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime | None]
    by: Mapped[list[Any]] = mapped_column(default=list)  # pseudonyms of the acting roles
    docket: Mapped[str | None] = mapped_column(sa.String(12))  # d/2025-014
    subject_type: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[str | None] = mapped_column(sa.String(22))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Leaf(Base):
    """The canonical bytes of a public event. Its place in the tree is kept elsewhere, by the sequencer."""

    __tablename__ = "leaves"
    __append_only__ = True
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    event_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("events.id"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    day: Mapped[date] = mapped_column(index=True)
    docket: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    bytes: Mapped[bytes] = mapped_column(sa.LargeBinary(4096))
    leaf_hash: Mapped[Digest] = mapped_column(index=True)


class SealedText(Base):
    """Words that are not public, each under a key of its own in the key store; without the key it is noise."""

    __tablename__ = "sealed_texts"

    id: Mapped[Id]
    key_id: Mapped[str] = mapped_column(sa.String(22), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(40))  # bound to the words, so that rows cannot be swapped
    nonce: Mapped[bytes] = mapped_column(sa.LargeBinary(12))
    words: Mapped[bytes] = mapped_column(sa.LargeBinary)
