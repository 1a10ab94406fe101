"""The index of words in comments, and the triggers that keep it from showing what is hidden

A comment that changes or becomes hidden leaves the index in the same transaction, whoever changes it, and waits to be
taken in again; so the triggers stand on the table of faces itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import follow, unfollow

revision = "0017"
down_revision = "0016"
TOP = 2**52  # the rows of FTS5 are numbered down from here, so that the newest comes first


def upgrade() -> None:
    for name, *columns in (
        ("search_entries", sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False), sa.Column("comment_id", sa.String(length=22), nullable=False), sa.Column("labels", sa.String(), nullable=False)),
        ("search_waiting", sa.Column("comment_id", sa.String(length=22), nullable=False)),
    ):
        op.create_table(
            name, *columns,
            sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f(f"fk_{name}_comment_id")),
            sa.PrimaryKeyConstraint(columns[0].name, name=op.f(f"pk_{name}")),
            *([sa.UniqueConstraint("comment_id", name=op.f("uq_search_entries_comment_id"))] if len(columns) == 3 else []),
            sqlite_with_rowid=False,
        )  # fmt: skip
    sqlite = op.get_bind().dialect.name == "sqlite"
    (_fts5 if sqlite else _tsvector)()
    own, place = ("rowid", f"{TOP} - place") if sqlite else ("place", "place")
    follow(
        "comment_faces", "search", ("text", "suggests", "state", "language", "docket_id", "stance", "channel", "version_n", "received_on", "anchors"),
        leave=[
            f"DELETE FROM comment_words WHERE {own} IN (SELECT {place} FROM search_entries WHERE comment_id = OLD.comment_id)",  # noqa: S608
            "DELETE FROM search_entries WHERE comment_id = OLD.comment_id",
            "DELETE FROM search_waiting WHERE comment_id = OLD.comment_id",
        ],
        enter=["INSERT INTO search_waiting (comment_id) VALUES (NEW.comment_id) ON CONFLICT DO NOTHING"],
    )  # fmt: skip
    op.execute("INSERT INTO search_waiting (comment_id) SELECT comment_id FROM comment_faces")


def _fts5() -> None:
    op.execute("CREATE VIRTUAL TABLE comment_words USING fts5(words, marks, pairs, tokenize = \"ascii tokenchars '=@_.-'\")")
    op.execute("INSERT INTO comment_words (comment_words, rank) VALUES ('secure-delete', 1)")  # what leaves the index leaves the file


def _tsvector() -> None:
    op.execute("CREATE TABLE comment_words (place BIGINT CONSTRAINT pk_comment_words PRIMARY KEY, words TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX ix_comment_words ON comment_words USING gin (words)")


def downgrade() -> None:
    unfollow("comment_faces", "search")
    op.execute("DROP TABLE comment_words")
    op.drop_table("search_waiting")
    op.drop_table("search_entries")
