from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Id, Ref


class SentenceKind(StrEnum):
    FINDING = "finding"
    NUMBER = "number"
    QUOTE = "quote"
    OPPOSING = "opposing"
    CONTEXT = "context"
    LIMITS = "limits"


class SummaryDraft(Base):
    """The summary being written: one per docket. Any change takes a checked draft back to the drafter."""

    __tablename__ = "summary_drafts"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), unique=True)
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    interim: Mapped[bool] = mapped_column(default=False)  # comments are still being taken
    language: Mapped[str] = mapped_column(sa.String(3), default="en")  # what it is written in
    checked_at: Mapped[datetime | None]  # set: the checks passed and the approver is asked
    returned_note: Mapped[str] = mapped_column(default="")  # why the approver sent it back

    docket: Mapped[Any] = relationship("Docket")
    drafter: Mapped[Any] = relationship("Account")
    sentences: Mapped[list[DraftSentence]] = relationship(
        order_by="DraftSentence.position", back_populates="draft", cascade="all, delete-orphan"
    )

    @property
    def writers(self) -> set[str]:
        """Everybody who wrote a word of it: none of them may approve it."""
        return {self.drafted_by, *(sentence.written_by for sentence in self.sentences)}


class DraftSentence(Base):
    __tablename__ = "draft_sentences"

    id: Mapped[Id]
    draft_id: Mapped[Ref] = mapped_column(sa.ForeignKey("summary_drafts.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SentenceKind] = mapped_column(ByValue(SentenceKind))
    theme_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"))
    text: Mapped[str]  # may hold {cited}, {texts}, {count}, {readable}, {quote}
    quote: Mapped[str] = mapped_column(default="")
    cites: Mapped[list[Any]] = mapped_column(default=list)  # numbers of comments
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)
    document: Mapped[str] = mapped_column(default="")
    document_address: Mapped[str] = mapped_column(default="")
    written_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))

    draft: Mapped[SummaryDraft] = relationship(back_populates="sentences")
    theme: Mapped[Any] = relationship("Theme")


class Summary(Base):
    """A published version. What it was written from is frozen with it: comments, figures per theme, agreement."""

    __tablename__ = "summaries"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]
    interim: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(3), default="en")
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    approved_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    published_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)
    codebook_id: Mapped[Ref] = mapped_column(sa.ForeignKey("codebooks.id"))
    covered: Mapped[list[Any]]  # ids of the readable comments that were sorted when it was written
    uncovered: Mapped[list[Any]]  # ids of the readable ones that were not
    cited: Mapped[int]
    uncited: Mapped[int]  # with a theme, in no sentence
    without_theme: Mapped[int]
    figures: Mapped[list[Any]]  # per theme: theme, name, comments, texts, supporting, opposing, sections, channels, wards
    agreement: Mapped[dict[str, Any]]  # alpha, comments, readable, left_out

    docket: Mapped[Any] = relationship("Docket")
    codebook: Mapped[Any] = relationship("Codebook")
    sentences: Mapped[list[Sentence]] = relationship(order_by="Sentence.position", back_populates="summary")

    @property
    def readable(self) -> int:
        return len(self.covered) + len(self.uncovered)


class Sentence(Base):
    """A published sentence. ``{quote}`` in its text is read from the comment when it is shown, never kept here."""

    __tablename__ = "summary_sentences"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("summary_id", "position"),)

    id: Mapped[Id]
    summary_id: Mapped[Ref] = mapped_column(sa.ForeignKey("summaries.id"))
    position: Mapped[int]
    kind: Mapped[SentenceKind] = mapped_column(ByValue(SentenceKind))
    theme_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("themes.id"))
    text: Mapped[str]
    template: Mapped[str]  # as it was written, before its figures were filled in; the next version starts from it
    quote_start: Mapped[int | None]
    quote_length: Mapped[int | None]
    quote_mark: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # keyed digest: tells whether words are the quote, not which
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)  # a number's question, frozen
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)  # and its answer that day: count, readable
    document: Mapped[str] = mapped_column(default="")
    document_address: Mapped[str] = mapped_column(default="")

    summary: Mapped[Summary] = relationship(back_populates="sentences")
    theme: Mapped[Any] = relationship("Theme")
    citations: Mapped[list[Citation]] = relationship(order_by="Citation.place", back_populates="sentence")


class Citation(Base):
    __tablename__ = "citations"
    __append_only__ = True

    sentence_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("summary_sentences.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    revision_n: Mapped[int]  # the wording that was cited

    sentence: Mapped[Sentence] = relationship(back_populates="citations")
    comment: Mapped[Any] = relationship("Comment")


class SummaryDispute(Base):
    """The author of a cited comment says that a sentence does not say what was meant. Public at once; by its day."""

    __tablename__ = "summary_disputes"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("sentence_id", "comment_id"), {"sqlite_with_rowid": False})

    id: Mapped[Id]
    sentence_id: Mapped[Ref] = mapped_column(sa.ForeignKey("summary_sentences.id"))
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    day: Mapped[date]
    text: Mapped[str]
    openings: Mapped[list[Any]]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    sentence: Mapped[Sentence] = relationship()
    comment: Mapped[Any] = relationship("Comment")
    decision: Mapped[DisputeDecision | None] = relationship(back_populates="dispute", uselist=False)


class DisputeDecision(Base):
    __tablename__ = "summary_dispute_decisions"
    __append_only__ = True

    id: Mapped[Id]
    dispute_id: Mapped[Ref] = mapped_column(sa.ForeignKey("summary_disputes.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(10))  # corrected (in the next version), answered
    reasons: Mapped[str]
    openings: Mapped[list[Any]]
    decided_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]

    dispute: Mapped[SummaryDispute] = relationship(back_populates="decision")
