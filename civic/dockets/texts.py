"""Texts: a source becomes a draft with findings, a read draft becomes an immutable version, a wrong one is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import now
from civic.database import Refusal, db
from civic.dockets.importing.aligning import PreviousProvision, align, status_of
from civic.dockets.importing.checking import check
from civic.dockets.importing.docx import read_docx
from civic.dockets.importing.legistar import read_legistar
from civic.dockets.importing.plain import read_markdown, read_pasted
from civic.dockets.importing.result import Finding, FindingCode, ImportedProvision, ImportedText, ImportRefused, Reading
from civic.dockets.lifecycle import publish_docket
from civic.dockets.models import Docket, Provision, TextDraft, TextVersion, TextWithdrawal, VersionLabel
from civic.dockets.naming import whole_pieces
from civic.dockets.queries import draft_text_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64, random_id

READERS: dict[str, Callable[[bytes, Reading], ImportedText]] = {
    "markdown": lambda source, reading: read_markdown(source),
    "docx": read_docx,
    "legistar": lambda source, reading: read_legistar(source),
    "pasted": lambda source, reading: read_pasted(source.decode("utf-8", "replace")),
}
WITHDRAWALS = {
    "wrong_file": _l("The wrong file was published."),
    "wrong_docket": _l("It belongs to another docket."),
    "damaged_file": _l("The file was damaged."),
    "unreadable": _l("The file could not be read as it was meant."),
    "wrong_label": _l("It was named wrongly."),
}


def take_text(
    docket: Docket, source: bytes, source_format: str, *, name: str = "", label: str = "introduced", printed: str = "",
    precedes: TextVersion | None = None, by: Account,
) -> TextDraft:  # fmt: skip
    """Read a source into the docket's one draft: its structure and its findings. Refused where it cannot be read."""
    imported = read_source(source, source_format)
    draft = draft_text_of(docket) or TextDraft(docket_id=docket.id)
    draft.source_format, draft.source_name, draft.label = source_format, name, VersionLabel(label)
    draft.source_bytes, draft.source_digest = source, sha256(source).digest()
    draft.printed, draft.precedes = printed, precedes.id if precedes else None
    draft.amendments = []
    draft.marked = [[segment.kind, segment.text] for segment in imported.segments]
    _fill(docket, draft, imported)
    db.session.add(draft)
    db.session.flush()
    record("text.drafted", draft, by=by)
    return draft


