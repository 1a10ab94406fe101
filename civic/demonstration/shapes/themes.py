"""Themes, coding, summary, responses and promises: themes.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Theme:
    key: str
    name: str
    definition: str


@dataclass(frozen=True)
class SecondReading:
    """What another person found in some of the comments, apart from the first."""

    coder: str
    comments: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Coding:
    coder: str
    comments: Mapping[str, tuple[str, ...]]
    second: SecondReading | None = None


@dataclass(frozen=True)
class Summary:
    drafter: str
    approver: str
    drafted: int
    checked: int
    state: str
    covers_until: int
    published: int | None = None
    interim: bool = False


@dataclass(frozen=True)
class Sentence:
    key: str
    kind: str
    text: str
    theme: str | None = None
    word: str | None = None
    cites: tuple[str, ...] = ()
    quote: str = ""
    query: Mapping[str, str] | None = None
    document: str | None = None


@dataclass(frozen=True)
class Response:
    key: str
    theme: str
    main: bool
    point: str
    response: str
    reason: str
    decided_by: str
    department: str | None = None
    changes: tuple[str, ...] = ()
    promise: str | None = None


@dataclass(frozen=True)
class Promise:
    key: str
    words: str
    owner: str
    made: int
    due: int
    kept: int | None = None
    proof: str = ""


@dataclass(frozen=True)
class Themes:
    coding: Coding
    summary: Summary
    themes: tuple[Theme, ...] = named("theme")
    sentences: tuple[Sentence, ...] = named("sentence")
    responses: tuple[Response, ...] = named("response")
    promises: tuple[Promise, ...] = named("promise")
