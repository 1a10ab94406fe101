from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.dockets.facts.cells import Cell, cells_in, digest_of
from civic.dockets.facts.models import FactCheck, FactDraft, FactReview, FactSheet
from civic.dockets.models import Docket, TextVersion


def sheets_of(version: TextVersion) -> list[FactSheet]:
    """Every table handed over for this version, the first one first."""
    return list(db.session.scalars(sa.select(FactSheet).where(FactSheet.version_id == version.id).order_by(FactSheet.n)))


def newest_sheet_of(version: TextVersion) -> FactSheet | None:
    return next(reversed(sheets_of(version)), None)


def review_of(sheet: FactSheet) -> FactReview | None:
    return db.session.scalar(sa.select(FactReview).where(FactReview.sheet_id == sheet.id))


def facts_of(version: TextVersion) -> FactSheet | None:
    """The newest sheet that a second person has confirmed."""
    return next((sheet for sheet in reversed(sheets_of(version)) if review_of(sheet) is not None), None)


def draft_of(version: TextVersion) -> FactDraft | None:
    return db.session.scalar(sa.select(FactDraft).where(FactDraft.version_id == version.id))


def standing_versions(docket: Docket) -> list[TextVersion]:
    """Versions in the order in which they were the law proposed: an older text added later stands where it belongs."""
    standing = [version for version in docket.versions if version.withdrawal is None]
    order = [version for version in standing if version.precedes is None]
    for older in (version for version in standing if version.precedes is not None):
        order.insert(next((place for place, v in enumerate(order) if v.id == older.precedes), 0), older)
    return order


def confirmed_before(version: TextVersion) -> tuple[TextVersion, FactSheet] | None:
    """The nearest earlier version with a confirmed table, and that table."""
    order = standing_versions(version.docket)
    place = next((i for i, v in enumerate(order) if v.id == version.id), 0)
    for earlier in reversed(order[:place]):
        if (sheet := facts_of(earlier)) is not None:
            return earlier, sheet
    return None


def confirmed_facts_of(docket: Docket) -> tuple[TextVersion, FactSheet] | None:
    """The newest confirmed table, and the version it is about."""
    for version in reversed(standing_versions(docket)):
        if (sheet := facts_of(version)) is not None:
            return version, sheet
    return None


def checks_of(sheet: FactSheet) -> dict[str, FactCheck]:
    """What others than its writer last found about each cell of this sheet. It holds while the cell's words stay the same."""
    query = sa.select(FactCheck).where(FactCheck.version_id == sheet.version_id, FactCheck.checked_by != sheet.drafted_by)
    digests = {field.key: digest_of(cell) for field, cell in cells_in(sheet.cells, sheet.exceptions)}
    rows = db.session.scalars(query.order_by(FactCheck.n))
    return {check.key: check for check in rows if digests.get(check.key) == check.digest}


def not_stated_in(sheet: FactSheet) -> list[str]:
    return [field.key for field, cell in cells_in(sheet.cells, sheet.exceptions) if cell["value"] == "not_stated"]


def unchecked_in(sheet: FactSheet) -> list[str]:
    """Each *not stated* that no second person has looked for yet."""
    checks = checks_of(sheet)
    return [key for key in not_stated_in(sheet) if key not in checks or not checks[key].agrees]


def objections_to(sheet: FactSheet) -> dict[str, FactCheck]:
    """Cells that a second person wants looked at again."""
    return {key: check for key, check in checks_of(sheet).items() if not check.agrees}


def exceptions_in(version: TextVersion) -> list[dict[str, Any]]:
    """The exceptions that the text of this version names, as confirmed: key, name, and the cells use, actor, condition, logging."""
    sheet = facts_of(version)
    return list(sheet.exceptions) if sheet else []


def cell_of(sheet: FactSheet, key: str) -> Cell | None:
    return next((cell for field, cell in cells_in(sheet.cells, sheet.exceptions) if field.key == key), None)
