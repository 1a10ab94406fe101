"""What a statement holds, gathered from the rows as they stand: plain values, canonical bytes, one digest.

Sentences that are computed (verdicts) are kept in each language of the site, so that the frozen text does not change with
its wording. A comment's words never enter: see quoting.py.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask_babel import force_locale

from civic.clock import day_of
from civic.comments.counting import counts as counts_of_comments
from civic.consultation.evidence import DELIVERED
from civic.consultation.models import Invitation
from civic.consultation.readable import Asked, questions_by_section
from civic.consultation.verdicts import VerdictCode
from civic.council.ledger import Line, ledger_of
from civic.council.queries import decision_on
from civic.dockets.models import Docket
from civic.dockets.queries import notices_of, standing_events
from civic.letters.entered_models import EnteredLetter
from civic.letters.queries import entered_letters_on, letters_on
from civic.letters.signature_models import SignatureKind
from civic.outcomes.models import Disposition
from civic.outcomes.queries import dispositions_on, linked_changes, name_of_change, themes_without_response
from civic.record.numbers import shown
from civic.statements.models import Issue
from civic.summaries.queries import summary_of
from civic.web import LANGUAGES

FORMAT = "civic-consultation-statement/1"
HEARD = ("hearing", "hearing_held", "recommended", "meeting")  # steps at which people could be heard


def content_of(docket: Docket, issues: list[Issue]) -> dict[str, Any]:
    """Everything but number, day and reason, which freezing adds."""
    responses = {one.issue: one for one in dispositions_on(docket)}
    roster = _roster(docket)
    rows = [_issue(issue, responses.get(issue.response or "")) for issue in issues]
    asked = sorted((row for _section, found in questions_by_section(docket) for row in found), key=lambda row: (row.question.entry.n, row.question.n))
    return {
        "format": FORMAT, "docket": _docket(docket), "texts": _texts(docket), "decision": _decision(docket), "how": _how(docket),
        "roster": roster, "issues": rows, "unanswered": _unanswered(docket, roster, asked), "counts": _counts(roster, rows, asked),
    }  # fmt: skip


def canonical(content: dict[str, Any]) -> str:
    """The bytes that the digest is of: UTF-8, sorted keys, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _docket(docket: Docket) -> dict[str, Any]:
    file = docket.matter.file_number if docket.matter else None
    return {"number": docket.number, "title": docket.title, "file": file, "illustrative": docket.illustrative}


def _texts(docket: Docket) -> list[dict[str, Any]]:
    return [
        {"n": v.n, "label": v.label.value, "published": _day(day_of(v.published_at)), "sha256": v.digest.hex(), "withdrawn": v.withdrawal is not None}
        for v in docket.versions
    ]  # fmt: skip


def _decision(docket: Docket) -> dict[str, Any] | None:
    vote = decision_on(docket)
    if vote is None:
        return None
    version = vote.motion.version if vote.motion else None
    return {
        "day": _day(vote.on), "body": vote.body.name, "passed": vote.passed, "yes": vote.counts.get("yes", 0), "no": vote.counts.get("no", 0),
        "version": version.n if version else None,
    }  # fmt: skip


def _how(docket: Docket) -> dict[str, Any]:
    counted, summary = counts_of_comments(docket), summary_of(docket)
    return {
        "notices": [{"place": n.place, "day": _day(n.day)} for n in notices_of(docket)],
        "windows": [{"opens": _instant(w.opens_at), "closes": _instant(w.closing), "extended": bool(w.extensions)} for w in docket.windows],
        "meetings": [{"title": e.title, "day": _day(e.day), "kind": e.kind} for e in standing_events(docket) if e.kind in HEARD],
        "comments": {"received": sum(counted.get("state", {}).values()), "by_channel": counted.get("channel", {})},
        "letters": [
            {
                "id": letter.id, "title": version.title, "version": version.n, "sha256": version.digest.hex(), "organization": letter.organisation.name,
                "organizations": version.count_standing(SignatureKind.ORGANISATION), "residents": version.count_standing(SignatureKind.RESIDENT),
            }
            for letter in letters_on(docket) if (version := letter.current) is not None
        ] + [_entered(letter) for letter in entered_letters_on(docket) if letter.void is None],
        "summary": {"n": summary.n, "published": _day(day_of(summary.published_at)), "comments": summary.readable} if summary else None,
    }  # fmt: skip


