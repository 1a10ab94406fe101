"""Public words that somebody signs: an answer, a position, a letter. Committed word by word, and shown in full."""

from __future__ import annotations

from dataclasses import dataclass

from civic.database import Refusal
from civic.record.words import RefusedText, Shown, commit_text, normalise


@dataclass(frozen=True)
class Statement:
    """``text`` as it is stored and hashed; ``field`` is the leaf's {ctx, root}; ``openings`` prove each word."""

    text: str
    field: dict[str, str]
    openings: Shown


def state(words: str, field: str | None = None) -> Statement:
    """Commit to someone's words. Raises Refusal, at the form's ``field``, where they cannot be kept word for word."""
    try:
        text = normalise(words)
    except RefusedText as error:
        raise Refusal(str(error), field) from error
    commitment = commit_text(text)
    return Statement(text, commitment.field, commitment.openings)
