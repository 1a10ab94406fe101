"""Tables of statements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table('consultation_statements',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('frozen_by', sa.String(length=22), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_consultation_statements_docket_id')),
    sa.ForeignKeyConstraint(['frozen_by'], ['accounts.id'], name=op.f('fk_consultation_statements_frozen_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_statements')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_consultation_statements_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_consultation_statements_leaf_id'))
    )
    op.create_table('issues',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('voice', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('source_n', sa.Integer(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('point', sa.Text(), nullable=False),
    sa.Column('quotes', sa.JSON(), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=True),
    sa.Column('response', sa.String(length=22), nullable=True),
    sa.Column('unanswered', sa.Text(), nullable=False),
    sa.Column('dropped', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_issues_docket_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_issues_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issues')),
    sa.UniqueConstraint('docket_id', 'code', name=op.f('uq_issues_docket_id_code')),
    sa.UniqueConstraint('docket_id', 'voice', 'source_n', 'item', name=op.f('uq_issues_docket_id_voice_source_n_item'))
    )
    op.create_index(op.f('ix_issues_docket_id'), 'issues', ['docket_id'], unique=False)
    append_only("consultation_statements")


def downgrade() -> None:
    op.drop_table('issues')
    op.drop_table('consultation_statements')
