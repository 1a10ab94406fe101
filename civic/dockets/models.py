from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import now
from civic.database import Base, ByValue, Digest, Id, Ref
from civic.dockets.facts.models import FactCheck, FactDraft, FactReview, FactSheet  # noqa: F401 - tables of this domain


class DocketKind(StrEnum):
    ORDINANCE = "ordinance"
    EXCEPTION = "exception"


class VersionLabel(StrEnum):
    DRAFT = "draft"
    INTRODUCED = "introduced"
    SUBSTITUTE = "substitute"
    AMENDED = "amended"
    ENROLLED = "enrolled"
    CODIFIED = "codified"


class WindowState(StrEnum):
    BEFORE = "before"
    OPEN = "open"
    GRACE = "grace"  # just closed: words already being written are taken as in time
    LATE = "late"
    CLOSED = "closed"


class Docket(Base):
    __tablename__ = "dockets"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(sa.String(9), unique=True)  # 2025-014
    kind: Mapped[DocketKind] = mapped_column(ByValue(DocketKind), default=DocketKind.ORDINANCE)
    title: Mapped[str]
    plain_summary: Mapped[str] = mapped_column(default="")
    effects: Mapped[list[Any]] = mapped_column(default=list)  # up to three sentences
    illustrative: Mapped[bool] = mapped_column(default=False)  # demonstration law, marked on every page
    archive: Mapped[bool] = mapped_column(default=False)  # holds past windows taken in with their source
    created_on: Mapped[date]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_outcome: Mapped[str | None] = mapped_column(sa.String(20))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(sa.String(30))  # a code of the leaf; pages say it in words
    withdrawn_for: Mapped[str | None] = mapped_column(sa.String(9))  # number of the docket that takes its place
    contact: Mapped[str] = mapped_column(default="")  # whom to ask about this docket; else the city's own lines
    text_missing_since: Mapped[date | None]  # no text online since then
    text_asked_of: Mapped[str] = mapped_column(default="")  # the office that was asked for the text
    text_asked_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)  # grows with each public change; the pages' ETag
    council_votes_after: Mapped[date | None]  # "Council votes on or after …"
    summary_due: Mapped[date | None]
    packet_frozen_at: Mapped[datetime | None]  # from then on authors can no longer withdraw

    matter: Mapped[Matter] = relationship(back_populates="docket", uselist=False)
    versions: Mapped[list[TextVersion]] = relationship(order_by="TextVersion.n", back_populates="docket")
    windows: Mapped[list[CommentWindow]] = relationship(order_by="CommentWindow.opens_at", back_populates="docket")

    @property
    def address(self) -> str:
        return f"{'x' if self.kind == DocketKind.EXCEPTION else 'd'}/{self.number}"

    @property
    def is_public(self) -> bool:
        """A withdrawn docket stays readable as a tombstone; a draft does not exist for the public."""
        return self.published_at is not None

    @property
    def is_exception(self) -> bool:
        """A department's request for an exception, not a law."""
        return self.kind is DocketKind.EXCEPTION

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def window(self) -> CommentWindow | None:
        """The window that counts now: the one that is open, else the next, else the last."""
        current = [w for w in self.windows if w.state() not in (WindowState.CLOSED, WindowState.BEFORE)]
        coming = [w for w in self.windows if w.state() is WindowState.BEFORE]
        return next(iter(current or coming or reversed(self.windows)), None)

    @property
    def current_version(self) -> TextVersion | None:
        """The newest published version that was not withdrawn as a wrong file. An older text added later never counts."""
        standing = [version for version in self.versions if version.withdrawal is None and version.precedes is None]
        return standing[-1] if standing else None


