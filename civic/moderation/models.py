from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, Digest, Id, Ref
from civic.record.fields import PEOPLE_FOR

TAKE_TWO = ", ".join(f"'{code}'" for code, people in PEOPLE_FOR.items() if people == 2)


AGREED = sa.text("confirmer_id is not null")
PROPOSED = sa.text("state = 'proposed'")
UNDO_PROPOSED = sa.text("undo_proposer_id is not null and state = 'taken'")


class RuleSet(Base):
    """The reasons in force from a day on. A decision carries the set that was in force when the comment arrived."""

    __tablename__ = "rule_sets"
    __append_only__ = True

    id: Mapped[Id]
    n: Mapped[int] = mapped_column(unique=True)
    codes: Mapped[list[Any]]
    digest: Mapped[Digest]
    published_on: Mapped[date]


class Decision(Base):
    """What was decided about one comment. *Proposed* waits for a second person and changes nothing until then.

    ``action``: publish, leave, redact, withhold, move, fold, name, reject (a claim on a name), look (somebody else should decide). No column tells what the
    author thinks.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        sa.CheckConstraint("state in ('proposed', 'taken', 'dropped', 'reversed')", name="state"),
        sa.CheckConstraint("confirmer_id is null or confirmer_id <> proposer_id", name="two_people"),
        sa.CheckConstraint(f"state in ('proposed', 'dropped') or confirmer_id is not null or code is null or code not in ({TAKE_TWO})", name="never_alone"),
        sa.UniqueConstraint("comment_id", "n"),
        sa.Index("ix_decisions_undo", "docket_id", sqlite_where=UNDO_PROPOSED, postgresql_where=UNDO_PROPOSED),
        sa.Index("ix_decisions_comment", "comment_id", "state"),
        sa.Index("ix_decisions_recent", "docket_id", "proposer_id", "action", "day", "id"),
        sa.Index("ix_decisions_agreed", "docket_id", "confirmer_id", "day", "id", sqlite_where=AGREED, postgresql_where=AGREED),
        sa.Index("ix_decisions_proposed", "docket_id", "comment_id", sqlite_where=PROPOSED, postgresql_where=PROPOSED),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    comment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"))
    action: Mapped[str] = mapped_column(sa.String(10))
    code: Mapped[str | None] = mapped_column(sa.String(4))
    rules: Mapped[int]
    n: Mapped[int]  # which decision on this comment it is, from 1
    spans: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")  # for colleagues
    same_as: Mapped[str | None] = mapped_column(sa.String(6))
    state: Mapped[str] = mapped_column(sa.String(10), default="taken")
    proposer_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    confirmer_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    undo_proposer_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))  # who asks to take back what two decided
    reversed_by_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    waited_since: Mapped[date]  # the day it was held, else received
    was_held: Mapped[bool] = mapped_column(default=False)  # words of it waited for a person when this was decided
    day: Mapped[date]
    leaf_id: Mapped[str | None] = mapped_column(sa.String(22))  # of what it did; none where nothing became public or hidden
    hint: Mapped[str] = mapped_column(sa.String(20), default="")  # the machine's hint that led here, if any

    comment: Mapped[Any] = relationship("Comment")
    proposer: Mapped[Any] = relationship("Account", foreign_keys=[proposer_id])
    confirmer: Mapped[Any] = relationship("Account", foreign_keys=[confirmer_id])
    undo_proposer: Mapped[Any] = relationship("Account", foreign_keys=[undo_proposer_id])
    appeal: Mapped[Appeal | None] = relationship(back_populates="decision", uselist=False)

    @property
    def takers(self) -> set[str]:
        return {person for person in (self.proposer_id, self.confirmer_id) if person}

    @property
    def took_two(self) -> bool:
        return PEOPLE_FOR.get(self.code or "") == 2

    @property
    def waits_for_undo(self) -> bool:
        return self.undo_proposer_id is not None and self.state == "taken"


class CountedStance(Base):
    """For the quarterly numbers only: the stance of the comment that a decision was about."""

    __tablename__ = "counted_stances"
    __table_args__ = {"sqlite_with_rowid": False}

    decision_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("decisions.id"), primary_key=True)
    stance: Mapped[str] = mapped_column(sa.String(10))


FIRST = ("threat", "held", "proposal", "report")  # what comes before the unread ones
LINE = (*FIRST, "unread", "second")  # the order of the queue; a place has its number in it
MERELY_UNREAD, NOT_MERELY_UNREAD = sa.text("kind = 4"), sa.text("kind <> 4")  # by far the most are; whoever asks says which of the two indexes it wants


class Queued(Base):
    """A comment that waits for a moderator, at its first place; kept by triggers (migration 0007) on faces, comments, decisions, hints
    and reports, whoever changes them.

    A proposal waits for everybody but its proposer, and while it waits the comment is nobody's threat or held one: its first reader has read it.
    ``person_id``: who proposed; else, of a comment drawn for a second reading, who read it first.
    """

    __tablename__ = "queue_places"
    __table_args__ = (
        sa.Index("ix_queue_places_line", "docket_id", "kind", "person_id", "is_reported", "sort_key", "since", sqlite_where=NOT_MERELY_UNREAD, postgresql_where=NOT_MERELY_UNREAD),
        sa.Index("ix_queue_places_unread", "docket_id", "sort_key", sqlite_where=MERELY_UNREAD, postgresql_where=MERELY_UNREAD),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    kind: Mapped[int]
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)
    person_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    is_reported: Mapped[bool]
    is_unread: Mapped[bool]  # readable, and nobody has decided on it
    is_alone: Mapped[bool]  # a hint or a report points at it, or it suggests words for the law: read by itself, not with its group
    since: Mapped[date | None]  # held since


class DecisionCount(Base):
    """How many decisions are alike in all of this; kept by triggers on decisions, their stances and appeals, whoever changes them.

    ``code``, ``stance`` and ``appeal`` are "" where there is none. For the published numbers only.
    """

    __tablename__ = "decision_counts"
    __table_args__ = {"sqlite_with_rowid": False}

    quarter: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    docket_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"), primary_key=True)
    action: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    stance: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    hinted: Mapped[bool] = mapped_column(primary_key=True)
    appeal: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    count: Mapped[int]


class DecisionWait(Base):
    """How many decisions that were taken (reversed later or not) waited from one day to another; kept by triggers like the counts.

    Days and not working days: a holiday that the city enters later is a holiday for past decisions too.
    """

    __tablename__ = "decision_waits"
    __table_args__ = {"sqlite_with_rowid": False}

    day: Mapped[date] = mapped_column(primary_key=True)
    waited_since: Mapped[date] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    language: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    count: Mapped[int]


class SecondReading(Base):
    """A comment drawn for a second reading that another person had left public; kept by triggers on decisions and faces."""

    __tablename__ = "second_readings"
    __table_args__ = {"sqlite_with_rowid": False}

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    agrees: Mapped[bool]


class Claim(Base):
    """A batch of comments that is one moderator's for a while."""

    __tablename__ = "claims"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    comments: Mapped[list[Any]]  # ids
    until: Mapped[datetime]


class Appeal(Base):
    """An author's objection, decided once by somebody who took no part in the decision."""

    __tablename__ = "appeals"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[Id]
    decision_id: Mapped[Ref] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    grounds_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sealed_texts.id"))
    filed_on: Mapped[date]
    leaf_id: Mapped[Ref]
    state: Mapped[str] = mapped_column(sa.String(10), default="filed")  # filed, upheld, reversed, withdrawn
    reviewer_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    reasons: Mapped[str] = mapped_column(default="")
    openings: Mapped[list[Any]] = mapped_column(default=list)
    decided_on: Mapped[date | None]

    decision: Mapped[Decision] = relationship(back_populates="appeal")
    grounds: Mapped[Any] = relationship("SealedText")


class DestroyedPart(Base):
    """That the key of a hidden part was destroyed, and on which day."""

    __tablename__ = "destroyed_parts"
    __append_only__ = True
    __table_args__ = {"sqlite_with_rowid": False}

    part_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("hidden_parts.id"), primary_key=True)
    day: Mapped[date]
