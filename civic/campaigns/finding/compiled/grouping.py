"""``families.families_of`` on words and fingerprints as numbers."""

from __future__ import annotations

import numpy as np
from numba import njit

from civic.campaigns.finding.comparing import FRAME_END
from civic.campaigns.finding.compiled.comparing import SAME, scratch_for, verdict
from civic.campaigns.finding.families import (
    A_LETTER,
    FEWEST_WORDS,
    JOINS,
    LEAST,
    MOST_POSTINGS,
    MOST_REPRESENTATIVES,
    OTHER_WORDS,
    SEVERAL,
    SMALLER,
    TRIED,
    UNITES,
)

SUPPORT, OPPOSE = 1, 2
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def root_of(parent, place):
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


@njit(cache=True, nogil=True)
def _slot_of(tags, cells, value):
    """Where a fingerprint stands in the table, or would stand.

    ``tags``: a byte of each, 0 where nothing stands, small enough for the processor's cache; most of what is looked up is not there.
    ``cells``: the fingerprint, then the numbers of its representatives plus one, two in each of two words.
    """
    mask = np.uint64(len(tags) - 1)
    slot, tag = (value * _SPREAD) >> np.uint64(20) & mask, np.uint8(value >> np.uint64(56)) | np.uint8(1)
    while tags[slot] != 0 and (tags[slot] != tag or cells[slot, 0] != value):
        slot = (slot + np.uint64(1)) & mask
    return slot, tag


@njit(cache=True, nogil=True)
def _posted(cells, slot, column):
    """The representative in this column of a posting; -1 where there is none."""
    return np.int64((cells[slot, 1 + (column >> 1)] >> np.uint64(32 * (column & 1))) & np.uint64(0xFFFFFFFF)) - 1


@njit(cache=True, nogil=True)
def _post(tags, cells, value, place):
    """Puts a representative into a posting that has room. Returns 1 if the fingerprint is new."""
    slot, tag = _slot_of(tags, cells, value)
    is_new = tags[slot] == 0
    tags[slot], cells[slot, 0] = tag, value
    for column in range(MOST_POSTINGS):
        if _posted(cells, slot, column) < 0:
            cells[slot, 1 + (column >> 1)] |= np.uint64(place + 1) << np.uint64(32 * (column & 1))
            break
    return 1 if is_new else 0


@njit(cache=True, nogil=True)
def _doubled(tags, cells):
    more_tags, more = np.zeros(2 * len(tags), dtype=np.uint8), np.zeros((2 * len(tags), 3), dtype=np.uint64)
    for slot in range(len(tags)):
        if tags[slot]:
            to, tag = _slot_of(more_tags, more, cells[slot, 0])
            more_tags[to] = tag
            for column in range(3):
                more[to, column] = cells[slot, column]
    return more_tags, more


@njit(cache=True, nogil=True)
def _is_stock(cells, slot, parent):
    """``families.is_stock``"""
    if _posted(cells, slot, MOST_POSTINGS - 1) < 0:
        return 0
    families = 0
    for a in range(MOST_POSTINGS):
        again = 0
        for b in range(a):
            again |= root_of(parent, _posted(cells, slot, a)) == root_of(parent, _posted(cells, slot, b))
        families += not again
    return int(families >= SEVERAL)


@njit(cache=True, nogil=True)
def _shares_stock(tags, cells, parent, prints, one):
    """``Candidate.is_stock``: whether what these fingerprints share with a representative is mostly nobody's own."""
    shared, stock = 0, 0
    for value in prints:
        slot, _tag = _slot_of(tags, cells, value)
        for column in range(MOST_POSTINGS):
            if tags[slot] != 0 and _posted(cells, slot, column) == one:
                shared += 1
                stock += _is_stock(cells, slot, parent)
    return 3 * stock >= 2 * shared


@njit(cache=True, nogil=True)
def _shared_prints(prints, a0, a1, b0, b1):
    shared = 0
    while a0 < a1 and b0 < b1:
        if prints[a0] == prints[b0]:
            shared += 1
            a0 += 1
            b0 += 1
        elif prints[a0] < prints[b0]:
            a0 += 1
        else:
            b0 += 1
    return shared


@njit(cache=True, nogil=True)
def _are_one(a, b, ids, starts, prints, print_starts, of, meaning, scratch):
    """``families._are_one`` for two places."""
    a0, a1, b0, b1 = print_starts[of[a]], print_starts[of[a] + 1], print_starts[of[b]], print_starts[of[b] + 1]
    if min(a1 - a0, b1 - b0) < SMALLER * max(a1 - a0, b1 - b0):
        return False
    shared = _shared_prints(prints, a0, a1, b0, b1)
    held = shared / (min(a1 - a0, b1 - b0) if shared >= LEAST else max(a1 - a0, b1 - b0)) if shared else 0.0
    return held >= UNITES and verdict(ids, starts[a], starts[a + 1], starts[b], starts[b + 1], meaning, scratch) == SAME


