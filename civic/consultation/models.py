from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import today
from civic.database import Base, ByValue, Digest, Id, Ref

OFFICE = "offices.id"
Capacity = Literal["official", "personal"]  # under the office, or as a person


class RosterReason(StrEnum):
    STATUTORY = "statutory"
    DEPARTMENT = "department"
    BOUND_PARTY = "bound_party"
    NAMED = "named"
    UNION = "union"
    COALITION = "coalition"
    OPPONENT = "opponent"
    COMMUNITY = "community"


class AnswerPosition(StrEnum):
    AGREE = "agree"
    AGREE_IN_PART = "agree_in_part"
    DISAGREE = "disagree"
    CANNOT_ANSWER = "cannot_answer"


class RosterEntry(Base):
    """An office or group that must be asked about one docket, and why. Leaving the list after it froze takes a reason."""

    __tablename__ = "roster_entries"

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    n: Mapped[int]  # order of listing
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey(OFFICE))
    reason: Mapped[RosterReason] = mapped_column(ByValue(RosterReason))
    because: Mapped[str]
    listed_at: Mapped[datetime]
    change_reason: Mapped[str] = mapped_column(default="")  # why it was added after the list froze
    removed_at: Mapped[datetime | None]
    removed_because: Mapped[str] = mapped_column(default="")

    docket: Mapped[Any] = relationship("Docket")
    office: Mapped[Any] = relationship("Office")
    invitations: Mapped[list[Invitation]] = relationship(order_by="Invitation.sent_at", back_populates="entry")
    questions: Mapped[list[Question]] = relationship(order_by="Question.n", back_populates="entry")
    contacts: Mapped[list[ExternalContact]] = relationship(order_by="ExternalContact.entered_at", back_populates="entry")


class RosterFreeze(Base):
    """The list as it stood on a day; every later change freezes it anew, with its reason."""

    __tablename__ = "roster_freezes"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("docket_id", "n"),)

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    n: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(20))  # notice_of_intent, added, removed, corrected
    because: Mapped[str] = mapped_column(default="")  # why the list changed, in the clerk's words
    openings: Mapped[list[Any]] = mapped_column(default=list)
    entries: Mapped[list[Any]]
    digest: Mapped[Digest]
    at: Mapped[datetime]
    leaf_id: Mapped[Ref]


class Question(Base):
    """One question for one office. Its words may change until the invitation that asks it is sent."""

    __tablename__ = "questions"

    id: Mapped[Id]
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("invitations.id"), index=True)
    n: Mapped[int]
    words: Mapped[str]
    section: Mapped[str] = mapped_column(sa.String(64), default="")  # a provision's wId
    comments: Mapped[list[Any]] = mapped_column(default=list)  # tracking numbers of those who asked for it
    asked_for: Mapped[str] = mapped_column(default="")  # the council member who asked through the clerk
    drafted_at: Mapped[datetime]

    entry: Mapped[RosterEntry] = relationship(back_populates="questions")
    invitation: Mapped[Invitation | None] = relationship(back_populates="questions")

    @property
    def asked_office_id(self) -> str:
        return self.entry.office_id


class Invitation(Base):
    """One asking of one office about one version. Sent as it stands; its time can only grow."""

    __tablename__ = "invitations"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("response_days >= 0", name="response_days"),)

    id: Mapped[Id]
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    holder: Mapped[str]  # who held the office that day, as shown
    words: Mapped[str]
    openings: Mapped[list[Any]]
    documents: Mapped[list[Any]]
    promise: Mapped[str] = mapped_column(sa.String(12))  # inform, consult, involve, collaborate, empower
    channel: Mapped[str] = mapped_column(sa.String(8))  # email, post, hand, site
    sent_at: Mapped[datetime]
    respond_by: Mapped[date]
    response_days: Mapped[int]  # the city's rule on the day it was sent
    leaf_id: Mapped[Ref]

    entry: Mapped[RosterEntry] = relationship(back_populates="invitations")
    version: Mapped[Any] = relationship("TextVersion")
    questions: Mapped[list[Question]] = relationship(order_by="Question.n", back_populates="invitation")
    deliveries: Mapped[list[DeliveryEvent]] = relationship(order_by="DeliveryEvent.entered_at", back_populates="invitation")
    extensions: Mapped[list[InvitationExtension]] = relationship(order_by="InvitationExtension.entered_at")
    responses: Mapped[list[Response]] = relationship(order_by="Response.published_at", back_populates="invitation")
    declinations: Mapped[list[Declination]] = relationship(order_by="Declination.entered_at")
    silence: Mapped[Silence | None] = relationship(uselist=False)

    @property
    def asked_office_id(self) -> str:
        return self.entry.office_id

    @property
    def last_day(self) -> date:
        """The last day to answer, as extended; all of it counts."""
        return max([self.respond_by, *(extension.respond_by for extension in self.extensions)])

    @property
    def level(self) -> int:
        return max((event.level for event in self.deliveries), default=0)

    @property
    def is_over(self) -> bool:
        return today() > self.last_day


