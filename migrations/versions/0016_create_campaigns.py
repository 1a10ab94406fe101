"""Tables of campaigns"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only, follow, unfollow

revision = "0016"
down_revision = "0015"

READABLE = "state IN ('published', 'redacted', 'moved')"
KEPT = (("family_counts", "family_id, kind", ""), ("family_days", "family_id, day, kind", " AND day = {day}"))  # table, its key, and the day where it has one


def upgrade() -> None:
    op.create_table('bulk_attestations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('source_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('partner', sa.Text(), nullable=False),
    sa.Column('officer', sa.Text(), nullable=False),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_bulk_attestations_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_attestations')),
    sa.UniqueConstraint('docket_id', 'source_digest', name=op.f('uq_bulk_attestations_docket_id_source_digest'))
    )
    op.create_table('campaign_looks',
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('comments', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_campaign_looks_docket_id')),
    sa.PrimaryKeyConstraint('docket_id', name=op.f('pk_campaign_looks'))
    )
    op.create_table('campaign_arrivals',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_campaign_arrivals_comment_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_campaign_arrivals')),
    sqlite_with_rowid=False
    )
    op.create_table('campaign_prints',
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_campaign_prints_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_campaign_prints_docket_id')),
    sa.PrimaryKeyConstraint('docket_id', 'value', 'comment_id', name=op.f('pk_campaign_prints')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_campaign_prints_comment', 'campaign_prints', ['comment_id'], unique=False)
    op.create_table('campaign_relations',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('a_id', sa.String(length=22), nullable=False),
    sa.Column('b_id', sa.String(length=22), nullable=False),
    sa.Column('per_mille', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['a_id'], ['comments.id'], name=op.f('fk_campaign_relations_a_id')),
    sa.ForeignKeyConstraint(['b_id'], ['comments.id'], name=op.f('fk_campaign_relations_b_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_campaign_relations_docket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_relations')),
    sa.UniqueConstraint('a_id', 'b_id', name=op.f('uq_campaign_relations_a_id_b_id'))
    )
    op.create_index(op.f('ix_campaign_relations_docket_id'), 'campaign_relations', ['docket_id'], unique=False)
    op.create_table('campaign_sketches',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('exact', sa.BigInteger(), nullable=False),
    sa.Column('prints', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_campaign_sketches_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_campaign_sketches_docket_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_campaign_sketches')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_campaign_sketches_exact', 'campaign_sketches', ['docket_id', 'exact'], unique=False)
    op.create_table('families',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('template_id', sa.String(length=22), nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('sponsor', sa.Text(), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_families_docket_id')),
    sa.ForeignKeyConstraint(['template_id'], ['comments.id'], name=op.f('fk_families_template_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_families')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_families_docket_id_n'))
    )
    op.create_index(op.f('ix_families_template_id'), 'families', ['template_id'], unique=False)
    op.create_table('family_acts',
    sa.Column('id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=10), nullable=False),
    sa.Column('family_id', sa.String(length=22), nullable=False),
    sa.Column('moves', sa.JSON(), nullable=False),
    sa.Column('families', sa.JSON(), nullable=False),
    sa.Column('undoes_id', sa.String(length=22), nullable=True),
    sa.Column('openings', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.String(length=22), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('leaf_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['accounts.id'], name=op.f('fk_family_acts_by_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_family_acts_docket_id')),
    sa.ForeignKeyConstraint(['family_id'], ['families.id'], name=op.f('fk_family_acts_family_id')),
    sa.ForeignKeyConstraint(['undoes_id'], ['family_acts.id'], name=op.f('fk_family_acts_undoes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_acts')),
    sa.UniqueConstraint('docket_id', 'n', name=op.f('uq_family_acts_docket_id_n')),
    sa.UniqueConstraint('undoes_id', name=op.f('uq_family_acts_undoes_id'))
    )
    op.create_index(op.f('ix_family_acts_family_id'), 'family_acts', ['family_id'], unique=False)
    op.create_table('family_counts',
    sa.Column('family_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['families.id'], name=op.f('fk_family_counts_family_id')),
    sa.PrimaryKeyConstraint('family_id', 'kind', name=op.f('pk_family_counts')),
    sqlite_with_rowid=False
    )
    op.create_table('family_days',
    sa.Column('family_id', sa.String(length=22), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['families.id'], name=op.f('fk_family_days_family_id')),
    sa.PrimaryKeyConstraint('family_id', 'day', 'kind', name=op.f('pk_family_days')),
    sqlite_with_rowid=False
    )
    op.create_table('family_members',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('family_id', sa.String(length=22), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('by_person', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_family_members_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_family_members_docket_id')),
    sa.ForeignKeyConstraint(['family_id'], ['families.id'], name=op.f('fk_family_members_family_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_family_members')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_family_members_docket_id'), 'family_members', ['docket_id'], unique=False)
    op.create_index('ix_family_members_kinds', 'family_members', ['family_id', 'kind', 'sort_key'], unique=False)
    op.create_index('ix_family_members_page', 'family_members', ['family_id', 'sort_key'], unique=False)
    append_only("bulk_attestations")
    append_only("family_acts")
    # Words that change or become hidden lose their fingerprints in the same transaction, whoever changes them, and are looked at anew.
    follow(
        "comment_faces", "campaigns", ("text", "state", "edited_on", "stance"),
        leave=[f"DELETE FROM {name} WHERE comment_id = OLD.comment_id" for name in ("campaign_prints", "campaign_sketches", "campaign_arrivals")],  # noqa: S608
        enter=["INSERT INTO campaign_arrivals (comment_id) VALUES (NEW.comment_id) ON CONFLICT DO NOTHING"],
    )  # fmt: skip
    op.execute("INSERT INTO campaign_arrivals (comment_id) SELECT comment_id FROM comment_faces")
    _keep_counts()


def _keep_counts() -> None:
    """Readable members by kind, and by day and kind: they change with the member and with its comment."""
    face = f"SELECT received_on FROM comment_faces WHERE comment_id = OLD.comment_id AND {READABLE}"  # noqa: S608
    follow(
        "family_members", "counts", ("family_id", "kind"),
        leave=[
            f"UPDATE {table} SET count = count - 1 WHERE family_id = OLD.family_id AND kind = OLD.kind AND EXISTS ({face}){day.format(day=f'({face})')}"  # noqa: S608
            for table, _key, day in KEPT
        ],
        enter=[
            _one_more(table, key, "comment_faces", f"comment_id = NEW.comment_id AND {READABLE} AND NEW.family_id IS NOT NULL", {"family_id": "NEW.family_id", "kind": "NEW.kind", "day": "received_on"})
            for table, key, _day in KEPT
        ],
    )  # fmt: skip
    member = "FROM family_members WHERE comment_id = OLD.comment_id"
    follow(
        "comment_faces", "families", ("state", "received_on"),
        leave=[
            f"UPDATE {table} SET count = count - 1 WHERE OLD.{READABLE} AND family_id = (SELECT family_id {member}) AND kind = (SELECT kind {member}){day.format(day='OLD.received_on')}"  # noqa: S608
            for table, _key, day in KEPT
        ],
        enter=[
            _one_more(table, key, "family_members", f"comment_id = NEW.comment_id AND family_id IS NOT NULL AND NEW.{READABLE}", {"family_id": "family_id", "kind": "kind", "day": "NEW.received_on"})
            for table, key, _day in KEPT
        ],
    )  # fmt: skip


def _one_more(table: str, key: str, source: str, condition: str, values: dict[str, str]) -> str:
    chosen = ", ".join(values[name] for name in key.split(", "))
    return f"INSERT INTO {table} ({key}, count) SELECT {chosen}, 1 FROM {source} WHERE {condition} ON CONFLICT ({key}) DO UPDATE SET count = {table}.count + 1"  # noqa: S608


def downgrade() -> None:
    unfollow("comment_faces", "families")
    unfollow("family_members", "counts")
    unfollow("comment_faces", "campaigns")
    op.drop_table('family_members')
    op.drop_table('family_days')
    op.drop_table('family_counts')
    op.drop_table('family_acts')
    op.drop_table('families')
    op.drop_table('campaign_sketches')
    op.drop_table('campaign_relations')
    op.drop_table('campaign_prints')
    op.drop_table('campaign_arrivals')
    op.drop_table('campaign_looks')
    op.drop_table('bulk_attestations')
