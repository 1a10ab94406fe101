"""A sheet as pages and exports read it: rows with the sections they cite, acts in one sentence, exceptions row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from civic.dockets.facts.carrying import Difference, differences
from civic.dockets.facts.cells import Cell, cells_in
from civic.dockets.facts.fields import ACTS, GROUPS, PARTS, Field
from civic.dockets.facts.models import FactSheet
from civic.dockets.facts.places import names_in
from civic.dockets.facts.queries import confirmed_before
from civic.dockets.models import TextVersion


@dataclass(frozen=True)
class Place:
    """A section that a cell cites: how it is called, and its anchor on the page of the text."""

    name: str
    wid: str


@dataclass(frozen=True)
class Row:
    field: Field
    cell: Cell
    places: tuple[Place, ...]
    difference: Difference | None = None

    @property
    def value(self) -> str:
        return str(self.cell["value"])


@dataclass(frozen=True)
class NamedException:
    key: str
    name: str
    parts: dict[str, Row]


@dataclass(frozen=True)
class Acts:
    """Acts of one rule that stand in the same sections, in one sentence, and what more is said about them."""

    sentence: str
    says: str
    places: tuple[Place, ...]


@dataclass
class Table:
    version: TextVersion
    sheet: FactSheet
    earlier: TextVersion | None = None
    changes: list[Difference] = field(default_factory=list)

    @cached_property
    def rows(self) -> dict[str, Row]:
        names, wids = names_in(self.version), {p.eid: p.wid for p in self.version.provisions}
        changed = {difference.key: difference for difference in self.changes}
        return {
            f.key: Row(f, cell, tuple(Place(names[eid], wids[eid]) for eid in cell["eids"] if eid in wids), changed.get(f.key))
            for f, cell in cells_in(self.sheet.cells, self.sheet.exceptions)
        }

    def group(self, key: str) -> list[Row]:
        return [self.rows[f.key] for group in GROUPS if group.key == key for f in group.fields if f.key in self.rows]

    @cached_property
    def exceptions(self) -> list[NamedException]:
        return [NamedException(row["key"], row["name"], {part: self.rows[f"{row['key']}_{part}"] for part in PARTS}) for row in self.sheet.exceptions]

    def silent(self, *groups: str) -> list[Any]:
        """What the text does not say about these groups, as topics."""
        rows = [row for key in groups for row in self.group(key)]
        if "exceptions" in groups:
            rows += [row for each in self.exceptions for row in each.parts.values()]
        return [row.field.topic for row in rows if row.value == "not_stated"]

    @cached_property
    def acts(self) -> list[Acts]:
        """What is forbidden, allowed in part, allowed: one sentence for acts that share rule and sections."""
        grouped: dict[tuple[str, str, tuple[Place, ...]], list[Row]] = {}
        for key in ACTS:
            row = self.rows[key]
            if row.value == "stated":
                grouped.setdefault((row.cell["rule"], row.cell["says"], row.places), []).append(row)
        return [Acts(_sentence_about(rule, [row.field.verb for row in rows]), says, places) for (rule, says, places), rows in grouped.items()]


def table_of(version: TextVersion, sheet: FactSheet) -> Table:
    """With what changed since the nearest earlier version that has a confirmed table."""
    found = confirmed_before(version)
    if found is None:
        return Table(version, sheet)
    earlier, before = found
    return Table(version, sheet, earlier, differences(before, sheet, version.n))


def _sentence_about(rule: str, verbs: list[Any]) -> str:
    acts = format_list([str(verb) for verb in verbs], style="or" if rule == "forbidden" else "standard", locale=get_locale() or "en")
    if rule == "forbidden":
        return _("They may not %(acts)s.", acts=acts)
    if rule == "limited":
        return _("They may %(acts)s, within limits.", acts=acts)
    return _("They may %(acts)s.", acts=acts)


@dataclass(frozen=True)
class Line:
    words: str
    places: tuple[Place, ...] = ()


def in_short(table: Table, group: str) -> list[Line]:
    """A group's answers as sentences, for one column beside other cities."""
    if group == "acts":
        lines = [Line(f"{acts.sentence} {acts.says}".strip(), acts.places) for acts in table.acts]
    elif group == "exceptions":
        lines = [Line(f"{each.name}: {each.parts['use'].cell['says']}", each.parts["use"].places) for each in table.exceptions]
    else:
        lines = [Line(str(row.cell["says"]), row.places) for row in table.group(group) if row.value == "stated"]
    lines += [Line(_("Unclear: %(topic)s.", topic=row.field.topic), row.places) for row in table.group(group) if row.value == "unclear"]
    if silent := table.silent(group):
        lines.append(Line(_("Not stated in the text: %(topics)s.", topics="; ".join(str(topic) for topic in silent))))
    return lines