class InvitationLink(Base):
    """The single-use link of an e-mailed invitation; only its digest is kept."""

    __tablename__ = "invitation_links"

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    used_at: Mapped[datetime | None]


class DeliveryEvent(Base):
    """Evidence of delivery: 0 came back, 1 sent, 2 delivered, 3 acknowledged by the office's account, 4 answered."""

    __tablename__ = "delivery_events"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("level between 0 and 4", name="level"),)

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), index=True)
    level: Mapped[int]
    how: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    evidence_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))  # of a scan that staff keep
    stated_on: Mapped[date | None]  # printed, decides nothing
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]

    invitation: Mapped[Invitation] = relationship(back_populates="deliveries")

    @property
    def entry(self) -> RosterEntry:
        return self.invitation.entry

    @property
    def asked_office_id(self) -> str:
        return self.invitation.asked_office_id


class InvitationExtension(Base):
    __tablename__ = "invitation_extensions"
    __append_only__ = True

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), index=True)
    respond_by: Mapped[date]
    reason: Mapped[str]
    entered_at: Mapped[datetime]


class AnswerDraft(Base):
    """Words that an office has not published. ``question_id`` is empty for the unasked field."""

    __tablename__ = "answer_drafts"
    __table_args__ = (sa.UniqueConstraint("invitation_id", "question_id"),)

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), index=True)
    question_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("questions.id"))
    declines: Mapped[bool] = mapped_column(default=False)
    position: Mapped[str] = mapped_column(sa.String(16), default="")
    words: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    other_words: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(default="")
    action_owner: Mapped[str] = mapped_column(default="")
    action_due: Mapped[date | None]
    drafted_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    updated_at: Mapped[datetime]

    question: Mapped[Question | None] = relationship()


class Response(Base):
    """An answer on the record, verbatim; corrected only by a later one that names it."""

    __tablename__ = "responses"
    __append_only__ = True

    id: Mapped[Id]
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("invitations.id"), index=True)
    question_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("questions.id"), index=True)
    version_id: Mapped[Ref] = mapped_column(sa.ForeignKey("text_versions.id"))
    capacity: Mapped[Capacity] = mapped_column(sa.String(8))
    spoken_by: Mapped[str]  # name and office, as shown on that day
    position: Mapped[AnswerPosition | None] = mapped_column(ByValue(AnswerPosition))
    words: Mapped[str]
    openings: Mapped[list[Any]]
    other_words: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(default="")
    action_owner: Mapped[str] = mapped_column(default="")
    action_due: Mapped[date | None]
    corrects_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("responses.id"))
    received_on: Mapped[date | None]  # on paper: the day it reached the city
    channel: Mapped[str | None] = mapped_column(sa.String(8))
    scan_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    published_at: Mapped[datetime]
    leaf_id: Mapped[Ref]

    entry: Mapped[RosterEntry] = relationship()
    invitation: Mapped[Invitation | None] = relationship(back_populates="responses")
    question: Mapped[Question | None] = relationship()
    version: Mapped[Any] = relationship("TextVersion")

    @property
    def asked_office_id(self) -> str:
        return self.entry.office_id

    @property
    def is_on_paper(self) -> bool:
        return self.received_on is not None


class Declination(Base):
    """A recorded refusal: of one question, or of the whole invitation. A legal answer, not a missing one."""

    __tablename__ = "declinations"
    __append_only__ = True

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), index=True)
    question_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("questions.id"))
    words: Mapped[str]
    openings: Mapped[list[Any]]
    legal_basis: Mapped[str] = mapped_column(default="")
    spoken_by: Mapped[str]
    received_on: Mapped[date | None]
    channel: Mapped[str | None] = mapped_column(sa.String(8))
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]