def _entered(letter: EnteredLetter) -> dict[str, Any]:
    """Signed elsewhere and entered by the clerk: without its sender, who may be a person."""
    people = letter.count(SignatureKind.RESIDENT) + letter.unlisted
    return {
        "id": letter.id, "title": letter.title, "version": None, "sha256": letter.digest.hex(), "organization": None,
        "organizations": letter.count(SignatureKind.ORGANISATION), "residents": people,
    }  # fmt: skip


# --- the roster


def _roster(docket: Docket) -> list[dict[str, Any]]:
    """A line for each office, its verdict and sentence in every language of the site."""
    said: dict[str, list[Line]] = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = ledger_of(docket)
    return [_line(lines[0], dict(zip(said, lines, strict=True))) for lines in zip(*said.values(), strict=True)]


def _line(line: Line, said: dict[str, Line]) -> dict[str, Any]:
    entry, verdict = line.entry, line.verdict
    return {
        "entry": entry.id, "office": entry.office.title, "department": entry.office.department, "reason": entry.reason.value, "because": entry.because,
        "verdict": verdict.code.value if verdict else None, "row": verdict.row if verdict else None, "rules": verdict.rules if verdict else None,
        "name": {language: str(one.name) for language, one in said.items()}, "sentence": {language: one.sentence for language, one in said.items()},
        "counts": {name: getattr(line.counts, name) for name in ("questions", "answered", "declined", "waiting", "overdue", "unasked")},
        "invitations": [_invitation(asked) for asked in entry.invitations],
    }  # fmt: skip


def _invitation(asked: Invitation) -> dict[str, Any]:
    arrived = min((event.entered_at for event in asked.deliveries if event.level >= DELIVERED), default=None)
    return {
        "sent": _day(day_of(asked.sent_at)), "version": asked.version.n, "sha256": asked.version.digest.hex(), "channel": asked.channel,
        "questions": len(asked.questions), "delivered": _day(day_of(arrived)) if arrived else None, "level": asked.level,
        "respond_by": _day(asked.last_day), "extended": bool(asked.extensions),
    }  # fmt: skip


# --- issues and what is left


def _issue(issue: Issue, response: Disposition | None) -> dict[str, Any]:
    kind, _dash, id = issue.source.partition("-")
    return {
        "code": issue.code, "voice": issue.voice.value, "source": issue.source, "number": shown(id) if kind == "comment" else None, "name": issue.name,
        "point": issue.point, "theme": issue.theme.name if issue.theme else None, "quotes": issue.quotes,
        "response": _response(response) if response else None, "unanswered": "" if response else issue.unanswered,
    }  # fmt: skip


def _response(one: Disposition) -> dict[str, Any]:
    promise = one.promise
    return {
        "issue": one.issue, "n": one.n, "outcome": one.outcome.value, "point": one.point, "reason": one.reason, "decided_by": one.decided_by,
        "published": _day(day_of(one.published_at)),
        "changes": [
            {"old": row[0].n, "new": row[1].n, "wid": row[2].wid, "place": name_of_change(row), "before": _words(row[2].before), "after": _words(row[2].after)}
            for row in linked_changes(one)
        ],
        "promise": {"words": promise.words, "owner": promise.owner, "due": _day(promise.due)} if promise else None,
    }  # fmt: skip


def _unanswered(docket: Docket, roster: list[dict[str, Any]], asked: list[Asked]) -> dict[str, Any]:
    """Questions without an answer, offices that were asked and said nothing, and main points without a response."""
    return {
        "questions": [
            {"office": row.question.entry.office.title, "n": row.question.n, "words": row.question.words, "state": row.state, "due": _day(row.last_day)}
            for row in asked if row.state in ("waiting", "overdue", "declined")
        ],
        "silent": [line["office"] for line in roster if line["verdict"] == VerdictCode.ASKED_NO_REPLY.value],
        "points": [theme.name for theme in themes_without_response(docket)],
    }  # fmt: skip


def _counts(roster: list[dict[str, Any]], issues: list[dict[str, Any]], asked: list[Asked]) -> dict[str, int]:
    """issues = answered + unanswered; questions = answered + declined + waiting + overdue (domain.md 8)."""
    answered = sum(issue["response"] is not None for issue in issues)
    states = Counter(row.state for row in asked)
    return {
        "consultees": len(roster), "issues": len(issues), "issues_answered": answered, "issues_unanswered": len(issues) - answered,
        "questions": len(asked), "questions_answered": states["answered"], "questions_declined": states["declined"],
        "questions_waiting": states["waiting"], "questions_overdue": states["overdue"],
    }  # fmt: skip


def _words(piece: Any) -> str:
    return piece.text.strip() if piece else ""


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _instant(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
