"""The words around the law, its versions, and how a docket ends."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.database import Refusal
from civic.dockets import actions, texts
from civic.dockets.forms import (
    LABELS,
    ClosingForm,
    DeletionForm,
    DescriptionForm,
    DocketWithdrawalForm,
    MissingTextForm,
    PlainForm,
    TextWithdrawalForm,
    VersionForm,
)
from civic.dockets.lifecycle import WITHDRAWALS
from civic.dockets.models import Docket
from civic.dockets.naming import names_of
from civic.dockets.queries import draft_text_of, version_of
from civic.dockets.reading import PLAIN_GRADE, grade_of
from civic.dockets.redline import changes_between
from civic.dockets.sources import sent_source
from civic.dockets.staff import bp
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/d/<docket:docket>/settings", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE, Docket)
def settings(docket: Docket) -> Any:
    form = DescriptionForm(data=_described(docket))
    if form.was_submitted():
        with form.reporting():
            actions.describe_docket(
                docket, title=form.title.data, plain_summary=form.plain_summary.data or "", effects=form.effects,
                council_votes_after=form.council_votes_after.data, summary_due=form.summary_due.data, contact=form.contact.data or "", by=signed_in_person(),
            )  # fmt: skip
            flash(_("Saved."))
            return redirect(url_for("dockets.settings", docket=docket.number))
    missing = MissingTextForm(formdata=None, data={"since": docket.text_missing_since, "asked_of": docket.text_asked_of, "asked_on": docket.text_asked_on})
    return _settings_page(docket, form, missing)


@bp.post("/d/<docket:docket>/settings/missing-text")
@allows(Permission.DOCKET_WRITE, Docket)
def missing_text(docket: Docket) -> Response:
    form = MissingTextForm()
    if form.was_submitted():
        with form.reporting():
            actions.say_who_was_asked_for_the_text(
                docket, since=form.since.data, asked_of=form.asked_of.data or "", asked_on=form.asked_on.data, by=signed_in_person()
            )
            flash(_("Saved. The public page counts the days."))
            return redirect(url_for("dockets.settings", docket=docket.number))
    return _settings_page(docket, DescriptionForm(formdata=None, data=_described(docket)), form)


@bp.route("/d/<docket:docket>/words", methods=["GET", "POST"])
@allows(Permission.DOCKET_WRITE, Docket)
def words(docket: Docket) -> Any:
    """Plain words beside each section of the draft."""
    draft, form = draft_text_of(docket), PlainForm()
    sections = [row for row in draft.provisions if row["kind"] == "section"] if draft else []
    if draft is not None and form.was_submitted():
        with form.reporting():
            told = {row["wid"]: _clean(request.form.get(f"words-{row['wid']}", "")) for row in sections}
            actions.explain_provisions(draft, plain_words={**draft.plain_words, **told}, reasons=draft.reasons, by=signed_in_person())
            flash(_("Saved."))
            return redirect(url_for("dockets.words", docket=docket.number))
    return page("dockets/words.html", docket=docket, draft=draft, sections=sections, form=form)


@bp.route("/d/<docket:docket>/versions/new", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def versions(docket: Docket) -> Any:
    form = VersionForm()
    if form.was_submitted():
        with form.reporting():
            source = sent_source(form.file.data, form.words.data or "")
            if source is None:
                raise Refusal(_("Send a file or paste the text."), "words")
            actions.take_text(
                docket, source.content, source.format, name=source.name, label=form.label.data, printed=form.printed.data or "",
                precedes=docket.current_version if form.older.data else None, by=signed_in_person(),
            )  # fmt: skip
            return redirect(url_for("dockets.structure", docket=docket.number))
    return page("dockets/versions.html", docket=docket, draft=draft_text_of(docket), form=form, LABELS=LABELS, WITHDRAWALS=texts.WITHDRAWALS)


@bp.route("/d/<docket:docket>/versions/reasons", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def reasons(docket: Docket) -> Any:
    """Why each changed piece of the draft changes; shown beside the redline."""
    draft, base, form = draft_text_of(docket), texts.base_of(docket), PlainForm()
    if draft is None or base is None:
        return redirect(url_for("dockets.versions", docket=docket.number))
    changes = changes_between(base.provisions, texts.pieces_of(draft))
    if form.was_submitted():
        with form.reporting():
            told = {c.wid: _clean(request.form.get(f"reason-{c.wid}", "")) for c in changes if c.after is not None}
            actions.explain_provisions(draft, plain_words=draft.plain_words, reasons={**draft.reasons, **told}, by=signed_in_person())
            flash(_("Saved."))
            return redirect(url_for("dockets.reasons", docket=docket.number))
    return page("dockets/reasons.html", docket=docket, draft=draft, base=base, changes=changes, form=form, names=names_of(base.provisions) | names_of(texts.pieces_of(draft)))


@bp.route("/d/<docket:docket>/versions/<int:n>/withdraw", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def withdraw_version(docket: Docket, n: int) -> Any:
    version, form = version_of(docket, n) or abort(404), TextWithdrawalForm()
    others = [v for v in docket.versions if v.id != version.id and v.withdrawal is None]
    form.replaced_by.choices = [("", _("Nothing yet"))] + [(v.id, _("Version %(n)s", n=v.n)) for v in reversed(others)]
    if form.was_submitted():
        with form.reporting():
            replacement = next((v for v in others if v.id == form.replaced_by.data), None)
            actions.withdraw_version(version, reason=form.reason.data, replaced_by=replacement, by=signed_in_person())
            flash(_("Version %(n)s is withdrawn. It stays readable, with the reason.", n=n))
            return redirect(url_for("dockets.versions", docket=docket.number))
    return page("dockets/withdraw_version.html", docket=docket, version=version, form=form)


@bp.route("/d/<docket:docket>/end", methods=["GET", "POST"])
@allows(Permission.DOCKET_PUBLISH, Docket)
def end(docket: Docket) -> Any:
    """Withdraw a public docket, or delete a draft."""
    form = DocketWithdrawalForm() if docket.is_public else DeletionForm()
    if form.was_submitted():
        with form.reporting():
            if form.typed.data != docket.number:
                raise Refusal(_("This is not the number of this docket."), "typed")
            return _end(docket, form)
    return page("dockets/end.html", docket=docket, form=form, closing=ClosingForm(formdata=None), WITHDRAWALS=WITHDRAWALS)


@bp.post("/d/<docket:docket>/end/close")
@allows(Permission.DOCKET_PUBLISH, Docket)
def close(docket: Docket) -> Response:
    closing = ClosingForm()
    if closing.was_submitted():
        with closing.reporting():
            actions.close_docket(docket, outcome=closing.outcome.data, by=signed_in_person())
            flash(_("The docket is closed. Everything stays readable."))
            return redirect(url_for("staff.folder", docket=docket.number))
    return page("dockets/end.html", docket=docket, form=DocketWithdrawalForm(formdata=None), closing=closing, WITHDRAWALS=WITHDRAWALS)


def _end(docket: Docket, form: DocketWithdrawalForm | DeletionForm) -> Response:
    if isinstance(form, DeletionForm):
        actions.delete_draft_docket(docket, by=signed_in_person())
        flash(_("The draft is deleted."))
        return redirect(url_for("staff.desk"))
    actions.withdraw_docket(docket, reason=form.reason.data, replacement=form.replacement.data or "", by=signed_in_person())
    flash(_("The docket is withdrawn. Its address stays and says why."))
    return redirect(url_for("staff.folder", docket=docket.number))


def _described(docket: Docket) -> dict[str, Any]:
    effects = [*docket.effects, "", "", ""]
    return {
        "title": docket.title, "plain_summary": docket.plain_summary, "effect1": effects[0], "effect2": effects[1], "effect3": effects[2],
        "council_votes_after": docket.council_votes_after, "summary_due": docket.summary_due, "contact": docket.contact,
    }  # fmt: skip


def _settings_page(docket: Docket, form: DescriptionForm, missing: MissingTextForm) -> Response:
    return page("dockets/settings.html", docket=docket, form=form, missing=missing, grade=grade_of(docket.plain_summary), PLAIN_GRADE=PLAIN_GRADE)


def _clean(told: str) -> str:
    from civic.forms import trimmed

    return "".join(c for c in trimmed(told) if c >= " " or c == "\n")[:4000]


