"""The table of what one version says: drafted by one person, confirmed by another."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import now
from civic.database import Refusal, db
from civic.dockets.models import FactReview, FactSheet, TextVersion
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64

VALUES = {"stated": _l("Stated"), "not_stated": _l("Not stated in the text"), "unclear": _l("Unclear")}
# The rows of the table, in the order in which people ask.
FIELDS = {
    "bound_parties": _l("Who is bound"),
    "prohibited_acts": _l("What is forbidden"),
    "derived_information": _l("Is information that others derived covered?"),
    "exceptions": _l("Exceptions: who, for what, on which condition, logged how"),
    "inadvertent_receipt": _l("Information received by accident"),
    "exception_procedure": _l("Who decides on exceptions, and how"),
    "reporting": _l("Reporting: what, to whom, how often"),
    "enforcement": _l("What happens if it is broken"),
    "effective_date": _l("When it takes effect"),
}


def sheets_of(version: TextVersion) -> list[FactSheet]:
    return list(db.session.scalars(sa.select(FactSheet).where(FactSheet.version_id == version.id).order_by(FactSheet.n)))


def review_of(sheet: FactSheet) -> FactReview | None:
    return db.session.scalar(sa.select(FactReview).where(FactReview.sheet_id == sheet.id))


def facts_of(version: TextVersion) -> FactSheet | None:
    """The newest sheet that a second person has confirmed."""
    return next((sheet for sheet in reversed(sheets_of(version)) if review_of(sheet) is not None), None)


def draft_facts(version: TextVersion, cells: list[dict[str, Any]], *, by: Account) -> FactSheet:
    """A whole new sheet; earlier ones stay. What is stated names the provisions that state it."""
    if not cells:
        raise Refusal(_("Fill in at least one fact."), "cells")
    eids = {provision.eid for provision in version.provisions}
    for cell in cells:
        _check_cell(cell, eids)
    sheet = FactSheet(version_id=version.id, n=len(sheets_of(version)) + 1, cells=cells, drafted_by=by.id, at=now())
    db.session.add(sheet)
    db.session.flush()
    record("facts.drafted", sheet, by=by)
    return sheet


def review_facts(sheet: FactSheet, version: TextVersion, *, by: Account) -> FactReview:
    """Confirm every cell of the newest sheet, each *not stated* among them. Never by the person who drafted it."""
    if by.id == sheet.drafted_by:
        raise Refusal(_("A second person must review these facts."))
    if sheets_of(version)[-1:] != [sheet]:
        raise Refusal(_("A newer sheet exists for this version. Review that one."))
    if review_of(sheet) is not None:
        raise Refusal(_("These facts are reviewed already."))
    review = FactReview(sheet_id=sheet.id, reviewed_by=by.id, at=now())
    db.session.add(review)
    version.docket.revision += 1
    db.session.flush()
    counts = Counter(cell["value"] for cell in sheet.cells)
    digest = sha256(json.dumps(sheet.cells, sort_keys=True, ensure_ascii=False).encode()).digest()
    leaf_counts: dict[str, Any] = {value: counts[value] for value in VALUES}
    record("facts.reviewed", review, by=by, docket=version.docket, ref=version.leaf_id, sha256=b64(digest),
           **leaf_counts)  # fmt: skip
    return review


def rows_of(sheet: FactSheet, version: TextVersion) -> list[dict[str, Any]]:
    """The cells with their labels and the provisions that they cite, in the order of the table."""
    by_eid = {provision.eid: provision for provision in version.provisions}
    cells = {cell["field"]: cell for cell in sheet.cells}
    order = [*FIELDS, *(name for name in cells if name not in FIELDS)]
    return [
        {**cells[name], "label": FIELDS.get(name, name), "provisions": [by_eid[eid] for eid in cells[name].get("eids", []) if eid in by_eid]}
        for name in order if name in cells
    ]  # fmt: skip


def _check_cell(cell: dict[str, Any], eids: set[str]) -> None:
    if cell.get("value") not in VALUES:
        raise Refusal(_("Say for each fact whether it is stated, not stated or unclear."), "cells")
    if cell["value"] == "unclear" and len([reading for reading in cell.get("readings", []) if reading]) < 2:
        raise Refusal(_("Where the text is unclear, give both ways to read it."), "cells")
    named = set(cell.get("eids", []))
    if cell["value"] == "stated" and not named:
        raise Refusal(_("Name the section that states this fact."), "cells")
    if named - eids:
        raise Refusal(_("This version has no such section."), "cells")
