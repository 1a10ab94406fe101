"""What the city does: who must be asked, the asking itself, the evidence of delivery, and what else it enters."""

from __future__ import annotations

import json
import secrets
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.clock import city_zone, now, today
from civic.consultation.evidence import ACKNOWLEDGED, ANSWERED, DELIVERED, SENT
from civic.consultation.models import (
    DeliveryEvent,
    ExternalContact,
    Invitation,
    InvitationExtension,
    InvitationLink,
    NoticeReach,
    Question,
    RequestOutcome,
    Response,
    RosterEntry,
    RosterFreeze,
    RosterReason,
    Silence,
)
from civic.consultation.queries import freeze_of, notices_reaching, removed_from, roster_of, unsent_questions
from civic.consultation.wording import PROMISES
from civic.database import Refusal, db
from civic.dockets.models import Docket, ProcessEvent, PublicNotice, TextVersion
from civic.notices.actions import queue_mail
from civic.people.models import Account, Office
from civic.people.policy import policy
from civic.record.actions import SYSTEM, record
from civic.record.leaf import b64
from civic.record.queries import leaf_about, leaf_of
from civic.record.statements import state
from civic.web import day as shown_day

# --- who must be asked


def list_consultee(docket: Docket, office: Office, *, reason: str, because: str, by: Account, change_reason: str = "") -> RosterEntry:
    """Put an office on the list. Once the list is frozen, a later addition says why, and freezes it anew."""
    if any(entry.office_id == office.id for entry in roster_of(docket)):
        raise Refusal(_("%(office)s is on the list already.", office=office.title), "office")
    frozen = freeze_of(docket)
    if frozen is not None and not change_reason:
        raise Refusal(_("The list is frozen. Say why this office is added now; the reason is public."), "change_reason")
    entry = RosterEntry(
        docket_id=docket.id, n=len(roster_of(docket)) + len(removed_from(docket)) + 1, office_id=office.id, reason=RosterReason(reason), because=because, listed_at=now(), change_reason=change_reason
    )  # fmt: skip
    db.session.add(entry)
    _touch(docket)
    record("roster.drafted", entry, by=by, docket=docket)
    if frozen is not None:
        _freeze(docket, "added", by, because=change_reason)
    return entry


def remove_consultee(entry: RosterEntry, *, because: str, by: Account) -> None:
    if entry.invitations:
        raise Refusal(_("This office was asked; it stays on the list with what came back."))
    frozen = freeze_of(entry.docket)
    if frozen is not None and not because:
        raise Refusal(_("The list is frozen. Say why this office is taken off; the reason is public."), "because")
    entry.removed_at, entry.removed_because = now(), because
    _touch(entry.docket)
    if frozen is not None:
        _freeze(entry.docket, "removed", by, because=because)
    else:
        record("roster.drafted", entry, by=by, docket=entry.docket)


def freeze_roster(docket: Docket, *, by: Account) -> RosterFreeze:
    """By hand, where the notice of intent was given elsewhere or before the list: from here on every change has a reason."""
    if not docket.is_public:
        raise Refusal(_("Publish the docket first: the list of those to ask is public."))
    if freeze_of(docket) is not None:
        raise Refusal(_("The list is frozen already. Add or take off an office with a reason."))
    if not roster_of(docket):
        raise Refusal(_("The list is empty. Put at least one office on it."))
    return _freeze(docket, "notice_of_intent", by)


def freeze_with_the_notice(docket: Docket, event: ProcessEvent, by: Account) -> None:
    """The step *notice of intent* freezes the list that stands on that day. An empty one waits for the clerk."""
    if event.kind == "notice_of_intent" and event.status == "held" and freeze_of(docket) is None and roster_of(docket):
        _freeze(docket, "notice_of_intent", by)


