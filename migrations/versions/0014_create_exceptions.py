"""Tables of exceptions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table('exception_receipts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('requested', sa.Boolean(), nullable=False),
    sa.Column('used', sa.Boolean(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_exception_receipts_docket_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_exception_receipts_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_receipts')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_receipts_leaf_id'))
    )
    op.create_index(op.f('ix_exception_receipts_docket_id'), 'exception_receipts', ['docket_id'], unique=False)
    op.create_index(op.f('ix_exception_receipts_office_id'), 'exception_receipts', ['office_id'], unique=False)
    op.create_table('reporting_duties',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('wid', sa.String(length=64), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('due_days', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_reporting_duties_docket_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_reporting_duties_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reporting_duties')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_reporting_duties_leaf_id'))
    )
    op.create_index(op.f('ix_reporting_duties_docket_id'), 'reporting_duties', ['docket_id'], unique=False)
    op.create_index(op.f('ix_reporting_duties_office_id'), 'reporting_duties', ['office_id'], unique=False)
    op.create_table('compliance_reports',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('duty_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('violations', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('remedies', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['duty_id'], ['reporting_duties.id'], name=op.f('fk_compliance_reports_duty_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compliance_reports')),
    sa.UniqueConstraint('duty_id', 'starts', 'n', name=op.f('uq_compliance_reports_duty_id_starts_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_compliance_reports_leaf_id'))
    )
    op.create_index(op.f('ix_compliance_reports_duty_id'), 'compliance_reports', ['duty_id'], unique=False)
    op.create_table('exception_receipt_disposals',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('receipt_id', sa.String(length=22), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['receipt_id'], ['exception_receipts.id'], name=op.f('fk_exception_receipt_disposals_receipt_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_receipt_disposals')),
    sa.UniqueConstraint('receipt_id', name=op.f('uq_exception_receipt_disposals_receipt_id'))
    )
    op.create_table('report_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('duty_id', sa.String(length=22), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('remedies', sa.Text(), nullable=False),
    sa.Column('more_violations', sa.Integer(), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_report_drafts_drafted_by')),
    sa.ForeignKeyConstraint(['duty_id'], ['reporting_duties.id'], name=op.f('fk_report_drafts_duty_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_drafts')),
    sa.UniqueConstraint('duty_id', 'starts', name=op.f('uq_report_drafts_duty_id_starts'))
    )
    op.create_table('exception_clauses',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('wid', sa.String(length=64), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('invokers', sa.JSON(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('use', sa.Text(), nullable=False),
    sa.Column('condition', sa.Text(), nullable=False),
    sa.Column('limit', sa.Text(), nullable=False),
    sa.Column('logging', sa.Text(), nullable=False),
    sa.Column('needs_request', sa.Boolean(), nullable=False),
    sa.Column('allows_emergency', sa.Boolean(), nullable=False),
    sa.Column('sheet_id', sa.String(length=22), nullable=True),
    sa.Column('replaces_id', sa.String(length=22), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_exception_clauses_docket_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['exception_clauses.id'], name=op.f('fk_exception_clauses_replaces_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['fact_sheets.id'], name=op.f('fk_exception_clauses_sheet_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_exception_clauses_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_clauses')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_exception_clauses_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_clauses_leaf_id')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_exception_clauses_replaces_id'))
    )
    op.create_table('exception_requests',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('clause_id', sa.String(length=22), nullable=False),
    sa.Column('renews_id', sa.String(length=22), nullable=True),
    sa.Column('emergency', sa.Boolean(), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('emergency_days', sa.Integer(), nullable=True),
    sa.Column('review_days', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['clause_id'], ['exception_clauses.id'], name=op.f('fk_exception_requests_clause_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_exception_requests_office_id')),
    sa.ForeignKeyConstraint(['renews_id'], ['exception_requests.id'], name=op.f('fk_exception_requests_renews_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_requests'))
    )
    op.create_index(op.f('ix_exception_requests_office_id'), 'exception_requests', ['office_id'], unique=False)
    op.create_table('exception_decisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=False),
    sa.Column('clause_id', sa.String(length=22), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("(verdict = 'refused') = (ends is null)", name=op.f('ck_exception_decisions_a_grant_ends')),
    sa.CheckConstraint("(verdict = 'refused') = (starts is null)", name=op.f('ck_exception_decisions_a_grant_starts')),
    sa.CheckConstraint('starts is null or starts <= ends', name=op.f('ck_exception_decisions_order')),
    sa.ForeignKeyConstraint(['clause_id'], ['exception_clauses.id'], name=op.f('fk_exception_decisions_clause_id')),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_decisions_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_decisions')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_decisions_leaf_id')),
    sa.UniqueConstraint('request_id', name=op.f('uq_exception_decisions_request_id'))
    )
    op.create_table('exception_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('clause_id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=True),
    sa.Column('renews_id', sa.String(length=22), nullable=True),
    sa.Column('emergency', sa.Boolean(), nullable=False),
    sa.Column('short', sa.Boolean(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('seals', sa.JSON(), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('technology', sa.Text(), nullable=False),
    sa.Column('case_type', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('affected', sa.Text(), nullable=False),
    sa.Column('lesser_means', sa.Text(), nullable=False),
    sa.Column('data_kept', sa.Text(), nullable=False),
    sa.Column('data_shared', sa.Text(), nullable=False),
    sa.Column('data_deleted', sa.Text(), nullable=False),
    sa.Column('consulted', sa.Text(), nullable=False),
    sa.Column('cost', sa.Text(), nullable=False),
    sa.Column('used_on', sa.Date(), nullable=True),
    sa.Column('emergency_why', sa.Text(), nullable=False),
    sa.Column('use_report', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['clause_id'], ['exception_clauses.id'], name=op.f('fk_exception_drafts_clause_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_exception_drafts_drafted_by')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_exception_drafts_office_id')),
    sa.ForeignKeyConstraint(['renews_id'], ['exception_requests.id'], name=op.f('fk_exception_drafts_renews_id')),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_drafts_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_drafts')),
    sa.UniqueConstraint('request_id', name=op.f('uq_exception_drafts_request_id'))
    )
    op.create_index(op.f('ix_exception_drafts_office_id'), 'exception_drafts', ['office_id'], unique=False)
    op.create_table('exception_filings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('seals', sa.JSON(), nullable=False),
    sa.Column('uses', sa.JSON(), nullable=False),
    sa.Column('unchanged', sa.Boolean(), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('technology', sa.Text(), nullable=False),
    sa.Column('case_type', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('affected', sa.Text(), nullable=False),
    sa.Column('lesser_means', sa.Text(), nullable=False),
    sa.Column('data_kept', sa.Text(), nullable=False),
    sa.Column('data_shared', sa.Text(), nullable=False),
    sa.Column('data_deleted', sa.Text(), nullable=False),
    sa.Column('consulted', sa.Text(), nullable=False),
    sa.Column('cost', sa.Text(), nullable=False),
    sa.Column('used_on', sa.Date(), nullable=True),
    sa.Column('emergency_why', sa.Text(), nullable=False),
    sa.Column('use_report', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_filings_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_filings')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_filings_leaf_id')),
    sa.UniqueConstraint('request_id', 'n', name=op.f('uq_exception_filings_request_id_n'))
    )
    op.create_table('exception_uses',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('clause_id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entered_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('count > 0', name=op.f('ck_exception_uses_count')),
    sa.ForeignKeyConstraint(['clause_id'], ['exception_clauses.id'], name=op.f('fk_exception_uses_clause_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_exception_uses_office_id')),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_uses_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_uses')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_uses_leaf_id'))
    )
    op.create_index(op.f('ix_exception_uses_office_id'), 'exception_uses', ['office_id'], unique=False)
    op.create_index(op.f('ix_exception_uses_request_id'), 'exception_uses', ['request_id'], unique=False)
    op.create_table('exception_withdrawals',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_withdrawals_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_withdrawals')),
    sa.UniqueConstraint('request_id', name=op.f('uq_exception_withdrawals_request_id'))
    )
    op.create_table('exception_acceptances',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=False),
    sa.Column('filing_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('notice_ends', sa.Date(), nullable=False),
    sa.Column('hearing_required', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_exception_acceptances_docket_id')),
    sa.ForeignKeyConstraint(['filing_id'], ['exception_filings.id'], name=op.f('fk_exception_acceptances_filing_id')),
    sa.ForeignKeyConstraint(['request_id'], ['exception_requests.id'], name=op.f('fk_exception_acceptances_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_acceptances')),
    sa.UniqueConstraint('docket_id', name=op.f('uq_exception_acceptances_docket_id')),
    sa.UniqueConstraint('filing_id', name=op.f('uq_exception_acceptances_filing_id')),
    sa.UniqueConstraint('request_id', name=op.f('uq_exception_acceptances_request_id'))
    )
    op.create_table('exception_conditions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('decision_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('owner_id', sa.String(length=22), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['exception_decisions.id'], name=op.f('fk_exception_conditions_decision_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['offices.id'], name=op.f('fk_exception_conditions_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_conditions')),
    sa.UniqueConstraint('decision_id', 'n', name=op.f('uq_exception_conditions_decision_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_exception_conditions_leaf_id'))
    )
    op.create_table('exception_returns',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('filing_id', sa.String(length=22), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['exception_filings.id'], name=op.f('fk_exception_returns_filing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_returns')),
    sa.UniqueConstraint('filing_id', name=op.f('uq_exception_returns_filing_id'))
    )
    op.create_table('exception_revocations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('decision_id', sa.String(length=22), nullable=False),
    sa.Column('revoked_by', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['exception_decisions.id'], name=op.f('fk_exception_revocations_decision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_revocations')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_exception_revocations_decision_id'))
    )
    op.create_table('exception_seal_reviews',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('filing_id', sa.String(length=22), nullable=False),
    sa.Column('field', sa.String(length=20), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reason_openings', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['filing_id'], ['exception_filings.id'], name=op.f('fk_exception_seal_reviews_filing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_seal_reviews'))
    )
    op.create_index(op.f('ix_exception_seal_reviews_filing_id'), 'exception_seal_reviews', ['filing_id'], unique=False)
    op.create_table('exception_condition_closings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('condition_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('proof', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['condition_id'], ['exception_conditions.id'], name=op.f('fk_exception_condition_closings_condition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_condition_closings')),
    sa.UniqueConstraint('condition_id', name=op.f('uq_exception_condition_closings_condition_id'))
    )
    append_only("exception_receipts")
    append_only("reporting_duties")
    append_only("compliance_reports")
    append_only("exception_receipt_disposals")
    append_only("exception_clauses")
    append_only("exception_requests")
    append_only("exception_decisions")
    append_only("exception_filings")
    append_only("exception_uses")
    append_only("exception_withdrawals")
    append_only("exception_acceptances")
    append_only("exception_conditions")
    append_only("exception_returns")
    append_only("exception_revocations")
    append_only("exception_seal_reviews")
    append_only("exception_condition_closings")


def downgrade() -> None:
    op.drop_table('exception_condition_closings')
    op.drop_table('exception_seal_reviews')
    op.drop_table('exception_revocations')
    op.drop_table('exception_returns')
    op.drop_table('exception_conditions')
    op.drop_table('exception_acceptances')
    op.drop_table('exception_withdrawals')
    op.drop_table('exception_uses')
    op.drop_table('exception_filings')
    op.drop_table('exception_drafts')
    op.drop_table('exception_decisions')
    op.drop_table('exception_requests')
    op.drop_table('exception_clauses')
    op.drop_table('report_drafts')
    op.drop_table('exception_receipt_disposals')
    op.drop_table('compliance_reports')
    op.drop_table('reporting_duties')
    op.drop_table('exception_receipts')
