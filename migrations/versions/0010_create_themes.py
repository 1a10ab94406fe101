"""Tables of themes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0010"
down_revision = "0009"


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
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_themes_docket_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['themes.id'], name=op.f('fk_themes_merged_into_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_themes'))
    )
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


def downgrade() -> None:
    op.drop_table('coded_themes')
    op.drop_table('codings')
    op.drop_table('theme_changes')
    op.drop_table('themes')
    op.drop_table('codebooks')
