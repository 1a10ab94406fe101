"""For members and their aides, and for the clerk who acts on what they send. No page here shows one member's words to another."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.consultation.queries import roster_of
from civic.council import asking, positions, queries
from civic.council.forms import OPTIONS
from civic.council.member_forms import (
    FINDINGS,
    STANCES,
    AskForm,
    ExplanationForm,
    FindingForm,
    PositionForm,
    PutForm,
    RefusalForm,
)
from civic.council.models import MemberQuestion, Position
from civic.council.seats import own_seat_on
from civic.dockets.models import Docket, TextVersion
from civic.dockets.naming import names_of
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("members", __name__)


@bp.route("/member/d/<docket:docket>/position", methods=["GET", "POST"])
@allows(Permission.POSITION_DRAFT, Docket)
def position(docket: Docket) -> Any:
    seat, person = own_seat_on(docket), signed_in_person()
    if not queries.positions_are_open(docket):
        abort(404)
    if queries.decision_on(docket) is not None:
        return redirect(url_for("members.explain", docket=docket.number, seat=request.args.get("seat")))
    draft = queries.draft_for(docket, seat)
    form = PositionForm(obj=draft)
    if form.was_submitted():
        words = {"statement": form.statement.data, "stance": form.stance.data, "conditions": form.conditions.data or "", "comments": form.comments.data or ""}
        with form.reporting():
            if form.publish.data:
                positions.publish_position(docket, seat, by=person, **words)
                flash(_("Published, with today's date."))
                return redirect(url_for("council.positions", docket=docket.number))
            positions.draft_position(docket, seat, by=person, **words)
            return _kept("members.position", docket)
    own = [p for p in queries.positions_on(docket) if p.membership_id == seat.id]
    return page("members/position.html", docket=docket, seat=seat, draft=draft, form=form, is_member=seat.account_id == person.id, own=own, STANCES=STANCES, FINDINGS=FINDINGS)


@bp.route("/member/d/<docket:docket>/explain", methods=["GET", "POST"])
@allows(Permission.POSITION_DRAFT, Docket)
def explain(docket: Docket) -> Any:
    seat, person, decision = own_seat_on(docket), signed_in_person(), queries.decision_on(docket)
    if decision is None:
        return page("members/explain.html", docket=docket, seat=seat, decision=None)
    draft = queries.draft_for(docket, seat, explains_vote=True)
    form = ExplanationForm(obj=draft)
    if form.was_submitted():
        words = {"statement": form.statement.data, "comments": form.comments.data or ""}
        with form.reporting():
            if form.publish.data:
                positions.explain_vote(docket, seat, by=person, **words)
                flash(_("Published, with today's date."))
                return redirect(url_for("council.decision", docket=docket.number))
            positions.draft_position(docket, seat, by=person, explains_vote=True, **words)
            return _kept("members.explain", docket)
    own = [p for p in queries.positions_on(docket) if p.membership_id == seat.id]
    return page(
        "members/explain.html", docket=docket, seat=seat, decision=decision, vote=queries.vote_of(seat, decision), draft=draft, form=form, own=own,
        is_member=seat.account_id == person.id, OPTIONS=OPTIONS, STANCES=STANCES, FINDINGS=FINDINGS,
    )  # fmt: skip


@bp.route("/member/d/<docket:docket>/ask", methods=["GET", "POST"])
@allows(Permission.MEMBER_ASK, Docket)
def ask(docket: Docket) -> Any:
    """Similar questions are shown before one is sent: pressed again, it goes to the clerk all the same."""
    seat, person = own_seat_on(docket), signed_in_person()
    form = AskForm(obj=asking.unsent_question_of(docket, seat))
    form.section.choices = _sections(docket.current_version)
    similar = asking.similar_questions(docket, form.words.data, form.section.data or "") if form.words.data else []
    shown = " ".join(question.id for question in similar)
    if form.was_submitted() and not form.look.data:
        words = {"words": form.words.data, "section": form.section.data or "", "by": person}
        with form.reporting():
            if form.save.data:
                asking.draft_member_question(docket, seat, **words)
                return _kept("members.ask", docket)
            if form.seen.data == shown:
                asking.send_member_question(docket, seat, **words)
                flash(_("Sent to the clerk. You see here what becomes of it."))
                return redirect(url_for("members.ask", docket=docket.number, seat=request.args.get("seat")))
    paused = bool(request.method == "POST" and similar and form.send.data and form.seen.data != shown)
    form.seen.data = shown
    own = [(asked, asking.fate_of(asked)) for asked in asking.sent_questions(docket, seat)]
    return page("members/ask.html", docket=docket, seat=seat, form=form, similar=similar, paused=paused, own=own, is_member=seat.account_id == person.id, draft=asking.unsent_question_of(docket, seat))


@bp.route("/member/d/<docket:docket>/conditions/<id:position>/<int:n>", methods=["GET", "POST"])
@allows(Permission.POSITION_DRAFT, Docket)
def own_condition(docket: Docket, position: str, n: int) -> Any:
    found = queries.position_with(position)
    if found is None or found.docket_id != docket.id or found.membership_id != own_seat_on(docket).id or found.membership.account_id != signed_in_person().id:
        abort(404)
    return _condition_page(docket, found, n, url_for("council.positions", docket=docket.number))


# --- for the clerk


@bp.get("/staff/d/<docket:docket>/conditions")
@allows(Permission.VOTE_RECORD, Docket)
def conditions(docket: Docket) -> Response:
    return page("members/conditions.html", docket=docket, rows=queries.conditions_on(docket), STANCES=STANCES, FINDINGS=FINDINGS)


@bp.route("/staff/d/<docket:docket>/conditions/<id:position>/<int:n>", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Docket)
def condition(docket: Docket, position: str, n: int) -> Any:
    found = queries.position_with(position)
    if found is None or found.docket_id != docket.id:
        abort(404)
    return _condition_page(docket, found, n, url_for("members.conditions", docket=docket.number))


@bp.get("/staff/d/<docket:docket>/member-questions")
@allows(Permission.ROSTER_KEEP, Docket)
def asked(docket: Docket) -> Response:
    return page("members/asked.html", docket=docket, rows=[(one, asking.fate_of(one)) for one in asking.sent_questions(docket)])


@bp.route("/staff/member-questions/<id:member_question>", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, MemberQuestion)
def reply(member_question: MemberQuestion) -> Any:
    docket, why = member_question.docket, RefusalForm(formdata=None)
    form = PutForm(obj=member_question)
    form.entry.choices = [("", _("Choose")), *((entry.id, entry.office.title) for entry in roster_of(docket))]
    form.section.choices = _sections(docket.current_version)
    if form.was_submitted():
        with form.reporting():
            entry = next((entry for entry in roster_of(docket) if entry.id == form.entry.data), None) or abort(404)
            asking.put_to_office(member_question, entry, words=form.words.data, section=form.section.data or "", by=signed_in_person())
            flash(_("Added to the questions for %(office)s. It is asked when the invitation is sent.", office=entry.office.title))
            return redirect(url_for("asking.office", entry=entry.id))
    return _reply_page(member_question, form, why)


@bp.post("/staff/member-questions/<id:member_question>/refuse")
@allows(Permission.ROSTER_KEEP, MemberQuestion)
def refuse(member_question: MemberQuestion) -> Response:
    why = RefusalForm()
    if why.was_submitted():
        with why.reporting():
            asking.answer_member(member_question, because=why.because.data, by=signed_in_person())
            flash(_("The member sees your answer."))
            return redirect(url_for("members.asked", docket=member_question.docket.number))
    form = PutForm(formdata=None, obj=member_question)
    form.entry.choices = [("", _("Choose")), *((entry.id, entry.office.title) for entry in roster_of(member_question.docket))]
    form.section.choices = _sections(member_question.docket.current_version)
    return _reply_page(member_question, form, why)


def _reply_page(asked: MemberQuestion, form: PutForm, why: RefusalForm) -> Response:
    similar = asking.similar_questions(asked.docket, asked.words, asked.section)
    return page("members/reply.html", docket=asked.docket, asked=asked, fate=asking.fate_of(asked), form=form, why=why, similar=similar, listed=bool(roster_of(asked.docket)))


def _condition_page(docket: Docket, found: Position, n: int, back: str) -> Any:
    if not 1 <= n <= len(found.conditions):
        abort(404)
    form, changes = FindingForm(), positions.changes_after(found)
    names = {v.n: names_of(v.provisions) for v, _change in changes} | {0: names_of(found.version.provisions)}
    form.change.choices = [
        (f"{v.n}:{c.wid}", _("Version %(n)s, section %(name)s", n=v.n, name=names[v.n].get(c.wid) or names[0].get(c.wid, c.wid))) for v, c in changes
    ]
    if form.was_submitted():
        with form.reporting():
            positions.find_condition(found, n, outcome=form.outcome.data, change=form.change.data or "", words=form.words.data or "", by=signed_in_person())
            flash(_("Entered. It stands beside the vote."))
            return redirect(back)
    return page("members/condition.html", docket=docket, position=found, n=n, words=found.conditions[n - 1], form=form, changes=changes, FINDINGS=FINDINGS, back=back)


def _kept(endpoint: str, docket: Docket) -> Response:
    flash(_("Kept as a draft. Nobody but you and your office sees it."))
    return redirect(url_for(endpoint, docket=docket.number, seat=request.args.get("seat")))


def _sections(version: TextVersion | None) -> list[tuple[str, str]]:
    found = [p for p in version.provisions if p.kind == "section"] if version else []
    return [("", _("The whole law")), *((p.wid, _("Section %(number)s, %(heading)s", number=p.number, heading=p.heading)) for p in found)]
