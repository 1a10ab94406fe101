"""Taking in a file of comments: in chunks of 200 rows, each with its place in the same transaction.

A row is known by the HMAC of its words under the import's own key (equal rows by their count), so a run that was killed
goes on where it stopped and nothing is taken twice. When every row was looked at the import closes: key and row keys go.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.campaigns.partners import Collected, take_statement
from civic.clock import day_of, today
from civic.comments.actions import receive_comment
from civic.comments.models import State
from civic.comments.receipts import is_free
from civic.database import Refusal, db, random_id, savepoint, writing
from civic.dockets.models import Docket, TextVersion
from civic.exchange.models import Import, ImportedRow
from civic.exchange.queries import failed_rows
from civic.exchange.rows import ColumnMap, Meaning, Row, columns_of, read_rows
from civic.people.models import Account
from civic.record.actions import record
from civic.record.codes import Pair
from civic.record.numbers import new_number
from civic.record.vault import destroy, seal, unseal

CHUNK = 200
OWN = Collected()  # by the city itself
Progress = Callable[[int, int], bool]  # rows done, rows altogether; False stops the run


@dataclass
class Outcome:
    """What a run did. ``failed`` holds the refused rows: their number in the file, the reason, their values."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    held: int = 0
    failed: list[dict[str, Any]] = field(default_factory=list)
    stopped: bool = False


