"""Motions, roll calls and the mayor's act: the decision for everybody, and where the clerk enters it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import today
from civic.council import actions, queries, urgency
from civic.council.amendment_queries import amendments_on, versions_with
from civic.council.fate import fate_of, stages_of
from civic.council.forms import (
    ACTIONS,
    MOTION_KINDS,
    OPTIONS,
    CorrectExecutiveForm,
    ExecutiveForm,
    MotionForm,
    TakenBackForm,
    VoiceForm,
    correct_vote_form,
    roll_call_form,
)
from civic.council.models import ExecutiveAction, Motion, MotionKind, VoteEvent
from civic.council.requirements import decides_by_voice, quorum_of, requirement_in_words
from civic.council.routes import bp
from civic.council.wording import AMENDMENT_STATES, MOTION_STATES, redlines_of
from civic.database import db
from civic.dockets.models import Docket
from civic.dockets.queries import other_proposals_of
from civic.dockets.standing import course_of
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.get("/d/<docket:docket>/decision")
@allows(Permission.DECISION_SEE, Docket)
def decision(docket: Docket) -> Response:
    """The full council's votes first, then what followed, amendments, and how it came there."""
    votes = [v for v in queries.votes_on(docket) if v.motion is None or v.motion.amendment_id is None]
    return page(
        "council/decision.html", docket=docket, votes=votes, decisions=[v for v in votes if _decides(v)], other_votes=[v for v in votes if not _decides(v)],
        motions=[m for m in queries.motions_on(docket) if m.vote is None], acts=queries.executive_actions_on(docket), corrections=[e for e in queries.executive_entries_on(docket) if e.corrects_id], stages=stages_of(docket),
        explanations=[p for p in queries.positions_on(docket) if p.explains_vote], fate=fate_of(docket), course=course_of(docket),
        others=[(other, fate_of(other)) for other in other_proposals_of(docket)], amendments=amendments_on(docket), versions_with=versions_with,
        redlines_of=redlines_of, requirement=requirement_in_words, OPTIONS=OPTIONS, ACTIONS=ACTIONS, STATES=MOTION_STATES, AMENDMENT_STATES=AMENDMENT_STATES,
    )  # fmt: skip


@bp.route("/staff/d/<docket:docket>/votes", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Docket)
def votes(docket: Docket) -> Any:
    form = MotionForm()
    form.body.choices = [(b.id, b.name) for b in queries.bodies_in_order()]
    form.kind.choices = _kinds_now(docket)
    if form.was_submitted():
        with form.reporting():
            body = queries.body_with(form.body.data)
            assert body is not None  # the choices are bodies
            motion = actions.put_motion(docket, body, kind=form.kind.data, words=form.words.data, mover=form.mover.data or "", by=signed_in_person())
            return redirect(url_for("council.roll_call", motion=motion.id))
    return page(
        "council/votes.html", docket=docket, motions=queries.motions_on(docket), bodies=form.body.choices, form=form, course=course_of(docket),
        by_voice=decides_by_voice, requirement=requirement_in_words, KINDS=MOTION_KINDS, STATES=MOTION_STATES,
        acted={a.motion_id: a for a in queries.executive_actions_on(docket)}, ACTIONS=ACTIONS,
    )  # fmt: skip


@bp.route("/staff/motions/<id:motion>/roll-call", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Motion)
def roll_call(motion: Motion) -> Any:
    """Of those who held a seat on the day of the vote, whoever holds it now."""
    on, docket = _day_asked(), _docket_of(motion)
    members = motion.body.members(on)
    form = roll_call_form(members, on)
    in_the_way = urgency.in_the_way_of_motion(motion, on)
    if "look" not in request.form and form.was_submitted():
        options = {name.removeprefix("vote_"): word for name, word in request.form.items() if name.startswith("vote_") and word}
        with form.reporting():
            urgency.enter_vote(
                motion, options, on=form.on.data, anyway=form.anyway.data or "", decided_by=form.decided_by.data or "", reasons=form.reasons.data or "",
                by=signed_in_person(),
            )  # fmt: skip
            flash(_("The roll call is recorded and public."))
            return redirect(_back(motion))
    return page(
        "council/roll_call.html", motion=motion, members=members, docket=docket, form=form, by_voice=decides_by_voice(docket, motion),
        requirement=requirement_in_words(docket, motion), back=_back(motion), in_the_way=in_the_way, on=on,
        quorum=quorum_of(motion.body, on),
    )  # fmt: skip


