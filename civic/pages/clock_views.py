"""V8: who owes what, on one docket and in the whole city."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from civic.clock import today
from civic.clocks import COLUMNS, drawings_of, finding, rows_of
from civic.dockets.models import Docket
from civic.owed import Owed, State, owed_in_the_city, owed_on, tally
from civic.permissions import Permission, allows
from civic.tables import csv_download
from civic.web import page

bp = Blueprint("clocks", __name__)
PER_PAGE = 50


@bp.get("/d/<docket:docket>/clocks")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    things = owed_on(docket)
    shown = things if request.args.get("all") else things[:PER_PAGE]
    return page("clocks/show.html", docket=docket, things=things, shown=shown, caption=finding(things), drawings=drawings_of(things))


@bp.get("/d/<docket:docket>/clocks.csv")
@allows(Permission.DOCKET_SEE, Docket)
def show_csv(docket: Docket) -> Response:
    return csv_download(f"clocks-{docket.number}", COLUMNS, rows_of(owed_on(docket), _root()))


@bp.get("/overdue")
@allows(Permission.BROWSE)
def overdue() -> Response:
    """Everything overdue in the city, the longest first; what falls due soon; what waits without a day."""
    found, on = owed_in_the_city(), today()
    owner = request.args.get("owner", "")
    things = [thing for thing in found if not owner or thing.owner == owner]
    late, soon, waiting = ([t for t in things if t.state(on) is state] for state in (State.OVERDUE, State.SOON, State.WAITING))
    shown = late if request.args.get("all") else late[:PER_PAGE]
    return page(
        "clocks/overdue.html", late=late, shown=shown, soon=soon, waiting=waiting, later=tally(things, on)[State.OPEN], owner=owner, owners=_by_owner(found, on),
        caption=finding(things, on), drawings=drawings_of(late), soon_drawings=drawings_of(soon), any_open=bool(found),
    )  # fmt: skip


@bp.get("/overdue.csv")
@allows(Permission.BROWSE)
def overdue_csv() -> Response:
    """Everything that is open in the city, with its state: overdue first."""
    return csv_download("overdue", COLUMNS, rows_of(owed_in_the_city(), _root()))


def _by_owner(things: list[Owed], on: date) -> list[tuple[str, int, int]]:
    """(who, how many overdue, the longest in days), the most overdue things first."""
    days: dict[str, list[int]] = {}
    for thing in things:
        if thing.state(on) is State.OVERDUE:
            days.setdefault(thing.owner, []).append(thing.days(on))
    return sorted(((owner, len(n), max(n)) for owner, n in days.items()), key=lambda row: (-row[1], -row[2], row[0]))


def _root() -> str:
    return str(current_app.config["CIVIC"].public_url)
