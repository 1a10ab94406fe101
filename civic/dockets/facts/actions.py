"""Writing a table, looking at its cells, confirming it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal, db
from civic.dockets.facts.cells import Cell, cells_in, digest_of, refuse_faults
from civic.dockets.facts.fields import VALUES
from civic.dockets.facts.models import FactCheck, FactDraft, FactReview, FactSheet
from civic.dockets.facts.queries import cell_of, draft_of, newest_sheet_of, objections_to, review_of, unchecked_in
from civic.dockets.models import TextVersion
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64


def keep_facts(version: TextVersion, typed: dict[str, Any], *, edition: int, by: Account) -> FactDraft:
    """A table in the making, as it was typed. ``edition`` is the one that the writer had in hand."""
    draft = draft_of(version)
    if (draft.edition if draft else 0) != edition:
        raise Refusal(_("Somebody else kept this table while you worked on it. Your words are below: press the button again to keep them in place of theirs."))
    if draft is None:
        draft = FactDraft(version_id=version.id, edition=0)
        db.session.add(draft)
    draft.typed, draft.edition, draft.kept_by, draft.kept_at = typed, edition + 1, by.id, now()
    db.session.flush()
    record("facts.kept", draft, by=by)
    return draft


def draft_facts(version: TextVersion, cells: dict[str, Cell], exceptions: list[dict[str, Any]], *, by: Account) -> FactSheet:
    """Hand a whole table over to a second person; earlier ones stay. What is stated names the provisions that state it."""
    refuse_faults(cells, exceptions, {provision.eid for provision in version.provisions})
    newest = newest_sheet_of(version)
    if newest is not None and (newest.cells, newest.exceptions) == (cells, exceptions) and not objections_to(newest):
        raise Refusal(_("Nothing differs from the table that was handed over before."))
    sheet = FactSheet(version_id=version.id, n=(newest.n if newest else 0) + 1, cells=cells, exceptions=exceptions, drafted_by=by.id, at=now())
    db.session.add(sheet)
    if (draft := draft_of(version)) is not None:
        db.session.delete(draft)
    db.session.flush()
    record("facts.drafted", sheet, by=by)
    return sheet


def check_fact(sheet: FactSheet, key: str, *, agrees: bool, remark: str = "", by: Account) -> FactCheck:
    """A second person looked for one cell in the text: it is so, or look again. Never the one who wrote the table."""
    cell = cell_of(sheet, key)
    if cell is None:
        raise Refusal(_("This table has no such row."))
    if by.id == sheet.drafted_by:
        raise Refusal(_("You wrote this table, so somebody else must look at it."))
    if review_of(sheet) is not None:
        raise Refusal(_("These facts are reviewed already."))
    if not agrees and not remark:
        raise Refusal(_("Say what to look at again."), f"{key}-remark")
    n = db.session.scalar(sa.select(sa.func.count()).select_from(FactCheck).where(FactCheck.version_id == sheet.version_id)) or 0
    check = FactCheck(version_id=sheet.version_id, n=n + 1, key=key, digest=digest_of(cell), agrees=agrees, remark=remark, checked_by=by.id, at=now())
    db.session.add(check)
    db.session.flush()
    record("facts.checked", check, by=by)
    return check


def review_facts(sheet: FactSheet, version: TextVersion, *, by: Account) -> FactReview:
    """Confirm the newest sheet, once each *not stated* was looked for. Never by the person who drafted it."""
    if by.id == sheet.drafted_by:
        raise Refusal(_("A second person must review these facts."))
    newest = newest_sheet_of(version)
    if newest is None or newest.id != sheet.id:
        raise Refusal(_("A newer sheet exists for this version. Review that one."))
    if review_of(sheet) is not None:
        raise Refusal(_("These facts are reviewed already."))
    _refuse_open_cells(sheet)
    review = FactReview(sheet_id=sheet.id, reviewed_by=by.id, at=now())
    db.session.add(review)
    version.docket.revision += 1
    db.session.flush()
    values = Counter(cell["value"] for _field, cell in cells_in(sheet.cells, sheet.exceptions))
    counts: dict[str, Any] = {value: values[value] for value in VALUES}
    record("facts.reviewed", review, by=by, docket=version.docket, ref=version.leaf_id, sha256=b64(digest_of([sheet.cells, sheet.exceptions])), **counts)
    return review


def _refuse_open_cells(sheet: FactSheet) -> None:
    labels = {field.key: field.label for field, _cell in cells_in(sheet.cells, sheet.exceptions)}
    if objections := objections_to(sheet):
        raise Refusal(_("Somebody asked to look again at: %(rows)s. The table waits for that.", rows="; ".join(str(labels[key]) for key in objections)))
    if unchecked := unchecked_in(sheet):
        raise Refusal(_("Look for each “not stated” by itself first. Not looked for yet: %(rows)s.", rows="; ".join(str(labels[key]) for key in unchecked)))
