"""The long form: what stands in it, and what it says when it is sent.

*Typed* is the table as a person wrote it, sections by their printed names and not checked; it is kept as it is until it
is handed over. ``read`` turns it into cells, with every fault at its control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from civic.dockets.facts.carrying import Carried
from civic.dockets.facts.cells import LONGEST, Cell, fault_in, fault_in_rows, make_cell
from civic.dockets.facts.fields import FIELDS, PARTS, RULES, VALUES, Field, field_of_exception
from civic.dockets.facts.models import FactSheet
from civic.dockets.facts.places import names_in, piece_called
from civic.dockets.models import TextVersion
from civic.forms import BIDI_CONTROLS, trimmed, without_controls

BLANK = {"value": "", "says": "", "sections": "", "readings": ["", ""], "rule": ""}
MOST_EXCEPTIONS = 40


@dataclass
class Typed:
    cells: dict[str, dict[str, Any]]
    exceptions: list[dict[str, Any]]  # key, name, and per part a cell as typed

    @property
    def content(self) -> dict[str, Any]:
        return {"cells": self.cells, "exceptions": self.exceptions}

    def with_blank_rows(self, count: int) -> Typed:
        taken = {row["key"] for row in self.exceptions}
        free = [key for n in range(1, MOST_EXCEPTIONS + count + 1) if (key := f"x{n}") not in taken]
        blank = [{"key": key, "name": "", **{part: dict(BLANK) for part in PARTS}} for key in free[:count]]
        return Typed(self.cells, [*self.exceptions, *blank])


@dataclass
class Reading:
    """What was typed, as cells; ``faults`` by the id of the control that they are about."""

    cells: dict[str, Cell] = field(default_factory=dict)
    exceptions: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def typed_in(form: Mapping[str, str]) -> Typed:
    """From the request. A row of exceptions in which nothing is written, or that is to be left out, is dropped."""
    cells = {key: _cell_in(form, key) for key in FIELDS}
    rows = []
    for key in [key for key in (f"x{n}" for n in range(1, 1000)) if f"{key}-name" in form][:MOST_EXCEPTIONS]:
        row = {"key": key, "name": _words(form, f"{key}-name"), **{part: _cell_in(form, f"{key}_{part}") for part in PARTS}}
        if form.get(f"{key}-drop") != "on" and (row["name"] or any(row[part] != BLANK for part in PARTS)):
            rows.append(row)
    return Typed(cells, rows)


def typed_again(content: dict[str, Any]) -> Typed:
    """A kept draft."""
    return Typed({key: {**BLANK, **content["cells"].get(key, {})} for key in FIELDS}, list(content["exceptions"]))


def typed_from(sheet: FactSheet, version: TextVersion) -> Typed:
    names = names_in(version)
    return Typed({key: _as_typed(cell, names) for key, cell in sheet.cells.items()}, [
        {"key": row["key"], "name": row["name"], **{part: _as_typed(row[part], names) for part in PARTS}} for row in sheet.exceptions
    ])  # fmt: skip


def typed_over(carried: Carried, version: TextVersion) -> Typed:
    """The earlier version's table: where a cited section changed, the value must be chosen again."""
    names = names_in(version)

    def proposed(key: str) -> dict[str, Any]:
        proposal = carried.proposals.get(key)
        if proposal is None:
            return dict(BLANK)
        return _as_typed(proposal.cell, names) | ({"value": ""} if proposal.look_again else {})

    rows = [{**row, **{part: proposed(f"{row['key']}_{part}") for part in PARTS}} for row in carried.exceptions]
    return Typed({key: proposed(key) for key in FIELDS}, rows)


def read(typed: Typed, version: TextVersion) -> Reading:
    reading = Reading()
    eids = {p.eid for p in version.provisions}
    for key, field_ in FIELDS.items():
        reading.cells[key] = _read_cell(typed.cells[key], key, field_, version, eids, reading)
    for row in typed.exceptions:
        if not row["name"]:
            reading.faults[f"{row['key']}-name"] = _("Give each exception a short name.")
        named = {**row, "name": row["name"] or row["key"]}
        parts = {part: _read_cell(row[part], f"{row['key']}_{part}", field_of_exception(named, part), version, eids, reading) for part in PARTS}
        reading.exceptions.append({"key": row["key"], "name": row["name"], **parts})
    if fault := fault_in_rows(reading.cells["exceptions"], [row["name"] or "-" for row in reading.exceptions]):
        reading.faults.setdefault("exceptions-stated", fault)
    return reading


def _read_cell(typed: dict[str, Any], key: str, field_: Field, version: TextVersion, eids: set[str], reading: Reading) -> Cell:
    """The cell, and its first fault at the control where it is mended."""
    stray = typed["sections"] if typed["value"] != "not_stated" else ""
    names = [name.strip() for name in stray.replace(";", ",").split(",") if name.strip()]
    pieces = [piece_called(version, name) for name in names]
    cell = make_cell(typed["value"], typed["says"], [p.eid for p in pieces if p], typed["readings"], typed["rule"])
    if BIDI_CONTROLS & set("".join([typed["says"], *typed["readings"], str(field_.label)])):
        reading.faults[f"{key}-says"] = _("%(field)s: this text contains hidden characters that change the order of words. Please type it again.", field=field_.label)
    elif None in pieces:
        reading.faults[f"{key}-sections"] = _("%(field)s: this version has no section %(name)s.", field=field_.label, name=names[pieces.index(None)])
    elif fault := fault_in(field_, cell, eids):
        reading.faults[f"{key}-{_control(cell, field_)}"] = fault
    return cell


def _control(cell: Cell, field_: Field) -> str:
    if cell["value"] not in ("stated", "unclear"):
        return "stated"
    if cell["value"] == "unclear":
        return "reading1"
    if not cell["eids"]:
        return "sections"
    return "rule" if field_.is_act and not cell.get("rule") else "says"


def _cell_in(form: Mapping[str, str], key: str) -> dict[str, Any]:
    value, rule = form.get(f"{key}-value", ""), form.get(f"{key}-rule", "")
    return {
        "value": value if value in VALUES else "", "says": _words(form, f"{key}-says"), "sections": _words(form, f"{key}-sections"),
        "readings": [_words(form, f"{key}-reading{n}") for n in (1, 2)], "rule": rule if rule in RULES else "",
    }  # fmt: skip


def _words(form: Mapping[str, str], name: str) -> str:
    """Without what no page can show. A little more than may stand, so that a longer text is refused and not cut in silence."""
    return without_controls(str(trimmed(form.get(name, ""))))[: LONGEST["name"] if name.endswith("-name") else 2000]


def _as_typed(cell: Cell, names: dict[str, str]) -> dict[str, Any]:
    return {
        "value": cell["value"], "says": cell["says"], "sections": ", ".join(names.get(eid, eid) for eid in cell["eids"]),
        "readings": [*cell["readings"], "", ""][:2], "rule": cell.get("rule", ""),
    }  # fmt: skip


