"""What staff did, for staff: role and pseudonym, the kind of act, the docket, the time. Nothing that anybody wrote."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from civic.database import db
from civic.people.models import Pseudonym
from civic.people.wording import ROLES
from civic.permissions import STAFF_ROLES
from civic.record.kinds import KINDS
from civic.record.models import Event

PAGE = 50
# What officials and organizations prepare is theirs until they publish it, and so is the fact that they do.
ACTORS = (*(f"{role.value}-" for role in STAFF_ROLES), "system")


@dataclass(frozen=True)
class Act:
    event: Event
    who: list[tuple[str, str]]  # (pseudonym, role in words)
    what: str

    @property
    def docket(self) -> str | None:
        return self.event.docket.removeprefix("d/") if self.event.docket and self.event.docket.startswith("d/") else None


def acts_before(id: str = "") -> tuple[list[Act], bool]:
    """Fifty acts, newest first, before the event with this id; and whether there are older ones. Residents' acts are not here."""
    by_staff = sa.or_(*(sa.cast(Event.by, sa.Text).like(f'%"{actor}%') for actor in ACTORS))
    query = sa.select(Event).where(Event.at.is_not(None), by_staff)
    if id and (last := db.session.get(Event, id)) is not None and last.at is not None:
        query = query.where(sa.tuple_(Event.at, Event.id) < sa.tuple_(sa.literal(last.at, type_=Event.at.type), sa.literal(last.id)))
    rows = list(db.session.scalars(query.order_by(Event.at.desc(), Event.id.desc()).limit(PAGE + 1)))
    roles = {row.word: row.role for row in db.session.scalars(sa.select(Pseudonym))}
    acts = [Act(event, [(word, str(ROLES[roles[word]]) if word in roles else "") for word in event.by], KINDS[event.kind].about) for event in rows[:PAGE]]
    return acts, len(rows) > PAGE
