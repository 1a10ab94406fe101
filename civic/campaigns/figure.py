"""V5, the campaign bar: what is repeated, and what is new. Length is copies; solid word for word, hatched changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civic.campaigns.queries import Shown

WIDE, NARROW = 640, 320
ROW, BAR = 52, 20
MOST = 12  # bars; the table has every campaign


@dataclass(frozen=True)
class Bar:
    n: int
    y: int
    size: int
    same: float  # width of the copies word for word, the letter itself among them
    changed: float
    same_count: int
    changed_count: int


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    bars: list[Bar]


def bars(families: Sequence[Shown], width: int) -> Drawing:
    """Bars share one scale; the largest fills the drawing. Two parts together are exactly as long as the whole."""
    largest = max((one.size for one in families), default=1)
    rows = []
    for place, one in enumerate(families[:MOST]):
        length = width * one.size / largest
        changed = length * one.changed / one.size
        rows.append(Bar(one.family.n, place * ROW, one.size, round(length - changed, 2), round(changed, 2), one.size - one.changed, one.changed))
    return Drawing(width, ROW * len(rows), rows)
