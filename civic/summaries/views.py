from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments.queries import comment_numbered, readable_besides, wards_shown
from civic.comments.receipts import read_cookie
from civic.dockets.models import Docket
from civic.permissions import Permission, allows
from civic.record.numbers import shown
from civic.summaries import actions, queries, showing
from civic.summaries.crossing import crossings
from civic.summaries.figure import as_csv, parts_of, themes_drawing
from civic.summaries.forms import KINDS, DisputeForm
from civic.summaries.models import Sentence, Summary
from civic.themes.compared import Agreement
from civic.web import page

bp = Blueprint("summaries", __name__)


@bp.get("/d/<docket:docket>/summary")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    return _summary_page(docket, queries.summary_of(docket))


@bp.get("/d/<docket:docket>/summary@<int:n>")
@allows(Permission.DOCKET_SEE, Docket)
def show_at(docket: Docket, n: int) -> Response:
    return _summary_page(docket, queries.summary_of(docket, n) or abort(404))


@bp.get("/d/<docket:docket>/summary/themes.csv")
@allows(Permission.DOCKET_SEE, Docket)
def themes_csv(docket: Docket) -> Response:
    """The figures behind the drawing, as they were published."""
    summary = queries.summary_of(docket) or abort(404)
    headers = {"Content-Disposition": f'attachment; filename="themes-{docket.number}.csv"'}
    return Response(as_csv(summary.figures, crossings(summary.figures, wards_shown(docket))), content_type="text/csv; charset=utf-8", headers=headers)


@bp.route("/check/mine/sentences/<id:sentence>", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK, Sentence)
def dispute(sentence: Sentence) -> Any:
    """The author of a cited comment says that the sentence is not what was meant."""
    kept = read_cookie("civic_mine")
    comment = comment_numbered(kept["number"]) if kept else None
    if comment is None:
        return redirect(url_for("comments.check"))
    if comment.id not in {citation.comment_id for citation in sentence.citations}:
        abort(404)
    form = DisputeForm()
    if form.was_submitted():
        with form.reporting():
            actions.dispute_sentence(sentence, comment, form.words.data)
            flash(_("Your words now stand beside the sentence, under the number of your comment."))
            return redirect(url_for("summaries.show", docket=comment.docket.number) + f"#sentence-{sentence.position}")
    one = showing.shown_sentence(sentence, queries.comments_by_id({c.comment_id for c in sentence.citations}))
    response = page("summaries/dispute.html", docket=comment.docket, comment=comment, one=one, form=form, number=shown(comment.number))
    response.headers["Cache-Control"] = "no-store"
    return response


def _summary_page(docket: Docket, summary: Summary | None) -> Response:
    if summary is None:
        return page("summaries/none.html", docket=docket)
    versions = queries.summaries_of(docket)
    earlier = next((v for v in reversed(versions) if v.n < summary.n), None)
    sentences = showing.shown_sentences(summary)
    disputes: dict[str, list[Any]] = {}
    for one in queries.disputes_on(summary):
        disputes.setdefault(one.sentence_id, []).append(one)
    return page(
        "summaries/show.html", docket=docket, summary=summary, newest=versions[-1], versions=versions, sentences=sentences, disputes=disputes,
        themes=_by_theme(summary, sentences), general=[one for one in sentences if one.sentence.theme_id is None], kinds=KINDS, shown=shown,
        differences=showing.differences(earlier, summary) if earlier else [], earlier=earlier, drawings=[("figure-wide", themes_drawing(summary.figures)), ("figure-narrow", themes_drawing(summary.figures, 320))], parts_of=parts_of,
        tables=crossings(summary.figures, wards_shown(docket)), agreement=Agreement(**summary.agreement), later=readable_besides(docket, summary.covered + summary.uncovered),
    )  # fmt: skip


def _by_theme(summary: Summary, sentences: list[showing.Shown]) -> list[tuple[dict[str, Any], list[showing.Shown]]]:
    """Themes as they were named then, each with its sentences, in the order of their numbers; the figure is ordered by texts."""
    rows = [(figure, [one for one in sentences if one.sentence.theme_id == figure["theme"]]) for figure in summary.figures]
    return sorted(((figure, own) for figure, own in rows if own), key=lambda row: row[1][0].sentence.position)
