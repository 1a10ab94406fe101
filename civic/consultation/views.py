"""What everybody sees of the asking: questions with their answers, and what "asked" means."""

from __future__ import annotations

from flask import Blueprint
from werkzeug import Response

from civic.consultation import queries
from civic.consultation.alone import program as source_of_program
from civic.consultation.explained import as_it_could_have_been, as_it_happened
from civic.consultation.forms import POSITIONS
from civic.consultation.readable import questions_by_section
from civic.dockets.models import Docket
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("consultation", __name__)


@bp.get("/d/<docket:docket>/questions")
@allows(Permission.LEDGER_SEE, Docket)
def questions(docket: Docket) -> Response:
    return page(
        "consultation/questions.html", docket=docket, groups=questions_by_section(docket), outcomes=queries.request_outcomes(docket),
        POSITIONS=POSITIONS, unasked=[r for r in queries.responses_on(docket) if r.question_id is None],
    )  # fmt: skip


@bp.get("/how/consultation")
@allows(Permission.BROWSE)
def explained() -> Response:
    return page("consultation/explained.html", happened=as_it_happened(), could=as_it_could_have_been())


@bp.get("/how/consultation/verdicts.py")
@allows(Permission.BROWSE)
def program() -> Response:
    """The verdict function as one file that needs nothing but Python."""
    headers = {"Content-Disposition": "attachment; filename=verdicts.py"}
    return Response(source_of_program(), mimetype="text/x-python", headers=headers)
