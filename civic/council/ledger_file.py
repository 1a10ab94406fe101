"""The evidence of a whole docket as one file: what the ledger page shows, for anyone who computes the verdicts again."""

from __future__ import annotations

from typing import Any

from civic.clock import now
from civic.consultation.evidence_json import evidence_as_json
from civic.consultation.models import RosterEntry
from civic.consultation.recomputing import LEDGER_FORMAT
from civic.council.ledger import Line, ledger_of
from civic.dockets.models import Docket
from civic.web import city_name


def ledger_file(docket: Docket) -> dict[str, Any]:
    """Plain values for ``json.dumps``. Before the decision it says as of when; afterwards it changes only when something is added."""
    lines = ledger_of(docket)
    decided = any(line.verdict is not None for line in lines)
    return {
        "format": LEDGER_FORMAT, "city": city_name(), "docket": docket.number, "title": docket.title, "illustrative": docket.illustrative,
        "decided": decided, "as_of": None if decided else now().strftime("%Y-%m-%dT%H:%M:%SZ"), "entries": [_entry(line) for line in lines],
    }  # fmt: skip


def _entry(line: Line) -> dict[str, Any]:
    entry, verdict = line.entry, line.verdict
    return {
        "office": entry.office.title, "department": entry.office.department, "reason": entry.reason.value, "because": entry.because,
        "evidence": evidence_as_json(line.evidence),
        "shown": {"verdict": verdict.code.value, "row": verdict.row, "line": line.sentence} if verdict else None,
        "words": _words_of(entry, line),
    }  # fmt: skip


def _words_of(entry: RosterEntry, line: Line) -> dict[str, str]:
    """What a person reads about each piece of evidence, by its id. The function reads none of it."""
    words: dict[str, str] = {}
    for asked in entry.invitations:
        words[asked.id] = asked.words
        words |= {event.id: " ".join(part for part in (event.how, event.evidence) if part) for event in asked.deliveries}
        words |= {more.id: more.reason for more in asked.extensions}
        words |= {question.id: question.words for question in asked.questions}
        words |= {refusal.id: refusal.words for refusal in asked.declinations}
    words |= {reply.id: reply.words for reply in line.replies}
    words |= {contact.id: f"{contact.claimed_by}: {contact.words}" for contact in entry.contacts}
    words |= {made.id: made.words for made in line.contests.values() if made.words}
    return words
