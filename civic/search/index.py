"""The table ``comment_words``: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Rows are keyed by place, newest last.

Both hold the folded words in their order, the stems of those words, and the docket; a query becomes one match expression.
Tokens are letters and digits only, so no typed sign is ever read as an operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from civic.database import db
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


def best(query: Query, docket: str | None) -> list[Hit]:
    """The newest hits, at most ``RANKED_AMONG``, in the order of how well they fit (BM25; on PostgreSQL how often, by length)."""
    match = {"match": _expression(query, docket)}
    place = _PLACE[_kind()]
    floor = db.session.scalar(sa.text(f"SELECT {place} FROM comment_words w WHERE {_MATCH[_kind()]} ORDER BY {place} DESC LIMIT 1 OFFSET {RANKED_AMONG - 1}"), match)  # noqa: S608
    rows = db.session.execute(
        sa.text(f"{_SELECT[_kind()]} WHERE {_MATCH[_kind()]} AND {place} >= :floor ORDER BY {_RANK[_kind()]}, {place} DESC"),  # noqa: S608
        {**match, "floor": floor or 0},
    )
    return [Hit(*row) for row in rows]


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
_RANK = {"sqlite": "bm25(comment_words, 2.0, 1.0, 0.0)", "postgresql": "ts_rank(w.words, CAST(:match AS tsquery), 1) DESC"}


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
