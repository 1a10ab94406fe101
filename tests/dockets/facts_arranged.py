"""A table of facts about the text of tests/factories.py, as a person types it and as actions take it."""

from __future__ import annotations

from typing import Any

from civic.dockets.actions import check_fact, draft_facts, review_facts
from civic.dockets.facts.cells import make_cell
from civic.dockets.facts.fields import FIELDS, PARTS
from civic.dockets.facts.models import FactSheet
from civic.dockets.facts.places import piece_called
from civic.dockets.facts.queries import not_stated_in
from civic.dockets.models import TextVersion
from civic.people.models import Account
from civic.people.queries import account_by_email
from civic.permissions import Role
from tests.cast import make_account
from tests.factories import the_clerk


def second_clerk() -> Account:
    return account_by_email("cora.clerk@city.example") or make_account("Cora Clerk", Role.CLERK)


def stated(version: TextVersion, section: str, says: str = "So it says.", **more: Any) -> dict[str, Any]:
    piece = piece_called(version, section)
    assert piece is not None, section
    return make_cell("stated", says, [piece.eid], **more)


def cells_of(version: TextVersion, **changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Everything not stated, but for what is given."""
    return {key: changed.get(key, make_cell("not_stated")) for key in FIELDS}


def exception_of(key: str, name: str, **parts: dict[str, Any]) -> dict[str, Any]:
    return {"key": key, "name": name, **{part: parts.get(part, make_cell("not_stated")) for part in PARTS}}


def hand_over(version: TextVersion, rows: list[dict[str, Any]] | None = None, /, **changed: dict[str, Any]) -> FactSheet:
    return draft_facts(version, cells_of(version, **changed), rows or [], by=the_clerk())


def confirm(sheet: FactSheet, version: TextVersion, *, by: Account | None = None) -> FactSheet:
    """A second person looks for each *not stated*, then confirms the whole."""
    person = by or second_clerk()
    for key in not_stated_in(sheet):
        check_fact(sheet, key, agrees=True, by=person)
    review_facts(sheet, version, by=person)
    return sheet


# As it is typed into the long form.
ALL_SILENT = {f"{key}-value": "not_stated" for key in FIELDS}
USE = {"act_use-value": "stated", "act_use-rule": "forbidden", "act_use-sections": "2(a)", "act_use-says": "Nobody may use it."}
UNCLEAR = {"report_to-value": "unclear", "report_to-reading1": "To the council.", "report_to-reading2": "To the mayor."}
