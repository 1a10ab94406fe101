"""Whose words a page of members and aides is about."""

from __future__ import annotations

from flask import abort, request

from civic.council import queries
from civic.council.models import Membership
from civic.dockets.models import Docket
from civic.permissions import signed_in_person


def own_seat_on(docket: Docket) -> Membership:
    """The seat in the address where an aide drafts for several members, else the only one. Exceptions have no text to take a position on."""
    if docket.is_exception:
        abort(404)
    seats = queries.own_seats(signed_in_person())
    wanted = request.args.get("seat")
    return next((seat for seat in seats if not wanted or seat.id == wanted), None) or abort(404)
