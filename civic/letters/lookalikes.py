"""Which names could be taken for one another: the skeletons of Unicode's UTS 39, then what else a hurried reader misses.

Unicode's table says which characters look alike in one case; a name is also read in capitals and in small letters. So a
name has up to three *shapes*, and two names could be confused when they share one. The table comes with the package
confusable-homoglyphs; which package and why: docs/decisions.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from confusable_homoglyphs.confusables import confusables_data
from rapidfuzz import fuzz

ORDER_MARKS = "\u200e\u200f"  # the table writes them around letters that run from right to left
# Beyond Unicode's table: small capitals, letters that only look alike in passing, and digits that stand for letters.
IN_PASSING = str.maketrans({
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ɛ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ɪ": "i", "ᴊ": "j", "ᴋ": "k", "ĸ": "k", "ʟ": "l",
    "ᴍ": "m", "ʍ": "m", "ɴ": "n", "ᴎ": "n", "ᴏ": "o", "ᴘ": "p", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ʋ": "u", "ᴠ": "v", "ᴡ": "w", "ω": "w",
    "ʏ": "y", "ᴢ": "z", "ß": "ss", "đ": "d", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "p", "æ": "ae", "œ": "oe",
    "0": "o", "3": "e", "5": "s", "8": "b", "1": "l", "!": "l", "|": "l", "$": "s", "@": "a", "i": "l",
})  # fmt: skip
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
EMPTY_WORDS = {"the", "inc", "llc", "ltd", "corp", "incorporated", "a"}
ALIKE = 88  # of 100: how much of two shapes agrees before a person should look


def shapes_of(name: str) -> frozenset[str]:
    """What is left of a name, as typed, in small letters and in capitals, without what a hurried reader would not notice."""
    plain = unicodedata.normalize("NFKC", name)
    return frozenset(_worn_down(skeleton(form)) for form in (plain, plain.lower(), plain.upper()))


def could_be_taken_for(name: str, other: str) -> bool:
    return not shapes_of(name).isdisjoint(shapes_of(other))


def is_near(name: str, other: str) -> bool:
    """Not the same shape, and close enough that a person should look: a letter more, two words changed about."""
    return any(max(fuzz.ratio(a, b), _in_order(name, other)) >= ALIKE for a in shapes_of(name) for b in shapes_of(other))


def skeleton(text: str) -> str:
    """UTS 39, section 4: every character replaced by the one that stands for all that look like it."""
    prototypes = _prototypes()
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(prototypes.get(c, c) for c in decomposed))


def _worn_down(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(IN_PASSING)
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    empty = {word.translate(IN_PASSING) for word in EMPTY_WORDS}
    joined = "".join(word for word in words if word not in empty) or "".join(words)
    for pair, single in PAIRS:
        joined = joined.replace(pair, single)
    return joined


def _in_order(name: str, other: str) -> float:
    return fuzz.token_sort_ratio(name.casefold(), other.casefold())


@cache
def _prototypes() -> dict[str, str]:
    """One character or sequence for each group of look-alikes: the one that Unicode's table leads the others to."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for source, targets in confusables_data.items():
        for target in targets:
            one, other = source.strip(ORDER_MARKS), target["c"].strip(ORDER_MARKS)
            neighbours[one].add(other)
            neighbours[other].add(one)
    found = {}
    for group in _groups(neighbours):
        chosen = max(group, key=lambda member: (len(neighbours[member]), member.isascii(), len(member), member))
        found.update({member: chosen for member in group if len(member) == 1 and member != chosen})
    return found


def _groups(neighbours: dict[str, set[str]]) -> Iterator[set[str]]:
    seen: set[str] = set()
    for start in neighbours:
        if start not in seen:
            group = set(_reached(start, neighbours))
            seen |= group
            yield group


def _reached(start: str, neighbours: dict[str, set[str]]) -> Iterable[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in neighbours[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen
