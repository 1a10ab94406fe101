"""What was asked for under a law in force: exceptions.toml. Days count from today, not from the docket's anchor."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Clause:
    key: str
    day: int
    place: str  # section and letter: 4(a)
    offices: tuple[str, ...]
    use: str
    condition: str = ""
    limit: str = ""
    logging: str = ""
    needs_request: bool = True
    emergency: bool = False


@dataclass(frozen=True)
class Duty:
    office: str
    day: int
    starts: int
    months: int
    due_days: int
    section: str


@dataclass(frozen=True)
class Condition:
    words: str
    owner: str
    due: int
    kept: int | None = None
    proof: str = ""


@dataclass(frozen=True)
class ExceptionDecision:
    day: int
    granted: bool
    by: str
    reasons: str
    source: str
    conditions: tuple[Condition, ...] = named("condition")


@dataclass(frozen=True)
class Seal:
    field: str
    rule: str
    reason: str
    review: int


@dataclass(frozen=True)
class RequestComment:
    day: int
    language: str
    stance: str
    section: str
    words: str
    name: str = ""
    ward: int | None = None
    wants_answer: bool = False


@dataclass(frozen=True)
class Request:
    key: str
    clause: str
    office: str
    title: str
    summary: str
    technology: str
    case_type: str
    purpose: str
    place: str
    affected: str
    lesser_means: str
    data_kept: str
    data_shared: str
    data_deleted: str
    consulted: str
    cost: str
    filed: int
    ends: int
    starts: int | None = None
    used: int | None = None
    emergency_why: str = ""
    accepted: int | None = None
    hearing_set: int | None = None
    hearing: int | None = None
    decision: ExceptionDecision | None = None
    seals: tuple[Seal, ...] = named("seal")
    comments: tuple[RequestComment, ...] = named("comment")


@dataclass(frozen=True)
class Use:
    office: str
    by: str
    day: int
    count: int
    note: str
    entered: int | None = None
    request: str | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Receipt:
    office: str
    by: str
    day: int
    source: str
    what: str
    disposed: int
    how: str


@dataclass(frozen=True)
class Report:
    office: str
    day: int
    words: str
    remedies: str = ""


@dataclass(frozen=True)
class Renewal:
    """A draft that lies with the office."""

    request: str
    by: str
    day: int
    starts: int
    ends: int
    use_report: str


@dataclass(frozen=True)
class Exceptions:
    clauses: tuple[Clause, ...] = named("clause")
    duties: tuple[Duty, ...] = named("duty")
    requests: tuple[Request, ...] = named("request")
    uses: tuple[Use, ...] = named("use")
    receipts: tuple[Receipt, ...] = named("receipt")
    reports: tuple[Report, ...] = named("report")
    renewals: tuple[Renewal, ...] = named("renewal")
