"""Questions as a reader meets them: by section, each with its clock, its answer and what was added later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from civic.clock import today
from civic.consultation.evidence import DELIVERED
from civic.consultation.models import Declination, Question, Response
from civic.consultation.owed import clock_of
from civic.consultation.queries import answers_to, asked_questions
from civic.dockets.models import Docket
from civic.owed import Owed


@dataclass(frozen=True)
class Asked:
    """One question with what came back: ``state`` is answered, declined, overdue or waiting."""

    question: Question
    answers: list[Response]
    declination: Declination | None
    state: str
    days_since: int
    has_arrived: bool  # else the office owes nothing yet

    @property
    def clock(self) -> Owed:
        official = [answer.published_at for answer in self.answers if answer.capacity == "official"]
        return clock_of(self.question, min(official, default=None), self.declination.entered_at if self.declination else None)

    @property
    def last_day(self) -> date | None:
        return self.question.invitation.last_day if self.question.invitation else None


def asked(question: Question) -> Asked:
    invitation = question.invitation
    assert invitation is not None
    answers = answers_to(question)
    refusal = next((d for d in invitation.declinations if d.question_id in (question.id, None)), None)
    state = "answered" if answers else "declined" if refusal else "overdue" if invitation.is_over and invitation.level >= DELIVERED else "waiting"
    return Asked(question, answers, refusal, state, (today() - invitation.sent_at.date()).days, invitation.level >= DELIVERED)


def questions_by_section(docket: Docket) -> list[tuple[str, list[Asked]]]:
    """(what a reader calls the section, its questions), in the order of the text; the whole law last."""
    names = {p.wid: f"{p.number} {p.heading}".strip() for version in docket.versions for p in version.provisions}
    order = {wid: place for place, wid in enumerate(names)}
    groups: dict[str, list[Asked]] = {}
    for question in sorted(asked_questions(docket), key=lambda q: (order.get(q.section, len(order)), q.n)):
        groups.setdefault(question.section, []).append(asked(question))
    return [(names.get(section, ""), rows) for section, rows in groups.items()]
