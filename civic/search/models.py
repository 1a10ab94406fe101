from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base


class SearchEntry(Base):
    """That a comment's public words are in the index, and where. The index itself is ``comment_words`` (index.py)."""

    __tablename__ = "search_entries"
    __table_args__ = ({"sqlite_with_rowid": False},)  # a row number would tell in which order people wrote

    place: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)  # the comment's sort_key, or the next free number after it
    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), unique=True)
    labels: Mapped[str] = mapped_column(default="")  # what lists filter by, as in the index, with a space around each


class SearchWaiting(Base):
    """A comment whose public words the worker takes into the index next; written by triggers on comment_faces."""

    __tablename__ = "search_waiting"
    __table_args__ = ({"sqlite_with_rowid": False},)

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
