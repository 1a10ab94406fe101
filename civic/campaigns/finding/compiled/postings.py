"""Which representatives a fingerprint leads to: an open hash table in which most of what is asked for is not there."""

from __future__ import annotations

import numpy as np
from numba import njit

from civic.campaigns.finding.families import MOST_POSTINGS, SEVERAL

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def no_postings():
    """An empty table."""
    return np.zeros(1 << 16, dtype=np.uint8), np.zeros((1 << 16, 3), dtype=np.uint64)


@njit(cache=True, nogil=True)
def root_of(parent, place):
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


@njit(cache=True, nogil=True)
def slot_of(tags, cells, value):
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
def posted(cells, slot, column):
    """The representative in this column of a posting; -1 where there is none."""
    return np.int64((cells[slot, 1 + (column >> 1)] >> np.uint64(32 * (column & 1))) & np.uint64(0xFFFFFFFF)) - 1


@njit(cache=True, nogil=True)
def post(tags, cells, value, place):
    """Puts a representative into a posting that has room. Returns 1 if the fingerprint is new."""
    slot, tag = slot_of(tags, cells, value)
    is_new = tags[slot] == 0
    tags[slot], cells[slot, 0] = tag, value
    for column in range(MOST_POSTINGS):
        if posted(cells, slot, column) < 0:
            cells[slot, 1 + (column >> 1)] |= np.uint64(place + 1) << np.uint64(32 * (column & 1))
            break
    return 1 if is_new else 0


@njit(cache=True, nogil=True)
def doubled(tags, cells):
    more_tags, more = np.zeros(2 * len(tags), dtype=np.uint8), np.zeros((2 * len(tags), 3), dtype=np.uint64)
    for slot in range(len(tags)):
        if tags[slot]:
            to, tag = slot_of(more_tags, more, cells[slot, 0])
            more_tags[to] = tag
            for column in range(3):
                more[to, column] = cells[slot, column]
    return more_tags, more


@njit(cache=True, nogil=True)
def _is_stock(cells, slot, parent):
    """``families.is_stock``"""
    if posted(cells, slot, MOST_POSTINGS - 1) < 0:
        return 0
    families = 0
    for a in range(MOST_POSTINGS):
        again = 0
        for b in range(a):
            again |= root_of(parent, posted(cells, slot, a)) == root_of(parent, posted(cells, slot, b))
        families += not again
    return int(families >= SEVERAL)


@njit(cache=True, nogil=True)
def shares_stock(tags, cells, parent, prints, one):
    """``Candidate.is_stock``: whether what these fingerprints share with a representative is mostly nobody's own."""
    shared, stock = 0, 0
    for value in prints:
        slot, _tag = slot_of(tags, cells, value)
        for column in range(MOST_POSTINGS):
            if tags[slot] != 0 and posted(cells, slot, column) == one:
                shared += 1
                stock += _is_stock(cells, slot, parent)
    return 3 * stock >= 2 * shared


@njit(cache=True, nogil=True)
def sharing(tags, cells, prints, shared, touched):
    """Counts in ``shared`` for each representative the fingerprints it has in common with these; writes which they are to ``touched``, returns how many."""
    count = 0
    for value in prints:
        slot, _tag = slot_of(tags, cells, value)
        if tags[slot] == 0:
            continue
        for column in range(MOST_POSTINGS):
            one = posted(cells, slot, column)
            if one < 0:
                break
            if not shared[one]:
                touched[count] = one
                count += 1
            shared[one] += 1
    return count