def keep_upload(docket: Docket, data: bytes, *, name: str, format: str, by: Account) -> Import:
    """Keep an uploaded file sealed until its columns are named; the same file for the same docket is kept once."""
    if not docket.is_public:
        raise Refusal(_("Docket %(number)s is not published, so it takes no comments.", number=docket.number))
    digest = sha256(data).digest()
    found = _import_of(docket, digest)
    if found is not None:
        return found
    rows = read_rows(data, format)
    made = Import(
        id=random_id(), docket_id=docket.id, source_digest=digest, source_name=name[:200], format=format, column_map={}, state="uploaded",
        rows=len(rows), entered_by=by.id, started_on=today(), source_id=seal(data.decode("utf-8-sig"), "import").id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def start_import(current: Import, map: ColumnMap, *, collected: Collected, by: Account | None) -> None:
    """From now on the import has its key; what the columns mean is fixed. A partner's file needs its statement first (I-30)."""
    take_statement(current.docket, current.source_digest, collected, by=by)
    if current.state != "uploaded":
        return
    current.column_map, current.key, current.state = map.columns | _everywhere(map), secrets.token_bytes(32), "running"
    record("import.begun", current, by=by or "system", docket=current.docket)


def begin_import(
    docket: Docket, data: bytes, *, name: str, format: str, map: ColumnMap, collected: Collected = OWN, by: Account | None = None
) -> Import:  # fmt: skip
    """Start, or find the one that was stopped. A file that was taken in whole is not taken again."""
    if not docket.is_public:
        raise Refusal(_("Docket %(number)s is not published, so it takes no comments.", number=docket.number))
    rows = read_rows(data, format)
    map.check(columns_of(rows))
    digest = sha256(data).digest()
    current = _import_of(docket, digest)
    if current is None:
        current = Import(
            id=random_id(), docket_id=docket.id, source_digest=digest, source_name=name[:200], format=format, column_map={}, state="uploaded",
            rows=len(rows), entered_by=by.id if by else None, started_on=today(),
        )  # fmt: skip
        db.session.add(current)
        db.session.flush()
    start_import(current, map, collected=collected, by=by)
    return current


def rows_of(current: Import) -> list[Row]:
    """The rows of an uploaded file; it is gone once the import closed."""
    if current.source is None:
        raise Refusal(_("The file of this import was destroyed when it closed."))
    return read_rows(unseal(current.source).encode(), current.format)


def _import_of(docket: Docket, digest: bytes) -> Import | None:
    return db.session.scalar(sa.select(Import).where(Import.docket_id == docket.id, Import.source_digest == digest))


def try_rows(docket_id: str, rows: list[Row], map: ColumnMap) -> Outcome:
    """A dry run, in chunks so that others get their turn: everything is tried and nothing is kept."""
    outcome = Outcome(rows=len(rows))
    map.check(columns_of(rows))
    for first in range(0, len(rows), CHUNK):
        with writing():
            docket = db.session.get_one(Docket, docket_id)
            for row in rows[first : first + CHUNK]:
                _take(docket, row, map, None, None, outcome)
            db.session.rollback()
    return outcome


def run_import(import_id: str, rows: list[Row], *, progress: Progress = lambda done, of: True) -> Outcome:
    """Take every row that was not taken yet; commits each chunk with its place, and closes the import at the end."""
    outcome = Outcome(rows=len(rows))
    current = db.session.get_one(Import, import_id)
    if current.key is None:
        outcome.failed = failed_rows(current)
        outcome.known = len(rows) - current.refused
        return outcome
    keyed = keys_of(rows, current.key)
    done = 0
    while chunk := list(islice(keyed, CHUNK)):
        with writing():
            _take_chunk(db.session.get_one(Import, import_id), chunk, outcome)
        done += len(chunk)
        if not progress(done, len(rows)):
            outcome.stopped = True
            return outcome
    with writing():
        close_import(db.session.get_one(Import, import_id), outcome.failed)
    return outcome


def close_import(current: Import, failed: list[dict[str, Any]]) -> None:
    """Destroy what could join rows to comments: the key, the row keys, an uploaded file. Refused rows stay sealed, to be mended."""
    db.session.execute(sa.delete(ImportedRow).where(ImportedRow.import_id == current.id))
    source, current.source_id, current.key = current.source, None, None
    if source is not None:
        destroy(source)
    current.state, current.closed_on, current.refused = "closed", today(), len(failed)
    current.failed_id = seal(json.dumps(failed), "import").id if failed else None
    record("import.closed", current, by=current.clerk or "system", docket=current.docket)


def keys_of(rows: list[Row], key: bytes) -> Iterator[tuple[bytes, Row]]:
    """Each row with its key. Rows that are equal word for word are told apart by how many came before."""
    seen: Counter[bytes] = Counter()
    for row in rows:
        content = json.dumps(row.values if row.values is not None else row.number, sort_keys=True).encode()
        digest = sha256(content).digest()
        seen[digest] += 1
        yield hmac.digest(key, digest + seen[digest].to_bytes(4, "big"), "sha256"), row


def map_of(current: Import) -> ColumnMap:
    kept = dict(current.column_map)
    everywhere = {name: kept.pop(f"every {name}") for name in ("channel", "language", "received") if f"every {name}" in kept}
    return ColumnMap(kept, **everywhere)


def _everywhere(map: ColumnMap) -> dict[str, str]:
    return {f"every {name}": getattr(map, name) for name in ("channel", "language", "received") if getattr(map, name)}


def _take_chunk(current: Import, chunk: list[tuple[bytes, Row]], outcome: Outcome) -> None:
    keys = [key for key, _row in chunk]
    known = set(db.session.scalars(sa.select(ImportedRow.row_key).where(ImportedRow.import_id == current.id, ImportedRow.row_key.in_(keys))))
    outcome.known += len(known)
    before = outcome.taken, outcome.held
    map, docket = map_of(current), current.docket
    for key, row in chunk:
        if key not in known and _take(docket, row, map, current.source_digest, current.clerk, outcome):
            db.session.add(ImportedRow(import_id=current.id, row_key=key))
    current.taken += outcome.taken - before[0]
    current.held += outcome.held - before[1]
    db.session.flush()
    for thing in list(db.session.identity_map.values()):  # thousands of comments need not stay in memory
        if getattr(thing, "__tablename__", "") not in ("dockets", "imports", "accounts", "text_versions", "comment_windows", "provisions"):
            db.session.expunge(thing)


def _take(docket: Docket, row: Row, map: ColumnMap, source: bytes | None, by: Account | None, outcome: Outcome) -> bool:
    """One row; what is wrong with it goes into the failed rows, and nothing of it is kept."""
    try:
        with savepoint():
            meaning = map.meaning_of(row)
            comment = receive_comment(
                docket, meaning.words, _uncoded(), channel=meaning.channel, received_on=meaning.received_on, by=by or "system",
                version=_version_on(docket, meaning), source=source or sha256(b"dry run").digest(),
            )  # fmt: skip
    except Refusal as refusal:
        outcome.failed.append({"row": row.number, "reason": refusal.sentence, "values": row.values or {}})
        return False
    outcome.taken += 1
    outcome.held += comment.face.state is State.HELD
    return True


def _uncoded() -> Pair:
    """Imported comments get a number, and nobody holds a code."""
    while not is_free(number := new_number()):
        pass
    return Pair(number, "", None)


def _version_on(docket: Docket, meaning: Meaning) -> TextVersion | None:
    """The text that stood there on the day of receipt; an archive does not tell."""
    if docket.archive:
        return docket.current_version if meaning.words.sections else None
    return next((v for v in reversed(docket.versions) if v.withdrawal is None and day_of(v.published_at) <= meaning.received_on), None)
