from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic import printing
from civic.comments import receipts
from civic.comments.queries import comment_numbered
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.letters import counting, organisation_queries, paper, queries, signing
from civic.letters.exports import as_text, counts_as_csv, pdf_file, proof_of, signatures_as_csv
from civic.letters.forms import AnswerForm, RepresentativeSignForm, ResidentForm, WithdrawForm
from civic.letters.invitations import decline, think_again
from civic.letters.models import Letter, LetterVersion, last_moment
from civic.letters.routes import private
from civic.letters.sections import redlines_of
from civic.letters.signature_models import LetterInvitation, Through
from civic.letters.words import ADDRESSEES, KINDS, address_of
from civic.permissions import Permission, allows, signed_in_person
from civic.record.codes import Pair
from civic.record.leaf import random_id
from civic.record.numbers import shown
from civic.web import language, page, public_address, secret

bp = Blueprint("letters", __name__)


# --- reading


@bp.get("/d/<docket:docket>/letters")
@allows(Permission.DOCKET_SEE, Docket)
def list_letters(docket: Docket) -> Response:
    return page("letters/list_letters.html", docket=docket, letters=queries.letters_on(docket), entered=queries.entered_letters_on(docket), ends=last_moment(docket))


@bp.get("/how/letters")
@allows(Permission.BROWSE)
def explained() -> Response:
    return page("letters/explained.html")


@bp.get("/d/<docket:docket>/letters.csv")
@allows(Permission.DOCKET_SEE, Docket)
def counts(docket: Docket) -> Response:
    return counts_as_csv(docket)


@bp.get("/letters/<id:letter>")
@allows(Permission.LETTER_SEE, Letter)
def show(letter: Letter) -> Response:
    return _letter_page(letter, _current(letter))


@bp.get("/letters/<id:letter>@<int:n>")
@allows(Permission.LETTER_SEE, Letter)
def show_version(letter: Letter, n: int) -> Response:
    return _letter_page(letter, queries.version_of(letter, n) or abort(404))


@bp.get("/letters/<id:letter>@<int:n>/words.txt")
@allows(Permission.LETTER_SEE, Letter)
def words(letter: Letter, n: int) -> Response:
    return as_text(queries.version_of(letter, n) or abort(404))


@bp.get("/letters/<id:letter>@<int:n>/proof.json")
@allows(Permission.LETTER_SEE, Letter)
def proof(letter: Letter, n: int) -> Response:
    return jsonify(proof_of(queries.version_of(letter, n) or abort(404)))


@bp.get("/letters/<id:letter>@<int:n>.pdf")
@allows(Permission.LETTER_SEE, Letter)
def pdf(letter: Letter, n: int) -> Response:
    """Set when it is asked for, so that a withdrawn name is not in it."""
    version = queries.version_of(letter, n) or abort(404)
    if not printing.is_available():
        return page("letters/no_pdf.html", status=501, docket=letter.docket, back=url_for("letters.show_version", letter=letter.id, n=n))
    address = public_address("letters.show_version", letter=letter.id, n=n)
    return pdf_file(paper.document_of(version, address), f"letter-{letter.docket.number}-version-{n}.pdf")


@bp.get("/letters/<id:letter>/who-signed")
@allows(Permission.LETTER_SEE, Letter)
def who_signed(letter: Letter) -> Response:
    """Exactly who signed which fingerprint: every version with its own signatures, withdrawn ones included."""
    everybody = request.args.get("all") == "1"
    rows = [(version, counting.signatories_of(version, everybody=everybody)) for version in reversed(letter.versions)]
    return page("letters/who_signed.html", letter=letter, rows=rows, counts=counting.counts_of(letter), Through=Through)


@bp.get("/letters/<id:letter>/signatures.csv")
@allows(Permission.LETTER_SEE, Letter)
def signatures(letter: Letter) -> Response:
    return signatures_as_csv(letter)


@bp.get("/letters/<id:letter>/qr.svg")
@allows(Permission.LETTER_SEE, Letter)
def qr(letter: Letter) -> Response:
    """The letter's link as a picture for posters and slides."""
    out = io.BytesIO()
    segno.make(address_of(letter, language())).save(out, kind="svg", scale=8, border=4, title=_("QR code of the letter's link"))
    return Response(out.getvalue(), content_type="image/svg+xml", headers={"Content-Disposition": 'attachment; filename="letter-qr.svg"'})


# --- signing


@bp.route("/letters/<id:letter>/sign", methods=["GET", "POST"])
@allows(Permission.LETTER_SIGN, Letter)
def sign(letter: Letter) -> Any:
    """The whole text, then a resident's button, and one for a confirmed representative."""
    resident, own = ResidentForm(), RepresentativeSignForm(prefix="own-")
    version = _current(letter)
    speaking = organisation_queries.organisations_signing_for(signed_in_person())
    signed = [s for s in (queries.signature_by(o, version) for o in speaking) if s is not None]
    own.organisation.choices = [(o.id, o.name) for o in speaking if o.id not in {s.organisation_id for s in signed}]
    if request.method == "GET":
        resident.n.data = own.n.data = str(version.n)
        resident.token.data = random_id()
    if "own-n" in request.form and own.was_submitted():
        with own.reporting():
            return _signed_by_representative(letter, own)
    elif "own-n" not in request.form and resident.was_submitted():
        with resident.reporting():
            return _signed_by_resident(letter, resident)
    resident.n.data = own.n.data = str(version.n)  # what the page shows now is what the next press signs
    return private(page("letters/sign.html", letter=letter, version=version, form=resident, own=own, signed=signed, suggested=redlines_of(version.sections, version.text_version)))


