from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from civic.comments.same_words import wording_key
from civic.database import Base, ByValue, Id, Ref


class Channel(StrEnum):
    WEB = "web"
    POST = "post"
    PHONE = "phone"
    SMS = "sms"
    IN_PERSON = "in_person"
    HEARING = "hearing"
    EMAIL = "email"


class Stance(StrEnum):
    SUPPORT = "support"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"


class Clock(StrEnum):
    IN_TIME = "in_time"
    GRACE = "grace"
    LATE = "late"


class State(StrEnum):
    """Visibility. A folded copy stays published and is marked by ``same_as``."""

    HELD = "held"
    PUBLISHED = "published"
    REDACTED = "redacted"
    MOVED = "moved"
    WITHHELD = "withheld"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


READABLE = (State.PUBLISHED, State.REDACTED, State.MOVED)


def first_place_of(day: date) -> int:
    """The smallest sort key that a comment of this day can have."""
    return day.toordinal() * 2**32


TYPED = sa.text("entered_by IS NOT NULL AND source_digest IS NULL")  # by a clerk, from paper or from hearing


class Comment(Base):
    """A submission as received: never its words, which lie in the face (public) or sealed (not public)."""

    __tablename__ = "comments"
    __table_args__ = (
        sa.UniqueConstraint("number"), sa.UniqueConstraint("docket_id", "sort_key"),
        sa.Index("ix_comments_typed", "docket_id", "sort_key", sqlite_where=TYPED, postgresql_where=TYPED),
        sa.Index("ix_comments_held", "docket_id", "held_on", sqlite_where=sa.text("held_on IS NOT NULL"), postgresql_where=sa.text("held_on IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(6))  # stored without its hyphen
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)  # of its comment.received
    version_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))  # as seen; none: no text was published
    channel: Mapped[Channel] = mapped_column(ByValue(Channel))
    day: Mapped[date]  # the day it reached this site
    received_on: Mapped[date]  # the day it reached the city; differs for staff-entered and imported ones
    clock: Mapped[Clock] = mapped_column(ByValue(Clock))
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)  # day number × 2³² + random
    entered_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    source_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # of the imported file
    code_hash: Mapped[str | None] = mapped_column(sa.String(255))  # none: imported
    held_on: Mapped[date | None]  # the day since which words of it wait for a person to read them

    docket: Mapped[Any] = relationship("Docket")
    version: Mapped[Any] = relationship("TextVersion")
    face: Mapped[Face] = relationship(back_populates="comment", uselist=False)
    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.n", back_populates="comment")

    @property
    def wording(self) -> Revision:
        """The wording that the face stands for: shown, or hidden as a whole."""
        return next(r for r in reversed(self.revisions) if r.standing is Standing.CURRENT)

    @property
    def waiting(self) -> Revision | None:
        """A newer wording that is held; until a person decides, the face keeps the older one."""
        newest = self.revisions[-1]
        return newest if newest.standing is Standing.WAITING else None

    @property
    def held_wording(self) -> Revision | None:
        """The wording that waits for a person: a held comment's own, or a newer one."""
        if self.face.state is State.HELD:
            return self.wording
        return self.waiting if self.face.state in READABLE else None


class Standing(StrEnum):
    """Where a wording stands. *Waiting*: held, while an earlier one is still shown."""

    CURRENT = "current"
    WAITING = "waiting"
    SUPERSEDED = "superseded"


class Revision(Base):
    """One wording of a comment. Its words and openings lie in the face while they are public, else sealed."""

    __tablename__ = "revisions"
    __table_args__ = (sa.UniqueConstraint("comment_id", "n"), {"sqlite_with_rowid": False})

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"))
    n: Mapped[int]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)
    day: Mapped[date]
    standing: Mapped[Standing] = mapped_column(ByValue(Standing), default=Standing.CURRENT)
    wants_answer: Mapped[bool] = mapped_column(default=False)
    sealed_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("sealed_texts.id"))

    comment: Mapped[Comment] = relationship(back_populates="revisions")
    sealed: Mapped[Any] = relationship("SealedText")


class HiddenPart(Base):
    """What one decision took out of a comment: sealed, so that an appeal or Undo can put it back while its key lives.

    ``leaf_id`` is the decision's leaf. ``part`` is all (a withheld comment: the content of its wording), body or suggest
    (openings by place) or name (its opening).
    """

    __tablename__ = "hidden_parts"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    revision_id: Mapped[Ref] = mapped_column(sa.ForeignKey("revisions.id"))
    leaf_id: Mapped[str] = mapped_column(sa.String(22), index=True)
    part: Mapped[str] = mapped_column(sa.String(8))  # all, body, suggest, name
    n: Mapped[int | None]  # which suggestion
    reason: Mapped[str] = mapped_column(sa.String(4))
    sealed_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    day: Mapped[date]
    restored_on: Mapped[date | None]

    sealed: Mapped[Any] = relationship("SealedText")


FILTERED_BY = ("state", "stance", "language", "channel", "version_n", "received_on")
ASKS = sa.text("wants_answer")
IS_MARKED = sa.text("(disputed OR name_withheld OR same_as IS NOT NULL)")  # few are; the index of these holds no other


