"""Objections and claims: the author's appeal, the review by another person, and names that somebody disputes."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.comments import receipts
from civic.comments.models import Comment, NameDispute
from civic.comments.queries import comment_numbered
from civic.database import Refusal, db
from civic.forms import Form
from civic.moderation import actions, queries
from civic.moderation.forms import AppealDecisionForm, AppealForm, NameForm
from civic.moderation.models import Appeal, Decision
from civic.moderation.reading import hidden_words
from civic.moderation.rules import GROUNDS
from civic.permissions import Permission, allows, signed_in_person
from civic.record.models import SealedText
from civic.record.numbers import shown
from civic.record.vault import unseal
from civic.web import page

bp = Blueprint("appeals", __name__)


@bp.route("/check/mine/appeal/<id:decision>", methods=["GET", "POST"])
@allows(Permission.COMMENT_CHECK)
def appeal(decision: str) -> Any:
    """For whoever opened the comment with number and code: one field, no account."""
    found, form = _own_decision(decision), AppealForm()
    if form.was_submitted():
        with form.reporting():
            actions.file_appeal(found, form.grounds.data)
            flash(_("Your appeal is filed. Another person decides it; the answer will stand here."))
            return redirect(url_for("comments.mine"))
    response = page(
        "appeals/appeal.html", decision=found, form=form, number=shown(found.comment.number), status_sentence=queries.status_for_the_author(found),
        hidden=hidden_words(found), until=queries.appeal_ends_on(found), ground=GROUNDS.get(found.code or ""),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/check/mine/appeal/<id:decision>/withdraw")
@allows(Permission.COMMENT_CHECK)
def withdraw(decision: str) -> Response:
    found = _own_decision(decision)
    actions.withdraw_appeal(found.appeal or abort(404))
    flash(_("Your appeal is withdrawn."))
    return redirect(url_for("comments.mine"))


@bp.get("/staff/appeals")
@allows(Permission.APPEAL_DECIDE)
def review_list() -> Response:
    return page("appeals/review_list.html", appeals=queries.open_appeals(), shown=shown, GROUNDS=GROUNDS, me=signed_in_person())


@bp.route("/staff/appeals/<id:appeal>", methods=["GET", "POST"])
@allows(Permission.APPEAL_DECIDE, Appeal)
def review(appeal: Appeal) -> Any:
    form = AppealDecisionForm()
    if form.was_submitted():
        with form.reporting():
            actions.decide_appeal(appeal, form.outcome.data, form.reasons.data, by=signed_in_person())
            flash(_("Decided, with your reasons. The author sees them with number and code."))
            return redirect(url_for("appeals.review_list"))
    decision = appeal.decision
    return page(
        "appeals/review.html", appeal=appeal, decision=decision, comment=decision.comment, form=form, shown=shown, ground=GROUNDS.get(decision.code or ""),
        grounds=json.loads(unseal(appeal.grounds))["text"], hidden=hidden_words(decision), took_part=signed_in_person().id in decision.takers,
    )  # fmt: skip


@bp.route("/staff/name-claims", methods=["GET"])
@allows(Permission.COMMENT_MODERATE)
def disputes() -> Response:
    rows = [(d, db.session.get_one(Comment, d.comment_id), _claim(d)) for d in queries.open_disputes()]
    return page("appeals/disputes.html", rows=rows, shown=shown, form=NameForm(), me=signed_in_person())


@bp.post("/staff/name-claims/<id:dispute>")
@allows(Permission.COMMENT_WITHHOLD, NameDispute)
def dispute(dispute: NameDispute) -> Response:
    form, person = NameForm(), signed_in_person()
    if not form.was_submitted():
        raise Refusal(_("Choose what should happen with the name."))
    actions.propose_on_name(dispute, form.outcome.data, by=person)
    flash(_("Your proposal waits for a second person."))
    return redirect(url_for("appeals.disputes"))


@bp.post("/staff/name-claims/<id:dispute>/<any(agree, refuse):word>")
@allows(Permission.COMMENT_WITHHOLD, NameDispute)
def answer_dispute(dispute: NameDispute, word: str) -> Response:
    if Form().was_submitted():
        actions.decide_on_name(dispute, agree=word == "agree", by=signed_in_person())
    return redirect(url_for("appeals.disputes"))


def _own_decision(decision: str) -> Decision:
    kept = receipts.read_cookie("civic_mine")
    comment = comment_numbered(kept["number"]) if kept else None
    found = queries.decision_with(decision)
    if comment is None or found is None or found.comment_id != comment.id:
        abort(404)
    return found


def _claim(dispute: NameDispute) -> str:
    return unseal(db.session.get_one(SealedText, dispute.claim_id))