@njit(cache=True, nogil=True)
def grouped(order, sides, first, ids, starts, of, prints, print_starts, meaning):
    """For each text the number of its family. ``order``: places as they are taken; ``sides``: 0, 1 for, 2 against.

    ``first``: the first text with the same words; ``of``: which row of ``prints`` a text has.
    """
    size, longest = len(sides), 0
    for place in range(size):
        longest = max(longest, starts[place + 1] - starts[place])
    scratch = scratch_for(len(meaning), longest)
    parent = np.arange(size, dtype=np.int32)
    side_of, has_side, count, alone = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int32), np.ones(size, dtype=np.bool_)
    latest, earlier = np.full(size, -1, dtype=np.int32), np.full(size, -1, dtype=np.int32)  # remembered texts with the same words
    tags, cells, filled = np.zeros(1 << 16, dtype=np.uint8), np.zeros((1 << 16, 3), dtype=np.uint64), 0
    shared, touched = np.zeros(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    best, score = np.empty(TRIED + 1, dtype=np.int32), np.empty(TRIED + 1, dtype=np.float64)
    joins, held = np.empty(TRIED, dtype=np.int32), np.empty(TRIED, dtype=np.int32)
    for place in order:
        if starts[place + 1] - starts[place] < FEWEST_WORDS:
            continue
        side = sides[place]
        exact = -1
        known = latest[first[place]]
        while known >= 0:  # of those that may be joined the one remembered first
            root = root_of(parent, known)
            if side * side_of[root] != SUPPORT * OPPOSE:
                exact = known
            known = earlier[known]
        joined, holding, is_smaller = 0, 0, False
        if exact >= 0:
            joins[0] = root_of(parent, exact)
            joined = 1
        else:
            n_touched = 0
            p0, p1 = print_starts[of[place]], print_starts[of[place] + 1]
            for n in range(p0, p1):
                slot, _tag = _slot_of(tags, cells, prints[n])
                if tags[slot] == 0:
                    continue
                for column in range(MOST_POSTINGS):
                    one = _posted(cells, slot, column)
                    if one < 0:
                        break
                    if not shared[one]:
                        touched[n_touched] = one
                        n_touched += 1
                    shared[one] += 1
            tried = 0
            for n in range(n_touched):
                one = touched[n]
                other = print_starts[of[one] + 1] - print_starts[of[one]]
                value = shared[one] / (min(p1 - p0, other) if shared[one] >= LEAST else max(p1 - p0, other))
                shared[one] = 0
                if value < JOINS or side * side_of[root_of(parent, one)] == SUPPORT * OPPOSE:
                    continue
                at = tried
                while at and (score[at - 1] < value or (score[at - 1] == value and best[at - 1] > one)):
                    best[at], score[at] = best[at - 1], score[at - 1]
                    at -= 1
                best[at], score[at] = one, value
                tried = min(tried + 1, TRIED)
            top = -1
            for n in range(tried):
                one = best[n]
                mine, other = starts[place + 1] - starts[place], starts[one + 1] - starts[one]
                if min(mine, other) <= FRAME_END and abs(mine - other) >= OTHER_WORDS and _shares_stock(tags, cells, parent, prints[p0:p1], one):
                    continue
                if verdict(ids, starts[one], starts[one + 1], starts[place], starts[place + 1], meaning, scratch) != SAME:
                    continue
                family = root_of(parent, one)
                if top < 0:
                    top = one
                    joins[0], joined = family, 1
                    is_smaller = p1 - p0 < SMALLER * (print_starts[of[one] + 1] - print_starts[of[one]])
                    continue
                taken = False
                for other in range(joined):
                    taken = taken or joins[other] == family
                if taken:
                    continue
                if _are_one(top, one, ids, starts, prints, print_starts, of, meaning, scratch):
                    joins[joined] = family
                    joined += 1
                elif p1 - p0 >= A_LETTER and p1 - p0 < print_starts[of[one] + 1] - print_starts[of[one]]:
                    held[holding] = family
                    holding += 1
        for n in range(joined + holding):
            family = joins[n] if n < joined else held[n - joined]
            if n >= joined and not alone[family]:
                continue
            mine, other = root_of(parent, place), root_of(parent, family)
            my_side = side_of[mine] if has_side[mine] else side
            if mine == other or my_side * side_of[other] == SUPPORT * OPPOSE:
                continue
            root = min(mine, other)
            parent[max(mine, other)] = root
            side_of[root], has_side[root] = my_side if my_side else side_of[other], True
            count[root] = max(count[mine], count[other])
            alone[mine] = alone[other] = False
        root = root_of(parent, place)
        if not has_side[root]:
            side_of[root], has_side[root] = side, True
        if not joined or (is_smaller and count[root] < MOST_REPRESENTATIVES):
            for n in range(print_starts[of[place]], print_starts[of[place] + 1]):
                filled += _post(tags, cells, prints[n], place)
                if 2 * filled > len(tags):
                    tags, cells = _doubled(tags, cells)
            count[root] += 1
        if exact < 0:
            earlier[place] = latest[first[place]]
            latest[first[place]] = place
    for place in range(size):
        parent[place] = root_of(parent, place)
    return parent
