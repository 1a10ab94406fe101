"""The matter, its days, positions, votes and end state: council.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from civic.demonstration.reading import named

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Anchor:
    """The day that a docket's days are counted from: today, or the latest such weekday that lies far enough back."""

    today: bool = False
    weekday: str | None = None
    at_least_days_before_today: int = 0

    def day_zero(self, today: date) -> date:
        if self.today or self.weekday is None:
            return today
        latest = today - timedelta(days=self.at_least_days_before_today)
        return latest - timedelta(days=(latest.weekday() - WEEKDAYS.index(self.weekday)) % 7)


@dataclass(frozen=True)
class Window:
    opens: int
    closes: int
    late_hours: int
    packet_frozen: int | None = None


@dataclass(frozen=True)
class TextUnavailable:
    starts: int
    asked: str
    ends: int | None = None
    expected: int | None = None


@dataclass(frozen=True)
class TextRequest:
    asked_of: str
    by: str
    day: int
    words: str


@dataclass(frozen=True)
class PositionRule:
    open_from: int
    confirmed_by_attorney: int
    confirmed_words: str


@dataclass(frozen=True)
class ProcessEvent:
    key: str
    day: int
    kind: str
    words: str
    body: str | None = None
    notice: int | None = None
    place: str = ""
    on_weekday: bool = False
    source: str = ""  # the document that the step cites
    announced: str = ""  # where a public notice of it stood; the step cites the notice
    motion: bool = False  # it cites the motion of that day
    number: str = ""  # the law's number, where this step gave it


@dataclass(frozen=True)
class Motion:
    key: str
    event: str
    body: str
    version: int
    kind: str
    mover: str
    requirement: str
    words: str
    result: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    seconder: str | None = None
    plain: str = ""
    minutes: str = ""  # of a voice vote, which names nobody


@dataclass(frozen=True)
class SectionSpan:
    section: str
    before: str
    after: str


@dataclass(frozen=True)
class Amendment:
    """Other words for version 1: those of ``changes`` by their keys, or ``spans`` of its own. Listed in the order of their numbers."""

    key: str
    day: int
    body: str
    mover: str
    purpose: str
    result: str
    decided: int | None = None
    changes: tuple[str, ...] = ()
    spans: tuple[SectionSpan, ...] = named("span")
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    minutes: str = ""


@dataclass(frozen=True)
class ExecutiveAction:
    office: str
    action: str
    day: int
    deadline: int
    message: str


@dataclass(frozen=True)
class Papers:
    """What every member of a body was given on a day: the newest version."""

    day: int
    body: str
    how: str


@dataclass(frozen=True)
class Urgency:
    """Who decided to vote before everything was done that a vote waits for, and why."""

    day: int
    decided_by: str
    reasons: str


@dataclass(frozen=True)
class Position:
    member: str
    day: int
    stance: str
    version: int
    statement: str
    themes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    conditions: str = ""


@dataclass(frozen=True)
class PositionDraft:
    member: str
    by: str
    day: int
    stance: str
    statement: str


@dataclass(frozen=True)
class Explanation:
    member: str
    day: int
    statement: str


@dataclass(frozen=True)
class Finding:
    """What became of a condition of the member's first position that has one, and who said so: the clerk or the member."""

    member: str
    day: int
    by: str
    outcome: str
    change: str = ""  # 7(c): the changed piece, as printed
    words: str = ""


@dataclass(frozen=True)
class MemberQuestion:
    key: str
    member: str
    day: int
    words: str
    section: str = ""
    drafted_by: str | None = None
    answered: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class EndState:
    """The figures of a docket once loaded; those left out are 0."""

    received: int
    late: int = 0
    held: int = 0
    published: int = 0
    redacted: int = 0
    moved: int = 0
    withheld: int = 0
    removed: int = 0
    withdrawn: int = 0
    distinct_texts: int = 0
    edited_copies: int = 0
    exact_copies: int = 0
    questions_answered: int = 0
    questions_declined: int = 0
    questions_waiting: int = 0
    questions_overdue: int = 0
    signatures_standing: int = 0
    signatures_withdrawn: int = 0
    cited: int = 0
    uncited: int = 0
    without_theme: int = 0


@dataclass(frozen=True)
class Matter:
    anchor: Anchor
    number: str
    file: str
    title: str
    short_title: str
    instrument: str
    target: str
    sponsors: tuple[str, ...]
    body: str
    illustrative: bool
    summary: str = ""  # in plain words, where no changes.toml says it
    window: Window | None = None
    text_unavailable: TextUnavailable | None = None
    positions_rule: PositionRule | None = field(default=None, metadata={"key": "positions"})
    executive: ExecutiveAction | None = None
    urgency: Urgency | None = None
    papers: tuple[Papers, ...] = ()
    end_state: EndState | None = None
    events: tuple[ProcessEvent, ...] = named("event")
    text_requests: tuple[TextRequest, ...] = named("text_request")
    motions: tuple[Motion, ...] = named("motion")
    amendments: tuple[Amendment, ...] = named("amendment")
    positions: tuple[Position, ...] = named("position")
    position_drafts: tuple[PositionDraft, ...] = named("position_draft")
    explanations: tuple[Explanation, ...] = named("explanation")
    findings: tuple[Finding, ...] = named("finding")
    member_questions: tuple[MemberQuestion, ...] = named("member_question")
