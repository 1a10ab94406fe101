"""The version that the clerk is still writing, the table of what a text covers, and requests for a missing text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from civic.clock import today
from civic.dockets.actions import explain_provisions, take_text
from civic.dockets.facts import draft_facts, review_facts
from civic.dockets.lifecycle import say_who_was_asked_for_the_text
from civic.dockets.models import TextVersion

Scene = tuple[date, int, Callable[[], None]]
FIELDS = {
    "bound": "bound_parties", "prohibited": "prohibited_acts", "exception": "exceptions", "receipt": "inadvertent_receipt",
    "procedure": "exception_procedure", "reporting": "reporting", "enforcement": "enforcement", "effective": "effective_date",
}  # fmt: skip


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    matter = story.matter
    published = {e.day for e in matter.events if e.kind == "version_published"}
    rows: list[Scene] = []
    if 2 in story.versions and not published:
        rows.append((on(-1), 2, partial(_keep_draft, stage, story)))
    if story.changes and story.changes.facts and story.versions:
        last = max(published, default=matter.window.opens)
        rows.append((on(last), 4, partial(_state_facts, stage, story)))
    if matter.text_unavailable:
        rows += [(on(r.day), 4, partial(_ask_for_text, stage, story, r, on)) for r in matter.text_requests]
    return rows


def _keep_draft(stage: Any, story: Any) -> None:
    """Version 2 lies in draft with its reasons; its findings are still to read."""
    docket = stage.dockets[story.key]
    draft = take_text(docket, story.versions[2].encode(), "markdown", label="amended", by=stage.people["casey"])
    wids = {p["number"]: p["wid"] for p in draft.provisions if p["kind"] == "section"}
    reasons = {wids[c.section.split("(")[0]]: c.reason for c in story.changes.changes if c.section.split("(")[0] in wids}
    explain_provisions(draft, plain_words=draft.plain_words, reasons=reasons)


def _state_facts(stage: Any, story: Any) -> None:
    docket = stage.dockets[story.key]
    version = docket.current_version
    sheet = draft_facts(version, _cells(version, story.changes.facts), by=stage.people["ines"])
    review_facts(sheet, version, by=stage.people["ama"])


def _cells(version: TextVersion, facts: Any) -> list[dict[str, Any]]:
    """One cell per row of the table, from the content's finer facts; what is not stated is said too."""
    eids = {p.number: p.eid for p in version.provisions if p.kind == "section"}
    grouped: dict[str, list[Any]] = {}
    for fact in facts:
        field = "derived_information" if fact.cell == "derived_information" else FIELDS[fact.subject]
        grouped.setdefault(field, []).append(fact)
    return [_cell(field, found, eids) for field, found in grouped.items()]


def _cell(field: str, found: list[Any], eids: dict[str, str]) -> dict[str, Any]:
    stated = [fact for fact in found if fact.state == "stated"]
    unclear = [fact for fact in found if fact.state == "unclear"]
    value = "unclear" if unclear and not stated else "stated" if stated else "not_stated"
    says = [f"{_named(fact)}: {fact.value}" for fact in stated]
    says += [f"{_named(fact)}: unclear. " + " Or: ".join(fact.readings) for fact in unclear] if stated else []
    says += [f"{_named(fact)}: not stated in the text" for fact in found if fact.state == "not_stated"] if stated else []
    return {
        "field": field, "value": value, "says": ". ".join(words.rstrip(".") for words in says), "readings": list(unclear[0].readings) if unclear else [],
        "eids": list(dict.fromkeys(eids[fact.section] for fact in found if fact.section in eids)),
    }  # fmt: skip


def _named(fact: Any) -> str:
    return fact.cell.replace("_", " ").capitalize()


def _ask_for_text(stage: Any, story: Any, request: Any, on: Callable[[int], date]) -> None:
    say_who_was_asked_for_the_text(
        stage.dockets[story.key], since=on(story.matter.text_unavailable.starts), asked_of=_office(stage, request.asked_of), asked_on=today(),
        by=stage.people[request.by],
    )  # fmt: skip


def _office(stage: Any, key: str) -> str:
    city = stage.content.city
    titles = {office.key: office.title for office in city.offices} | {member.key: f"Council Member {member.name}" for member in city.members}
    return titles[key]
