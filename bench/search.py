"""How long a search among many comments takes: first pages of searches for rare and common words, and PostgreSQL's
``ts_rank`` over the same words in the same run.

    python bench/search.py                 100,000 comments
    python bench/search.py --full          a million

The rows are put into the tables directly, because only their number and their words matter here; what is measured is
``civic.search.queries.search`` as the page calls it: hits, faces, each hit held against its public text, marked words.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.fill import NUMBER, application_in, make_docket

CHUNK = 5000
DAY = date(2026, 9, 1)
ORDINARY = ["the", "of", "to", "and", "a", "in", "is", "that", "it", "for", "not", "on", "with", "as", "be", "are", "this", "they", "their", "we", "you", "my", "our", "police", "city", "cameras", "street", "people", "data", "law", "privacy", "face", "use", "who", "every", "may"]
KINDS = {
    "a common word": ["police", "cameras", "the"], "two common words": ["police cameras", "privacy law", "people street"],
    "a rare word": ["w4000", "w7123", "w9001"], "a common and a rare word": ["police w4000", "the w7123", "w9001 data"],
    "a phrase": ['"police cameras"', '"privacy law"'], "a word left out": ["cameras -police", "law -w17"],
    "nothing there": ["zeppelin", "police zeppelin"],
}  # fmt: skip
ROUNDS = 9


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--comments", type=int, default=100_000)
    asked.add_argument("--full", action="store_true", help="a million comments")
    asked.add_argument("--no-peer", action="store_true", help="leave PostgreSQL out")
    chosen = asked.parse_args()
    size = 1_000_000 if chosen.full else chosen.comments
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as folder:
        app = application_in(Path(folder))
        with app.test_request_context("/"):
            began = time.perf_counter()
            fill(size)
            print(f"{size:,} comments in the index, {size / (time.perf_counter() - began):,.0f} a second; {os.cpu_count()} cores")
            ours = measure()
        if not chosen.no_peer:
            compare(size, ours)


def texts(size: int) -> Iterator[str]:
    """Words as they fall in a language: few are common, most are rare."""
    chance = random.Random(1)
    words = ORDINARY + [f"w{n}" for n in range(10_000)]
    weights = [1 / n for n in range(1, len(words) + 1)]
    for _ in range(0, size, CHUNK):
        drawn = chance.choices(words, weights, k=CHUNK * 60)
        for n in range(CHUNK):
            yield " ".join(drawn[n * 60 : n * 60 + chance.randint(15, 60)])


def fill(size: int) -> None:
    import sqlalchemy as sa

    from civic.comments.models import Channel, Clock, Comment, Face
    from civic.database import db, random_id, writing
    from civic.search.keeping import take_in

    received = {"channel": Channel.WEB, "day": DAY, "received_on": DAY, "clock": next(iter(Clock))}
    with writing():
        docket = make_docket().id
    made = texts(size)
    for start in range(0, size, CHUNK):
        with writing():
            comments, faces = [], []
            for n in range(start, min(start + CHUNK, size)):
                comments.append({"id": random_id(), "number": f"{n:06d}", "docket_id": docket, "leaf_id": random_id(), "sort_key": n, **received})
                faces.append(face(comments[-1]["id"], docket, n, next(made)))
            db.session.execute(sa.insert(Comment), comments)
            db.session.execute(sa.insert(Face), faces)
        with writing():
            take_in(CHUNK)


def face(id: str, docket: str, n: int, words: str) -> dict[str, Any]:
    from civic.comments.models import Channel, State

    return {
        "comment_id": id, "docket_id": docket, "number": f"{n:06d}", "sort_key": (20_000 << 32) + n * 4000, "shuffle_key": n, "state": State.PUBLISHED,
        "text": words, "excerpt": words[:200], "openings": {}, "anchors": [], "suggests": [], "channel": Channel.WEB, "received_on": DAY,
    }  # fmt: skip


def measure() -> dict[str, float]:
    """Milliseconds of the first page by kind of query, newest first and best fit; prints median and 95 in a hundred."""
    from civic.dockets.queries import docket_numbered
    from civic.search.queries import search
    from civic.search.words import parsed

    docket = docket_numbered(NUMBER)
    medians = {}
    for order in ("newest", "best"):
        every = []
        for kind, queries in KINDS.items():
            seconds = [timed(partial(search, parsed(typed), docket, order=order)) for typed in queries for _ in range(ROUNDS)]
            medians[f"{order}: {kind}"] = statistics.median(seconds)
            every += seconds
            print(f"  {order:7} {kind:26} median {statistics.median(seconds) * 1000:7.1f} ms, p95 {p95(seconds) * 1000:7.1f} ms")
        print(f"  {order:7} any query: p95 {p95(every) * 1000:.1f} ms (asked of the newest first: 25 ms at a million)")
    return medians


def compare(size: int, ours: dict[str, float]) -> None:
    """PostgreSQL's own full text with ts_rank over the same words, as its documentation shows it."""
    import sqlalchemy as sa

    from tests.postgres import server_url

    admin = sa.create_engine(server_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    name = f"bench_search_{os.getpid()}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        peer = sa.create_engine(sa.make_url(server_url()).set(database=name))
        with peer.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE texts (id bigint primary key, words text, tsv tsvector)")
            made = texts(size)
            for start in range(0, size, CHUNK):
                rows = [{"id": n, "words": next(made)} for n in range(start, min(start + CHUNK, size))]
                connection.execute(sa.text("INSERT INTO texts VALUES (:id, :words, to_tsvector('english', :words))"), rows)
            connection.exec_driver_sql("CREATE INDEX ON texts USING gin (tsv)")
        with peer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE texts")
            ranked = sa.text("SELECT id FROM texts, websearch_to_tsquery('english', :typed) q WHERE tsv @@ q ORDER BY ts_rank(tsv, q) DESC LIMIT 25")
            for kind in ("a common word", "two common words", "a rare word"):
                seconds = [timed(lambda typed=typed: connection.execute(ranked, {"typed": typed}).all()) for typed in KINDS[kind] if typed != "the" for _ in range(3)]
                theirs = statistics.median(seconds)
                print(f"  ts_rank {kind:26} median {theirs * 1000:7.1f} ms: {theirs / ours[f'newest: {kind}']:.1f} times ours newest first, {theirs / ours[f'best: {kind}']:.1f} times ours best fit")
        peer.dispose()
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[max(0, round(len(seconds) * 0.95) - 1)]


if __name__ == "__main__":
    main()
