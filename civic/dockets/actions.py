from __future__ import annotations

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db
from civic.dockets.importing.aligning import PreviousProvision, align
from civic.dockets.importing.plain import read_markdown, read_pasted
from civic.dockets.importing.result import ImportedProvision, ImportedText, ImportRefused
from civic.dockets.models import (
    CommentWindow,
    Docket,
    Matter,
    ProcessEvent,
    Provision,
    PublicNotice,
    TextDraft,
    TextVersion,
    TextWithdrawal,
    VersionLabel,
    WindowExtension,
)
from civic.dockets.queries import docket_numbered, draft_text_of
from civic.people.models import Account
from civic.people.policy import policy, settings_missing
from civic.record.actions import record
from civic.record.leaf import b64, random_id
from civic.record.queries import leaf_about

READERS = {"markdown": read_markdown, "pasted": lambda source: read_pasted(source.decode())}


def create_docket(number: str, title: str, *, by: Account, plain_summary: str = "", effects: list[str] | None = None) -> Docket:
    if docket_numbered(number) is not None:
        raise Refusal(_("Docket %(number)s exists already.", number=number), "number")
    docket = Docket(number=number, title=title, plain_summary=plain_summary, effects=effects or [], created_on=today())
    db.session.add(docket)
    db.session.flush()
    db.session.add(Matter(docket_id=docket.id))
    db.session.flush()
    record("docket.drafted", docket, by=by)
    return docket


def describe_docket(docket: Docket, *, title: str, plain_summary: str, effects: list[str], council_votes_after: date | None = None) -> None:
    """Words around the law: they may be mended at any time; the law itself never is."""
    docket.title, docket.plain_summary, docket.effects = title, plain_summary, effects
    docket.council_votes_after = council_votes_after
    docket.revision += 1


def delete_draft_docket(docket: Docket, *, by: Account) -> None:
    if docket.is_public:
        raise Refusal(_("A published docket is never deleted. It can be withdrawn with a reason."))
    if (draft := draft_text_of(docket)) is not None:
        db.session.delete(draft)
    record("docket.deleted", docket, by=by)
    db.session.delete(docket.matter)
    db.session.flush()
    db.session.delete(docket)
    db.session.flush()


def take_text(docket: Docket, source: bytes, source_format: str, *, name: str = "", label: str = "introduced", by: Account) -> TextDraft:
    """Read a source into the docket's one draft: its structure and its findings. Refused where it cannot be read."""
    try:
        imported: ImportedText = READERS[source_format](source)
    except ImportRefused as refused:
        raise Refusal(str(refused), "source") from refused
    draft = draft_text_of(docket) or TextDraft(docket_id=docket.id)
    draft.source_format, draft.source_name, draft.label = source_format, name, VersionLabel(label)
    draft.source_bytes, draft.source_digest = source, sha256(source).digest()
    draft.text = imported.text
    draft.provisions = [_as_row(provision) for provision in imported.provisions]
    draft.findings = [
        {"code": f.code.value, "severity": f.severity.value, "message": f.message, "place": f.place, "read": False} for f in imported.findings
    ]
    draft.history, draft.marked, draft.reasons, draft.plain_words = [], [], {}, {}
    draft.updated_at = now()
    db.session.add(draft)
    db.session.flush()
    record("text.drafted", draft, by=by)
    return draft


def read_findings(draft: TextDraft, places: list[int]) -> None:
    """Mark findings as read by a person; an unread one blocks publishing."""
    draft.findings = [{**finding, "read": finding["read"] or place in places} for place, finding in enumerate(draft.findings)]


def explain_provisions(draft: TextDraft, *, plain_words: dict[str, str], reasons: dict[str, str]) -> None:
    """Plain words and reasons of change, by the provision's place in the draft."""
    draft.plain_words = {place: words for place, words in plain_words.items() if words}
    draft.reasons = {place: words for place, words in reasons.items() if words}
    draft.updated_at = now()


def publish_docket(docket: Docket, *, by: Account) -> None:
    """Make the docket public, with or without its text: "not yet available online" is itself a state."""
    if missing := settings_missing():
        names = ", ".join(str(setting.label) for setting in missing)
        raise Refusal(_("Before anything is published the city's settings must be complete. Still missing: %(names)s.", names=names))
    if docket.is_public:
        raise Refusal(_("This docket is public already."))
    if not docket.plain_summary:
        raise Refusal(_("Write the summary in plain words first."), "plain_summary")
    docket.published_at = now()
    docket.revision += 1
    described = json.dumps([docket.title, docket.plain_summary, docket.effects], ensure_ascii=False).encode()
    record("docket.published", docket, by=by, docket=docket, kind=docket.kind.value, sha256=b64(sha256(described).digest()))


