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
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
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
        """The same with its wanted rows of words taken apart; empty where there is no row."""
        if not any(len(term.words) > 1 for term in self.wanted):
            return ""
        return " ".join(f"-{term.typed}" if term.unwanted else " ".join(term.words) for term in self.terms)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Small letters without accents and apostrophes: ``Peñaflor’s`` becomes ``penaflors``."""
    if word.isascii() and word.isalnum():
        return word.lower()[:LONGEST_WORD]
    parts = unicodedata.normalize("NFKD", word).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", parts) if c.isalnum())[:LONGEST_WORD]


def tokens(text: str) -> Iterator[Token]:
    for found in _WORD.finditer(text):
        if word := fold(found.group()):
            yield Token(word, found.start(), found.end())


def folded(text: str) -> list[str]:
    """The words of ``tokens`` without their places."""
    return [word for word in map(fold, _WORD.findall(text)) if word]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without a stemmer."""
    cut = {"en": _english, "es": _spanish}.get(language)
    return cut(word) if cut else word


def stems(word: str) -> list[str]:
    """Of a word in a query, whose language nobody knows: its stem in each language."""
    return sorted({stem(word, language) for language in STEMMED})


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
        """Where wanted words stand, as pairs of character positions, in order and without overlap."""
        places = {at + n for term in query.wanted for at in self._places(term) for n in range(len(term.words))}
        if not places:
            return []
        found = islice(tokens(self.text), max(places) + 1)
        return [(token.start, token.end) for at, token in enumerate(found) if at in places]

    def _places(self, term: Term) -> Iterator[int]:
        if not term.is_phrase:
            word, cut = term.words[0], stems(term.words[0])
            yield from (at for at, (here, stemmed) in enumerate(zip(self.words, self.stems, strict=True)) if here == word or stemmed in cut)
            return
        row = len(term.words)
        yield from (at for at in range(len(self.words) - row + 1) if tuple(self.words[at : at + row]) == term.words)


# --- inside


def _looked_at(typed: str) -> str:
    """As many whole words as fit; a row of signs without a gap is cut where it must."""
    if len(typed) <= LONGEST or typed[LONGEST].isspace():
        return typed[:LONGEST]
    return typed[:LONGEST].rsplit(maxsplit=1)[0] if len(typed[:LONGEST].split()) > 1 else typed[:LONGEST]


def _occurs(term: Term, words: list[str], known: set[str], cut: set[str]) -> bool:
    if not term.is_phrase:
        return term.words[0] in known or not cut.isdisjoint(stems(term.words[0]))
    row = len(term.words)
    return known.issuperset(term.words) and any(tuple(words[at : at + row]) == term.words for at in range(len(words) - row + 1))


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
