"""Tables of exchange"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table('imports',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('source_name', sa.Text(), nullable=False),
    sa.Column('source_id', sa.String(length=22), nullable=True),
    sa.Column('format', sa.String(length=10), nullable=False),
    sa.Column('column_map', sa.JSON(), nullable=False),
    sa.Column('key', sa.LargeBinary(length=32), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('held', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('failed_id', sa.String(length=22), nullable=True),
    sa.Column('entered_by', sa.String(length=22), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_imports_docket_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['accounts.id'], name=op.f('fk_imports_entered_by')),
    sa.ForeignKeyConstraint(['failed_id'], ['sealed_texts.id'], name=op.f('fk_imports_failed_id')),
    sa.ForeignKeyConstraint(['source_id'], ['sealed_texts.id'], name=op.f('fk_imports_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imports')),
    sa.UniqueConstraint('docket_id', 'source_digest', name=op.f('uq_imports_docket_id_source_digest'))
    )
    op.create_table('imported_rows',
    sa.Column('import_id', sa.String(length=22), nullable=False),
    sa.Column('row_key', sa.LargeBinary(length=32), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['imports.id'], name=op.f('fk_imported_rows_import_id')),
    sa.PrimaryKeyConstraint('import_id', 'row_key', name=op.f('pk_imported_rows')),
    sqlite_with_rowid=False
    )
    op.create_table('originals',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('sealed_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('destroyed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_originals_comment_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_originals_sealed_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_originals')),
    sa.UniqueConstraint('comment_id', name=op.f('uq_originals_comment_id'))
    )
    op.create_table('second_checks',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('found', sa.String(length=10), nullable=False),
    sa.Column('checked_by', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.CheckConstraint("found in ('fits', 'corrected', 'differs')", name=op.f('ck_second_checks_found')),
    sa.ForeignKeyConstraint(['checked_by'], ['accounts.id'], name=op.f('fk_second_checks_checked_by')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_second_checks_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_second_checks_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_checks')),
    sa.UniqueConstraint('comment_id', name=op.f('uq_second_checks_comment_id'))
    )
    op.create_index('ix_second_checks_found', 'second_checks', ['docket_id', 'found'], unique=False)
    append_only("second_checks")


def downgrade() -> None:
    op.drop_table('second_checks')
    op.drop_table('originals')
    op.drop_table('imported_rows')
    op.drop_table('imports')
