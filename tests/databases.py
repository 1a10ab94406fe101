"""A migrated database to copy from, on SQLite or on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from civic import create_app, load_settings


@contextmanager
def make_database() -> Iterator[object]:
    if os.environ.get("CIVIC_TEST_DATABASE") == "postgresql":
        from tests.postgres import Postgres as kind
    else:
        kind = Sqlite
    database = kind()
    try:
        yield database
    finally:
        database.drop()


def memory_or_disk() -> Path:
    """Where a test's database is written: a folder in memory where the machine has one with room, for it is copied thousands of times."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    return memory if roomy else Path(tempfile.gettempdir())


def keep_compiled_templates(data: Path) -> None:
    """All installations of the tests compile their templates once, whichever process needs one first."""
    shared = Path(__file__).parent / "output" / "cache"
    shared.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "cache").symlink_to(shared)


class Sqlite:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="civic-db-", dir=memory_or_disk()))
        self.template, self.file = self.folder / "template.sqlite", self.folder / "test.sqlite"
        migrate(f"sqlite:///{self.template}", self.folder)
        _fold_log_into(self.template)
        shutil.copy(self.template, self.file)
        self.url = f"sqlite:///{self.file}"

    def reset(self, engine: sa.Engine, kept: str = "template") -> None:
        engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.folder / f"{kept}.sqlite", self.file)

    def keep(self, engine: sa.Engine, name: str) -> None:
        """Keep what the database holds now, to start later tests from it."""
        engine.dispose()
        _fold_log_into(self.file)
        shutil.copy(self.file, self.folder / f"{name}.sqlite")

    def has(self, name: str) -> bool:
        return (self.folder / f"{name}.sqlite").exists()

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _fold_log_into(file: Path) -> None:
    """Everything into the one file, so that copying it copies the database."""
    with sa.create_engine(f"sqlite:///{file}").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")


def migrate(url: str, folder: Path) -> None:
    from flask_migrate import Migrate, upgrade

    from civic.cli import MIGRATIONS
    from civic.database import db

    settings = load_settings().from_environment(
        {"CIVIC_DATA": str(folder), "CIVIC_DATABASE_URL": url, "CIVIC_SECRET_KEY": "t" * 64, "CIVIC_LOG_LEVEL": "ERROR"}
    )
    app = create_app(settings)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        db.engine.dispose()
