"""The table ``comment_words``: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Rows are keyed by place, newest last.

Both hold the folded words in their order, the stems of those words, and the docket; a query becomes one match expression.
Tokens are letters and digits only, so no typed sign is ever read as an operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import sqlalchemy as sa

from civic.database import db
from civic.search.models import SearchEntry
from civic.search.words import Query, Term, fold, stem, stems, tokens

RANKED_AMONG = 2000  # the newest hits
_MOST_POSITIONS = 16_000  # PostgreSQL counts no further


@dataclass(frozen=True)
class Hit:
    place: int
    comment_id: str


@dataclass(frozen=True)
class Row:
    place: int
    docket: str  # its id
    text: str
    language: str


def put_in(rows: Sequence[Row]) -> None:
    """None of them may be there yet."""
    db.session.execute(sa.text(_INSERT[_kind()]), [(_row_for_sqlite if _is_sqlite() else _row_for_postgresql)(row) for row in rows])


def newest(query: Query, docket: str | None, *, before: int | None, limit: int) -> list[Hit]:
    """Hits below a place, the newest first."""
    rows = db.session.execute(
        sa.text(f"{_SELECT[_kind()]} WHERE {_MATCH[_kind()]} AND {_PLACE[_kind()]} < :before ORDER BY {_PLACE[_kind()]} DESC LIMIT :limit"),  # noqa: S608 - fixed words
        {"match": _expression(query, docket), "before": 2**62 if before is None else before, "limit": limit},
    )
    return [Hit(*row) for row in rows]


def best(query: Query, docket: str | None) -> list[int]:
    """The places of the newest hits, at most ``RANKED_AMONG``, those that fit best first.

    BM25 among these hits; on PostgreSQL how often the words occur, by length. FTS5's own bm25() is not asked: it counts every
    hit of every word in the whole index first, which for common words takes longer than all the rest.
    """
    return (_ranked_by_words if _is_sqlite() else _ranked_by_postgresql)(query, docket)


def standing_at(places: Sequence[int]) -> list[Hit]:
    found = dict(db.session.execute(sa.select(SearchEntry.place, SearchEntry.comment_id).where(SearchEntry.place.in_(places))).all())
    return [Hit(place, found[place]) for place in places if place in found]


def places(query: Query, docket: str | None, *, limit: int) -> list[int]:
    """Where the newest hits stand; with them the count up to ``limit`` is known."""
    statement = sa.text(f"SELECT {_PLACE[_kind()]} FROM comment_words w WHERE {_MATCH[_kind()]} ORDER BY {_PLACE[_kind()]} DESC LIMIT :limit")  # noqa: S608
    return list(db.session.scalars(statement, {"match": _expression(query, docket), "limit": limit}))


def how_many(query: Query, docket: str | None, *, at_most: int) -> int:
    inner = f"SELECT 1 FROM comment_words w WHERE {_MATCH[_kind()]} LIMIT :limit"  # noqa: S608
    return db.session.scalar(sa.text(f"SELECT count(*) FROM ({inner}) AS found"), {"match": _expression(query, docket), "limit": at_most}) or 0  # noqa: S608


def mix() -> None:
    """One part instead of many on SQLite: until then the parts stand in the order in which their comments came."""
    if _is_sqlite():
        db.session.execute(sa.text("INSERT INTO comment_words (comment_words) VALUES ('optimize')"))


def empty() -> None:
    """Take everything out, for building it anew."""
    db.session.execute(sa.text("DELETE FROM comment_words"))


# --- inside

_INSERT = {
    "sqlite": "INSERT INTO comment_words (rowid, words, stems, docket) VALUES (:place, :words, :stems, :docket)",
    "postgresql": "INSERT INTO comment_words (place, words) VALUES (:place, CAST(:words AS tsvector))",
}
_SELECT = {
    "sqlite": "SELECT e.place, e.comment_id FROM comment_words w JOIN search_entries e ON e.place = w.rowid",
    "postgresql": "SELECT e.place, e.comment_id FROM comment_words w JOIN search_entries e ON e.place = w.place",
}
_MATCH = {"sqlite": "w.comment_words MATCH :match", "postgresql": "w.words @@ CAST(:match AS tsquery)"}
_PLACE = {"sqlite": "w.rowid", "postgresql": "w.place"}
_NEWEST = {
    "sqlite": "SELECT w.rowid, w.words FROM comment_words w WHERE w.comment_words MATCH :match ORDER BY w.rowid DESC LIMIT :limit",
    "postgresql": "SELECT w.place, w.words FROM comment_words w WHERE w.words @@ CAST(:match AS tsquery) ORDER BY w.place DESC LIMIT :limit",
}
SATURATION, BY_LENGTH = 1.2, 0.75  # k1 and b of BM25


def _ranked_by_words(query: Query, docket: str | None) -> list[int]:
    rows = db.session.execute(sa.text(_NEWEST["sqlite"]), {"match": _expression(query, docket), "limit": RANKED_AMONG}).all()
    padded = [f" {words} " for _place, words in rows]
    mean = sum(map(len, padded)) / len(padded) if padded else 1
    norms = [SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(words) / mean) for words in padded]
    scores = [0.0] * len(rows)
    for term, weight in _weights(query, docket):
        row = f" {' '.join(term.words)} "
        for at, words in enumerate(padded):
            often = 2 * words.count(row) + 1  # a word that was found by its stem counts half of one that stands as it was typed
            scores[at] += weight * often / (often + norms[at])
    return [rows[at][0] for at in sorted(range(len(rows)), key=lambda at: (-scores[at], at))]


def _weights(query: Query, docket: str | None) -> list[tuple[Term, float]]:
    """Rare words weigh more; how rare a word is beyond ``RANKED_AMONG`` hits makes no difference here."""
    if len(query.wanted) == 1:
        return [(query.wanted[0], 1.0)]
    return [(term, 1 / log(2 + how_many(Query((term,)), docket, at_most=RANKED_AMONG))) for term in query.wanted]


def _ranked_by_postgresql(query: Query, docket: str | None) -> list[int]:
    inner = _NEWEST["postgresql"]
    ranked = f"SELECT n.place FROM ({inner}) AS n ORDER BY ts_rank(n.words, CAST(:match AS tsquery), 1) DESC, n.place DESC"  # noqa: S608
    return list(db.session.scalars(sa.text(ranked), {"match": _expression(query, docket), "limit": RANKED_AMONG}))


def _row_for_sqlite(row: Row) -> dict[str, object]:
    words = [token.word for token in tokens(row.text)]
    return {"place": row.place, "words": " ".join(words), "stems": " ".join(_cut(words, row.language)), "docket": fold(row.docket)}


def _row_for_postgresql(row: Row) -> dict[str, object]:
    words = [token.word for token in tokens(row.text)]
    placed = [f"'{word}':{min(n, _MOST_POSITIONS)}A" for n, word in enumerate(words, 1)]
    return {"place": row.place, "words": " ".join([*placed, *(f"'={one}'" for one in _cut(words, row.language)), f"'@{fold(row.docket)}'"])}


def _cut(words: Sequence[str], language: str) -> list[str]:
    return sorted({stem(word, language) for word in words})


def _kind() -> str:
    return db.engine.dialect.name


def _is_sqlite() -> bool:
    return _kind() == "sqlite"


def _expression(query: Query, docket: str | None) -> str:
    return _for_sqlite(query, docket) if _is_sqlite() else _for_postgresql(query, docket)


def _for_sqlite(query: Query, docket: str | None) -> str:
    def one(term: Term) -> str:
        if term.is_phrase:
            return f'words : "{" ".join(term.words)}"'
        return f'(words : "{term.words[0]}" OR {" OR ".join(f"stems : {_quoted(s)}" for s in stems(term.words[0]))})'

    wanted = [one(term) for term in query.wanted] + ([f"docket : {_quoted(fold(docket))}"] if docket else [])
    return " AND ".join(wanted) + "".join(f" NOT {one(term)}" for term in query.terms if term.unwanted)


def _for_postgresql(query: Query, docket: str | None) -> str:
    def one(term: Term) -> str:
        if term.is_phrase:
            return f"({' <-> '.join(_lexemes(term.words))})"
        return f"({' | '.join(_lexemes([term.words[0], *(f'={s}' for s in stems(term.words[0]))]))})"

    wanted = [one(term) for term in query.wanted] + (list(_lexemes([f"@{fold(docket)}"])) if docket else [])
    return " & ".join(wanted + [f"!{one(term)}" for term in query.terms if term.unwanted])


def _quoted(word: str) -> str:
    return f'"{word}"'


def _lexemes(words: Iterable[str]) -> Sequence[str]:
    return [f"'{word}'" for word in words]
