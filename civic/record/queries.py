from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.record.models import Event, Leaf


def leaf_of(event: Event) -> Leaf:
    """The leaf of a public event; an internal one has none."""
    return db.session.scalars(sa.select(Leaf).where(Leaf.event_id == event.id)).one()


def events_about(subject: Any, *kinds: str) -> list[Event]:
    """Events about one row, oldest first (a resident's by day, then at random)."""
    query = sa.select(Event).where(Event.subject_type == type(subject).__tablename__, Event.subject_id == subject.id)
    if kinds:
        query = query.where(Event.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(Event.day, Event.at, Event.id)))


def leaf_about(subject: Any, *kinds: str) -> Leaf | None:
    """The newest leaf about one row, of the named kinds."""
    events = events_about(subject, *kinds)
    return db.session.scalar(sa.select(Leaf).where(Leaf.event_id == events[-1].id)) if events else None


def leaf_id_about(subject: Any, kind: str) -> str:
    """The id of the newest leaf about something that has one of this kind."""
    return leaf_of(events_about(subject, kind)[-1]).id
