"""What dockets wait for: findings to read, a second person for a table, a text that people still miss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.database import db
from civic.desk import Task
from civic.dockets.facts.queries import objections_to
from civic.dockets.models import Docket, FactCheck, FactReview, FactSheet, TextDraft, TextVersion
from civic.dockets.queries import all_dockets, standing_version_numbers
from civic.permissions import Permission


def what_clerks_owe() -> list[Task]:
    findings = {row[0]: row[1] for row in db.session.execute(sa.select(TextDraft.docket_id, TextDraft.findings))}
    standing, tables = standing_version_numbers(), _tables()
    tasks = []
    for docket in all_dockets():
        if docket.is_withdrawn or docket.closed_at is not None:
            continue
        n = standing.get(docket.id)
        if docket.id in findings:
            tasks.append(_draft_to_publish(docket, findings[docket.id]))
        elif docket.is_public and n is None:
            tasks.append(_text_to_ask_for(docket))
        if n is not None:
            tasks += _about_facts(docket, n, tables)
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


def _about_facts(docket: Docket, n: int, tables: _Tables) -> list[Task]:
    sheet_id, is_confirmed = tables.newest.get((docket.id, n), ("", False))
    if is_confirmed or (not sheet_id and docket.id not in tables.confirmed_somewhere):
        return []
    if not sheet_id:
        words = _("%(number)s: version %(n)s is new. Look through the table of what it says", number=docket.number, n=n)
        return [Task(words, url_for("dockets.write_facts", docket=docket.number), Permission.FACTS_WRITE)]
    if sheet_id in tables.doubted and (again := len(objections_to(db.session.get_one(FactSheet, sheet_id)))):
        words = _("%(number)s: look again at the table of what version %(n)s says (rows: %(again)s)", number=docket.number, n=n, again=again)
        return [Task(words, url_for("dockets.write_facts", docket=docket.number), Permission.FACTS_WRITE)]
    words = _("%(number)s: confirm the table of what version %(n)s says", number=docket.number, n=n)
    return [Task(words, url_for("dockets.confirm_facts", docket=docket.number), Permission.FACTS_REVIEW)]


@dataclass(frozen=True)
class _Tables:
    """Of every docket's tables of facts: the newest sheet of each version and whether it is confirmed, in one read."""

    newest: dict[tuple[str, int], tuple[str, bool]]
    confirmed_somewhere: set[str]
    doubted: set[str]  # sheets of a version about which somebody asked to look again


def _tables() -> _Tables:
    query = (
        sa.select(TextVersion.docket_id, TextVersion.n, FactSheet.id, FactReview.id)
        .join(FactSheet, FactSheet.version_id == TextVersion.id).outerjoin(FactReview, FactReview.sheet_id == FactSheet.id).order_by(FactSheet.n)
    )  # fmt: skip
    rows = db.session.execute(query).all()
    doubted = sa.select(FactSheet.id).where(FactSheet.version_id.in_(sa.select(FactCheck.version_id).where(FactCheck.agrees.is_(False))))
    return _Tables(
        {(row[0], row[1]): (row[2], row[3] is not None) for row in rows}, {row[0] for row in rows if row[3] is not None}, set(db.session.scalars(doubted))
    )
