"""What a text says, for "What exactly it does": facts.toml. ``in_version_1`` holds a cell that was otherwise in version 1."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Earlier:
    state: str
    sections: tuple[str, ...] = ()
    says: str = ""
    readings: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True)
class Cell:
    state: str
    sections: tuple[str, ...] = ()
    says: str = ""
    readings: tuple[str, ...] = ()
    rule: str = ""
    in_version_1: Earlier | None = None

    def at(self, n: int) -> Cell | Earlier:
        return self.in_version_1 if n == 1 and self.in_version_1 else self


@dataclass(frozen=True)
class Fact:
    key: str
    cell: Cell


@dataclass(frozen=True)
class Exempt:
    key: str
    name: str
    use: Cell
    actor: Cell
    condition: Cell
    logging: Cell


@dataclass(frozen=True)
class Facts:
    written_by: str
    confirmed_by: str
    facts: tuple[Fact, ...] = named("fact")
    exceptions: tuple[Exempt, ...] = named("exception")
