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
def _slot_of(keys, postings, value):
    """Where a fingerprint stands in the table, or would stand."""
    mask = np.uint64(len(keys) - 1)
    slot = (value * _SPREAD) >> np.uint64(20) & mask
    while postings[slot, 0] >= 0 and keys[slot] != value:
        slot = (slot + np.uint64(1)) & mask
    return np.int64(slot)


@njit(cache=True, nogil=True)
def _doubled(keys, postings):
    more_keys = np.empty(2 * len(keys), dtype=np.uint64)
    more = np.full((2 * len(keys), MOST_POSTINGS), -1, dtype=np.int32)
    for slot in range(len(keys)):
        if postings[slot, 0] >= 0:
            to = _slot_of(more_keys, more, keys[slot])
            more_keys[to] = keys[slot]
            for column in range(MOST_POSTINGS):
                more[to, column] = postings[slot, column]
    return more_keys, more


@njit(cache=True, nogil=True)
def _is_stock(postings, slot, parent):
    """``families.is_stock``"""
    if postings[slot, MOST_POSTINGS - 1] < 0:
        return 0
    families = 0
    for a in range(MOST_POSTINGS):
        again = 0
        for b in range(a):
            again |= root_of(parent, postings[slot, a]) == root_of(parent, postings[slot, b])
        families += not again
    return int(families >= SEVERAL)


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
    keys, postings, filled = np.empty(1 << 16, dtype=np.uint64), np.full((1 << 16, MOST_POSTINGS), -1, dtype=np.int32), 0
    stock = np.zeros(size, dtype=np.int32)
    shared, touched = np.zeros(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    best, score, nobodys = np.empty(TRIED + 1, dtype=np.int32), np.empty(TRIED + 1, dtype=np.float64), np.empty(TRIED + 1, dtype=np.bool_)
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
                slot = _slot_of(keys, postings, prints[n])
                common = _is_stock(postings, slot, parent)
                for column in range(MOST_POSTINGS):
                    one = postings[slot, column]
                    if one < 0:
                        break
                    stock[one] += common
                    if not shared[one]:
                        touched[n_touched] = one
                        n_touched += 1
                    shared[one] += 1
            tried = 0
            for n in range(n_touched):
                one = touched[n]
                other = print_starts[of[one] + 1] - print_starts[of[one]]
                value = shared[one] / (min(p1 - p0, other) if shared[one] >= LEAST else max(p1 - p0, other))
                common = 3 * stock[one] >= 2 * shared[one]
                shared[one] = stock[one] = 0
                if value < JOINS or side * side_of[root_of(parent, one)] == SUPPORT * OPPOSE:
                    continue
                at = tried
                while at and (score[at - 1] < value or (score[at - 1] == value and best[at - 1] > one)):
                    best[at], score[at], nobodys[at] = best[at - 1], score[at - 1], nobodys[at - 1]
                    at -= 1
                best[at], score[at], nobodys[at] = one, value, common
                tried = min(tried + 1, TRIED)
            top = -1
            for n in range(tried):
                one = best[n]
                mine, other = starts[place + 1] - starts[place], starts[one + 1] - starts[one]
                if nobodys[n] and min(mine, other) <= FRAME_END and abs(mine - other) >= OTHER_WORDS:
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
                slot = _slot_of(keys, postings, prints[n])
                if postings[slot, 0] < 0:
                    keys[slot] = prints[n]
                    filled += 1
                for column in range(MOST_POSTINGS):
                    if postings[slot, column] < 0:
                        postings[slot, column] = place
                        break
                if 2 * filled > len(keys):
                    keys, postings = _doubled(keys, postings)
            count[root] += 1
        if exact < 0:
            earlier[place] = latest[first[place]]
            latest[first[place]] = place
    for place in range(size):
        parent[place] = root_of(parent, place)
    return parent
