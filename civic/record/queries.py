from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.record.models import Event, Leaf


def leaf_of(event: Event) -> Leaf | None:
    return db.session.scalar(sa.select(Leaf).where(Leaf.event_id == event.id))


def events_about(subject: Any, *kinds: str) -> list[Event]:
    """Events about one row, oldest first (a resident's by day, then at random)."""
    query = sa.select(Event).where(Event.subject_type == type(subject).__tablename__, Event.subject_id == subject.id)
    if kinds:
        query = query.where(Event.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(Event.day, Event.at, Event.id)))


def leaf_about(subject: Any, *kinds: str) -> Leaf | None:
    """The newest leaf about one row, of the named kinds."""
    events = list(events_about(subject, *kinds))
    return leaf_of(events[-1]) if events else None
