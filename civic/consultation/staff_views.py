"""What the clerk does: the list of those to ask, questions, invitations, delivery, answers on paper, judgements."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.clock import today
from civic.consultation import actions, answers, judging, queries
from civic.consultation.forms import (
    CONTACT_KINDS,
    REASONS,
    WAYS,
    ConsulteeForm,
    ContactForm,
    DeliveryForm,
    ExtensionForm,
    InvitationForm,
    NoticeForm,
    PaperAnswerForm,
    QuestionForm,
    RemovalForm,
    RequestForm,
)
from civic.consultation.models import Invitation, RosterEntry
from civic.consultation.models import Response as Answer
from civic.consultation.wording import EVENTS, PROMISES
from civic.database import Refusal
from civic.dockets.models import Docket
from civic.dockets.queries import notices_of
from civic.people.models import Office, OfficeKind
from civic.people.offices import create_office
from civic.people.policy import policy
from civic.people.queries import office_with, offices_in_order
from civic.permissions import Permission, allows, signed_in_person
from civic.record.numbers import parse_number, shown
from civic.web import page, public_address

bp = Blueprint("asking", __name__, url_prefix="/staff")


@bp.route("/d/<docket:docket>/roster", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Docket)
def roster(docket: Docket) -> Any:
    form, person = ConsulteeForm(), signed_in_person()
    form.office.choices = [("", _("Choose"))] + [(office.id, office.in_full) for office in offices_in_order()]
    if form.was_submitted():
        with form.reporting():
            office = _office_from(form, person)
            entry = actions.list_consultee(
                docket, office, reason=form.reason.data, because=form.because.data, change_reason=form.change_reason.data or "", by=person
            )
            return redirect(url_for("asking.office", entry=entry.id))
    return page(
        "asking/roster.html", docket=docket, entries=queries.roster_of(docket), removed=queries.removed_from(docket), frozen=queries.freeze_of(docket),
        form=form, REASONS=REASONS, asking=queries.comments_that_ask(docket), judgements=queries.judgements_on(docket), to_judge=judging.steps_to_judge(docket),
        freezes=queries.freezes_of(docket), requests=_requests(docket), shown=shown, most_asking=queries.MOST_ASKING,
    )  # fmt: skip


@bp.post("/d/<docket:docket>/roster/freeze")
@allows(Permission.ROSTER_KEEP, Docket)
def freeze(docket: Docket) -> Response:
    actions.freeze_roster(docket, by=signed_in_person())
    flash(_("The list is frozen and public. From here on every change has a public reason."))
    return redirect(url_for("asking.roster", docket=docket.number))


@bp.get("/roster/<id:entry>")
@allows(Permission.ROSTER_KEEP, RosterEntry)
def office(entry: RosterEntry) -> Response:
    return page(
        "asking/office.html", entry=entry, docket=entry.docket, unsent=queries.unsent_questions(entry), notices=queries.notices_reaching(entry),
        contests={c.subject_id: c for c in queries.contests_of(entry)}, REASONS=REASONS, WAYS=WAYS, CONTACT_KINDS=CONTACT_KINDS,
        EVENTS=EVENTS, PROMISES=PROMISES,
    )  # fmt: skip


@bp.route("/roster/<id:entry>/remove", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, RosterEntry)
def remove(entry: RosterEntry) -> Any:
    form = RemovalForm()
    if form.was_submitted():
        with form.reporting():
            actions.remove_consultee(entry, because=form.because.data, by=signed_in_person())
            return redirect(url_for("asking.roster", docket=entry.docket.number))
    return page("asking/remove.html", entry=entry, form=form)


@bp.route("/roster/<id:entry>/questions/new", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, RosterEntry)
def question(entry: RosterEntry) -> Any:
    form = QuestionForm()
    form.section.choices = _sections(entry.docket)
    if form.was_submitted():
        with form.reporting():
            actions.draft_question(entry, form.words.data, section=form.section.data or "", comments=_numbers(form.comments.data), by=signed_in_person())
            return redirect(url_for("asking.office", entry=entry.id))
    return page("asking/question.html", entry=entry, form=form, asking=queries.comments_that_ask(entry.docket), shown=shown)


@bp.post("/roster/<id:entry>/questions/<id:question>/drop")
@allows(Permission.ROSTER_KEEP, RosterEntry)
def drop(entry: RosterEntry, question: str) -> Response:
    found = next((q for q in entry.questions if q.id == question), None)
    if found is not None:
        actions.drop_question(found, by=signed_in_person())
    return redirect(url_for("asking.office", entry=entry.id))


@bp.route("/roster/<id:entry>/invite", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, RosterEntry)
def invite(entry: RosterEntry) -> Any:
    form, version = InvitationForm(), entry.docket.current_version
    if form.was_submitted():
        with form.reporting():
            actions.send_invitation(
                entry, respond_by=form.respond_by.data, channel=form.channel.data, promise=form.promise.data, words=form.words.data or "",
                documents=[f"text@{version.n}"] if version else [], email=form.email.data or None, by=signed_in_person(),
                link=lambda token: public_address("respond.accept", token=token),
            )  # fmt: skip
            flash(_("The invitation is sent and on the record. Enter its delivery as soon as you have evidence."))
            return redirect(url_for("asking.office", entry=entry.id))
    return page("asking/invite.html", entry=entry, form=form, version=version, questions=queries.unsent_questions(entry), days=policy("response_days"))


@bp.route("/invitations/<id:invitation>/delivery", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Invitation)
def delivery(invitation: Invitation) -> Any:
    form = DeliveryForm()
    if form.was_submitted():
        with form.reporting():
            scan = form.scan.data.read() if form.scan.data else None
            known = {"evidence": form.evidence.data or "", "stated_on": form.stated_on.data, "scan": scan, "by": signed_in_person()}
            if form.came_back.data:
                actions.record_delivery(invitation, level=0, how=form.how.data, **known)
            else:
                actions.hand_over(invitation, to_whom=form.how.data, **known)
            return redirect(url_for("asking.office", entry=invitation.entry_id))
    return page("asking/delivery.html", invitation=invitation, entry=invitation.entry, form=form)


@bp.route("/invitations/<id:invitation>/extend", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Invitation)
def extend(invitation: Invitation) -> Any:
    form = ExtensionForm()
    if form.was_submitted():
        with form.reporting():
            actions.extend_invitation(invitation, respond_by=form.respond_by.data, reason=form.reason.data, by=signed_in_person())
            return redirect(url_for("asking.office", entry=invitation.entry_id))
    return page("asking/extend.html", invitation=invitation, entry=invitation.entry, form=form)


@bp.route("/roster/<id:entry>/contact", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, RosterEntry)
def contact(entry: RosterEntry) -> Any:
    form = ContactForm()
    if form.was_submitted():
        with form.reporting():
            actions.claim_contact(
                entry, claimed_by=form.claimed_by.data, kind=form.kind.data, words=form.words.data, stated_on=form.stated_on.data, by=signed_in_person()
            )
            return redirect(url_for("asking.office", entry=entry.id))
    return page("asking/contact.html", entry=entry, form=form)


@bp.route("/roster/<id:entry>/notice", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, RosterEntry)
def notice(entry: RosterEntry) -> Any:
    form, posted = NoticeForm(), {n.id: n for n in notices_of(entry.docket)}
    form.notice.choices = [(n.id, f"{n.place}, {n.day.isoformat()}") for n in posted.values()]
    if form.was_submitted():
        with form.reporting():
            actions.address_notice(posted[form.notice.data], entry, by=signed_in_person())
            return redirect(url_for("asking.office", entry=entry.id))
    return page("asking/notice.html", entry=entry, form=form, posted=posted)


@bp.route("/invitations/<id:invitation>/answers/new", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Invitation)
def paper(invitation: Invitation) -> Any:
    """An answer that came on paper, word for word."""
    form = PaperAnswerForm(received_on=today(), spoken_by=invitation.holder)
    settled = [q for q in invitation.questions if not answers.is_settled(invitation, q)]
    form.question.choices = [("", _("Anything else the council should know"))] + [(q.id, f"{q.n}. {q.words[:80]}") for q in settled]
    if form.was_submitted():
        with form.reporting():
            _enter(invitation, next((q for q in settled if q.id == form.question.data), None), form)
            flash(_("Entered, and marked: received on paper, entered by the clerk."))
            return redirect(url_for("asking.office", entry=invitation.entry_id))
    return page("asking/paper.html", invitation=invitation, entry=invitation.entry, form=form)


@bp.route("/answers/<id:response>/outcome", methods=["GET", "POST"])
@allows(Permission.ROSTER_KEEP, Answer)
def outcome(response: Answer) -> Any:
    """What became of other words that an office asked for."""
    form, docket = RequestForm(), response.entry.docket
    form.section.choices = _sections(docket)
    if form.was_submitted():
        with form.reporting():
            changed = form.outcome.data != "not_changed"
            actions.answer_request(
                response, outcome=form.outcome.data, reason=form.reason.data, by=signed_in_person(),
                section=(form.section.data or "") if changed else "", new=docket.current_version if changed else None,
            )  # fmt: skip
            return redirect(url_for("asking.roster", docket=docket.number))
    return page("asking/outcome.html", answer=response, docket=docket, form=form)


def _office_from(form: ConsulteeForm, by: Any) -> Office:
    """The office chosen, or the new one described."""
    if form.office.data and (chosen := office_with(form.office.data)):
        return chosen
    if not form.new_title.data:
        raise Refusal(_("Choose an office, or enter the title of a new one."), "office")
    return create_office(form.new_title.data, form.new_department.data or form.new_title.data, OfficeKind.OTHER, by=by)


def _enter(invitation: Invitation, question: Any, form: PaperAnswerForm) -> None:
    known = {"received_on": form.received_on.data, "channel": form.channel.data, "spoken_by": form.spoken_by.data, "by": signed_in_person()}
    if form.declines.data:
        answers.decline(invitation, question, reason=form.words.data, **known)
    else:
        scan = form.scan.data.read() if form.scan.data else None
        answers.enter_paper_answer(invitation, question, words=form.words.data, position=form.position.data or "", scan=scan, **known)


def _sections(docket: Docket) -> list[tuple[str, str]]:
    version = docket.current_version
    sections = [(p.wid, f"{p.number} {p.heading}"[:80]) for p in version.provisions if p.kind == "section"] if version else []
    return [("", _("The whole law")), *sections]


def _numbers(typed: str | None) -> list[str]:
    found = []
    for word in (typed or "").replace(",", " ").split():
        number = parse_number(word)
        if number is None:
            raise Refusal(_("%(word)s is not a tracking number.", word=word[:20]), "comments")
        found.append(shown(number))
    return found


def _requests(docket: Docket) -> list[tuple[Answer, Any]]:
    outcomes = queries.request_outcomes(docket)
    return [(r, outcomes.get(r.id)) for r in queries.responses_on(docket) if r.other_words]
