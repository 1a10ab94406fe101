"""Second checks of typed comments, and their scans and recordings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments.models import Comment
from civic.comments.typed import reason_to_check
from civic.dockets.models import Docket
from civic.exchange import originals, second_checks
from civic.exchange.forms import CheckForm, OriginalForm, ReasonForm
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("checks", __name__, url_prefix="/staff")


@bp.get("/d/<docket:docket>/checks")
@allows(Permission.COMMENT_INTAKE, Docket)
def list_checks(docket: Docket) -> Response:
    after = max(0, min(request.args.get("after", 0, type=int), 2**63 - 1))
    waiting = second_checks.waiting_on(docket, after=after, limit=second_checks.PAGE + 1)
    return page(
        "checks/list_checks.html", docket=docket, waiting=waiting[: second_checks.PAGE], me=signed_in_person(), shown=shown, first_page=not after,
        more=waiting[second_checks.PAGE - 1].sort_key if len(waiting) > second_checks.PAGE else None, tally=second_checks.tally_on(docket, None if after else waiting),
    )  # fmt: skip


@bp.route("/comments/<code:comment>/second-check", methods=["GET", "POST"])
@allows(Permission.COMMENT_INTAKE, Comment)
def compare(comment: Comment) -> Any:
    """The words as typed beside the paper or the recording."""
    _must_be_typed(comment)
    form = CheckForm(body=comment.face.text)
    if form.was_submitted():
        with form.reporting():
            second_checks.check_typed(comment, found=form.found.data, body=form.body.data or "", by=signed_in_person())
            flash(_("Comment %(number)s is compared. The public count says so.", number=shown(comment.number)))
            return redirect(url_for("checks.list_checks", docket=comment.docket.number))
    return page(
        "checks/compare.html", comment=comment, docket=comment.docket, number=shown(comment.number), form=form, me=signed_in_person(),
        why=reason_to_check(comment), check=second_checks.check_of(comment), original=originals.original_of(comment), reasons=ReasonForm(formdata=None),
    )  # fmt: skip


@bp.route("/comments/<code:comment>/original", methods=["GET", "POST"])
@allows(Permission.COMMENT_INTAKE, Comment)
def original(comment: Comment) -> Any:
    """Add the scan or recording; or what is kept, and until when."""
    _must_be_typed(comment)
    form = OriginalForm()
    if form.was_submitted():
        with form.reporting():
            originals.add_original(comment, form.file.data.read(), form.file.data.filename or "", by=signed_in_person())
            flash(_("The scan or recording is kept sealed."))
            return redirect(url_for("checks.original", comment=shown(comment.number)))
    kept = originals.original_of(comment)
    return page(
        "checks/original.html", comment=comment, docket=comment.docket, number=shown(comment.number), form=form, original=kept,
        until=originals.kept_until(kept) if kept else None, reasons=ReasonForm(formdata=None),
    )  # fmt: skip


@bp.post("/comments/<code:comment>/original/open")
@allows(Permission.ORIGINAL_READ, Comment)
def open_original(comment: Comment) -> Any:
    """The file itself, for a reason that the public record names."""
    kept, form = originals.original_of(comment) or abort(404), ReasonForm()
    if not form.was_submitted():
        return page("checks/original.html", comment=comment, docket=comment.docket, number=shown(comment.number), form=OriginalForm(formdata=None), original=kept, until=originals.kept_until(kept), reasons=form)
    answer = make_response(originals.open_original(kept, reason=form.reason.data, by=signed_in_person()))
    answer.headers["Content-Type"] = originals.TYPES[kept.kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="original-{comment.number}.{kept.kind}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _must_be_typed(comment: Comment) -> None:
    """Only what staff typed has a paper or a recording."""
    if comment.entered_by is None or comment.source_digest is not None:
        abort(404)
