"""What every check needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from civic.demonstration.content import Docket


def reading_grade(text: str) -> float:
    """Flesch-Kincaid for English, with syllables counted as groups of vowels. A flag for a person, no verdict."""
    sentences = max(1, len(re.findall(r"[.!?:]+(?=\s|$|”)", text)))
    words = re.findall(r"[A-Za-z']+|\d+", text)
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / max(1, len(words)) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le")))


def sections(text: str) -> dict[str, str]:
    """The sections of a version by number, each with its heading line."""
    parts = re.split(r"^## Section (\d+)\. ", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def unknown(what: str, keys: Iterable[str | None], known: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if key is not None and key not in set(known):
            yield f"{what} names {key}, which is not there."


def twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f"{what} has {key} twice."
        seen.add(key)


def themes_of(docket: Docket) -> set[str]:
    return {theme.key for theme in docket.themes.themes} if docket.themes else set()
