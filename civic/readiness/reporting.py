"""The checks for those below: sentences for the clerk who enters a roll call, plain values for `civic docket check`."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app

from civic.council.models import VoteEvent
from civic.dockets.models import Docket
from civic.readiness.checks import State
from civic.readiness.queries import is_under_way, readiness_for, readiness_of
from civic.readiness.rules import VERSION
from civic.readiness.showing import told
from civic.readiness.wording import NAMES, number_of


def in_the_way(docket: Docket, vote: VoteEvent | None, on: date) -> list[str]:
    """One sentence for each check that the vote was taken without, or would be if it were entered now."""
    found = readiness_of(docket) if vote else readiness_for(docket, on)
    return [f"{NAMES[check.code]}: {number_of(check, found.known)}" for check in found.unmet] if found.known else []


def as_plain(docket: Docket) -> dict[str, Any]:
    """For use before an agenda is set. ``missed`` names the checks that the planned vote would be taken without, or was."""
    if not docket.is_public or not (is_under_way(docket) or readiness_of(docket).decision):
        return {}
    with current_app.test_request_context(base_url=current_app.config["CIVIC"].public_url):
        found = readiness_of(docket)
        rows = [_row(check, words, found) for check, words in zip(found.checks, told(found), strict=True)]
    return {
        "name": "readiness", "rules": VERSION, "vote": found.vote, "decided": found.decision is not None, "fault": found.is_fault,
        "urgency": found.urgency.reasons if found.urgency else None, "checks": rows, "missed": [r["check"] for r in rows if r["state"] == State.MISSED],
        "lines": [f"{r['state']}\t{r['check']}\t{r['number']} {r['last_day_in_words']}".rstrip() for r in rows],
    }  # fmt: skip


def _row(check: Any, words: Any, found: Any) -> dict[str, Any]:
    return {
        "check": check.code.value, "name": words.name, "state": check.state.value, "number": words.number, "city_number": check.number, "have": check.have,
        "of": check.of, "running": check.running, "to_do": words.to_do, "last_day": check.last_day, "last_day_in_words": words.last_day, "by_itself_after": check.runs_to,
        "evidence": [{"words": line, "address": address} for line, address in words.evidence],
    }  # fmt: skip
