"""The index of words in comments, and the triggers that keep it from showing what is hidden

A comment that changes or becomes hidden leaves the index in the same transaction, whoever changes it, and waits to be
taken in again; so the triggers stand on the table of faces itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

CHANGED = ("text", "suggests", "state", "language")


def upgrade() -> None:
    for name, *columns in (
        ("search_entries", sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False), sa.Column("comment_id", sa.String(length=22), nullable=False)),
        ("search_waiting", sa.Column("comment_id", sa.String(length=22), nullable=False)),
    ):
        op.create_table(
            name, *columns,
            sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f(f"fk_{name}_comment_id")),
            sa.PrimaryKeyConstraint(columns[0].name, name=op.f(f"pk_{name}")),
            *([sa.UniqueConstraint("comment_id", name=op.f("uq_search_entries_comment_id"))] if len(columns) == 2 else []),
            sqlite_with_rowid=False,
        )  # fmt: skip
    (_on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql)()
    op.execute("INSERT INTO search_waiting (comment_id) SELECT comment_id FROM comment_faces")


def _on_sqlite() -> None:
    op.execute("CREATE VIRTUAL TABLE comment_words USING fts5(words, stems, docket, tokenize = 'unicode61 remove_diacritics 0')")
    op.execute("INSERT INTO comment_words (comment_words, rank) VALUES ('secure-delete', 1)")  # what leaves the index leaves the file
    leave = (
        "DELETE FROM comment_words WHERE rowid IN (SELECT place FROM search_entries WHERE comment_id = OLD.comment_id); "
        "DELETE FROM search_entries WHERE comment_id = OLD.comment_id; "
    )
    wait = "INSERT OR IGNORE INTO search_waiting (comment_id) VALUES (NEW.comment_id); "
    op.execute(f"CREATE TRIGGER comment_faces_search_new AFTER INSERT ON comment_faces BEGIN {wait}END")
    op.execute(
        f"CREATE TRIGGER comment_faces_search_change AFTER UPDATE OF {', '.join(CHANGED)} ON comment_faces "
        f"WHEN {' OR '.join(f'OLD.{name} IS NOT NEW.{name}' for name in CHANGED)} BEGIN {leave}{wait}END"  # noqa: S608
    )
    op.execute(f"CREATE TRIGGER comment_faces_search_gone BEFORE DELETE ON comment_faces BEGIN {leave}DELETE FROM search_waiting WHERE comment_id = OLD.comment_id; END")  # noqa: S608 - fixed words


def _on_postgresql() -> None:
    op.execute("CREATE TABLE comment_words (place BIGINT CONSTRAINT pk_comment_words PRIMARY KEY, words TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX ix_comment_words ON comment_words USING gin (words)")
    op.execute(
        "CREATE FUNCTION keep_search() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP <> 'INSERT' THEN "
        "DELETE FROM comment_words WHERE place IN (SELECT place FROM search_entries WHERE comment_id = OLD.comment_id); "
        "DELETE FROM search_entries WHERE comment_id = OLD.comment_id; "
        "END IF; "
        "IF TG_OP = 'DELETE' THEN DELETE FROM search_waiting WHERE comment_id = OLD.comment_id; RETURN OLD; END IF; "
        "INSERT INTO search_waiting (comment_id) VALUES (NEW.comment_id) ON CONFLICT DO NOTHING; "
        "RETURN NEW; END $$"
    )
    changed = " OR ".join(f"OLD.{name}::text IS DISTINCT FROM NEW.{name}::text" for name in CHANGED)
    op.execute("CREATE TRIGGER comment_faces_search_new AFTER INSERT ON comment_faces FOR EACH ROW EXECUTE FUNCTION keep_search()")
    op.execute(
        f"CREATE TRIGGER comment_faces_search_change AFTER UPDATE OF {', '.join(CHANGED)} ON comment_faces FOR EACH ROW "
        f"WHEN ({changed}) EXECUTE FUNCTION keep_search()"
    )
    op.execute("CREATE TRIGGER comment_faces_search_gone BEFORE DELETE ON comment_faces FOR EACH ROW EXECUTE FUNCTION keep_search()")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("new", "change", "gone"):
        op.execute(f"DROP TRIGGER comment_faces_search_{name}" + ("" if sqlite else " ON comment_faces"))
    if not sqlite:
        op.execute("DROP FUNCTION keep_search")
    op.execute("DROP TABLE comment_words")
    op.drop_table("search_waiting")
    op.drop_table("search_entries")
