"""Plain words and differences of a text: changes.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Plain:
    grade_at_most: int
    summary: str
    effects: tuple[str, ...]
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Material:
    from_version: int
    to_version: int
    material: bool
    judge: str
    day: int
    reasons: str


@dataclass(frozen=True)
class Span:
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    key: str
    section: str
    title: str
    spans: tuple[Span, ...]
    reason: str
    theme: str
    comments: tuple[str, ...]
    letters: tuple[str, ...]
    request: str | None = None


@dataclass(frozen=True)
class Changes:
    from_version: int
    to_version: int
    plain: Plain
    draft: bool = False
    material: Material | None = None
    changes: tuple[Change, ...] = named("change")
