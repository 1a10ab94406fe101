"""Tables of consultation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table('change_judgements',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('from_n', sa.Integer(), nullable=False),
    sa.Column('to_n', sa.Integer(), nullable=False),
    sa.Column('material', sa.Boolean(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('judged_by', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_change_judgements_docket_id')),
    sa.ForeignKeyConstraint(['judged_by'], ['accounts.id'], name=op.f('fk_change_judgements_judged_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_judgements'))
    )
    op.create_index(op.f('ix_change_judgements_docket_id'), 'change_judgements', ['docket_id'], unique=False)
    op.create_table('roster_entries',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('listed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('change_reason', sa.Text(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_roster_entries_docket_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_roster_entries_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_entries'))
    )
    op.create_index(op.f('ix_roster_entries_docket_id'), 'roster_entries', ['docket_id'], unique=False)
    op.create_table('roster_freezes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_roster_freezes_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_freezes')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_roster_freezes_docket_id_n'))
    )
    op.create_index(op.f('ix_roster_freezes_docket_id'), 'roster_freezes', ['docket_id'], unique=False)
    op.create_table('change_reviews',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('judgement_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('reviewed_by', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome in ('confirmed', 'refused')", name=op.f('ck_change_reviews_outcome')),
    sa.ForeignKeyConstraint(['judgement_id'], ['change_judgements.id'], name=op.f('fk_change_reviews_judgement_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['accounts.id'], name=op.f('fk_change_reviews_reviewed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_reviews')),
    sa.UniqueConstraint('judgement_id', name=op.f('uq_change_reviews_judgement_id'))
    )
    op.create_table('contests',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('subject_id', sa.String(length=22), nullable=False),
    sa.Column('standing', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('spoken_by', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("standing in ('confirmed', 'contested')", name=op.f('ck_contests_standing')),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_contests_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contests'))
    )
    op.create_index(op.f('ix_contests_entry_id'), 'contests', ['entry_id'], unique=False)
    op.create_index(op.f('ix_contests_subject_id'), 'contests', ['subject_id'], unique=False)
    op.create_table('external_contacts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('claimed_by', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('stated_on', sa.Date(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_external_contacts_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_external_contacts'))
    )
    op.create_index(op.f('ix_external_contacts_entry_id'), 'external_contacts', ['entry_id'], unique=False)
    op.create_table('invitations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('promise', sa.String(length=12), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('respond_by', sa.Date(), nullable=False),
    sa.Column('response_days', sa.Integer(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('response_days >= 0', name=op.f('ck_invitations_response_days')),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_invitations_entry_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_invitations_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations'))
    )
    op.create_index(op.f('ix_invitations_entry_id'), 'invitations', ['entry_id'], unique=False)
    op.create_table('notice_reaches',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('notice_id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_notice_reaches_entry_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['public_notices.id'], name=op.f('fk_notice_reaches_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_reaches')),
    sa.UniqueConstraint('notice_id', 'entry_id', name=op.f('uq_notice_reaches_notice_id_entry_id'))
    )
    op.create_index(op.f('ix_notice_reaches_entry_id'), 'notice_reaches', ['entry_id'], unique=False)
    op.create_table('delivery_events',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('evidence_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('stated_on', sa.Date(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('level between 0 and 4', name=op.f('ck_delivery_events_level')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_delivery_events_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_events'))
    )
    op.create_index(op.f('ix_delivery_events_invitation_id'), 'delivery_events', ['invitation_id'], unique=False)
    op.create_table('invitation_extensions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('respond_by', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_invitation_extensions_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_extensions'))
    )
    op.create_index(op.f('ix_invitation_extensions_invitation_id'), 'invitation_extensions', ['invitation_id'], unique=False)
    op.create_table('invitation_links',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_invitation_links_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_links')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_invitation_links_token_digest'))
    )
    op.create_index(op.f('ix_invitation_links_invitation_id'), 'invitation_links', ['invitation_id'], unique=False)
    op.create_table('questions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=True),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('section', sa.String(length=64), nullable=False),
    sa.Column('comments', sa.JSON(), nullable=False),
    sa.Column('asked_for', sa.Text(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_questions_entry_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_questions_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions'))
    )
    op.create_index(op.f('ix_questions_entry_id'), 'questions', ['entry_id'], unique=False)
    op.create_index(op.f('ix_questions_invitation_id'), 'questions', ['invitation_id'], unique=False)
    op.create_table('silences',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_silences_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_silences')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_silences_invitation_id'))
    )
    op.create_table('answer_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('declines', sa.Boolean(), nullable=False),
    sa.Column('position', sa.String(length=16), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('other_words', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('action_owner', sa.Text(), nullable=False),
    sa.Column('action_due', sa.Date(), nullable=True),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_answer_drafts_drafted_by')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_answer_drafts_invitation_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_answer_drafts_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_drafts')),
    sa.UniqueConstraint('invitation_id', 'question_id', name=op.f('uq_answer_drafts_invitation_id_question_id'))
    )
    op.create_index(op.f('ix_answer_drafts_invitation_id'), 'answer_drafts', ['invitation_id'], unique=False)
    op.create_table('declinations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=False),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('spoken_by', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('channel', sa.String(length=8), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_declinations_invitation_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_declinations_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declinations'))
    )
    op.create_index(op.f('ix_declinations_invitation_id'), 'declinations', ['invitation_id'], unique=False)
    op.create_table('responses',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('entry_id', sa.String(length=22), nullable=False),
    sa.Column('invitation_id', sa.String(length=22), nullable=True),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('capacity', sa.String(length=8), nullable=False),
    sa.Column('spoken_by', sa.Text(), nullable=False),
    sa.Column('position', sa.String(length=40), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('other_words', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('action_owner', sa.Text(), nullable=False),
    sa.Column('action_due', sa.Date(), nullable=True),
    sa.Column('corrects_id', sa.String(length=22), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('channel', sa.String(length=8), nullable=True),
    sa.Column('scan_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['responses.id'], name=op.f('fk_responses_corrects_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['roster_entries.id'], name=op.f('fk_responses_entry_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_responses_invitation_id')),
    sa.ForeignKeyConstraint(['question_id'], ['questions.id'], name=op.f('fk_responses_question_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_responses_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responses'))
    )
    op.create_index(op.f('ix_responses_entry_id'), 'responses', ['entry_id'], unique=False)
    op.create_index(op.f('ix_responses_invitation_id'), 'responses', ['invitation_id'], unique=False)
    op.create_index(op.f('ix_responses_question_id'), 'responses', ['question_id'], unique=False)
    op.create_table('request_outcomes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('response_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('section', sa.String(length=64), nullable=False),
    sa.Column('old_n', sa.Integer(), nullable=True),
    sa.Column('new_n', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['response_id'], ['responses.id'], name=op.f('fk_request_outcomes_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_outcomes'))
    )
    op.create_index(op.f('ix_request_outcomes_response_id'), 'request_outcomes', ['response_id'], unique=False)
    append_only("change_judgements")
    append_only("roster_freezes")
    append_only("change_reviews")
    append_only("contests")
    append_only("external_contacts")
    append_only("invitations")
    append_only("notice_reaches")
    append_only("delivery_events")
    append_only("invitation_extensions")
    append_only("silences")
    append_only("declinations")
    append_only("responses")
    append_only("request_outcomes")


def downgrade() -> None:
    op.drop_table('request_outcomes')
    op.drop_table('responses')
    op.drop_table('declinations')
    op.drop_table('answer_drafts')
    op.drop_table('silences')
    op.drop_table('questions')
    op.drop_table('invitation_links')
    op.drop_table('invitation_extensions')
    op.drop_table('delivery_events')
    op.drop_table('notice_reaches')
    op.drop_table('invitations')
    op.drop_table('external_contacts')
    op.drop_table('contests')
    op.drop_table('change_reviews')
    op.drop_table('roster_freezes')
    op.drop_table('roster_entries')
    op.drop_table('change_judgements')
