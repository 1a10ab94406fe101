from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from civic.clock import now
from civic.comments.models import ASKS, READABLE, Face
from civic.consultation.evidence import DELIVERED
from civic.consultation.models import (
    AnswerDraft,
    ChangeJudgement,
    Contest,
    DeliveryEvent,
    ExternalContact,
    Invitation,
    InvitationLink,
    NoticeReach,
    Question,
    RequestOutcome,
    Response,
    RosterEntry,
    RosterFreeze,
)
from civic.database import db
from civic.dockets.models import Docket
from civic.people.models import Account, Office
from civic.permissions import loads

MOST_ASKING = 50  # on one page


@loads(RosterEntry)
def entry_with(id: str) -> RosterEntry | None:
    return db.session.get(RosterEntry, id)


@loads(Invitation)
def invitation_with(id: str) -> Invitation | None:
    return db.session.get(Invitation, id)


@loads(Question)
def question_with(id: str) -> Question | None:
    return db.session.get(Question, id)


@loads(Response)
def response_with(id: str) -> Response | None:
    return db.session.get(Response, id)


@loads(ExternalContact)
def contact_with(id: str) -> ExternalContact | None:
    return db.session.get(ExternalContact, id)


@loads(DeliveryEvent)
def delivery_with(id: str) -> DeliveryEvent | None:
    return db.session.get(DeliveryEvent, id)


@loads(NoticeReach)
def reach_with(id: str) -> NoticeReach | None:
    return db.session.get(NoticeReach, id)


@loads(ChangeJudgement)
def judgement_with(id: str) -> ChangeJudgement | None:
    return db.session.get(ChangeJudgement, id)


def link_for(token: str) -> InvitationLink | None:
    return db.session.scalar(sa.select(InvitationLink).where(InvitationLink.token_digest == sha256(token.encode()).digest()))


def roster_of(docket: Docket) -> list[RosterEntry]:
    """Who must be asked, in the order of listing."""
    query = sa.select(RosterEntry).where(RosterEntry.docket_id == docket.id, RosterEntry.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(RosterEntry.n)))


def roster_at(docket: Docket, moment: datetime) -> list[RosterEntry]:
    """Who stood on the list at an instant: offices added or taken off later change nothing of that day."""
    query = sa.select(RosterEntry).where(
        RosterEntry.docket_id == docket.id, RosterEntry.listed_at <= moment,
        sa.or_(RosterEntry.removed_at.is_(None), RosterEntry.removed_at > moment),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(RosterEntry.n)))


def removed_from(docket: Docket) -> list[RosterEntry]:
    query = sa.select(RosterEntry).where(RosterEntry.docket_id == docket.id, RosterEntry.removed_at.is_not(None))
    return list(db.session.scalars(query.order_by(RosterEntry.removed_at)))


def freeze_of(docket: Docket) -> RosterFreeze | None:
    """The latest frozen state of the list."""
    return db.session.scalar(sa.select(RosterFreeze).where(RosterFreeze.docket_id == docket.id).order_by(RosterFreeze.n.desc()).limit(1))


def freezes_of(docket: Docket) -> list[RosterFreeze]:
    """Every frozen state of the list, the first one first."""
    return list(db.session.scalars(sa.select(RosterFreeze).where(RosterFreeze.docket_id == docket.id).order_by(RosterFreeze.n)))


def unsent_questions(entry: RosterEntry) -> list[Question]:
    return [question for question in entry.questions if question.invitation_id is None]


def invitations_on(docket: Docket) -> list[Invitation]:
    return [invitation for entry in roster_of(docket) for invitation in entry.invitations]


def asked_questions(docket: Docket) -> list[Question]:
    """Every question that was asked, by office and number."""
    return [question for invitation in invitations_on(docket) for question in invitation.questions]


def responses_on(docket: Docket) -> list[Response]:
    """By time of publication; those signed together in the order of their questions."""
    query = sa.select(Response).join(RosterEntry, RosterEntry.id == Response.entry_id).where(RosterEntry.docket_id == docket.id)
    rows = db.session.scalars(query.order_by(Response.published_at, Response.id))
    return sorted(rows, key=lambda row: (row.published_at, row.question.n if row.question else 10_000))


def answers_to(question: Question) -> list[Response]:
    """The answer and its corrections, oldest first."""
    return list(db.session.scalars(sa.select(Response).where(Response.question_id == question.id).order_by(Response.published_at, Response.id)))


def answered_questions(docket: Docket) -> dict[str, Response]:
    """The latest answer of each question, by the question's id."""
    return {response.question_id: response for response in responses_on(docket) if response.question_id}


def drafts_of(invitation: Invitation) -> list[AnswerDraft]:
    drafts = list(db.session.scalars(sa.select(AnswerDraft).where(AnswerDraft.invitation_id == invitation.id)))
    return sorted(drafts, key=lambda draft: draft.question.n if draft.question else 10_000)


def draft_for(invitation: Invitation, question: Question | None) -> AnswerDraft | None:
    wanted = question.id if question else None
    return next((draft for draft in drafts_of(invitation) if draft.question_id == wanted), None)


