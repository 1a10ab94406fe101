"""Writing the record: one event, and for a public one its leaf, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from civic.clock import now, today
from civic.database import db, random_id
from civic.record.kinds import KINDS, validate
from civic.record.leaf import canonical, instant, leaf_hash
from civic.record.models import Event, Leaf


class Actor(Protocol):
    """Who acts: an account (it names itself in the record by a role and a pseudonym)."""

    def acting_as(self, kind: str) -> str: ...


SYSTEM = "system"


def record(
    kind: str,
    subject: Any = None,
    /,
    *,
    by: Actor | str | Iterable[Actor | str] | None = None,
    docket: Any = None,
    day: date | None = None,
    leaf_id: str | None = None,
    note: dict[str, Any] | None = None,
    **fields: Any,
) -> Event:
    """Write the event ``kind`` about ``subject``; ``fields`` are the leaf's further fields.

    ``by`` is empty for a resident's own act. ``docket`` is the Docket or None. ``leaf_id`` fixes the leaf's id where
    commitments were bound to it. ``note`` holds what only the inner log needs (ids of rows), never free text from
    residents. Raises MalformedLeaf when the fields do not fit the kind's declaration.
    """
    actors = _pseudonyms(kind, by)
    address = docket.address if docket is not None else None
    acted_on = day or today()
    event = Event(
        id=random_id(), kind=kind, day=acted_on, at=None if _is_residents(kind, actors) else now(), by=actors, docket=address,
        subject_type=type(subject).__tablename__ if subject is not None else None,
        subject_id=getattr(subject, "id", None), details=note or {},
    )  # fmt: skip
    db.session.add(event)
    if not KINDS[kind].public:
        event.details = {**event.details, **_plain(fields)}
        db.session.flush()
        return event
    body = {"v": 1, "t": kind, "id": leaf_id or random_id(), "day": acted_on.isoformat(), "by": actors, **_plain(fields)}
    if address is not None:
        body["docket"] = address
    validate(kind, body)
    db.session.flush()
    encoded = canonical(body)
    db.session.add(
        Leaf(id=body["id"], event_id=event.id, kind=kind, day=acted_on, docket=address, bytes=encoded,
             leaf_hash=leaf_hash(encoded))
    )  # fmt: skip
    db.session.flush()
    return event


def _pseudonyms(kind: str, by: Any) -> list[str]:
    if by is None:
        return []
    actors = [by] if isinstance(by, str) or hasattr(by, "acting_as") else list(by)
    return [actor if isinstance(actor, str) else actor.acting_as(kind) for actor in actors]


def _is_residents(kind: str, actors: list[str]) -> bool:
    """A resident's kind, or a public act that somebody may do without a role and did: such events hold a day and no time."""
    declared = KINDS[kind]
    return declared.resident or (declared.public and not actors)


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Days and instants as the leaf writes them; fields that were not given are left out."""
    plain: dict[str, Any] = {}
    for name, value in fields.items():
        if value is None:
            continue
        if isinstance(value, datetime):
            value = instant(value)
        elif isinstance(value, date):
            value = value.isoformat()
        plain[name] = value
    return plain
