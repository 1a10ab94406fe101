"""Organisations and letters: letters.toml."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Organisation:
    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class SectionWords:
    section: str
    words: str = ""
    suggested: str = ""


@dataclass(frozen=True)
class Signature:
    organisation: str
    name: str
    title: str
    day: int
    through: str = "invitation"
    withdrawn: int | None = None


@dataclass(frozen=True)
class Asked:
    organisation: str
    day: int


@dataclass(frozen=True)
class ResidentSignature:
    name: str
    day: int
    withdrawn: int | None = None


@dataclass(frozen=True)
class Letter:
    key: str
    stance: str
    submitter: str
    title: str
    addressee: str
    ask: str
    version: int
    drafted: int
    frozen: int
    sign_by: int
    residents_may_sign: bool
    text: str
    contact: str | None = None
    delivered: int | None = None
    needs: int | None = None
    sections: tuple[SectionWords, ...] = named("section")
    signatures: tuple[Signature, ...] = named("signature")
    declined: tuple[Asked, ...] = ()
    invited: tuple[Asked, ...] = ()
    residents: tuple[ResidentSignature, ...] = named("resident")

    @property
    def standing(self) -> tuple[Signature, ...]:
        return tuple(signature for signature in self.signatures if signature.withdrawn is None)


@dataclass(frozen=True)
class Entered:
    """A letter that came signed, on paper or as a file. Each organisation is a line: organisation; name; title."""

    key: str
    title: str
    sender: str
    addressee: str
    day: int
    how: str
    text: str
    version: int | None = None
    organisations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    unlisted: int = 0


@dataclass(frozen=True)
class Letters:
    organisations: tuple[Organisation, ...] = named("organisation")
    letters: tuple[Letter, ...] = named("letter")
    entered: tuple[Entered, ...] = ()
