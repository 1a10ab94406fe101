"""How hard a text is to read: the Flesch-Kincaid school grade, an estimate from sentence and word lengths."""

from __future__ import annotations

import re

PLAIN_GRADE = 8  # what most adults read with ease
SHORTEST = 20  # below this many words the figure means nothing


def grade_of(words: str) -> int | None:
    """The grade, or None for a text too short to tell."""
    found = re.findall(r"[A-Za-z][A-Za-z'’]*", words)
    if len(found) < SHORTEST:
        return None
    sentences = max(len([s for s in re.split(r"[.!?:;]+(?:\s|$)|\n{2,}", words) if re.search(r"[A-Za-z]", s)]), 1)
    syllables = sum(_syllables(word) for word in found)
    return max(round(0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59), 1)


def _syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(count, 1)
