"""Tables of ordinance facts: in the making, handed over, looked at, confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Digest, Id, Ref


class FactDraft(Base):
    """A table of facts in the making, as it was typed. One per version; handing it over makes a sheet."""

    __tablename__ = "fact_drafts"

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"), unique=True)
    edition: Mapped[int]  # grows each time somebody keeps it, so that two writers notice each other
    typed: Mapped[dict[str, Any]]
    kept_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    kept_at: Mapped[datetime]


class FactSheet(Base):
    """The structured facts of one version. Appended whole; the newest confirmed sheet of a version counts."""

    __tablename__ = "fact_sheets"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("version_id", "n"),)

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"), index=True)
    n: Mapped[int]
    cells: Mapped[dict[str, Any]]  # question -> value (stated, not_stated, unclear), says, eids, readings, rule of an act
    exceptions: Mapped[list[Any]]  # dicts: key, name, and the cells use, actor, condition, logging
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]


class FactCheck(Base):
    """A second person looked for one cell in the text. It counts for each sheet of the version in which the cell is the same."""

    __tablename__ = "fact_checks"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("version_id", "n"),)

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    n: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(40))
    digest: Mapped[Digest]  # of the cell that was looked at
    agrees: Mapped[bool]
    remark: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]


class FactReview(Base):
    """A second person's confirmation of a sheet, after each *not stated* in it was looked for."""

    __tablename__ = "fact_reviews"
    __append_only__ = True

    id: Mapped[Id]
    sheet_id: Mapped[Ref] = mapped_column(sa.ForeignKey("fact_sheets.id"), unique=True)
    reviewed_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]
