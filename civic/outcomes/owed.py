"""Promises as things owed: open, overdue, kept, kept late or broken, all from their days."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from civic.clock import day_of
from civic.database import db
from civic.dockets.models import Docket
from civic.outcomes.models import Disposition, Promise, PromiseClosing
from civic.outcomes.queries import standing_or_closed
from civic.owed import Owed, evidence_at


def promises_owed(docket: Docket | None) -> list[Owed]:
    """Of standing responses, and whatever is closed; one read."""
    query = (
        sa.select(Promise).join(Promise.disposition).join(Disposition.docket).outerjoin(Promise.closing)
        .where(standing_or_closed())
        .options(contains_eager(Promise.disposition).contains_eager(Disposition.docket), contains_eager(Promise.closing))
    )  # fmt: skip
    query = query.where(Docket.published_at.is_not(None), PromiseClosing.id.is_(None)) if docket is None else query.where(Disposition.docket_id == docket.id)
    return [clock_of(promise) for promise in db.session.scalars(query)]


def clock_of(promise: Promise) -> Owed:
    response, closing = promise.disposition, promise.closing
    address = evidence_at("outcomes.show", f"point-{response.issue}", docket=response.docket.number)
    return Owed(
        "promise", promise.words, promise.owner, response.docket, day_of(promise.made_at), promise.due, address, closing.on if closing else None,
        "broken" if closing and closing.outcome == "broken" else "done", language="en", proof=closing.proof if closing else "",
    )  # fmt: skip
