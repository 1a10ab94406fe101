from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from civic.comments.models import Comment
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.forms import Form
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.themes import actions, queries, sorting
from civic.themes.compared import agreement_on
from civic.themes.counting import how_many_are_sorted, theme_counts
from civic.themes.forms import MergeForm, RetireForm, RewordForm, SplitForm, ThemeForm
from civic.themes.models import Theme
from civic.web import page

bp = Blueprint("themes", __name__)


# --- sorting comments


@bp.route("/staff/d/<docket:docket>/code", methods=["GET", "POST"])
@allows(Permission.THEMES_CODE, Docket)
def code(docket: Docket) -> Any:
    """The grid: 25 comments a page, one save for those that were sorted."""
    form = Form()
    sheet = sorting.sheet_of(docket, request.args)
    if form.was_submitted():
        with form.reporting():
            saved = sorting.save_sheet(docket, sheet, request.form, by=signed_in_person())
            flash(ngettext("%(num)s comment saved.", "%(num)s comments saved.", saved) if saved else _("Nothing was changed: a comment is saved when a theme or “No theme fits” is ticked."), "success" if saved else "warning")
            return redirect(url_for("themes.code", docket=docket.number, **sheet.address))
    return page("themes/code.html", docket=docket, form=form, sheet=sheet, themes=queries.themes_of(docket), shown=shown, typed=request.form)


@bp.get("/staff/d/<docket:docket>/code/next")
@allows(Permission.THEMES_CODE, Docket)
def code_next(docket: Docket) -> Any:
    """Straight to the next comment that waits for this person: new or changed ones, or a second reading."""
    second = request.args.get("second") == "1"
    number = sorting.next_number(docket, signed_in_person(), second=second, after=request.args.get("after", ""))
    if number is not None:
        return redirect(url_for("themes.code_one", comment=shown(number), second="1" if second else None))
    return page("themes/code_next.html", docket=docket, second=second, agreement=agreement_on(docket))


@bp.route("/staff/comments/<code:comment>/code", methods=["GET", "POST"])
@allows(Permission.THEMES_CODE, Comment)
def code_one(comment: Comment) -> Any:
    docket, form, second = comment.docket, Form(), request.args.get("second") == "1"
    if form.was_submitted():
        with form.reporting():
            sorting.save_one(comment, request.form, second=second, by=signed_in_person())
            flash(_saved(comment, second=second), "success")
            return redirect(url_for("themes.code_next", docket=docket.number, second="1" if second else None, after=comment.number))
    kept = queries.coding_of(comment, counts=not second)
    if second and kept is not None and kept.coder_id != signed_in_person().id:
        kept = None  # a reading is independent: another's is never shown
    return page(
        "themes/code_one.html", docket=docket, comment=comment, face=comment.face, form=form, second=second, kept=kept,
        chosen=queries.standing_themes(kept), themes=queries.themes_of(docket), number=shown(comment.number),
    )  # fmt: skip


# --- the codebook


@bp.route("/staff/d/<docket:docket>/codebook", methods=["GET", "POST"])
@allows(Permission.THEMES_CODE, Docket)
def codebook(docket: Docket) -> Any:
    form = ThemeForm()
    if form.was_submitted():
        with form.reporting():
            actions.add_theme(docket, form.name.data, form.definition.data, by=signed_in_person())
            return redirect(url_for("themes.codebook", docket=docket.number))
    last = queries.codebook_of(docket)
    return page(
        "themes/codebook.html", docket=docket, form=form, counts=theme_counts(docket), last=last, empty=Form(),
        ended=[theme for theme in queries.themes_of(docket, everything=True) if not theme.is_active],
        is_published=last is not None and last.entries == queries.entries_of(docket), agreement=agreement_on(docket),
    )  # fmt: skip


@bp.post("/staff/d/<docket:docket>/codebook/publish")
@allows(Permission.THEMES_CODE, Docket)
def publish(docket: Docket) -> Response:
    book = actions.publish_codebook(docket, by=signed_in_person())
    flash(_("Codebook %(n)s is public.", n=book.n))
    return redirect(url_for("themes.codebook", docket=docket.number))


@bp.route("/staff/themes/<id:theme>", methods=["GET", "POST"])
@allows(Permission.THEMES_CODE, Theme)
def theme(theme: Theme) -> Any:
    """Reword, merge, split or retire; each form has its own button and the history stands below."""
    forms = _forms_for(theme)
    chosen = request.form.get("do", "")
    form = forms.get(chosen)
    if form is not None and form.was_submitted():
        with form.reporting():
            before = how_many_are_sorted(theme.docket)
            _change(theme, chosen, form)
            again = before - how_many_are_sorted(theme.docket)
            flash(_("The codebook is changed.") + (" " + ngettext("%(num)s comment comes back to be sorted.", "%(num)s comments come back to be sorted.", again) if again else ""))
            return redirect(url_for("themes.codebook", docket=theme.docket.number))
    return page("themes/theme.html", theme=theme, docket=theme.docket, forms=forms, form=form, chosen=chosen)


@bp.get("/d/<docket:docket>/codebook")
@allows(Permission.DOCKET_SEE, Docket)
def show(docket: Docket) -> Response:
    """The codebook as everybody reads it."""
    return page("themes/show.html", docket=docket, book=queries.codebook_of(docket))


# --- inside


def _forms_for(theme: Theme) -> dict[str, Any]:
    if not theme.is_active:
        return {}
    merge = MergeForm(prefix="merge-")
    others = [other for other in queries.themes_of(theme.docket) if other is not theme]
    merge.into.choices = [("", _("Choose"))] + [(other.id, other.name) for other in others]
    return {
        "reword": RewordForm(obj=theme, prefix="reword-"), "merge": merge, "split": SplitForm(prefix="split-"), "retire": RetireForm(prefix="retire-"),
    }  # fmt: skip


def _saved(comment: Comment, *, second: bool) -> str:
    told = _("Saved: %(number)s.", number=shown(comment.number))
    n, total = sorting.left_for(comment.docket, signed_in_person(), second=second)
    if not n:
        return told
    if second:
        return f"{told} " + ngettext("%(num)s of %(all)s second readings is left for you.", "%(num)s of %(all)s second readings are left for you.", n, all=total)
    return f"{told} " + ngettext("%(num)s of %(all)s readable comments is still to be sorted.", "%(num)s of %(all)s readable comments are still to be sorted.", n, all=total)


def _change(theme: Theme, chosen: str, form: Any) -> None:
    by, reason = signed_in_person(), form.reason.data or ""
    if chosen == "reword":
        actions.reword_theme(theme, form.name.data, form.definition.data, reason=reason, by=by)
    elif chosen == "merge":
        into = queries.theme_with(form.into.data)
        if into is None:
            raise Refusal(_("Choose another theme of this docket that is in use."), "into")
        actions.merge_theme(theme, into, reason=reason, by=by)
    elif chosen == "split":
        actions.split_theme(theme, form.rows, reason=reason, by=by)
    else:
        actions.retire_theme(theme, reason=reason, by=by)