class Matter(Base):
    """One legislative file."""

    __tablename__ = "matters"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), unique=True)
    file_number: Mapped[str | None] = mapped_column(sa.String(60), index=True)
    workflow: Mapped[str | None] = mapped_column(sa.String(40))  # the file it moves along, set when it starts
    workflow_version: Mapped[int | None]
    type: Mapped[str] = mapped_column(sa.String(60), default="ordinance")
    sponsors: Mapped[list[Any]] = mapped_column(default=list)  # names as printed
    controlling_body: Mapped[str | None]
    session: Mapped[str | None] = mapped_column(sa.String(40))
    enactment_number: Mapped[str | None] = mapped_column(sa.String(60))
    code_target: Mapped[str | None]  # the part of the code that the proposal changes
    source: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what an import found; events and votes that wait for publication
    source_bytes: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)  # the imported file as it came

    docket: Mapped[Docket] = relationship(back_populates="matter")


class TextDraft(Base):
    """A version being prepared: its source, the structure found in it, and the findings to read. One per docket."""

    __tablename__ = "text_drafts"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), unique=True)
    source_format: Mapped[str] = mapped_column(sa.String(20))
    source_name: Mapped[str] = mapped_column(default="")
    source_digest: Mapped[Digest]
    source_bytes: Mapped[bytes] = mapped_column(sa.LargeBinary)
    text: Mapped[str]
    provisions: Mapped[list[Any]]  # dicts: eid, wid, kind, number, heading, text, level, position
    history: Mapped[list[Any]] = mapped_column(default=list)  # earlier structures, for Undo
    findings: Mapped[list[Any]] = mapped_column(default=list)  # dicts: code, severity, message, place, fixes, read, answer
    marked: Mapped[list[Any]] = mapped_column(default=list)  # [kind, words] of a file that marks deletions
    printed: Mapped[str] = mapped_column(sa.String(20), default="")  # how the source names the version: A, *
    precedes: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))
    label: Mapped[VersionLabel] = mapped_column(ByValue(VersionLabel), default=VersionLabel.INTRODUCED)
    reasons: Mapped[dict[str, Any]] = mapped_column(default=dict)  # wid -> why this provision changes
    plain_words: Mapped[dict[str, Any]] = mapped_column(default=dict)  # wid -> plain words
    amendments: Mapped[list[Any]] = mapped_column(default=list)  # ids of the adopted amendments worked into it
    updated_at: Mapped[datetime]


class TextVersion(Base):
    """A published text. Never changed; a wrong one is withdrawn by a row of its own."""

    __tablename__ = "text_versions"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    n: Mapped[int]
    label: Mapped[VersionLabel] = mapped_column(ByValue(VersionLabel))
    text: Mapped[str]
    digest: Mapped[Digest]
    published_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)  # of its text.published
    source_format: Mapped[str] = mapped_column(sa.String(20))
    source_name: Mapped[str] = mapped_column(default="")
    source_digest: Mapped[Digest]
    source_bytes: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)  # the file as it came; not public
    findings: Mapped[list[Any]] = mapped_column(default=list)  # what a person read before it was published
    printed: Mapped[str] = mapped_column(sa.String(20), default="")  # how the source names it: A, *
    precedes: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))  # an older text added later
    note: Mapped[str] = mapped_column(default="")  # where it comes from, in the clerk's words
    amendments: Mapped[list[Any]] = mapped_column(default=list)  # ids of the adopted amendments worked into it

    docket: Mapped[Docket] = relationship(back_populates="versions")
    provisions: Mapped[list[Provision]] = relationship(order_by="Provision.position", back_populates="version")
    withdrawal: Mapped[TextWithdrawal | None] = relationship(foreign_keys="TextWithdrawal.version_id", uselist=False)


class Provision(Base):
    """One piece of a version. ``eid`` names it in this version, ``wid`` in all versions."""

    __tablename__ = "provisions"
    __append_only__ = True
    __table_args__ = (
        sa.UniqueConstraint("version_id", "position"), sa.UniqueConstraint("version_id", "eid"),
        sa.UniqueConstraint("version_id", "wid"),
    )  # fmt: skip

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    position: Mapped[int]
    eid: Mapped[str]
    wid: Mapped[str] = mapped_column(sa.String(64), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))  # preamble, article, section, subsection, paragraph …
    level: Mapped[int]
    number: Mapped[str]  # as printed: 3.2, (a), § 41-110
    heading: Mapped[str]
    text: Mapped[str]  # joined over the version these equal its text
    digest: Mapped[Digest]
    plain_words: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it differs from the version before
    status: Mapped[str] = mapped_column(sa.String(14), default="new")  # exact, moved, text_changed, new

    version: Mapped[TextVersion] = relationship(back_populates="provisions")

    @property
    def slug(self) -> str:
        """For addresses such as /text/s/3-2: the number without ornaments, else the wId."""
        plain = self.number.strip().strip("§.() ").replace(".", "-").replace("§", "").strip()
        return plain if plain and all(c.isalnum() or c == "-" for c in plain) and self.level <= 1 else self.wid


