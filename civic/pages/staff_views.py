from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments.queries import wards_shown
from civic.desk import pages_in_folder, pages_on_desk, tasks_waiting
from civic.dockets.models import Docket
from civic.dockets.queries import all_dockets
from civic.forms import Form
from civic.pages.packet import freeze_packet, packet_of
from civic.pages.queries import standing_of, standings_of
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("")
@allows(Permission.STAFF_HOME)
def desk() -> Response:
    rows = standings_of(all_dockets())
    over = [row for row in rows if row[1].kind in ("voted", "withdrawn") or row[0].closed_at is not None]
    return page("staff/desk.html", tasks=tasks_waiting(), pages=pages_on_desk(), dockets=[row for row in rows if row not in over], over=over)


@bp.get("/d/<docket:docket>")
@allows(Permission.STAFF_HOME, Docket)
def folder(docket: Docket) -> Response:
    return page("staff/folder.html", docket=docket, standing=standing_of(docket), pages=pages_in_folder(docket))


@bp.get("/d/<docket:docket>/packet")
@allows(Permission.PACKET_SEE, Docket)
def packet(docket: Docket) -> Response:
    """Everything for the hearing on one page, to read or to print."""
    return page("staff/packet.html", packet=packet_of(docket), docket=docket, standing=standing_of(docket), shown=shown, wards=wards_shown(docket), empty=Form())


@bp.post("/d/<docket:docket>/packet/freeze")
@allows(Permission.PACKET_FREEZE, Docket)
def freeze(docket: Docket) -> Response:
    freeze_packet(docket, by=signed_in_person())
    flash(_("The packet is frozen. Authors can no longer withdraw; they can ask to hide words."))
    return redirect(url_for("staff.packet", docket=docket.number))
