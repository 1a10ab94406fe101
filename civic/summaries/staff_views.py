from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments.queries import wards_shown
from civic.dockets.models import Docket
from civic.forms import Form
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.summaries import actions, publishing, queries
from civic.summaries.checks import Failure
from civic.summaries.crossing import crossings
from civic.summaries.forms import KINDS, DecideForm, ReturnForm, SentenceForm, StartForm
from civic.summaries.models import DraftSentence, SummaryDispute, SummaryDraft
from civic.summaries.results import check_results
from civic.summaries.showing import shown_sentence
from civic.themes.queries import themes_of
from civic.web import page

bp = Blueprint("summary_drafts", __name__)


@bp.route("/staff/d/<docket:docket>/summary/edit", methods=["GET", "POST"])
@allows(Permission.SUMMARY_WRITE, Docket)
def edit(docket: Docket) -> Any:
    """The draft with its evidence and checks; the POST starts one, or asks the approver."""
    draft = queries.draft_of(docket)
    published = queries.summary_of(docket)
    form = StartForm(language=published.language if published else "en") if draft is None else Form()
    if form.was_submitted():
        with form.reporting():
            if draft is None:
                actions.start_draft(docket, interim=form.interim.data, language=form.language.data, by=signed_in_person())
            else:
                actions.ask_for_approval(draft, by=signed_in_person())
                flash(_("Every check passed. The approver finds it at the desk."))
            return redirect(url_for("summary_drafts.edit", docket=docket.number))
    return page("summary_drafts/edit.html", docket=docket, form=form, published=published, **_draft_in_full(docket, draft))


@bp.route("/staff/d/<docket:docket>/summary/sentences/new", methods=["GET", "POST"])
@allows(Permission.SUMMARY_WRITE, Docket)
def add_sentence(docket: Docket) -> Any:
    draft = queries.draft_of(docket)
    if draft is None:
        return redirect(url_for("summary_drafts.edit", docket=docket.number))
    return _sentence_page(draft, None, SentenceForm(theme=request.args.get("theme", "")))


@bp.route("/staff/summary-sentences/<id:draft_sentence>", methods=["GET", "POST"])
@allows(Permission.SUMMARY_WRITE, DraftSentence)
def edit_sentence(draft_sentence: DraftSentence) -> Any:
    kept = {name: getattr(draft_sentence, name) for name in ("text", "quote", "document", "document_address")}
    cites = " ".join(shown(number) for number in draft_sentence.cites)
    form = SentenceForm(kind=draft_sentence.kind.value, theme=draft_sentence.theme_id or "", cites=cites, **kept, **draft_sentence.query)
    return _sentence_page(draft_sentence.draft, draft_sentence, form)


@bp.post("/staff/summary-sentences/<id:draft_sentence>/out")
@allows(Permission.SUMMARY_WRITE, DraftSentence)
def take_out(draft_sentence: DraftSentence) -> Response:
    docket = draft_sentence.draft.docket
    actions.take_out_sentence(draft_sentence, by=signed_in_person())
    return redirect(url_for("summary_drafts.edit", docket=docket.number))


@bp.post("/staff/summary-sentences/<id:draft_sentence>/up")
@allows(Permission.SUMMARY_WRITE, DraftSentence)
def move_up(draft_sentence: DraftSentence) -> Response:
    actions.move_up(draft_sentence, by=signed_in_person())
    return redirect(url_for("summary_drafts.edit", docket=draft_sentence.draft.docket.number))


# --- the second person


@bp.route("/staff/d/<docket:docket>/summary/approve", methods=["GET", "POST"])
@allows(Permission.SUMMARY_APPROVE, Docket)
def approve(docket: Docket) -> Any:
    draft, form = queries.draft_of(docket), ReturnForm()
    if form.was_submitted() and draft is not None:
        with form.reporting():
            if "publish" in request.form:
                publishing.publish_summary(draft, by=signed_in_person())
                flash(_("The summary is public."))
                return redirect(url_for("summaries.show", docket=docket.number))
            actions.return_draft(draft, form.note.data or "", by=signed_in_person())
            flash(_("Sent back to its drafter."))
            return redirect(url_for("summary_drafts.approve", docket=docket.number))
    return page("summary_drafts/approve.html", docket=docket, form=form, **_draft_in_full(docket, draft, approver=signed_in_person().id))


@bp.get("/staff/disputes")
@allows(Permission.DISPUTE_DECIDE)
def disputes() -> Response:
    return page("summary_drafts/disputes.html", disputes=queries.open_disputes(), shown=shown)


@bp.route("/staff/disputes/<id:summary_dispute>", methods=["GET", "POST"])
@allows(Permission.DISPUTE_DECIDE, SummaryDispute)
def decide(summary_dispute: SummaryDispute) -> Any:
    form, sentence = DecideForm(), summary_dispute.sentence
    if form.was_submitted():
        with form.reporting():
            actions.decide_dispute(summary_dispute, outcome=form.outcome.data, reasons=form.reasons.data, by=signed_in_person())
            flash(_("The dispute is closed; your reasons stand beside it."))
            return redirect(url_for("summary_drafts.disputes"))
    one = shown_sentence(sentence, queries.comments_by_id({c.comment_id for c in sentence.citations}))
    return page("summary_drafts/decide.html", dispute=summary_dispute, one=one, form=form, docket=sentence.summary.docket, number=shown(summary_dispute.comment.number))


# --- inside


def _draft_in_full(docket: Docket, draft: SummaryDraft | None, approver: str | None = None) -> dict[str, Any]:
    """Sentences with their figures, failures and share; coverage; what nothing cites."""
    if draft is None:
        return {"draft": None}
    studied = queries.study(docket)
    found = queries.failures_of(draft, studied, approver)
    failing: dict[int, list[Failure]] = {}
    for failure in found:
        failing.setdefault(failure.sentence or 0, []).append(failure)
    finals = [queries.written(s, studied) for s in draft.sentences]
    rows = [(s, final, queries.figures_of(s, studied), failing.get(place, [])) for place, (s, final) in enumerate(zip(draft.sentences, finals, strict=True), 1)]
    cites = {number for sentence in draft.sentences for number in sentence.cites}
    return {
        "draft": draft, "rows": rows, "general": failing.get(0, []), "failures": found, "results": check_results(draft, finals, found, approver), "coverage": queries.coverage(cites, studied.rows), "kinds": KINDS,
        "uncited": queries.uncited_texts(draft, studied.rows), "shown": shown, "voices": studied.evidence.voices, "themes": themes_of(docket),
        "tables": crossings(queries.theme_figures(studied), wards_shown(docket)),
    }  # fmt: skip


def _sentence_page(draft: SummaryDraft, sentence: DraftSentence | None, form: SentenceForm) -> Any:
    docket = draft.docket
    form.theme.choices = [("", _("None: about all comments"))] + [(theme.id, theme.name) for theme in themes_of(docket)]
    if form.was_submitted():
        with form.reporting():
            actions.write_sentence(
                draft, kind=form.kind.data, text=form.text.data, theme=form.theme.data, quote=form.quote.data or "", cites=form.numbers, query=form.query,
                document=form.document.data or "", document_address=form.document_address.data or "", sentence=sentence, by=signed_in_person(),
            )  # fmt: skip
            return redirect(url_for("summary_drafts.edit", docket=docket.number))
    studied = queries.study(docket)
    rows = [row for row in studied.rows if not form.theme.data or any(theme.id == form.theme.data for theme in row.themes)]
    return page("summary_drafts/edit_sentence.html", docket=docket, draft=draft, sentence=sentence, form=form, rows=rows, shown=shown)
