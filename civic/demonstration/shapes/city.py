"""The city, its people and its offices: city.toml."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Holiday:
    month: int
    day: int
    name: str


@dataclass(frozen=True)
class Contact:
    phone: str
    text_message: str
    email: str
    post: str
    in_person: str


@dataclass(frozen=True)
class ExceptionRules:
    """Settings that have no first value: requests for exceptions are off without them."""

    notice_days: int
    hearing: str
    emergency_days: int
    review_days: int


@dataclass(frozen=True)
class Ward:
    number: int
    name: str
    residents: int


@dataclass(frozen=True)
class Body:
    key: str
    name: str
    classification: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    key: str
    name: str
    ward: int


@dataclass(frozen=True)
class Office:
    key: str
    title: str
    department: str
    kind: str
    holder: str


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    shown_as: str
    role: str
    cast: bool = False
    here: str = ""
    for_office: str | None = None
    for_member: str | None = None
    member: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class City:
    name: str
    long_name: str
    zone: str
    seats: int
    quorum: int
    response_days: int
    appeal_days: int
    hearing_notice_days: int
    text_days: int
    window_days: int
    mayor_days: int
    languages: tuple[str, ...]
    attorneys_sentence: str
    contact: Contact
    exceptions: ExceptionRules
    holidays: tuple[Holiday, ...] = ()
    wards: tuple[Ward, ...] = named("ward")
    bodies: tuple[Body, ...] = named("body")
    members: tuple[Member, ...] = named("member")
    offices: tuple[Office, ...] = named("office")
    people: tuple[Person, ...] = named("person")

    @property
    def cast(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.cast)
