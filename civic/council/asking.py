"""Questions that members put through the clerk: never from member to member, and to nobody before the clerk acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from rapidfuzz import fuzz, utils

from civic.clock import now
from civic.consultation.actions import draft_question
from civic.consultation.models import Question, RosterEntry
from civic.consultation.queries import asked_questions
from civic.council.models import MemberQuestion, MemberQuestionReply, Membership
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.permissions import loads
from civic.record.actions import record

ALIKE = 55  # of 100: shown before a question is sent; nothing is decided by it


def draft_member_question(docket: Docket, membership: Membership, *, words: str, section: str = "", by: Account) -> MemberQuestion:
    """A member or an aide keeps one unsent question a docket."""
    asked = unsent_question_of(docket, membership) or MemberQuestion(docket_id=docket.id, membership_id=membership.id)
    asked.words, asked.section = words, section
    asked.drafted_by, asked.updated_at = by.id, now()
    db.session.add(asked)
    db.session.flush()
    record("member_question.drafted", asked, by=by)
    return asked


def send_member_question(docket: Docket, membership: Membership, *, words: str, section: str = "", by: Account) -> MemberQuestion:
    """To the clerk's desk. Only the member sends."""
    if membership.account_id != by.id:
        raise Refusal(_("Only the member sends a question. Save it as a draft; the member finds it."))
    if not words:
        raise Refusal(_("Write your question."), "words")
    asked = draft_member_question(docket, membership, words=words, section=section, by=by)
    asked.sent_at = now()
    db.session.flush()
    record("member_question.sent", asked, by=by)
    return asked


def put_to_office(asked: MemberQuestion, entry: RosterEntry, *, words: str, section: str = "", by: Account) -> Question:
    """The clerk drafts it as a question of that office; it is asked, and public, when the office's invitation is sent."""
    _refuse_answered(asked)
    if entry.docket_id != asked.docket_id or entry.removed_at is not None:
        raise Refusal(_("Choose an office on this docket's list."), "entry")
    question = draft_question(entry, words, section=section, asked_for=asked.membership.name, by=by)
    _reply(asked, question_id=question.id, by=by)
    return question


def answer_member(asked: MemberQuestion, *, because: str, by: Account) -> MemberQuestionReply:
    """The clerk says why it is not put to an office, or where the answer stands."""
    _refuse_answered(asked)
    if not because:
        raise Refusal(_("Say why, or where the answer stands."), "because")
    return _reply(asked, because=because, by=by)


@loads(MemberQuestion)
def member_question_with(id: str) -> MemberQuestion | None:
    """One that was sent: a draft is found through its seat only."""
    found = db.session.get(MemberQuestion, id)
    return found if found is not None and found.sent_at is not None else None


def unsent_question_of(docket: Docket, membership: Membership) -> MemberQuestion | None:
    query = sa.select(MemberQuestion).where(MemberQuestion.docket_id == docket.id, MemberQuestion.membership_id == membership.id)
    return db.session.scalar(query.where(MemberQuestion.sent_at.is_(None)))


def sent_questions(docket: Docket, membership: Membership | None = None) -> list[MemberQuestion]:
    """Those that reached the clerk, the oldest first; of one seat, or of all."""
    query = sa.select(MemberQuestion).where(MemberQuestion.docket_id == docket.id, MemberQuestion.sent_at.is_not(None))
    if membership is not None:
        query = query.where(MemberQuestion.membership_id == membership.id)
    return list(db.session.scalars(query.order_by(MemberQuestion.sent_at, MemberQuestion.id)))


@dataclass(frozen=True)
class Fate:
    """What became of a member's question: waiting, put (drafted for an office), asked (public), or refused with the reason."""

    state: str
    question: Question | None = None
    reply: MemberQuestionReply | None = None


def fate_of(asked: MemberQuestion) -> Fate:
    """A drafted question that the clerk dropped again leaves it waiting."""
    if asked.sent_at is None:
        return Fate("draft")
    reply = asked.replies[-1] if asked.replies else None
    if reply is None:
        return Fate("waiting")
    if reply.question_id is None:
        return Fate("refused", reply=reply)
    question = db.session.get(Question, reply.question_id)
    if question is None:
        return Fate("waiting")
    return Fate("asked" if question.invitation_id else "put", question, reply)


def waiting_questions() -> list[MemberQuestion]:
    """On every docket, the longest waiting first: those whose newest reply names no question that exists."""
    reply = MemberQuestionReply
    newest = sa.select(reply.member_question_id, sa.func.max(reply.n).label("n")).group_by(reply.member_question_id).subquery()
    answered = (
        sa.select(reply.member_question_id).join(newest, sa.and_(newest.c.member_question_id == reply.member_question_id, newest.c.n == reply.n))
        .where(sa.or_(reply.question_id.is_(None), sa.exists().where(Question.id == reply.question_id)))
    )  # fmt: skip
    query = sa.select(MemberQuestion).where(MemberQuestion.sent_at.is_not(None), MemberQuestion.id.not_in(answered))
    return list(db.session.scalars(query.order_by(MemberQuestion.sent_at, MemberQuestion.id)))


def similar_questions(docket: Docket, words: str, section: str = "") -> list[Question]:
    """Questions already asked on this docket that are about the same: by their words, the most alike first, then by the section."""
    rated: list[tuple[float, Any]] = []
    for question in asked_questions(docket):
        alike = fuzz.token_set_ratio(words, question.words, processor=utils.default_process)
        if alike >= ALIKE or (section and question.section == section):
            rated.append((alike, question))
    return [question for _alike, question in sorted(rated, key=lambda row: -row[0])][:5]


def _refuse_answered(asked: MemberQuestion) -> None:
    if fate_of(asked).state != "waiting":
        raise Refusal(_("This question is dealt with already."))


def _reply(asked: MemberQuestion, *, by: Account, question_id: str | None = None, because: str = "") -> MemberQuestionReply:
    reply = MemberQuestionReply(member_question_id=asked.id, n=len(asked.replies) + 1, question_id=question_id, because=because, replied_by=by.id, at=now())
    db.session.add(reply)
    db.session.flush()
    db.session.expire(asked, ["replies"])
    record("member_question.answered", reply, by=by)
    return reply
