from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Digest, Id, Ref


class FamilyKind(StrEnum):
    LETTER = "letter"
    BLOCK = "block"  # one paragraph inside what each person wrote
    PHRASES = "phrases"  # each place of the letter has several wordings


class FamilyState(StrEnum):
    SUGGESTED = "suggested"  # by the computer; nobody has looked at it
    CONFIRMED = "confirmed"
    DISSOLVED = "dissolved"


class MemberKind(StrEnum):
    EXACT = "exact"
    EDITED = "edited"
    OWN_WORDS = "own_words_added"


BETWEEN = "; "  # between the sponsors of a group that was joined from groups with different ones


class Family(Base):
    """Comments of one docket that share a letter. Its words are those of ``template``, read while they are public."""

    __tablename__ = "families"
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]  # its place among the docket's families; never given twice
    kind: Mapped[FamilyKind] = mapped_column(ByValue(FamilyKind), default=FamilyKind.LETTER)
    state: Mapped[FamilyState] = mapped_column(ByValue(FamilyState), default=FamilyState.SUGGESTED)
    template_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    side: Mapped[str] = mapped_column(sa.String(10), default="")  # support or oppose, where a member stated one
    sponsor: Mapped[str] = mapped_column(default="")  # as it declared itself
    found_on: Mapped[date]

    docket: Mapped[Any] = relationship("Docket")
    members: Mapped[list[Member]] = relationship(back_populates="family")

    @property
    def sponsors(self) -> list[str]:
        return self.sponsor.split(BETWEEN) if self.sponsor else []


class Member(Base):
    """Where a comment belongs now: a family, or none because a person took it out. Earlier places stand in ``FamilyAct``."""

    __tablename__ = "family_members"
    __table_args__ = (sa.Index("ix_family_members_page", "family_id", "sort_key"), sa.Index("ix_family_members_kinds", "family_id", "kind", "sort_key"), {"sqlite_with_rowid": False})

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    family_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("families.id"))
    kind: Mapped[MemberKind] = mapped_column(ByValue(MemberKind))
    sort_key: Mapped[int] = mapped_column(sa.BigInteger)  # the comment's, so that a page of a large family is read from the index
    by_person: Mapped[bool] = mapped_column(default=False)  # the computer changes nothing here any more

    comment: Mapped[Any] = relationship("Comment")
    family: Mapped[Family | None] = relationship(back_populates="members")


class FamilyCount(Base):
    """How many readable members of each kind; kept by triggers on members and faces, whoever changes them."""

    __tablename__ = "family_counts"
    __table_args__ = {"sqlite_with_rowid": False}

    family_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("families.id"), primary_key=True)
    kind: Mapped[MemberKind] = mapped_column(ByValue(MemberKind), primary_key=True)
    count: Mapped[int]


class FamilyDay(Base):
    """The same by the day received."""

    __tablename__ = "family_days"
    __table_args__ = {"sqlite_with_rowid": False}

    family_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("families.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[MemberKind] = mapped_column(ByValue(MemberKind), primary_key=True)
    count: Mapped[int]


class SketchOf(Base):
    """That a comment's public words were looked at, and the hash of their sequence. Triggers delete it when they change."""

    __tablename__ = "campaign_sketches"
    __table_args__ = (sa.Index("ix_campaign_sketches_exact", "docket_id", "exact"), {"sqlite_with_rowid": False})

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    exact: Mapped[int] = mapped_column(sa.BigInteger)
    prints: Mapped[int]  # how many fingerprints


class ToLookAt(Base):
    """A comment whose public words are new or changed; written by triggers on comment_faces, emptied by the worker."""

    __tablename__ = "campaign_arrivals"
    __table_args__ = ({"sqlite_with_rowid": False},)  # a row number would tell in which order people wrote

    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)


class Fingerprint(Base):
    """A fingerprint of a representative: what arrivals are looked up by."""

    __tablename__ = "campaign_prints"
    __table_args__ = (sa.Index("ix_campaign_prints_comment", "comment_id"), {"sqlite_with_rowid": False})

    docket_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), primary_key=True)
    value: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    comment_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("comments.id"), primary_key=True)


class Look(Base):
    """How many comments of a docket had arrived when phrases that recur were last looked for."""

    __tablename__ = "campaign_looks"

    docket_id: Mapped[str] = mapped_column(sa.String(22), sa.ForeignKey("dockets.id"), primary_key=True)
    comments: Mapped[int]
    on: Mapped[date]


class Relation(Base):
    """Two letters that are perhaps related: a person joins them or keeps them apart."""

    __tablename__ = "campaign_relations"
    __table_args__ = (sa.UniqueConstraint("a_id", "b_id"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    a_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"))
    b_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comments.id"))
    per_mille: Mapped[int]  # how much of the shorter one the other has
    state: Mapped[str] = mapped_column(sa.String(10), default="open")  # open, joined, apart


class FamilyAct(Base):
    """What a moderator did with families: confirm, dissolve, split, merge, declare or undo. ``moves`` reverses it.

    A move is {comment, from, to, kind} with families' ids; ``families`` are [id, state and sponsor before, after].
    """

    __tablename__ = "family_acts"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(10))
    family_id: Mapped[Ref] = mapped_column(sa.ForeignKey("families.id"), index=True)
    moves: Mapped[list[Any]]
    families: Mapped[list[Any]]
    undoes_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("family_acts.id"), unique=True)
    openings: Mapped[list[Any]] = mapped_column(default=list)  # prove the sponsor's name word by word
    by_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    on: Mapped[date]
    leaf_id: Mapped[Ref]

    family: Mapped[Family] = relationship()
    by: Mapped[Any] = relationship("Account")
    undoes: Mapped[FamilyAct | None] = relationship(remote_side="FamilyAct.id")


class Attestation(Base):
    """A partner that collected comments in bulk said who it is and that each person agreed to the words (I-30)."""

    __tablename__ = "bulk_attestations"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "source_digest"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    source_digest: Mapped[Digest]  # of the file
    partner: Mapped[str]
    officer: Mapped[str]
    openings: Mapped[dict[str, Any]]  # of both names
    on: Mapped[date]
    leaf_id: Mapped[Ref]

    docket: Mapped[Any] = relationship("Docket")
