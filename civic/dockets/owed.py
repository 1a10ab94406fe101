"""A text that people still miss: it has no day by which it is due, so its clock counts how long they have waited."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import day_of
from civic.database import db
from civic.dockets.models import Docket, TextVersion, TextWithdrawal
from civic.owed import Owed, evidence_at


def texts_owed(docket: Docket | None) -> list[Owed]:
    """One read: dockets without a standing text, and of one docket the text that came after a wait."""
    withdrawn = sa.exists().where(TextWithdrawal.version_id == TextVersion.id)
    standing = (
        sa.select(TextVersion.docket_id.label("id"), sa.func.min(TextVersion.published_at).label("at"))
        .where(TextVersion.precedes.is_(None), ~withdrawn).group_by(TextVersion.docket_id).subquery()
    )  # fmt: skip
    query = sa.select(Docket, standing.c.at).outerjoin(standing, standing.c.id == Docket.id)
    query = query.where(Docket.published_at.is_not(None), Docket.archive.is_(False))
    if docket is None:
        query = query.where(standing.c.at.is_(None), Docket.withdrawn_at.is_(None), Docket.closed_at.is_(None))
    else:
        query = query.where(Docket.id == docket.id, sa.or_(standing.c.at.is_(None), Docket.text_missing_since.is_not(None)))
    return [
        Owed(
            "text", _("Put the text of the law online"), row.text_asked_of or _("Not recorded"), row, row.text_missing_since or day_of(row.published_at), None,
            evidence_at("pages.text", docket=row.number), day_of(at) if at else None,
        )
        for row, at in db.session.execute(query) if at is None or day_of(at) > (row.text_missing_since or day_of(row.published_at))
    ]  # fmt: skip
