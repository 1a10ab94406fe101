"""V7, what it was about: a bar per theme, for, against and other, with a light tail of copies."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civic.summaries.crossing import Crossing

GAP = 2  # white between segments, so that neighbours never touch


@dataclass(frozen=True)
class Segment:
    kind: str  # supporting, opposing, others, copies
    x: int
    width: int
    n: int


@dataclass(frozen=True)
class Bar:
    name: str
    texts: int
    copies: int
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Drawing:
    """``width`` and ``height`` of the view box; names stand above their bars, so it fits a phone."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def themes_drawing(figures: Sequence[Mapping[str, Any]], width: int = 640, row: int = 52) -> Drawing:
    """Bars in the order of the figures, the longest filling the width."""
    longest = max((f["comments"] for f in figures), default=0) or 1
    scale = (width - 4 * GAP) / longest
    bars = tuple(_bar(figure, place * row, scale) for place, figure in enumerate(figures))
    return Drawing(width, row * len(figures), bars)


def parts_of(figure: Mapping[str, Any]) -> dict[str, int]:
    others = figure["texts"] - figure["supporting"] - figure["opposing"]
    return {"supporting": figure["supporting"], "opposing": figure["opposing"], "others": others, "copies": figure["comments"] - figure["texts"]}


def as_csv(figures: Sequence[Mapping[str, Any]], tables: Sequence[Crossing] = ()) -> str:
    """A row per theme; then its comments by channel and by ward, as the tables on the page give them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    more = [f"{table.kind}: {label}" for table in tables for label in table.columns]
    writer.writerow(["theme", "texts", "supporting", "opposing", "others", "copies", "sections", *more])
    for place, f in enumerate(figures):
        name = f"'{f['name']}" if f["name"][:1] in ("=", "+", "-", "@") else f["name"]
        parts, counts = parts_of(f), [n for table in tables for n in table.rows[place][1]]
        writer.writerow([name, f["texts"], parts["supporting"], parts["opposing"], parts["others"], parts["copies"], " ".join(f["sections"]), *counts])
    return "\ufeff" + out.getvalue()


def _bar(figure: Mapping[str, Any], y: int, scale: float) -> Bar:
    x, segments = 0, []
    for kind, n in parts_of(figure).items():
        if n:
            width = max(3, round(n * scale))
            segments.append(Segment(kind, x, width, n))
            x += width + GAP
    return Bar(figure["name"], figure["texts"], parts_of(figure)["copies"], y, tuple(segments))
