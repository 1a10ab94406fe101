from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Digest, Id, Ref

SAMPLE = 10  # one comment in ten is read twice
WAITS = sa.text("first_reader_id IS NOT NULL")


def is_in_sample(comment_id: str) -> bool:
    """Whether this comment is one of the tenth that two people read. Its id is random, so the choice is too."""
    return int.from_bytes(sha256(comment_id.encode()).digest()[:4]) % SAMPLE == 0


class ThemeState(StrEnum):
    ACTIVE = "active"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class Theme(Base):
    __tablename__ = "themes"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    definition: Mapped[str]
    state: Mapped[ThemeState] = mapped_column(ByValue(ThemeState), default=ThemeState.ACTIVE)
    merged_into_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"))
    ends_in_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"), index=True)  # of a merged one: where its merges lead today

    docket: Mapped[Any] = relationship("Docket")
    merged_into: Mapped[Theme | None] = relationship(remote_side="Theme.id", foreign_keys="Theme.merged_into_id")
    changes: Mapped[list[ThemeChange]] = relationship(order_by="ThemeChange.at", back_populates="theme")

    @property
    def is_active(self) -> bool:
        return self.state is ThemeState.ACTIVE

    @property
    def became(self) -> Theme:
        """The theme where its merges lead; itself where it was not merged."""
        return self.merged_into.became if self.state is ThemeState.MERGED and self.merged_into is not None else self

    @property
    def standing(self) -> Theme | None:
        """The active theme that this one became, if any."""
        return self.became if self.became.is_active else None


class ThemeChange(Base):
    """One change of the codebook: what was done to a theme, the words before it, and why."""

    __tablename__ = "theme_changes"
    __append_only__ = True

    id: Mapped[Id]
    theme_id: Mapped[Ref] = mapped_column(sa.ForeignKey("themes.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))  # added, reworded, merged, split, retired
    was_name: Mapped[str] = mapped_column(sa.String(120), default="")
    was_definition: Mapped[str] = mapped_column(default="")
    into: Mapped[list[Any]] = mapped_column(default=list)  # names of the themes that take its place
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]

    theme: Mapped[Theme] = relationship(back_populates="changes")


class Codebook(Base):
    """The themes and definitions as they were published; a later state is a later row."""

    __tablename__ = "codebooks"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]
    entries: Mapped[list[Any]]  # dicts: theme (id), name, definition
    digest: Mapped[Digest]
    published_at: Mapped[datetime]


class Coding(Base):
    """What one person found in one wording of a comment. The one that ``counts`` stands; the other measures agreement."""

    __tablename__ = "codings"
    __table_args__ = (sa.UniqueConstraint("comment_id", "counts"), sa.Index("ix_codings_docket", "docket_id", "counts"))

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"))
    counts: Mapped[bool] = mapped_column(default=True)
    coder_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    revision_n: Mapped[int]  # the wording that was read
    in_sample: Mapped[bool] = mapped_column(default=lambda context: is_in_sample(context.get_current_parameters()["comment_id"]))
    asks_change: Mapped[bool] = mapped_column(default=False)
    quotable: Mapped[bool] = mapped_column(default=False)
    coded_at: Mapped[datetime]

    comment: Mapped[Any] = relationship("Comment")
    coder: Mapped[Any] = relationship("Account")
    themes: Mapped[list[Theme]] = relationship(secondary="coded_themes", order_by="Theme.position")


class CodedTheme(Base):
    __tablename__ = "coded_themes"

    coding_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("codings.id"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"), primary_key=True, index=True)


# --- kept by triggers (migration 0010) on faces, wordings, codings and themes, whoever changes them


class Sorting(Base):
    """A readable comment, and whether it is sorted: its coding that counts is of the newest wording, none of its themes became one that
    was split, and where it has themes one of them stands: a theme that was retired sorts nothing.
    """

    __tablename__ = "sortings"
    __table_args__ = (
        sa.Index("ix_sortings_page", "docket_id", "is_sorted", "sort_key"),
        sa.Index("ix_sortings_second", "docket_id", "is_sorted", "sort_key", "first_reader_id", sqlite_where=WAITS, postgresql_where=WAITS), {"sqlite_with_rowid": False},
    )  # fmt: skip

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)
    is_sorted: Mapped[bool]
    first_reader_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))  # while it waits for a second one


class Placed(Base):
    """A readable comment under a theme that its coding gives it, as it was given: what a theme became since is asked when read."""

    __tablename__ = "placed_comments"
    __table_args__ = (
        sa.Index("ix_placed_comments_page", "theme_id", "sort_key"), sa.Index("ix_placed_comments_texts", "theme_id", "wording_key"), {"sqlite_with_rowid": False}
    )  # fmt: skip

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"), primary_key=True)
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)
    wording_key: Mapped[int | None] = mapped_column(sa.BigInteger)  # of its public words; none: no words, so a text of its own


class ReadTwice(Base):
    """A theme that one of two readers gave a comment which both of them read, or both gave it; as it was given."""

    __tablename__ = "read_twice"
    __table_args__ = (sa.Index("ix_read_twice_theme", "theme_id", "by_first", "by_second"), {"sqlite_with_rowid": False})

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"), primary_key=True)
    by_first: Mapped[int]  # 1 or 0
    by_second: Mapped[int]