def publish_version(docket: Docket, *, by: Account, note: str = "") -> TextVersion:
    """Freeze the draft as the next version. Its provisions joined equal its text; each keeps its wId."""
    draft = draft_text_of(docket)
    if draft is None:
        raise Refusal(_("There is no draft text to publish."))
    if unread := [finding for finding in draft.findings if not finding["read"]]:
        raise Refusal(_("%(n)s findings about this text are not read yet. Read each one first.", n=len(unread)))
    if not docket.is_public:
        publish_docket(docket, by=by)
    n = len(docket.versions) + 1
    version = TextVersion(
        docket_id=docket.id, n=n, label=draft.label, text=draft.text, digest=sha256(draft.text.encode()).digest(), published_at=now(),
        leaf_id=random_id(), source_format=draft.source_format, source_name=draft.source_name, source_digest=draft.source_digest, note=note,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    _add_provisions(docket, version, draft)
    db.session.delete(draft)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["versions"])
    record("text.published", version, by=by, docket=docket, leaf_id=version.leaf_id, n=n, sha256=b64(version.digest), label=version.label.value)
    return version


def withdraw_version(version: TextVersion, *, reason: str, by: Account, replaced_by: TextVersion | None = None) -> TextWithdrawal:
    """A wrong file: it stays readable with the reason, and a replacement stands beside it."""
    if version.withdrawal is not None:
        raise Refusal(_("Version %(n)s is withdrawn already.", n=version.n))
    row = TextWithdrawal(version_id=version.id, reason=reason, replaced_by=replaced_by.id if replaced_by else None, at=now())
    db.session.add(row)
    version.docket.revision += 1
    db.session.flush()
    db.session.expire(version, ["withdrawal"])
    record(
        "text.withdrawn", version, by=by, docket=version.docket, n=version.n, ref=version.leaf_id, reason=reason,
        replacement=replaced_by.leaf_id if replaced_by else None,
    )  # fmt: skip
    return row


def open_window(docket: Docket, *, opens_at: datetime, closes_at: datetime, by: Account) -> CommentWindow:
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its comment window."))
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


def extend_window(window: CommentWindow, *, closes_at: datetime, reason: str, by: Account) -> WindowExtension:
    """I-6: a window may be extended, never shortened, and each extension is an event."""
    if closes_at <= window.closing:
        raise Refusal(_("A comment window may be extended, never shortened."), "closes_at")
    extension = WindowExtension(window_id=window.id, closes_at=closes_at, reason=reason, at=now())
    db.session.add(extension)
    window.docket.revision += 1
    db.session.flush()
    db.session.expire(window, ["extensions"])
    opened = leaf_about(window, "window.opened")
    assert opened is not None
    record("window.extended", extension, by=by, docket=window.docket, ref=opened.id, closes=closes_at)
    return extension


def record_process_event(docket: Docket, *, kind: str, title: str, day: date, by: Account, state: str = "recorded", **more: Any) -> ProcessEvent:
    """A step of the matter or a meeting about it, with its source."""
    event = ProcessEvent(docket_id=docket.id, kind=kind, title=title, day=day, status="held" if state == "recorded" else state, entered_at=now(), **more)
    db.session.add(event)
    docket.revision += 1
    db.session.flush()
    source = b64(sha256(event.source.encode()).digest()) if event.source else None
    if docket.is_public:
        record("process.recorded", event, by=by, docket=docket, state=state, step=kind, on=day, starts=event.starts_at, source=source)
    return event


def post_notice(docket: Docket, *, channel: str, place: str, day: date, by: Account, evidence: str = "") -> PublicNotice:
    """That a public notice was posted, where and when."""
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its notices."))
    if day > today():
        raise Refusal(_("A notice is entered once it is posted, not before."), "day")
    digest = sha256(evidence.encode()).digest() if evidence else None
    notice = PublicNotice(docket_id=docket.id, place=place, day=day, evidence=evidence, evidence_digest=digest, entered_at=now())
    db.session.add(notice)
    docket.revision += 1
    db.session.flush()
    record("notice.posted", notice, by=by, docket=docket, posted=day, channel=channel, evidence=b64(digest) if digest else None)
    return notice


def _as_row(provision: ImportedProvision) -> dict[str, Any]:
    return {name: getattr(provision, name) for name in ("eid", "kind", "number", "heading", "text", "level", "position")}


def _add_provisions(docket: Docket, version: TextVersion, draft: TextDraft) -> None:
    current = [ImportedProvision(**row) for row in draft.provisions]
    earlier = [v for v in docket.versions if v.id != version.id]
    base = next((v for v in reversed(earlier) if v.withdrawal is None), earlier[-1] if earlier else None)
    previous = [PreviousProvision(p.wid, p.eid, p.number, p.heading, p.text) for p in base.provisions] if base else []
    used = {p.wid for v in earlier for p in v.provisions}
    for place, (provision, row) in enumerate(zip(current, align(previous, current, used=used).rows, strict=True)):
        db.session.add(
            Provision(
                version_id=version.id, position=place, eid=provision.eid, wid=row.wid, kind=provision.kind, level=provision.level,
                number=provision.number, heading=provision.heading, text=provision.text, digest=sha256(provision.text.encode()).digest(),
                plain_words=draft.plain_words.get(str(place), ""), reason=draft.reasons.get(str(place), ""), status=row.status,
            )
        )  # fmt: skip
