"""Tables of letters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('organisations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=True),
    sa.Column('domain', sa.Text(), nullable=False),
    sa.Column('ein', sa.String(length=10), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations'))
    )
    op.create_table('letters',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('author_id', sa.String(length=22), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('addressee', sa.String(length=40), nullable=False),
    sa.Column('ask', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('sign_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('residents', sa.Boolean(), nullable=False),
    sa.Column('goal', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.Column('abandoned_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['accounts.id'], name=op.f('fk_letters_author_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_letters_docket_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_letters_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letters'))
    )
    op.create_index(op.f('ix_letters_docket_id'), 'letters', ['docket_id'], unique=False)
    op.create_index(op.f('ix_letters_organisation_id'), 'letters', ['organisation_id'], unique=False)
    op.create_table('organisation_labels',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_labels_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_labels'))
    )
    op.create_index(op.f('ix_organisation_labels_organisation_id'), 'organisation_labels', ['organisation_id'], unique=False)
    op.create_table('organisation_shapes',
    sa.Column('shape', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_shapes_organisation_id')),
    sa.PrimaryKeyConstraint('shape', name=op.f('pk_organisation_shapes'))
    )
    op.create_index(op.f('ix_organisation_shapes_organisation_id'), 'organisation_shapes', ['organisation_id'], unique=False)
    op.create_table('representatives',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('authority_id', sa.String(length=22), nullable=False),
    sa.Column('founder', sa.Boolean(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_representatives_account_id')),
    sa.ForeignKeyConstraint(['authority_id'], ['sealed_texts.id'], name=op.f('fk_representatives_authority_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_representatives_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_representatives'))
    )
    op.create_index(op.f('ix_representatives_account_id'), 'representatives', ['account_id'], unique=False)
    op.create_index(op.f('ix_representatives_organisation_id'), 'representatives', ['organisation_id'], unique=False)
    op.create_table('entered_letters',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('addressee', sa.String(length=40), nullable=False),
    sa.Column('sender', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('folded', sa.LargeBinary(length=32), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('how', sa.String(length=40), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('file_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('unlisted', sa.Integer(), nullable=False),
    sa.Column('entered_by', sa.String(length=22), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_entered_letters_docket_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['accounts.id'], name=op.f('fk_entered_letters_entered_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_entered_letters_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entered_letters')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_entered_letters_leaf_id'))
    )
    op.create_index(op.f('ix_entered_letters_docket_id'), 'entered_letters', ['docket_id'], unique=False)
    op.create_index(op.f('ix_entered_letters_folded'), 'entered_letters', ['folded'], unique=False)
    op.create_table('label_requests',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('representative_id', sa.String(length=22), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('words_id', sa.String(length=22), nullable=True),
    sa.Column('domain', sa.Text(), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('works_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('pressed_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_label_requests_organisation_id')),
    sa.ForeignKeyConstraint(['representative_id'], ['representatives.id'], name=op.f('fk_label_requests_representative_id')),
    sa.ForeignKeyConstraint(['words_id'], ['sealed_texts.id'], name=op.f('fk_label_requests_words_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_requests')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_label_requests_token_digest'))
    )
    op.create_index(op.f('ix_label_requests_organisation_id'), 'label_requests', ['organisation_id'], unique=False)
    op.create_table('letter_versions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('letter_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('addressee', sa.String(length=40), nullable=False),
    sa.Column('residents', sa.Boolean(), nullable=False),
    sa.Column('sign_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('folded', sa.LargeBinary(length=32), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_letter_versions_letter_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_letter_versions_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_versions')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_letter_versions_leaf_id')),
    sa.UniqueConstraint('letter_id', 'n', name=op.f('uq_letter_versions_letter_id_n'))
    )
    op.create_index(op.f('ix_letter_versions_folded'), 'letter_versions', ['folded'], unique=False)
    op.create_table('entered_letter_voids',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('letter_id', sa.String(length=22), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['entered_letters.id'], name=op.f('fk_entered_letter_voids_letter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entered_letter_voids')),
    sa.UniqueConstraint('letter_id', name=op.f('uq_entered_letter_voids_letter_id'))
    )
    op.create_table('entered_signatories',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('letter_id', sa.String(length=22), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('struck_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('sealed_id', sa.String(length=22), nullable=True),
    sa.ForeignKeyConstraint(['letter_id'], ['entered_letters.id'], name=op.f('fk_entered_signatories_letter_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_entered_signatories_sealed_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entered_signatories')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_entered_signatories_leaf_id'))
    )
    op.create_index(op.f('ix_entered_signatories_letter_id'), 'entered_signatories', ['letter_id'], unique=False)
    op.create_table('letter_deliveries',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('letter_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('organisations', sa.Integer(), nullable=False),
    sa.Column('residents', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_letter_deliveries_letter_id')),
    sa.ForeignKeyConstraint(['version_id'], ['letter_versions.id'], name=op.f('fk_letter_deliveries_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_deliveries')),
    sa.UniqueConstraint('letter_id', name=op.f('uq_letter_deliveries_letter_id'))
    )
    op.create_table('letter_invitations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('reminder_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('address_id', sa.String(length=22), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('answer', sa.String(length=10), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['address_id'], ['sealed_texts.id'], name=op.f('fk_letter_invitations_address_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_letter_invitations_organisation_id')),
    sa.ForeignKeyConstraint(['version_id'], ['letter_versions.id'], name=op.f('fk_letter_invitations_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_invitations')),
    sa.UniqueConstraint('reminder_digest', name=op.f('uq_letter_invitations_reminder_digest')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_letter_invitations_token_digest')),
    sa.UniqueConstraint('version_id', 'organisation_id', name=op.f('uq_letter_invitations_version_id_organisation_id'))
    )
    op.create_table('letter_signatures',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('through', sa.String(length=40), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=True),
    sa.Column('code_hash', sa.String(length=255), nullable=True),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('came_after', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('left_after', sa.Boolean(), nullable=False),
    sa.Column('sealed_id', sa.String(length=22), nullable=True),
    sa.CheckConstraint("(kind = 'organisation') = (organisation_id IS NOT NULL)", name=op.f('ck_letter_signatures_kind')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_letter_signatures_organisation_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_letter_signatures_sealed_id')),
    sa.ForeignKeyConstraint(['version_id'], ['letter_versions.id'], name=op.f('fk_letter_signatures_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_signatures')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_letter_signatures_leaf_id')),
    sa.UniqueConstraint('number', name=op.f('uq_letter_signatures_number')),
    sa.UniqueConstraint('version_id', 'organisation_id', name=op.f('uq_letter_signatures_version_id_organisation_id')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_letter_signatures_version_id'), 'letter_signatures', ['version_id'], unique=False)
    op.create_table('organisation_checks',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('organisation_id', sa.String(length=22), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=True),
    sa.Column('representative_id', sa.String(length=22), nullable=True),
    sa.Column('evidence_id', sa.String(length=22), nullable=False),
    sa.Column('request_id', sa.String(length=22), nullable=True),
    sa.Column('proposed_by', sa.String(length=22), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(length=22), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_organisation_checks_decided_by')),
    sa.ForeignKeyConstraint(['evidence_id'], ['sealed_texts.id'], name=op.f('fk_organisation_checks_evidence_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_checks_organisation_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_organisation_checks_proposed_by')),
    sa.ForeignKeyConstraint(['representative_id'], ['representatives.id'], name=op.f('fk_organisation_checks_representative_id')),
    sa.ForeignKeyConstraint(['request_id'], ['label_requests.id'], name=op.f('fk_organisation_checks_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_checks'))
    )
    op.create_index(op.f('ix_organisation_checks_organisation_id'), 'organisation_checks', ['organisation_id'], unique=False)
    append_only("entered_letters")
    append_only("letter_versions")
    append_only("entered_letter_voids")
    append_only("letter_deliveries")


def downgrade() -> None:
    op.drop_table('organisation_checks')
    op.drop_table('letter_signatures')
    op.drop_table('letter_invitations')
    op.drop_table('letter_deliveries')
    op.drop_table('entered_signatories')
    op.drop_table('entered_letter_voids')
    op.drop_table('letter_versions')
    op.drop_table('label_requests')
    op.drop_table('entered_letters')
    op.drop_table('representatives')
    op.drop_table('organisation_shapes')
    op.drop_table('organisation_labels')
    op.drop_table('letters')
    op.drop_table('organisations')
