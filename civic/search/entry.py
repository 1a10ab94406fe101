"""What stands in the index for one comment, and what a query asks of it, in the words of either database.

An entry holds the folded words in their order; *marks*: the stems that are not words of it themselves (``=camera``) and what
lists filter by (``@stance.oppose``); and on SQLite each two neighboring words as one (``police_cameras``), because two common
words stand in many comments and side by side in few. PostgreSQL knows where its words stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from civic.search.words import Query, Term, folded, forms, stem

_MOST_POSITIONS = 16_000  # PostgreSQL counts no further
_NO_LETTER = re.compile(r"[^\w.-]")


@dataclass(frozen=True)
class Row:
    place: int
    comment_id: str
    text: str
    language: str
    labels: tuple[str, ...]  # what it is filtered by


def label(name: str, value: object) -> str:
    """As it stands in the index: ``@stance.oppose``."""
    return f"@{name}.{_NO_LETTER.sub('_', str(value))}".lower()


def for_sqlite(row: Row) -> dict[str, object]:
    words = folded(row.text)
    return {"place": row.place, "words": " ".join(words), "marks": " ".join((*_stems(words, row.language), *row.labels)), "pairs": " ".join(_pairs(words))}


def for_postgresql(row: Row) -> dict[str, object]:
    words = folded(row.text)
    placed = [f"'{word}':{min(n, _MOST_POSITIONS)}A" for n, word in enumerate(words, 1)]
    return {"place": row.place, "words": " ".join([*placed, *map(_lexeme, (*_stems(words, row.language), *row.labels))])}


def asked_of_sqlite(query: Query, labels: Sequence[str]) -> str:
    def one(term: Term) -> str:
        if not term.is_phrase:
            return f"({' OR '.join(_quoted(mark) for mark in _alternatives(term))})"
        return _quoted(" ".join(_pairs(term.words) or term.words))

    wanted = [*map(one, query.wanted), *map(_quoted, labels)]
    return " AND ".join(wanted) + "".join(f" NOT {one(term)}" for term in query.terms if term.unwanted)


def asked_of_postgresql(query: Query, labels: Sequence[str]) -> str:
    def one(term: Term) -> str:
        if term.is_phrase:
            return f"({' <-> '.join(map(_lexeme, term.words))})"
        return f"({' | '.join(map(_lexeme, _alternatives(term)))})"

    wanted = [*map(one, query.wanted), *map(_lexeme, labels)]
    return " & ".join(wanted + [f"!{one(term)}" for term in query.terms if term.unwanted])


# --- inside


def _alternatives(term: Term) -> list[str]:
    asked = sorted(forms(term.words[0]))
    return [*asked, *(f"={one}" for one in asked)]


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{one}_{two}" for one, two in zip(words, words[1:], strict=False)]


def _stems(words: Sequence[str], language: str) -> list[str]:
    return [f"={one}" for one in sorted({stem(word, language) for word in words}.difference(words))]


def _quoted(word: str) -> str:
    return f'"{word}"'


def _lexeme(word: str) -> str:
    return f"'{word}'"
