from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from civic.comments.models import Comment
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.dockets.queries import published_dockets
from civic.forms import Form
from civic.moderation import actions, queries, undoing
from civic.moderation.deciding import carry_out, save_batch, withholds, without_reason
from civic.moderation.forms import DecideForm
from civic.moderation.hooks import beside_items, beside_queue
from civic.moderation.models import Decision
from civic.moderation.queue import batch_of, item_for, next_batch, with_colleagues
from civic.moderation.reading import hidden_words
from civic.moderation.recent import decided_lately
from civic.moderation.rules import GROUNDS, KEYS
from civic.moderation.waiting import in_words, queue_counts, queues_of
from civic.moderation.wording import ACTS, STATES
from civic.permissions import Permission, allows, show_second_factor_again, signed_in_person
from civic.record.numbers import shown
from civic.web import page

bp = Blueprint("moderation", __name__)


@bp.get("/staff/held")
@allows(Permission.COMMENT_MODERATE)
def queues() -> Response:
    dockets = published_dockets()
    waiting = queues_of(dockets, signed_in_person())
    return page("moderation/queues.html", rows=[(docket, in_words(waiting[docket.id].counts)) for docket in dockets])


@bp.get("/staff/d/<docket:docket>/queue")
@allows(Permission.COMMENT_MODERATE, Docket)
def queue(docket: Docket) -> Response:
    """The batch that is mine, as stacked forms with one Save; every button works without a script."""
    return _queue_page(docket, Form())


def _queue_page(docket: Docket, form: Form, sent: Mapping[str, str] = MappingProxyType({}), without_reason: Collection[str] = ()) -> Response:
    """``sent``: what a form that was not saved said, which stays in its controls."""
    person = signed_in_person()
    counts, items = queue_counts(docket, person), batch_of(docket, person)
    return page(
        "moderation/queue.html", docket=docket, items=items, beside_items=beside_items([item.comment.id for item in items]), waiting=sum(counts.values()), in_words=in_words(counts),
        elsewhere=with_colleagues(docket, person), claim=queries.claim_of(docket, person), sent=sent, without_reason=without_reason,
        shown=shown, GROUNDS=GROUNDS, KEYS=KEYS, ACTS=ACTS, form=form, recent=decided_lately(docket, person), undos=queries.undos_proposed(docket), beside=beside_queue(docket),
    )  # fmt: skip


@bp.post("/staff/d/<docket:docket>/queue/take")
@allows(Permission.COMMENT_MODERATE, Docket)
def take(docket: Docket) -> Response:
    actions.claim_batch(docket, next_batch(docket, signed_in_person()), by=signed_in_person())
    return redirect(url_for("moderation.queue", docket=docket.number))


@bp.post("/staff/d/<docket:docket>/queue")
@allows(Permission.COMMENT_MODERATE, Docket)
def save(docket: Docket) -> Response:
    """Good decisions stay; those that met a conflict are listed with what was decided instead, by 303. Where a proposal lacks its reason,
    nothing is saved yet and every choice and note stays in the form.
    """
    if lacking := without_reason(request.form):
        form = Form()
        form.refuse(Refusal(_("Nothing is saved yet. Choose a reason to withhold for %(numbers)s.", numbers=", ".join(map(shown, lacking)))))
        return _queue_page(docket, form, request.form, lacking)
    if withholds(what for name, what in request.form.items() if name.startswith("decision-")) and (again := show_second_factor_again(Permission.COMMENT_WITHHOLD)) is not None:
        return again
    done, conflicts = save_batch(docket, request.form, by=signed_in_person())
    if done:
        flash(ngettext("%(num)s decision is saved.", "%(num)s decisions are saved.", done))
    elif not conflicts:
        flash(_("Nothing is saved yet: choose what happens with a comment first."), "warning")
    for number, sentence in conflicts:
        flash(_("Comment %(number)s was not decided: %(why)s", number=number, why=sentence), "warning")
    return redirect(url_for("moderation.queue", docket=docket.number), 303)


