"""Tables of themes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only, follow, unfollow

revision = "0010"
down_revision = "0009"

READABLE = "state IN ('published', 'redacted', 'moved')"


def upgrade() -> None:
    op.create_table('codebooks',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_codebooks_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codebooks')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_codebooks_docket_id_n'))
    )
    op.create_table('themes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('definition', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('merged_into_id', sa.String(length=22), nullable=True),
    sa.Column('ends_in_id', sa.String(length=22), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_themes_docket_id')),
    sa.ForeignKeyConstraint(['ends_in_id'], ['themes.id'], name=op.f('fk_themes_ends_in_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['themes.id'], name=op.f('fk_themes_merged_into_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_themes'))
    )
    op.create_index(op.f('ix_themes_ends_in_id'), 'themes', ['ends_in_id'], unique=False)
    op.create_index(op.f('ix_themes_docket_id'), 'themes', ['docket_id'], unique=False)
    op.create_table('theme_changes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('was_name', sa.String(length=120), nullable=False),
    sa.Column('was_definition', sa.Text(), nullable=False),
    sa.Column('into', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['accounts.id'], name=op.f('fk_theme_changes_by_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_theme_changes_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_changes'))
    )
    op.create_index(op.f('ix_theme_changes_theme_id'), 'theme_changes', ['theme_id'], unique=False)
    op.create_table('codings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('coder_id', sa.String(length=22), nullable=False),
    sa.Column('revision_n', sa.Integer(), nullable=False),
    sa.Column('in_sample', sa.Boolean(), nullable=False),
    sa.Column('asks_change', sa.Boolean(), nullable=False),
    sa.Column('quotable', sa.Boolean(), nullable=False),
    sa.Column('coded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['coder_id'], ['accounts.id'], name=op.f('fk_codings_coder_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_codings_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_codings_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_codings')),
    sa.UniqueConstraint('comment_id', 'counts', name=op.f('uq_codings_comment_id_counts'))
    )
    op.create_index('ix_codings_docket', 'codings', ['docket_id', 'counts'], unique=False)
    op.create_table('placed_comments',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('wording_key', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_placed_comments_comment_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_placed_comments_theme_id')),
    sa.PrimaryKeyConstraint('comment_id', 'theme_id', name=op.f('pk_placed_comments')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_placed_comments_page', 'placed_comments', ['theme_id', 'sort_key'], unique=False)
    op.create_index('ix_placed_comments_texts', 'placed_comments', ['theme_id', 'wording_key'], unique=False)
    op.create_table('read_twice',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.Column('by_first', sa.Integer(), nullable=False),
    sa.Column('by_second', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_read_twice_comment_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_read_twice_theme_id')),
    sa.PrimaryKeyConstraint('comment_id', 'theme_id', name=op.f('pk_read_twice')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_read_twice_theme', 'read_twice', ['theme_id', 'by_first', 'by_second'], unique=False)
    op.create_table('sortings',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('is_sorted', sa.Boolean(), nullable=False),
    sa.Column('first_reader_id', sa.String(length=22), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_sortings_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_sortings_docket_id')),
    sa.ForeignKeyConstraint(['first_reader_id'], ['accounts.id'], name=op.f('fk_sortings_first_reader_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_sortings')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_sortings_page', 'sortings', ['docket_id', 'is_sorted', 'sort_key'], unique=False)
    op.create_index('ix_sortings_second', 'sortings', ['docket_id', 'is_sorted', 'sort_key', 'first_reader_id'], unique=False, sqlite_where=sa.text('first_reader_id IS NOT NULL'), postgresql_where=sa.text('first_reader_id IS NOT NULL'))
    op.create_table('coded_themes',
    sa.Column('coding_id', sa.String(length=22), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['coding_id'], ['codings.id'], name=op.f('fk_coded_themes_coding_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_coded_themes_theme_id')),
    sa.PrimaryKeyConstraint('coding_id', 'theme_id', name=op.f('pk_coded_themes'))
    )
    op.create_index(op.f('ix_coded_themes_theme_id'), 'coded_themes', ['theme_id'], unique=False)
    append_only("codebooks")
    append_only("theme_changes")
    _keep_the_places()
    _keep_what_is_sorted()
    _keep_what_is_read_twice()


def _keep_the_places() -> None:
    """Readable comments under the themes that their coding gives them."""
    columns = (
        "INSERT INTO placed_comments (comment_id, theme_id, sort_key, wording_key) SELECT f.comment_id, k.theme_id, f.sort_key, f.wording_key "  # noqa: S608
        f"FROM comment_faces f JOIN codings c ON c.comment_id = f.comment_id AND c.counts JOIN coded_themes k ON k.coding_id = c.id WHERE f.{READABLE}"
    )
    follow(
        "comment_faces", "places", ("state", "sort_key", "wording_key"),
        leave=["DELETE FROM placed_comments WHERE comment_id = OLD.comment_id"], enter=[f"{columns} AND f.comment_id = NEW.comment_id"],
    )  # fmt: skip
    follow(
        "codings", "places", ("comment_id", "counts"),
        leave=["DELETE FROM placed_comments WHERE comment_id = OLD.comment_id AND OLD.counts"], enter=[f"{columns} AND f.comment_id = NEW.comment_id AND c.id = NEW.id"],
    )  # fmt: skip
    of_the_coding = "comment_id IN (SELECT comment_id FROM codings WHERE id = OLD.coding_id AND counts)"
    follow(
        "coded_themes", "places", ("coding_id", "theme_id"),
        leave=[f"DELETE FROM placed_comments WHERE theme_id = OLD.theme_id AND {of_the_coding}"],  # noqa: S608
        enter=[f"{columns} AND k.coding_id = NEW.coding_id AND k.theme_id = NEW.theme_id"],
    )  # fmt: skip


def _keep_what_is_sorted() -> None:
    """Each readable comment, whether it is sorted, and who read it while it waits for a second reader."""
    follow(
        "comment_faces", "sortings", ("docket_id", "state", "sort_key"),
        leave=["DELETE FROM sortings WHERE comment_id = OLD.comment_id"],
        enter=[
            "INSERT INTO sortings (comment_id, docket_id, sort_key, is_sorted, first_reader_id) "
            f"SELECT NEW.comment_id, NEW.docket_id, NEW.sort_key, {_is_sorted('NEW.comment_id')}, {_first_reader('NEW.comment_id')} WHERE NEW.{READABLE}"
        ],
    )  # fmt: skip
    follow(
        "codings", "sortings", ("comment_id", "counts", "coder_id", "revision_n", "in_sample"),
        leave=[_looked_at_again("= OLD.comment_id", coding="OLD.id")], enter=[_looked_at_again("= NEW.comment_id")],
    )  # fmt: skip
    of_the_coding = "IN (SELECT comment_id FROM codings WHERE id = {row}.coding_id)"
    follow(
        "coded_themes", "sortings", ("coding_id", "theme_id"),
        leave=[_looked_at_again(of_the_coding.format(row="OLD"), theme="k.coding_id = OLD.coding_id AND k.theme_id = OLD.theme_id")], enter=[_looked_at_again(of_the_coding.format(row="NEW"))],
    )  # fmt: skip
    follow("revisions", "sortings", ("n",), leave=[_looked_at_again("= OLD.comment_id", revision="OLD.n")], enter=[_looked_at_again("= NEW.comment_id")])
    of_the_theme = (
        "IN (SELECT c.comment_id FROM coded_themes k JOIN codings c ON c.id = k.coding_id "
        "WHERE k.theme_id IN (SELECT t.id FROM themes t WHERE t.id = NEW.id UNION ALL SELECT t.id FROM themes t WHERE t.ends_in_id = NEW.id))"
    )
    follow("themes", "sortings", ("state", "ends_in_id"), leave=[], enter=[_looked_at_again(of_the_theme)])  # no row goes that a coding names


def _keep_what_is_read_twice() -> None:
    """The themes of each comment that has a second reading, and which of the two gave them."""
    of_the_coding = "(SELECT comment_id FROM codings WHERE id = {row}.coding_id)"
    one_theme = "(k.coding_id <> OLD.coding_id OR k.theme_id <> OLD.theme_id)"
    follow("codings", "twice", ("comment_id", "counts"), leave=_compared("OLD.comment_id", coding="OLD.id"), enter=_compared("NEW.comment_id"))
    follow(
        "coded_themes", "twice", ("coding_id", "theme_id"),
        leave=_compared(of_the_coding.format(row="OLD"), and_=f" AND {one_theme}"), enter=_compared(of_the_coding.format(row="NEW")),
    )  # fmt: skip


def _compared(comment: str, *, coding: str = "", and_: str = "") -> list[str]:
    """What a row that goes away said does not count any more: ``coding`` and ``and_`` leave it out."""
    second = f"SELECT 1 FROM codings d WHERE d.comment_id = {comment} AND NOT d.counts" + (f" AND d.id <> {coding}" if coding else "")  # noqa: S608
    given = ", ".join(f"MAX(CASE WHEN {which} THEN 1 ELSE 0 END)" for which in ("c.counts", "NOT c.counts"))
    but = (f" AND c.id <> {coding}" if coding else "") + and_
    return [
        f"DELETE FROM read_twice WHERE comment_id = {comment}",  # noqa: S608
        f"INSERT INTO read_twice (comment_id, theme_id, by_first, by_second) SELECT c.comment_id, k.theme_id, {given} "  # noqa: S608
        f"FROM codings c JOIN coded_themes k ON k.coding_id = c.id WHERE c.comment_id = {comment} AND EXISTS ({second}){but} GROUP BY c.comment_id, k.theme_id",
    ]


def _looked_at_again(comments: str, **but: str) -> str:
    """What a row that goes away said does not count any more: ``but`` names it."""
    what = f"is_sorted = {_is_sorted('sortings.comment_id', **but)}, first_reader_id = {_first_reader('sortings.comment_id', but.get('coding'))}"
    return f"UPDATE sortings SET {what} WHERE comment_id {comments}"  # noqa: S608


def _is_sorted(comment: str, coding: str | None = None, theme: str | None = None, revision: str | None = None) -> str:
    newest = f"SELECT MAX(r.n) FROM revisions r WHERE r.comment_id = {comment}" + (f" AND r.n <> {revision}" if revision else "")  # noqa: S608
    given = "SELECT 1 FROM coded_themes k{join} WHERE k.coding_id = c.id" + (f" AND NOT ({theme})" if theme else "")  # noqa: S608
    ends = given.format(join=" JOIN themes t ON t.id = k.theme_id LEFT JOIN themes e ON e.id = t.ends_in_id") + " AND COALESCE(e.state, t.state)"
    themes = f"NOT EXISTS ({ends} = 'split') AND (EXISTS ({ends} = 'active') OR NOT EXISTS ({given.format(join='')}))"
    found = f"SELECT 1 FROM codings c WHERE c.comment_id = {comment} AND c.counts AND c.revision_n = ({newest}) AND {themes}"  # noqa: S608
    return f"EXISTS ({found}{f' AND c.id <> {coding}' if coding else ''})"


def _first_reader(comment: str, coding: str | None = None) -> str:
    but = f" AND {{of}}.id <> {coding}" if coding else ""
    second = f"SELECT 1 FROM codings d WHERE d.comment_id = {comment} AND NOT d.counts{but.format(of='d')}"  # noqa: S608
    return f"(SELECT c.coder_id FROM codings c WHERE c.comment_id = {comment} AND c.counts AND c.in_sample AND NOT EXISTS ({second}){but.format(of='c')})"  # noqa: S608


def downgrade() -> None:
    for table in ("themes", "revisions", "coded_themes", "codings", "comment_faces"):
        unfollow(table, "sortings")
    for table in ("coded_themes", "codings"):
        unfollow(table, "twice")
    for table in ("coded_themes", "codings", "comment_faces"):
        unfollow(table, "places")
    op.drop_table('coded_themes')
    op.drop_table('sortings')
    op.drop_table('read_twice')
    op.drop_table('placed_comments')
    op.drop_table('codings')
    op.drop_table('theme_changes')
    op.drop_table('themes')
    op.drop_table('codebooks')