@bp.route("/staff/motions/<id:motion>/voice", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Motion)
def voice(motion: Motion) -> Any:
    form = VoiceForm()
    if form.was_submitted():
        with form.reporting():
            actions.decide_by_voice(motion, carried=form.result.data == "carried", on=form.on.data, source=form.source.data, by=signed_in_person())
            flash(_("The result is recorded and public."))
            return redirect(_back(motion))
    return page("council/voice.html", motion=motion, docket=_docket_of(motion), form=form, back=_back(motion))


@bp.route("/staff/motions/<id:motion>/withdraw", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Motion)
def withdraw_motion(motion: Motion) -> Any:
    form = TakenBackForm()
    if form.was_submitted():
        with form.reporting():
            actions.withdraw_motion(motion, on=form.on.data, source=form.source.data, by=signed_in_person())
            flash(_("The motion is withdrawn. It stays readable."))
            return redirect(_back(motion))
    return page("council/withdraw_motion.html", motion=motion, docket=_docket_of(motion), form=form, back=_back(motion))


@bp.route("/staff/motions/<id:motion>/executive-action", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Motion)
def executive_action(motion: Motion) -> Any:
    form, docket = ExecutiveForm(), _docket_of(motion)
    if form.was_submitted():
        with form.reporting():
            actions.record_executive_action(motion, action=form.action.data, on=form.on.data, message=form.message.data or "", by=signed_in_person())
            flash(_("What the mayor did is recorded and public."))
            return redirect(_back(motion))
    return page("council/executive_action.html", motion=motion, docket=docket, form=form, course=course_of(docket))


@bp.route("/staff/executive-actions/<id:executive_action>/correct", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, ExecutiveAction)
def correct_executive(executive_action: ExecutiveAction) -> Any:
    """A wrong entry stays readable; a further one takes its place."""
    entry, form = executive_action, CorrectExecutiveForm(obj=executive_action)
    docket = _docket_of(entry.motion)
    if not form.is_submitted():
        form.reasons.data = ""
    if form.was_submitted():
        with form.reporting():
            actions.correct_executive_action(
                entry, action=form.action.data, on=form.on.data, message=form.message.data or "", reasons=form.reasons.data, by=signed_in_person()
            )
            flash(_("Corrected. The earlier entry stays readable."))
            return redirect(_back(entry.motion))
    return page("council/correct_executive.html", entry=entry, docket=docket, form=form, ACTIONS=ACTIONS)


@bp.route("/staff/votes/<id:vote_event>/correct", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, VoteEvent)
def correct_roll_call(vote_event: VoteEvent) -> Any:
    """A slip in a roll call; the result stays."""
    if vote_event.motion is None:
        abort(404)
    form = correct_vote_form(vote_event.votes)
    if form.was_submitted():
        options = {name.removeprefix("vote_"): word for name, word in request.form.items() if name.startswith("vote_")}
        with form.reporting():
            actions.correct_vote(vote_event, options, reasons=form.reasons.data, by=signed_in_person())
            flash(_("Corrected. What was entered first stays readable."))
            return redirect(_back(vote_event.motion))
    return page("council/correct_roll_call.html", vote=vote_event, docket=_docket_of(vote_event.motion), form=form, back=_back(vote_event.motion))


def _day_asked() -> date:
    """The day in the form or in the address; today where there is none that can be read."""
    try:
        return date.fromisoformat(request.values.get("on", ""))
    except ValueError:
        return today()


def _decides(vote: VoteEvent) -> bool:
    """The full council on the act itself, or on a veto of it."""
    return vote.body.classification == "legislature" and (vote.motion is None or vote.motion.kind in (MotionKind.ACT, MotionKind.OVERRIDE))


def _kinds_now(docket: Docket) -> list[tuple[str, Any]]:
    """An override only while there is a veto; amendments have pages of their own."""
    vetoed = queries.vetoed_motion_on(docket) is not None
    return [(kind.value, words) for kind, words in MOTION_KINDS.items() if kind is not MotionKind.OVERRIDE or vetoed]


def _back(motion: Motion) -> str:
    if motion.amendment_id is not None:
        return url_for("amendments.one", amendment=motion.amendment_id)
    return url_for("council.votes", docket=_docket_of(motion).number)


def _docket_of(motion: Motion) -> Docket:
    return db.session.get_one(Docket, motion.docket_id)
