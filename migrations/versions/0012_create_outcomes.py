"""Tables of outcomes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table('dispositions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('issue', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.Column('point', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('corrects_id', sa.String(length=22), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['dispositions.id'], name=op.f('fk_dispositions_corrects_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_dispositions_docket_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_dispositions_question_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_dispositions_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispositions')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_dispositions_corrects_id')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_dispositions_leaf_id'))
    )
    op.create_index(op.f('ix_dispositions_docket_id'), 'dispositions', ['docket_id'], unique=False)
    op.create_index(op.f('ix_dispositions_issue'), 'dispositions', ['issue'], unique=False)
    op.create_table('disposition_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('issue', sa.String(length=22), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=False),
    sa.Column('point', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=False),
    sa.Column('owner', sa.String(length=22), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('corrects_id', sa.String(length=22), nullable=True),
    sa.ForeignKeyConstraint(['corrects_id'], ['dispositions.id'], name=op.f('fk_disposition_drafts_corrects_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_disposition_drafts_docket_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_disposition_drafts_question_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_disposition_drafts_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disposition_drafts'))
    )
    op.create_index(op.f('ix_disposition_drafts_docket_id'), 'disposition_drafts', ['docket_id'], unique=False)
    op.create_table('promises',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('disposition_id', sa.String(length=22), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.String(length=22), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['disposition_id'], ['dispositions.id'], name=op.f('fk_promises_disposition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promises')),
    sa.UniqueConstraint('disposition_id', name=op.f('uq_promises_disposition_id')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_promises_leaf_id'))
    )
    op.create_table('promise_closings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('promise_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('proof', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['promise_id'], ['promises.id'], name=op.f('fk_promise_closings_promise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise_closings')),
    sa.UniqueConstraint('promise_id', name=op.f('uq_promise_closings_promise_id'))
    )
    append_only("dispositions")
    append_only("promises")
    append_only("promise_closings")


def downgrade() -> None:
    op.drop_table('promise_closings')
    op.drop_table('promises')
    op.drop_table('disposition_drafts')
    op.drop_table('dispositions')
