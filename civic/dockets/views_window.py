"""Comment windows."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.database import Refusal
from civic.dockets import actions, warnings
from civic.dockets.forms import ExtendForm, WindowForm, first_minute, in_city_time, usual_closing
from civic.dockets.models import Docket
from civic.dockets.staff import bp
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/d/<docket:docket>/window", methods=["GET", "POST"])
@allows(Permission.WINDOW_EXTEND, Docket)
def window(docket: Docket) -> Any:
    form, cautions = WindowForm(), []
    if request.method == "GET":
        form.opens_at.data, form.closes_at.data = first_minute(), usual_closing()
    if form.was_submitted():
        with form.reporting():
            opens, closes = in_city_time(form.opens_at.data), in_city_time(form.closes_at.data)
            cautions = warnings.about_window(docket, opens, closes)
            if cautions and not form.anyway.data:
                raise Refusal(_("Read the warnings, then tick the box and send again."), "anyway")
            actions.open_window(docket, opens_at=opens, closes_at=closes, by=signed_in_person())
            flash(_("The comment window is set and public."))
            return redirect(url_for("dockets.window", docket=docket.number))
    return page("dockets/window.html", docket=docket, form=form, extending=ExtendForm(formdata=None), cautions=cautions)


@bp.post("/d/<docket:docket>/window/extend")
@allows(Permission.WINDOW_EXTEND, Docket)
def extend(docket: Docket) -> Response:
    form, current = ExtendForm(), docket.window or abort(404)
    if form.was_submitted():
        with form.reporting():
            actions.extend_window(current, closes_at=in_city_time(form.closes_at.data), reason=form.reason.data, by=signed_in_person())
            flash(_("Comments are open longer. The reason is public."))
            return redirect(url_for("dockets.window", docket=docket.number))
    return page("dockets/window.html", docket=docket, form=WindowForm(formdata=None), extending=form, cautions=[])


