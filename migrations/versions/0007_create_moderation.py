"""Tables of moderation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only, follow, unfollow

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table('rule_sets',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('codes', sa.JSON(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_sets')),
    sa.UniqueConstraint('n', name=op.f('uq_rule_sets_n'))
    )
    op.create_table('claims',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('account_id', sa.String(length=22), nullable=False),
    sa.Column('comments', sa.JSON(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_claims_account_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_claims_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claims'))
    )
    op.create_index(op.f('ix_claims_docket_id'), 'claims', ['docket_id'], unique=False)
    op.create_table('decisions',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('action', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=4), nullable=True),
    sa.Column('rules', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('spans', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('same_as', sa.String(length=6), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('proposer_id', sa.String(length=22), nullable=False),
    sa.Column('confirmer_id', sa.String(length=22), nullable=True),
    sa.Column('reversed_by_id', sa.String(length=22), nullable=True),
    sa.Column('waited_since', sa.Date(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=True),
    sa.Column('hint', sa.String(length=20), nullable=False),
    sa.CheckConstraint("state in ('proposed', 'dropped') or confirmer_id is not null or code is null or code not in ('T1', 'T2', 'O1', 'S1', 'I1', 'C1', 'X1')", name=op.f('ck_decisions_never_alone')),
    sa.CheckConstraint("state in ('proposed', 'taken', 'dropped', 'reversed')", name=op.f('ck_decisions_state')),
    sa.CheckConstraint('confirmer_id is null or confirmer_id <> proposer_id', name=op.f('ck_decisions_two_people')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_decisions_comment_id')),
    sa.ForeignKeyConstraint(['confirmer_id'], ['accounts.id'], name=op.f('fk_decisions_confirmer_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_decisions_docket_id')),
    sa.ForeignKeyConstraint(['proposer_id'], ['accounts.id'], name=op.f('fk_decisions_proposer_id')),
    sa.ForeignKeyConstraint(['reversed_by_id'], ['accounts.id'], name=op.f('fk_decisions_reversed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('comment_id', 'n', name=op.f('uq_decisions_comment_id_n')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_decisions_comment', 'decisions', ['comment_id', 'state'], unique=False)
    op.create_index(op.f('ix_decisions_docket_id'), 'decisions', ['docket_id'], unique=False)
    op.create_index('ix_decisions_proposed', 'decisions', ['docket_id', 'comment_id'], unique=False, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
    op.create_index('ix_decisions_recent', 'decisions', ['docket_id', 'proposer_id', 'day'], unique=False)
    op.create_table('unread_comments',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_unread_comments_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_unread_comments_docket_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_unread_comments')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_unread_comments_page', 'unread_comments', ['docket_id', 'sort_key'], unique=False)
    op.create_table('appeals',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('decision_id', sa.String(length=22), nullable=False),
    sa.Column('grounds_id', sa.String(length=22), nullable=False),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reviewer_id', sa.String(length=22), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_appeals_decision_id')),
    sa.ForeignKeyConstraint(['grounds_id'], ['sealed_texts.id'], name=op.f('fk_appeals_grounds_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['accounts.id'], name=op.f('fk_appeals_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_appeals_decision_id')),
    sqlite_with_rowid=False
    )
    op.create_table('counted_stances',
    sa.Column('decision_id', sa.String(length=22), nullable=False),
    sa.Column('stance', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_counted_stances_decision_id')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_counted_stances')),
    sqlite_with_rowid=False
    )
    op.create_table('destroyed_parts',
    sa.Column('part_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['part_id'], ['hidden_parts.id'], name=op.f('fk_destroyed_parts_part_id')),
    sa.PrimaryKeyConstraint('part_id', name=op.f('pk_destroyed_parts')),
    sqlite_with_rowid=False
    )
    append_only("rule_sets")
    append_only("destroyed_parts")
    _keep_the_unread()


def _keep_the_unread() -> None:
    """Readable comments without a decision that stands or stood; a proposal that was dropped is none."""
    readable = "state IN ('published', 'redacted', 'moved')"
    columns = "INSERT INTO unread_comments (comment_id, docket_id, sort_key) SELECT comment_id, docket_id, sort_key FROM comment_faces"
    follow(
        "comment_faces", "unread", ("state",),
        leave=["DELETE FROM unread_comments WHERE comment_id = OLD.comment_id"],
        enter=[
            f"{columns} WHERE comment_id = NEW.comment_id AND {readable} AND NOT EXISTS "  # noqa: S608
            "(SELECT 1 FROM decisions d WHERE d.comment_id = NEW.comment_id AND d.state <> 'dropped') ON CONFLICT DO NOTHING"
        ],
    )  # fmt: skip
    follow(
        "decisions", "unread", ("state",),
        leave=[
            f"{columns} WHERE comment_id = OLD.comment_id AND {readable} AND NOT EXISTS "  # noqa: S608
            "(SELECT 1 FROM decisions d WHERE d.comment_id = OLD.comment_id AND d.state <> 'dropped' AND d.id <> OLD.id) ON CONFLICT DO NOTHING"
        ],
        enter=["DELETE FROM unread_comments WHERE comment_id = NEW.comment_id AND NEW.state <> 'dropped'"],
    )  # fmt: skip


def downgrade() -> None:
    unfollow("decisions", "unread")
    unfollow("comment_faces", "unread")
    op.drop_table('destroyed_parts')
    op.drop_table('counted_stances')
    op.drop_table('appeals')
    op.drop_table('unread_comments')
    op.drop_table('decisions')
    op.drop_table('claims')
    op.drop_table('rule_sets')