def notices_reaching(entry: RosterEntry) -> list[NoticeReach]:
    return list(db.session.scalars(sa.select(NoticeReach).where(NoticeReach.entry_id == entry.id).order_by(NoticeReach.entered_at)))


def contests_of(entry: RosterEntry) -> list[Contest]:
    return list(db.session.scalars(sa.select(Contest).where(Contest.entry_id == entry.id).order_by(Contest.entered_at)))


def judgements_on(docket: Docket) -> list[ChangeJudgement]:
    return list(db.session.scalars(sa.select(ChangeJudgement).where(ChangeJudgement.docket_id == docket.id).order_by(ChangeJudgement.entered_at)))


def request_outcomes(docket: Docket) -> dict[str, RequestOutcome]:
    """What became of each office's other words, by the response's id; the latest counts."""
    query = (
        sa.select(RequestOutcome).join(Response, Response.id == RequestOutcome.response_id)
        .join(RosterEntry, RosterEntry.id == Response.entry_id).where(RosterEntry.docket_id == docket.id).order_by(RequestOutcome.entered_at)
    )  # fmt: skip
    return {outcome.response_id: outcome for outcome in db.session.scalars(query)}


def comments_that_ask(docket: Docket) -> list[Face]:
    """Readable comments whose authors want an answer, newest day first; at most ``MOST_ASKING``."""
    query = sa.select(Face).where(Face.docket_id == docket.id, ASKS, Face.state.in_(READABLE)).options(sa.orm.defer(Face.openings))
    return list(db.session.scalars(query.order_by(Face.sort_key.desc()).limit(MOST_ASKING)))


def offices_of(account: Account) -> list[Office]:
    """Offices that this person holds or drafts for, now."""
    return [holding.office for holding in account.holdings if holding.is_current()]


def holds(account: Account, office_id: str) -> bool:
    """Whether this person is the holder now: a deputy drafts, only the holder publishes."""
    return any(h.office_id == office_id and h.capacity == "holder" and h.is_current() for h in account.holdings)


def serves(account: Account, office_id: str) -> bool:
    return any(office.id == office_id for office in offices_of(account))


def invitations_for(account: Account) -> list[Invitation]:
    """Invitations of the offices that this person serves, the earliest deadline first."""
    offices = [office.id for office in offices_of(account)]
    query = sa.select(Invitation).join(RosterEntry, RosterEntry.id == Invitation.entry_id).where(RosterEntry.office_id.in_(offices))
    return sorted(db.session.scalars(query), key=lambda invitation: (invitation.last_day, invitation.id))


def contacts_for(account: Account) -> list[ExternalContact]:
    offices = [office.id for office in offices_of(account)]
    query = sa.select(ExternalContact).join(RosterEntry, RosterEntry.id == ExternalContact.entry_id).where(RosterEntry.office_id.in_(offices))
    return list(db.session.scalars(query.order_by(ExternalContact.entered_at)))


def paper_responses_for(account: Account) -> list[Response]:
    offices = [office.id for office in offices_of(account)]
    query = sa.select(Response).join(RosterEntry, RosterEntry.id == Response.entry_id).where(RosterEntry.office_id.in_(offices), Response.received_on.is_not(None))
    return list(db.session.scalars(query.order_by(Response.published_at)))


def deliveries_for(account: Account) -> list[DeliveryEvent]:
    """Deliveries that staff entered for the offices of this person: the office may say that they are wrong."""
    return [event for invitation in invitations_for(account) for event in invitation.deliveries if event.level == DELIVERED]


def reaches_for(account: Account) -> list[NoticeReach]:
    offices = [office.id for office in offices_of(account)]
    query = sa.select(NoticeReach).join(RosterEntry, RosterEntry.id == NoticeReach.entry_id).where(RosterEntry.office_id.in_(offices))
    return list(db.session.scalars(query.order_by(NoticeReach.entered_at)))


def settled_for(account: Account) -> set[str]:
    """What the offices of this person have confirmed or contested already."""
    offices = [office.id for office in offices_of(account)]
    query = sa.select(Contest.subject_id).join(RosterEntry, RosterEntry.id == Contest.entry_id).where(RosterEntry.office_id.in_(offices))
    return set(db.session.scalars(query))


def judgements_waiting() -> list[ChangeJudgement]:
    """Judgments that no second person has seen, the oldest first."""
    query = sa.select(ChangeJudgement).outerjoin(ChangeJudgement.review).where(ChangeJudgement.review == None)  # noqa: E711
    return list(db.session.scalars(query.order_by(ChangeJudgement.entered_at)))


def is_delivered(invitation: Invitation) -> bool:
    return invitation.level >= DELIVERED


def silent_invitations() -> list[Invitation]:
    """Past their day, without any reply, and not yet recorded as silent."""
    from civic.consultation.models import Declination, Silence

    query = (
        sa.select(Invitation)
        .where(~sa.exists().where(Silence.invitation_id == Invitation.id))
        .where(~sa.exists().where(Response.invitation_id == Invitation.id))
        .where(~sa.exists().where(Declination.invitation_id == Invitation.id))
        .where(Invitation.respond_by < now().date())
    )  # fmt: skip
    return [invitation for invitation in db.session.scalars(query) if invitation.is_over]