def draft_amended(
    docket: Docket, texts: Mapping[str, str], *, label: str, reasons: Mapping[str, str], amendments: list[dict[str, str]], by: Account
) -> TextDraft:
    """The current version with other words for some provisions, as the next draft. A provision without words is struck."""
    base = docket.current_version
    if base is None:
        raise Refusal(_("There is no current text that an amendment could change."))
    if draft_text_of(docket) is not None:
        raise Refusal(_("Another draft text is waiting. Publish or discard it first."))
    kept = [(piece, texts.get(piece.wid, piece.text)) for piece in base.provisions]
    pieces = [
        ImportedProvision(piece.eid, piece.kind, piece.number, piece.heading, text, piece.level, place)
        for place, (piece, text) in enumerate((piece, text) for piece, text in kept if text)
    ]
    rows = [{**asdict(piece), "wid": old.wid} for piece, (old, _text) in zip(pieces, [row for row in kept if row[1]], strict=True)]
    text = "".join(piece.text for piece in pieces)
    draft = TextDraft(
        docket_id=docket.id, source_format="amendments", source_name="", label=VersionLabel(label), source_bytes=text.encode(),
        source_digest=sha256(text.encode()).digest(), text=text, provisions=rows, findings=[as_finding(one) for one in check(text, pieces)],
        history=[], reasons=dict(reasons), plain_words=_kept_plain_words(docket, rows), amendments=amendments, updated_at=now(),
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    record("text.drafted", draft, by=by)
    return draft


def read_source(source: bytes, source_format: str, reading: Reading = Reading.IF_ADOPTED) -> ImportedText:
    """Raises Refusal, at the field ``source``, with the sentence for the person who sent it."""
    try:
        return READERS[source_format](source, reading)
    except ImportRefused as refused:
        raise Refusal(str(refused), "source") from refused


def answer_marks(docket: Docket, draft: TextDraft, reading: str, *, by: Account) -> None:
    """Which words of a file that marks deletions are law if adopted. The text is read again under that answer."""
    if not draft.marked:
        raise Refusal(_("This file marks no deletions."))
    if reading not in set(Reading):
        raise Refusal(_("Choose which words are law if adopted."), "reading")
    _fill(docket, draft, read_source(draft.source_bytes, draft.source_format, Reading(reading)))
    draft.findings = [
        {**finding, "read": True, "answer": reading} if finding["code"] == FindingCode.MARKED_DELETIONS else finding for finding in draft.findings
    ]
    record("text.drafted", draft, by=by)


def read_findings(draft: TextDraft, places: list[int], *, by: Account | None = None) -> None:
    """Mark findings as read by a person; an unread one blocks publishing. A question is answered, not just read."""
    draft.findings = [
        {**finding, "read": finding["read"] or (place in places and not is_question(finding))} for place, finding in enumerate(draft.findings)
    ]
    record("text.drafted", draft, by=by)


def is_question(finding: dict[str, Any]) -> bool:
    return finding["severity"] == "blocking"


def explain_provisions(draft: TextDraft, *, plain_words: dict[str, str], reasons: dict[str, str], by: Account | None = None) -> None:
    """Plain words and reasons of change, by the provision's wId."""
    if unknown := (set(plain_words) | set(reasons)) - {row["wid"] for row in draft.provisions}:
        raise Refusal(_("This draft has no provision %(name)s.", name=sorted(unknown)[0]))
    draft.plain_words = {wid: words for wid, words in plain_words.items() if words}
    draft.reasons = {wid: words for wid, words in reasons.items() if words}
    draft.updated_at = now()
    record("text.drafted", draft, by=by)


def discard_draft(docket: Docket, *, by: Account) -> None:
    """Start over with another source. Nothing of a draft was ever public."""
    draft = draft_text_of(docket)
    if draft is None:
        raise Refusal(_("There is no draft text to discard."))
    record("text.drafted", draft, by=by)
    db.session.delete(draft)
    db.session.flush()


def publish_version(docket: Docket, *, by: Account, note: str = "") -> TextVersion:
    """Freeze the draft as the next version. Its provisions joined equal its text; each keeps its wId."""
    draft = draft_text_of(docket)
    if draft is None:
        raise Refusal(_("There is no draft text to publish."))
    if docket.is_withdrawn:
        raise Refusal(_("This docket was withdrawn, so no text is published in it."))
    if unread := [finding for finding in draft.findings if not finding["read"]]:
        raise Refusal(_("%(n)s findings about this text are not read yet. Read each one first.", n=len(unread)))
    if "".join(row["text"] for row in draft.provisions) != draft.text:
        raise Refusal(_("The sections do not add up to the text. Read the source in again."))
    if not docket.is_public:
        publish_docket(docket, by=by)
    later = next((v for v in docket.versions if v.id == draft.precedes), None)
    n = max([0, *(v.n for v in docket.versions)]) + 1
    version = TextVersion(
        docket_id=docket.id, n=n, label=draft.label, text=draft.text, digest=sha256(draft.text.encode()).digest(), published_at=now(),
        leaf_id=random_id(), source_format=draft.source_format, source_name=draft.source_name, source_digest=draft.source_digest,
        source_bytes=draft.source_bytes, findings=draft.findings, printed=draft.printed, precedes=later.id if later else None, note=note,
        amendments=draft.amendments,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    _add_provisions(docket, version, draft)
    db.session.delete(draft)
    docket.revision += 1
    db.session.flush()
    db.session.expire(docket, ["versions"])
    record(
        "text.published", version, by=by, docket=docket, leaf_id=version.leaf_id, n=n, sha256=b64(version.digest), label=version.label.value,
        precedes=later.leaf_id if later else None, amendments=[one["leaf"] for one in version.amendments] or None,
    )  # fmt: skip
    return version


def withdraw_version(version: TextVersion, *, reason: str, by: Account, replaced_by: TextVersion | None = None) -> TextWithdrawal:
    """A wrong file: it stays readable with the reason, and a replacement stands beside it."""
    if version.withdrawal is not None:
        raise Refusal(_("Version %(n)s is withdrawn already.", n=version.n))
    if reason not in WITHDRAWALS:
        raise Refusal(_("Choose why this version is withdrawn."), "reason")
    if replaced_by is not None and (replaced_by.id == version.id or replaced_by.withdrawal is not None or replaced_by.docket_id != version.docket_id):
        raise Refusal(_("Choose another version of this docket that stands."), "replaced_by")
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


def original_of(draft: TextDraft) -> str:
    """What was sent, as words, to read beside the sections found in it."""
    if draft.source_format in ("markdown", "pasted"):
        return draft.source_bytes.decode("utf-8-sig", "replace")
    return "" if draft.marked else draft.text


def pieces_of(draft: TextDraft) -> list[Provision]:
    """The draft's pieces in the shape of published ones, for a redline; never stored."""
    return [_as_piece(row) for row in draft.provisions]


def as_finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.value, "severity": finding.severity.value, "message": str(finding.message), "place": finding.place,
        "fixes": [[fix.code, str(fix.label)] for fix in finding.fixes], "read": False,
    }  # fmt: skip


def base_of(docket: Docket) -> TextVersion | None:
    """The version that a new text is compared with: the current one, else the last."""
    return docket.current_version or (docket.versions[-1] if docket.versions else None)


def _fill(docket: Docket, draft: TextDraft, imported: ImportedText) -> None:
    draft.text = imported.text
    draft.provisions = _aligned(docket, imported.provisions)
    draft.findings = [as_finding(finding) for finding in imported.findings]
    draft.history, draft.reasons, draft.plain_words = [], {}, _kept_plain_words(docket, draft.provisions)
    draft.updated_at = now()


def _aligned(docket: Docket, provisions: tuple[ImportedProvision, ...]) -> list[dict[str, Any]]:
    """Each piece with its wId: that of the same piece in earlier versions, else a new one."""
    base = base_of(docket)
    previous = [PreviousProvision(p.wid, p.eid, p.number, p.heading, p.text) for p in base.provisions] if base else []
    used = {p.wid for version in docket.versions for p in version.provisions}
    rows = align(previous, provisions, used=used).rows
    return [{**asdict(provision), "wid": row.wid} for provision, row in zip(provisions, rows, strict=True)]


def _kept_plain_words(docket: Docket, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Plain words of the version before, where the section kept its words and those of everything inside it."""
    base = base_of(docket)
    if base is None:
        return {}
    before, after = whole_pieces(base.provisions), whole_pieces([_as_piece(row) for row in rows])
    return {p.wid: p.plain_words for p in base.provisions if p.plain_words and before[p.wid] == after.get(p.wid)}


def _as_piece(row: dict[str, Any]) -> Provision:
    return Provision(wid=row["wid"], number=row["number"], heading=row["heading"], text=row["text"], kind=row["kind"], level=row["level"])


def _add_provisions(docket: Docket, version: TextVersion, draft: TextDraft) -> None:
    base = next((v for v in reversed(docket.versions) if v.id != version.id and v.withdrawal is None), None)
    before = {p.wid: PreviousProvision(p.wid, p.eid, p.number, p.heading, p.text) for p in base.provisions} if base else {}
    for place, row in enumerate(draft.provisions):
        piece = ImportedProvision(**{name: row[name] for name in ImportedProvision.__dataclass_fields__})
        old = before.get(row["wid"])
        db.session.add(
            Provision(
                version_id=version.id, position=place, eid=piece.eid, wid=row["wid"], kind=piece.kind, level=piece.level,
                number=piece.number, heading=piece.heading, text=piece.text, digest=sha256(piece.text.encode()).digest(),
                plain_words=draft.plain_words.get(row["wid"], ""), reason=draft.reasons.get(row["wid"], ""),
                status=status_of(old, piece) if old else "new",
            )
        )  # fmt: skip
