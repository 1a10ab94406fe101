"""Around a vote, for the clerk: what the members were given, and an urgency."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.council.models import Membership
from civic.council.papers import Paper, deliver_packet, handed_out, papers_of
from civic.council.queries import bodies_in_order, decision_on
from civic.council.urgency import in_the_way_of, record_urgency, urgencies_on
from civic.council.vote_forms import PapersForm, UrgencyForm
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("votes", __name__, url_prefix="/staff")


@bp.route("/d/<docket:docket>/packet/deliveries", methods=["GET", "POST"])
@allows(Permission.PACKET_DELIVER, Docket)
def papers(docket: Docket) -> Any:
    """Which member was given which papers, when: it counts from this entry."""
    form, seated, offered = PapersForm(), _seated(), papers_of(docket)
    form.members.choices = [(member.id, f"{member.name} ({body})") for member, body in seated]
    form.papers.choices = [(paper.digest, paper.name) for paper in offered]
    if not form.is_submitted():
        form.members.data = [member.id for member, body in seated if member.body.classification == "legislature"]
        form.papers.data = [paper.digest for paper in offered[:1]]
    if form.was_submitted():
        with form.reporting():
            chosen = [paper for paper in offered if paper.digest in (form.papers.data or [])]
            members = [member for member, _body in seated if member.id in form.members.data]
            made = deliver_packet(docket, members, [*chosen, *_other(form)], how=form.how.data, by=signed_in_person())
            flash(ngettext("%(num)s delivery is on the record.", "%(num)s deliveries are on the record.", len(made)))
            return redirect(url_for("votes.papers", docket=docket.number))
    return page("votes/papers.html", docket=docket, form=form, seated=seated, given=handed_out(docket))


@bp.route("/d/<docket:docket>/urgency", methods=["GET", "POST"])
@allows(Permission.VOTE_RECORD, Docket)
def urgency(docket: Docket) -> Any:
    """Before the vote it is in force for it; afterwards it explains."""
    if not docket.is_public:
        abort(404)
    form, vote = UrgencyForm(), decision_on(docket)
    reasons = in_the_way_of(docket, vote)
    if form.was_submitted():
        with form.reporting():
            record_urgency(docket, decided_by=form.decided_by.data, reasons=form.reasons.data, checks=len(reasons), after=vote, by=signed_in_person())
            flash(_("On the record, and public."))
            return redirect(url_for("votes.urgency", docket=docket.number))
    return page("votes/urgency.html", docket=docket, form=form, vote=vote, in_the_way=reasons, urgencies=urgencies_on(docket))


def _seated() -> list[tuple[Membership, str]]:
    """Everybody who holds a seat now, the full council first."""
    return [(member, body.name) for body in bodies_in_order() for member in body.members()]


def _other(form: PapersForm) -> list[Paper]:
    data = form.other.data.read() if form.other.data else b""
    if bool(data) != bool(form.other_name.data):
        raise Refusal(_("Another paper needs both its name and its file."), "other_name")
    return [Paper(form.other_name.data, sha256(data).hexdigest())] if data else []
