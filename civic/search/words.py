"""Words as the index and the query see them: folded, and cut to their stems.

``tokens`` and ``stem`` are the whole of it; everything that matches does so by them, in both databases and in ``fits``.

A stem takes away what makes a plural (in Spanish the gender too) and no more: a stemmer that cuts deeper finds beds
(camas) for cameras (cámaras). Sources: Harman 1991 (the S-stemmer, here with -ches, -shes, -xes, -zes, -sses), Savoy 2006
(light stemming of Spanish).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

STEMMED = ("en", "es")  # the other languages of residents have no stemmer worth its errors
MOST_TERMS = 12
LONGEST = 200  # characters of a query
LONGEST_WORD = 64  # what is longer is no word; its beginning stands for it
_ON_LETTERS = "".join(  # accents and vowels that stand on letters as signs of their own, and what hyphenates invisibly: no word ends there
    chr(n) for start, end in ((0x300, 0x3100), (0xA66F, 0xABEE), (0xFE20, 0xFE30), (0x16B30, 0x16B37), (0x1E130, 0x1E137)) for n in range(start, end)
    if unicodedata.category(chr(n)).startswith("M")
) + "\u00ad\u200c\u200d\u2060"  # fmt: skip
_WITH_SIGNS = rf"[^\W_]+(?:[{_ON_LETTERS}]+[^\W_]*)*"
_APOSTROPHES = "'’ʼʻʹ`´‘"
_WORD = re.compile(rf"{_WITH_SIGNS}(?:[{_APOSTROPHES}]{_WITH_SIGNS})*")
_WITHOUT_GAPS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_HAS_NO_GAPS = re.compile(f"[{_WITHOUT_GAPS}]")
_PIECE = re.compile(f"[{_WITHOUT_GAPS}][{_ON_LETTERS}]*|[^{_WITHOUT_GAPS}]+")
_OTHERWISE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "\u0640": "", **dict.fromkeys(_APOSTROPHES, "")})
_OPERATOR = re.compile(r"(?<!\S)(AND|OR|NOT)(?!\S)")
_PART = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


class Token(NamedTuple):
    word: str  # folded
    start: int  # of the characters it stands for
    end: int


@dataclass(frozen=True)
class Term:
    """One or more words in a row. A single word is also found by its stem; a phrase stands exactly so."""

    words: tuple[str, ...]
    unwanted: bool = False
    exact: bool = False

    @property
    def is_phrase(self) -> bool:
        return self.exact or len(self.words) > 1

    @property
    def typed(self) -> str:
        return f'"{" ".join(self.words)}"' if self.is_phrase else self.words[0]


@dataclass(frozen=True)
class Query:
    """All wanted terms must occur, and no unwanted one."""

    terms: tuple[Term, ...]
    is_cut: bool = False  # more was typed than is looked for

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.unwanted)

    @property
    def in_any_order(self) -> str:
        """The same with its wanted rows of words taken apart; empty where nobody typed a row: 41.120 is one thing."""
        if not any(len(term.words) > 1 and term.exact for term in self.wanted):
            return ""
        return " ".join(f"-{term.typed}" if term.unwanted else " ".join(term.words) for term in self.terms)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Small letters without accents and apostrophes: ``Peñaflor’s`` becomes ``penaflors``, and ``Đà`` becomes ``da``."""
    if word.isascii() and word.isalnum():
        return word.lower()[:LONGEST_WORD]
    parts = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", parts).translate(_OTHERWISE) if c.isalnum())[:LONGEST_WORD]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text. In a script that puts no gaps between words each letter is one, so that any part is found as a row."""
    for found in _WORD.finditer(text):
        whole = found.group()
        for piece, start, end in _pieces(whole, found.start()) if _HAS_NO_GAPS.search(whole) else ((whole, *found.span()),):
            if word := fold(piece):
                yield Token(word, start, end)


