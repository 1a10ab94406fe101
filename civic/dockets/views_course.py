"""Comment windows, the matter's course, public notices, and the table of what the text says."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.database import Refusal
from civic.dockets import actions, facts, warnings
from civic.dockets.course import CHANNELS, STEPS, planned_events
from civic.dockets.forms import (
    ExtendForm,
    NoticeForm,
    PlainForm,
    StepForm,
    WindowForm,
    first_minute,
    in_city_time,
    usual_closing,
)
from civic.dockets.models import Docket, TextVersion
from civic.dockets.queries import events_of, notices_of, provision_named
from civic.dockets.staff import bp
from civic.people.queries import account_with
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


@bp.route("/d/<docket:docket>/facts", methods=["GET", "POST"])
@allows(Permission.FACTS_WRITE, Docket)
def write_facts(docket: Docket) -> Any:
    version, form = docket.current_version, PlainForm()
    if version is not None and form.was_submitted():
        with form.reporting():
            actions.draft_facts(version, _cells(version), by=signed_in_person())
            flash(_("Kept. A second person must confirm it before it is public."))
            return redirect(url_for("dockets.confirm_facts", docket=docket.number))
    return page("dockets/facts.html", docket=docket, version=version, form=form, cells=_cells_shown(version), FIELDS=facts.FIELDS, VALUES=facts.VALUES)


@bp.route("/d/<docket:docket>/facts/confirm", methods=["GET", "POST"])
@allows(Permission.FACTS_REVIEW, Docket)
def confirm_facts(docket: Docket) -> Any:
    version, form = docket.current_version, PlainForm()
    sheet = facts.sheets_of(version)[-1] if version and facts.sheets_of(version) else None
    if sheet is not None and version is not None and form.was_submitted():
        with form.reporting():
            actions.review_facts(sheet, version, by=signed_in_person())
            flash(_("Confirmed. The table is public."))
            return redirect(url_for("dockets.confirm_facts", docket=docket.number))
    return page(
        "dockets/confirm_facts.html", docket=docket, version=version, sheet=sheet, review=facts.review_of(sheet) if sheet else None, form=form,
        drafter=account_with(sheet.drafted_by) if sheet else None, FIELDS=facts.FIELDS, VALUES=facts.VALUES, rows=facts.rows_of(sheet, version) if sheet and version else [],
    )  # fmt: skip


def _course_page(docket: Docket, form: StepForm, notice: NoticeForm) -> Response:
    return page(
        "dockets/course.html", docket=docket, form=form, notice=notice, events=events_of(docket), planned=planned_events(docket),
        notices=notices_of(docket), STEPS=STEPS, CHANNELS=CHANNELS,
    )  # fmt: skip


def _cells(version: TextVersion) -> list[dict[str, Any]]:
    """The table as it was filled in; sections by the numbers that are printed."""
    cells = []
    for field, label in facts.FIELDS.items():
        value = request.form.get(f"{field}-value", "")
        if not value:
            raise Refusal(_("%(field)s: say whether it is stated, not stated or unclear.", field=label), "cells")
        named = [name.strip() for name in request.form.get(f"{field}-sections", "").replace(";", ",").split(",") if name.strip()]
        found = [provision_named(version, name.removeprefix("§").strip().replace(".", "-")) or provision_named(version, name) for name in named]
        if None in found:
            raise Refusal(_("%(field)s: this version has no section %(name)s.", field=label, name=named[found.index(None)]), "cells")
        cells.append({
            "field": field, "value": value, "says": request.form.get(f"{field}-says", "").strip()[:2000], "eids": [p.eid for p in found if p],
            "readings": [r for n in (1, 2) if (r := request.form.get(f"{field}-reading{n}", "").strip()[:1000])],
        })  # fmt: skip
    return cells


def _cells_shown(version: TextVersion | None) -> dict[str, dict[str, Any]]:
    """What the form shows: what was just sent, else the newest sheet, else that of the version before."""
    if version is None:
        return {}
    if request.method == "POST":
        return {f: {"value": request.form.get(f"{f}-value", ""), "says": request.form.get(f"{f}-says", ""), "sections": request.form.get(f"{f}-sections", ""),
                    "readings": [request.form.get(f"{f}-reading{n}", "") for n in (1, 2)]} for f in facts.FIELDS}  # fmt: skip
    sheets = facts.sheets_of(version)
    numbers = {p.eid: p.slug for p in version.provisions}
    return {
        cell["field"]: {**cell, "sections": ", ".join(numbers.get(eid, eid) for eid in cell.get("eids", [])), "readings": [*cell.get("readings", []), "", ""]}
        for cell in (sheets[-1].cells if sheets else [])
    }
