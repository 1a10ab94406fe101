"""The summary that a docket promises by a day."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import day_of
from civic.database import db
from civic.dockets.models import Docket
from civic.owed import Owed, evidence_at
from civic.summaries.models import Summary


def summaries_owed(docket: Docket | None) -> list[Owed]:
    """One read. An interim summary does not close it: comments were still being taken."""
    first = sa.select(Summary.docket_id.label("id"), sa.func.min(Summary.published_at).label("at")).where(Summary.interim.is_(False)).group_by(Summary.docket_id).subquery()
    query = sa.select(Docket, first.c.at).outerjoin(first, first.c.id == Docket.id).where(Docket.summary_due.is_not(None), Docket.published_at.is_not(None))
    query = query.where(Docket.withdrawn_at.is_(None), first.c.at.is_(None)) if docket is None else query.where(Docket.id == docket.id)
    return [
        Owed(
            "summary", _("Summary of what people said"), _("City staff"), row, day_of(row.published_at), row.summary_due,
            evidence_at("summaries.show", docket=row.number), day_of(at) if at else None,
        )
        for row, at in db.session.execute(query)
    ]  # fmt: skip
