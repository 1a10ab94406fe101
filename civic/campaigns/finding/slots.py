"""The letter behind a phrase campaign: its places in order, and the wordings of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

Words = tuple[str, ...]
CUT = 0.5  # a gap is a cut when the two words before and after stand together in less than half of their texts
RARE = 0.02  # of the texts: wordings seen less often are somebody's own
TOGETHER = 0.1  # two wordings that stand in one text more often than this belong to two places
APART = 0.15  # of a text's length: wordings further apart belong to two places


@dataclass
class Slot:
    """One place of the letter. ``wordings``: (words, number of texts), the most frequent first."""

    at: float  # mean place, 0 to 1
    wordings: list[tuple[str, int]] = field(default_factory=list)


def slots_of(texts: Sequence[Words]) -> list[Slot]:
    """The places of the letter in order. ``texts``: those of one group; needs about 20 to say much.

    A wording is a stretch of words that recurs as a whole; two wordings share a place when they stand at about the same
    point and hardly ever in one text. What is induced is for people to look at, never a ground for a decision.
    """
    pieces, at = _pieces(texts)
    least = max(3, RARE * len(texts))
    common = {piece: places for piece, places in pieces.items() if len(places) >= least}
    slots: list[tuple[Slot, set[int]]] = []
    for piece in sorted(common, key=lambda p: (sum(at[p]) / len(at[p]), p)):
        place, has = sum(at[piece]) / len(at[piece]), common[piece]
        for slot, taken in reversed(slots[-6:]):
            if place - slot.at <= APART and len(has & taken) <= TOGETHER * min(len(has), len(taken)):
                slot.wordings.append((" ".join(piece), len(has)))
                taken |= has
                break
        else:
            slots.append((Slot(place, [(" ".join(piece), len(has))]), set(has)))
    for slot, _taken in slots:
        slot.wordings.sort(key=lambda wording: (-wording[1], wording[0]))
    return [slot for slot, _taken in slots]


def _pieces(texts: Sequence[Words]) -> tuple[dict[Words, set[int]], dict[Words, list[float]]]:
    twos: Counter[Words] = Counter(pair for words in texts for pair in set(zip(words, words[1:], strict=False)))
    fours: Counter[Words] = Counter(run for words in texts for run in set(zip(words, words[1:], words[2:], words[3:], strict=False)))
    pieces: dict[Words, set[int]] = defaultdict(set)
    at: dict[Words, list[float]] = defaultdict(list)
    for number, words in enumerate(texts):
        start = 0
        for gap in range(1, len(words) + 1):
            if gap < len(words) and not _cuts(words, gap, twos, fours):
                continue
            piece = words[start:gap]
            pieces[piece].add(number)
            at[piece].append(start / len(words))
            start = gap
    return pieces, at


def _cuts(words: Words, gap: int, twos: Counter[Words], fours: Counter[Words]) -> bool:
    if gap < 2 or gap > len(words) - 2:
        return False
    before, after = (words[gap - 2], words[gap - 1]), (words[gap], words[gap + 1])
    return fours[(*before, *after)] < CUT * max(twos[before], twos[after])
