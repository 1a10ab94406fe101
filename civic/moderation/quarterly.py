"""Moderation by quarter: by code and stance, by way of arrival and language, and whether the two sides fare alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from string import ascii_uppercase
from typing import TypeVar

from civic.moderation.counting import HIDDEN, KEPT, Counted, Tally, Waited, tally
from civic.moderation.fairness import Comparison, Group, compare
from civic.moderation.numbers import WAITED, Days, median_of, sums
from civic.moderation.rules import GROUNDS

STANCES = ("support", "oppose", "neutral", "")
JUDGED = ("P1", "T1", "T2", "O1", "S1", "")  # what a reader judges; P2, C1 and I1 are asked for by others
Row = TypeVar("Row", Counted, Waited)


@dataclass(frozen=True)
class Share:
    """Of comments that came one way, or in one language: how many were decided on, how many hidden, how long it took."""

    key: str
    read: int
    hidden: int
    median_days: float | None


@dataclass(frozen=True)
class Quarter:
    """I-39: one quarter's decisions by code and stance, zeros included; then the comparisons."""

    name: str
    rows: list[tuple[str, str, dict[str, int], int, float | None]]  # code, role, by stance, appeals reversed, median business days
    channels: list[Share]
    languages: list[Share]
    readers: list[tuple[str, Comparison]]  # "" is all of them; a reader's letter is another one each quarter


def quarters(found: Tally | None = None) -> list[Quarter]:
    """Newest first. The stance comes from a table of its own that nothing else reads."""
    found = found or tally()
    days = Days()
    decisions, waits = _by_quarter(found.decisions), _by_quarter(found.waits)
    return [
        Quarter(
            name, [_row(code, own, waits[name], days) for code in GROUNDS], _shares(waits[name], "channel", days), _shares(waits[name], "language", days), _readers(name, own),
        )
        for name, own in sorted(decisions.items(), reverse=True)
    ]  # fmt: skip


def strata(rows: Iterable[Counted]) -> list[tuple[str, str, str, bool, str, int, int]]:
    """What the comparisons are made from: quarter, reader's letter, docket, hinted or not, stance, read, hidden."""
    found: dict[tuple[str, str, str, bool, str], list[int]] = defaultdict(lambda: [0, 0])
    every = [row for row in rows if is_judged(row)]
    letters = {quarter: _letters(quarter, {row.reader for row in every if row.quarter == quarter}) for quarter in {row.quarter for row in every}}
    for row in every:
        cell = found[row.quarter, letters[row.quarter][row.reader], row.docket, row.hinted, row.stance]
        cell[0] += row.n
        cell[1] += row.n if row.action in HIDDEN else 0
    return [(*key, read, hidden) for key, (read, hidden) in sorted(found.items())]


def is_judged(row: Counted) -> bool:
    """A reader's own word on a comment, whether a second person followed it or not."""
    return row.action in KEPT + HIDDEN and row.code in JUDGED


# --- inside


def _by_quarter(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.quarter].append(row)
    return found


def _row(code: str, found: list[Counted], waits: list[Waited], days: Days) -> tuple[str, str, dict[str, int], int, float | None]:
    own = [row for row in found if row.code == code and row.is_taken]
    by_stance = sums((row.stance, row.n) for row in own)
    reversed_ = sum(row.n for row in own if row.appeal == "reversed")
    return code, "moderator", {stance: by_stance[stance] for stance in STANCES}, reversed_, median_of((days(row.since, row.day), row.n) for row in waits if row.code == code)


def _shares(found: list[Waited], key: str, days: Days) -> list[Share]:
    """Largest first."""
    groups: dict[str, list[Waited]] = defaultdict(list)
    for row in found:
        if row.action in KEPT + HIDDEN:
            groups[getattr(row, key)].append(row)
    made = [
        Share(
            name, sum(row.n for row in own), sum(row.n for row in own if row.action in HIDDEN),
            median_of((days(row.since, row.day), row.n) for row in own if row.action in WAITED),
        )
        for name, own in groups.items()
    ]  # fmt: skip
    return sorted(made, key=lambda share: (-share.read, share.key))


def _readers(quarter: str, found: list[Counted]) -> list[tuple[str, Comparison]]:
    judged = [row for row in found if is_judged(row)]
    letters = _letters(quarter, {row.reader for row in judged})
    own = [(letter, compare(_groups(row for row in judged if row.reader == reader))) for reader, letter in letters.items()]
    return [("", compare(_groups(judged))), *own] if judged else []


def _groups(rows: Iterable[Counted]) -> list[Group]:
    cells: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.stance in ("support", "oppose"):
            cell = cells[row.docket, row.hinted]
            cell[row.stance] += row.n
            cell[f"{row.stance}_hidden"] += row.n if row.action in HIDDEN else 0
    return [Group(**cell) for cell in cells.values()]


def _letters(quarter: str, readers: set[str]) -> dict[str, str]:
    """A letter for each reader, in an order that is another one each quarter, so that nobody is followed by it."""
    mixed = sorted(readers, key=lambda reader: sha256(f"{quarter} {reader}".encode()).digest())
    return {reader: ascii_uppercase[n % 26] * (n // 26 + 1) for n, reader in enumerate(mixed)}
