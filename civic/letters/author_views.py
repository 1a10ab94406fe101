from __future__ import annotations

from datetime import datetime, time
from typing import Any

import segno
from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import city_zone
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered, published_dockets
from civic.dockets.redline import runs_between
from civic.letters import actions, counting, invitations, organisation_queries, queries
from civic.letters.actions import Draft, ForSection
from civic.letters.forms import Confirm, FreezeForm, InviteForm, LetterForm
from civic.letters.models import Letter, last_moment
from civic.letters.sections import redlines_of, section_text
from civic.letters.signature_models import SignatureKind
from civic.letters.signing import withdraw_signature
from civic.letters.words import LABELS, SHORT_TEXTS, address_of, words_of
from civic.mail_languages import mail_languages, short_texts
from civic.notices.actions import mail_about
from civic.permissions import Permission, allows, signed_in_person
from civic.web import language, offered_languages, page

bp = Blueprint("writing", __name__)
CLOSES = time(17)


@bp.get("/letters")
@allows(Permission.LETTER_WRITE)
def mine() -> Response:
    person = signed_in_person()
    rows = [(one, queries.letters_of(one.organisation, person)) for one in organisation_queries.representations_of(person)]
    return page("writing/mine.html", rows=rows, LABELS=LABELS)


@bp.route("/letters/new", methods=["GET", "POST"])
@allows(Permission.LETTER_WRITE)
def new() -> Any:
    number = request.args.get("docket", "")
    if not number:
        return page("writing/new.html", dockets=[(d, last_moment(d)) for d in published_dockets() if d.withdrawn_at is None], docket=None, form=None)
    docket = docket_numbered(number)
    if docket is None or not docket.is_public:
        abort(404)
    own = {r.organisation_id: r for r in organisation_queries.representations_of(signed_in_person()) if r.may_write}
    form = _letter_form(docket, own={key: r.organisation.name for key, r in own.items()})
    if not form.took_file() and not form.put_section(_section_texts(docket)) and form.was_submitted():
        with form.reporting():
            letter = actions.start_letter(docket, _draft(form), representative=own[form.organisation.data])
            return _after_saving(letter)
    return page("writing/new.html", docket=docket, form=form, ends=last_moment(docket), dockets=[])


@bp.route("/letters/<id:letter>/edit", methods=["GET", "POST"])
@allows(Permission.LETTER_MANAGE, Letter)
def edit(letter: Letter) -> Any:
    if request.method == "GET" and actions.is_finished(letter):  # words that were being written come back with the refusal
        flash(_("This letter is finished. Its words cannot change any more."), "warning")
        return redirect(url_for("writing.manage", letter=letter.id))
    form = _letter_form(letter.docket, own={letter.organisation_id: letter.organisation.name}, letter=letter)
    if not form.took_file() and not form.put_section(_section_texts(letter.docket)) and form.was_submitted():
        with form.reporting():
            seen = int(form.revision.data) if (form.revision.data or "").isdecimal() else 0
            actions.change_letter(letter, _draft(form), seen=seen, by=signed_in_person())
            return _after_saving(letter)
    return page("writing/edit.html", letter=letter, docket=letter.docket, form=form, ends=last_moment(letter.docket))


@bp.route("/letters/<id:letter>/freeze", methods=["GET", "POST"])
@allows(Permission.LETTER_MANAGE, Letter)
def freeze(letter: Letter) -> Any:
    form, words = FreezeForm(), words_of(letter)
    if form.was_submitted():
        with form.reporting():
            actions.freeze_letter(letter, seen=form.seen.data or "", by=signed_in_person())
            flash(_("The words are fixed. Now send the letter to organizations, or share its link."))
            return redirect(url_for("writing.invite", letter=letter.id))
    changed = runs_between(form.seen.data, words) if form.seen.data and form.seen.data != words else ()
    form.seen.data = words
    suggested = redlines_of(letter.sections, letter.docket.current_version)
    return page("writing/freeze.html", letter=letter, form=form, words=words, changed=changed, suggested=suggested)


@bp.route("/letters/<id:letter>/invite", methods=["GET", "POST"])
@allows(Permission.LETTER_MANAGE, Letter)
def invite(letter: Letter) -> Any:
    form = InviteForm(language=language())
    form.language.choices = mail_languages()
    refused: list[invitations.Refused] = []
    if form.was_submitted():
        with form.reporting():
            sent, refused = invitations.invite_organisations(letter, invitations.read_lines(form.lines.data), by=signed_in_person(), language=form.language.data)
            form.lines.data = "\n".join(one.line for one in refused)
            if not refused:
                flash(_("Invited: %(n)s.", n=len(sent)))
                return redirect(url_for("writing.manage", letter=letter.id))
            return page("writing/invite.html", status=200 if sent else 422, letter=letter, form=form, refused=refused, sent=len(sent), **_link_of(letter))
    return page("writing/invite.html", letter=letter, form=form, refused=refused, sent=0, **_link_of(letter))


@bp.get("/letters/<id:letter>/manage")
@allows(Permission.LETTER_MANAGE, Letter)
def manage(letter: Letter) -> Response:
    version, speaking = letter.current, organisation_queries.organisations_signing_for(signed_in_person())
    waiting = [i for i in version.invitations if i.is_waiting] if version else []
    standing = {kind.value: version.count_standing(kind) if version else 0 for kind in SignatureKind}
    return page(
        "writing/manage.html", letter=letter, version=version, waiting=waiting, remindable=[i for i in waiting if i.reminded_on is None],
        left={s.organisation_id: s.withdrawn_on for s in version.signatures if s.withdrawn_on} if version else {}, standing=standing, counts=counting.counts_of(letter), newer=version is not None and letter.is_open and version.words != words_of(letter),
        mail=mail_about([i.id for i in version.invitations]) if version else {}, person_speaks=speaking, own_signed=version is not None and any(queries.signature_by(o, version) for o in speaking),
    )  # fmt: skip


