from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from civic.clock import city_zone
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


WITH_WINDOWS = (selectinload(Docket.windows).selectinload(CommentWindow.extensions), selectinload(Docket.matter))


def published_dockets(*, with_windows: bool = False) -> list[Docket]:
    """Every public docket, the newest publication first."""
    query = sa.select(Docket).where(Docket.published_at.is_not(None)).order_by(Docket.published_at.desc(), Docket.number)
    return list(db.session.scalars(query.options(*WITH_WINDOWS) if with_windows else query))


def all_dockets() -> list[Docket]:
    """Drafts too, newest number first, with their windows; for staff."""
    return list(db.session.scalars(sa.select(Docket).options(*WITH_WINDOWS).order_by(Docket.number.desc())))


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
    """Everything entered about the matter's course, by day; what was taken back and the rows that say so are among it."""
    query = sa.select(ProcessEvent).where(ProcessEvent.docket_id == docket.id).order_by(ProcessEvent.day, ProcessEvent.n)
    return list(db.session.scalars(query))


def standing_events(docket: Docket, at: datetime | None = None) -> list[ProcessEvent]:
    """The steps and meetings that stand, by day; with ``at`` as they stood then, whatever was entered or taken back since."""
    return standing_among([event for event in events_of(docket) if at is None or event.entered_at <= at])


def standing_events_of(dockets: Sequence[Docket]) -> dict[str, list[ProcessEvent]]:
    """The same for many dockets in one read, by the docket's id."""
    query = sa.select(ProcessEvent).where(ProcessEvent.docket_id.in_([docket.id for docket in dockets])).order_by(ProcessEvent.day, ProcessEvent.n)
    found: dict[str, list[ProcessEvent]] = {}
    for event in db.session.scalars(query):
        found.setdefault(event.docket_id, []).append(event)
    return {name: standing_among(events) for name, events in found.items()}


def standing_among(events: Sequence[ProcessEvent]) -> list[ProcessEvent]:
    """Of everything entered about one docket."""
    gone = {event.replaces for event in events if event.replaces}
    return [event for event in events if event.status != "cancelled" and event.id not in gone]


def event_with(id: str) -> ProcessEvent | None:
    return db.session.get(ProcessEvent, id)


def latest_recommendation(docket: Docket, before: date | None = None) -> ProcessEvent | None:
    """The last committee recommendation in the course, of all or of those up to and on a day."""
    found = [event for event in standing_events(docket) if event.kind == "recommended" and (before is None or event.day <= before)]
    return found[-1] if found else None


@dataclass(frozen=True)
class Hearing:
    """One public hearing: when it was set, for when, since when it is noticed, and when it was held."""

    set_on: date | None
    starts_at: datetime | None
    place: str
    noticed_on: date | None
    held_on: date | None

    @property
    def notice_days(self) -> int | None:
        """Days between the notice and the hearing; the day of the notice is not counted."""
        on = self.held_on or (self.starts_at.astimezone(city_zone()).date() if self.starts_at else None)
        return (on - self.noticed_on).days if on and self.noticed_on else None


def hearings_of(docket: Docket) -> list[Hearing]:
    """Hearings in the order of their days; one that was set and then dropped has no day on which it was held.

    A hearing is noticed by the public notice that its step cites, else by the first notice posted from the day on which it was set.
    """
    notices, announced = notices_of(docket), None
    found: list[Hearing] = []
    for event in standing_events(docket):
        if event.kind == "hearing_set":
            found += [_hearing(announced, None, notices)] if announced else []
            announced = event
        elif event.kind == "hearing_held" or event.kind == "hearing" and event.status == "held":
            found.append(_hearing(announced, event, notices))
            announced = None
        elif event.kind == "hearing":
            found.append(_hearing(event, None, notices))
    return [*found, *([_hearing(announced, None, notices)] if announced else [])]


def hearing_noticed_and_held(docket: Docket) -> Hearing | None:
    """The last hearing that was noticed before its day and then held."""
    held = [one for one in hearings_of(docket) if one.held_on and one.noticed_on and one.noticed_on <= one.held_on]
    return held[-1] if held else None


def vote_scheduled_on(docket: Docket) -> date | None:
    """The day of the full council's coming vote: that of its agenda in the course, else the day which the docket names."""
    return _vote_day(docket, standing_events(docket))


def votes_scheduled_on(dockets: Sequence[Docket]) -> dict[str, date]:
    """The same for many dockets in one read, by the docket's id; those without a day are left out."""
    events = standing_events_of(dockets)
    days = {docket.id: _vote_day(docket, events.get(docket.id, [])) for docket in dockets}
    return {id: day for id, day in days.items() if day is not None}


def _vote_day(docket: Docket, events: list[ProcessEvent]) -> date | None:
    agenda = [event for event in events if event.kind == "council_action"]
    if agenda and agenda[-1].starts_at is not None:
        return agenda[-1].starts_at.astimezone(city_zone()).date()
    return docket.council_votes_after


def _hearing(announced: ProcessEvent | None, held: ProcessEvent | None, notices: list[PublicNotice]) -> Hearing:
    cited = next((n.day for n in notices if announced and announced.cites == "notice" and n.id == announced.cited), None)
    since, until = announced.day if announced else None, held.day if held else None
    posted = [n.day for n in notices if (since is None or n.day >= since) and (until is None or n.day <= until)]
    return Hearing(
        set_on=since, starts_at=(announced.starts_at if announced else None) or (held.starts_at if held else None),
        place=(announced.place if announced else "") or (held.place if held else ""), noticed_on=cited or min(posted, default=None), held_on=until,
    )  # fmt: skip


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
