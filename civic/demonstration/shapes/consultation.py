"""Who was asked and what came back: consultation.toml."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Notice:
    key: str
    where: str
    day: int
    reaches: tuple[str, ...]


@dataclass(frozen=True)
class RosterEntry:
    key: str
    office: str
    reason: str
    because: str
    added: int | None = None
    added_because: str = ""
    verdict: str | None = None


@dataclass(frozen=True)
class Delivery:
    day: int
    level: int
    how: str
    evidence: str = ""


@dataclass(frozen=True)
class Delegation:
    person: str
    starts: int
    ends: int


@dataclass(frozen=True)
class Answer:
    kind: str
    day: int
    position: str | None = None
    words: str = ""
    reason: str = ""
    legal_basis: str = ""
    other_words: str = ""
    action: str = ""
    owner: str = ""
    request: str | None = None


@dataclass(frozen=True)
class DraftAnswer:
    by: str
    day: int
    position: str
    words: str


@dataclass(frozen=True)
class Question:
    key: str
    section: str
    words: str
    comments: tuple[str, ...]
    due: int
    answer: Answer | None = None
    draft: DraftAnswer | None = None


@dataclass(frozen=True)
class AnythingElse:
    day: int
    capacity: str
    words: str


@dataclass(frozen=True)
class OnPaper:
    received: int
    channel: str
    entered_by: str
    entered: int


@dataclass(frozen=True)
class Declination:
    day: int
    words: str


@dataclass(frozen=True)
class Returned:
    day: int
    why: str


@dataclass(frozen=True)
class Invitation:
    key: str
    roster: str
    version: int
    sent: int
    respond_by: int
    channel: str
    promise: str
    documents: tuple[str, ...]
    delivery: tuple[Delivery, ...]
    outcome: str
    questions: tuple[Question, ...] = named("question")
    delegate: Delegation | None = None
    anything_else: AnythingElse | None = None
    on_paper: OnPaper | None = None
    declination: Declination | None = None
    returned: Returned | None = None


@dataclass(frozen=True)
class ExternalContact:
    roster: str
    claimed_by: str
    kind: str
    stated_day: int
    entered: int
    state: str
    words: str


@dataclass(frozen=True)
class Contest:
    roster: str
    by: str
    day: int
    words: str


@dataclass(frozen=True)
class OfficeRequest:
    question: str
    outcome: str
    reason: str
    change: str | None = None


@dataclass(frozen=True)
class Consultation:
    roster_frozen: int
    notices: tuple[Notice, ...] = named("notice")
    roster: tuple[RosterEntry, ...] = ()
    invitations: tuple[Invitation, ...] = named("invitation")
    contacts: tuple[ExternalContact, ...] = named("contact")
    contests: tuple[Contest, ...] = named("contest")
    requests: tuple[OfficeRequest, ...] = named("request")

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for invitation in self.invitations for question in invitation.questions)
