"""The version that the clerk is still writing, the table of what a text covers, and requests for a missing text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from civic.clock import today
from civic.dockets.actions import explain_provisions, take_text
from civic.dockets.facts.actions import check_fact, draft_facts, review_facts
from civic.dockets.facts.cells import make_cell
from civic.dockets.facts.fields import PARTS
from civic.dockets.facts.places import piece_called
from civic.dockets.facts.queries import not_stated_in
from civic.dockets.lifecycle import say_who_was_asked_for_the_text
from civic.dockets.models import TextVersion

Scene = tuple[date, int, Callable[[], None]]

def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    matter = story.matter
    published = {e.day for e in matter.events if e.kind == "version_published"}
    rows: list[Scene] = []
    if 2 in story.versions and not published:
        rows.append((on(-1), 2, partial(_keep_draft, stage, story)))
    if story.facts and story.versions:
        rows += [(on(day), 4, partial(_state_facts, stage, story)) for day in (matter.window.opens, *published)]
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
    """One person writes the table of the current version, another looks for each cell that it calls not stated."""
    version, facts = stage.dockets[story.key].current_version, story.facts
    n = version.n
    cells = {fact.key: _cell(fact.cell.at(n), version) for fact in facts.facts}
    rows = [{"key": row.key, "name": row.name, **{part: _cell(getattr(row, part).at(n), version) for part in PARTS}} for row in facts.exceptions]
    sheet = draft_facts(version, cells, rows, by=stage.people[facts.written_by])
    for key in not_stated_in(sheet):
        check_fact(sheet, key, agrees=True, by=stage.people[facts.confirmed_by])
    review_facts(sheet, version, by=stage.people[facts.confirmed_by])


def _cell(said: Any, version: TextVersion) -> dict[str, Any]:
    pieces = [piece_called(version, name) for name in said.sections]
    return make_cell(said.state, said.says, [piece.eid for piece in pieces if piece], list(said.readings), said.rule)


def _ask_for_text(stage: Any, story: Any, request: Any, on: Callable[[int], date]) -> None:
    say_who_was_asked_for_the_text(
        stage.dockets[story.key], since=on(story.matter.text_unavailable.starts), asked_of=_office(stage, request.asked_of), asked_on=today(),
        by=stage.people[request.by],
    )  # fmt: skip


def _office(stage: Any, key: str) -> str:
    city = stage.content.city
    titles = {office.key: office.title for office in city.offices} | {member.key: f"Council Member {member.name}" for member in city.members}
    return titles[key]
