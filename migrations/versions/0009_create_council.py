"""Tables of council"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table('bodies',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('classification', sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bodies')),
    sa.UniqueConstraint('name', name=op.f('uq_bodies_name'))
    )
    op.create_table('memberships',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('body_id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('seat', sa.Integer(), nullable=False),
    sa.Column('ward', sa.String(length=20), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_memberships_account_id')),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_memberships_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships'))
    )
    op.create_index(op.f('ix_memberships_account_id'), 'memberships', ['account_id'], unique=False)
    op.create_index('ix_memberships_seat', 'memberships', ['body_id', 'seat'], unique=False)
    op.create_table('amendment_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('wording', sa.JSON(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_amendment_drafts_docket_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_amendment_drafts_drafted_by')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_amendment_drafts_membership_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_amendment_drafts_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment_drafts')),
    sa.UniqueConstraint('docket_id', 'membership_id', name=op.f('uq_amendment_drafts_docket_id_membership_id'))
    )
    op.create_table('amendments',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('body_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('mover', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('offered_on', sa.Date(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_amendments_body_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_amendments_docket_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_amendments_membership_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_amendments_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendments')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_amendments_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_amendments_leaf_id'))
    )
    op.create_table('member_questions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('section', sa.String(length=64), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_member_questions_docket_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_member_questions_drafted_by')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_member_questions_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_questions'))
    )
    op.create_index(op.f('ix_member_questions_docket_id'), 'member_questions', ['docket_id'], unique=False)
    op.create_index(op.f('ix_member_questions_membership_id'), 'member_questions', ['membership_id'], unique=False)
    op.create_table('packet_deliveries',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_packet_deliveries_docket_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_packet_deliveries_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_packet_deliveries'))
    )
    op.create_index(op.f('ix_packet_deliveries_docket_id'), 'packet_deliveries', ['docket_id'], unique=False)
    op.create_table('position_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('explains_vote', sa.Boolean(), nullable=False),
    sa.Column('stance', sa.String(length=40), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('comments', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_position_drafts_docket_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_position_drafts_drafted_by')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_position_drafts_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position_drafts')),
    sa.UniqueConstraint('docket_id', 'membership_id', 'explains_vote', name=op.f('uq_position_drafts_docket_id_membership_id_explains_vote'))
    )
    op.create_table('positions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('stance', sa.String(length=40), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('conditions', sa.JSON(), nullable=False),
    sa.Column('comments', sa.JSON(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('explains_vote', sa.Boolean(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_positions_docket_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_positions_membership_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_positions_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_positions')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_positions_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_positions_leaf_id'))
    )
    op.create_index(op.f('ix_positions_docket_id'), 'positions', ['docket_id'], unique=False)
    op.create_index(op.f('ix_positions_membership_id'), 'positions', ['membership_id'], unique=False)
    op.create_table('condition_findings',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('position_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('condition', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=True),
    sa.Column('wid', sa.String(length=64), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('said_as', sa.String(length=6), nullable=False),
    sa.Column('said_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['position_id'], ['positions.id'], name=op.f('fk_condition_findings_position_id')),
    sa.ForeignKeyConstraint(['said_by'], ['accounts.id'], name=op.f('fk_condition_findings_said_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_condition_findings_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_condition_findings')),
    sa.UniqueConstraint('position_id', 'n', name=op.f('uq_condition_findings_position_id_n'))
    )
    op.create_table('member_question_replies',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('member_question_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(length=22), nullable=True),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('replied_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_question_id'], ['member_questions.id'], name=op.f('fk_member_question_replies_member_question_id')),
    sa.ForeignKeyConstraint(['replied_by'], ['accounts.id'], name=op.f('fk_member_question_replies_replied_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_question_replies')),
    sa.UniqueConstraint('member_question_id', 'n', name=op.f('uq_member_question_replies_member_question_id_n'))
    )
    op.create_table('motions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('body_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('mover', sa.Text(), nullable=False),
    sa.Column('requirement', sa.String(length=40), nullable=False),
    sa.Column('amendment_id', sa.String(length=22), nullable=True),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendments.id'], name=op.f('fk_motions_amendment_id')),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_motions_body_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_motions_docket_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_motions_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_motions'))
    )
    op.create_index(op.f('ix_motions_amendment_id'), 'motions', ['amendment_id'], unique=False)
    op.create_index(op.f('ix_motions_docket_id'), 'motions', ['docket_id'], unique=False)
    op.create_table('amendment_decisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('amendment_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('how', sa.String(length=10), nullable=False),
    sa.Column('motion_id', sa.String(length=22), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['amendment_id'], ['amendments.id'], name=op.f('fk_amendment_decisions_amendment_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_amendment_decisions_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment_decisions')),
    sa.UniqueConstraint('amendment_id', name=op.f('uq_amendment_decisions_amendment_id')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_amendment_decisions_leaf_id'))
    )
    op.create_table('executive_actions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('motion_id', sa.String(length=22), nullable=False),
    sa.Column('action', sa.String(length=10), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('corrects_id', sa.String(length=22), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['corrects_id'], ['executive_actions.id'], name=op.f('fk_executive_actions_corrects_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_executive_actions_docket_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_executive_actions_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_executive_actions')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_executive_actions_corrects_id'))
    )
    op.create_index(op.f('ix_executive_actions_docket_id'), 'executive_actions', ['docket_id'], unique=False)
    op.create_index(op.f('ix_executive_actions_motion_id'), 'executive_actions', ['motion_id'], unique=False)
    op.create_table('motion_outcomes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('motion_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('how', sa.String(length=10), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_motion_outcomes_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_motion_outcomes')),
    sa.UniqueConstraint('motion_id', name=op.f('uq_motion_outcomes_motion_id'))
    )
    op.create_table('vote_events',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('motion_id', sa.String(length=22), nullable=True),
    sa.Column('body_id', sa.String(length=22), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('needed', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_vote_events_body_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_vote_events_docket_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motions.id'], name=op.f('fk_vote_events_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_events')),
    sa.UniqueConstraint('motion_id', name=op.f('uq_vote_events_motion_id'))
    )
    op.create_index(op.f('ix_vote_events_docket_id'), 'vote_events', ['docket_id'], unique=False)
    op.create_table('urgencies',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('vote_id', sa.String(length=22), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_urgencies_docket_id')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote_events.id'], name=op.f('fk_urgencies_vote_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgencies'))
    )
    op.create_index(op.f('ix_urgencies_docket_id'), 'urgencies', ['docket_id'], unique=False)
    op.create_table('vote_errata',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('event_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['vote_events.id'], name=op.f('fk_vote_errata_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_errata')),
    sa.UniqueConstraint('event_id', 'n', name=op.f('uq_vote_errata_event_id_n'))
    )
    op.create_table('votes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('event_id', sa.String(length=22), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('membership_id', sa.String(length=22), nullable=True),
    sa.Column('voter_name', sa.Text(), nullable=False),
    sa.Column('option', sa.String(length=40), nullable=False),
    sa.Column('word', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['vote_events.id'], name=op.f('fk_votes_event_id')),
    sa.ForeignKeyConstraint(['membership_id'], ['memberships.id'], name=op.f('fk_votes_membership_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_votes')),
    sa.UniqueConstraint('event_id', 'place', name=op.f('uq_votes_event_id_place'))
    )
    append_only("amendments")
    append_only("packet_deliveries")
    append_only("positions")
    append_only("condition_findings")
    append_only("member_question_replies")
    append_only("motions")
    append_only("amendment_decisions")
    append_only("executive_actions")
    append_only("motion_outcomes")
    append_only("vote_events")
    append_only("urgencies")
    append_only("vote_errata")
    append_only("votes")


def downgrade() -> None:
    op.drop_table('votes')
    op.drop_table('vote_errata')
    op.drop_table('urgencies')
    op.drop_table('vote_events')
    op.drop_table('motion_outcomes')
    op.drop_table('executive_actions')
    op.drop_table('amendment_decisions')
    op.drop_table('motions')
    op.drop_table('member_question_replies')
    op.drop_table('condition_findings')
    op.drop_table('positions')
    op.drop_table('position_drafts')
    op.drop_table('packet_deliveries')
    op.drop_table('member_questions')
    op.drop_table('amendments')
    op.drop_table('amendment_drafts')
    op.drop_table('memberships')
    op.drop_table('bodies')