@bp.post("/letters/<id:letter>/remind")
@allows(Permission.LETTER_MANAGE, Letter)
def remind(letter: Letter) -> Response:
    flash(_("Reminders written: %(n)s. There is no second one.", n=invitations.remind(letter, by=signed_in_person())))
    return redirect(url_for("writing.manage", letter=letter.id))


@bp.post("/letters/<id:letter>/invitations/<id:invitation>/take-back")
@allows(Permission.LETTER_MANAGE, Letter)
def take_back(letter: Letter, invitation: str) -> Response:
    found = [i for version in letter.versions for i in version.invitations if i.id == invitation] or abort(404)
    invitations.take_back(found[0], by=signed_in_person())
    flash(_("The invitation is taken back, and the address is deleted."))
    return redirect(url_for("writing.manage", letter=letter.id))


@bp.post("/letters/<id:letter>/signatures/<id:signature>/withdraw")
@allows(Permission.LETTER_WRITE)
def withdraw(letter: str, signature: str) -> Response:
    """A confirmed representative withdraws what was signed in the organisation's name."""
    person, found = signed_in_person(), queries.letter_with(letter) or abort(404)
    own = {organisation.id for organisation in organisation_queries.organisations_signing_for(person)}
    signed = next((s for v in found.versions for s in v.signatures if s.id == signature and s.organisation_id in own), None) or abort(404)
    withdraw_signature(signed, by=person)
    flash(_("The signature is withdrawn. It stays listed with today's date."))
    return redirect(url_for("letters.show", letter=found.id))


@bp.route("/letters/<id:letter>/deliver", methods=["GET", "POST"])
@allows(Permission.LETTER_MANAGE, Letter)
def deliver(letter: Letter) -> Any:
    form = Confirm()
    if form.was_submitted():
        with form.reporting():
            actions.deliver_letter(letter, by=signed_in_person())
            flash(_("Delivered. The letter's page is your receipt."))
            return redirect(url_for("letters.show", letter=letter.id))
    standing = {kind.value: letter.current.count_standing(kind) if letter.current else 0 for kind in SignatureKind}
    return page("writing/deliver.html", letter=letter, version=letter.current, form=form, standing=standing, window=letter.docket.window)


@bp.post("/letters/<id:letter>/abandon")
@allows(Permission.LETTER_MANAGE, Letter)
def abandon(letter: Letter) -> Response:
    actions.abandon_letter(letter, by=signed_in_person())
    flash(_("The draft is given up. Nobody has seen it."))
    return redirect(url_for("writing.mine"))


# --- inside


def _letter_form(docket: Docket, *, own: dict[str, str], letter: Letter | None = None) -> LetterForm:
    """With one empty row for another section; a docket without a text has none."""
    kept = {}
    if letter is not None:
        fields = ("title", "ask", "text", "residents", "goal", "revision")
        kept = {name: getattr(letter, name) for name in fields} | {"addressee": letter.addressee.value, "sign_by": letter.sign_by.astimezone(city_zone()).date()}
        kept["sections"] = [{name: row.get(name, "") for name in ("wid", "words", "suggested")} for row in letter.sections]
    form = LetterForm(**kept)
    form.organisation.choices = list(own.items())
    version = docket.current_version
    choices = [(p.wid, f"{p.number} {p.heading}".strip()) for p in version.provisions if p.kind == "section"] if version else []
    if request.method == "GET" and choices:
        form.sections.append_entry()
    for entry in form.sections:
        entry.form.wid.choices = [("", _("Choose a section")), *choices]
    return form


def _draft(form: LetterForm) -> Draft:
    rows = [ForSection(entry.form.wid.data, entry.form.words.data or "", entry.form.suggested.data or "") for entry in form.sections]
    closes = datetime.combine(form.sign_by.data, CLOSES, city_zone())
    return Draft(
        title=form.title.data, addressee=form.addressee.data, ask=form.ask.data, text=form.text.data, sign_by=closes, residents=form.residents.data,
        sections=tuple(row for row in rows if row.wid and (row.words or row.suggested)), goal=form.goal.data,
    )  # fmt: skip


def _section_texts(docket: Docket) -> dict[str, str]:
    version = docket.current_version
    return {p.wid: section_text(version, p) for p in version.provisions if p.kind == "section"} if version else {}


def _after_saving(letter: Letter) -> Response:
    if "read" in request.form:
        return redirect(url_for("writing.freeze", letter=letter.id))
    flash(_("Kept. Only you and your organization's representatives see it."))
    return redirect(url_for("writing.edit", letter=letter.id))


def _link_of(letter: Letter) -> dict[str, Any]:
    """The link with its QR code, and a short text in each language that the site is offered in, with the link in that language."""
    title = letter.current.title if letter.current else letter.title
    texts = {code: SHORT_TEXTS[code].format(title=title, address=address_of(letter, code)) for code, _name in offered_languages() if code in SHORT_TEXTS}
    texts |= short_texts(title, address_of(letter))
    return {"address": address_of(letter), "picture": segno.make(address_of(letter)).svg_data_uri(scale=4, border=2), "texts": texts}
