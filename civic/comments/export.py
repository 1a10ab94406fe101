"""Downloads: every comment received, as text or as a tombstone (I-63). Cells never begin like a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from werkzeug import Response

from civic.comments.models import READABLE, Face
from civic.comments.queries import wards_shown
from civic.comments.tombstones import Decided
from civic.dockets.models import Docket
from civic.record.numbers import shown

Tombstones = Mapping[str, list[Decided]]
COLUMNS = (
    "number", "state", "reason", "received_on", "channel", "late", "version", "sections", "stance", "language", "ward", "name", "text",
    "suggested_words", "entered_by_clerk", "disputed", "edited_on", "same_as", "decided_on", "rule_set", "words_withheld",
)  # fmt: skip


def as_csv(docket: Docket, faces: Iterable[Face], decided: Tombstones) -> Response:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    wards = wards_shown(docket)
    for face in faces:
        writer.writerow({name: _safe_cell(value) for name, value in row_of(face, wards, decided).items()})
    return _download("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"comments-{docket.number}.csv")


def as_json(docket: Docket, faces: Iterable[Face], decided: Tombstones) -> Response:
    wards = wards_shown(docket)
    body = json.dumps({"docket": docket.number, "comments": [row_of(face, wards, decided) for face in faces]}, ensure_ascii=False)
    return _download(body, "application/json", f"comments-{docket.number}.json")


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


def _safe_cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _download(body: str, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
