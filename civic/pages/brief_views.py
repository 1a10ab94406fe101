"""The brief, for everybody and for a member; the hearing; every document of a docket."""

from __future__ import annotations

from flask import Blueprint, abort, request
from werkzeug import Response

from civic.council.forms import OPTIONS
from civic.council.member_desk import desk_of
from civic.council.member_forms import STANCES
from civic.council.queries import own_seats
from civic.dockets.models import Docket
from civic.dockets.queries import hearings_of, standing_events
from civic.pages.brief import brief_of, ward_named
from civic.pages.documents import documents_of
from civic.people.policy import policy
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("briefs", __name__)


@bp.get("/d/<docket:docket>/brief")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    if docket.is_exception:
        abort(404)
    return page("briefs/show.html", docket=docket, brief=brief_of(docket, ward_named(request.args.get("ward", ""))))


@bp.get("/member/d/<docket:docket>/brief")
@allows(Permission.POSITION_DRAFT, Docket)
def own(docket: Docket) -> Response:
    """The public brief for the member's ward, and what the member's own office keeps: nobody else's words."""
    seats, wanted = own_seats(signed_in_person()), request.args.get("seat")
    seat = next((seat for seat in seats if not wanted or seat.id == wanted), None)
    if seat is None or docket.is_exception:
        abort(404)
    return page("briefs/own.html", docket=docket, brief=brief_of(docket, ward_named(seat.ward)), desk=desk_of(docket, seat), STANCES=STANCES, OPTIONS=OPTIONS)


@bp.get("/d/<docket:docket>/hearing")
@allows(Permission.DOCKET_SEE, Docket)
def hearing(docket: Docket) -> Response:
    """When and where, how to speak, until when words count; afterwards what became of it."""
    hearings = hearings_of(docket)
    return page(
        "briefs/hearing.html", docket=docket, coming=[h for h in hearings if h.held_on is None], held=[h for h in hearings if h.held_on is not None],
        records=[event for event in standing_events(docket) if event.kind in ("hearing", "hearing_held") and (event.outcome or event.source)], lines=policy("contact_lines"),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/documents")
@allows(Permission.DOCKET_SEE, Docket)
def documents(docket: Docket) -> Response:
    return page("briefs/documents.html", docket=docket, groups=documents_of(docket))
