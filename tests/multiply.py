"""Many dockets quickly, for tests and measurements of pages that show all of them: one docket's rows copied under new ids."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa

from civic.database import Base, db, random_id
from civic.dockets.models import Docket
from civic.record.numbers import new_number

BY_TRIGGERS = ("search_waiting", "search_entries", "campaign_arrivals", "queue_places", "sortings", "placed_comments", "read_twice", "decision_counts", "decision_waits", "second_readings", "family_counts", "family_days")  # the copied faces fill these by themselves, or the worker does


def copies_of(docket: Docket, count: int, first: int = 9000, *also: Any) -> None:
    """The docket (and ``also`` other things) and everything that hangs on it, ``count`` times more, numbered from ``first`` in its year.

    What the rows share (accounts, offices, sealed words) stays shared; the record's own leaves are not copied.
    """
    db.session.flush()
    rows = _rows_below(docket, *also)
    for n in range(count):
        ids = {(name, row["id"]): random_id() for name, found in rows.items() for row in found if "id" in row}
        for table in Base.metadata.sorted_tables:
            if made := [_copy(table, row, ids, first + n) for row in rows.get(table.name, [])]:
                db.session.execute(table.insert(), made)
    db.session.commit()


def _rows_below(*roots: Any) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in BY_TRIGGERS:
            continue
        if own := [root.id for root in roots if root.__tablename__ == table.name]:
            wanted = table.c.id.in_(own)
        else:
            wanted = sa.or_(sa.false(), *(_points_into(key, rows) for key in table.foreign_keys if key.column.table.name in rows and key.column.table is not table))
        if found := [dict(row) for row in db.session.execute(sa.select(table).where(wanted)).mappings()]:
            rows[table.name] = found
    return rows


def _points_into(key: sa.ForeignKey, rows: dict[str, list[dict[str, Any]]]) -> sa.ColumnElement[bool]:
    return key.parent.in_([row[key.column.name] for row in rows[key.column.table.name]])


def _copy(table: sa.Table, row: dict[str, Any], ids: dict[tuple[str, str], str], n: int) -> dict[str, Any]:
    made = dict(row)
    for column in table.columns:
        if column.name == "id":
            made["id"] = ids[table.name, row["id"]]
        for key in column.foreign_keys:
            made[column.name] = ids.get((key.column.table.name, row[column.name]), made[column.name])
    if "leaf_id" in made and table.c.leaf_id.unique:
        made["leaf_id"] = random_id()
    if "token_digest" in made:
        made["token_digest"] = secrets.token_bytes(32)
    if table.name == "dockets":
        made["number"] = f"{row['number'][:4]}-{n}"
    elif "number" in made and table.name in ("comments", "comment_faces"):
        made["number"] = ids.setdefault(("numbers", row["number"]), new_number())  # the same for a comment and its face
    return made