@bp.route("/staff/comments/<code:comment>/decide", methods=["GET", "POST"])
@allows(Permission.COMMENT_MODERATE, Comment)
def decide(comment: Comment) -> Any:
    """One comment with every word to choose from."""
    form = DecideForm()
    if form.was_submitted():
        if form.expected.data and form.expected.data != queries.state_of(comment):
            flash(_("Comment %(number)s changed in the meantime: somebody decided it. Nothing of yours was saved.", number=shown(comment.number)), "warning")
            return redirect(url_for("moderation.queue", docket=comment.docket.number), 303)
        if withholds([form.decision.data]) and (again := show_second_factor_again(Permission.COMMENT_WITHHOLD)) is not None:
            return again
        with form.reporting():
            flash(carry_out(comment, form, request.form.getlist("word"), by=signed_in_person()))
            return redirect(url_for("moderation.queue", docket=comment.docket.number))
    item = item_for(comment)
    return page(
        "moderation/decide.html", form=form, item=item, ticked=_places(request.form.getlist("word")) if form.is_submitted() else item.suspects, number=shown(comment.number), docket=comment.docket, GROUNDS=GROUNDS,
        decisions=(decisions := queries.decisions_on(comment)), asked=[(d, hidden_words(d)) for d in decisions if d.waits_for_undo], shown=shown, ACTS=ACTS, STATES=STATES,
    )  # fmt: skip


@bp.post("/staff/decisions/<id:decision>/confirm")
@allows(Permission.COMMENT_WITHHOLD, Decision)
def confirm(decision: Decision) -> Response:
    actions.confirm(decision, by=signed_in_person())
    return _to_queue(decision, _("Two people agreed. It takes effect now, and its author can appeal."))


@bp.post("/staff/decisions/<id:decision>/drop")
@allows(Permission.COMMENT_MODERATE, Decision)
def drop(decision: Decision) -> Response:
    actions.drop(decision, by=signed_in_person())
    return _to_queue(decision, _("The proposal is dropped. Nothing changed."))


@bp.post("/staff/decisions/<id:decision>/undo")
@allows(Permission.COMMENT_MODERATE, Decision)
def undo(decision: Decision) -> Any:
    """At once what one person decided; what two decided waits for a second person again."""
    if decision.took_two:
        if (again := show_second_factor_again(Permission.COMMENT_WITHHOLD)) is not None:
            return again
        undoing.propose_undo(decision, by=signed_in_person())
        return _to_queue(decision, _("Two people decided this, so a second person must agree. Until then the decision stands."))
    undoing.undo(decision, by=signed_in_person())
    return _to_queue(decision, _undone(decision))


@bp.post("/staff/decisions/<id:decision>/undo/agree")
@allows(Permission.COMMENT_WITHHOLD, Decision)
def agree_to_undo(decision: Decision) -> Response:
    undoing.agree_to_undo(decision, by=signed_in_person())
    return _to_queue(decision, _undone(decision))


@bp.post("/staff/decisions/<id:decision>/undo/drop")
@allows(Permission.COMMENT_MODERATE, Decision)
def drop_undo(decision: Decision) -> Response:
    undoing.drop_undo(decision, by=signed_in_person())
    return _to_queue(decision, _("The proposal is dropped. The decision stands."))


def _places(words: list[str]) -> list[int]:
    return [int(place) for place in words if place.isdecimal()]


def _to_queue(decision: Decision, told: str) -> Response:
    flash(told)
    return redirect(url_for("moderation.queue", docket=decision.comment.docket.number))


def _undone(decision: Decision) -> str:
    held = decision.comment.held_on is not None
    return _("Undone by a reversing entry. The comment is held and waits for a decision again.") if held else _("Undone by a reversing entry. The log keeps both.")
