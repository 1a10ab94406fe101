from __future__ import annotations

from flask import Blueprint, abort, make_response
from werkzeug import Response

from civic import printing
from civic.dockets.models import Docket
from civic.permissions import Permission, allows
from civic.statements import paper, queries, showing
from civic.statements.differences import Difference, differences
from civic.statements.models import ConsultationStatement
from civic.web import page, public_address

bp = Blueprint("statements", __name__)


@bp.get("/d/<docket:docket>/statement")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    statement = queries.statement_of(docket)
    return _statement_page(statement) if statement else page("statements/none.html", docket=docket)


@bp.get("/d/<docket:docket>/statement@<int:n>")
@allows(Permission.DOCKET_SEE, Docket)
def show_at(docket: Docket, n: int) -> Response:
    return _statement_page(queries.statement_of(docket, n) or abort(404))


@bp.get("/d/<docket:docket>/statement@<int:n>.pdf")
@allows(Permission.DOCKET_SEE, Docket)
def pdf(docket: Docket, n: int) -> Response:
    """Set when it is asked for, so that words hidden since are hidden here too; the same content is set once."""
    statement = queries.statement_of(docket, n) or abort(404)
    if not printing.is_available():
        return page("statements/no_pdf.html", status=501, docket=docket, statement=statement)
    address = public_address("statements.show_at", docket=docket.number, n=n)
    document = paper.document_of(statement, _changed(statement), address)
    response = make_response(printing.pdf_of(document))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="statement-{docket.number}-{n}.pdf"'
    return response


@bp.get("/d/<docket:docket>/statement@<int:n>.json")
@allows(Permission.DOCKET_SEE, Docket)
def as_json(docket: Docket, n: int) -> Response:
    """Byte for byte what the fingerprint is of."""
    statement = queries.statement_of(docket, n) or abort(404)
    headers = {"Content-Disposition": f'attachment; filename="statement-{docket.number}-{n}.json"'}
    return Response(statement.text.encode(), content_type="application/json", headers=headers)


def _statement_page(statement: ConsultationStatement) -> Response:
    docket, versions = statement.docket, queries.statements_of(statement.docket)
    return page(
        "statements/show.html", docket=docket, statement=statement, content=statement.content, newest=versions[-1], versions=versions,
        changed=_changed(statement), has_pdf=printing.is_available(), showing=showing, unanswered=paper.unanswered_in_words(statement.content),
    )  # fmt: skip


def _changed(statement: ConsultationStatement) -> list[Difference]:
    earlier = queries.statement_of(statement.docket, statement.n - 1) if statement.n > 1 else None
    return differences(earlier.content, statement.content) if earlier else []
