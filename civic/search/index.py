"""The table ``comment_words``: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Rows are keyed by place, newest last.

A query becomes one match expression (entry.py). Tokens are letters and digits behind at most one sign of ours, so no typed sign
is ever read as an operator.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.search import entry
from civic.search.entry import Row
from civic.search.models import SearchEntry
from civic.search.words import Query, Term

RANKED_AMONG = 2000  # the newest hits
_FEW = 1000  # hits of the words alone whose labels are read one by one
SATURATION, BY_LENGTH = 1.2, 0.75  # k1 and b of BM25


@dataclass(frozen=True)
class Hit:
    place: int
    comment_id: str


def put_in(rows: Sequence[Row]) -> None:
    """None of them may be there yet."""
    entries = [{"place": row.place, "comment_id": row.comment_id, "labels": f" {' '.join(row.labels)} "} for row in rows]
    db.session.execute(sa.insert(SearchEntry), entries)
    db.session.execute(sa.text(_INSERT[_kind()]), [(entry.for_sqlite if _is_sqlite() else entry.for_postgresql)(row) for row in rows])


def plan_for_each() -> None:
    """PostgreSQL, for this transaction: a plan made for one word and kept for all walks the whole table for a rare one."""
    if not _is_sqlite():
        db.session.execute(sa.text("SET LOCAL plan_cache_mode = force_custom_plan"))


def newest(query: Query, labels: Sequence[str], *, before: int | None, limit: int) -> list[Hit]:
    """Hits with these labels below a place, the newest first."""
    found = _matching("e.place, e.comment_id", query, labels, join="JOIN search_entries e ON e.place = w.{place}", before=before, limit=limit)
    return [Hit(*row) for row in found]


def places(query: Query, labels: Sequence[str], *, limit: int) -> list[int]:
    """Where the newest hits with these labels stand; with them the count up to ``limit`` is known.

    FTS5 looks a rare word's comments up one by one in the long list of a docket's; where they are few, their own rows tell it
    in a tenth of the time.
    """
    if labels and _is_sqlite():
        few = [place for (place,) in _matching("w.{place}", query, (), limit=_FEW + 1)]
        if len(few) <= _FEW:
            return _labelled(few, labels)[:limit]
    return [place for (place,) in _matching("w.{place}", query, labels, limit=limit)]


def best(query: Query, labels: Sequence[str]) -> list[int]:
    """The places of the newest hits, at most ``RANKED_AMONG``, those that fit best first.

    BM25 among these hits; on PostgreSQL how often the words occur, by length. FTS5's own bm25() is not asked: it counts every
    hit of every word in the whole index first, which for common words takes longer than all the rest.
    """
    if not _is_sqlite():
        ranked = f"SELECT n.place FROM ({_statement('w.place, w.words')}) AS n ORDER BY ts_rank(n.words, CAST(:match AS tsquery), 1) DESC, n.place DESC"  # noqa: S608
        return list(db.session.scalars(sa.text(ranked), _asked(query, labels, limit=RANKED_AMONG)))
    return _ranked(query, places(query, labels, limit=RANKED_AMONG))


def standing_at(places: Sequence[int]) -> list[Hit]:
    found = dict(db.session.execute(sa.select(SearchEntry.place, SearchEntry.comment_id).where(SearchEntry.place.in_(places))).all())
    return [Hit(place, found[place]) for place in places if place in found]


def mix() -> None:
    """One part instead of many on SQLite: until then the parts stand in the order in which their comments came."""
    if _is_sqlite():
        db.session.execute(sa.text("INSERT INTO comment_words (comment_words) VALUES ('optimize')"))


def empty() -> None:
    """Take everything out, for building it anew."""
    db.session.execute(sa.text("DELETE FROM comment_words"))
    db.session.execute(sa.delete(SearchEntry))


# --- inside

_INSERT = {
    "sqlite": "INSERT INTO comment_words (rowid, words, marks, pairs) VALUES (:place, :words, :marks, :pairs)",
    "postgresql": "INSERT INTO comment_words (place, words) VALUES (:place, CAST(:words AS tsvector))",
}
_MATCH = {"sqlite": "w.comment_words MATCH :match", "postgresql": "w.words @@ CAST(:match AS tsquery)"}
_PLACE = {"sqlite": "rowid", "postgresql": "place"}


def _statement(columns: str, join: str = "", *, before: bool = False) -> str:
    place, below = _PLACE[_kind()], "AND w.{place} < :before " if before else ""
    return f"SELECT {columns} FROM comment_words w {join} WHERE {_MATCH[_kind()]} {below}ORDER BY w.{place} DESC LIMIT :limit".replace("{place}", place)  # noqa: S608


def _asked(query: Query, labels: Sequence[str], **more: object) -> dict[str, object]:
    return {"match": (entry.asked_of_sqlite if _is_sqlite() else entry.asked_of_postgresql)(query, labels), **more}


def _matching(columns: str, query: Query, labels: Sequence[str], *, limit: int, join: str = "", before: int | None = None) -> Sequence[Any]:
    asked = _asked(query, labels, limit=limit, **({} if before is None else {"before": before}))
    return db.session.execute(sa.text(_statement(columns, join, before=before is not None)), asked).all()


def _labelled(places: Sequence[int], labels: Sequence[str]) -> list[int]:
    """Those of them that have the labels, in their order."""
    has = " AND ".join(f"instr(e.labels, :l{n})" for n in range(len(labels)))
    statement = sa.text(f"SELECT e.place FROM json_each(:places) p CROSS JOIN search_entries e ON e.place = p.value WHERE {has}")  # noqa: S608
    return list(db.session.scalars(statement, {"places": json.dumps(places), **{f"l{n}": f" {label} " for n, label in enumerate(labels)}}).all())


def _ranked(query: Query, places: Sequence[int]) -> list[int]:
    """SQLite. The words are read from where FTS5 keeps them, because it opens its list anew for each row it is asked for."""
    statement = sa.text("SELECT c.id, c.c0 FROM json_each(:places) p CROSS JOIN comment_words_content c ON c.id = p.value")
    rows = db.session.execute(statement, {"places": json.dumps(places)}).all()
    padded = [f" {words} " for _place, words in rows]
    mean = sum(map(len, padded)) / len(padded) if padded else 1
    norms = [SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(words) / mean) for words in padded]
    scores = [0.0] * len(rows)
    for term, weight in _weights(query):
        row = f" {' '.join(term.words)} "
        # a word that was found by its stem counts half of one that stands as it was typed
        often = [2 * words.count(row) + 1 for words in padded]
        scores = [score + weight * n / (n + norm) for score, n, norm in zip(scores, often, norms, strict=True)]
    return [rows[at][0] for at in sorted(range(len(rows)), key=scores.__getitem__, reverse=True)]  # of equals the newer first


def _weights(query: Query) -> list[tuple[Term, float]]:
    """Rare words weigh more; how rare a word is beyond ``RANKED_AMONG`` hits makes no difference here."""
    if len(query.wanted) == 1:
        return [(query.wanted[0], 1.0)]
    return [(term, 1 / log(2 + _how_many(term))) for term in query.wanted]


def _how_many(term: Term) -> int:
    inner = _statement("1").replace("ORDER BY w.rowid DESC ", "")
    return db.session.scalar(sa.text(f"SELECT count(*) FROM ({inner}) AS found"), _asked(Query((term,)), (), limit=RANKED_AMONG)) or 0  # noqa: S608


def _kind() -> str:
    return db.engine.dialect.name


def _is_sqlite() -> bool:
    return _kind() == "sqlite"