class Face(Base):
    """What is public of one comment now; hot pages read only this. Mutable, equal to a replay of the record.

    The indexes of both orders hold what lists filter by, so that a filter is answered without opening a comment. What is
    long stands last in the row: whoever reads a short column does not walk through the words and their proofs.
    """

    __tablename__ = "comment_faces"
    __table_args__ = (
        sa.Index("ix_comment_faces_page", "docket_id", "sort_key", *FILTERED_BY, "shuffle_key"),
        sa.Index("ix_comment_faces_shuffle", "docket_id", "shuffle_key", *FILTERED_BY),
        sa.Index("ix_comment_faces_state", "docket_id", "state"),
        sa.Index("ix_comment_faces_asking", "docket_id", "sort_key", sqlite_where=ASKS, postgresql_where=ASKS),
        sa.Index("ix_comment_faces_marked", "docket_id", sqlite_where=IS_MARKED, postgresql_where=IS_MARKED),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    number: Mapped[str] = mapped_column(sa.String(6), unique=True)
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)
    shuffle_key: Mapped[int]  # 31 bits of the random leaf id; the daily shuffle starts at the day's own point and wraps
    state: Mapped[State] = mapped_column(ByValue(State))
    ward: Mapped[str] = mapped_column(sa.String(20), default="")
    stance: Mapped[str] = mapped_column(sa.String(10), default="")
    connection: Mapped[str] = mapped_column(sa.String(10), default="")
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    channel: Mapped[str] = mapped_column(sa.String(10))
    version_n: Mapped[int | None]
    received_on: Mapped[date]
    by_clerk: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[bool] = mapped_column(default=False)
    name_withheld: Mapped[bool] = mapped_column(default=False)
    edited_on: Mapped[date | None]
    wants_answer: Mapped[bool] = mapped_column(default=False)
    same_as: Mapped[str | None] = mapped_column(sa.String(6))  # folded: the number it repeats
    reason: Mapped[str | None] = mapped_column(sa.String(4))  # code of the decision that hides or moves it
    wording_key: Mapped[int | None] = mapped_column(sa.BigInteger)  # equal where the public words are one text; none: no words
    name: Mapped[str] = mapped_column(default="")
    anchors: Mapped[list[Any]] = mapped_column(default=list)  # dicts: wid, eid, number, quote?
    excerpt: Mapped[str] = mapped_column(default="")
    suggests: Mapped[list[Any]] = mapped_column(default=list)  # dicts: wid, text (public part)
    text: Mapped[str] = mapped_column(default="")  # public words; hidden ones shown as a mark
    openings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # public disclosure: body, suggests, vals

    comment: Mapped[Comment] = relationship(back_populates="face")

    @validates("text")
    def _follow_the_text(self, _name: str, text: str) -> str:
        """Whatever becomes public or hidden: the key is always that of the words that are shown."""
        self.wording_key = wording_key(text)
        return text


class Anchor(Base):
    """Where in the law a comment points, bound to the version its author saw; never re-pointed."""

    __tablename__ = "comment_anchors"
    __append_only__ = True
    __table_args__ = (sa.Index("ix_comment_anchors_section", "docket_id", "wid"), {"sqlite_with_rowid": False})

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    wid: Mapped[str] = mapped_column(sa.String(64))
    quote: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")


class Counter(Base):
    """Kept counts per docket: dimension (state, channel, day, version, clock; of readable ones stance, section, ward), key, count.

    *arrived* has the day, the state now and the way it came in one key, for the table of days; *ward* the ward and the stance;
    *shown* the section (or none) and whatever lists filter by.
    """

    __tablename__ = "comment_counters"
    __table_args__ = {"sqlite_with_rowid": False}

    docket_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), primary_key=True)
    dimension: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(160), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Hint(Base):
    """A machine's hint: private data holds (when its author kept it), a threat is only read first."""

    __tablename__ = "hints"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    revision_n: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(sa.String(20))  # private_data, threat
    pattern: Mapped[str] = mapped_column(sa.String(20))  # phone, email, street …
    part: Mapped[str] = mapped_column(sa.String(10), default="body")
    start: Mapped[int]  # word span [start, end)
    end: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(10), default="open")  # open, dismissed, acted_on


class SubmissionToken(Base):
    """The same submission sent again gets the same answer: number, code and promise, sealed under the token itself."""

    __tablename__ = "submission_tokens"
    __table_args__ = {"sqlite_with_rowid": False}

    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    body_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))  # another body under the same token is refused
    answer: Mapped[bytes] = mapped_column(sa.LargeBinary)
    expires_at: Mapped[datetime]  # a whole hour, rounded up


class NameDispute(Base):
    """*Someone used my name* marks the comment disputed at once; two people decide about the name."""

    __tablename__ = "name_disputes"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(6))  # the claim's own number
    code_hash: Mapped[str] = mapped_column(sa.String(255))
    claim_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    day: Mapped[date]
    proposed_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    proposed_outcome: Mapped[str | None] = mapped_column(sa.String(10))
    decided_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    outcome: Mapped[str | None] = mapped_column(sa.String(10))  # upheld, rejected
    decided_on: Mapped[date | None]


class ProblemReport(Base):
    """A reader reports a comment: it joins the moderation queue; the reporter stays unknown."""

    __tablename__ = "problem_reports"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    day: Mapped[date]
    words_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    closed_on: Mapped[date | None]
