"""The check desk: number and code change, withdraw and hide; a disputed name; a reported problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from civic.comments import actions, queries, receipts
from civic.comments.forms import ChangeForm, CheckForm, Confirm
from civic.comments.hidden import shows_hidden_words, words_of
from civic.comments.models import Comment
from civic.comments.routes import bp, private
from civic.database import Refusal
from civic.dockets.redline import runs_between
from civic.permissions import Permission, allows
from civic.record.numbers import parse_number, shown
from civic.web import page


@bp.route("/check", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def check() -> Any:
    form = CheckForm()
    if form.was_submitted():
        with form.reporting():
            return _checked(form)
    return private(page("comments/check.html", form=form))


@bp.get("/check/mine")
@allows(Permission.COMMENT_CHECK)
def mine() -> Any:
    comment = _own_comment()
    if comment is None:
        return redirect(url_for("comments.check"))
    return private(page("comments/mine.html", comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number), form=Confirm()))


@bp.route("/check/mine/change", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def change() -> Any:
    """Write, look at old and new side by side with the hints, save."""
    comment = _own_comment() or abort(404)
    before = words_of(comment)
    form = ChangeForm(body=before.body, suggestion=before.suggestion)
    if form.was_submitted() and request.form.get("step") != "back":
        words = replace(before, body=form.body.data, suggestion=form.suggestion.data or "")
        with form.reporting():
            if request.form.get("step") == "save":
                actions.change_comment(comment, words)
                flash(_("Your new wording is kept."))
                return redirect(url_for("comments.mine"))
            runs = runs_between(before.body, words.body)
            hints, again = actions.kept_private_data(words), shows_hidden_words(comment, words)
            return private(page("comments/changed.html", form=form, number=shown(comment.number), runs=runs, hints=hints, again=again, n=len(comment.revisions) + 1))
    return private(page("comments/change.html", form=form, number=shown(comment.number)))


@bp.post("/check/mine/withdraw")
@allows(Permission.COMMENT_CHECK)
def withdraw() -> Any:
    actions.withdraw_comment(_own_comment() or abort(404))
    flash(_("Your comment is withdrawn."))
    return redirect(url_for("comments.mine"))


@bp.post("/check/mine/hide-name")
@allows(Permission.COMMENT_CHECK)
def hide_name() -> Any:
    actions.hide_name(_own_comment() or abort(404))
    flash(_("Your name is no longer shown."))
    return redirect(url_for("comments.mine"))


# --- inside


def _checked(form: CheckForm) -> Response:
    number = parse_number(form.number.data)
    comment = queries.comment_numbered(form.number.data)
    if not form.code.data:
        if comment is None:
            raise Refusal(_("No comment has this number. Check each letter and digit; a mistyped number never fits another comment."), "number")
        return redirect(url_for("comments.show", comment=shown(comment.number)))
    if not receipts.is_authors(comment, number or form.number.data, form.code.data):
        raise Refusal(_("This number and this code do not belong together. Check both, letter by letter."))
    response = redirect(url_for("comments.mine"))
    receipts.put_cookie(response, "civic_mine", {"number": comment.number})  # type: ignore[union-attr]
    return response


def _own_comment() -> Comment | None:
    kept = receipts.read_cookie("civic_mine")
    return queries.comment_numbered(kept["number"]) if kept else None
