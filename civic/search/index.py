"""The table ``comment_words``: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Rows are keyed by place, newest last;
on SQLite newest first, because FTS5 reads its lists forwards in half the time that it takes backwards.

A query becomes one match expression (entry.py). Tokens are letters and digits behind at most one sign of ours, so no typed sign
is ever read as an operator.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import sqlalchemy as sa

from civic.database import db
from civic.search import entry
from civic.search.entry import Row
from civic.search.models import SearchEntry
from civic.search.words import Query, Term

RANKED_AMONG = 2000  # the newest hits
TOP = 2**52  # above every place; a row of FTS5 is numbered down from it (see the trigger in its migration)
SATURATION, BY_LENGTH = 1.2, 0.75  # k1 and b of BM25


@dataclass(frozen=True)
class Hit:
    place: int
    comment_id: str


def put_in(rows: Sequence[Row]) -> None:
    """None of them may be there yet."""
    entries = [{"place": row.place, "comment_id": row.comment_id, "labels": f" {' '.join(row.labels)} "} for row in rows]
    db.session.execute(sa.insert(SearchEntry), entries)
    make = entry.for_sqlite if _is_sqlite() else entry.for_postgresql
    newest_first = sorted(rows, key=lambda row: -row.place)  # FTS5 begins a new part whenever a number is lower than the last
    db.session.execute(sa.text(_INSERT[_kind()]), [make(row) for row in newest_first])


def plan_for_each() -> None:
    """PostgreSQL, for this transaction: a plan made for one word and kept for all walks the whole table for a rare one."""
    if not _is_sqlite():
        db.session.execute(sa.text("SET LOCAL plan_cache_mode = force_custom_plan"))


def newest(query: Query, labels: Sequence[str], *, before: int, limit: int) -> list[Hit]:
    """Hits with these labels below a place, the newest first."""
    return standing_at(places(query, labels, before=before, limit=limit))


def places(query: Query, labels: Sequence[str], *, limit: int, before: int | None = None) -> list[int]:
    """Where the newest hits with these labels stand; with them the count up to ``limit`` is known."""
    inner = _statement(f"{_PLACE[_kind()]} AS place", before=before is not None)
    asked = _asked(query, labels, limit=limit, **({} if before is None else {"before": before}))
    found = db.session.scalar(sa.text(f"SELECT {_TOGETHER[_kind()]} FROM ({inner}) AS n"), asked) or []  # noqa: S608
    return json.loads(found) if isinstance(found, str) else found


def labelled(places: Sequence[int], labels: Sequence[str]) -> list[int]:
    """Those of them that have the labels, in their order."""
    has = " AND ".join(f"{_WITHIN[_kind()]}(e.labels, :l{n}) > 0" for n in range(len(labels))) or "1 = 1"
    statement = sa.text(f"SELECT e.place {_STANDING[_kind()]} WHERE {has} {_IN_ORDER[_kind()]}")
    asked = {"places": json.dumps(places), **{f"l{n}": f" {label} " for n, label in enumerate(labels)}}
    return list(db.session.scalars(statement, asked).all()) if places else []


def best_first(query: Query, places: Sequence[int]) -> list[int]:
    """These hits, those that fit best first, of equals the newer.

    BM25 among them; on PostgreSQL how often the words occur, by length. FTS5's own bm25() is not asked: it counts every hit of
    every word in the whole index first, which for common words takes longer than all the rest.
    """
    if not places:
        return []
    if _is_sqlite():
        return _ranked(query, places)
    standing = "json_array_elements_text(CAST(:places AS json)) p (value) JOIN comment_words w ON w.place = CAST(p.value AS bigint)"
    ranked = sa.text(f"SELECT w.place FROM {standing} ORDER BY ts_rank(w.words, CAST(:match AS tsquery), 1) DESC, w.place DESC")  # noqa: S608
    return list(db.session.scalars(ranked, _asked(query, (), places=json.dumps(places))).all())


def standing_at(places: Sequence[int]) -> list[Hit]:
    """In the same order."""
    statement = sa.text(f"SELECT e.place, e.comment_id {_STANDING[_kind()]} {_IN_ORDER[_kind()]}")
    return [Hit(*row) for row in db.session.execute(statement, {"places": json.dumps(places)}).all()] if places else []


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
    "sqlite": f"INSERT INTO comment_words (rowid, words, marks, pairs) VALUES ({TOP} - :place, :words, :marks, :pairs)",  # noqa: S608 - fixed words
    "postgresql": "INSERT INTO comment_words (place, words) VALUES (:place, CAST(:words AS tsvector))",
}
_MATCH = {"sqlite": "w.comment_words MATCH :match", "postgresql": "w.words @@ CAST(:match AS tsquery)"}
_PLACE = {"sqlite": f"{TOP} - w.rowid", "postgresql": "w.place"}
_BELOW = {"sqlite": f"AND w.rowid > {TOP} - :before", "postgresql": "AND w.place < :before"}
_NEWEST_FIRST = {"sqlite": "ORDER BY w.rowid", "postgresql": "ORDER BY w.place DESC"}
_STANDING = {
    "sqlite": "FROM json_each(:places) p CROSS JOIN search_entries e ON e.place = p.value",
    "postgresql": "FROM json_array_elements_text(CAST(:places AS json)) WITH ORDINALITY p (value, n) JOIN search_entries e ON e.place = CAST(p.value AS bigint)",
}
_IN_ORDER = {"sqlite": "", "postgresql": "ORDER BY p.n"}
_WITHIN = {"sqlite": "instr", "postgresql": "strpos"}
_TOGETHER = {"sqlite": "json_group_array(n.place)", "postgresql": "json_agg(n.place)"}  # a thousand numbers in one row come faster


def _statement(columns: str, *, before: bool = False) -> str:
    kind = _kind()
    return f"SELECT {columns} FROM comment_words w WHERE {_MATCH[kind]} {_BELOW[kind] if before else ''} {_NEWEST_FIRST[kind]} LIMIT :limit"  # noqa: S608


def _asked(query: Query, labels: Sequence[str], **more: object) -> dict[str, object]:
    return {"match": (entry.asked_of_sqlite if _is_sqlite() else entry.asked_of_postgresql)(query, labels), **more}


def _ranked(query: Query, places: Sequence[int]) -> list[int]:
    """SQLite. The words are read from where FTS5 keeps them, because it opens its list anew for each row it is asked for."""
    together = "SELECT group_concat(' ' || coalesce(c.c0, '') || ' ', char(10)) FROM json_each(:places) p LEFT JOIN comment_words_content c ON c.id = :top - p.value"
    texts = (db.session.scalar(sa.text(together), {"top": TOP, "places": json.dumps(places)}) or "").split("\n")
    mean = sum(map(len, texts)) / len(texts)
    norms = [SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(words) / mean) for words in texts]
    scores = [0.0] * len(places)
    for term, weight in _weights(query):
        row = f" {' '.join(term.words)} "
        # a word that was found by its stem counts half of one that stands as it was typed
        often = [2 * words.count(row) + 1 for words in texts]
        scores = [score + weight * n / (n + norm) for score, n, norm in zip(scores, often, norms, strict=True)]
    return [places[at] for at in sorted(range(len(places)), key=scores.__getitem__, reverse=True)]  # of equals the newer first


def _weights(query: Query) -> list[tuple[Term, float]]:
    """Rare words weigh more; how rare a word is beyond ``RANKED_AMONG`` hits makes no difference here."""
    if len(query.wanted) == 1:
        return [(query.wanted[0], 1.0)]
    return [(term, 1 / log(2 + _how_many(term))) for term in query.wanted]


def _how_many(term: Term) -> int:
    inner = f"SELECT 1 FROM comment_words w WHERE {_MATCH[_kind()]} LIMIT :limit"  # noqa: S608
    return db.session.scalar(sa.text(f"SELECT count(*) FROM ({inner}) AS found"), _asked(Query((term,)), (), limit=RANKED_AMONG)) or 0  # noqa: S608


def _kind() -> str:
    return db.engine.dialect.name


def _is_sqlite() -> bool:
    return _kind() == "sqlite"
