"""What an office does: drafts that its deputies may write, answers that only its holder publishes, and its objections."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.clock import now, today
from civic.consultation.actions import note_reply
from civic.consultation.models import (
    AnswerDraft,
    AnswerPosition,
    Capacity,
    Contest,
    Declination,
    DeliveryEvent,
    ExternalContact,
    Invitation,
    NoticeReach,
    Question,
    Response,
    RosterEntry,
)
from civic.consultation.queries import contests_of, draft_for, drafts_of, holds, serves
from civic.database import Refusal, db
from civic.people.models import Account, Holding, Office
from civic.permissions import Role
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_id_about, leaf_of
from civic.record.statements import state

DRAFTED = ("position", "words", "legal_basis", "other_words", "action", "action_owner", "action_due", "declines")


def draft_answer(invitation: Invitation, question: Question | None, *, by: Account, **words: Any) -> AnswerDraft:
    """Keep an office's words. Nobody outside the office sees them, and nothing is published."""
    if not serves(by, invitation.entry.office_id):
        raise Refusal(_("Only the office that was asked drafts its answer."))
    if question is not None and (question.invitation_id != invitation.id or is_settled(invitation, question)):
        raise Refusal(_("This question has its answer on the record. Add a correction instead."))
    if (words.get("action_owner") or words.get("action_due")) and not words.get("action"):
        raise Refusal(_("Say what your office will do, or leave out the name and the day."), "action")
    if (due := words.get("action_due")) is not None and due < today():
        raise Refusal(_("Choose today or a later day."), "action_due")
    draft = draft_for(invitation, question) or AnswerDraft(invitation_id=invitation.id, question_id=question.id if question else None)
    for name in DRAFTED:
        setattr(draft, name, words.get(name) or (None if name == "action_due" else (False if name == "declines" else "")))
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("answer.drafted", draft, by=by, docket=invitation.entry.docket)
    return draft


def publish_drafts(invitation: Invitation, *, by: Account, anything_else: str = "") -> list[Response | Declination]:
    """Sign and publish every draft of an invitation at once; what is not drafted stays open."""
    _must_hold(invitation.entry, by)
    made: list[Response | Declination] = []
    for draft in drafts_of(invitation):
        if draft.question is None:
            anything_else = anything_else or draft.words
        elif draft.declines:
            made.append(decline(invitation, draft.question, reason=draft.words, legal_basis=draft.legal_basis, by=by))
        else:
            words = {name: getattr(draft, name) for name in DRAFTED if name != "declines"}
            made.append(publish_answer(invitation, draft.question, by=by, **words))
        db.session.delete(draft)
    if anything_else:
        made.append(publish_answer(invitation, None, by=by, words=anything_else))
    if not made:
        raise Refusal(_("No drafts are ready. Write an answer first."))
    db.session.flush()
    return made


def publish_answer(
    invitation: Invitation, question: Question | None, *, by: Account, words: str, position: str = "", other_words: str = "",
    legal_basis: str = "", action: str = "", action_owner: str = "", action_due: date | None = None,
    capacity: Capacity = "official",
) -> Response:  # fmt: skip
    """Put one answer on the record, verbatim, under the office."""
    _must_hold(invitation.entry, by)
    if question is not None and is_settled(invitation, question):
        raise Refusal(_("This question has its answer on the record. Add a correction instead."))
    return _add_response(
        invitation.entry, invitation, question, by=by, spoken_by=_speaker(by, invitation.entry.office), words=words, position=position,
        other_words=other_words, legal_basis=legal_basis, action=action, action_owner=action_owner, action_due=action_due,
        capacity=capacity,
    )  # fmt: skip


def correct_answer(answer: Response, *, words: str, by: Account) -> Response:
    """Words added to an answer, or to a statement that nobody asked for; the first ones stay as they are."""
    _must_hold(answer.entry, by)
    return _add_response(
        answer.entry, answer.invitation, answer.question, by=by, spoken_by=_speaker(by, answer.entry.office), words=words, corrects=answer,
        capacity=answer.capacity,
    )  # fmt: skip