def folded(text: str) -> list[str]:
    """The words of ``tokens`` without their places."""
    if not text.isascii() and _HAS_NO_GAPS.search(text):
        return [token.word for token in tokens(text)]
    return [word for word in map(fold, _WORD.findall(text)) if word]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without a stemmer."""
    cut = {"en": _english, "es": _spanish}.get(language)
    return cut(word) if cut else word


@lru_cache(maxsize=2000)
def forms(word: str) -> frozenset[str]:
    """What stands for a word of a query, whose language nobody knows: itself and its stem in each language."""
    return frozenset({word, *(stem(word, language) for language in STEMMED)})


def parsed(typed: str) -> Query:
    """What somebody typed: words, "words in a row", and -words that must not occur. Nothing in it can be an error."""
    terms = []
    for minus_row, row, minus, word in _PART.findall(_looked_at(typed)):
        words = tuple(token.word for token in tokens(row or word))
        if words:
            terms.append(Term(words, unwanted=bool(minus_row or minus), exact=bool(row)))
    different = tuple(dict.fromkeys(terms))
    return Query(different[:MOST_TERMS], is_cut=len(different) > MOST_TERMS or len(typed.rstrip()) > LONGEST)


def without_operators(typed: str) -> str | None:
    """What AND and NOT mean elsewhere, put in the way of this search; empty where OR stands; none where they are but words."""
    outside = re.sub(r'"[^"]*"?', " ", typed)
    if not _OPERATOR.search(outside) or outside == outside.upper() or '"' in typed:
        return None
    return "" if re.search(r"(?<!\S)OR(?!\S)", outside) else " ".join(re.sub(r"(?<!\S)NOT\s+(?=\w)", "-", re.sub(r"(?<!\S)AND(?!\S)", "", typed)).split())


class Reading:
    """A text taken apart once, for the question whether it fits and for marking what fits."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.words = folded(text)
        self.stems = [stem(word, language) for word in self.words]

    def fits(self, query: Query) -> bool:
        """Whether it has the wanted terms and none of the unwanted: what the index answers, asked of the text itself."""
        known, cut = set(self.words), set(self.stems)
        return all(_occurs(term, self.words, known, cut) is not term.unwanted for term in query.terms)

    def hits(self, query: Query) -> list[tuple[int, int]]:
        """Where wanted words stand, as pairs of character positions, in order and without overlap; one where no gap is between them."""
        places = {at + n for term in query.wanted for at in self._places(term) for n in range(len(term.words))}
        if not places:
            return []
        spans: list[tuple[int, int]] = []
        for at, (start, end) in enumerate(islice(self._spans(), max(places) + 1)):
            if at in places:
                spans.append((spans.pop()[0] if spans and spans[-1][1] == start else start, end))
        return spans

    def _spans(self) -> Iterator[tuple[int, int]]:
        if self.text.isascii():
            return (found.span() for found in _WORD.finditer(self.text))
        return ((token.start, token.end) for token in tokens(self.text))

    def _places(self, term: Term) -> Iterator[int]:
        if not term.is_phrase:
            asked = forms(term.words[0])
            yield from (at for at, (here, cut) in enumerate(zip(self.words, self.stems, strict=True)) if here in asked or cut in asked)
            return
        row = len(term.words)
        yield from (at for at in range(len(self.words) - row + 1) if self.words[at] == term.words[0] and tuple(self.words[at : at + row]) == term.words)


# --- inside


def _looked_at(typed: str) -> str:
    """As many whole words as fit; a row of signs without a gap is cut where it must."""
    if len(typed) <= LONGEST or typed[LONGEST].isspace():
        return typed[:LONGEST]
    return typed[:LONGEST].rsplit(maxsplit=1)[0] if len(typed[:LONGEST].split()) > 1 else typed[:LONGEST]


def _occurs(term: Term, words: list[str], known: set[str], cut: set[str]) -> bool:
    if not term.is_phrase:
        return not (known.isdisjoint(asked := forms(term.words[0])) and cut.isdisjoint(asked))
    return known.issuperset(term.words) and f" {' '.join(term.words)} " in f" {' '.join(words)} "


def _pieces(whole: str, start: int) -> Iterator[tuple[str, int, int]]:
    for piece in _PIECE.finditer(whole):
        yield piece.group(), start + piece.start(), start + piece.end()


def _english(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "zes", "sses")) else word[:-1]


def _spanish(word: str) -> str:
    if len(word) < 4:
        return word
    if word.endswith("eses") or word.endswith(("os", "as", "es")) and not word.endswith("ces"):
        return word[:-2]
    if word.endswith("ces"):
        return word[:-3] + "z"
    return word[:-1] if word[-1] in "aoe" else word
