"""Amendments for the clerk: offered, put to a vote, withdrawn, worked into the next version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.council import actions, queries
from civic.council.amendment_forms import MotionOnItForm, WorkInForm, choices_of, field_of, offer_form, pieces_of
from civic.council.amendment_models import Amendment
from civic.council.amendment_queries import adopted_not_worked_in, amendments_on, versions_with
from civic.council.amendments import may_be_put
from civic.council.forms import TakenBackForm
from civic.council.models import Membership, MotionKind
from civic.council.requirements import decides_by_voice, requirement_in_words
from civic.council.wording import AMENDMENT_STATES, MOTION_STATES, redlines_of
from civic.database import Refusal, db
from civic.dockets.forms import KINDS
from civic.dockets.models import Docket
from civic.dockets.queries import draft_text_of
from civic.dockets.standing import course_of
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("amendments", __name__, url_prefix="/staff")


@bp.get("/d/<docket:docket>/amendments")
@allows(Permission.VOTE_RECORD, Docket)
def every(docket: Docket) -> Response:
    return _list_page(docket, _work_in_form(docket))


@bp.post("/d/<docket:docket>/amendments/work-in")
@allows(Permission.DOCKET_PUBLISH, Docket)
def work_in(docket: Docket) -> Response:
    form = _work_in_form(docket)
    if form.was_submitted():
        with form.reporting():
            chosen = [one for one in adopted_not_worked_in(docket) if one.id in (form.amendments.data or [])]
            actions.work_in(docket, chosen, label=form.label.data, by=signed_in_person())
            flash(_("A draft of the next version is made. Read it, then publish it."))
            return redirect(url_for("dockets.structure", docket=docket.number))
    return _list_page(docket, form)


@bp.route("/d/<docket:docket>/amendments/new", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Docket)
def offer(docket: Docket) -> Any:
    """The pieces of the chosen sections with their present words; what the clerk changes is the amendment."""
    version = docket.current_version
    chosen = request.args.getlist("s")
    pieces = pieces_of(version, chosen) if version else []
    if version is None or not pieces:
        if not chosen:
            flash(_("Choose at least one section."), "warning")
        return redirect(url_for("amendments.every", docket=docket.number))
    bodies = queries.bodies_in_order()
    form = offer_form(pieces, bodies, version.id)
    if form.was_submitted():
        with form.reporting():
            seen = next((v for v in docket.versions if v.id == form.version.data), version)
            mover = db.session.get(Membership, form.mover.data) or abort(404)
            wording = {piece.wid: form[field_of(piece)].data or "" for piece in pieces}
            made = actions.offer_amendment(
                docket, seen, mover=mover, body=mover.body, wording=wording, purpose=form.purpose.data or "", on=form.on.data, by=signed_in_person()
            )
            flash(_("Amendment %(n)s is offered and public.", n=made.n))
            return redirect(url_for("amendments.one", amendment=made.id))
    return page("amendments/offer.html", docket=docket, version=version, pieces=pieces, form=form, field_of=field_of)


@bp.get("/amendments/<id:amendment>")
@allows(Permission.VOTE_RECORD, Amendment)
def one(amendment: Amendment) -> Response:
    return _one_page(amendment, _motion_form(amendment))


@bp.post("/amendments/<id:amendment>/motion")
@allows(Permission.VOTE_RECORD, Amendment)
def put(amendment: Amendment) -> Response:
    form, docket = _motion_form(amendment), _docket_of(amendment)
    if form.was_submitted():
        with form.reporting():
            body = queries.body_with(form.body.data) or abort(404)
            words = _("Adopt amendment %(n)s by %(mover)s", n=amendment.n, mover=amendment.mover)
            motion = actions.put_motion(docket, body, kind=MotionKind.AMENDMENT, words=words, mover=amendment.mover, amendment=amendment, by=signed_in_person())
            return redirect(url_for("council.voice" if decides_by_voice(docket, motion) else "council.roll_call", motion=motion.id))
    return _one_page(amendment, form)


@bp.route("/amendments/<id:amendment>/withdraw", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Amendment)
def withdraw(amendment: Amendment) -> Any:
    form = TakenBackForm()
    if form.was_submitted():
        with form.reporting():
            actions.withdraw_amendment(amendment, on=form.on.data, source=form.source.data, by=signed_in_person())
            flash(_("The amendment is withdrawn. It stays readable."))
            return redirect(url_for("amendments.one", amendment=amendment.id))
    return page("amendments/withdraw.html", amendment=amendment, docket=_docket_of(amendment), form=form)


def _list_page(docket: Docket, form: WorkInForm) -> Response:
    version = docket.current_version
    return page(
        "amendments/every.html", docket=docket, version=version, amendments=amendments_on(docket), versions_with=versions_with, form=form,
        sections=choices_of(version), KINDS=KINDS, is_open=not course_of(docket).is_decided,
        waiting=adopted_not_worked_in(docket), draft=draft_text_of(docket), has_members=any(b.members() for b in queries.bodies_in_order()),
        STATES=AMENDMENT_STATES,
    )  # fmt: skip


def _one_page(amendment: Amendment, form: MotionOnItForm) -> Response:
    docket = _docket_of(amendment)
    return page(
        "amendments/one.html", amendment=amendment, docket=docket, redlines=redlines_of(amendment), form=form, misfit=_misfit(docket, amendment),
        versions=versions_with(docket, amendment), by_voice=decides_by_voice, requirement=requirement_in_words, STATES=AMENDMENT_STATES, MOTION_STATES=MOTION_STATES,
    )  # fmt: skip


def _misfit(docket: Docket, amendment: Amendment) -> str:
    """Why it cannot be put to a vote now; empty where it can."""
    try:
        may_be_put(docket, amendment)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _work_in_form(docket: Docket) -> WorkInForm:
    form, waiting = WorkInForm(), adopted_not_worked_in(docket)
    form.amendments.choices = [(one.id, _("Amendment %(n)s by %(mover)s", n=one.n, mover=one.mover)) for one in waiting]
    if not form.is_submitted():
        form.amendments.data = [one.id for one in waiting]
    return form


def _motion_form(amendment: Amendment) -> MotionOnItForm:
    form = MotionOnItForm()
    form.body.choices = [(body.id, body.name) for body in queries.bodies_in_order()]
    if not form.is_submitted():
        form.body.data = amendment.body_id
    return form


def _docket_of(amendment: Amendment) -> Docket:
    return db.session.get_one(Docket, amendment.docket_id)
