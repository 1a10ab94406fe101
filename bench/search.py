"""How long a search among many comments takes: first pages of searches for rare and common words, and PostgreSQL's
``ts_rank`` over the same words in the same run.

    python bench/search.py                     20,000 and 100,000 comments, five minutes
    python bench/search.py --full              also a million
    python bench/search.py --data DIR          keep what was filled, and fill it further in a later run
    python bench/search.py --postgresql        this search on PostgreSQL instead of SQLite

The rows are put into the tables directly, because only their number and their words matter here; what is measured is
``civic.search.queries.search`` as the page calls it: hits, faces, each hit held against its public text, marked words. The peer
answers with the numbers and words of its first 25. Compared are words that stand in about a tenth of the comments, because
``ts_rank`` has to rank them all: on rare words it is as fast as anything.
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
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.fill import NUMBER, STANCES, application_in, make_docket

CHUNK = 5000
DAY = date(2026, 9, 1)
ORDINARY = ["the", "of", "to", "and", "a", "in", "is", "that", "it", "for", "not", "on", "with", "as", "be", "are", "this", "they", "their", "we", "you", "my", "our", "police", "city", "cameras", "street", "people", "data", "law", "privacy", "face", "use", "who", "every", "may"]
IN_A_TENTH = ["may", "w0", "w1", "w2"]
KINDS = {
    "in a tenth of them": IN_A_TENTH, "a common word": ["police", "cameras", "the"], "two common words": ["police cameras", "privacy law", "people street"],
    "a rare word": ["w4000", "w7123", "w9001"], "a common and a rare word": ["police w4000", "the w7123", "w9001 data"],
    "a phrase": ['"police cameras"', '"privacy law"'], "a word left out": ["cameras -police", "law -w17"],
    "nothing there": ["zeppelin", "police zeppelin"], "two words of the middle": ["w100 w110", "w300 w310", "police w1000"], "a longer phrase": ['"of the police"', '"the police cameras"', '"in the city of"'],
    "with a stance": ["police", "police cameras", "w4000", "w100 w110"],
}  # fmt: skip
APART = {"twelve common words": ["the of to and a in is that it for not on", "police city cameras street people data law privacy face use who every"]}  # each stands in many, together they stand in few
ROUNDS = 9


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="20000,100000")
    asked.add_argument("--full", action="store_true", help="a million comments too")
    asked.add_argument("--no-peer", action="store_true", help="leave PostgreSQL out")
    asked.add_argument("--postgresql", action="store_true", help="this search on PostgreSQL too")
    asked.add_argument("--data", type=Path, help="a folder to keep and to fill further")
    chosen = asked.parse_args()
    sizes = sorted({int(size) for size in chosen.sizes.split(",")} | ({1_000_000} if chosen.full else set()))
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as own:
        folder = chosen.data or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        app = application_in(folder, database("bench_search_ours", keep=chosen.data is not None) if chosen.postgresql else "")
        peer = None if chosen.no_peer else Peer(keep=chosen.data is not None)
        try:
            with app.test_request_context("/"):
                for size in sizes:
                    one_size(size, peer)
        finally:
            if peer is not None:
                peer.end()
            if chosen.postgresql and chosen.data is None:
                drop("bench_search_ours")


def one_size(size: int, peer: Peer | None) -> None:
    began = time.perf_counter()
    fill(size)
    settle()
    took = time.perf_counter() - began
    print(f"{time.strftime('%Y-%m-%d')}, {size:,} comments, filled in {took:.0f} s; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if peer is not None:
        peer.fill(size)
    ours = measure()
    if peer is not None:
        peer.compare(ours)


def settle() -> None:
    """What PostgreSQL does by itself after a while."""
    from civic.database import db

    if db.engine.dialect.name != "sqlite":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE comment_words, search_entries, comment_faces")


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
    from civic.dockets.queries import docket_numbered
    from civic.search import index

    received = {"channel": Channel.WEB, "day": DAY, "received_on": DAY, "clock": next(iter(Clock))}
    with writing():
        docket = (docket_numbered(NUMBER) or make_docket()).id
        there = db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) or 0
        without_triggers()
    for start, made in parts(there, size):
        with writing():
            comments, faces = [], []
            for n, words in enumerate(made, start):
                comments.append({"id": random_id(), "number": f"{n:06d}", "docket_id": docket, "leaf_id": random_id(), "sort_key": n, **received})
                faces.append(face(comments[-1]["id"], docket, n, words))
            db.session.execute(sa.insert(Comment), comments)
            db.session.execute(sa.insert(Face), faces)
            index.put_in([entry_of(one) for one in faces])
        db.session.remove()
        print(f"\r  {start + CHUNK:,}", end="", file=sys.stderr, flush=True)


def without_triggers() -> None:
    """Nothing here arrives, changes or is hidden; what is measured only reads."""
    import sqlalchemy as sa

    from civic.database import db

    if db.engine.dialect.name != "sqlite":
        db.session.execute(sa.text("ALTER TABLE comment_faces DISABLE TRIGGER USER"))
        return
    for trigger in db.session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'comment_faces'")).all():
        db.session.execute(sa.text(f"DROP TRIGGER {trigger}"))


def drop(name: str) -> None:
    import sqlalchemy as sa

    from tests.postgres import server_url

    with sa.create_engine(server_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def database(name: str, *, keep: bool) -> str:
    """The address of a database of the server that tests use too; a new one unless it is kept."""
    import sqlalchemy as sa

    from tests.postgres import server_url

    if not keep:
        drop(name)
    with sa.create_engine(server_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect() as connection:
        if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return sa.make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def parts(there: int, size: int) -> Iterator[tuple[int, list[str]]]:
    """What is missing, some thousand texts at a time, the same in every run."""
    made = texts(size)
    for start in range(0, size, CHUNK):
        part = list(islice(made, min(CHUNK, size - start)))
        if start >= there:
            yield start, part


def face(id: str, docket: str, n: int, words: str) -> dict[str, Any]:
    from civic.comments.models import Channel, State

    return {
        "comment_id": id, "docket_id": docket, "number": f"{n:06d}", "sort_key": (20_000 << 32) + n * 4000, "shuffle_key": n, "state": State.PUBLISHED,
        "text": words, "excerpt": words[:200], "openings": {}, "anchors": [], "suggests": [], "channel": Channel.WEB, "received_on": DAY,
        "stance": STANCES[n % len(STANCES)], "language": "en",
    }  # fmt: skip


def entry_of(one: dict[str, Any]):  # type: ignore[no-untyped-def]
    from civic.search.entry import Row
    from civic.search.keeping import labels

    held = labels(one["docket_id"], stance=one["stance"], language="en", channel=one["channel"].value, version="0", day=one["received_on"].isoformat())
    return Row(one["sort_key"], one["comment_id"], one["text"], "en", held)


def measure() -> dict[str, float]:
    """Seconds of the first page by kind of query, newest first and best fit; prints median and 95 in a hundred, and the processor's."""
    from civic.dockets.queries import docket_numbered
    from civic.search.queries import search
    from civic.search.words import parsed

    docket = docket_numbered(NUMBER)
    medians = {}
    for order in ("newest", "best"):
        every, busy = [], []
        for kind, queries in (KINDS | APART).items():
            chosen = {"stance": "oppose"} if kind == "with a stance" else {}
            rows = [timed(partial(search, parsed(typed), docket, order=order, **chosen)) for typed in queries for _ in range(ROUNDS)]
            seconds, own = [row[0] for row in rows], [row[1] for row in rows]
            medians[f"{order}: {kind}"] = statistics.median(seconds)
            if kind in KINDS:
                every += seconds
                busy += own
            print(f"  {order:7} {kind:26} median {statistics.median(seconds) * 1000:7.1f} ms, p95 {p95(seconds) * 1000:7.1f} ms; processor {statistics.median(own) * 1000:6.1f} ms")
        print(f"  {order:7} any of these but the last: p95 {p95(every) * 1000:.1f} ms, of the processor {p95(busy) * 1000:.1f} ms (asked: 25 ms at a million)", flush=True)
    return medians


