"""What an office sees and does: its questions, drafts, signature, changes, deputies and objections."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from civic.clock import today
from civic.consultation import actions, answers, queries
from civic.consultation.forms import (
    POSITIONS,
    AnswerForm,
    ContestForm,
    CorrectionForm,
    DeclineForm,
    DeputyForm,
    SignForm,
)
from civic.consultation.models import DeliveryEvent, ExternalContact, Invitation, NoticeReach, Question
from civic.consultation.models import Response as Answer
from civic.consultation.readable import asked
from civic.consultation.wording import PROMISES
from civic.people.queries import account_with, accounts_with_role
from civic.permissions import Permission, Role, allows, may, show_second_factor_again, signed_in_person
from civic.web import page, secret

bp = Blueprint("respond", __name__, url_prefix="/respond")


@bp.route("/i/<string:token>", methods=["GET", "POST"])
@allows(Permission.BROWSE)
def accept(token: str) -> Any:
    """The page of an e-mailed link: opening it changes nothing; accepting is a POST of the office's own account."""
    link = queries.link_for(token)
    invitation = queries.invitation_with(link.invitation_id) if link else None
    form = SignForm()
    used = link is not None and invitation is not None and (link.used_at is not None or invitation.is_over)
    if link is not None and invitation is not None and not used and form.was_submitted() and may(Permission.ANSWER_DRAFT, invitation):
        actions.accept_by_link(link, invitation, by=signed_in_person())
        flash(_("Accepted. The record shows that your office has the invitation."))
        return redirect(url_for("respond.home"))
    status = 404 if invitation is None else 410 if used else 403 if form.is_submitted() else 200
    mine = invitation and may(Permission.ANSWER_DRAFT, invitation)
    return secret(page("respond/accept.html", status=status, invitation=invitation, token=token, form=form, used=used, PROMISES=PROMISES, mine=mine))


@bp.post("/i/<string:token>/not-me")
@allows(Permission.BROWSE)
def not_me(token: str) -> Response:
    link = queries.link_for(token) or abort(404)
    invitation = queries.invitation_with(link.invitation_id)
    if link.used_at is None and invitation is not None and not invitation.is_over:
        actions.note_not_me(link)
    return page("respond/not_me.html")


@bp.get("")
@allows(Permission.RESPOND)
def home() -> Response:
    person = signed_in_person()
    invitations = queries.invitations_for(person)
    return page(
        "respond/home.html", offices=queries.offices_of(person), invitations=[(i, [asked(q) for q in i.questions], queries.drafts_of(i)) for i in invitations],
        contacts=queries.contacts_for(person), papers=queries.paper_responses_for(person), deliveries=queries.deliveries_for(person),
        reaches=queries.reaches_for(person), settled=queries.settled_for(person),
    )  # fmt: skip


@bp.post("/invitations/<id:invitation>/accept")
@allows(Permission.ANSWER_DRAFT, Invitation)
def take(invitation: Invitation) -> Response:
    actions.accept_invitation(invitation, by=signed_in_person())
    flash(_("Accepted. The record shows that your office has the invitation."))
    return redirect(url_for("respond.home"))