class Silence(Base):
    """The record's note that a deadline passed without a reply. The page derives it without this row."""

    __tablename__ = "silences"
    __append_only__ = True

    id: Mapped[Id]
    invitation_id: Mapped[Ref] = mapped_column(sa.ForeignKey("invitations.id"), unique=True)
    level: Mapped[int]
    recorded_at: Mapped[datetime]


class NoticeReach(Base):
    """The clerk's statement that a public notice was meant for this office too. It is never an asking."""

    __tablename__ = "notice_reaches"
    __append_only__ = True
    __table_args__ = (sa.UniqueConstraint("notice_id", "entry_id"),)

    id: Mapped[Id]
    notice_id: Mapped[Ref] = mapped_column(sa.ForeignKey("public_notices.id"))
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    entered_at: Mapped[datetime]

    notice: Mapped[Any] = relationship("PublicNotice")
    entry: Mapped[RosterEntry] = relationship()

    @property
    def asked_office_id(self) -> str:
        return self.entry.office_id


class ExternalContact(Base):
    """A claim that somebody spoke with the office elsewhere. The office may confirm or contest it."""

    __tablename__ = "external_contacts"
    __append_only__ = True

    id: Mapped[Id]
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    claimed_by: Mapped[str]
    kind: Mapped[str] = mapped_column(sa.String(8))  # meeting, call, letter, email, hearing, other
    stated_on: Mapped[date | None]
    words: Mapped[str]
    openings: Mapped[list[Any]]
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]

    entry: Mapped[RosterEntry] = relationship(back_populates="contacts")

    @property
    def asked_office_id(self) -> str:
        return self.entry.office_id


class Contest(Base):
    """What the office itself says of something that was entered about it: confirmed, or contested with its version."""

    __tablename__ = "contests"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("standing in ('confirmed', 'contested')", name="standing"),)

    id: Mapped[Id]
    entry_id: Mapped[Ref] = mapped_column(sa.ForeignKey("roster_entries.id"), index=True)
    subject_id: Mapped[Ref] = mapped_column(index=True)  # a contact, a paper answer or a delivery
    standing: Mapped[str] = mapped_column(sa.String(10))
    words: Mapped[str] = mapped_column(default="")
    openings: Mapped[list[Any]] = mapped_column(default=list)
    spoken_by: Mapped[str]
    entered_at: Mapped[datetime]


class ChangeJudgement(Base):
    """One person's judgment whether the step between two neighboring versions changes what was asked about."""

    __tablename__ = "change_judgements"
    __append_only__ = True

    id: Mapped[Id]
    docket_id: Mapped[Ref] = mapped_column(sa.ForeignKey("dockets.id"), index=True)
    from_n: Mapped[int]
    to_n: Mapped[int]
    material: Mapped[bool]
    reasons: Mapped[str]
    openings: Mapped[list[Any]]
    judged_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    entered_at: Mapped[datetime]
    leaf_id: Mapped[Ref]

    docket: Mapped[Any] = relationship("Docket")
    review: Mapped[ChangeReview | None] = relationship(back_populates="judgement", uselist=False)

    @property
    def standing(self) -> str:
        """proposed (it counts as a change that matters), confirmed or refused."""
        return self.review.outcome if self.review else "proposed"


class ChangeReview(Base):
    """A second person confirms a judgment or refuses it. Only a confirmed one lets an earlier asking stand."""

    __tablename__ = "change_reviews"
    __append_only__ = True
    __table_args__ = (sa.CheckConstraint("outcome in ('confirmed', 'refused')", name="outcome"),)

    id: Mapped[Id]
    judgement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("change_judgements.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(10))
    reasons: Mapped[str] = mapped_column(default="")
    openings: Mapped[list[Any]] = mapped_column(default=list)
    reviewed_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    entered_at: Mapped[datetime]

    judgement: Mapped[ChangeJudgement] = relationship(back_populates="review")


class RequestOutcome(Base):
    """What became of other words that an office asked for in an answer."""

    __tablename__ = "request_outcomes"
    __append_only__ = True

    id: Mapped[Id]
    response_id: Mapped[Ref] = mapped_column(sa.ForeignKey("responses.id"), index=True)
    outcome: Mapped[str] = mapped_column(sa.String(16))  # changed, changed_in_part, not_changed
    reason: Mapped[str]
    openings: Mapped[list[Any]]
    section: Mapped[str] = mapped_column(sa.String(64), default="")  # wId of the provision that changed
    old_n: Mapped[int | None]
    new_n: Mapped[int | None]
    entered_at: Mapped[datetime]

    response: Mapped[Response] = relationship()
