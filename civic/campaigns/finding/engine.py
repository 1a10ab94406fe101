"""Which way many texts go: compiled (extra ``analysis``) from some thousands on, else plain Python. The results are equal.

Loading the compiled code takes a second, and compiling it about ten once after installing: more than a small docket takes altogether.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from civic.campaigns.finding.batches import sketches_of
from civic.campaigns.finding.families import families_of
from civic.campaigns.finding.words import Sketch

COMPILED_FROM, TOGETHER_FROM = 10_000, 50_000  # texts: with compiled code; on two cores
MOST_WORKERS = 2


def find_families(texts: Sequence[str], sides: Sequence[str] | None = None) -> list[int]:
    """For each text the number of its family: the least place among its members. A text alone has its own place.

    ``sides``: for each text support, oppose or "". Linear in the length of all texts. What many sent word for
    word is taken first, then the shorter before the longer, so that the bare letter is found before its personal copies.
    """
    rows = compiled_rows(texts)
    return families_of(sketches_of(texts), sides) if rows is None else rows.families(sides)


@dataclass
class Many:
    """Many texts: their words and sketches in order, made when they are asked for where there is compiled code."""

    words: Sequence[tuple[str, ...]]
    sketches: Sequence[Sketch]
    labels: list[int]  # ``find_families``
    rows: Any = None

    def chosen(self, places: Sequence[int]) -> Sequence[Sketch]:
        chosen: Sequence[Sketch] = [self.sketches[place] for place in places] if self.rows is None else self.rows.sketches(places)
        return chosen


def look_at(texts: Sequence[str], sides: Sequence[str] | None = None) -> Many:
    rows = compiled_rows(texts)
    if rows is None:
        sketches = sketches_of(texts)
        return Many([one.words for one in sketches], sketches, families_of(sketches, sides))
    return Many(rows.all_words(), rows.sketches(), rows.families(sides), rows)


def compiled_rows(texts: Sequence[str]) -> Any:
    """The texts as numbers for the compiled code; None where there are too few of them, or no compiled code."""
    if len(texts) < COMPILED_FROM:
        return None
    try:
        from civic.campaigns.finding.compiled import rows
    except (ImportError, RuntimeError):  # the extra is not installed; or there is no folder in which compiled code can be kept
        return None
    return rows.read(texts, min(MOST_WORKERS, os.cpu_count() or 1) if len(texts) >= TOGETHER_FROM else 1)
