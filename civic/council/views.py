from __future__ import annotations

from typing import Any

from flask import abort, flash, jsonify, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.consultation.alone import program_digest
from civic.consultation.evidence_json import evidence_as_json
from civic.consultation.forms import CONTACT_KINDS, REASONS, WAYS
from civic.consultation.queries import freezes_of, judgements_on, notices_reaching, removed_from
from civic.consultation.wording import EVENTS, LEVELS, PROMISES
from civic.council import actions, queries
from civic.council.forms import OPTIONS, BodyForm, MemberForm
from civic.council.ledger import ledger_of, listed_later, never_arrived, question_counts, tally
from civic.council.ledger_file import ledger_file as file_of
from civic.council.member_desk import desk_of
from civic.council.member_forms import FINDINGS, STANCES
from civic.council.models import Body
from civic.council.routes import bp
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.people.queries import account_with, accounts_with_role
from civic.permissions import Permission, Role, allows, signed_in_person
from civic.web import page

# --- for everybody


@bp.get("/d/<docket:docket>/positions")
@allows(Permission.POSITIONS_SEE, Docket)
def positions(docket: Docket) -> Response:
    if not queries.positions_are_open(docket):
        abort(404)
    body = queries.council()
    vote = queries.decision_on(docket)
    return page(
        "council/positions.html", docket=docket, members=body.members() if body else [], stated=queries.positions_on(docket),
        votes={v.membership_id: v for v in vote.votes} if vote else {}, decision=vote, STANCES=STANCES, OPTIONS=OPTIONS, FINDINGS=FINDINGS,
    )  # fmt: skip


@bp.get("/d/<docket:docket>/ledger")
@allows(Permission.LEDGER_SEE, Docket)
def ledger(docket: Docket) -> Response:
    """Who was asked, on which text, how it reached them and what came back: computed, never entered."""
    lines = ledger_of(docket)
    return page(
        "council/ledger.html", docket=docket, lines=lines, tally=tally(lines), questions=question_counts(lines), unreached=never_arrived(lines), freezes=freezes_of(docket),
        decision=queries.decision_on(docket), removed=removed_from(docket), later=listed_later(docket, lines), judgements=judgements_on(docket),
        notices=notices_reaching, CONTACT_KINDS=CONTACT_KINDS, REASONS=REASONS, WAYS=WAYS, EVENTS=EVENTS, LEVELS=LEVELS, PROMISES=PROMISES,
        digest=program_digest(),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/ledger.json")
@allows(Permission.LEDGER_SEE, Docket)
def ledger_file(docket: Docket) -> Response:
    """The evidence about every office as one file: the program beside it computes the verdicts again."""
    answer = jsonify(file_of(docket))
    answer.headers["Content-Disposition"] = f"attachment; filename={docket.number}-ledger.json"
    return answer


@bp.get("/d/<docket:docket>/ledger/<id:entry>.json")
@allows(Permission.LEDGER_SEE, Docket)
def evidence(docket: Docket, entry: str) -> Response:
    """The frozen evidence of one line, for anyone who computes the verdict again."""
    line = next((line for line in ledger_of(docket) if line.entry.id == entry), None) or abort(404)
    return jsonify(evidence_as_json(line.evidence))


# --- for members and their aides: the pages of one docket stand in member_views


@bp.get("/member")
@allows(Permission.MEMBER_HOME)
def member() -> Response:
    person = signed_in_person()
    seats = queries.own_seats(person)
    rows = [desk_of(docket, seat) for docket in published_dockets() if not docket.is_exception and not docket.is_withdrawn for seat in seats]
    return page("council/member.html", rows=rows, seats=seats, several=len(seats) > 1, STANCES=STANCES, OPTIONS=OPTIONS)


# --- for the clerk


@bp.route("/staff/bodies", methods=["GET", "POST"])
@allows(Permission.COUNCIL_MANAGE)
def bodies() -> Any:
    form = BodyForm()
    if form.was_submitted():
        with form.reporting():
            actions.create_body(form.name.data, form.classification.data, by=signed_in_person())
            return redirect(url_for("council.bodies"))
    return page("council/bodies.html", bodies=queries.bodies_in_order(), form=form)


@bp.route("/staff/bodies/<id:body>", methods=["GET", "POST"])
@allows(Permission.COUNCIL_MANAGE, Body)
def body(body: Body) -> Any:
    form = MemberForm()
    form.account.choices = [("", _("No account"))] + [(a.id, a.name) for a in accounts_with_role(Role.MEMBER)]
    if form.was_submitted():
        with form.reporting():
            account = account_with(form.account.data) if form.account.data else None
            actions.seat_member(body, name=form.name.data, seat=form.seat.data, ward=form.ward.data or "", account=account, by=signed_in_person())
            return redirect(url_for("council.body", body=body.id))
    return page("council/body.html", body=body, form=form)


@bp.post("/staff/bodies/<id:body>/members/<id:membership>/end")
@allows(Permission.COUNCIL_MANAGE, Body)
def end(body: Body, membership: str) -> Response:
    member = next((m for m in body.memberships if m.id == membership and m.is_current()), None) or abort(404)
    actions.end_membership(member, by=signed_in_person())
    flash(_("The membership of %(name)s ends today.", name=member.name))
    return redirect(url_for("council.body", body=body.id))


