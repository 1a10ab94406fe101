"""Tables of summaries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table('summary_drafts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('interim', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=3), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_summary_drafts_docket_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_summary_drafts_drafted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_drafts')),
    sa.UniqueConstraint('docket_id', name=op.f('uq_summary_drafts_docket_id'))
    )
    op.create_table('draft_sentences',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('draft_id', sa.String(length=22), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('cites', sa.JSON(), nullable=False),
    sa.Column('query', sa.JSON(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('document_address', sa.Text(), nullable=False),
    sa.Column('written_by', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['summary_drafts.id'], name=op.f('fk_draft_sentences_draft_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_draft_sentences_theme_id')),
    sa.ForeignKeyConstraint(['written_by'], ['accounts.id'], name=op.f('fk_draft_sentences_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_sentences'))
    )
    op.create_index(op.f('ix_draft_sentences_draft_id'), 'draft_sentences', ['draft_id'], unique=False)
    op.create_table('summaries',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('interim', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=3), nullable=False),
    sa.Column('drafted_by', sa.String(length=22), nullable=False),
    sa.Column('approved_by', sa.String(length=22), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('codebook_id', sa.String(length=22), nullable=False),
    sa.Column('covered', sa.JSON(), nullable=False),
    sa.Column('uncovered', sa.JSON(), nullable=False),
    sa.Column('cited', sa.Integer(), nullable=False),
    sa.Column('uncited', sa.Integer(), nullable=False),
    sa.Column('without_theme', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('agreement', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['accounts.id'], name=op.f('fk_summaries_approved_by')),
    sa.ForeignKeyConstraint(['codebook_id'], ['codebooks.id'], name=op.f('fk_summaries_codebook_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_summaries_docket_id')),
    sa.ForeignKeyConstraint(['drafted_by'], ['accounts.id'], name=op.f('fk_summaries_drafted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summaries')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_summaries_docket_id_n')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_summaries_leaf_id'))
    )
    op.create_table('summary_sentences',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('summary_id', sa.String(length=22), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('theme_id', sa.String(length=22), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('template', sa.Text(), nullable=False),
    sa.Column('quote_start', sa.Integer(), nullable=True),
    sa.Column('quote_length', sa.Integer(), nullable=True),
    sa.Column('quote_mark', sa.LargeBinary(length=32), nullable=True),
    sa.Column('query', sa.JSON(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('document_address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['summary_id'], ['summaries.id'], name=op.f('fk_summary_sentences_summary_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['themes.id'], name=op.f('fk_summary_sentences_theme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_sentences')),
    sa.UniqueConstraint('summary_id', 'position', name=op.f('uq_summary_sentences_summary_id_position'))
    )
    op.create_table('citations',
    sa.Column('sentence_id', sa.String(length=22), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('revision_n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_citations_comment_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['summary_sentences.id'], name=op.f('fk_citations_sentence_id')),
    sa.PrimaryKeyConstraint('sentence_id', 'place', name=op.f('pk_citations'))
    )
    op.create_index(op.f('ix_citations_comment_id'), 'citations', ['comment_id'], unique=False)
    op.create_table('summary_disputes',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('sentence_id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_summary_disputes_comment_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['summary_sentences.id'], name=op.f('fk_summary_disputes_sentence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_disputes')),
    sa.UniqueConstraint('leaf_id', name=op.f('uq_summary_disputes_leaf_id')),
    sa.UniqueConstraint('sentence_id', 'comment_id', name=op.f('uq_summary_disputes_sentence_id_comment_id')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_summary_disputes_comment_id'), 'summary_disputes', ['comment_id'], unique=False)
    op.create_table('summary_dispute_decisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('dispute_id', sa.String(length=22), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('decided_by', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['accounts.id'], name=op.f('fk_summary_dispute_decisions_decided_by')),
    sa.ForeignKeyConstraint(['dispute_id'], ['summary_disputes.id'], name=op.f('fk_summary_dispute_decisions_dispute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_dispute_decisions')),
    sa.UniqueConstraint('dispute_id', name=op.f('uq_summary_dispute_decisions_dispute_id'))
    )
    append_only("summaries")
    append_only("summary_sentences")
    append_only("citations")
    append_only("summary_disputes")
    append_only("summary_dispute_decisions")


def downgrade() -> None:
    op.drop_table('summary_dispute_decisions')
    op.drop_table('summary_disputes')
    op.drop_table('citations')
    op.drop_table('summary_sentences')
    op.drop_table('summaries')
    op.drop_table('draft_sentences')
    op.drop_table('summary_drafts')
