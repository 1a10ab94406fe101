"""From words as numbers to fingerprints: ``words.winnow`` of ``words.shingle_hashes``; and which texts have the same words."""

from __future__ import annotations

import numpy as np
from numba import njit

from civic.campaigns.finding.words import MULTIPLIERS

_FACTORS = np.array(MULTIPLIERS, dtype=np.uint64)
_MIX = np.uint64(0x7FB5D329728EA185)


@njit(cache=True, nogil=True)
def _mixed_shingle(values, at, size):
    total = np.uint64(0)
    for n in range(size):
        total += values[at + n] * _FACTORS[n]
    total ^= total >> np.uint64(31)
    return (total * _MIX) ^ (total >> np.uint64(27))


@njit(cache=True, nogil=True)
def print_texts(ids, starts, chosen, values, shingle, window, prints, counts):
    """``words.winnow(words.shingle_hashes(…))`` of each chosen text, sorted, one after the other. Returns how many in all."""
    used, room = 0, 0
    for place in chosen:
        room = max(room, starts[place + 1] - starts[place])
    spelled, hashes = np.empty(room + 1, dtype=np.uint64), np.empty(room + 1, dtype=np.uint64)
    for row in range(len(chosen)):
        begin, end = starts[chosen[row]], starts[chosen[row] + 1]
        last = end - begin - shingle + 1
        for n in range(end - begin):
            spelled[n] = values[ids[begin + n]]
        for n in range(last):
            hashes[n] = _mixed_shingle(spelled, n, shingle)
        before = used
        if last > 0:
            used = _winnow(hashes, last, window, prints, used)
        counts[row] = used - before
    return used


@njit(cache=True, nogil=True)
def _winnow(hashes, last, window, prints, used):
    """The least of each window, sorted and distinct, written to ``prints`` from ``used`` on; returns the new end."""
    before, least = used, -1
    for right in range(min(last, window) - 1, last):
        left = max(0, right - window + 1)
        if least < left:
            least = left
            for n in range(left + 1, right + 1):
                if hashes[n] < hashes[least]:
                    least = n
        elif hashes[right] < hashes[least]:
            least = right
        else:
            continue
        prints[used] = hashes[least]
        used += 1
    _sort(prints, before, used)
    kept = before
    for n in range(before, used):
        if n == before or prints[n] != prints[kept - 1]:
            prints[kept] = prints[n]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _sort(values, start, end):
    """After Shell: short, quickly compiled, and never quadratic."""
    step = 1
    while 3 * step < end - start:
        step = 3 * step + 1
    while step:
        for n in range(start + step, end):
            value, at = values[n], n
            while at >= start + step and values[at - step] > value:
                values[at] = values[at - step]
                at -= step
            values[at] = value
        step //= 3


@njit(cache=True, nogil=True)
def first_equal(ids, starts, values, first):
    """For each text the first one with the same words in the same order, as ``Sketch.exact`` tells."""
    size = 16
    while size < 2 * len(first):
        size *= 2
    table, marks, mask = np.full(size, -1, dtype=np.int32), np.empty(len(first), dtype=np.uint64), np.int64(size - 1)
    for place in range(len(first)):
        mixed = np.uint64(starts[place + 1] - starts[place])
        for n in range(starts[place], starts[place + 1]):
            mixed = (mixed ^ values[ids[n]]) * _MIX
            mixed ^= mixed >> np.uint64(32)
        marks[place] = mixed
        slot = np.int64(mixed & np.uint64(mask))
        while table[slot] >= 0 and not (marks[table[slot]] == mixed and _equal(ids, starts, table[slot], place)):
            slot = (slot + 1) & mask
        if table[slot] < 0:
            table[slot] = place
        first[place] = table[slot]


@njit(cache=True, nogil=True)
def _equal(ids, starts, a, b):
    if starts[a + 1] - starts[a] != starts[b + 1] - starts[b]:
        return False
    for n in range(starts[a + 1] - starts[a]):  # noqa: SIM110 -- compiled as it stands
        if ids[starts[a] + n] != ids[starts[b] + n]:
            return False
    return True
