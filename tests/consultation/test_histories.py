"""Written-out histories: evidence in, verdict expected. Each row of the published rule and its borders; and the case this was made for."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from civic.consultation.evidence import Evidence
from civic.consultation.evidence_json import FORMAT, evidence_as_json, evidence_from_json
from civic.consultation.verdicts import WORDED_ASKED, VerdictCode, verdict_on

FOLDER = Path(__file__).parent / "histories"
FILES = sorted(FOLDER.glob("*.toml"))


def plain(value: Any) -> Any:
    """TOML's days and instants as the evidence file writes them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def evidence_in(history: dict[str, Any]) -> Evidence:
    """TOML has no word for nothing: what a reply or a refusal does not name is left out there."""
    found = plain(history["evidence"])
    found["replies"] = [{"invitation": None, "question": None, **reply} for reply in found.get("replies", [])]
    found["declinations"] = [{"question": None, **refusal} for refusal in found.get("declinations", [])]
    return evidence_from_json({"format": FORMAT, **found})


def told(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_evidence_yields_the_verdict(file: Path) -> None:
    """I-44: equal evidence gives an equal verdict, in any order and through the file that everybody can download."""
    history = told(file)
    evidence = evidence_in(history)
    verdict = verdict_on(evidence)
    assert (verdict.row, verdict.code) == (history["row"], VerdictCode(history["verdict"])), history["about"]
    assert verdict_on(evidence_from_json(evidence_as_json(evidence))) == verdict
    lists = ("recommendations", "invitations", "replies", "declinations", "notices", "contacts", "contact_answers", "judgements", "reviews")
    turned = replace(evidence, **{name: tuple(reversed(getattr(evidence, name))) for name in lists})
    assert (verdict_on(turned).row, verdict_on(turned).code) == (verdict.row, verdict.code)
    assert (verdict.code in WORDED_ASKED) == (verdict.row in (8, 9, 10))


def test_the_histories_are_fifty_and_cover_every_row() -> None:
    assert len(FILES) >= 50 and {told(file)["row"] for file in FILES} == set(range(1, 12))
