"""The table ``comment_words``: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Rows are keyed by place, newest last.

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


def newest(query: Query, labels: Sequence[str], *, before: int, limit: int) -> list[Hit]:
    """Hits with these labels below a place, the newest first."""
    return standing_at(_newest(query, labels, limit=limit, before=before))


def places(query: Query, labels: Sequence[str], *, limit: int) -> list[int]:
    """Where the newest hits with these labels stand; with them the count up to ``limit`` is known.

    FTS5 looks each comment with a rare word up in the long list of a docket's, in ten times what its own row takes to tell. So
    where a word is rare, its comments are asked for their labels.
    """
    if labels and _is_sqlite() and any(_how_many(term, at_most=_FEW + 1) <= _FEW for term in query.wanted):
        return _labelled(_newest(query, (), limit=_FEW), labels)[:limit]
    return _newest(query, labels, limit=limit)


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
    """In the same order."""
    if not places:
        return []
    return [Hit(*row) for row in db.session.execute(sa.text(_STANDING[_kind()]), {"places": json.dumps(places)}).all()]


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


_STANDING = {
    "sqlite": "SELECT e.place, e.comment_id FROM json_each(:places) p CROSS JOIN search_entries e ON e.place = p.value",
    "postgresql": "SELECT e.place, e.comment_id FROM json_array_elements_text(CAST(:places AS json)) WITH ORDINALITY p (value, n) JOIN search_entries e ON e.place = CAST(p.value AS bigint) ORDER BY p.n",
}
_TOGETHER = {"sqlite": "json_group_array(n.place)", "postgresql": "json_agg(n.place)"}  # a thousand numbers in one row come faster


def _statement(columns: str, *, before: bool = False) -> str:
    place, below = _PLACE[_kind()], "AND w.{place} < :before " if before else ""
    return f"SELECT {columns} FROM comment_words w WHERE {_MATCH[_kind()]} {below}ORDER BY w.{place} DESC LIMIT :limit".replace("{place}", place)  # noqa: S608


def _asked(query: Query, labels: Sequence[str], **more: object) -> dict[str, object]:
    return {"match": (entry.asked_of_sqlite if _is_sqlite() else entry.asked_of_postgresql)(query, labels), **more}


def _newest(query: Query, labels: Sequence[str], *, limit: int, before: int | None = None) -> list[int]:
    inner = _statement("w.{place} AS place", before=before is not None)
    asked = _asked(query, labels, limit=limit, **({} if before is None else {"before": before}))
    found = db.session.scalar(sa.text(f"SELECT {_TOGETHER[_kind()]} FROM ({inner}) AS n"), asked) or []  # noqa: S608
    return json.loads(found) if isinstance(found, str) else found


def _labelled(places: Sequence[int], labels: Sequence[str]) -> list[int]:
    """Those of them that have the labels, in their order."""
    has = " AND ".join(f"instr(e.labels, :l{n})" for n in range(len(labels)))
    statement = sa.text(f"SELECT json_group_array(e.place) FROM json_each(:places) p CROSS JOIN search_entries e ON e.place = p.value WHERE {has}")  # noqa: S608
    return json.loads(db.session.scalar(statement, {"places": json.dumps(places), **{f"l{n}": f" {label} " for n, label in enumerate(labels)}}))


def _ranked(query: Query, places: Sequence[int]) -> list[int]:
    """SQLite. The words are read from where FTS5 keeps them, because it opens its list anew for each row it is asked for."""
    if not places:
        return []
    together = "SELECT group_concat(' ' || coalesce(c.c0, '') || ' ', char(10)) FROM json_each(:places) p LEFT JOIN comment_words_content c ON c.id = p.value"
    texts = (db.session.scalar(sa.text(together), {"places": json.dumps(places)}) or "").split("\n")
    mean = sum(map(len, texts)) / len(texts)
    norms = [SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(words) / mean) for words in texts]
    scores = [0.0] * len(places)
    for term, weight in _weights(query):
        row = f" {' '.join(term.words)} "
        # a word that was found by its stem counts half of one that stands as it was typed
        often = [2 * words.count(row) + 1 for words in texts]
        scores = [score + weight * n / (n + norm) for score, n, norm in zip(scores, often, norms, strict=False)]
    return [places[at] for at in sorted(range(len(places)), key=scores.__getitem__, reverse=True)]  # of equals the newer first


def _weights(query: Query) -> list[tuple[Term, float]]:
    """Rare words weigh more; how rare a word is beyond ``RANKED_AMONG`` hits makes no difference here."""
    if len(query.wanted) == 1:
        return [(query.wanted[0], 1.0)]
    return [(term, 1 / log(2 + _how_many(term, at_most=RANKED_AMONG))) for term in query.wanted]


def _how_many(term: Term, *, at_most: int) -> int:
    inner = _statement("1").replace("ORDER BY w.rowid DESC ", "")
    return db.session.scalar(sa.text(f"SELECT count(*) FROM ({inner}) AS found"), _asked(Query((term,)), (), limit=at_most)) or 0  # noqa: S608


def _kind() -> str:
    return db.engine.dialect.name


def _is_sqlite() -> bool:
    return _kind() == "sqlite"
