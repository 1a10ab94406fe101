"""Where a matter stands: its timeline as a table, the file with all its proposals, and the workflows in words."""

from __future__ import annotations

import csv
import io

from flask import Response as FlaskResponse
from flask import abort
from flask_babel import gettext as _
from werkzeug import Response

from civic.council.fate import fate_of
from civic.dockets.models import Docket
from civic.dockets.queries import other_proposals_of
from civic.dockets.steps import ACTORS, NEEDS, RULES, label_of
from civic.dockets.workflows.shelf import every_workflow
from civic.pages.routes import bp
from civic.pages.timeline import timeline_of
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.web import page

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@bp.get("/d/<docket:docket>/timeline.csv")
@allows(Permission.DOCKET_SEE, Docket)
def timeline(docket: Docket) -> FlaskResponse:
    """The table behind the timeline, with the step's code and its classes in Open Civic Data's words."""
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow(["day", "event", "meaning", "document", "step", "ocd_classes", "state"])
    for one in timeline_of(docket).moments:
        rows.writerow([one.day.isoformat(), *map(_harmless, (one.words, one.meaning, one.document)), one.step, " ".join(one.classes), one.kind])
    headers = {"Content-Disposition": f"attachment; filename={docket.number}-timeline.csv"}
    return FlaskResponse("\ufeff" + kept.getvalue(), mimetype="text/csv", headers=headers)


@bp.get("/d/<docket:docket>/matter")
@allows(Permission.DOCKET_SEE, Docket)
def matter(docket: Docket) -> Response:
    """The whole legislative file: every proposal under its number, where each stands, and all their steps in one order (I-15)."""
    if docket.matter is None or not docket.matter.file_number:
        abort(404)
    proposals = sorted([docket, *other_proposals_of(docket)], key=lambda one: one.number)
    steps = [(moment, one) for one in proposals for moment in timeline_of(one).moments if moment.kind in ("done", "ahead") and moment.step]
    return page(
        "pages/matter.html", docket=docket, proposals=[(one, fate_of(one)) for one in proposals], steps=sorted(steps, key=lambda row: row[0].day),
        file=docket.matter.file_number,
    )  # fmt: skip


@bp.get("/how/workflows")
@allows(Permission.BROWSE)
def workflows() -> Response:
    """How a matter moves here: the workflow in force first, then the others that matters may still follow."""
    chosen = policy("workflow")
    found = sorted(every_workflow(), key=lambda one: (one.key != chosen, one.key, -one.version))
    return page("pages/workflows.html", workflows=found, chosen=chosen, label_of=label_of, ACTORS=ACTORS, NEEDS=NEEDS, RULES=RULES, questions=_questions())


def _questions() -> dict[str, str]:
    return {
        "passage": _("To pass a law"), "override": _("To override a veto"), "recommendation": _("A committee's recommendation"), "amendment": _("An amendment"),
    }  # fmt: skip


def _harmless(words: str) -> str:
    """No spreadsheet reads a cell as a formula."""
    return "'" + words if words.startswith(STARTS_A_FORMULA) else words
