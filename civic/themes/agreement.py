"""How far two readers agree: Krippendorff's alpha for names (nominal data).

Source: K. Krippendorff, *Content Analysis*, chapter 12, and "Computing Krippendorff's Alpha-Reliability" (2011), from
which the tests take their known answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha of ``units``: each unit is the values that its readers gave, one per reader, missing ones left out.

    1 is full agreement, 0 what chance would give, below 0 is worse than chance. A unit with fewer than two values says
    nothing and is skipped. None where nothing can be measured: no pair of values, or no variation at all (every reader
    always gave the same single value, so chance would agree as well).
    """
    return alpha_of(Counter(tuple(unit) for unit in units))


def alpha_of(units: Mapping[tuple[Hashable, ...], int]) -> float | None:
    """The same of units that are counted."""
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for values, times in units.items():
        if len(values) < 2:
            continue
        counted = Counter(values)
        for first, n in counted.items():
            for second, m in counted.items():
                pairs = n * (m - 1) if first == second else n * m
                coincidences[first, second] += times * pairs / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (first, _), weight in coincidences.items():
        totals[first] += weight
    n = sum(totals.values())
    if n == 0 or len([value for value, weight in totals.items() if weight]) < 2:
        return None
    observed = n - sum(weight for (a, b), weight in coincidences.items() if a == b)
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b) / (n - 1)
    return 1 - observed / expected
