"""The check desk: number and code change, withdraw and hide; a disputed name; a reported problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments import actions, objections, queries, receipts
from civic.comments.forms import ChangeForm, CheckForm, ClaimForm, Confirm, ReportForm
from civic.comments.hidden import shows_hidden_words, words_of
from civic.comments.models import Comment
from civic.comments.own_words import SHUT, own_words
from civic.comments.routes import bp, private
from civic.database import Refusal, db
from civic.dockets.redline import runs_between
from civic.permissions import Permission, allows
from civic.record.leaf import random_id
from civic.record.numbers import parse_number, shown
from civic.web import language, page


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
    own, newer = own_words(comment, comment.wording), own_words(comment, comment.waiting) if comment.waiting else None
    return private(page(
        "comments/mine.html", comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number), form=Confirm(), own=own, newer=newer,
        shut=comment.face.state in SHUT, can_be_withdrawn=actions.can_be_withdrawn(comment),
    ))  # fmt: skip


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


@bp.route("/check/mine/withdraw", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def withdraw() -> Any:
    """Says what goes and what stays, and asks once."""
    comment, form = _own_comment() or abort(404), Confirm()
    if form.was_submitted():
        with form.reporting():
            actions.withdraw_comment(comment)
            flash(_("Your comment is withdrawn."))
            return redirect(url_for("comments.mine"))
    elif not actions.can_be_withdrawn(comment):
        return redirect(url_for("comments.mine"))
    return private(page("comments/withdraw.html", form=form, face=comment.face, docket=comment.docket, number=shown(comment.number)))


@bp.post("/check/mine/hide-name")
@allows(Permission.COMMENT_CHECK)
def hide_name() -> Any:
    actions.hide_name(_own_comment() or abort(404))
    flash(_("Your name is no longer shown."))
    return redirect(url_for("comments.mine"))


@bp.get("/check/claim")
@allows(Permission.COMMENT_CHECK)
def claim() -> Any:
    """What became of a claim about a name, for whoever holds its number and code."""
    kept = receipts.read_cookie("civic_claim")
    found = objections.claim_numbered(kept["number"]) if kept else None
    if kept is None or found is None:
        return redirect(url_for("comments.check"))
    comment = db.session.get_one(Comment, found.comment_id)
    return private(page("comments/claim.html", claim=found, number=shown(found.number), code=kept.get("code", ""), comment=comment, about=shown(comment.number), docket=comment.docket))


# --- objections


@bp.route("/c/<code:comment>/name", methods=["GET", "POST"])
@allows(Permission.COMMENT_SEE, Comment)
def name(comment: Comment) -> Any:
    """Someone used my name: disputed at once, decided by two people."""
    form = ClaimForm()
    form.token.data = form.token.data or random_id()
    if form.was_submitted():
        with form.reporting():
            answer = receipts.answer_given(form.token.data, comment.number) or _file_claim(comment, form)
            response = redirect(url_for("comments.claim"))
            receipts.put_cookie(response, "civic_claim", answer)
            return response
    return private(page("comments/name.html", form=form, comment=comment, face=comment.face, docket=comment.docket, number=shown(comment.number)))


@bp.route("/c/<code:comment>/report", methods=["GET", "POST"])
@allows(Permission.COMMENT_SEE, Comment)
def report(comment: Comment) -> Any:
    form = ReportForm()
    if form.was_submitted():
        with form.reporting():
            objections.report_problem(comment, form.words.data)
            flash(_("Your report is with the moderators. They read it; what they decide stands on the comment's page."))
            return redirect(url_for("comments.show", comment=shown(comment.number)))
    return private(page("comments/report.html", form=form, docket=comment.docket, number=shown(comment.number)))


# --- inside


def _file_claim(comment: Comment, form: ClaimForm) -> dict[str, str]:
    pair = receipts.take_pair(language())
    answer = {"number": pair.number, "code": pair.code}
    if not receipts.keep_answer(form.token.data, comment.number, answer):
        return receipts.answer_given(form.token.data, comment.number) or answer
    objections.dispute_name(comment, form.words.data or "", pair)
    return answer


def _checked(form: CheckForm) -> Response:
    number = parse_number(form.number.data)
    comment = queries.comment_numbered(form.number.data)
    if not form.code.data:
        if comment is None:
            raise Refusal(_("No comment has this number. Check each letter and digit; a mistyped number never fits another comment."), "number")
        return redirect(url_for("comments.show", comment=shown(comment.number)))
    claim = objections.claim_numbered(number) if comment is None else None
    if not receipts.is_authors(comment or claim, number or form.number.data, form.code.data):
        raise Refusal(_("This number and this code do not belong together. Check both, letter by letter."))
    if claim is not None:
        response = redirect(url_for("comments.claim"))
        receipts.put_cookie(response, "civic_claim", {"number": claim.number})
        return response
    response = redirect(url_for("comments.mine"))
    receipts.put_cookie(response, "civic_mine", {"number": comment.number})
    return response


def _own_comment() -> Comment | None:
    kept = receipts.read_cookie("civic_mine")
    return queries.comment_numbered(kept["number"]) if kept else None
