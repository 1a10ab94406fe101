"""Numbered migrations go up and down, step by step, with rows in the tables, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, downgrade, upgrade

from civic.cli import MIGRATIONS
from civic.database import Base, _writing, db
from tests.browsing import TestBrowser
from tests.factories import make_comment, make_docket

REVISIONS = [script.revision for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]
APPEND_ONLY = {m.local_table.name for m in Base.registry.mappers if m.class_.__append_only__}


@pytest.fixture
def migrating(app: Flask) -> Iterator[Flask]:
    """Migrations take their own turn, as the command does."""
    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    db.session.commit()
    token = _writing.set(False)
    yield app
    _writing.reset(token)


def to(revision: str) -> None:
    db.session.remove()
    move = downgrade if revision == "base" or revision < standing() else upgrade
    move(directory=str(MIGRATIONS), revision=revision)


def standing() -> str:
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT max(version_num) FROM alembic_version")) or ""


def schema() -> dict[str, Any]:
    """Every table with its columns, keys and indexes, and the triggers, as the database itself tells them."""
    found = sa.inspect(db.engine)
    tables = {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            sorted(str(i["column_names"]) for i in found.get_indexes(name)),
            sorted((str(k["constrained_columns"]), k["referred_table"]) for k in found.get_foreign_keys(name)),
        )
        for name in found.get_table_names() if name != "alembic_version"
    }  # fmt: skip
    return {"tables": tables, "triggers": triggers()}


def triggers() -> list[str]:
    if db.engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        query = "SELECT c.relname || '_' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal ORDER BY 1"
    with db.engine.connect() as connection:
        return list(connection.scalars(sa.text(query)))


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {t.name: connection.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def test_revisions_are_numbered_in_one_line() -> None:
    assert [f"{n:04d}" for n in range(1, len(REVISIONS) + 1)] == REVISIONS


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_step_goes_down_and_up_again_with_rows_in_the_tables(migrating: Flask, loaded: Flask) -> None:
    """The demonstration's whole story lies in the tables while they come and go; each step leaves what it found."""
    full = rows()
    assert sum(full.values()) > 1000 and full["comments"] and full["leaves"]
    down = {}
    for revision in reversed(REVISIONS):
        down[revision] = schema()
        to(REVISIONS[REVISIONS.index(revision) - 1] if revision != REVISIONS[0] else "base")
    assert schema() == {"tables": {}, "triggers": []}
    for revision in REVISIONS:
        to(revision)
        assert schema() == down[revision], f"going up to {revision} makes other tables than going down to it leaves"
    assert set(rows().values()) == {0}


def test_a_step_down_keeps_every_row_that_it_does_not_own(migrating: Flask, loaded: Flask) -> None:
    full = rows()
    for revision in (REVISIONS[-2], REVISIONS[-1]):
        to(revision)
    after = rows()
    assert all(after[name] in (count, 0) for name, count in full.items())
    assert {name: after[name] for name in ("events", "leaves", "comments", "text_versions")} == {
        name: full[name] for name in ("events", "leaves", "comments", "text_versions")
    }


def test_after_down_and_up_the_record_still_only_grows(migrating: Flask, browser: TestBrowser) -> None:
    """I-1 Triggers come back with their tables, and the product works on them."""
    to("base")
    to(REVISIONS[-1])
    token = _writing.set(True)
    make_comment(make_docket())
    db.session.commit()
    assert all(any(trigger.startswith(f"{table}_no_") or f"{table}_{table}_no_" in trigger for trigger in triggers()) for table in APPEND_ONLY)
    for statement in ("UPDATE leaves SET kind = kind", "DELETE FROM leaves"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    _writing.reset(token)
    assert browser.open("/d/2026-014/comments").shows("1 comment fits")
