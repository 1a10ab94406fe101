"""What dockets wait for: findings to read, a second person for a table, a text that people still miss."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.desk import Task
from civic.dockets.facts import review_of, sheets_of
from civic.dockets.models import Docket
from civic.dockets.queries import all_dockets, draft_text_of
from civic.permissions import Permission


def what_clerks_owe() -> list[Task]:
    return [task for docket in all_dockets() if not docket.is_withdrawn and docket.closed_at is None for task in _of(docket)]


def _of(docket: Docket) -> list[Task]:
    tasks = []
    draft = draft_text_of(docket)
    if draft is not None:
        unread = sum(not finding["read"] for finding in draft.findings)
        words = _("%(number)s: read %(n)s findings about the draft text", number=docket.number, n=unread) if unread else _("%(number)s: check and publish the draft text", number=docket.number)
        endpoint = "dockets.structure" if unread else "dockets.publish"
        tasks.append(Task(words, url_for(endpoint, docket=docket.number), Permission.DOCKET_PUBLISH))
    elif docket.is_public and docket.current_version is None:
        days = (today() - (docket.text_missing_since or today())).days
        words = _("%(number)s: no text online for %(n)s days. Ask for it, or add it", number=docket.number, n=days)
        tasks.append(Task(words, url_for("dockets.versions", docket=docket.number), Permission.DOCKET_PUBLISH))
    if (version := docket.current_version) is not None and (sheets := sheets_of(version)) and review_of(sheets[-1]) is None:
        words = _("%(number)s: confirm the table of what version %(n)s says", number=docket.number, n=version.n)
        tasks.append(Task(words, url_for("dockets.confirm_facts", docket=docket.number), Permission.FACTS_REVIEW))
    return tasks