def volunteer(entry: RosterEntry, words: str, *, by: Account, capacity: Capacity = "official") -> Response:
    """A statement of an office that was not asked, or on something else; shown, and never counted as an answer."""
    _must_hold(entry, by)
    return _add_response(entry, None, None, by=by, spoken_by=_speaker(by, entry.office), words=words, capacity=capacity)


def enter_paper_answer(
    invitation: Invitation, question: Question | None, *, words: str, received_on: date, channel: str, spoken_by: str, by: Account,
    position: str = "", other_words: str = "", scan: bytes | None = None,
) -> Response:  # fmt: skip
    """The clerk enters an answer that came on paper, verbatim. It counts from this entry; the office may contest it."""
    if received_on > today():
        raise Refusal(_("That day has not come yet."), "received_on")
    if question is not None and is_settled(invitation, question):
        raise Refusal(_("This question has its answer on the record already."), "question")
    return _add_response(
        invitation.entry, invitation, question, by=by, spoken_by=spoken_by, words=words, position=position, other_words=other_words,
        received_on=received_on, channel=channel, scan=scan,
    )  # fmt: skip


def _add_response(
    entry: RosterEntry, invitation: Invitation | None, question: Question | None, *, by: Account, spoken_by: str, words: str,
    position: str = "", corrects: Response | None = None, capacity: Capacity = "official", received_on: date | None = None,
    channel: str | None = None, scan: bytes | None = None, **more: Any,
) -> Response:  # fmt: skip
    if not words:
        raise Refusal(_("Write the answer."), "words")
    if position == AnswerPosition.CANNOT_ANSWER and not words:
        raise Refusal(_("Say which law or reason stands in the way."), "words")
    version = invitation.version if invitation else entry.docket.current_version
    if version is None:
        raise Refusal(_("An answer names the version it is about, and no text is published yet."))
    docket, spoken = entry.docket, state(words, "words")
    kind = "answer.corrected" if corrects else "answer.published"
    digest = sha256(scan).digest() if scan else None
    event = record(
        kind, entry, by=by, docket=docket, ref=(corrects.leaf_id if corrects else invitation.leaf_id if invitation else None),
        text=version.leaf_id, body=spoken.field, capacity=capacity, question=question.id if question else None, position=position or None,
        received=received_on, channel=channel, scan=b64(digest) if digest else None,
    )  # fmt: skip
    response = Response(
        entry_id=entry.id, invitation_id=invitation.id if invitation else None, question_id=question.id if question else None,
        version_id=version.id, capacity=capacity, spoken_by=spoken_by, position=AnswerPosition(position) if position else None,
        words=spoken.text, openings=spoken.openings, corrects_id=corrects.id if corrects else None, received_on=received_on, channel=channel,
        scan_digest=digest, published_at=now(), leaf_id=leaf_of(event).id, **more,
    )  # fmt: skip
    db.session.add(response)
    docket.revision += 1
    db.session.flush()
    if invitation is not None:
        db.session.expire(invitation, ["responses"])
        if capacity == "official":
            note_reply(invitation, by=by, channel=channel)
    return response


