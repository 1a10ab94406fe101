from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from civic.comments.actions import release_comment
from civic.comments.models import Comment
from civic.comments.visibility import redact_words
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.forms import Form
from civic.moderation.queries import waiting_named, waiting_on
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("moderation", __name__)


@bp.get("/staff/held")
@allows(Permission.COMMENT_MODERATE)
def queues() -> Response:
    return page("moderation/queues.html", rows=[(docket, waiting_on(docket)) for docket in published_dockets()])


@bp.get("/staff/d/<docket:docket>/queue")
@allows(Permission.COMMENT_MODERATE, Docket)
def queue(docket: Docket) -> Response:
    return page("moderation/queue.html", docket=docket, waiting=waiting_on(docket), shown=shown)


@bp.route("/staff/comments/<code:comment>/decide", methods=["GET", "POST"])
@allows(Permission.COMMENT_MODERATE, Comment)
def decide(comment: Comment) -> Any:
    """Publish as it is, or hide the chosen words and publish the rest. One person may do both."""
    form = Form()
    if comment.held_wording is None:
        flash(_("Comment %(number)s is not held any more: somebody decided it.", number=shown(comment.number)))
        return redirect(url_for("moderation.queue", docket=comment.docket.number), 303)
    if form.was_submitted():
        with form.reporting():
            _decide(comment)
            flash(_("Comment %(number)s is public.", number=shown(comment.number)))
            return redirect(url_for("moderation.queue", docket=comment.docket.number))
    return page("moderation/decide.html", form=form, one=waiting_named(comment), number=shown(comment.number), docket=comment.docket)


def _decide(comment: Comment) -> None:
    decision = request.form.get("decision")
    if decision == "publish":
        release_comment(comment, by=signed_in_person())
    elif decision == "redact":
        places = sorted({int(place) for place in request.form.getlist("word") if place.isdigit()})
        redact_words(comment, [(place, place + 1) for place in places], reason="P1", by=signed_in_person())
    else:
        raise Refusal(_("Choose what happens with this comment."))