class TextWithdrawal(Base):
    __tablename__ = "text_withdrawals"
    __append_only__ = True

    id: Mapped[Id]
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"), unique=True)
    reason: Mapped[str]
    replaced_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("text_versions.id"))
    at: Mapped[datetime]


class CommentWindow(Base):
    __tablename__ = "comment_windows"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("opens_at < closes_at", name="order"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    late_hours: Mapped[int]
    grace_minutes: Mapped[int]
    source_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # of an archive's source

    docket: Mapped[Docket] = relationship(back_populates="windows")
    extensions: Mapped[list[WindowExtension]] = relationship(order_by="WindowExtension.closes_at")

    @property
    def closing(self) -> datetime:
        """When it closes, every extension counted."""
        return max([self.closes_at, *(extension.closes_at for extension in self.extensions)])

    def takes_comments(self) -> bool:
        return self.state() in (WindowState.OPEN, WindowState.GRACE, WindowState.LATE)

    def state(self, at: datetime | None = None) -> WindowState:
        at = at or now()
        if at < self.opens_at:
            return WindowState.BEFORE
        if at <= self.closing:
            return WindowState.OPEN
        if at <= self.closing + timedelta(minutes=self.grace_minutes):
            return WindowState.GRACE
        return WindowState.LATE if at <= self.closing + timedelta(hours=self.late_hours) else WindowState.CLOSED


class WindowExtension(Base):
    __tablename__ = "window_extensions"
    __append_only__ = True

    id: Mapped[Id]
    window_id: Mapped[Ref] = mapped_column(sa.ForeignKey("comment_windows.id"), index=True)
    closes_at: Mapped[datetime]
    reason: Mapped[str]
    openings: Mapped[list[Any]] = mapped_column(default=list)  # prove each word of the reason
    at: Mapped[datetime]


class ProcessEvent(Base):
    """A step in the matter's course, or a meeting about it, with what it cites. A mistaken one is taken back by a further row."""

    __tablename__ = "process_events"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"))
    n: Mapped[int]  # order of entry; those of one day keep it
    kind: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str]  # the clerk's or the source's own words; empty: what the workflow calls it
    body: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]  # of a hearing that was set, or a meeting
    day: Mapped[date]
    precision: Mapped[str] = mapped_column(sa.String(8), default="day")  # year, month, day, instant
    place: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")  # what it cites, in words
    cites: Mapped[str] = mapped_column(sa.String(16), default="")  # document, notice, passage …; empty in an imported history
    cited: Mapped[str | None] = mapped_column(sa.String(22))  # the row that is cited, where it is one of ours
    recommendation: Mapped[str] = mapped_column(sa.String(8), default="")  # for, against, none
    enactment: Mapped[str] = mapped_column(sa.String(60), default="")  # the law's number, where this step gave it
    printed: Mapped[bool] = mapped_column(default=False)  # from an imported history, kept as it stood
    status: Mapped[str] = mapped_column(sa.String(10), default="scheduled")  # scheduled, noticed, held, cancelled
    replaces: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("process_events.id"))  # of a cancelled row: which one it takes back
    entered_at: Mapped[datetime]


class PublicNotice(Base):
    __tablename__ = "public_notices"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    place: Mapped[str]  # newspaper, agenda, board
    day: Mapped[date]
    evidence: Mapped[str] = mapped_column(default="")
    evidence_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    entered_at: Mapped[datetime]
