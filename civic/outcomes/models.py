from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, ByValue, Id, Ref, random_id


class Outcome(StrEnum):
    CHANGED = "changed"
    CHANGED_IN_PART = "changed_in_part"
    ALREADY_COVERED = "already_covered"
    NOT_CHANGED = "not_changed"
    OUTSIDE = "outside"
    PROMISED = "promised"


NEED_A_CHANGE = (Outcome.CHANGED, Outcome.CHANGED_IN_PART)


class DispositionDraft(Base):
    """A response being written to one main point. The point is named once, by ``issue``, through all corrections."""

    __tablename__ = "disposition_drafts"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    issue: Mapped[str] = mapped_column(sa.String(22), default=random_id)
    theme_id: Mapped[Ref] = mapped_column(sa.ForeignKey("themes.id"))
    point: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(ByValue(Outcome))
    reason: Mapped[str]
    decided_by: Mapped[str]  # the body that decided, as it is called
    question_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("questions.id"))
    changes: Mapped[list[Any]] = mapped_column(default=list)  # dicts: old, new (numbers of versions), wid
    promise: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(sa.String(22), default="")  # id of an office, or of an account without one
    due: Mapped[date | None]
    corrects_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("dispositions.id"))

    docket: Mapped[Any] = relationship("Docket")
    theme: Mapped[Any] = relationship("Theme")


class Disposition(Base):
    """A published response. A correction is a further row; the newest of an issue stands."""

    __tablename__ = "dispositions"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    issue: Mapped[str] = mapped_column(sa.String(22), index=True)
    n: Mapped[int]  # order of publication on the docket
    theme_id: Mapped[Ref] = mapped_column(sa.ForeignKey("themes.id"))
    point: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(ByValue(Outcome))
    reason: Mapped[str]
    openings: Mapped[list[Any]]
    decided_by: Mapped[str]
    question_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("questions.id"))
    changes: Mapped[list[Any]] = mapped_column(default=list)
    corrects_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("dispositions.id"), unique=True)
    published_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    docket: Mapped[Any] = relationship("Docket")
    theme: Mapped[Any] = relationship("Theme")
    corrects: Mapped[Disposition | None] = relationship(remote_side="Disposition.id")
    made: Mapped[Promise | None] = relationship(back_populates="disposition", uselist=False)

    @property
    def promise(self) -> Promise | None:
        """The one made with it; a correction that says the same terms goes on with the promise that was made."""
        if self.outcome is not Outcome.PROMISED:
            return None
        return self.made or (self.corrects.promise if self.corrects else None)


class Promise(Base):
    __tablename__ = "promises"
    __append_only__ = True

    id: Mapped[Id]
    disposition_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dispositions.id"), unique=True)
    words: Mapped[str]
    openings: Mapped[list[Any]]
    owner: Mapped[str]  # as shown: an office's title, or a name
    owner_id: Mapped[Ref]
    due: Mapped[date]
    made_at: Mapped[datetime]
    leaf_id: Mapped[str] = mapped_column(sa.String(22), unique=True)

    disposition: Mapped[Disposition] = relationship(back_populates="made")
    closing: Mapped[PromiseClosing | None] = relationship(back_populates="promise", uselist=False)


class PromiseClosing(Base):
    __tablename__ = "promise_closings"
    __append_only__ = True

    id: Mapped[Id]
    promise_id: Mapped[Ref] = mapped_column(sa.ForeignKey("promises.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(8))  # kept, late (kept after its day), broken
    proof: Mapped[str]
    on: Mapped[date]
    closed_at: Mapped[datetime]

    promise: Mapped[Promise] = relationship(back_populates="closing")
