"""Tables of comments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table('submission_tokens',
    sa.Column('token_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('body_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('answer', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_submission_tokens')),
    sqlite_with_rowid=False
    )
    op.create_table('comment_counters',
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('dimension', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_comment_counters_docket_id')),
    sa.PrimaryKeyConstraint('docket_id', 'dimension', 'key', name=op.f('pk_comment_counters')),
    sqlite_with_rowid=False
    )
    op.create_table('comments',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('clock', sa.String(length=40), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('entered_by', sa.String(length=22), nullable=True),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('code_hash', sa.String(length=255), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_comments_docket_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['accounts.id'], name=op.f('fk_comments_entered_by')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_comments_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comments')),
    sa.UniqueConstraint('docket_id', 'sort_key', name=op.f('uq_comments_docket_id_sort_key')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_comments_leaf_id')),
    sa.UniqueConstraint('number', name=op.f('uq_comments_number')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_comments_docket_id'), 'comments', ['docket_id'], unique=False)
    op.create_index('ix_comments_held', 'comments', ['docket_id', 'held_on'], unique=False, sqlite_where=sa.text('held_on IS NOT NULL'), postgresql_where=sa.text('held_on IS NOT NULL'))
    op.create_index('ix_comments_typed', 'comments', ['docket_id', 'sort_key'], unique=False, sqlite_where=sa.text('entered_by IS NOT NULL AND source_digest IS NULL'), postgresql_where=sa.text('entered_by IS NOT NULL AND source_digest IS NULL'))
    op.create_table('comment_anchors',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('version_id', sa.String(length=22), nullable=False),
    sa.Column('wid', sa.String(length=64), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('prefix', sa.Text(), nullable=False),
    sa.Column('suffix', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_anchors_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_comment_anchors_docket_id')),
    sa.ForeignKeyConstraint(['version_id'], ['text_versions.id'], name=op.f('fk_comment_anchors_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_anchors')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_comment_anchors_comment_id'), 'comment_anchors', ['comment_id'], unique=False)
    op.create_index('ix_comment_anchors_section', 'comment_anchors', ['docket_id', 'wid'], unique=False)
    op.create_table('comment_faces',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('shuffle_key', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('ward', sa.String(length=20), nullable=False),
    sa.Column('stance', sa.String(length=10), nullable=False),
    sa.Column('connection', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('version_n', sa.Integer(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('by_clerk', sa.Boolean(), nullable=False),
    sa.Column('imported', sa.Boolean(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('disputed', sa.Boolean(), nullable=False),
    sa.Column('name_withheld', sa.Boolean(), nullable=False),
    sa.Column('edited_on', sa.Date(), nullable=True),
    sa.Column('wants_answer', sa.Boolean(), nullable=False),
    sa.Column('same_as', sa.String(length=6), nullable=True),
    sa.Column('reason', sa.String(length=4), nullable=True),
    sa.Column('wording_key', sa.BigInteger(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('anchors', sa.JSON(), nullable=False),
    sa.Column('excerpt', sa.Text(), nullable=False),
    sa.Column('suggests', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_faces_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_comment_faces_docket_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_comment_faces')),
    sa.UniqueConstraint('number', name=op.f('uq_comment_faces_number')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_comment_faces_asking', 'comment_faces', ['docket_id', 'sort_key'], unique=False, sqlite_where=sa.text('wants_answer'), postgresql_where=sa.text('wants_answer'))
    op.create_index('ix_comment_faces_marked', 'comment_faces', ['docket_id'], unique=False, sqlite_where=sa.text('(disputed OR name_withheld OR same_as IS NOT NULL)'), postgresql_where=sa.text('(disputed OR name_withheld OR same_as IS NOT NULL)'))
    op.create_index('ix_comment_faces_page', 'comment_faces', ['docket_id', 'sort_key', 'state', 'stance', 'language', 'channel', 'version_n', 'received_on', 'shuffle_key'], unique=False)
    op.create_index('ix_comment_faces_shuffle', 'comment_faces', ['docket_id', 'shuffle_key', 'state', 'stance', 'language', 'channel', 'version_n', 'received_on'], unique=False)
    op.create_index('ix_comment_faces_state', 'comment_faces', ['docket_id', 'state'], unique=False)
    op.create_table('hints',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('revision_n', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('pattern', sa.String(length=20), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_hints_comment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hints')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_hints_comment_id'), 'hints', ['comment_id'], unique=False)
    op.create_table('name_disputes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=False),
    sa.Column('code_hash', sa.String(length=255), nullable=False),
    sa.Column('claim_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('proposed_by', sa.String(length=22), nullable=True),
    sa.Column('proposed_outcome', sa.String(length=10), nullable=True),
    sa.Column('decided_by', sa.String(length=22), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['sealed_texts.id'], name=op.f('fk_name_disputes_claim_id')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_name_disputes_comment_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_name_disputes_decided_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['accounts.id'], name=op.f('fk_name_disputes_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_disputes')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_name_disputes_comment_id'), 'name_disputes', ['comment_id'], unique=False)
    op.create_table('problem_reports',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('words_id', sa.String(length=22), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_problem_reports_comment_id')),
    sa.ForeignKeyConstraint(['words_id'], ['sealed_texts.id'], name=op.f('fk_problem_reports_words_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_problem_reports')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_problem_reports_comment_id'), 'problem_reports', ['comment_id'], unique=False)
    op.create_table('revisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('standing', sa.String(length=40), nullable=False),
    sa.Column('wants_answer', sa.Boolean(), nullable=False),
    sa.Column('sealed_id', sa.String(length=22), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_revisions_comment_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_revisions_sealed_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revisions')),
    sa.UniqueConstraint('comment_id', 'n', name=op.f('uq_revisions_comment_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_revisions_leaf_id')),
    sqlite_with_rowid=False
    )
    op.create_table('hidden_parts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('revision_id', sa.String(length=22), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('part', sa.String(length=8), nullable=False),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=4), nullable=False),
    sa.Column('sealed_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('restored_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_hidden_parts_comment_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_hidden_parts_revision_id')),
    sa.ForeignKeyConstraint(['sealed_id'], ['sealed_texts.id'], name=op.f('fk_hidden_parts_sealed_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hidden_parts')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_hidden_parts_comment_id'), 'hidden_parts', ['comment_id'], unique=False)
    op.create_index(op.f('ix_hidden_parts_leaf_id'), 'hidden_parts', ['leaf_id'], unique=False)
    append_only("comment_anchors")


def downgrade() -> None:
    op.drop_table('hidden_parts')
    op.drop_table('revisions')
    op.drop_table('problem_reports')
    op.drop_table('name_disputes')
    op.drop_table('hints')
    op.drop_table('comment_faces')
    op.drop_table('comment_anchors')
    op.drop_table('comments')
    op.drop_table('comment_counters')
    op.drop_table('submission_tokens')
