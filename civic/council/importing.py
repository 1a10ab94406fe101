"""Printed roll calls of an imported matter, entered as they stand when its docket is published."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from civic.council.actions import create_body, import_vote
from civic.council.models import Body
from civic.council.queries import council
from civic.database import db
from civic.dockets.models import Docket
from civic.people.models import Account


def enter_imported_votes(docket: Docket, by: Account) -> None:
    source = docket.matter.source
    for row in source.get("votes", []):
        on = date.fromisoformat(row["day"])
        body = _body_of(row, by)
        seats = source.get("seats") if row["is_full_body"] else len(body.members(on)) or None
        printed = [(name, option, word) for name, option, word in row["printed"]]
        import_vote(docket, body, on=on, printed=printed, seats=seats, passed=row["passed"], source_digest=bytes.fromhex(source["sha256"]), by=by)


def _body_of(row: dict[str, str], by: Account) -> Body:
    """The city's council, or the committee of this name; one that is not known yet is entered without members."""
    if row["is_full_body"] and (full := council()) is not None:
        return full
    found = db.session.scalar(sa.select(Body).where(Body.name == row["body"]))
    return found or create_body(row["body"][:200], "legislature" if row["is_full_body"] else "committee", by=by)
