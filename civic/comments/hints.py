"""Hints by pattern: private data (holds a comment only when its author keeps it) and threats (read first, hold nothing).

A hint is never a decision; a person decides. Patterns follow North American phones and street names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from civic.record.words import split_words

_STREET = r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|terrace|ter|parkway|pkwy|circle|cir|(?-i:Row|Alley|Trail|Square))"
_PRIVATE = {
    "phone": re.compile(r"(?<![\d-])(?:\+?1[ .-]?)?(?:\(\d{3}\)[ ]?|\d{3}[ .-])?\d{3}[ .-]\d{4}(?![\d-])|(?<!\d)\d{10}(?!\d)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "street": re.compile(rf"\b\d{{1,5}}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'-]+\s+){{1,3}}{_STREET}\b\.?", re.IGNORECASE),
    "ssn": re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"),
}
_THREAT = re.compile(
    r"\b(?:i|we)(?:'ll| will| could| would| want to| am going to| are going to|'m going to|'re going to)\s+(?:\w+\s+){0,2}(?:kill|shoot|bomb|burn down|hang|stab|hurt)\b"
    r"|\b(?:voy|vamos) a (?:matar|disparar|quemar|apuñalar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hinted:
    """``pattern`` found ``words``; ``start`` and ``end`` are places of words, half open."""

    pattern: str
    words: str
    start: int
    end: int


def private_data_in(text: str) -> list[Hinted]:
    """In the order of the text; overlapping finds are told once, the longest first."""
    found = sorted(
        ((match.start(), -match.end(), name, match.group()) for name, pattern in _PRIVATE.items() for match in pattern.finditer(text))
    )
    hints: list[Hinted] = []
    reached = -1
    for start, negative_end, name, words in found:
        if start >= reached:
            reached = -negative_end
            hints.append(Hinted(name, words, *_places(text, start, reached)))
    return hints


def threats_in(text: str) -> list[Hinted]:
    return [Hinted("threat", match.group(), *_places(text, match.start(), match.end())) for match in _THREAT.finditer(text)]


def without(text: str, hint: Hinted) -> str:
    """The text with the hinted words taken out, as its author asked."""
    return text.replace(hint.words, "…", 1)


def _places(text: str, start: int, end: int) -> tuple[int, int]:
    """From characters to words: every word that the span touches."""
    first = last = reached = 0
    for place, word in enumerate(split_words(text)):
        if reached <= start:
            first = place
        if reached < end:
            last = place + 1
        reached += len(word)
    return first, last
