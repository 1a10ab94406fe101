"""Tables of moderation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civic.triggers import append_only, follow, unfollow

revision = "0007"
down_revision = "0006"

TAKEN = "state IN ('taken', 'reversed')"  # a reversed decision was taken


def upgrade() -> None:
    op.create_table('decision_waits',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('waited_since', sa.Date(), nullable=False),
    sa.Column('action', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'waited_since', 'action', 'code', 'channel', 'language', name=op.f('pk_decision_waits')),
    sqlite_with_rowid=False
    )
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
    op.create_table('decision_counts',
    sa.Column('quarter', sa.String(length=7), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('reader_id', sa.String(length=22), nullable=False),
    sa.Column('action', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('stance', sa.String(length=10), nullable=False),
    sa.Column('hinted', sa.Boolean(), nullable=False),
    sa.Column('appeal', sa.String(length=10), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_decision_counts_docket_id')),
    sa.ForeignKeyConstraint(['reader_id'], ['accounts.id'], name=op.f('fk_decision_counts_reader_id')),
    sa.PrimaryKeyConstraint('quarter', 'docket_id', 'reader_id', 'action', 'code', 'state', 'stance', 'hinted', 'appeal', name=op.f('pk_decision_counts')),
    sqlite_with_rowid=False
    )
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
    sa.Column('undo_proposer_id', sa.String(length=22), nullable=True),
    sa.Column('reversed_by_id', sa.String(length=22), nullable=True),
    sa.Column('waited_since', sa.Date(), nullable=False),
    sa.Column('was_held', sa.Boolean(), nullable=False),
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
    sa.ForeignKeyConstraint(['undo_proposer_id'], ['accounts.id'], name=op.f('fk_decisions_undo_proposer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('comment_id', 'n', name=op.f('uq_decisions_comment_id_n')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_decisions_comment', 'decisions', ['comment_id', 'state'], unique=False)
    op.create_index(op.f('ix_decisions_docket_id'), 'decisions', ['docket_id'], unique=False)
    op.create_index('ix_decisions_proposed', 'decisions', ['docket_id', 'comment_id'], unique=False, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
    op.create_index('ix_decisions_undo', 'decisions', ['docket_id'], unique=False, sqlite_where=sa.text("undo_proposer_id is not null and state = 'taken'"), postgresql_where=sa.text("undo_proposer_id is not null and state = 'taken'"))
    op.create_index('ix_decisions_recent', 'decisions', ['docket_id', 'proposer_id', 'action', 'day', 'id'], unique=False)
    op.create_index('ix_decisions_agreed', 'decisions', ['docket_id', 'confirmer_id', 'day', 'id'], unique=False, sqlite_where=sa.text("confirmer_id is not null"), postgresql_where=sa.text("confirmer_id is not null"))
    op.create_table('second_readings',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_second_readings_comment_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_second_readings')),
    sqlite_with_rowid=False
    )
    op.create_table('queue_places',
    sa.Column('comment_id', sa.String(length=22), nullable=False),
    sa.Column('docket_id', sa.String(length=22), nullable=False),
    sa.Column('kind', sa.Integer(), nullable=False),
    sa.Column('sort_key', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.String(length=22), nullable=True),
    sa.Column('is_reported', sa.Boolean(), nullable=False),
    sa.Column('is_unread', sa.Boolean(), nullable=False),
    sa.Column('is_alone', sa.Boolean(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_queue_places_comment_id')),
    sa.ForeignKeyConstraint(['docket_id'], ['dockets.id'], name=op.f('fk_queue_places_docket_id')),
    sa.ForeignKeyConstraint(['person_id'], ['accounts.id'], name=op.f('fk_queue_places_person_id')),
    sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_queue_places')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_queue_places_line', 'queue_places', ['docket_id', 'kind', 'person_id', 'is_reported', 'sort_key', 'since'], unique=False, sqlite_where=sa.text('kind <> 4'), postgresql_where=sa.text('kind <> 4'))
    op.create_index('ix_queue_places_unread', 'queue_places', ['docket_id', 'sort_key'], unique=False, sqlite_where=sa.text('kind = 4'), postgresql_where=sa.text('kind = 4'))
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
    _keep_the_queue()
    _keep_the_numbers()


def _keep_the_queue() -> None:
    """Each comment that waits for a moderator, at its first place (the numbers of ``civic.moderation.models.LINE``)."""
    again = _placed_again("NEW.comment_id")
    follow("comment_faces", "queue", ("docket_id", "state", "sort_key", "shuffle_key", "suggests"), leave=[_placed_nowhere("OLD.comment_id")], enter=again)
    follow("comments", "queue", ("held_on",), leave=[_placed_nowhere("OLD.id")], enter=_placed_again("NEW.id"))
    for table, columns in (("decisions", ("comment_id", "state", "action")), ("hints", ("comment_id", "state")), ("problem_reports", ("comment_id", "closed_on"))):
        follow(table, "queue", columns, leave=_placed_again("OLD.comment_id", **{table: "OLD.id"}), enter=again)


def _placed_nowhere(comment: str) -> str:
    return f"DELETE FROM queue_places WHERE comment_id = {comment}"  # noqa: S608


def _placed_again(comment: str, **but: str) -> list[str]:
    """What a row that goes away said does not count any more: ``but`` names it, by its table."""
    names = "docket_id, kind, sort_key, person_id, is_reported, is_unread, is_alone, since"
    found = PLACE.format(comment=comment, **{name: f" AND id <> {but[name]}" if name in but else "" for name in ("decisions", "hints", "problem_reports")})
    now = ", ".join(f"{name} = excluded.{name}" for name in names.split(", "))
    return [
        _placed_nowhere(comment),
        f"INSERT INTO queue_places (comment_id, {names}) SELECT comment_id, {names} FROM ({found}) q WHERE kind IS NOT NULL ON CONFLICT (comment_id) DO UPDATE SET {now}",  # noqa: S608
    ]


READABLE = "state IN ('published', 'redacted', 'moved')"
PLACE = (
    "SELECT comment_id, docket_id, sort_key, since, is_reported, is_readable AND NOT was_decided AS is_unread, is_reported OR is_hinted OR suggests AS is_alone, "  # noqa: S608
    "CASE WHEN proposer_id IS NOT NULL THEN 2 WHEN is_readable AND is_threat THEN 0 WHEN since IS NOT NULL THEN 1 WHEN is_readable AND is_reported THEN 3 "
    "WHEN is_readable AND NOT was_decided THEN 4 WHEN is_readable AND is_drawn AND was_read THEN 5 END AS kind, "
    "CASE WHEN proposer_id IS NOT NULL THEN proposer_id WHEN is_drawn AND was_read THEN reader_id END AS person_id "
    f"FROM (SELECT f.comment_id, f.docket_id, f.sort_key, c.held_on AS since, f.{READABLE} AS is_readable, f.shuffle_key % 20 = 0 AS is_drawn, "
    "CAST(f.suggests AS TEXT) <> '[]' AS suggests, d.was_decided, d.was_read, d.reader_id, "
    f"CASE WHEN f.state = 'held' OR f.{READABLE} THEN d.proposer_id END AS proposer_id, "
    "EXISTS (SELECT 1 FROM hints WHERE comment_id = {comment} AND state = 'open'{hints}) AS is_hinted, "
    "EXISTS (SELECT 1 FROM hints WHERE comment_id = {comment} AND state = 'open' AND kind = 'threat'{hints}) AS is_threat, "
    "EXISTS (SELECT 1 FROM problem_reports WHERE comment_id = {comment} AND closed_on IS NULL{problem_reports}) AS is_reported "
    "FROM comment_faces f JOIN comments c ON c.id = f.comment_id CROSS JOIN ("
    "SELECT COUNT(CASE WHEN state <> 'dropped' THEN 1 END) > 0 AS was_decided, MIN(CASE WHEN state = 'proposed' THEN proposer_id END) AS proposer_id, "
    "COUNT(CASE WHEN state = 'taken' THEN 1 END) = 1 AND COUNT(CASE WHEN state = 'taken' AND action IN ('leave', 'publish') THEN 1 END) = 1 AS was_read, "
    "MIN(CASE WHEN state = 'taken' THEN proposer_id END) AS reader_id FROM decisions WHERE comment_id = {comment}{decisions}"
    ") d WHERE f.comment_id = {comment}) p"
)


def _keep_the_numbers() -> None:
    """What the public page adds up: decisions that are alike, how long they waited, and the second readings."""
    follow(
        "decisions", "numbers", ("docket_id", "comment_id", "action", "code", "n", "state", "proposer_id", "waited_since", "day", "hint"),
        leave=[_alike("OLD", -1), _waits("OLD", -1, "f.comment_id = OLD.comment_id"), "DELETE FROM second_readings WHERE comment_id = OLD.comment_id AND OLD.n <= 2"],
        enter=[_alike("NEW", 1), _waits("NEW", 1, "f.comment_id = NEW.comment_id"), SECOND_READING],
    )  # fmt: skip
    for table, value in (("counted_stances", "stance"), ("appeals", "state")):  # a decision goes from those that have none to those that have this one, and back
        none, was, now = ({value: words} for words in ("''", f"OLD.{value}", f"NEW.{value}"))
        follow(
            table, "numbers", ("decision_id", value),
            leave=[_moved(table, "OLD", -1, was), _moved(table, "OLD", 1, none)],
            enter=[_moved(table, "NEW", -1, none), _moved(table, "NEW", 1, now)],
        )  # fmt: skip
    follow(
        "comment_faces", "numbers", ("comment_id", "language", "channel", "shuffle_key"),
        leave=[_waits_of_the_face("OLD", -1), "DELETE FROM second_readings WHERE comment_id = OLD.comment_id"],
        enter=[_waits_of_the_face("NEW", 1), SECOND_READING],
    )  # fmt: skip


ALIKE = "quarter, docket_id, reader_id, action, code, state, stance, hinted, appeal"
WAITS = "day, waited_since, action, code, channel, language"
SECOND_READING = (
    "INSERT INTO second_readings (comment_id, agrees) SELECT s.comment_id, s.action = 'leave' FROM decisions s "
    "JOIN decisions f ON f.comment_id = s.comment_id AND f.n = 1 JOIN comment_faces c ON c.comment_id = s.comment_id "
    "WHERE s.comment_id = NEW.comment_id AND s.n = 2 AND s.state <> 'dropped' AND f.state = 'taken' AND f.action IN ('publish', 'leave') "
    "AND s.proposer_id <> f.proposer_id AND c.shuffle_key % 20 = 0 ON CONFLICT DO NOTHING"
)


def _alike(row: str, n: int, source: str = "", **known: str) -> str:
    """``n`` more decisions like ``row``, with the stance and the state of the appeal that it has, or those that are ``known``."""
    stance = known.get("stance") or f"COALESCE((SELECT s.stance FROM counted_stances s WHERE s.decision_id = {row}.id), '')"  # noqa: S608
    appeal = known.get("state") or f"COALESCE((SELECT a.state FROM appeals a WHERE a.decision_id = {row}.id), '')"  # noqa: S608
    columns = f"{_quarter(row)}, {row}.docket_id, {row}.proposer_id, {row}.action, COALESCE({row}.code, ''), {row}.state, {stance}, {row}.hint <> '', {appeal}"
    return f"INSERT INTO decision_counts ({ALIKE}, count) SELECT {columns}, {n} {source or 'WHERE 1 = 1'} {_added('decision_counts', ALIKE)}"


def _moved(table: str, row: str, n: int, known: dict[str, str]) -> str:
    return _alike("d", n, f"FROM decisions d WHERE d.id = {row}.decision_id", **known)


def _waits(row: str, n: int, condition: str) -> str:
    columns = f"{row}.day, {row}.waited_since, {row}.action, COALESCE({row}.code, ''), f.channel, f.language"
    return f"INSERT INTO decision_waits ({WAITS}, count) SELECT {columns}, {n} FROM comment_faces f WHERE {condition} AND {row}.{TAKEN} {_added('decision_waits', WAITS)}"  # noqa: S608


def _waits_of_the_face(row: str, n: int) -> str:
    """Of all decisions on one comment; alike ones together, because a statement may change a row only once."""
    columns = f"d.day, d.waited_since, d.action, COALESCE(d.code, ''), {row}.channel, {row}.language"
    alike = f"SELECT {columns}, {n} * COUNT(*) FROM decisions d WHERE d.comment_id = {row}.comment_id AND d.{TAKEN} GROUP BY d.day, d.waited_since, d.action, d.code"  # noqa: S608
    return f"INSERT INTO decision_waits ({WAITS}, count) {alike} {_added('decision_waits', WAITS)}"


def _added(table: str, key: str) -> str:
    return f"ON CONFLICT ({key}) DO UPDATE SET count = {table}.count + excluded.count"


def _quarter(row: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return f"strftime('%Y', {row}.day) || ' Q' || ((strftime('%m', {row}.day) + 2) / 3)"
    return f"to_char({row}.day, 'YYYY \"Q\"Q')"


def downgrade() -> None:
    for table in ("comment_faces", "appeals", "counted_stances", "decisions"):
        unfollow(table, "numbers")
    for table in ("problem_reports", "hints", "decisions", "comments", "comment_faces"):
        unfollow(table, "queue")
    op.drop_table('destroyed_parts')
    op.drop_table('counted_stances')
    op.drop_table('appeals')
    op.drop_table('queue_places')
    op.drop_table('second_readings')
    op.drop_table('decisions')
    op.drop_table('decision_counts')
    op.drop_table('claims')
    op.drop_table('rule_sets')
    op.drop_table('decision_waits')
