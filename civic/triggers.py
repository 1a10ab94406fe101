"""Triggers: append-only tables, which refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE; and tables that follow another one,
whoever changes it.

SQLite needs ``recursive_triggers`` on, so that REPLACE fires the delete trigger too (see civic/database.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

SENTENCE = "the record only grows: {table} refuses {act}"


def append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE.format(table=table, act=act)}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the record only grows: % refuses %', TG_TABLE_NAME, TG_OP; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def not_append_only(table: str) -> None:
    """For downgrades: the triggers go with their table; on PostgreSQL the shared function stays."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
    else:
        for name in ("no_change", "no_truncate"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")


def follow(table: str, name: str, columns: Sequence[str], *, leave: Sequence[str], enter: Sequence[str]) -> None:
    """Keep other tables true to the rows of ``table``, in the transaction of each change.

    ``enter`` follows an insert, ``leave`` goes before a delete, and both follow a change of one of the ``columns``. They are
    statements that both databases read, about ``NEW`` and ``OLD``.
    """
    gone, come = ("".join(f"{statement}; " for statement in statements) for statements in (leave, enter))
    changed = " OR ".join(f"CAST(OLD.{column} AS TEXT) IS DISTINCT FROM CAST(NEW.{column} AS TEXT)" for column in columns)
    update = f"AFTER UPDATE OF {', '.join(columns)}"
    for act, when, on_condition, body in (
        ("new", "AFTER INSERT", "", come), ("change", update, f"WHEN ({changed}) ", gone + come), ("gone", "BEFORE DELETE", "", gone),
    ):  # fmt: skip
        if not body:
            continue
        trigger = f"CREATE TRIGGER {table}_{name}_{act} {when} ON {table} "
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"{trigger}{on_condition}BEGIN {body}END")
            continue
        result = "OLD" if act == "gone" else "NEW"
        op.execute(f"CREATE FUNCTION {table}_{name}_{act}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}RETURN {result}; END $$")
        op.execute(f"{trigger}FOR EACH ROW {on_condition}EXECUTE FUNCTION {table}_{name}_{act}()")


def unfollow(table: str, name: str) -> None:
    """For downgrades."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for act in ("new", "change", "gone"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{name}_{act}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_{name}_{act}")
