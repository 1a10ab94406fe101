"""Tables of people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.LargeBinary(), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('fs_webauthn_user_handle', sa.String(length=64), nullable=True),
    sa.Column('tf_primary_method', sa.String(length=64), nullable=True),
    sa.Column('tf_totp_secret', sa.Text(), nullable=True),
    sa.Column('mf_recovery_codes', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('email', name=op.f('uq_accounts_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_accounts_fs_uniquifier')),
    sa.UniqueConstraint('fs_webauthn_user_handle', name=op.f('uq_accounts_fs_webauthn_user_handle'))
    )
    op.create_table('offices',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('department', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offices')),
    sa.UniqueConstraint('title', name=op.f('uq_offices_title'))
    )
    op.create_table('account_invitations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('email', sa.LargeBinary(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=True),
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('invited_by', sa.String(length=22), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by'], ['accounts.id'], name=op.f('fk_account_invitations_invited_by')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_account_invitations_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_invitations')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_account_invitations_token_digest'))
    )
    op.create_table('factor_resets',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('asked_by', sa.String(length=22), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_by', sa.String(length=22), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_factor_resets_account_id')),
    sa.ForeignKeyConstraint(['asked_by'], ['accounts.id'], name=op.f('fk_factor_resets_asked_by')),
    sa.ForeignKeyConstraint(['done_by'], ['accounts.id'], name=op.f('fk_factor_resets_done_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor_resets'))
    )
    op.create_index(op.f('ix_factor_resets_account_id'), 'factor_resets', ['account_id'], unique=False)
    op.create_table('holdings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('capacity', sa.String(length=10), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint("capacity in ('holder', 'delegate')", name=op.f('ck_holdings_capacity')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_holdings_account_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_holdings_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holdings'))
    )
    op.create_index(op.f('ix_holdings_account_id'), 'holdings', ['account_id'], unique=False)
    op.create_index(op.f('ix_holdings_office_id'), 'holdings', ['office_id'], unique=False)
    op.create_table('passkeys',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1024), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('transports', sa.JSON(), nullable=True),
    sa.Column('backup_state', sa.Boolean(), nullable=False),
    sa.Column('device_type', sa.String(length=64), nullable=False),
    sa.Column('extensions', sa.String(length=255), nullable=True),
    sa.Column('create_datetime', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lastuse_datetime', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('usage', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_passkeys_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkeys_credential_id'))
    )
    op.create_index(op.f('ix_passkeys_account_id'), 'passkeys', ['account_id'], unique=False)
    op.create_table('policy_settings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by', sa.String(length=22), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['set_by'], ['accounts.id'], name=op.f('fk_policy_settings_set_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_settings'))
    )
    op.create_index(op.f('ix_policy_settings_key'), 'policy_settings', ['key'], unique=False)
    op.create_table('pseudonyms',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('word', sa.String(length=24), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_pseudonyms_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pseudonyms')),
    sa.UniqueConstraint('account_id', 'role', name=op.f('uq_pseudonyms_account_id_role')),
    sa.UniqueConstraint('word', name=op.f('uq_pseudonyms_word'))
    )
    op.create_table('role_grants',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by', sa.String(length=22), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_role_grants_account_id')),
    sa.ForeignKeyConstraint(['granted_by'], ['accounts.id'], name=op.f('fk_role_grants_granted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grants'))
    )
    op.create_index(op.f('ix_role_grants_account_id'), 'role_grants', ['account_id'], unique=False)
    op.create_table('sessions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sessions_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sessions_token_digest'))
    )
    op.create_index(op.f('ix_sessions_account_id'), 'sessions', ['account_id'], unique=False)
    append_only("policy_settings")


def downgrade() -> None:
    op.drop_table('sessions')
    op.drop_table('role_grants')
    op.drop_table('pseudonyms')
    op.drop_table('policy_settings')
    op.drop_table('passkeys')
    op.drop_table('holdings')
    op.drop_table('factor_resets')
    op.drop_table('account_invitations')
    op.drop_table('offices')
    op.drop_table('accounts')
