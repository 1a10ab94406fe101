from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Digest, Id, Ref


class Import(Base):
    """A file of comments being taken in, or taken in: its digest, column map, place reached and what it found."""

    __tablename__ = "imports"
    __table_args__ = (sa.UniqueConstraint("docket_id", "source_digest"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    source_digest: Mapped[Digest]
    source_name: Mapped[str]
    source_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # an uploaded file, until it closes
    format: Mapped[str] = mapped_column(sa.String(10))  # csv, jsonl
    column_map: Mapped[dict[str, Any]]
    key: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # of its row keys; none once closed
    state: Mapped[str] = mapped_column(sa.String(10), default="uploaded")  # uploaded, running, closed
    rows: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    failed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))  # the refused rows
    entered_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    started_on: Mapped[date]
    closed_on: Mapped[date | None]

    docket: Mapped[Any] = relationship("Docket")
    source: Mapped[Any] = relationship("SealedText", foreign_keys=[source_id])
    failed: Mapped[Any] = relationship("SealedText", foreign_keys=[failed_id])
    clerk: Mapped[Any] = relationship("Account")


class Original(Base):
    """The scan or recording of what came on paper or by voice. Sealed: handwriting and voices tell who somebody is."""

    __tablename__ = "originals"

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), unique=True)
    sealed_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    kind: Mapped[str] = mapped_column(sa.String(4))  # jpg, png, pdf, mp3, m4a, ogg, wav
    size: Mapped[int]
    added_on: Mapped[date]
    destroyed_on: Mapped[date | None]

    comment: Mapped[Any] = relationship("Comment")
    sealed: Mapped[Any] = relationship("SealedText")


class SecondCheck(Base):
    """Another person compared the words as typed with the paper or the recording."""

    __tablename__ = "second_checks"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("found in ('fits', 'corrected', 'differs')", name="found"), sa.Index("ix_second_checks_found", "docket_id", "found"))

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), unique=True)
    found: Mapped[str] = mapped_column(sa.String(10))
    checked_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    day: Mapped[date]


class ImportedRow(Base):
    """HMAC of a source row under the import's key. The rows go, with the key, when the import closes (I-19)."""

    __tablename__ = "imported_rows"
    __table_args__ = {"sqlite_with_rowid": False}

    import_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("imports.id"), primary_key=True)
    row_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
