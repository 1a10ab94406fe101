"""The database: base class, column types, and the one transaction of a request.

A GET never writes (but see ``write_beside``). A writing request takes its turn (on SQLite a lock file, then BEGIN IMMEDIATE), and is
committed by one hook when it answered below 400, rolled back otherwise. Commands and jobs wrap their work in
``writing()`` and commit once; nothing else commits.
"""

from __future__ import annotations

import enum
import fcntl
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator
from werkzeug import Response

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SAFE_SQLITE = (3, 51, 3)  # older libraries can corrupt a WAL database that has several writers


def random_id() -> str:
    """128 random bits as 22 characters: tells neither order nor time."""
    return urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


class UtcInstant(TypeDecorator[datetime]):
    """An aware UTC instant, on databases that forget zones as well."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant without a zone was about to be stored.")
        return value.astimezone(UTC).replace(microsecond=0)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ByValue(TypeDecorator[enum.Enum]):
    """A StrEnum stored by its value, checked by the database."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, kind: type[enum.StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def __repr__(self) -> str:
        return "String(length=40)"

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> enum.Enum | None:
        return None if value is None else self.kind(value)


Id = Annotated[str, mapped_column(sa.String(22), primary_key=True, default=random_id)]
Ref = Annotated[str, mapped_column(sa.String(22))]
Digest = Annotated[bytes, mapped_column(sa.LargeBinary(32))]


class Base(DeclarativeBase):
    """Every table. ``__append_only__ = True`` gives it triggers that refuse UPDATE, DELETE and TRUNCATE."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcInstant(), str: sa.Text(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()}
    __append_only__ = False


db = SQLAlchemy(metadata=Base.metadata)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Refusal(Exception):
    """An action that must not happen; its words are the reader's sentence."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field


class NotFound(Refusal):
    """A command names something that is not there."""


def start(app: Flask) -> None:
    settings = app.config["CIVIC"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    if settings.on_sqlite:
        app.extensions["civic_in_use"] = _mark_in_use(settings.data)
    with app.app_context():
        _prepare(db.engine, settings)
    app.before_request(_read_the_input_first)
    app.after_request(_end_the_transaction)


def _engine_options(settings: Any) -> dict[str, Any]:
    if not settings.on_sqlite:
        return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    options: dict[str, Any] = {"connect_args": {"timeout": 30, "check_same_thread": False}}
    try:
        import pysqlite3

        options["module"] = pysqlite3.dbapi2
    except ImportError:  # other systems: Python's own library, whose age `civic check` reports
        pass
    return options


def sqlite_library() -> Any:
    """The SQLite that Civic uses: the bundled one, or Python's own where there is none."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3 as dbapi2
    return dbapi2


def sqlite_version() -> tuple[int, ...]:
    return tuple(int(part) for part in sqlite_library().sqlite_version.split("."))


def _mark_in_use(data: Path) -> int:
    """Held as long as this process lives: `civic restore` refuses while anybody uses the folder."""
    descriptor = os.open(data / "in-use.lock", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _prepare(engine: sa.Engine, settings: Any) -> None:
    if engine.dialect.name != "sqlite":
        return
    lock_file = settings.data / "write.lock"

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'OFF' if os.environ.get('CIVIC_TEST_UNSAFE') else 'FULL'}",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "secure_delete=ON",
            "mmap_size=0",
            "cache_size=-16000",  # 16 MB of each connection: the upper pages of the indexes of a large docket
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if _writing.get():
            connection.info["lock"] = _take_turn(lock_file)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "reset")
    def _give_way_when_returned(connection: Any, record: Any, _: Any) -> None:
        _give_way(record.info)


def _take_turn(lock_file: Path) -> int:
    """Wait for the installation's one writing turn; a file lock, so that commands and the worker queue too."""
    descriptor = os.open(lock_file, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _give_way(info: dict[str, Any]) -> None:
    if (descriptor := info.pop("lock", None)) is not None:
        os.close(descriptor)


@contextmanager
def writing() -> Iterator[None]:
    """Mark what follows as writing: its transaction takes its turn before it begins. For commands and jobs."""
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def write_beside(statement: sa.UpdateBase) -> bool:
    """One small write of its own while a request only reads, for what is no part of the record (when a session was last
    seen). It never waits: where somebody else has the turn it does nothing, and the next request tries again.
    """
    engine, turn = db.engine, None
    if engine.dialect.name == "sqlite":
        turn = os.open(current_app.config["CIVIC"].data / "write.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(turn)
            return False
    try:
        with engine.begin() as connection:
            if turn is None:
                connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            connection.execute(statement)
    except sa.exc.OperationalError:
        return False
    finally:
        if turn is not None:
            os.close(turn)
    return True


@contextmanager
def savepoint() -> Iterator[None]:
    """For constraints that a form reports: what fails inside is undone, the request goes on."""
    with db.session.begin_nested():
        yield
        db.session.flush()


def _read_the_input_first() -> None:
    """A slow sender must not hold the writing turn: the body is read before the transaction begins."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    request.form  # noqa: B018 - reads and parses the whole body
    g.writing_token = _writing.set(True)


def _end_the_transaction(response: Response) -> Response:
    token = g.pop("writing_token", None)
    try:
        if token is not None and response.status_code < 400 and not g.pop("refused", False):
            db.session.commit()
        else:
            db.session.rollback()
    finally:
        if token is not None:
            _writing.reset(token)
    return response
