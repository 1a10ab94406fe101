"""A member's own amendments: the sections are chosen, their words changed, kept as a draft, and offered by the member alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.council import member_amendments as own
from civic.council.amendment_forms import OwnOfferForm, choices_of, field_of, own_offer_form, pieces_of
from civic.council.amendment_models import Amendment, AmendmentDraft
from civic.council.models import Membership
from civic.council.seats import own_seat_on
from civic.council.wording import AMENDMENT_STATES
from civic.dockets.forms import KINDS
from civic.dockets.models import Docket, Provision, TextVersion
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("own_amendments", __name__, url_prefix="/member/d/<docket:docket>/amendments")


@bp.get("")
@allows(Permission.AMENDMENT_DRAFT, Docket)
def choose(docket: Docket) -> Response:
    """The member's amendments and draft, and the sections that another one would change."""
    seat, version = own_seat_on(docket), docket.current_version
    draft = own.amendment_draft_of(docket, seat)
    return page(
        "own_amendments/choose.html", docket=docket, seat=seat, version=version, draft=draft, amendments=own.amendments_of(docket, seat), open=own.takes_amendments(docket),
        sections=choices_of(version), KINDS=KINDS, STATES=AMENDMENT_STATES, is_member=seat.account_id == signed_in_person().id, form=OwnOfferForm(formdata=None),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.AMENDMENT_DRAFT, Docket)
def offer(docket: Docket) -> Any:
    seat, person, version = own_seat_on(docket), signed_in_person(), docket.current_version
    draft = own.amendment_draft_of(docket, seat)
    chosen = request.args.getlist("s") or (draft.sections if draft else [])
    pieces = pieces_of(version, chosen) if version else []
    if version is None or not pieces or not own.takes_amendments(docket):
        if not chosen:
            flash(_("Choose at least one section."), "warning")
        return redirect(_address("choose", docket))
    form = own_offer_form(pieces, own.seats_of(seat), version.id, draft)
    if form.was_submitted():
        wording, purpose = {piece.wid: form[field_of(piece)].data or "" for piece in pieces}, form.purpose.data or ""
        seen = next((v for v in docket.versions if v.id == form.version.data), version)
        with form.reporting():
            if not form.offer.data:
                own.draft_amendment(docket, seat, seen, sections=chosen, wording=wording, purpose=purpose, by=person)
                flash(_("Kept as a draft. Nobody but you and your office sees it."))
                return redirect(_address("choose", docket))
            before = next((one for one in own.seats_of(seat) if one.id == form.before.data), seat)
            made = own.offer_own_amendment(docket, seat, seen, before=before, wording=wording, purpose=purpose, by=person)
            flash(_("Amendment %(n)s is offered and public.", n=made.n))
            return redirect(url_for("council.decision", docket=docket.number, _anchor=f"amendment-{made.n}"))
    return _offer_page(docket, seat, version, pieces, draft, form)


@bp.post("/drop")
@allows(Permission.AMENDMENT_DRAFT, Docket)
def drop(docket: Docket) -> Response:
    draft = own.amendment_draft_of(docket, own_seat_on(docket)) or abort(404)
    own.drop_amendment_draft(draft, by=signed_in_person())
    flash(_("The draft is erased."))
    return redirect(_address("choose", docket))


@bp.post("/<id:amendment>/withdraw")
@allows(Permission.AMENDMENT_DRAFT, Docket)
def withdraw(docket: Docket, amendment: str) -> Response:
    seat = own_seat_on(docket)
    mine: Amendment = next((one for one in own.amendments_of(docket, seat) if one.id == amendment), None) or abort(404)
    own.withdraw_own_amendment(docket, seat, mine, by=signed_in_person())
    flash(_("The amendment is withdrawn. It stays readable."))
    return redirect(_address("choose", docket))


def _offer_page(docket: Docket, seat: Membership, version: TextVersion, pieces: list[Provision], draft: AmendmentDraft | None, form: OwnOfferForm) -> Response:
    return page(
        "own_amendments/offer.html", docket=docket, seat=seat, version=version, pieces=pieces, draft=draft, form=form, field_of=field_of,
        is_member=seat.account_id == signed_in_person().id, changed=draft is not None and draft.version_id != version.id,
    )  # fmt: skip


def _address(view: str, docket: Docket) -> str:
    return url_for(f"own_amendments.{view}", docket=docket.number, seat=request.args.get("seat"))
