"""What a cell is, and when it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.database import Refusal
from civic.dockets.facts.fields import FIELDS, PARTS, RULES, VALUES, Field, field_of_exception

Cell = dict[str, Any]  # value, says, eids, readings, and of an act: rule
LONGEST = {"says": 1000, "reading": 600, "name": 80}
ROW_KEY = re.compile(r"x[1-9]\d{0,2}")


def make_cell(value: str, says: str = "", eids: list[str] | tuple[str, ...] = (), readings: list[str] | tuple[str, ...] = (), rule: str = "") -> Cell:
    """One shape whatever is given: only an act of which the text states something has a rule, only the unclear has readings."""
    cell: Cell = {"value": value, "says": says, "eids": list(eids), "readings": list(readings) if value == "unclear" else []}
    return cell | ({"rule": rule} if rule and value == "stated" else {})


def cells_in(cells: dict[str, Cell], exceptions: list[dict[str, Any]]) -> Iterator[tuple[Field, Cell]]:
    """Every cell of a table with its question, exceptions row by row after the question whether there are any."""
    for key, field in FIELDS.items():
        if key in cells:
            yield field, cells[key]
        if key == "exceptions":
            for row in exceptions:
                yield from ((field_of_exception(row, part), row[part]) for part in PARTS)


def digest_of(content: Any) -> bytes:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).digest()


def refuse_faults(cells: dict[str, Cell], exceptions: list[dict[str, Any]], eids: set[str]) -> None:
    """What must hold of every table, whoever hands it in (I-16)."""
    missing = [field.label for key, field in FIELDS.items() if key not in cells]
    if missing:
        raise Refusal(_("%(field)s: say whether it is stated, not stated or unclear.", field=missing[0]), "cells")
    if set(cells) - set(FIELDS):
        raise Refusal(_("This table has a question that is not asked."), "cells")
    _refuse_rows(cells, exceptions)
    for field, cell in cells_in(cells, exceptions):
        if fault := fault_in(field, cell, eids):
            raise Refusal(fault, "cells")


def _refuse_rows(cells: dict[str, Cell], exceptions: list[dict[str, Any]]) -> None:
    keys = [row.get("key", "") for row in exceptions]
    if not all(ROW_KEY.fullmatch(key) for key in keys) or len(set(keys)) != len(keys) or not all(set(PARTS) <= set(row) for row in exceptions):
        raise Refusal(_("Each exception needs a row of its own."), "cells")
    if fault := fault_in_rows(cells["exceptions"], [row["name"] for row in exceptions]):
        raise Refusal(fault, "cells")


def fault_in_rows(cell: Cell, names: list[str]) -> str | None:
    """The answer to “does the text name exceptions?” and the rows below it say the same."""
    if not all(names):
        return _("Give each exception a short name.")
    if cell["value"] == "stated" and not names:
        return _("The text names exceptions: enter at least one, or say that it names none.")
    if cell["value"] == "not_stated" and names:
        return _("You entered exceptions: then the text names some. Choose “Stated”, or leave the rows out.")
    return None


def fault_in(field: Field, cell: Cell, eids: set[str]) -> str | None:
    """Why this cell cannot stand, as a sentence."""
    value, readings = cell.get("value"), [reading for reading in cell.get("readings", []) if reading]
    if value not in VALUES:
        return _("%(field)s: say whether it is stated, not stated or unclear.", field=field.label)
    if value == "unclear" and len(set(readings)) < 2:
        return _("%(field)s: where the text is unclear, give both ways to read it.", field=field.label)
    if value == "stated" and not cell.get("eids"):
        return _("%(field)s: name the section that states it.", field=field.label)
    if value == "stated" and not cell.get("says") and field.key != "exceptions" and not field.is_act:
        return _("%(field)s: say in a sentence what the text states.", field=field.label)
    if value == "not_stated" and cell.get("eids"):
        return _("%(field)s: a section is named, so is it stated after all?", field=field.label)
    if set(cell.get("eids", [])) - eids:
        return _("%(field)s: this version has no such section.", field=field.label)
    if field.is_act and value == "stated" and cell.get("rule") not in RULES:
        return _("%(field)s: say whether it is forbidden, allowed within limits or allowed.", field=field.label)
    return _too_long(field, cell)


def _too_long(field: Field, cell: Cell) -> str | None:
    if len(cell.get("says", "")) > LONGEST["says"] or any(len(reading) > LONGEST["reading"] for reading in cell.get("readings", [])):
        return _("%(field)s: say it in fewer words.", field=field.label)
    return None
