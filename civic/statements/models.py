from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Digest, Id, Ref


class Voice(StrEnum):
    """Whose words: the letter of the code."""

    AGENCY = "A"
    ORGANISATION = "O"
    INDIVIDUAL = "I"
    SPEAKER = "P"


class Issue(Base):
    """One thing that somebody consulted said. Staff work on it until a statement is frozen with it; codes are never given twice."""

    __tablename__ = "issues"
    __table_args__ = (sa.UniqueConstraint("docket_id", "code"), sa.UniqueConstraint("docket_id", "voice", "source_n", "item"))

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    voice: Mapped[Voice] = mapped_column(ByValue(Voice))
    source: Mapped[str] = mapped_column(sa.String(40))  # office-…, letter-…, comment-…: see sources.py
    source_n: Mapped[int]  # place of the source among those of its voice
    item: Mapped[int]  # place of the issue in its source
    code: Mapped[str] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(default="")  # of the office or organization, as shown; nobody's for a comment
    point: Mapped[str]  # what is asked for, in a few words of staff
    quotes: Mapped[list[Any]] = mapped_column(default=list)  # see quoting.py
    theme_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"))
    response: Mapped[str | None] = mapped_column(sa.String(22))  # Disposition.issue: stays through all its corrections
    unanswered: Mapped[str] = mapped_column(default="")  # why it is listed without a response
    dropped: Mapped[bool] = mapped_column(default=False)

    docket: Mapped[Any] = relationship("Docket")
    theme: Mapped[Any] = relationship("Theme")

    @property
    def is_settled(self) -> bool:
        return bool(self.response or self.unanswered)


class ConsultationStatement(Base):
    """A frozen statement. ``text`` is canonical JSON, and ``digest`` is of its bytes; a reissue is a further row."""

    __tablename__ = "consultation_statements"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]
    text: Mapped[str]
    digest: Mapped[Digest]
    frozen_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    frozen_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Any] = relationship("Docket")

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.text)