def decline(
    invitation: Invitation, question: Question | None, *, reason: str, by: Account, legal_basis: str = "", received_on: date | None = None,
    channel: str | None = None, spoken_by: str = "",
) -> Declination:  # fmt: skip
    """A refusal, of one question or of the whole invitation: a legal answer, with its reason."""
    if received_on is None:
        _must_hold(invitation.entry, by)
    if not reason:
        raise Refusal(_("Say why the office declines; the reason is public."), "words")
    if question is not None and is_settled(invitation, question):
        raise Refusal(_("This question has its answer on the record."))
    words = state(reason, "words")
    event = record(
        "declination.recorded", invitation, by=by, docket=invitation.entry.docket, ref=invitation.leaf_id,
        question=question.id if question else None, reasons=words.field, received=received_on, channel=channel,
    )  # fmt: skip
    refusal = Declination(
        invitation_id=invitation.id, question_id=question.id if question else None, words=words.text, openings=words.openings,
        legal_basis=legal_basis, spoken_by=spoken_by or _speaker(by, invitation.entry.office), received_on=received_on, channel=channel,
        entered_at=now(), leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(refusal)
    invitation.entry.docket.revision += 1
    db.session.flush()
    db.session.expire(invitation, ["declinations"])
    note_reply(invitation, by=by, channel=channel)
    return refusal


def contest(entry: RosterEntry, subject: ExternalContact | Response | DeliveryEvent | NoticeReach, *, standing: str, by: Account, words: str = "") -> Contest:
    """The office says whether something entered about it is right; both stay, side by side."""
    _must_hold(entry, by)
    if any(made.subject_id == subject.id for made in contests_of(entry)):
        raise Refusal(_("The office has said so already."))
    if standing == "contested" and not words:
        raise Refusal(_("Say what is wrong, in your own words."), "words")
    told = state(words, "words") if words else None
    ref = subject.leaf_id if not isinstance(subject, NoticeReach) else leaf_id_about(subject.notice, "notice.posted")
    made = Contest(
        entry_id=entry.id, subject_id=subject.id, standing=standing, words=told.text if told else "", openings=told.openings if told else [],
        spoken_by=_speaker(by, entry.office), entered_at=now(),
    )  # fmt: skip
    db.session.add(made)
    entry.docket.revision += 1
    if standing == "confirmed":
        record("answer.confirmed", made, by=by, docket=entry.docket, ref=ref)
    else:
        assert told is not None
        record("contest.recorded", made, by=by, docket=entry.docket, ref=ref, body=told.field)
    return made


def let_draft(office: Office, account: Account, *, since: date, until: date | None, by: Account) -> Holding:
    """Name a deputy who drafts for the office; publishing stays with the holder."""
    if not holds(by, office.id):
        raise Refusal(_("Only the holder of the office names a deputy."))
    if Role.DELEGATE not in account.role_names:
        raise Refusal(_("This account is not a deputy's. Ask the administrator to invite it as one."), "account")
    if any(h.account_id == account.id and h.is_current() for h in office.holdings):
        raise Refusal(_("This person drafts for the office already."), "account")
    if until is not None and until <= since:
        raise Refusal(_("The last day comes after the first."), "until")
    holding = Holding(office_id=office.id, account_id=account.id, capacity="delegate", since=since, until=until)
    db.session.add(holding)
    db.session.flush()
    db.session.expire(office, ["holdings"])
    db.session.expire(account, ["holdings"])
    record("delegation.granted", holding, by=by)
    return holding


def end_draft_right(holding: Holding, *, by: Account) -> None:
    if not holds(by, holding.office_id) or holding.capacity != "delegate":
        raise Refusal(_("Only the holder of the office ends this."))
    holding.until = today()
    record("delegation.ended", holding, by=by)


def is_settled(invitation: Invitation, question: Question) -> bool:
    """Answered or declined on the record, alone or with the whole invitation."""
    answered = any(response.question_id == question.id for response in invitation.responses)
    return answered or any(refusal.question_id in (question.id, None) for refusal in invitation.declinations)


def open_questions(invitation: Invitation) -> list[Question]:
    return [question for question in invitation.questions if not is_settled(invitation, question)]


def _must_hold(entry: RosterEntry, by: Account) -> None:
    """I-52: only the office holder publishes."""
    if not holds(by, entry.office_id):
        raise Refusal(_("Only the holder of the office publishes its answers. Your words are kept as a draft."))


def _speaker(by: Account, office: Office) -> str:
    return f"{by.name}, {office.title}"
