"""A Legistar matter becomes a draft docket: its text, sponsors and file number at once, its history and votes when published."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.clock import today
from civic.database import Refusal, db
from civic.dockets.importing.legistar import LegistarMatter, Step, findings_about, read_matter
from civic.dockets.importing.legistar_words import is_full_body, recommendation_of
from civic.dockets.importing.result import Finding, FindingCode, ImportRefused, Severity
from civic.dockets.lifecycle import create_docket
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered, next_number
from civic.dockets.texts import as_finding, take_text
from civic.people.models import Account
from civic.people.policy import policy

LONGEST_TITLE = 300


def take_matter(source: bytes, *, by: Account, name: str = "", number: str = "", seats: int | None = None) -> Docket:
    """A new draft docket. ``seats`` are those of the full body on the days of its votes; else the city's own setting."""
    try:
        matter, text = read_matter(source)
    except ImportRefused as refused:
        raise Refusal(str(refused), "source") from refused
    if number and docket_numbered(number) is not None:
        raise Refusal(_("Docket %(number)s exists already.", number=number), "number")
    title = (matter.name or matter.title or matter.file)[:LONGEST_TITLE].removesuffix(".")
    docket = create_docket(number or next_number(today().year), title, by=by, plain_summary=matter.summary)
    _describe_matter(docket, matter, source, name, seats or policy("seats"), has_text=bool(text.strip()))
    if text.strip():
        draft = take_text(docket, source, "legistar", name=name, label="introduced" if matter.version in ("", "*", "1") else "amended", printed=matter.version, by=by)
        draft.findings = [*draft.findings, *(as_finding(f) for f in _about_seats(matter, seats or policy("seats")))]
    return docket


def _describe_matter(docket: Docket, matter: LegistarMatter, source: bytes, name: str, seats: int | None, *, has_text: bool) -> None:
    kept = docket.matter
    kept.file_number, kept.type = matter.file[:60], (matter.type or "ordinance")[:60]
    kept.sponsors, kept.controlling_body = list(matter.sponsors), matter.body or None
    # I-14: a law number only after a vote that passed it.
    kept.enactment_number = matter.enactment[:60] if matter.enactment and matter.passage else None
    kept.source_bytes = source
    findings = [*findings_about(matter, has_text=has_text), *_about_seats(matter, seats)]
    kept.source = {
        "format": "legistar", "name": name, "sha256": sha256(source).hexdigest(), "version": matter.version, "seats": seats,
        "versions_elsewhere": matter.versions_elsewhere, "attachments": [list(row) for row in matter.attachments],
        "findings": [as_finding(finding) for finding in findings],
        "planned": [_planned(matter, step) for step in matter.history if step.day is not None],
        "votes": [_vote(step) for step in matter.history if step.votes and step.day is not None],
    }  # fmt: skip
    db.session.flush()


def _planned(matter: LegistarMatter, step: Step) -> dict[str, Any]:
    assert step.day is not None
    source = _("Legistar file %(file)s, history row %(row)s", file=matter.file, row=step.row)
    return {"kind": step.step, "title": f"{step.action} ({step.body})" if step.body else step.action, "day": step.day.isoformat(), "body": step.note, "source": source, "as_printed": True,
            "recommendation": recommendation_of(step.action, step.passed)}  # fmt: skip


def _vote(step: Step) -> dict[str, Any]:
    assert step.day is not None
    return {
        "body": step.body, "is_full_body": is_full_body(step.body), "day": step.day.isoformat(), "passed": bool(step.passed),
        "printed": [[vote.name, vote.option, vote.word] for vote in step.votes],
    }  # fmt: skip


def _about_seats(matter: LegistarMatter, seats: int | None) -> list[Finding]:
    rows = []
    for step in matter.history:
        if not step.votes:
            continue
        where = f"{step.action}, {step.day}"
        if is_full_body(step.body) and seats:
            if len(step.votes) != seats:
                words = _("%(where)s: %(votes)s votes recorded, %(seats)s seats.", where=where, votes=len(step.votes), seats=seats)
                rows.append(Finding(FindingCode.SEATS_UNEQUAL, Severity.WARNING, words))
        else:
            words = _("%(where)s: %(votes)s votes recorded; the file does not say how many seats the body had.", where=where, votes=len(step.votes))
            rows.append(Finding(FindingCode.SEATS_UNKNOWN, Severity.NOTE, words))
    return rows
