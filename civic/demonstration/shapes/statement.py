"""The consultation statement: statement.toml."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Issue:
    key: str
    source: str
    point: str
    quotes: tuple[str, ...]
    response: str | None = None
    unanswered: str = ""
    settled: str | None = None


@dataclass(frozen=True)
class Freeze:
    day: int
    reason: str = ""


@dataclass(frozen=True)
class Statement:
    issues: tuple[Issue, ...] = named("issue")
    freezes: tuple[Freeze, ...] = named("freeze")
