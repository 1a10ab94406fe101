"""The second, weaker level: letters that are perhaps related. A person decides; nothing is ever joined by this."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from civic.campaigns.finding.families import opposite
from civic.campaigns.finding.words import Sketch

FROM = 0.30  # share of the smaller text's weak fingerprints
LEAST = 8  # shared weak fingerprints
STOCK = 40  # a fingerprint in more texts than this says nothing


@dataclass(frozen=True)
class Related:
    """Two places and how much of the shorter text's 3-word phrases the other has, 0 to 1."""

    a: int
    b: int
    score: float


def related(texts: Sequence[Sketch], sides: Sequence[str] | None = None) -> list[Related]:
    """Pairs of letters (one text for each family) that a person should look at, the most alike first.

    Stated opposite stances are not proposed. At the most ``STOCK`` texts are compared through one fingerprint.
    """
    found = []
    for a, b, n, smaller in _sharing(texts):
        score = n / smaller
        if score >= FROM and not (sides and opposite(sides[a], sides[b])):
            found.append(Related(a, b, min(score, 1.0)))
    return sorted(found, key=lambda one: (-one.score, one.a, one.b))


def _sharing(texts: Any) -> Iterator[tuple[int, int, int, int]]:
    """Pairs that share ``LEAST`` fingerprints or more, how many, and how many the smaller text has."""
    if hasattr(texts, "weak_pairs"):
        yield from texts.weak_pairs(STOCK, LEAST)
        return
    postings: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for value in text.weak_prints:
            postings[value].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in postings.values():
        if 1 < len(places) <= STOCK:
            shared.update((a, b) for n, b in enumerate(places) for a in places[:n])
    for (a, b), n in shared.items():
        if n >= LEAST:
            yield a, b, n, min(len(texts[a].weak_prints), len(texts[b].weak_prints))
