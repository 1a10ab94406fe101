"""Comment windows, the matter's course, public notices."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.database import Refusal
from civic.dockets import actions, warnings
from civic.dockets.course import CHANNELS, STEPS, planned_events
from civic.dockets.forms import (
    ExtendForm,
    NoticeForm,
    StepForm,
    WindowForm,
    first_minute,
    in_city_time,
    usual_closing,
)
from civic.dockets.models import Docket
from civic.dockets.queries import events_of, notices_of
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


@bp.route("/d/<docket:docket>/course", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE, Docket)
def course(docket: Docket) -> Any:
    """Steps and meetings. Those of a draft wait with it."""
    form = StepForm()
    if form.was_submitted():
        enter = actions.record_process_event if docket.is_public else actions.plan_process_event
        with form.reporting():
            enter(
                docket, kind=form.kind.data, title=form.title.data, day=form.day.data, place=form.place.data or "", source=form.source.data,
                by=signed_in_person(),
            )  # fmt: skip
            flash(_("Entered. It is public.") if docket.is_public else _("Kept with the draft. It becomes public with the docket."))
            return redirect(url_for("dockets.course", docket=docket.number))
    return _course_page(docket, form, NoticeForm(formdata=None))


@bp.post("/d/<docket:docket>/course/<int:place>/drop")
@allows(Permission.DOCKET_WRITE, Docket)
def drop(docket: Docket, place: int) -> Response:
    """Takes a step out of a draft; nothing of it was ever public."""
    actions.drop_planned_event(docket, place, by=signed_in_person())
    flash(_("Taken out."))
    return redirect(url_for("dockets.course", docket=docket.number))


@bp.post("/d/<docket:docket>/notices")
@allows(Permission.DOCKET_WRITE, Docket)
def notices(docket: Docket) -> Response:
    form = NoticeForm()
    if form.was_submitted():
        with form.reporting():
            actions.post_notice(
                docket, channel=form.channel.data, place=form.where.data, day=form.posted.data, evidence=form.evidence.data or "", by=signed_in_person()
            )
            flash(_("The notice is in the record."))
            return redirect(url_for("dockets.course", docket=docket.number))
    return _course_page(docket, StepForm(formdata=None), form)


def _course_page(docket: Docket, form: StepForm, notice: NoticeForm) -> Response:
    return page(
        "dockets/course.html", docket=docket, form=form, notice=notice, events=events_of(docket), planned=planned_events(docket),
        notices=notices_of(docket), STEPS=STEPS, CHANNELS=CHANNELS,
    )  # fmt: skip
