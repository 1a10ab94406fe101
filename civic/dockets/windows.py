"""The time to comment: set once, made longer with a public reason, never shorter (I-6)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal, db
from civic.dockets.models import CommentWindow, Docket, WindowExtension
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_about
from civic.record.statements import state as state_words


def open_window(docket: Docket, *, opens_at: datetime, closes_at: datetime, by: Account) -> CommentWindow:
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its comment window."))
    if docket.is_withdrawn or docket.closed_at is not None:
        raise Refusal(_("This docket has ended, so no comment window can be opened."))
    if closes_at <= opens_at:
        raise Refusal(_("The window must close after it opens."), "closes_at")
    if docket.windows and docket.windows[-1].closing > opens_at:
        raise Refusal(_("Another window is still open then. Extend that one."), "opens_at")
    window = CommentWindow(
        docket_id=docket.id, opens_at=opens_at, closes_at=closes_at, late_hours=policy("late_hours"), grace_minutes=policy("grace_minutes")
    )
    db.session.add(window)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["windows"])
    record("window.opened", window, by=by, docket=docket, opens=opens_at, closes=closes_at, late_hours=window.late_hours)
    return window


def enter_past_window(docket: Docket, *, opened_at: datetime, closed_at: datetime, source: bytes, by: Account) -> CommentWindow:
    """An archive's window, over before this site had it; what it is known from stands in the record by its digest."""
    if not docket.archive:
        raise Refusal(_("Only an archive has windows that are over."))
    if not docket.is_public or docket.is_withdrawn:
        raise Refusal(_("Publish the docket before its comment window."))
    if closed_at >= now() or closed_at <= opened_at:
        raise Refusal(_("A past window closed after it opened, and before today."), "closed_at")
    digest = sha256(source).digest()
    window = CommentWindow(docket_id=docket.id, opens_at=opened_at, closes_at=closed_at, late_hours=0, grace_minutes=0, source_digest=digest)
    db.session.add(window)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["windows"])
    record("window.opened", window, by=by, docket=docket, opens=opened_at, closes=closed_at, late_hours=0, source=b64(digest))
    return window


def extend_window(window: CommentWindow, *, closes_at: datetime, reason: str, by: Account) -> WindowExtension:
    """I-6: a window may be extended, never shortened, and each extension is an event with its public reason."""
    if window.docket.is_withdrawn or window.docket.closed_at is not None:
        raise Refusal(_("This docket has ended, so its comment window is not extended."))
    if closes_at <= window.closing:
        raise Refusal(_("A comment window may be extended, never shortened."), "closes_at")
    words = state_words(reason, "reason")
    extension = WindowExtension(window_id=window.id, closes_at=closes_at, reason=words.text, openings=words.openings, at=now())
    db.session.add(extension)
    window.docket.revision += 1
    db.session.flush()
    db.session.expire(window, ["extensions"])
    opened = leaf_about(window, "window.opened")
    assert opened is not None
    record("window.extended", extension, by=by, docket=window.docket, ref=opened.id, closes=closes_at, reason=words.field)
    return extension
