"""For the clerk: issues taken out of what was said, what still stands in the way, freezing and reissuing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.dockets.models import Docket
from civic.forms import Form
from civic.outcomes.forms import OUTCOMES
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import parse_number, shown
from civic.statements import actions, paper, queries, showing, sources
from civic.statements.checks import missing_on
from civic.statements.content import content_of
from civic.statements.forms import FreezeForm, IssueForm, NumberForm, kept_in
from civic.statements.models import Issue
from civic.statements.quoting import standing
from civic.themes.queries import theme_with, themes_of
from civic.web import page

bp = Blueprint("statement_drafts", __name__, url_prefix="/staff")


@bp.get("/d/<docket:docket>/statement")
@allows(Permission.STATEMENT_WRITE, Docket)
def prepare(docket: Docket) -> Response:
    return _prepare_page(docket, FreezeForm())


@bp.post("/d/<docket:docket>/statement")
@allows(Permission.STATEMENT_WRITE, Docket)
def freeze(docket: Docket) -> Response:
    form = FreezeForm()
    if form.was_submitted():
        with form.reporting():
            made = actions.freeze_statement(docket, reason=form.reason.data or "", by=signed_in_person())
            flash(_("Statement %(n)s is frozen and public.", n=made.n))
            return redirect(url_for("statements.show", docket=docket.number))
    return _prepare_page(docket, form)


@bp.get("/d/<docket:docket>/statement/preview")
@allows(Permission.STATEMENT_WRITE, Docket)
def preview(docket: Docket) -> Response:
    """As it would be frozen now."""
    content = content_of(docket, queries.issues_on(docket))
    return page("statement_drafts/preview.html", docket=docket, content=content, showing=showing, unanswered=paper.unanswered_in_words(content))


@bp.route("/d/<docket:docket>/statement/sources", methods=["GET", "POST"])
@allows(Permission.STATEMENT_WRITE, Docket)
def choose(docket: Docket) -> Any:
    form = NumberForm()
    if form.was_submitted():
        number = parse_number(form.number.data or "")
        if number and sources.source_named(docket, f"comment-{number}"):
            return redirect(url_for("statement_drafts.write", docket=docket.number, source=f"comment-{number}"))
        form.number.errors = [_("No comment on this docket that can be read has this number.")]
    written: dict[str, list[Issue]] = {}
    for issue in queries.issues_on(docket):
        written.setdefault(issue.source, []).append(issue)
    after = max(0, min(request.args.get("after", 0, type=int), 2**63 - 1))
    speakers, more = sources.speakers_heard(docket, after=after)
    return page(
        "statement_drafts/choose.html", docket=docket, form=form, written=written, offices=sources.offices_heard(docket), letters=sources.letters_heard(docket),
        speakers=speakers, more=more, first_page=not after,
    )  # fmt: skip


@bp.route("/d/<docket:docket>/statement/issues/new", methods=["GET", "POST"])
@allows(Permission.STATEMENT_WRITE, Docket)
def write(docket: Docket) -> Any:
    source = sources.source_named(docket, request.args.get("source", "")) or abort(404)
    form = _with_choices(docket, IssueForm())
    if form.was_submitted():
        with form.reporting():
            issue = actions.write_issue(docket, source, theme=theme_with(form.theme.data) if form.theme.data else None, by=signed_in_person(), **kept_in(form))
            flash(_("Issue %(code)s is kept.", code=issue.code))
            return redirect(url_for("statement_drafts.prepare", docket=docket.number))
    return page("statement_drafts/write.html", docket=docket, source=source, form=form, issue=None, empty=Form())


@bp.route("/statement-issues/<id:issue>", methods=["GET", "POST"])
@allows(Permission.STATEMENT_WRITE, Issue)
def change(issue: Issue) -> Any:
    docket = issue.docket
    words = "\n".join(filter(None, (standing(quote).words for quote in issue.quotes)))
    form = _with_choices(docket, IssueForm(point=issue.point, quotes=words, theme=issue.theme_id or "", response=issue.response or "", unanswered=issue.unanswered))
    if form.was_submitted():
        with form.reporting():
            actions.change_issue(issue, theme=theme_with(form.theme.data) if form.theme.data else None, by=signed_in_person(), **kept_in(form))
            flash(_("Issue %(code)s is kept.", code=issue.code))
            return redirect(url_for("statement_drafts.prepare", docket=docket.number))
    return page("statement_drafts/write.html", docket=docket, source=sources.source_named(docket, issue.source), form=form, issue=issue, empty=Form())


@bp.post("/statement-issues/<id:issue>/drop")
@allows(Permission.STATEMENT_WRITE, Issue)
def drop(issue: Issue) -> Response:
    actions.drop_issue(issue, by=signed_in_person())
    flash(_("Issue %(code)s is dropped. Its code is not given again.", code=issue.code))
    return redirect(url_for("statement_drafts.prepare", docket=issue.docket.number))


def _prepare_page(docket: Docket, form: FreezeForm) -> Response:
    issues, responses = queries.issues_on(docket), queries.responses_to(docket)
    return page(
        "statement_drafts/prepare.html", docket=docket, form=form, issues=issues, responses=responses, missing=missing_on(docket),
        statements=queries.statements_of(docket), OUTCOMES=OUTCOMES, empty=Form(), shown=shown,
    )  # fmt: skip


def _with_choices(docket: Docket, form: IssueForm) -> IssueForm:
    known = queries.responses_to(docket)
    form.theme.choices = [("", _("None")), *((theme.id, theme.name) for theme in themes_of(docket))]
    published = [(one.issue, f"{OUTCOMES[one.outcome]}: {one.point}") for one in known.published.values()]
    drafts = [(one.issue, _("Draft: %(point)s", point=one.point)) for one in known.drafts.values() if one.issue not in known.published]
    form.response.choices = [("", _("None yet")), *published, *drafts]
    return form
