"""The matter's course for the clerk: where it stands, the steps that are possible now, meetings, public notices."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.dockets import actions
from civic.dockets.course import planned_events, planned_steps
from civic.dockets.evidence import Evidence, evidence_for
from civic.dockets.forms import NoticeForm, in_city_time
from civic.dockets.forms_course import MeetingForm, StepForm, step_form
from civic.dockets.models import Docket
from civic.dockets.notices import CHANNELS
from civic.dockets.queries import event_with, events_of, notices_of
from civic.dockets.staff import bp
from civic.dockets.standing import Course, course_of
from civic.dockets.steps import ACTORS, NEEDS, label_of, meaning_of
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/d/<docket:docket>/course", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE, Docket)
def course(docket: Docket) -> Any:
    """Where the matter stands and what can come next; a meeting that moves nothing is entered here too."""
    form = MeetingForm()
    if form.was_submitted():
        enter = actions.record_process_event if docket.is_public else actions.plan_process_event
        with form.reporting():
            enter(
                docket, kind=form.kind.data, title=form.title.data, day=form.day.data, place=form.place.data or "", source=form.source.data,
                by=signed_in_person(),
            )  # fmt: skip
            return _entered(docket)
    return _course_page(docket, form, NoticeForm(formdata=None))


@bp.route("/d/<docket:docket>/course/<string:state>", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE, Docket)
def step(docket: Docket, state: str) -> Any:
    """One step, with exactly the fields that it needs."""
    found = _course(docket)
    if found.workflow is None or state not in found.workflow.states:
        abort(404)
    one = found.workflow.states[state]
    offered = evidence_for(docket, state, one.cites) if docket.is_public else []
    form = step_form(state, one.cites, offered)
    if form.was_submitted():
        with form.reporting():
            _enter(docket, state, form, offered)
            return _entered(docket)
    return page(
        "dockets/step.html", docket=docket, course=found, state=one, form=form, offered=offered, label=label_of(state, found.workflow),
        meaning=meaning_of(state, found.workflow), ACTORS=ACTORS, NEEDS=NEEDS, is_possible=one in found.possible,
    )  # fmt: skip


@bp.post("/d/<docket:docket>/course/<int:place>/drop")
@allows(Permission.DOCKET_WRITE, Docket)
def drop(docket: Docket, place: int) -> Response:
    """Takes a step out of a draft; nothing of it was ever public."""
    actions.drop_planned_event(docket, place, by=signed_in_person())
    flash(_("Taken out."))
    return redirect(url_for("dockets.course", docket=docket.number))


@bp.post("/d/<docket:docket>/course/<id:event>/take-back")
@allows(Permission.DOCKET_WRITE, Docket)
def take_back(docket: Docket, event: str) -> Response:
    found = event_with(event)
    if found is None or found.docket_id != docket.id:
        abort(404)
    actions.take_back_step(docket, found, by=signed_in_person())
    flash(_("Taken back. The page shows both: that it was entered, and that it was a mistake."))
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
    return _course_page(docket, MeetingForm(formdata=None), form)


def _enter(docket: Docket, state: str, form: StepForm, offered: list[Evidence]) -> None:
    told = {name: form.data.get(name) for name in ("title", "source", "place", "recommendation", "enactment") if form.data.get(name)}
    if form.data.get("starts_at"):
        told["starts_at"] = in_city_time(form.data["starts_at"])
    if docket.is_public:
        told["cites"] = next((one for one in offered if one.key == form.data.get("cites")), None)
        actions.record_process_event(docket, kind=state, day=form.day.data, by=signed_in_person(), **told)
    else:
        actions.plan_process_event(docket, kind=state, day=form.day.data, by=signed_in_person(), **told)


def _entered(docket: Docket) -> Response:
    flash(_("Entered. It is public.") if docket.is_public else _("Kept with the draft. It becomes public with the docket."))
    return redirect(url_for("dockets.course", docket=docket.number))


def _course(docket: Docket) -> Course:
    return course_of(docket, planned_steps(docket))


def _course_page(docket: Docket, form: MeetingForm, notice: NoticeForm) -> Response:
    found, events = _course(docket), events_of(docket)
    waiting = {one.name: not evidence_for(docket, one.name, one.cites) for one in found.possible if "document" not in one.cites} if docket.is_public else {}
    return page(
        "dockets/course.html", docket=docket, form=form, notice=notice, course=found, events=[e for e in events if e.status != "cancelled"],
        taken_back={e.replaces for e in events if e.replaces}, planned=planned_events(docket), notices=notices_of(docket), label_of=label_of,
        meaning_of=meaning_of, waiting=waiting, ACTORS=ACTORS, NEEDS=NEEDS, CHANNELS=CHANNELS,
    )  # fmt: skip