@bp.route("/letters/<id:letter>/sign/<id:invitation>", methods=["GET", "POST"])
@allows(Permission.LETTER_SIGN, Letter)
def answer(letter: Letter, invitation: str) -> Any:
    """An invited organisation's single-use link. Opening it changes nothing; only the buttons do."""
    asked = queries.invitation_behind(letter, invitation) or abort(404)
    form = AnswerForm()
    form.allowed.label.text = _("I am allowed to sign for %(organisation)s.", organisation=asked.organisation.name)
    if request.method == "POST" and "decline" in request.form:
        decline(asked)
        return private(redirect(request.path))
    if request.method == "POST" and "again" in request.form:
        think_again(asked)
        return private(redirect(request.path))
    if form.was_submitted():
        with form.reporting():
            return _signed_by_invitation(asked, form)
    signature = queries.signature_by(asked.organisation, asked.version)
    suggested = redlines_of(asked.version.sections, asked.version.text_version)
    return secret(page("letters/answer.html", letter=letter, version=asked.version, invitation=asked, form=form, signature=signature, suggested=suggested))


@bp.get("/letters/<id:letter>/signed")
@allows(Permission.LETTER_SIGN, Letter)
def signed(letter: Letter) -> Any:
    kept = receipts.read_cookie("civic_signed")
    if kept is None or kept["letter"] != letter.id:
        return redirect(url_for("letters.show", letter=letter.id))
    return private(page("letters/signed.html", letter=letter, number=shown(kept["number"]), code=kept["code"]))


@bp.route("/letters/<id:letter>/withdraw", methods=["GET", "POST"])
@allows(Permission.LETTER_SIGN, Letter)
def withdraw(letter: Letter) -> Any:
    form = WithdrawForm()
    if form.was_submitted():
        with form.reporting():
            signature = queries.signature_numbered(letter, form.number.data)
            if not receipts.is_authors(signature, (signature and signature.number) or form.number.data, form.code.data):
                raise Refusal(_("This number and this code do not belong together on this letter. Check both, letter by letter."))
            signing.withdraw_signature(signature)  # type: ignore[arg-type]
            flash(_("Your signature is withdrawn. It stays listed with today's date, a resident's without the name."))
            return private(redirect(url_for("letters.show", letter=letter.id)))
    return private(page("letters/withdraw.html", letter=letter, form=form))


# --- inside


def _current(letter: Letter) -> LetterVersion:
    return letter.current or abort(404)


def _letter_page(letter: Letter, version: LetterVersion) -> Response:
    return page(
        "letters/show.html", letter=letter, version=version, signed=counting.signatories_of(version, everybody=request.args.get("all") == "1"),
        counts=counting.counts_of(letter), delivered=counting.delivered_counts(letter), suggested=redlines_of(version.sections, version.text_version),
        elsewhere=queries.same_words_elsewhere(version), ADDRESSEES=ADDRESSEES, KINDS=KINDS, has_pdf=printing.is_available(),
    )  # fmt: skip


def _signed_by_resident(letter: Letter, form: ResidentForm) -> Response:
    version = _version_seen(letter, form.n.data)
    form.token.data = form.token.data or random_id()  # two empty ones must never meet
    if form.website.data:
        return redirect(url_for("letters.show", letter=letter.id))
    asked = f"{version.id} {form.name.data}"
    given = receipts.answer_given(form.token.data, asked)
    if given is None:
        pair = _free_pair()
        signing.sign_as_resident(version, name=form.name.data or "", pair=pair)
        given = {"number": pair.number, "code": pair.code}
        receipts.keep_answer(form.token.data, asked, given)
    return _code_shown_once(letter, given, on_shared_device=form.shared.data == "1")


def _signed_by_invitation(invitation: LetterInvitation, form: AnswerForm) -> Response:
    pair = _free_pair()
    signing.sign_by_invitation(invitation, name=form.name.data, title=form.title.data, pair=pair)
    return _code_shown_once(invitation.version.letter, {"number": pair.number, "code": pair.code})


def _signed_by_representative(letter: Letter, form: RepresentativeSignForm) -> Response:
    speaking = {r.organisation_id: r for r in organisation_queries.representations_of(signed_in_person()) if r.is_confirmed}
    signing.sign_as_representative(_version_seen(letter, form.n.data), speaking[form.organisation.data])
    flash(_("Signed. Your organization is listed now."))
    return redirect(url_for("letters.show", letter=letter.id))


def _version_seen(letter: Letter, n: str) -> LetterVersion:
    """A signature binds the words that its signer had on the screen (I-25)."""
    seen = queries.version_of(letter, int(n)) if n.isdecimal() and len(n) < 6 else None
    if seen is None:
        raise Refusal(_("Read the letter first, then sign it here."))
    return seen


def _code_shown_once(letter: Letter, given: dict[str, str], *, on_shared_device: bool = False) -> Response:
    if on_shared_device:
        return private(page("letters/signed.html", letter=letter, number=shown(given["number"]), code=given["code"]))
    response = redirect(url_for("letters.signed", letter=letter.id))
    receipts.put_cookie(response, "civic_signed", {"letter": letter.id, **given})
    return private(response)


def _free_pair() -> Pair:
    pair = receipts.take_pair(language())
    while queries.number_is_taken(pair.number) or comment_numbered(pair.number) is not None:
        pair = receipts.take_pair(language())
    return pair
