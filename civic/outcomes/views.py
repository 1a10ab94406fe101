from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments.queries import comment_numbered
from civic.consultation.forms import POSITIONS
from civic.dockets.models import Docket
from civic.forms import Form
from civic.outcomes import actions, queries
from civic.outcomes.forms import OUTCOMES, CloseForm, ResponseForm
from civic.outcomes.models import Disposition, DispositionDraft, Promise
from civic.outcomes.owed import clock_of
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.summaries.queries import sentences_citing, summary_of
from civic.themes.queries import theme_with, themes_about, themes_of
from civic.web import page

bp = Blueprint("outcomes", __name__)


@bp.get("/d/<docket:docket>/outcome")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    """What became of what people said; with a number, what became of that comment."""
    standing, texts = queries.dispositions_on(docket), queries.texts_by_theme(docket)
    rows = [(one, texts.get(one.theme_id, 0), queries.linked_changes(one), queries.corrections_of(one)) for one in standing]
    rows.sort(key=lambda row: (-row[1], row[0].theme.position))
    return page(
        "outcomes/show.html", docket=docket, rows=rows, result=queries.result_on(docket), promises=queries.promises_on(docket), texts=texts, clock_of=clock_of,
        unanswered=queries.themes_without_response(docket), summary=summary_of(docket), asked=queries.asked_by_id(docket), POSITIONS=POSITIONS,
        OUTCOMES=OUTCOMES, name_of_change=queries.name_of_change, **_found(docket, request.args.get("number", "")),
    )  # fmt: skip


# --- for the clerk


@bp.get("/staff/d/<docket:docket>/responses")
@allows(Permission.RESPONSES_WRITE, Docket)
def responses(docket: Docket) -> Response:
    return page(
        "outcomes/responses.html", docket=docket, summary=summary_of(docket), drafts=queries.drafts_on(docket), standing=queries.dispositions_on(docket),
        unanswered=queries.themes_without_response(docket), promises=queries.promises_on(docket), OUTCOMES=OUTCOMES, empty=Form(), clock_of=clock_of,
    )  # fmt: skip


@bp.route("/staff/d/<docket:docket>/responses/new", methods=["GET", "POST"])
@allows(Permission.RESPONSES_WRITE, Docket)
def write(docket: Docket) -> Any:
    return _response_page(docket, None, _with_choices(docket, ResponseForm(theme=request.args.get("theme", ""))))


@bp.route("/staff/responses/<id:disposition_draft>", methods=["GET", "POST"])
@allows(Permission.RESPONSES_WRITE, DispositionDraft)
def change(disposition_draft: DispositionDraft) -> Any:
    draft = disposition_draft
    kept = {name: getattr(draft, name) for name in ("point", "reason", "decided_by", "promise", "owner", "due")}
    form = ResponseForm(
        theme=draft.theme_id, outcome=draft.outcome.value, question=draft.question_id or "", changes=[_link(**link) for link in draft.changes], **kept
    )
    return _response_page(draft.docket, draft, _with_choices(draft.docket, form))


@bp.post("/staff/responses/<id:disposition_draft>/publish")
@allows(Permission.RESPONSES_WRITE, DispositionDraft)
def publish(disposition_draft: DispositionDraft) -> Response:
    made = actions.publish_response(disposition_draft, by=signed_in_person())
    flash(_("The response to “%(point)s” is public.", point=made.point))
    return redirect(url_for("outcomes.responses", docket=made.docket.number))


@bp.post("/staff/responses/<id:disposition_draft>/drop")
@allows(Permission.RESPONSES_WRITE, DispositionDraft)
def drop(disposition_draft: DispositionDraft) -> Response:
    docket = disposition_draft.docket
    actions.drop_draft(disposition_draft, by=signed_in_person())
    return redirect(url_for("outcomes.responses", docket=docket.number))


@bp.post("/staff/outcomes/<id:disposition>/correct")
@allows(Permission.RESPONSES_WRITE, Disposition)
def correct(disposition: Disposition) -> Response:
    draft = actions.start_correction(disposition, by=signed_in_person())
    return redirect(url_for("outcomes.change", disposition_draft=draft.id))


@bp.route("/staff/promises/<id:promise>", methods=["GET", "POST"])
@allows(Permission.RESPONSES_WRITE, Promise)
def close(promise: Promise) -> Any:
    form, docket = CloseForm(), promise.disposition.docket
    if form.was_submitted():
        with form.reporting():
            actions.close_promise(promise, kept=form.kept.data == "yes", proof=form.proof.data, by=signed_in_person())
            flash(_("The promise is closed."))
            return redirect(url_for("outcomes.responses", docket=docket.number))
    return page("outcomes/close.html", promise=promise, clock=clock_of(promise), docket=docket, form=form)


# --- inside


def _found(docket: Docket, typed: str) -> dict[str, Any]:
    """What became of one comment: its themes, the sentences that cite it, the responses."""
    comment = comment_numbered(typed) if typed else None
    if comment is not None and comment.docket_id != docket.id:
        return {"typed": typed, "mine": None, "elsewhere": comment.docket, "shown": shown}
    if comment is None:
        return {"typed": typed, "mine": None, "elsewhere": None, "shown": shown}
    return {
        "typed": typed, "mine": comment, "elsewhere": None, "shown": shown, "my_themes": themes_about(comment),
        "my_sentences": sentences_citing(comment), "my_responses": queries.responses_about(comment),
    }  # fmt: skip


def _with_choices(docket: Docket, form: ResponseForm) -> ResponseForm:
    form.theme.choices = [("", _("Choose"))] + [(theme.id, theme.name) for theme in themes_of(docket)]
    form.changes.choices = [
        (_link(old.n, new.n, change.wid), _("Version %(a)s to %(b)s: %(place)s", a=old.n, b=new.n, place=queries.name_of_change((old, new, change))))
        for old, new, change in queries.changes_of(docket)
    ]  # fmt: skip
    asked = queries.asked_by_id(docket).values()
    form.question.choices = [("", _("None"))] + [(row.question.id, f"{row.question.entry.office.title}: {row.question.words[:80]}") for row in asked]
    form.owner.choices = [("", _("Nobody: nothing is promised")), *queries.owners()]
    return form


def _link(old: int, new: int, wid: str) -> str:
    return f"{old}-{new}-{wid}"


def _links(values: list[str]) -> list[dict[str, Any]]:
    parts = [value.split("-", 2) for value in values]
    return [{"old": int(old), "new": int(new), "wid": wid} for old, new, wid in parts]


def _response_page(docket: Docket, draft: DispositionDraft | None, form: ResponseForm) -> Any:
    if form.was_submitted():
        with form.reporting():
            theme = theme_with(form.theme.data)
            assert theme is not None, "the form offers only this docket's themes"
            actions.draft_response(
                docket, theme, point=form.point.data, outcome=form.outcome.data, reason=form.reason.data, decided_by=form.decided_by.data,
                question=form.question.data or None, changes=_links(form.changes.data or []), promise=form.promise.data or "", owner=form.owner.data or "",
                due=form.due.data, draft=draft, by=signed_in_person(),
            )  # fmt: skip
            return redirect(url_for("outcomes.responses", docket=docket.number))
    return page("outcomes/write.html", docket=docket, draft=draft, form=form)
