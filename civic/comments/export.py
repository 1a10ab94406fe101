"""Downloads: every comment received, as text or as a tombstone (I-63). Cells never begin like a formula.

They are written while they are sent, some hundred comments at a time, so that their length needs no memory. Each part is
read in a transaction of its own, so a slow reader keeps none open; every comment stands as it was when its part was written.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from flask import current_app
from werkzeug import Response

from civic.comments.models import READABLE, Face
from civic.comments.queries import faces_after, wards_shown
from civic.comments.tombstones import Decided, decided_on
from civic.database import db
from civic.dockets.models import Docket
from civic.record.numbers import shown

Tombstones = Mapping[str, list[Decided]]
COLUMNS = (
    "number", "state", "reason", "received_on", "channel", "late", "version", "sections", "stance", "language", "ward", "name", "text",
    "suggested_words", "entered_by_clerk", "disputed", "edited_on", "same_as", "decided_on", "rule_set", "words_withheld",
)  # fmt: skip


def as_csv(docket: Docket) -> Response:
    return csv_of(docket, _parts(docket.id), f"comments-{docket.number}.csv")


def csv_of(docket: Docket, parts: Iterator[list[Face]], name: str) -> Response:
    """Some comments of a docket as a file, in the columns of all of them."""
    return _download(_lines(parts, wards_shown(docket), decided_on(docket)), "text/csv; charset=utf-8", name)


def as_json(docket: Docket) -> Response:
    return _download(_items(_parts(docket.id), docket.number, wards_shown(docket), decided_on(docket)), "application/json", f"comments-{docket.number}.json")


def row_of(face: Face, wards: set[str], decided: Tombstones) -> dict[str, object]:
    readable = face.state in READABLE
    last = next(reversed(decided.get(face.number, [])), None)
    return {
        "number": shown(face.number), "state": face.state.value, "reason": face.reason or "", "received_on": face.received_on.isoformat(),
        "channel": face.channel, "late": face.late, "version": face.version_n or "", "sections": " ".join(a["wid"] for a in face.anchors),
        "stance": face.stance, "language": face.language, "ward": face.ward if face.ward in wards else "", "name": face.name, "text": face.text if readable else "",
        "suggested_words": face.suggests[0]["text"] if readable and face.suggests else "", "entered_by_clerk": face.by_clerk,
        "disputed": face.disputed, "edited_on": face.edited_on.isoformat() if face.edited_on else "", "same_as": face.same_as or "",
        "decided_on": last.day.isoformat() if last else "", "rule_set": last.rules if last else "", "words_withheld": last.words if last else "",
    }  # fmt: skip


def _parts(docket_id: str) -> Iterator[list[Face]]:
    """Outside the request, which has ended when the second part is asked for."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def read() -> Iterator[list[Face]]:
        place = -1
        while True:
            with app.app_context():
                faces = faces_after(docket_id, place)
                db.session.expunge_all()
            if not faces:
                return
            place = faces[-1].sort_key
            yield faces

    return read()


def _lines(parts: Iterator[list[Face]], wards: set[str], decided: Tombstones) -> Iterator[str]:
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for faces in parts:
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
        writer.writerows({name: _safe_cell(value) for name, value in row_of(face, wards, decided).items()} for face in faces)
        yield out.getvalue()


def _items(parts: Iterator[list[Face]], number: str, wards: set[str], decided: Tombstones) -> Iterator[str]:
    yield f'{{"docket": {json.dumps(number)}, "comments": ['
    before = ""
    for faces in parts:
        yield before + ", ".join(json.dumps(row_of(face, wards, decided), ensure_ascii=False) for face in faces)
        before = ", "
    yield "]}"


def _safe_cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _download(parts: Iterator[str], kind: str, name: str) -> Response:
    return Response(parts, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
