"""Comments and what moderators decided: comments.toml, moderation.toml."""

from __future__ import annotations

from dataclasses import dataclass

from civic.demonstration.reading import named


@dataclass(frozen=True)
class Edit:
    day: int
    words: str


@dataclass(frozen=True)
class Dispute:
    day: int
    claim: str


@dataclass(frozen=True)
class Comment:
    key: str
    day: int
    channel: str
    language: str
    stance: str
    words: str
    connection: str = "none"
    sections: tuple[str, ...] = ()
    ward: int | None = None
    name: str = ""
    suggests: str = ""
    wants_answer: bool = False
    private: tuple[str, ...] = ()
    threat: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    withdrawn: int | None = None
    disputed: Dispute | None = None
    family: str | None = None
    same_submission_as: str | None = None

    @property
    def last_words(self) -> str:
        return self.edits[-1].words if self.edits else self.words


@dataclass(frozen=True)
class Decision:
    key: str
    comment: str
    action: str
    by: str
    day: int
    reason: str
    code: str | None = None
    second: str | None = None
    spans: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True)
class Appeal:
    decision: str
    day: int
    grounds: str
    reviewer: str
    decided: int
    outcome: str
    reasons: str


@dataclass(frozen=True)
class Moderation:
    decisions: tuple[Decision, ...] = named("decision")
    appeals: tuple[Appeal, ...] = named("appeal")
    waiting: tuple[str, ...] = ()
    read_first: tuple[str, ...] = ()