@bp.route("/q/<id:question>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, Question)
def answer(question: Question) -> Any:
    invitation = question.invitation or abort(404)
    draft = queries.draft_for(invitation, question)
    form = AnswerForm(obj=draft)
    if form.was_submitted():
        words = {name: form[name].data for name in answers.DRAFTED if name != "declines"}
        with form.reporting():
            answers.draft_answer(invitation, question, by=signed_in_person(), declines=form.declines.data, **words)
            flash(_("Kept as a draft. Only your office sees it."))
            return redirect(url_for("respond.check", invitation=invitation.id))
    return page("respond/answer.html", question=question, invitation=invitation, state=asked(question), draft=draft, form=form, POSITIONS=POSITIONS)


@bp.route("/check/<id:invitation>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, Invitation)
def check(invitation: Invitation) -> Any:
    """Read the drafts once more; the holder signs and publishes them together."""
    form, drafts = SignForm(), queries.drafts_of(invitation)
    if form.was_submitted():
        if (again := show_second_factor_again(Permission.ANSWER_PUBLISH)) is not None:
            return again
        with form.reporting():
            made = answers.publish_drafts(invitation, by=signed_in_person(), anything_else=form.anything_else.data or "")
            flash(ngettext("%(num)s answer is on the record.", "%(num)s answers are on the record.", len(made)))
            return redirect(url_for("consultation.questions", docket=invitation.entry.docket.number))
    return page(
        "respond/check.html", invitation=invitation, drafts=drafts, form=form, POSITIONS=POSITIONS,
        holder=may(Permission.ANSWER_PUBLISH, invitation), open=answers.open_questions(invitation),
    )  # fmt: skip


@bp.get("/print/<id:invitation>")
@allows(Permission.ANSWER_DRAFT, Invitation)
def print_drafts(invitation: Invitation) -> Response:
    return page("respond/print_drafts.html", invitation=invitation, drafts=queries.drafts_of(invitation), POSITIONS=POSITIONS)


@bp.route("/invitations/<id:invitation>/decline", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, Invitation)
def decline(invitation: Invitation) -> Any:
    form = DeclineForm()
    if form.was_submitted():
        with form.reporting():
            answers.decline(invitation, None, reason=form.words.data, legal_basis=form.legal_basis.data or "", by=signed_in_person())
            flash(_("Recorded: your office declines this invitation, with its reason."))
            return redirect(url_for("respond.home"))
    return page(
        "respond/decline.html", invitation=invitation, form=form, holder=may(Permission.ANSWER_PUBLISH, invitation), open=answers.open_questions(invitation),
    )  # fmt: skip


@bp.route("/answers/<id:response>/correct", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, Answer)
def correct(response: Answer) -> Any:
    form = CorrectionForm()
    if form.was_submitted():
        with form.reporting():
            answers.correct_answer(response, words=form.words.data, by=signed_in_person())
            flash(_("Added with today's date. The first answer stays as it is."))
            return redirect(url_for("consultation.questions", docket=response.entry.docket.number))
    return page("respond/correct.html", answer=response, form=form)


@bp.get("/changes")
@allows(Permission.RESPOND)
def changes() -> Response:
    """What became of the office's own requests, and the newer versions since each invitation."""
    invitations = queries.invitations_for(signed_in_person())
    rows = [(i, [r for r in i.responses if r.other_words], queries.request_outcomes(i.entry.docket)) for i in invitations]
    return page("respond/changes.html", rows=rows)


@bp.route("/delegate", methods=["GET", "POST"])
@allows(Permission.RESPOND)
def delegate() -> Any:
    person = signed_in_person()
    office = next((o for o in queries.offices_of(person) if queries.holds(person, o.id)), None)
    form = DeputyForm(since=today())
    form.account.choices = [("", _("Choose"))] + [(a.id, a.name) for a in accounts_with_role(Role.DELEGATE)]
    if office is not None and form.was_submitted():
        with form.reporting():
            answers.let_draft(office, account_with(form.account.data), since=form.since.data, until=form.until.data, by=person)
            return redirect(url_for("respond.delegate"))
    deputies = [h for h in office.holdings if h.capacity == "delegate" and h.is_current()] if office else []
    return page("respond/delegate.html", office=office, deputies=deputies, form=form)


@bp.post("/delegate/<id:holding>/end")
@allows(Permission.RESPOND)
def end_delegate(holding: str) -> Response:
    person = signed_in_person()
    found = next((h for o in queries.offices_of(person) for h in o.holdings if h.id == holding), None) or abort(404)
    answers.end_draft_right(found, by=person)
    return redirect(url_for("respond.delegate"))


@bp.route("/contest/contacts/<id:contact>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, ExternalContact)
def contest_contact(contact: ExternalContact) -> Any:
    return _contest(contact, "respond/contest_contact.html")


@bp.route("/contest/answers/<id:response>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, Answer)
def contest_answer(response: Answer) -> Any:
    if not response.is_on_paper:
        abort(404)
    return _contest(response, "respond/contest_answer.html")


@bp.route("/contest/deliveries/<id:delivery>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, DeliveryEvent)
def contest_delivery(delivery: DeliveryEvent) -> Any:
    return _contest(delivery, "respond/contest_delivery.html")


@bp.route("/contest/notices/<id:reach>", methods=["GET", "POST"])
@allows(Permission.ANSWER_DRAFT, NoticeReach)
def contest_notice(reach: NoticeReach) -> Any:
    return _contest(reach, "respond/contest_notice.html")


def _contest(subject: Any, template: str) -> Any:
    form = ContestForm()
    if form.was_submitted():
        with form.reporting():
            answers.contest(subject.entry, subject, standing=form.standing.data, words=form.words.data or "", by=signed_in_person())
            flash(_("On the record, beside the entry."))
            return redirect(url_for("respond.home"))
    return page(template, subject=subject, form=form, holder=may(Permission.ANSWER_PUBLISH, subject))
