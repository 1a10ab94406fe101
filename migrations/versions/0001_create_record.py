"""Tables of record"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table('events',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by', sa.JSON(), nullable=False),
    sa.Column('docket', sa.String(length=12), nullable=True),
    sa.Column('subject_type', sa.String(length=40), nullable=True),
    sa.Column('subject_id', sa.String(length=22), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_events_at', 'events', ['at', 'id'], unique=False)
    op.create_index(op.f('ix_events_day'), 'events', ['day'], unique=False)
    op.create_index('ix_events_docket', 'events', ['docket', 'kind'], unique=False)
    op.create_index(op.f('ix_events_kind'), 'events', ['kind'], unique=False)
    op.create_index('ix_events_subject', 'events', ['subject_type', 'subject_id'], unique=False)
    op.create_table('sealed_texts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('key_id', sa.String(length=22), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('nonce', sa.LargeBinary(length=12), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_texts')),
    sa.UniqueConstraint('key_id', name=op.f('uq_sealed_texts_key_id'))
    )
    op.create_table('leaves',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('event_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('docket', sa.String(length=12), nullable=True),
    sa.Column('bytes', sa.LargeBinary(length=4096), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(length=32), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_leaves_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leaves')),
    sa.UniqueConstraint('event_id', name=op.f('uq_leaves_event_id')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_leaves_day'), 'leaves', ['day'], unique=False)
    op.create_index(op.f('ix_leaves_docket'), 'leaves', ['docket'], unique=False)
    op.create_index(op.f('ix_leaves_kind'), 'leaves', ['kind'], unique=False)
    op.create_index(op.f('ix_leaves_leaf_hash'), 'leaves', ['leaf_hash'], unique=False)
    append_only("events")
    append_only("leaves")


def downgrade() -> None:
    op.drop_table('leaves')
    op.drop_table('sealed_texts')
    op.drop_table('events')