def _freeze(docket: Docket, reason: str, by: Account, because: str = "") -> RosterFreeze:
    before = freeze_of(docket)
    entries = [[entry.office.title, entry.reason.value, entry.because, entry.change_reason] for entry in roster_of(docket)]
    digest = sha256(json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    n, words = (before.n if before else 0) + 1, state(because, "because") if because else None
    event = record(
        "roster.frozen", docket, by=by, docket=docket, n=n, entries=len(entries), sha256=b64(digest), reason=reason,
        ref=before.leaf_id if before else None, reasons=words.field if words else None,
    )  # fmt: skip
    frozen = RosterFreeze(
        docket_id=docket.id, n=n, reason=reason, because=words.text if words else "", openings=words.openings if words else [], entries=entries,
        digest=digest, at=now(), leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(frozen)
    _touch(docket)
    return frozen


# --- asking


def draft_question(entry: RosterEntry, words: str, *, by: Account, section: str = "", comments: list[str] | None = None, asked_for: str = "") -> Question:
    question = Question(
        entry_id=entry.id, n=len(entry.questions) + 1, words=words, section=section, comments=comments or [], asked_for=asked_for, drafted_at=now()
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    db.session.expire(entry, ["questions"])
    record("invitation.drafted", question, by=by, docket=entry.docket)
    return question


def drop_question(question: Question, *, by: Account) -> None:
    if question.invitation_id is not None:
        raise Refusal(_("This question was asked. It stays on the record."))
    entry = question.entry
    db.session.delete(question)
    db.session.flush()
    db.session.expire(entry, ["questions"])
    record("invitation.drafted", entry, by=by, docket=entry.docket)


def send_invitation(
    entry: RosterEntry, *, respond_by: date, channel: str, by: Account, promise: str = "consult", words: str = "",
    documents: list[str] | None = None, email: str | None = None, link: Any = None,
) -> Invitation:  # fmt: skip
    """Ask the office about the version published now, with the questions drafted for it.

    The asking is dated by the server (I-42). ``email`` is where an e-mailed one goes; ``link`` makes the address of
    its single-use page from a token. Raises Refusal without a published version (I-41) and for fewer days than the
    city's rule (I-43).
    """
    docket, version, questions = entry.docket, entry.docket.current_version, unsent_questions(entry)
    if version is None:
        raise Refusal(_("An invitation names the version it asks about, and no text is published yet."))
    if entry.removed_at is not None:
        raise Refusal(_("This office was taken off the list."))
    days = policy("response_days")
    if not days:
        raise Refusal(_("First set the number of days to answer in the city's settings."))
    if respond_by < today() + timedelta(days=days):
        earliest = shown_day(today() + timedelta(days=days))
        raise Refusal(_("The city gives at least %(days)s days to answer: choose %(day)s or later.", days=days, day=earliest), "respond_by")
    if not questions and not words:
        raise Refusal(_("Write at least one question, or say in the letter what you ask."), "words")
    if channel == "email" and not email:
        raise Refusal(_("Enter the address that the invitation goes to."), "email")
    if promise not in PROMISES:
        raise Refusal(_("Choose what you promise."), "promise")
    letter = state(_letter(entry, version, questions, words, respond_by, promise), "words")
    holder = entry.office.holder()
    event = record(
        "invitation.sent", entry, by=by, docket=docket, consultee=entry.office_id, text=version.leaf_id, body=letter.field,
        questions=len(questions), sent=now(), respond_by=_end_of(respond_by), level=promise, channel=channel,
    )  # fmt: skip
    invitation = Invitation(
        entry_id=entry.id, version_id=version.id, holder=holder.name if holder else "", words=letter.text, openings=letter.openings,
        documents=documents or [], promise=promise, channel=channel, sent_at=now(), respond_by=respond_by, response_days=days,
        leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    for question in questions:
        question.invitation_id = invitation.id
    _touch(docket)
    db.session.expire(invitation)
    db.session.expire(entry, ["invitations", "questions"])
    if channel == "email" and email and link:
        _mail_invitation(invitation, email, link)
    return invitation


def _letter(entry: RosterEntry, version: TextVersion, questions: list[Question], words: str, respond_by: date, promise: str) -> str:
    """The whole asking as one text: this is what the record commits to."""
    parts = [
        _("To: %(office)s", office=entry.office.title),
        _("About: docket %(number)s, %(title)s, version %(n)s", number=entry.docket.number, title=entry.docket.title, n=version.n),
        _("SHA-256 of that text: %(digest)s", digest=version.digest.hex()),
    ]
    if words:
        parts.append(words)
    parts += [f"{place}. {question.words}" for place, question in enumerate(questions, start=1)]
    parts.append(_("Anything else the council should know about this text?"))
    parts.append(_("What we promise: %(promise)s", promise=PROMISES[promise]))
    parts.append(_("Please answer by the end of %(day)s. Your answer is published as you give it. You may decline, with a reason.", day=shown_day(respond_by)))
    return "\n\n".join(parts)


def _mail_invitation(invitation: Invitation, email: str, link: Any) -> None:
    token = secrets.token_urlsafe(24)
    db.session.add(InvitationLink(invitation_id=invitation.id, token_digest=sha256(token.encode()).digest()))
    body = invitation.words + "\n\n" + _("Open and accept the invitation here:") + "\n" + link(token)
    title = _("You are asked about docket %(number)s", number=invitation.entry.docket.number)
    queue_mail(kind="consultation.invitation", subject=title, recipient=email, body=body, about=invitation)


def extend_invitation(invitation: Invitation, *, respond_by: date, reason: str, by: Account) -> None:
    if respond_by <= invitation.last_day:
        raise Refusal(_("The time to answer can only grow. It runs to %(day)s now.", day=shown_day(invitation.last_day)), "respond_by")
    if respond_by < today():
        raise Refusal(_("That day has passed. Choose today or later."), "respond_by")
    if not reason:
        raise Refusal(_("Say why; the reason is public."), "reason")
    words = state(reason, "reason")
    db.session.add(InvitationExtension(invitation_id=invitation.id, respond_by=respond_by, reason=words.text, entered_at=now()))
    _touch(invitation.entry.docket)
    db.session.expire(invitation, ["extensions"])
    record(
        "invitation.extended", invitation, by=by, docket=invitation.entry.docket, ref=invitation.leaf_id,
        respond_by=_end_of(respond_by), reasons=words.field,
    )  # fmt: skip


# --- delivery


def record_delivery(
    invitation: Invitation, *, level: int, how: str, by: Account | str, channel: str | None = None, evidence: str = "",
    scan: bytes | None = None, stated_on: date | None = None,
) -> DeliveryEvent:  # fmt: skip
    """Evidence counts from its entry; a day that somebody states is kept beside it and decides nothing."""
    if stated_on is not None and stated_on > today():
        raise Refusal(_("That day has not come yet."), "stated_on")
    digest = sha256(scan).digest() if scan else (sha256(evidence.encode()).digest() if evidence else None)
    event = record(
        "invitation.delivered", invitation, by=by, docket=invitation.entry.docket, ref=invitation.leaf_id, level=level, at=now(),
        evidence=b64(digest) if digest else None, channel=channel or invitation.channel,
    )  # fmt: skip
    delivery = DeliveryEvent(
        invitation_id=invitation.id, level=level, how=how, evidence=evidence, evidence_digest=digest, stated_on=stated_on,
        entered_at=now(), leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(delivery)
    _touch(invitation.entry.docket)
    db.session.expire(invitation, ["deliveries"])
    return delivery


def hand_over(invitation: Invitation, *, to_whom: str, evidence: str, by: Account, stated_on: date | None = None, scan: bytes | None = None) -> DeliveryEvent:
    """A delivery by hand or post, as staff record it: to whom, and what shows it."""
    if not to_whom:
        raise Refusal(_("Say to whom it was handed, or where it arrived."), "how")
    return record_delivery(invitation, level=DELIVERED, how=to_whom, evidence=evidence, by=by, channel="hand", stated_on=stated_on, scan=scan)


def accept_invitation(invitation: Invitation, *, by: Account) -> DeliveryEvent | None:
    """The office's own account says that it has it."""
    if invitation.level >= ACKNOWLEDGED:
        return None
    return record_delivery(invitation, level=ACKNOWLEDGED, how=_("Acknowledged by the office's account"), by=by, channel="site")


def note_reply(invitation: Invitation, *, by: Account, channel: str | None = None) -> None:
    """Whoever answers or declines has the invitation: level 4, at the latest from now on."""
    if invitation.level < ANSWERED:
        way = channel if channel in ("email", "post", "hand") else "site" if channel is None else invitation.channel
        record_delivery(invitation, level=ANSWERED, how=_("The office replied"), by=by, channel=way)


def note_mail_sent(invitation: Invitation) -> DeliveryEvent | None:
    """The mail server took it: sent, which is less than delivered."""
    if invitation.level >= SENT:
        return None
    return record_delivery(invitation, level=SENT, how=_("Taken over by the mail server"), by=SYSTEM, channel="email")


def accept_by_link(link: InvitationLink, invitation: Invitation, *, by: Account) -> None:
    """Accepted by the office's own account, at the page that the mailed link opens: the link has done its work."""
    link.used_at = now()
    accept_invitation(invitation, by=by)


def note_not_me(link: InvitationLink) -> None:
    """Whoever opened the link says that it reached the wrong person."""
    from civic.consultation.queries import invitation_with

    invitation = invitation_with(link.invitation_id)
    link.used_at = now()
    record_delivery(invitation, level=0, how=_("The person who opened the link says that it is not for them"), by=SYSTEM, channel="email")


def record_silence(invitation: Invitation) -> Silence | None:
    """Nothing came by the deadline. The row only records what the page derives; it never means assent."""
    if invitation.silence is not None or not invitation.is_over or invitation.responses or invitation.declinations:
        return None
    silence = Silence(invitation_id=invitation.id, level=invitation.level, recorded_at=now())
    db.session.add(silence)
    db.session.flush()
    db.session.expire(invitation, ["silence"])
    record(
        "silence.recorded", silence, by=SYSTEM, docket=invitation.entry.docket, ref=invitation.leaf_id, due=_end_of(invitation.last_day),
        level=invitation.level,
    )  # fmt: skip
    return silence


# --- what is not an asking


def address_notice(notice: PublicNotice, entry: RosterEntry, *, by: Account) -> NoticeReach:
    """Say that a public notice was meant for this office too. The ledger words it as notified, never as asked."""
    if any(reach.notice_id == notice.id for reach in notices_reaching(entry)):
        raise Refusal(_("This notice is noted for this office already."))
    reach = NoticeReach(notice_id=notice.id, entry_id=entry.id, entered_at=now())
    db.session.add(reach)
    _touch(entry.docket)
    leaf = leaf_about(notice, "notice.posted")
    record("notice.addressed", reach, by=by, docket=entry.docket, ref=leaf.id if leaf else None, consultee=entry.office_id)
    return reach


def claim_contact(entry: RosterEntry, *, claimed_by: str, kind: str, words: str, by: Account, stated_on: date | None = None) -> ExternalContact:
    """Somebody says that there was a conversation elsewhere. It counts as a claim, from its entry."""
    if stated_on is not None and stated_on > today():
        raise Refusal(_("That day has not come yet."), "stated_on")
    told = state(words, "words")
    event = record(
        "contact.claimed", entry, by=by, docket=entry.docket, consultee=entry.office_id, kind=kind, stated=stated_on, body=told.field
    )  # fmt: skip
    contact = ExternalContact(
        entry_id=entry.id, claimed_by=claimed_by, kind=kind, stated_on=stated_on, words=told.text, openings=told.openings, entered_at=now(),
        leaf_id=leaf_of(event).id,
    )  # fmt: skip
    db.session.add(contact)
    _touch(entry.docket)
    db.session.expire(entry, ["contacts"])
    return contact


def answer_request(response: Response, *, outcome: str, reason: str, by: Account, section: str = "", new: TextVersion | None = None) -> RequestOutcome:
    """What became of other words that an office asked for. *Changed* names the provision and version that changed."""
    if not response.other_words:
        raise Refusal(_("This answer asked for no other words."))
    if outcome in ("changed", "changed_in_part") and (new is None or new.n <= response.version.n or not section):
        raise Refusal(_("A change names the section and the later version in which it stands."), "section")
    words = state(reason, "reason")
    old = response.version
    made = RequestOutcome(
        response_id=response.id, outcome=outcome, reason=words.text, openings=words.openings, section=section,
        old_n=old.n if new else None, new_n=new.n if new else None, entered_at=now(),
    )  # fmt: skip
    db.session.add(made)
    docket = response.entry.docket
    _touch(docket)
    record(
        "request.answered", made, by=by, docket=docket, ref=response.leaf_id, outcome=outcome, reasons=words.field,
        sections=[section] if section else [], change={"old": old.leaf_id, "new": new.leaf_id} if new else None,
    )  # fmt: skip
    return made


def _end_of(day: date) -> datetime:
    """The last minute of a day in the city's zone, as the record writes deadlines."""
    return datetime.combine(day, time(23, 59), city_zone())


def _touch(docket: Docket) -> None:
    docket.revision += 1
    db.session.flush()
