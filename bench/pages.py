"""How long every page takes when its docket has a thousand comments, and when it has a hundred thousand.

    python bench/pages.py                          SQLite, about ten minutes, most of it filling
    python bench/pages.py --data DIR               keep the two data folders and use them again
    python bench/pages.py --postgresql             the same on a PostgreSQL that it starts itself

Every GET route of the site is asked as somebody who may open it, on one finished docket wherever its address names one
(``bench/crowd.py`` says what it holds), and besides every order, filter and depth of its lists. Two processes answer in turn,
one for each size, so that a busy machine is busy for both. Named at the end are the pages that take more than twice as long.

Three kinds are measured apart, because they hold every comment and grow by their nature: downloads of everything (asked for
are the first bytes, and that memory stays bounded), the hearing packet, and work that walks the whole docket when it is asked to.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

SIZES = (1_000, 100_000)
GROW = {"comments.csv", "comments.json", "staff.packet", "summaries.themes_csv", "campaigns.list_csv", "clocks.show_csv", "campaigns.members_csv"}
LIMIT = 2.0
TOO_SHORT = 3.0  # ms: below it a ratio says nothing
LISTS = (
    "", "?fold=0", "?order=newest", "?stance=oppose", "?stance=support&order=newest", "?language=es", "?language=en", "?channel=web", "?channel=post",
    "?version=1", "?version=2&order=newest", "?day={day}", "?day={day}&order=newest", "?s={wid}", "?s={wid}&order=newest", "?s={wid}&stance=oppose", "?stance=oppose&language=es",
    "?stance=neutral&language=es", "?order=newest&after={deep}", "?after={deep_shuffle}", "?s={wid}&order=newest&after={deep}", "?all=1",
)  # fmt: skip
GRID = ("?state=coded", "?state=coded&page=100000000", "?state=all&page=100000000", "?state=all&page={half}", "?page=100000000", "?theme={theme}", "?theme={theme}&page=100000000", "/next?second=1")
SEARCHES = ("the", "police", "the police", "zeppelin", "the zeppelin", '"publish the list"', "council -the", "pleasing", "the&order=best", "police&stance=oppose", "the&order=best&stance=oppose", "the&s={wid}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep")
    asked.add_argument("--postgresql", action="store_true")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--times", type=int, default=SIZES[1] // SIZES[0], help="how many times the small one the large one is")
    asked.add_argument("--only", default="", help="pages whose name has this in it")
    asked.add_argument("--without-files", action="store_true", help="leave out what holds everything")
    asked.add_argument("--fill", nargs=2, metavar=("HOW", "TIMES"), help=argparse.SUPPRESS)
    asked.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.answer:
        answer_what_is_asked()
    elif chosen.fill:
        filled(chosen.fill[0], int(chosen.fill[1]))
    else:
        measure(chosen)


def measure(chosen: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as own:
        folders = both_filled(chosen.data or Path(own), chosen)
        with Site(*folders[0]) as small, Site(*folders[1]) as large:
            print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {'PostgreSQL' if chosen.postgresql else 'SQLite'}, median of {chosen.rounds}")
            compare(small, large, chosen)


def compare(small: Site, large: Site, chosen: argparse.Namespace) -> None:
    """Wall time on PostgreSQL, which works in another process; on SQLite time of the processor, which others disturb less."""
    print(f"{'page':<58} {'queries':>9} {'1,000':>9} {'100,000':>9} {'ratio':>7}")
    slow, grow, pages = [], [], small.pages()
    there = large.pages()
    for name in (name for name in pages if chosen.only in name and name in there):
        if chosen.without_files and pages[name]["endpoint"] in GROW:
            continue
        few, many = [], []
        for _ in range(2 if pages[name]["endpoint"] in GROW else chosen.rounds + 1):
            few.append(small.ask(pages[name]))
            many.append(large.ask(there[name]))
        if few[0]["status"] not in (200, 302) or many[0]["status"] != few[0]["status"]:
            print(f"{name:<58} answered {few[0]['status']} and {many[0]['status']}")
            continue
        a, b = (statistics.median(one["ms"] for one in answers[1:]) for answers in (few, many))
        ratio = b / max(a, TOO_SHORT)
        line = f"{name:<58} {few[1]['queries']:>4}{many[1]['queries']:>5} {a:>9.1f} {b:>9.1f} {ratio:>7.2f}"
        if pages[name]["endpoint"] in GROW:
            grow.append(f"{line}   first bytes after {few[1]['first']:.0f} and {many[1]['first']:.0f} ms, {few[1]['bytes']:,} and {many[1]['bytes']:,} bytes, {many[1]['memory']} MB more memory at most")
            continue
        print(line, flush=True)
        if ratio > LIMIT:
            slow.append(line)
    print(f"\nHolding everything, and therefore growing ({len(grow)}):", *grow, sep="\n")
    print(f"\nOver {LIMIT:g} times ({len(slow)}):", *slow, sep="\n")


# --- the two folders


def both_filled(folder: Path, chosen: argparse.Namespace) -> list[tuple[Path, str]]:
    small, large = folder / "small", folder / "large"
    urls = ["", ""]
    if chosen.postgresql:
        small, large = folder / "small-postgresql", folder / "large-postgresql"
        urls = [address_of_database(name) for name in ("bench_pages_small", "bench_pages_large")]
    if not (small / "full").exists():
        run(small, urls[0], "--fill", "gather", "0")
    if not (large / "full").exists():
        shutil.rmtree(large, ignore_errors=True)
        shutil.copytree(small, large, ignore=shutil.ignore_patterns("full", "*.lock"))
        if chosen.postgresql:
            copy_database("bench_pages_small", "bench_pages_large")
        run(large, urls[1], "--fill", "multiply", str(chosen.times))
    return [(small, urls[0]), (large, urls[1])]


def environment(folder: Path, url: str) -> dict[str, str]:
    more = {"CIVIC_DATABASE_URL": url} if url else {}
    return {**os.environ, "CIVIC_DATA": str(folder), "CIVIC_LOG_LEVEL": "ERROR", "CIVIC_TEST_UNSAFE": "1", **more}


def run(folder: Path, url: str, *arguments: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, __file__, *arguments], check=True, env=environment(folder, url))
    (folder / "full").touch()


def filled(how: str, times: int) -> None:
    from bench import crowd

    app = application()
    with app.test_request_context("/"):
        crowd.gather(app) if how == "gather" else crowd.multiply(times)
        from civic.database import db

        db.session.rollback()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE")


def application() -> Any:
    from flask_migrate import Migrate, upgrade

    from civic import create_app, load_settings
    from civic.cli import MIGRATIONS
    from civic.database import db

    app = create_app(load_settings().from_environment(dict(os.environ)))
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
    return app


def address_of_database(name: str) -> str:
    import sqlalchemy as sa

    from tests.postgres import server_url

    admin = sa.create_engine(server_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return sa.make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def copy_database(source: str, target: str) -> None:
    import sqlalchemy as sa

    from tests.postgres import server_url

    admin = sa.create_engine(server_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {target} TEMPLATE {source}")


# --- a process that answers


class Site:
    """One data folder with a process that answers what it is asked, and says how long it took."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def __enter__(self) -> Site:
        self.process = subprocess.Popen([sys.executable, __file__, "--answer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(self.folder, self.url))
        return self

    def __exit__(self, *_: object) -> None:
        self._say({"end": True})
        self.process.wait(timeout=20)

    def pages(self) -> dict[str, dict[str, str]]:
        return self.ask({"pages": True})

    def ask(self, what: dict[str, Any]) -> dict[str, Any]:
        self._say(what)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.folder} gave up at {what}")
        return json.loads(line)

    def _say(self, what: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()


def answer_what_is_asked() -> None:
    import sqlalchemy as sa

    from civic import create_app, load_settings
    from civic.database import db

    app = create_app(load_settings().from_environment(dict(os.environ)), TESTING=True, PROPAGATE_FAULTS=False)
    queries = [0]
    with app.test_request_context("/"):
        sa.event.listen(db.engine, "before_cursor_execute", lambda *_: queries.__setitem__(0, queries[0] + 1))
        browsers = signed_in(app)
        db.session.remove()
    with app.test_request_context("/"):
        pages = all_pages(app)
        db.session.remove()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("end"):
            break
        print(json.dumps(pages if asked.get("pages") else answer(browsers[asked["row"]], asked["address"], queries)), flush=True)


def answer(browser: Any, address: str, queries: list[int]) -> dict[str, Any]:
    import resource

    from civic.database import db

    clock = time.perf_counter if os.environ.get("CIVIC_DATABASE_URL") else time.process_time
    queries[0], most = 0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = clock()
    response = browser.client.get(address, buffered=False)
    parts = iter(response.response)
    length = len(next(parts, b""))
    first = clock() - began
    length += sum(len(part) for part in parts)
    response.close()
    took = clock() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) // 1024
    return {"status": response.status_code, "ms": took * 1000, "first": first * 1000, "bytes": length, "queries": queries[0], "memory": more, "dialect": db and ""}


def signed_in(app: Any) -> dict[str, Any]:
    from civic.database import writing
    from civic.people.queries import account_by_email
    from tests.browsing import TestBrowser
    from tests.test_matrix import CAST

    browsers = {"stranger": TestBrowser(app)}
    for role, name in CAST.items():
        browsers[role] = TestBrowser(app)
        with writing():
            browsers[role].sign_in(account_by_email(f"{name}@mardenfalls.example"))
    return browsers


def all_pages(app: Any) -> dict[str, dict[str, str]]:
    """By name, the address of each page and who asks for it."""
    from tests.matrix_objects import NOTHING, Objects
    from tests.matrix_table import TABLE

    objects, known, found = Objects(), objects_on_the_docket(), {}
    for rule in sorted((rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())), key=lambda rule: rule.endpoint):
        who = TABLE.get(rule.endpoint)
        if not who or rule.endpoint.startswith("security."):
            continue
        arguments = {name: known.get(f"{rule.endpoint}:{name}") or known.get(name) or value for name, value in objects.arguments(rule).items()}
        if NOTHING in map(str, arguments.values()):
            continue
        row = "stranger" if "stranger" in who else next((row for row in sorted(who)), "")
        if row != "code holder":
            address = app.url_map.bind("localhost").build(rule.endpoint, arguments)
            found[address_shown(rule.endpoint, address, known)] = {"address": address, "row": row, "endpoint": rule.endpoint}
    number = known["docket"]
    for endpoint, path, tails in (("comments.list_comments", f"/d/{number}/comments", LISTS), ("search.on_docket", f"/d/{number}/comments/search?q=", SEARCHES), ("search.everywhere", "/search?q=", SEARCHES)):
        for tail in tails:
            address = path + tail.format(**known).replace(" ", "+")
            found[f"{endpoint} {tail}"] = {"address": address, "row": "stranger", "endpoint": endpoint}
    grid = next(page for page in found.values() if page["endpoint"] == "themes.code")
    for tail in GRID:
        found[f"themes.code {tail}"] = {**grid, "address": f"/staff/d/{number}/code{tail.format(**known)}"}
    return found