class Peer:
    """PostgreSQL's own full text with ts_rank over the same words, as its documentation shows it."""

    def __init__(self, *, keep: bool) -> None:
        import sqlalchemy as sa

        self.keep, self.name = keep, "bench_search" if keep else f"bench_search_{os.getpid()}"
        self.engine = sa.create_engine(database(self.name, keep=keep))
        with self.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS texts (id bigint primary key, words text, tsv tsvector)")

    def fill(self, size: int) -> None:
        with self.engine.begin() as connection:
            there = connection.exec_driver_sql("SELECT count(*) FROM texts").scalar_one()
            if there >= size:
                return
            connection.exec_driver_sql("DROP INDEX IF EXISTS texts_tsv")
            for start, made in parts(there, size):
                with connection.connection.cursor() as cursor, cursor.copy("COPY texts (id, words) FROM STDIN") as copy:
                    for n, words in enumerate(made, start):
                        copy.write_row((n, words))
            connection.exec_driver_sql("UPDATE texts SET tsv = to_tsvector('english', words) WHERE tsv IS NULL")
            connection.exec_driver_sql("CREATE INDEX texts_tsv ON texts USING gin (tsv)")
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE texts")

    def compare(self, ours: dict[str, float]) -> None:
        import sqlalchemy as sa

        ranked = sa.text("SELECT id, words FROM texts, websearch_to_tsquery('english', :typed) q WHERE tsv @@ q ORDER BY ts_rank(tsv, q) DESC LIMIT 25")
        with self.engine.connect() as connection:
            hits = [connection.execute(sa.text("SELECT count(*) FROM texts WHERE tsv @@ websearch_to_tsquery('english', :typed)"), {"typed": word}).scalar_one() for word in IN_A_TENTH]
            print(f"  {', '.join(IN_A_TENTH)} have {', '.join(f'{n:,}' for n in hits)} hits")
            for kind in ("in a tenth of them", "two common words", "a rare word"):
                rows = [timed(lambda typed=typed: connection.execute(ranked, {"typed": typed}).all())[0] for typed in KINDS[kind] if typed != "may" for _ in range(ROUNDS)]
                theirs = statistics.median(rows)
                print(f"  ts_rank {kind:26} median {theirs * 1000:7.1f} ms: {theirs / ours[f'newest: {kind}']:.1f} times ours newest first, {theirs / ours[f'best: {kind}']:.1f} times ours best fit", flush=True)

    def end(self) -> None:
        self.engine.dispose()
        if not self.keep:
            drop(self.name)


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock, and of this process on a processor."""
    began, busy = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - busy


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[max(0, round(len(seconds) * 0.95) - 1)]


if __name__ == "__main__":
    main()
