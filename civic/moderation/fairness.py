"""Is what is hidden hidden evenly? Comments for and comments against, compared within alike groups (Cochran, Mantel and Haenszel).

One docket draws angrier words than another, and comments with a phone number are redacted more often whatever they say. So the
two sides are compared only within a docket and within "hinted" or "not hinted", and the differences are added up. The test takes
half a comment off the difference (the correction for continuity), which keeps false alarms under the level that it states.
Source: N. Mantel and W. Haenszel, 1959.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

LEVEL = 0.01  # below it the numbers say "look"


@dataclass(frozen=True)
class Group:
    """Decisions of one docket, hinted or not: how many were for and against, and how many of each were hidden or withheld."""

    support: int = 0
    support_hidden: int = 0
    oppose: int = 0
    oppose_hidden: int = 0


@dataclass(frozen=True)
class Comparison:
    """``points`` is how much more often, in hundredths, comments against were hidden than alike comments for; None and p = 1
    where no group can tell, because it holds one side only, or all of it or none was hidden. ``sharpest``: p if one whole side had
    been hidden and nothing of the other; what this cannot bring under the level is too few to tell, whatever was decided."""

    support: int
    support_hidden: int
    oppose: int
    oppose_hidden: int
    points: float | None
    p: float
    sharpest: float

    @property
    def too_few(self) -> bool:
        return not self.asks_for_a_look and (self.points is None or self.sharpest >= LEVEL)

    @property
    def asks_for_a_look(self) -> bool:
        return self.p < LEVEL


def compare(groups: Iterable[Group]) -> Comparison:
    """Groups of any size; small ones count little. Linear in their number."""
    every = list(groups)
    excess = variance = weight = weighted = widest = 0.0
    for one in every:
        n, hidden = one.support + one.oppose, one.support_hidden + one.oppose_hidden
        if not one.support or not one.oppose:
            continue
        share = one.support * one.oppose / n
        weight += share
        weighted += share * (one.oppose_hidden / one.oppose - one.support_hidden / one.support)
        excess += one.oppose_hidden - hidden * one.oppose / n
        widest += share * share / (n - 1)
        variance += hidden * (n - hidden) * one.support * one.oppose / (n * n * (n - 1))
    return Comparison(
        sum(g.support for g in every), sum(g.support_hidden for g in every), sum(g.oppose for g in every), sum(g.oppose_hidden for g in every),
        100 * weighted / weight if weight else None, _p(excess, variance), _p(weight, widest),
    )  # fmt: skip


def _p(excess: float, variance: float) -> float:
    return math.erfc(math.sqrt(max(abs(excess) - 0.5, 0.0) ** 2 / variance / 2)) if variance else 1.0
