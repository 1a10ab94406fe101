"""From one version's table to the next: what comes over, what must be looked at again, and what the text says now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from civic.dockets.facts.cells import Cell, cells_in
from civic.dockets.facts.fields import FIELDS
from civic.dockets.facts.models import FactSheet
from civic.dockets.facts.places import inside, names_in
from civic.dockets.facts.queries import confirmed_before
from civic.dockets.models import Provision, TextVersion
from civic.dockets.redline import changes_between


@dataclass(frozen=True)
class Proposal:
    """An earlier version's cell, as a proposal for this one. ``changed`` names the sections that make it doubtful."""

    cell: Cell
    version: int
    changed: tuple[str, ...] = ()

    @property
    def look_again(self) -> bool:
        return bool(self.changed)


@dataclass(frozen=True)
class Carried:
    """All that comes over from the earlier version's confirmed table."""

    version: TextVersion | None = None
    proposals: dict[str, Proposal] = field(default_factory=dict)
    exceptions: tuple[dict[str, Any], ...] = ()  # rows: key, name; their cells are among the proposals, by x1_use …


def carried_to(version: TextVersion) -> Carried:
    found = confirmed_before(version)
    if found is None:
        return Carried()
    earlier, sheet = found
    changed = {c.wid for c in changes_between(earlier.provisions, version.provisions) if c.kind != "renumbered"}
    proposals = {f.key: _proposal(cell, earlier, version, changed) for f, cell in cells_in(sheet.cells, sheet.exceptions)}
    return Carried(earlier, proposals, tuple({"key": row["key"], "name": row["name"]} for row in sheet.exceptions))


def _proposal(cell: Cell, earlier: TextVersion, version: TextVersion, changed: set[str]) -> Proposal:
    """What cites sections is doubtful where those changed; what cites none could be said by any changed section.

    A *not stated* stays proposed all the same: a second person looks for each one anew in every version.
    """
    now_by_wid = {p.wid: p for p in version.provisions}
    cited = [p for p in earlier.provisions if p.eid in cell.get("eids", [])]
    moved = {**cell, "eids": [now_by_wid[p.wid].eid for p in cited if p.wid in now_by_wid]}
    touched = [wid for p in cited for wid in _below(earlier, version, p) if wid in changed]
    if not cited and cell["value"] == "unclear":
        touched = sorted(changed)
    names = {p.wid: name for v in (earlier, version) for p, name in zip(v.provisions, names_in(v).values(), strict=True)}
    return Proposal(moved, earlier.n, tuple(dict.fromkeys(names[wid] for wid in touched)))


def _below(earlier: TextVersion, version: TextVersion, piece: Provision) -> list[str]:
    """The wIds of a piece and all that stood or now stands below it."""
    after = next((p for p in version.provisions if p.wid == piece.wid), None)
    return [p.wid for p in (*inside(earlier, piece), *(inside(version, after) if after else ()))]


@dataclass(frozen=True)
class Difference:
    """What the text says now about one question, and what it said before."""

    key: str
    sentence: str
    before: Cell | None
    after: Cell | None


def differences(before: FactSheet, after: FactSheet, n: int) -> list[Difference]:
    """What version ``n`` says otherwise than the version of ``before``, in the order of the table."""
    old = {f.key: (f, cell) for f, cell in cells_in(before.cells, before.exceptions)}
    names_before, names_after = ({row["key"]: row["name"] for row in sheet.exceptions} for sheet in (before, after))
    rows: list[Difference] = []
    for f, cell in cells_in(after.cells, after.exceptions):
        row_key = f.key.rsplit("_", 1)[0]
        if f.key not in FIELDS and row_key not in names_before:
            if f.key.endswith("_use"):
                rows.append(Difference(f.key, _("Version %(n)s adds the exception “%(name)s”.", n=n, name=names_after[row_key]), None, cell))
        elif sentence := _sentence(old[f.key][1] if f.key in old else None, cell, n, f.topic):
            rows.append(Difference(f.key, sentence, old[f.key][1] if f.key in old else None, cell))
    gone = [key for key in names_before if key not in names_after]
    rows += [Difference(f"{key}_use", _("Version %(n)s no longer has the exception “%(name)s”.", n=n, name=names_before[key]), old[f"{key}_use"][1], None) for key in gone]
    return rows


def _sentence(before: Cell | None, after: Cell, n: int, topic: Any) -> str | None:
    if before is None or _said(before) == _said(after):
        return None
    was, becomes = before["value"], after["value"]
    if becomes == "not_stated":
        return _("Version %(n)s no longer says %(topic)s.", n=n, topic=topic)
    if becomes == "unclear":
        return _("In version %(n)s it is unclear %(topic)s.", n=n, topic=topic)
    if was == "not_stated":
        return _("Version %(n)s now says %(topic)s.", n=n, topic=topic)
    if was == "unclear":
        return _("Version %(n)s makes clear %(topic)s.", n=n, topic=topic)
    return _("Version %(n)s changes %(topic)s.", n=n, topic=topic)


def _said(cell: Cell) -> tuple[Any, ...]:
    """What a cell says apart from where it says it; sections move without changing the law."""
    return cell["value"], " ".join(cell["says"].split()), [" ".join(r.split()) for r in cell["readings"]], cell.get("rule", "")
