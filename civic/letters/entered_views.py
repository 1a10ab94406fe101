"""Letters that were signed elsewhere: entering them, and their public page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic import printing
from civic.dockets.models import Docket
from civic.letters import entering, paper
from civic.letters.entered_forms import EnterForm, StrikeForm, VoidForm
from civic.letters.entered_models import EnteredLetter
from civic.letters.exports import entered_as_csv, pdf_file, proof_of_entered, words_as_text
from civic.letters.queries import entered_elsewhere
from civic.letters.signature_models import SignatureKind
from civic.letters.words import ADDRESSEES, ARRIVALS, STRIKES, VOIDS
from civic.permissions import Permission, allows, may, signed_in_person
from civic.web import page, public_address

bp = Blueprint("entered", __name__)


@bp.get("/letters/entered/<id:letter>")
@allows(Permission.LETTER_SEE, EnteredLetter)
def show(letter: EnteredLetter) -> Response:
    return page(
        "entered/show.html", letter=letter, elsewhere=entered_elsewhere(letter), ADDRESSEES=ADDRESSEES, ARRIVALS=ARRIVALS, STRIKES=STRIKES, VOIDS=VOIDS,
        organisations=[one for one in letter.signatories if one.kind is SignatureKind.ORGANISATION],
        people=[one for one in letter.signatories if one.kind is SignatureKind.RESIDENT], entering=may(Permission.LETTER_ENTER), has_pdf=printing.is_available(),
    )  # fmt: skip


@bp.get("/letters/entered/<id:letter>/words.txt")
@allows(Permission.LETTER_SEE, EnteredLetter)
def words(letter: EnteredLetter) -> Response:
    return words_as_text(letter.words, f"letter-{letter.docket.number}-entered.txt")


@bp.get("/letters/entered/<id:letter>.pdf")
@allows(Permission.LETTER_SEE, EnteredLetter)
def pdf(letter: EnteredLetter) -> Response:
    if not printing.is_available():
        return page("entered/no_pdf.html", status=501, docket=letter.docket, back=url_for("entered.show", letter=letter.id))
    return pdf_file(paper.document_of_entered(letter, public_address("entered.show", letter=letter.id)), f"letter-{letter.docket.number}-entered.pdf")


@bp.get("/letters/entered/<id:letter>/signatories.csv")
@allows(Permission.LETTER_SEE, EnteredLetter)
def signatories(letter: EnteredLetter) -> Response:
    return entered_as_csv(letter)


@bp.get("/letters/entered/<id:letter>/proof.json")
@allows(Permission.LETTER_SEE, EnteredLetter)
def proof(letter: EnteredLetter) -> Response:
    return jsonify(proof_of_entered(letter))


@bp.route("/staff/d/<docket:docket>/letters/enter", methods=["GET", "POST"])
@allows(Permission.LETTER_ENTER, Docket)
def enter(docket: Docket) -> Any:
    form = EnterForm()
    form.version.choices = [("", _("It does not say")), *((str(v.n), _("Version %(n)s", n=v.n)) for v in docket.versions)]
    if form.was_submitted():
        with form.reporting():
            letter = entering.enter_letter(docket, form.arrived(docket), by=signed_in_person())
            flash(_("Entered. It is public with its names, marked as not confirmed."))
            return redirect(url_for("entered.show", letter=letter.id))
    return page("entered/enter.html", docket=docket, form=form)


@bp.post("/staff/letters/entered/<id:letter>/signatories/<id:one>/strike")
@allows(Permission.LETTER_ENTER, EnteredLetter)
def strike(letter: EnteredLetter, one: str) -> Response:
    form = StrikeForm()
    signatory = next((found for found in letter.signatories if found.id == one), None) or abort(404)
    if not form.was_submitted():
        abort(400)
    entering.strike_signatory(signatory, reason=form.reason.data, by=signed_in_person())
    flash(_("The name is struck. It stays listed with today's date, a person's without the name."))
    return redirect(url_for("entered.show", letter=letter.id))


@bp.post("/staff/letters/entered/<id:letter>/void")
@allows(Permission.LETTER_ENTER, EnteredLetter)
def void(letter: EnteredLetter) -> Response:
    form = VoidForm()
    if not form.was_submitted():
        abort(400)
    entering.void_letter(letter, reason=form.reason.data, by=signed_in_person())
    flash(_("The entry is void. It stays readable with the reason, and counts no more."))
    return redirect(url_for("entered.show", letter=letter.id))
