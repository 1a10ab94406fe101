"""A docket on two printed pages, for somebody with five minutes: public figures only, each as old as it says.

Lists are cut so that the print stays on two pages; what is left out is counted, and the page links to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from civic.clock import now
from civic.comments.counting import counts
from civic.comments.queries import readable_besides, readable_on, stances_by_ward, wards_shown
from civic.consultation.readable import questions_by_section
from civic.council.ledger import ledger_of, question_counts
from civic.council.member_desk import days_ahead
from civic.dockets.facts.queries import confirmed_facts_of
from civic.dockets.facts.table import Table, table_of
from civic.dockets.models import Docket
from civic.dockets.naming import names_of, reasons_of
from civic.dockets.redline import changes_between
from civic.letters.queries import letters_on
from civic.pages.queries import Standing, neighbors_of, standing_of
from civic.people.policy import policy
from civic.summaries.figure import parts_of
from civic.summaries.models import Summary
from civic.summaries.queries import summary_of

OFFICES, THEMES, CHANGES, QUESTIONS, DAYS, LETTERS = 11, 8, 6, 4, 4, 3
OLD = timedelta(hours=24)


@dataclass(frozen=True)
class Cut:
    """The first rows of a list, and how many more there are."""

    rows: list[Any]
    more: int

    @classmethod
    def of(cls, rows: list[Any], most: int) -> Cut:
        return cls(rows[:most], max(len(rows) - most, 0))


@dataclass(frozen=True)
class Voices:
    """Comments that can be read: how many, and what they say of themselves. Never a poll."""

    readable: int
    support: int
    oppose: int
    neither: int


@dataclass(frozen=True)
class Brief:
    docket: Docket
    standing: Standing
    table: Table | None
    lines: Cut
    asked: Any
    received: int
    voices: Voices
    ward: str
    ward_voices: Voices | None  # None where too few comments name the ward (I-22)
    letters: Cut
    summary: Summary | None
    themes: Cut
    since_summary: int  # comments readable now that were not there when the summary was written
    changes: Cut
    compared: tuple[int, int] | None
    questions: Cut
    days: Cut

    @property
    def is_old(self) -> bool:
        return self.summary is not None and now() - self.summary.published_at > OLD


def brief_of(docket: Docket, ward: str = "") -> Brief:
    lines, summary, found, kept = ledger_of(docket), summary_of(docket), confirmed_facts_of(docket), counts(docket)
    changes, compared = _changes(docket)
    figures = [(figure, parts_of(figure)) for figure in summary.figures] if summary else []
    return Brief(
        docket, standing_of(docket), table_of(*found) if found else None, Cut.of(lines, OFFICES), question_counts(lines), sum(kept.get("state", {}).values()),
        _voices(readable_on(docket), kept.get("stance", {})), ward, _voices_of_ward(docket, ward), Cut.of(letters_on(docket), LETTERS),
        summary, Cut.of(figures, THEMES), readable_besides(docket, summary.covered + summary.uncovered) if summary else 0,
        Cut.of(changes, CHANGES), compared, Cut.of(_open_questions(docket), QUESTIONS), Cut.of(days_ahead(docket), DAYS),
    )  # fmt: skip


def ward_named(name: str) -> str:
    """The ward in the address, if the city has it."""
    return name if name in {str(ward["name"]) for ward in policy("wards") or []} else ""


def _voices(readable: int, stances: dict[str, int]) -> Voices:
    support, oppose = stances.get("support", 0), stances.get("oppose", 0)
    return Voices(readable, support, oppose, readable - support - oppose)


def _voices_of_ward(docket: Docket, ward: str) -> Voices | None:
    if ward not in wards_shown(docket):
        return None
    stances = stances_by_ward(docket)[ward]
    return _voices(sum(stances.values()), stances)


def _changes(docket: Docket) -> tuple[list[tuple[str, str]], tuple[int, int] | None]:
    """What the newest version changes, section by section, with its reason; neighbors with one reason together."""
    pairs = neighbors_of(docket)
    if not pairs:
        return [], None
    old, new = pairs[0]
    names, reasons = names_of(old.provisions) | names_of(new.provisions), reasons_of(new.provisions)
    found: list[tuple[str, str]] = []
    for change in changes_between(old.provisions, new.provisions):
        name, reason = names[change.wid], reasons.get(change.wid, "")
        if change.kind != "renumbered" and found and reason and found[-1][1] == reason:
            found[-1] = (f"{found[-1][0]}, {name}", reason)
        elif change.kind != "renumbered":
            found.append((name, reason))
    return found, (old.n, new.n)


def _open_questions(docket: Docket) -> list[Any]:
    """The longest overdue first."""
    rows = [row for _section, group in questions_by_section(docket) for row in group if row.state in ("waiting", "overdue")]
    return sorted(rows, key=lambda row: row.question.invitation.last_day)
