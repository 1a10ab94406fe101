"""Tables of notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table('suppressed_addresses',
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('reason', sa.String(length=10), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_suppressed_addresses'))
    )
    op.create_table('bulletins',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=True),
    sa.Column('rhythm', sa.String(length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_bulletins_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletins')),
    sa.UniqueConstraint('docket_id', 'rhythm', 'until', name=op.f('uq_bulletins_docket_id_rhythm_until'))
    )
    op.create_index(op.f('ix_bulletins_docket_id'), 'bulletins', ['docket_id'], unique=False)
    op.create_table('jobs',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('needs_you', sa.Integer(), nullable=False),
    sa.Column('log', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.String(length=22), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_jobs_asked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    op.create_index(op.f('ix_jobs_state'), 'jobs', ['state'], unique=False)
    op.create_table('subscriptions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('address_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('sealed_id', sa.String(length=22), nullable=True),
    sa.Column('topics', sa.JSON(), nullable=False),
    sa.Column('rhythm', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('confirm_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('confirm_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stop_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_subscriptions_docket_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_subscriptions_sealed_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('address_digest', name=op.f('uq_subscriptions_address_digest')),
    sa.UniqueConstraint('confirm_digest', name=op.f('uq_subscriptions_confirm_digest')),
    sa.UniqueConstraint('stop_digest', name=op.f('uq_subscriptions_stop_digest'))
    )
    op.create_index(op.f('ix_subscriptions_docket_id'), 'subscriptions', ['docket_id'], unique=False)
    op.create_index(op.f('ix_subscriptions_state'), 'subscriptions', ['state'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('sealed_id', sa.String(length=22), nullable=True),
    sa.Column('subscription_id', sa.String(length=22), nullable=True),
    sa.Column('bulletin_id', sa.String(length=22), nullable=True),
    sa.Column('once', sa.String(length=120), nullable=True),
    sa.Column('about_type', sa.String(length=40), nullable=True),
    sa.Column('about_id', sa.String(length=22), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('queued_on', sa.Date(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletins.id'], name=op.f('fk_outbox_bulletin_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_outbox_sealed_id')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_outbox_subscription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('bulletin_id', 'subscription_id', name=op.f('uq_outbox_bulletin_id_subscription_id')),
    sa.UniqueConstraint('once', name=op.f('uq_outbox_once'))
    )
    op.create_index('ix_outbox_due', 'outbox', ['state', 'next_try_at'], unique=False)
    op.create_index(op.f('ix_outbox_subscription_id'), 'outbox', ['subscription_id'], unique=False)


def downgrade() -> None:
    op.drop_table('outbox')
    op.drop_table('subscriptions')
    op.drop_table('jobs')
    op.drop_table('bulletins')
    op.drop_table('suppressed_addresses')
