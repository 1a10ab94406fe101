"""The published comparison finds a moderator who hides one side more often, and leaves fair ones alone. Pure, seeded."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from civic.moderation.fairness import Group, compare

# Dockets as they come: what share is against, and how often a fair reader hides a comment, hinted and not hinted.
DOCKETS = ((0.5, 0.08, 0.70), (0.7, 0.03, 0.85), (0.25, 0.15, 0.60), (0.6, 0.05, 0.75), (0.85, 0.10, 0.80))
HINTED = {"support": 0.06, "oppose": 0.14}  # one side leaves more phone numbers: no reader's fault


def decisions(chance: random.Random, n: int, bias: float = 0.0, side: str = "oppose") -> list[Group]:
    """``n`` decisions of one reader; ``bias`` is added to the chance that a comment of that side is hidden."""
    counts: dict[tuple[int, bool], list[int]] = {}
    for _ in range(n):
        docket = int(chance.random() * len(DOCKETS))
        against, plain, hinted = DOCKETS[docket]
        stance = "oppose" if chance.random() < against else "support"
        has_hint = chance.random() < HINTED[stance]
        hidden = chance.random() < (hinted if has_hint else plain) + (bias if stance == side else 0.0)
        cell = counts.setdefault((docket, has_hint), [0, 0, 0, 0])
        at = 2 * (stance == "oppose")
        cell[at] += 1
        cell[at + 1] += hidden
    return [Group(*cell) for cell in counts.values()]


def even(chance: random.Random, n: int, bias: float, side: str) -> list[Group]:
    """One docket, as many for as against, one comment in ten hidden by a fair reader."""
    made = Group()
    for _ in range(n):
        stance = chance.choice(("support", "oppose"))
        hidden = chance.random() < 0.10 + (bias if stance == side else 0.0)
        made = replace(made, **{stance: getattr(made, stance) + 1, f"{stance}_hidden": getattr(made, f"{stance}_hidden") + hidden})
    return [made]


@pytest.mark.parametrize("side", ["oppose", "support"])
def test_a_reader_who_hides_one_side_twenty_points_more_is_found_within_300_decisions(side: str) -> None:
    """Uneven dockets (up to 85 against 15) make it harder: seven in eight and more are found; on one even docket 19 in 20."""
    results = [compare(decisions(random.Random(f"{side}{seed}"), 300, 0.20, side)) for seed in range(200)]
    assert sum(one.asks_for_a_look and ((one.points or 0) > 0) == (side == "oppose") for one in results) >= 175
    assert sum(compare(even(random.Random(f"{side}{seed}"), 300, 0.20, side)).asks_for_a_look for seed in range(200)) >= 190


def test_at_most_one_fair_reader_in_a_hundred_is_pointed_at() -> None:
    flagged = sum(compare(decisions(random.Random(seed), 300)).asks_for_a_look for seed in range(1000))
    assert flagged <= 10, flagged


def test_the_known_example_and_the_ends() -> None:
    """Two groups worked out by hand: excesses 4 and 1, variances 2.4615 and 1.3077, so 4.5 squared over 3.7692 is 5.3725."""
    groups = [Group(20, 4, 20, 12), Group(20, 2, 20, 4)]
    result = compare(groups)
    assert (result.support, result.support_hidden, result.oppose, result.oppose_hidden) == (40, 6, 40, 16)
    assert result.points == pytest.approx(25.0) and result.p == pytest.approx(0.02046, abs=1e-5)
    assert compare([]).p == 1.0 and compare([]).points is None
    assert compare([Group(support=300, support_hidden=300), Group(oppose=300)]).p == 1.0, "one side per docket tells nothing"
    assert compare([Group(50, 50, 50, 50)]).p == 1.0


def test_a_comparison_of_a_few_says_that_they_are_too_few_whatever_was_hidden() -> None:
    assert compare([Group(2, 1, 2, 0)]).too_few and compare([Group(2, 0, 2, 0)]).too_few and compare([]).too_few and compare([Group(300, 9, 0, 0)]).too_few
    assert not compare([Group(6, 0, 6, 0)]).too_few, "none hidden of enough is no sign"
    assert compare([Group(6, 0, 6, 6)]).p == pytest.approx(compare([Group(6, 1, 6, 2)]).sharpest) and compare([Group(6, 0, 6, 6)]).asks_for_a_look
    assert not compare([Group(1, 0, 1, 0)] * 30).too_few, "small groups add up"


def test_the_sides_are_treated_alike() -> None:
    groups = decisions(random.Random(5), 300, 0.2)
    turned = [Group(g.oppose, g.oppose_hidden, g.support, g.support_hidden) for g in groups]
    one, other = compare(groups), compare(turned)
    assert one.p == pytest.approx(other.p) and one.points == pytest.approx(-(other.points or 0))
