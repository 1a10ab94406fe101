from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from civic.database import db
from civic.dockets.models import (
    CommentWindow,
    Docket,
    Matter,
    ProcessEvent,
    Provision,
    PublicNotice,
    TextDraft,
    TextVersion,
    TextWithdrawal,
)
from civic.permissions import loads


@loads(Docket)
def docket_numbered(number: str) -> Docket | None:
    return db.session.scalar(sa.select(Docket).where(Docket.number == number))


def next_number(year: int) -> str:
    """The next free number of a year, such as 2026-015."""
    taken = [int(number[5:]) for number in db.session.scalars(sa.select(Docket.number).where(Docket.number.startswith(f"{year}-")))]
    return f"{year}-{max(taken, default=0) + 1:03d}"


WITH_WINDOWS = selectinload(Docket.windows).selectinload(CommentWindow.extensions)


def published_dockets(*, with_windows: bool = False) -> list[Docket]:
    """Every public docket, the newest publication first."""
    query = sa.select(Docket).where(Docket.published_at.is_not(None)).order_by(Docket.published_at.desc(), Docket.number)
    return list(db.session.scalars(query.options(WITH_WINDOWS) if with_windows else query))


def all_dockets() -> list[Docket]:
    """Drafts too, newest number first, with their windows; for staff."""
    return list(db.session.scalars(sa.select(Docket).options(WITH_WINDOWS).order_by(Docket.number.desc())))


def standing_version_numbers() -> dict[str, int]:
    """Per docket, the number of the version that ``current_version`` gives; dockets without one are missing."""
    withdrawn = sa.exists().where(TextWithdrawal.version_id == TextVersion.id)
    query = sa.select(TextVersion.docket_id, sa.func.max(TextVersion.n)).where(TextVersion.precedes.is_(None), ~withdrawn)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(TextVersion.docket_id))}


def version_of(docket: Docket, n: int) -> TextVersion | None:
    return next((version for version in docket.versions if version.n == n), None)


def provision_named(version: TextVersion, name: str) -> Provision | None:
    """By its wId, its eId, or the short name that addresses use (3-2)."""
    for provision in version.provisions:
        if name in (provision.wid, provision.eid, provision.slug):
            return provision
    return None


def draft_text_of(docket: Docket) -> TextDraft | None:
    return db.session.scalar(sa.select(TextDraft).where(TextDraft.docket_id == docket.id))


def events_of(docket: Docket) -> list[ProcessEvent]:
    """The matter's course, by day."""
    query = sa.select(ProcessEvent).where(ProcessEvent.docket_id == docket.id).order_by(ProcessEvent.day, ProcessEvent.entered_at)
    return list(db.session.scalars(query))


def notices_of(docket: Docket) -> list[PublicNotice]:
    """Public notices, by day."""
    query = sa.select(PublicNotice).where(PublicNotice.docket_id == docket.id).order_by(PublicNotice.day, PublicNotice.entered_at)
    return list(db.session.scalars(query))


def other_proposals_of(docket: Docket) -> list[Docket]:
    """Public dockets of the same legislative file: each proposal has a docket of its own and may end differently (I-15)."""
    file = docket.matter.file_number if docket.matter else None
    if not file:
        return []
    query = sa.select(Docket).join(Matter, Matter.docket_id == Docket.id).where(Matter.file_number == file, Docket.id != docket.id)
    return list(db.session.scalars(query.where(Docket.published_at.is_not(None)).order_by(Docket.number)))
