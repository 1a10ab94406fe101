"""Tables of dockets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table('dockets',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('number', sa.String(length=9), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('plain_summary', sa.Text(), nullable=False),
    sa.Column('effects', sa.JSON(), nullable=False),
    sa.Column('illustrative', sa.Boolean(), nullable=False),
    sa.Column('archive', sa.Boolean(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_outcome', sa.String(length=20), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.String(length=30), nullable=True),
    sa.Column('withdrawn_for', sa.String(length=9), nullable=True),
    sa.Column('contact', sa.Text(), nullable=False),
    sa.Column('text_missing_since', sa.Date(), nullable=True),
    sa.Column('text_asked_of', sa.Text(), nullable=False),
    sa.Column('text_asked_on', sa.Date(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('council_votes_after', sa.Date(), nullable=True),
    sa.Column('summary_due', sa.Date(), nullable=True),
    sa.Column('packet_frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dockets')),
    sa.UniqueConstraint('number', name=op.f('uq_dockets_number'))
    )
    op.create_table('comment_windows',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('late_hours', sa.Integer(), nullable=False),
    sa.Column('grace_minutes', sa.Integer(), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=True),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_comment_windows_order')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_comment_windows_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_windows'))
    )
    op.create_index(op.f('ix_comment_windows_docket_id'), 'comment_windows', ['docket_id'], unique=False)
    op.create_table('matters',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('file_number', sa.String(length=60), nullable=True),
    sa.Column('workflow', sa.String(length=40), nullable=True),
    sa.Column('workflow_version', sa.Integer(), nullable=True),
    sa.Column('type', sa.String(length=60), nullable=False),
    sa.Column('sponsors', sa.JSON(), nullable=False),
    sa.Column('controlling_body', sa.Text(), nullable=True),
    sa.Column('session', sa.String(length=40), nullable=True),
    sa.Column('enactment_number', sa.String(length=60), nullable=True),
    sa.Column('code_target', sa.Text(), nullable=True),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('source_bytes', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_matters_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matters')),
    sa.UniqueConstraint('docket_id', name=op.f('uq_matters_docket_id'))
    )
    op.create_index(op.f('ix_matters_file_number'), 'matters', ['file_number'], unique=False)
    op.create_table('process_events',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('precision', sa.String(length=8), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('cites', sa.String(length=16), nullable=False),
    sa.Column('cited', sa.String(length=22), nullable=True),
    sa.Column('recommendation', sa.String(length=8), nullable=False),
    sa.Column('enactment', sa.String(length=60), nullable=False),
    sa.Column('printed', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('replaces', sa.String(length=22), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_process_events_docket_id')),
    sa.ForeignKeyConstraint(['replaces'], ['process_events.id'], name=op.f('fk_process_events_replaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_events')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_process_events_docket_id_n'))
    )
    op.create_table('public_notices',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('evidence_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_public_notices_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_notices'))
    )
    op.create_index(op.f('ix_public_notices_docket_id'), 'public_notices', ['docket_id'], unique=False)
    op.create_table('text_versions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('source_format', sa.String(length=20), nullable=False),
    sa.Column('source_name', sa.Text(), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('source_bytes', sa.LargeBinary(), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('printed', sa.String(length=20), nullable=False),
    sa.Column('precedes', sa.String(length=22), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('amendments', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_text_versions_docket_id')),
    sa.ForeignKeyConstraint(['precedes'], ['text_versions.id'], name=op.f('fk_text_versions_precedes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_versions')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_text_versions_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_text_versions_leaf_id'))
    )
    op.create_index(op.f('ix_text_versions_docket_id'), 'text_versions', ['docket_id'], unique=False)
    op.create_table('fact_checks',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('checked_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checked_by'], ['accounts.id'], name=op.f('fk_fact_checks_checked_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_fact_checks_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_checks')),
    sa.UniqueConstraint('version_id', 'n', name=op.f('uq_fact_checks_version_id_n'))
    )
    op.create_table('fact_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('kept_by', sa.String(length=22), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['kept_by'], ['accounts.id'], name=op.f('fk_fact_drafts_kept_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_fact_drafts_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_drafts')),
    sa.UniqueConstraint('version_id', name=op.f('uq_fact_drafts_version_id'))
    )
    op.create_table('fact_sheets',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('exceptions', sa.JSON(), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_fact_sheets_drafted_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_fact_sheets_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_sheets')),
    sa.UniqueConstraint('version_id', 'n', name=op.f('uq_fact_sheets_version_id_n'))
    )
    op.create_index(op.f('ix_fact_sheets_version_id'), 'fact_sheets', ['version_id'], unique=False)
    op.create_table('provisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('eid', sa.Text(), nullable=False),
    sa.Column('wid', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('plain_words', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=14), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_provisions_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provisions')),
    sa.UniqueConstraint('version_id', 'eid', name=op.f('uq_provisions_version_id_eid')),
    sa.UniqueConstraint('version_id', 'position', name=op.f('uq_provisions_version_id_position')),
    sa.UniqueConstraint('version_id', 'wid', name=op.f('uq_provisions_version_id_wid'))
    )
    op.create_index(op.f('ix_provisions_wid'), 'provisions', ['wid'], unique=False)
    op.create_table('text_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('source_format', sa.String(length=20), nullable=False),
    sa.Column('source_name', sa.Text(), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('source_bytes', sa.LargeBinary(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('provisions', sa.JSON(), nullable=False),
    sa.Column('history', sa.JSON(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('marked', sa.JSON(), nullable=False),
    sa.Column('printed', sa.String(length=20), nullable=False),
    sa.Column('precedes', sa.String(length=22), nullable=True),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('plain_words', sa.JSON(), nullable=False),
    sa.Column('amendments', sa.JSON(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_text_drafts_docket_id')),
    sa.ForeignKeyConstraint(['precedes'], ['text_versions.id'], name=op.f('fk_text_drafts_precedes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_drafts')),
    sa.UniqueConstraint('docket_id', name=op.f('uq_text_drafts_docket_id'))
    )
    op.create_table('text_withdrawals',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('replaced_by', sa.String(length=22), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['replaced_by'], ['text_versions.id'], name=op.f('fk_text_withdrawals_replaced_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_text_withdrawals_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_withdrawals')),
    sa.UniqueConstraint('version_id', name=op.f('uq_text_withdrawals_version_id'))
    )
    op.create_table('window_extensions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('window_id', sa.String(length=22), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['window_id'], ['comment_windows.id'], name=op.f('fk_window_extensions_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_window_extensions'))
    )
    op.create_index(op.f('ix_window_extensions_window_id'), 'window_extensions', ['window_id'], unique=False)
    op.create_table('fact_reviews',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('sheet_id', sa.String(length=22), nullable=False),
    sa.Column('reviewed_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['reviewed_by'], ['accounts.id'], name=op.f('fk_fact_reviews_reviewed_by')),
    sa.ForeignKeyConstraint(['sheet_id'], ['fact_sheets.id'], name=op.f('fk_fact_reviews_sheet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_reviews')),
    sa.UniqueConstraint('sheet_id', name=op.f('uq_fact_reviews_sheet_id'))
    )
    append_only("comment_windows")
    append_only("process_events")
    append_only("public_notices")
    append_only("text_versions")
    append_only("fact_checks")
    append_only("fact_sheets")
    append_only("provisions")
    append_only("text_withdrawals")
    append_only("window_extensions")
    append_only("fact_reviews")


def downgrade() -> None:
    op.drop_table('fact_reviews')
    op.drop_table('window_extensions')
    op.drop_table('text_withdrawals')
    op.drop_table('text_drafts')
    op.drop_table('provisions')
    op.drop_table('fact_sheets')
    op.drop_table('fact_drafts')
    op.drop_table('fact_checks')
    op.drop_table('text_versions')
    op.drop_table('public_notices')
    op.drop_table('process_events')
    op.drop_table('matters')
    op.drop_table('comment_windows')
    op.drop_table('dockets')
