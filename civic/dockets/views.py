"""A docket is started, and its text is put in order."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import today
from civic.database import Refusal
from civic.dockets import actions, texts
from civic.dockets import structure as shaping
from civic.dockets.forms import KINDS, MarksForm, NewForm, PieceForm, PlainForm, SplitForm
from civic.dockets.matters import take_matter
from civic.dockets.models import Docket, TextDraft
from civic.dockets.queries import draft_text_of, next_number
from civic.dockets.sources import sent_source
from civic.dockets.staff import bp
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/dockets/new", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE)
def new() -> Any:
    form = NewForm()
    if request.method == "GET":
        form.number.data = next_number(today().year)
    if form.was_submitted():
        with form.reporting():
            docket = _start(form)
            return redirect(url_for("dockets.structure" if draft_text_of(docket) else "dockets.settings", docket=docket.number))
    return page("dockets/new.html", form=form)


@bp.get("/d/<docket:docket>/structure")
@allows(Permission.DOCKET_WRITE, Docket)
def structure(docket: Docket) -> Response:
    return _structure_page(docket, MarksForm())


@bp.post("/d/<docket:docket>/structure/findings")
@allows(Permission.DOCKET_WRITE, Docket)
def findings(docket: Docket) -> Response:
    draft = _draft_of(docket)
    actions.read_findings(draft, [int(place) for place in request.form.getlist("read") if place.isdigit()], by=signed_in_person())
    waiting = sum(not finding["read"] for finding in draft.findings)
    flash(_("All findings are read.") if not waiting else _("%(n)s findings are still to be read.", n=waiting))
    return redirect(url_for("dockets.structure", docket=docket.number))


@bp.post("/d/<docket:docket>/structure/marks")
@allows(Permission.DOCKET_WRITE, Docket)
def marks(docket: Docket) -> Response:
    """The answer to a file that marks deletions."""
    form = MarksForm()
    form.reading.choices = _choices_of(_draft_of(docket))
    if form.was_submitted():
        with form.reporting():
            actions.answer_marks(docket, _draft_of(docket), form.reading.data, by=signed_in_person())
            flash(_("The text is read again with your answer. Look at its sections and findings."))
            return redirect(url_for("dockets.structure", docket=docket.number))
    return _structure_page(docket, form)


@bp.post("/d/<docket:docket>/structure/undo")
@allows(Permission.DOCKET_WRITE, Docket)
def undo(docket: Docket) -> Response:
    shaping.undo(_draft_of(docket), by=signed_in_person())
    flash(_("The last step is undone."))
    return redirect(url_for("dockets.structure", docket=docket.number))


@bp.post("/d/<docket:docket>/structure/discard")
@allows(Permission.DOCKET_WRITE, Docket)
def discard(docket: Docket) -> Response:
    actions.discard_draft(docket, by=signed_in_person())
    flash(_("The draft text is gone. Send another one."))
    return redirect(url_for("dockets.versions", docket=docket.number))


@bp.get("/d/<docket:docket>/structure/<string:wid>")
@allows(Permission.DOCKET_WRITE, Docket)
def piece(docket: Docket, wid: str) -> Response:
    row = _row_of(_draft_of(docket), wid)
    return _piece_page(docket, row, PieceForm(data=row), SplitForm())


@bp.post("/d/<docket:docket>/structure/<string:wid>/move")
@allows(Permission.DOCKET_WRITE, Docket)
def move(docket: Docket, wid: str) -> Response:
    """Promote, demote or merge: one press, undone on the structure page."""
    step = {"promote": shaping.promote, "demote": shaping.demote, "merge": shaping.merge}.get(request.form.get("step", "")) or abort(400)
    form = PlainForm()
    row = _row_of(_draft_of(docket), wid)
    with form.reporting():
        step(_draft_of(docket), wid, by=signed_in_person())
        flash(_("Done. You can undo it here."))
        return redirect(url_for("dockets.structure", docket=docket.number))
    return _piece_page(docket, row, PieceForm(formdata=None, data=row), SplitForm(formdata=None), form)


@bp.post("/d/<docket:docket>/structure/<string:wid>/name")
@allows(Permission.DOCKET_WRITE, Docket)
def name(docket: Docket, wid: str) -> Response:
    form, row = PieceForm(), _row_of(_draft_of(docket), wid)
    if form.was_submitted():
        with form.reporting():
            shaping.rename(_draft_of(docket), wid, number=form.number.data or "", heading=form.heading.data or "", kind=form.kind.data, by=signed_in_person())
            flash(_("The piece has its new name. The words of the law are as they were."))
            return redirect(url_for("dockets.structure", docket=docket.number))
    return _piece_page(docket, row, form, SplitForm(formdata=None))


@bp.post("/d/<docket:docket>/structure/<string:wid>/split")
@allows(Permission.DOCKET_WRITE, Docket)
def split(docket: Docket, wid: str) -> Response:
    form, row = SplitForm(), _row_of(_draft_of(docket), wid)
    if form.was_submitted():
        with form.reporting():
            shaping.split_at(docket, _draft_of(docket), wid, form.words.data, by=signed_in_person())
            flash(_("The piece is divided. Give the new piece its number and heading."))
            return redirect(url_for("dockets.structure", docket=docket.number))
    return _piece_page(docket, row, PieceForm(formdata=None, data=row), form)


def _start(form: NewForm) -> Docket:
    """The docket, and its draft text where one was sent. A Legistar file brings title and summary."""
    person, source = signed_in_person(), sent_source(form.file.data, form.words.data or "")
    if source is not None and source.format == "legistar":
        docket = take_matter(source.content, name=source.name, number=form.number.data, by=person)
        docket.title = form.title.data or docket.title
        return docket
    if not form.title.data:
        raise Refusal(_("Enter a title."), "title")
    docket = actions.create_docket(form.number.data, form.title.data, by=person)
    if source is not None:
        actions.take_text(docket, source.content, source.format, name=source.name, label=form.label.data, by=person)
    return docket


def _structure_page(docket: Docket, form: MarksForm) -> Response:
    draft = draft_text_of(docket)
    form.reading.choices = _choices_of(draft) if draft else []
    question = next((f for f in draft.findings if texts.is_question(f)), None) if draft else None
    if question is not None and request.method == "GET":
        form.reading.data = question.get("answer")
    return page(
        "dockets/structure.html", docket=docket, draft=draft, form=form, question=question,
        KINDS=KINDS, unread=[f for f in draft.findings if not f["read"]] if draft else [], original=texts.original_of(draft) if draft else "",
    )  # fmt: skip


def _piece_page(docket: Docket, row: dict[str, Any], form: PieceForm, split: SplitForm, moving: PlainForm | None = None) -> Response:
    return page("dockets/piece.html", docket=docket, row=row, form=form, split=split, moving=moving)


def _choices_of(draft: TextDraft) -> list[tuple[str, str]]:
    question = next((f for f in draft.findings if texts.is_question(f)), None)
    return [(code, label) for code, label in question["fixes"]] if question else []


def _draft_of(docket: Docket) -> TextDraft:
    return draft_text_of(docket) or abort(404)


def _row_of(draft: TextDraft, wid: str) -> dict[str, Any]:
    return next((row for row in draft.provisions if row["wid"] == wid), None) or abort(404)
