"""What the checks are computed from: frozen values as they stood at one instant, with no row and no clock in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from civic.consultation.evidence import Evidence, city_day


@dataclass(frozen=True)
class Text:
    """The version to be voted on."""

    n: int
    published: datetime


@dataclass(frozen=True)
class Listed:
    """One office that must be asked, with everything on record about it."""

    id: str
    name: str
    evidence: Evidence


@dataclass(frozen=True)
class Window:
    """A time to comment, with every extension entered by then."""

    id: str
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Hearing:
    """``noticed`` is the day on which its notice was entered; ``held`` that it is on record as held."""

    id: str
    on: date
    noticed: date | None
    held: bool


@dataclass(frozen=True)
class Point:
    """A main point of the published summary."""

    id: str
    name: str
    answered: bool


@dataclass(frozen=True)
class Decider:
    """A member who votes; ``given`` is the day on which the papers with the text to be voted on reached the member."""

    id: str
    name: str
    given: date | None


@dataclass(frozen=True)
class Known:
    """Everything about one docket at ``moment``: the vote's instant once it is taken, else now.

    ``vote`` is the day of the vote, past or planned; None while none is planned. ``numbers`` are the city's numbers
    in force at that instant, None where it has set none.
    """

    moment: datetime
    zone: str
    vote: date | None = None
    decided: bool = False
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    text: Text | None = None
    frozen_on: date | None = None
    listed: tuple[Listed, ...] = ()
    windows: tuple[Window, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    summary_on: date | None = None
    points: tuple[Point, ...] = ()
    deciders: tuple[Decider, ...] = ()
    rules: int = 1

    @property
    def today(self) -> date:
        return city_day(self.moment, self.zone)

    @property
    def ahead(self) -> date | None:
        """The day of a vote that is still to come; the last days are counted back from it."""
        return self.vote if self.vote is not None and (self.decided or self.vote >= self.today) else None
