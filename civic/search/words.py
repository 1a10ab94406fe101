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

STEMMED = ("en", "es")  # the other languages of residents have no stemmer worth its errors
MOST_TERMS = 12
LONGEST = 200  # characters of a query
LONGEST_WORD = 64  # what is longer is no word; its beginning stands for it
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_PART = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


@dataclass(frozen=True)
class Token:
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


@dataclass(frozen=True)
class Query:
    """All wanted terms must occur, and no unwanted one."""

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.unwanted)


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
    for minus_row, row, minus, word in _PART.findall(typed[:LONGEST]):
        words = tuple(token.word for token in tokens(row or word))
        if words:
            terms.append(Term(words, unwanted=bool(minus_row or minus), exact=bool(row)))
    return Query(tuple(dict.fromkeys(terms))[:MOST_TERMS])


def fits(query: Query, text: str, language: str) -> bool:
    """Whether a text has the wanted terms and none of the unwanted: what the index answers, asked of the text itself."""
    words = [token.word for token in tokens(text)]
    known, cut = set(words), {stem(word, language) for word in words}
    return all(_occurs(term, words, known, cut) is not term.unwanted for term in query.terms)


def hits(query: Query, text: str, language: str) -> list[tuple[int, int]]:
    """Where wanted words stand in a text, as pairs of character positions, in order and without overlap."""
    found = list(tokens(text))
    spans: set[tuple[int, int]] = set()
    for term in query.wanted:
        for at in range(len(found) - len(term.words) + 1):
            here = found[at : at + len(term.words)]
            if _stands(term, here, language):
                spans.update((token.start, token.end) for token in here)
    return sorted(spans)


# --- inside


def _stands(term: Term, here: list[Token], language: str) -> bool:
    if term.is_phrase:
        return tuple(token.word for token in here) == term.words
    return here[0].word == term.words[0] or stem(here[0].word, language) in stems(term.words[0])


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
