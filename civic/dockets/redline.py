"""What changed between two versions, provision by provision, over whole words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz.distance import Indel

WORDS = re.compile(r"\s+|[^\s]+")
SMALLEST_ISLAND = 2  # fewer unchanged words than this between two changes are shown as changed with them


class Piece(Protocol):
    wid: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True)
class Run:
    """Words in a row: ``same``, ``del`` or ``ins``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One provision that differs. ``kind`` is added, removed, changed or renumbered."""

    wid: str
    kind: str
    before: Piece | None
    after: Piece | None
    runs: tuple[Run, ...]


def changes_between(previous: Sequence[Piece], current: Sequence[Piece]) -> list[Change]:
    """Changes in the order of the new version; removed provisions stand where they stood."""
    old = {piece.wid: piece for piece in previous}
    new = {piece.wid for piece in current}
    changes: list[Change] = []
    removed = [piece for piece in previous if piece.wid not in new]
    for piece in current:
        before = old.get(piece.wid)
        if before is None:
            changes.append(Change(piece.wid, "added", None, piece, (Run("ins", piece.text),)))
        elif before.text.split() != piece.text.split():  # other spaces and line ends are no change of wording
            runs = runs_between(before.text, piece.text)
            kind = "renumbered" if _only_number(before, piece) else "changed"
            changes.append(Change(piece.wid, kind, before, piece, runs))
    for piece in removed:
        place = next((i for i, c in enumerate(changes) if _stands_after(c, piece, previous)), len(changes))
        changes.insert(place, Change(piece.wid, "removed", piece, None, (Run("del", piece.text),)))
    return changes


def runs_between(before: str, after: str) -> tuple[Run, ...]:
    """Runs over whole words. Without its insertions they are ``before``, without its deletions ``after``, exactly."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    rows: list[tuple[str, list[str], list[str]]] = []
    for step in Indel.opcodes(old, new):
        same, a, b, c, d = step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end
        if same and rows and not _is_large(old[a:b]) and b < len(old) or not same and rows and rows[-1][0] == "changed":
            rows[-1][1].extend(old[a:b])
            rows[-1][2].extend(new[c:d])
        else:
            rows.append(("same" if same else "changed", list(old[a:b]), list(new[c:d])))
    runs: list[Run] = []
    for kind, was, becomes in rows:
        if kind == "same":
            runs.append(Run("same", "".join(was)))
        else:
            runs += [Run(name, "".join(words)) for name, words in (("del", was), ("ins", becomes)) if words]
    return tuple(runs)


def _is_large(words: Sequence[str]) -> bool:
    return sum(not word.isspace() for word in words) >= SMALLEST_ISLAND


def _only_number(before: Piece, after: Piece) -> bool:
    return before.number != after.number and before.text.replace(before.number, "", 1) == after.text.replace(after.number, "", 1)


def _stands_after(change: Change, piece: Piece, previous: Sequence[Piece]) -> bool:
    order = {p.wid: place for place, p in enumerate(previous)}
    return change.wid in order and order[change.wid] > order[piece.wid]
