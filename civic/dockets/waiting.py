"""What dockets wait for: findings to read, a second person for a table, a text that people still miss."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.database import db
from civic.desk import Task
from civic.dockets.models import Docket, FactReview, FactSheet, TextDraft, TextVersion
from civic.dockets.queries import all_dockets, standing_version_numbers
from civic.permissions import Permission


def what_clerks_owe() -> list[Task]:
    findings = {row[0]: row[1] for row in db.session.execute(sa.select(TextDraft.docket_id, TextDraft.findings))}
    standing, unconfirmed = standing_version_numbers(), _versions_with_open_tables()
    tasks = []
    for docket in all_dockets():
        if docket.is_withdrawn or docket.closed_at is not None:
            continue
        n = standing.get(docket.id)
        if docket.id in findings:
            tasks.append(_draft_to_publish(docket, findings[docket.id]))
        elif docket.is_public and n is None:
            tasks.append(_text_to_ask_for(docket))
        if (docket.id, n) in unconfirmed:
            words = _("%(number)s: confirm the table of what version %(n)s says", number=docket.number, n=n)
            tasks.append(Task(words, url_for("dockets.confirm_facts", docket=docket.number), Permission.FACTS_REVIEW))
    return tasks


def _draft_to_publish(docket: Docket, findings: list[Any]) -> Task:
    unread = sum(not finding["read"] for finding in findings)
    words = _("%(number)s: read %(n)s findings about the draft text", number=docket.number, n=unread) if unread else _("%(number)s: check and publish the draft text", number=docket.number)
    endpoint = "dockets.structure" if unread else "dockets.publish"
    return Task(words, url_for(endpoint, docket=docket.number), Permission.DOCKET_PUBLISH)


def _text_to_ask_for(docket: Docket) -> Task:
    days = (today() - (docket.text_missing_since or today())).days
    words = _("%(number)s: no text online for %(n)s days. Ask for it, or add it", number=docket.number, n=days)
    return Task(words, url_for("dockets.versions", docket=docket.number), Permission.DOCKET_PUBLISH)


def _versions_with_open_tables() -> set[tuple[str, int]]:
    """(docket, number of the version) where the newest table of facts has no second person's word yet."""
    newest = sa.select(FactSheet.version_id, sa.func.max(FactSheet.n).label("n")).group_by(FactSheet.version_id).subquery()
    query = (
        sa.select(TextVersion.docket_id, TextVersion.n).join(newest, newest.c.version_id == TextVersion.id)
        .join(FactSheet, sa.and_(FactSheet.version_id == newest.c.version_id, FactSheet.n == newest.c.n))
        .where(~sa.exists().where(FactReview.sheet_id == FactSheet.id))
    )  # fmt: skip
    return {(row[0], row[1]) for row in db.session.execute(query)}
