"""What a verdict is computed from: frozen values.

Every instant called `entered` is the server's clock. A date that somebody states about the past is
kept beside it in `stated`, is printed, and decides nothing.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PUBLISHED_ONLY, SENT, DELIVERED, ACKNOWLEDGED, ANSWERED = range(5)


@dataclass(frozen=True)
class Delivery:
    """One event on an invitation's way: 0 published only, 1 sent, 2 delivered, 3 acknowledged, 4 answered."""

    id: str
    level: int
    entered: datetime
    stated: date | None = None


@dataclass(frozen=True)
class Extension:
    id: str
    respond_by: date
    entered: datetime


@dataclass(frozen=True)
class Invitation:
    """One asking. `respond_by` is the last day to answer, all of it; `response_days` the rule on the day it left."""

    id: str
    version: int
    sent: datetime
    respond_by: date
    response_days: int
    questions: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True)
class Reply:
    """An answer on the record. Without an invitation it was volunteered; without a question it is the unasked field."""

    id: str
    invitation: str | None
    question: str | None
    capacity: typing.Literal["official", "personal"]
    entered: datetime
    channel: typing.Literal["site", "paper"] = "site"
    stated: date | None = None


@dataclass(frozen=True)
class Declination:
    """A refusal to answer one question, or, without a question, the whole invitation."""

    id: str
    invitation: str
    question: str | None
    entered: datetime


@dataclass(frozen=True)
class PublicNotice:
    id: str
    entered: datetime
    stated: date | None = None


@dataclass(frozen=True)
class Contact:
    """A claim that the office was contacted outside this ledger."""

    id: str
    entered: datetime
    stated: date | None = None


@dataclass(frozen=True)
class ContactAnswer:
    """What the office itself says of a claimed contact."""

    id: str
    contact: str
    standing: typing.Literal["confirmed", "contested"]
    entered: datetime


@dataclass(frozen=True)
class ChangeJudgement:
    """One person's judgment: does the step between two neighboring versions change what was asked about?"""

    id: str
    from_version: int
    to_version: int
    material: bool
    entered: datetime


@dataclass(frozen=True)
class ChangeReview:
    """What a second person says of a judgment. Without a confirmation the step counts as one that matters."""

    id: str
    judgement: str
    outcome: typing.Literal["confirmed", "refused"]
    entered: datetime


@dataclass(frozen=True)
class Recommendation:
    """A committee's recommendation to the council."""

    id: str
    at: datetime
    entered: datetime


@dataclass(frozen=True)
class Evidence:
    """Everything about one roster entry. `versions` are the published numbers in order; `version` the one decided on."""

    consultee: str
    zone: str
    ledger_start: datetime
    decision: datetime
    version: int
    versions: tuple[int, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    replies: tuple[Reply, ...] = ()
    declinations: tuple[Declination, ...] = ()
    notices: tuple[PublicNotice, ...] = ()
    contacts: tuple[Contact, ...] = ()
    contact_answers: tuple[ContactAnswer, ...] = ()
    judgements: tuple[ChangeJudgement, ...] = ()
    reviews: tuple[ChangeReview, ...] = ()
    rules: int = 1


def city_day(at: datetime, zone: str) -> date:
    """The calendar day of an instant in the city's zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of(day: date, zone: str) -> datetime:
    """The instant at which a day is over in the city's zone: the first one of the next day."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
