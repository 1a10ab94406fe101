from __future__ import annotations

from flask import Blueprint, Response

from civic.desk import pages_in_folder, pages_on_desk, tasks_waiting
from civic.dockets.models import Docket
from civic.dockets.queries import all_dockets
from civic.pages.queries import standing_of
from civic.permissions import Permission, allows
from civic.web import page

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("")
@allows(Permission.STAFF_HOME)
def desk() -> Response:
    return page("staff/desk.html", tasks=tasks_waiting(), pages=pages_on_desk(), dockets=[(d, standing_of(d)) for d in all_dockets()])


@bp.get("/d/<docket:docket>")
@allows(Permission.STAFF_HOME, Docket)
def folder(docket: Docket) -> Response:
    return page("staff/folder.html", docket=docket, standing=standing_of(docket), pages=pages_in_folder(docket))