def address_shown(endpoint: str, address: str, known: dict[str, Any]) -> str:
    return f"{endpoint} {address if len(address) < 30 else ''}".strip()


def objects_on_the_docket() -> dict[str, Any]:
    """What the addresses name: this docket, and on it a comment, the largest campaign, a place deep in each order."""
    import sqlalchemy as sa

    from bench.crowd import number_of_the_docket
    from civic.campaigns.models import Family, Member
    from civic.comments.models import Counter, Face, State
    from civic.database import db
    from civic.dockets.queries import docket_numbered
    from civic.themes.models import CodedTheme, Theme

    docket = docket_numbered(number_of_the_docket())
    faces = sa.select(Face).where(Face.docket_id == docket.id, Face.state == State.PUBLISHED)
    size = sa.func.count(Member.comment_id)
    family = db.session.scalars(sa.select(Family).join(Member, Member.family_id == Family.id).where(Family.docket_id == docket.id).group_by(Family.id).order_by(size.desc()).limit(1)).one()
    read = db.session.scalars(faces.where(Face.text != "").order_by(Face.number).limit(1)).one()
    wid = db.session.scalars(sa.select(Counter.key).where(Counter.docket_id == docket.id, Counter.dimension == "section").order_by(Counter.count.desc()).limit(1)).one()
    theme = db.session.scalars(sa.select(CodedTheme.theme_id).join(Theme).where(Theme.docket_id == docket.id).group_by(CodedTheme.theme_id).order_by(sa.func.count().desc()).limit(1)).one()
    middle = db.session.scalar(sa.select(sa.func.count()).select_from(faces.subquery())) // 2
    deep = [db.session.scalar(faces.with_only_columns(key).order_by(key.desc()).offset(middle).limit(1)) for key in (Face.sort_key, Face.shuffle_key)]
    return {
        "docket": docket.number, "comment": read.number, "family": family.id, "campaigns.show:n": family.n, "deep": deep[0], "deep_shuffle": deep[1],
        "wid": wid, "theme": theme, "half": middle // 25, "day": read.received_on.isoformat(),
    }  # fmt: skip


if __name__ == "__main__":
    main()
