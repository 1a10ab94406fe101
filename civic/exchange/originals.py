"""Scans and recordings of what came on paper or by voice: sealed, read by clerks alone, destroyed when their time is over."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import day_of, today
from civic.comments.models import Comment, State
from civic.database import Refusal, db, writing
from civic.exchange.models import Original
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.vault import destroy, seal, unseal_file
from civic.work import chore

LARGEST = 10 * 1024 * 1024
TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip
SAME = {"jpeg": "jpg", "oga": "ogg", "opus": "ogg", "mp4": "m4a"}
GONE = (State.WITHDRAWN, State.REMOVED)


def add_original(comment: Comment, data: bytes, name: str, *, by: Account) -> Original:
    """Put it away sealed. What the file is, its first bytes say; its name must say the same."""
    if comment.entered_by is None or comment.source_digest is not None:
        raise Refusal(_("No member of staff typed this comment."))
    if original_of(comment) is not None:
        raise Refusal(_("A scan or recording is there already. It is never replaced."))
    if comment.face.state in GONE:
        raise Refusal(_("This comment was withdrawn or removed, so nothing more is kept of it."))
    if not data:
        raise Refusal(_("This file is empty."), "file")
    if len(data) > LARGEST:
        raise Refusal(_("This file is larger than 10 MB. Scan it with fewer dots per inch, or save the sound as MP3."), "file")
    ending = name.rsplit(".", 1)[-1].lower()
    kind = kind_of(data)
    if kind is None or kind != SAME.get(ending, ending):
        raise Refusal(_("This file is not what its name says, or of a kind that is not taken. Choose a JPEG, PNG or PDF, or an MP3, M4A, OGG or WAV."), "file")
    made = Original(comment_id=comment.id, sealed_id=seal(data, "original").id, kind=kind, size=len(data), added_on=today())
    db.session.add(made)
    db.session.flush()
    record("original.added", made, by=by, docket=comment.docket)
    return made


def kind_of(data: bytes) -> str | None:
    """By the bytes that every file of the kind begins with."""
    starts = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-", "ogg": b"OggS"}
    for kind, first in starts.items():
        if data.startswith(first):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[4:8] == b"ftyp":
        return "m4a"
    return "mp3" if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2) else None


def original_of(comment: Comment) -> Original | None:
    return db.session.scalar(sa.select(Original).where(Original.comment_id == comment.id))


def kept_until(original: Original) -> date:
    """The last day on which it can be opened, whether or not the worker has destroyed it by then (I-5)."""
    window = original.comment.docket.window
    last = max(original.added_on, day_of(window.closing)) if window is not None else original.added_on
    return last + timedelta(days=policy("originals_days"))


def open_original(original: Original, *, reason: str, by: Account) -> bytes:
    """The file. That somebody looked, and why, stands in the public record; who wrote the comment does not."""
    if original.destroyed_on is not None or today() > kept_until(original) or original.comment.face.state in GONE:
        raise Refusal(_("The scan or recording is no longer kept."))
    comment = original.comment
    record("access.privileged", original, by=by, docket=comment.docket, what="intake_scan", reason=reason, n=1, ref=comment.leaf_id)
    return unseal_file(original.sealed)


def originals_to_destroy() -> list[tuple[Original, str]]:
    """Each with the reason of the record: its time is over, or its comment was withdrawn or removed."""
    kept = db.session.scalars(sa.select(Original).where(Original.destroyed_on.is_(None)))
    found = [(original, "closed" if original.comment.face.state in GONE else "schedule" if today() > kept_until(original) else "") for original in kept]
    return [row for row in found if row[1]]


@chore
def destroy_old_originals() -> bool:
    if not originals_to_destroy():
        return False
    with writing():
        for original, reason in originals_to_destroy():
            destroy(original.sealed)
            original.destroyed_on = today()
            record("deletion.run", original, by="system", docket=original.comment.docket, what="scans", reason=reason, n=1)
    return True
