"""Themes beside where comments came from: by channel and by ward. Every row adds up to its theme's comments.

A ward has a column only while enough comments of the docket name it (I-22); the others stand together with "no ward
given", so that no small ward can be told from its absence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from civic.comments.models import Channel
from civic.comments.wording import CHANNELS

REST = ""


@dataclass(frozen=True)
class Crossing:
    kind: str  # channels, wards
    columns: tuple[str, ...]  # labels
    rows: tuple[tuple[str, tuple[int, ...], int], ...]  # theme, a number per column, all of its comments


def crossings(figures: Sequence[Mapping[str, Any]], wards: Collection[str]) -> list[Crossing]:
    """Both tables, each only where it has two columns or more to compare. ``wards`` are those that may be shown."""
    channels = _columns(figures, "channels", None)
    named = _columns(figures, "wards", wards)
    found = [_table(figures, "channels", channels, [str(CHANNELS[Channel(key)]) for key in channels])]
    if named:
        labels = [_("Ward %(ward)s", ward=ward) for ward in named] + [_("No ward given, or one that few named")]
        found.append(_table(figures, "wards", [*named, REST], labels))
    return [table for table in found if len(table.columns) > 1]


def ward_counts(given: Mapping[str, int], shown: Collection[str]) -> dict[str, int]:
    """Counts by ward as they may be kept and shown: what has no column of its own goes to the rest."""
    counts: Counter[str] = Counter()
    for ward, n in given.items():
        counts[ward if ward in shown else REST] += n
    return dict(counts)


def _columns(figures: Sequence[Mapping[str, Any]], kind: str, allowed: Collection[str] | None) -> list[str]:
    found = {key for figure in figures for key in figure[kind] if key and (allowed is None or key in allowed)}
    return sorted(found, key=lambda key: (not key.isdecimal(), int(key) if key.isdecimal() else 0, key)) if kind == "wards" else [c for c in CHANNELS if c in found]


def _table(figures: Sequence[Mapping[str, Any]], kind: str, keys: Sequence[str], labels: Sequence[str]) -> Crossing:
    rows = []
    for figure in figures:
        counts = ward_counts(figure[kind], keys) if kind == "wards" else figure[kind]
        rows.append((figure["name"], tuple(counts.get(key, 0) for key in keys), figure["comments"]))
    return Crossing(kind, tuple(labels), tuple(rows))
