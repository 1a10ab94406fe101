"""From a text to its words, shingles and fingerprints.

Source: winnowing after Schleimer, Wilkerson, Aiken (2003); containment after Broder (1997). The code is our own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

SHINGLE, WINDOW = 4, 6  # the first level: the same letter
WEAK_SHINGLE, WEAK_WINDOW = 3, 4  # the second level: possibly related
MASK = 2**64 - 1
# Scripts without spaces between words count each character as a word.
_NO_SPACES = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_NO_SPACES}]|[^\W_{_NO_SPACES}]+(?:['’ʼ][^\W_{_NO_SPACES}]+)*")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_ASCII = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
MOST_HASHES = 500_000


def normal(token: str) -> str:
    """One token as it is compared: Unicode NFKC, case folded, apostrophes dropped."""
    return unicodedata.normalize("NFKC", token).casefold().translate(_APOSTROPHES)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in order, as they are compared. Any string is taken; one without words gives ()."""
    if text.isascii():
        found = _ASCII.findall(text.lower().replace("_", " "))
        return tuple(word.replace("'", "") for word in found) if "'" in text else tuple(found)
    return tuple(normal(token) for token in _TOKEN.findall(unicodedata.normalize("NFC", text)))


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where each word of ``words_of(text)`` stands: (start, end) in code points. ``text`` is NFC, as stored texts are."""
    return [match.span() for match in _TOKEN.finditer(text)]


class _Hashes(dict[str, int]):
    """A stable 64-bit hash of each word; the same on every machine and in every run. It remembers the words it was asked."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_HASHES:
            self.clear()
        made = self[word] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
        return made


HASHES = _Hashes()


def shingle_hashes(words: tuple[str, ...], size: int = SHINGLE) -> list[int]:
    """One 64-bit hash for each run of ``size`` words, in order; [] for a shorter text."""
    hashes = [HASHES[word] for word in words]
    if size == 4:
        zipped = zip(hashes, hashes[1:], hashes[2:], hashes[3:], strict=False)
        return [_mix((a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F + c * 0x165667B19E3779F9 + d * 0xD6E8FEB86659FD93) & MASK) for a, b, c, d in zipped]
    return [_mix(sum(h * m for h, m in zip(hashes[i : i + size], MULTIPLIERS, strict=False)) & MASK) for i in range(len(hashes) - size + 1)]


def winnow(hashes: list[int], window: int = WINDOW) -> frozenset[int]:
    """The least hash of every window, distinct. Any run of ``window`` + 3 words that two texts share leaves a shared value."""
    if len(hashes) <= window:
        return frozenset((min(hashes),)) if hashes else frozenset()
    return frozenset(map(min, zip(*(hashes[i:] for i in range(window)), strict=False)))


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text for comparing. ``prints``: fingerprints, about 2 for each 7 words."""

    words: tuple[str, ...]

    @cached_property
    def exact(self) -> int:
        """Equal for equal sequences of words, whatever their case and punctuation. 63 bits, as a database keeps them."""
        return int.from_bytes(blake2b("\x00".join(self.words).encode(), digest_size=8).digest(), "little") >> 1

    @cached_property
    def prints(self) -> frozenset[int]:
        return winnow(shingle_hashes(self.words))

    @cached_property
    def weak_prints(self) -> frozenset[int]:
        return winnow(shingle_hashes(self.words, WEAK_SHINGLE), WEAK_WINDOW)


def sketch(text: str) -> Sketch:
    return Sketch(words_of(text))


def containment(a: frozenset[int], b: frozenset[int], least: int = 5) -> float:
    """Share of the smaller text's fingerprints that the other has, 0 to 1.

    With fewer than ``least`` shared it is the share of the *larger*, so that a short text does not count as contained
    because of one stock phrase.
    """
    shared = len(a & b)
    if not shared:
        return 0.0
    return shared / (min(len(a), len(b)) if shared >= least else max(len(a), len(b)))


# One for each word of the longest shingle that is used.
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0x2545F4914F6CDD1D, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3)


def _mix(value: int) -> int:
    value ^= value >> 31
    return (value * 0x7FB5D329728EA185) & MASK ^ (value >> 27)
