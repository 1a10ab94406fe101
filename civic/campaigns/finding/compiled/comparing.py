"""``comparing.compare`` on words as numbers.

The alignment is the one that rapidfuzz finds (longest common subsequence, bit by bit, after Hyyrö 2004; read backwards in the same order).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from civic.campaigns.finding import comparing as plain
from civic.campaigns.finding.comparing import (
    BLOCK,
    FRAME_END,
    FRAME_START,
    LIGHT,
    LONGEST,
    SHORT,
    SHORT_OWN,
    STRAY,
)

SAME, FRAME, OPPOSED = 0, 1, 2
PRO, CON, NOT = 1, 2, 4
_ONE = np.uint64(1)
_ZERO = np.uint64(0)


def meanings(words):
    """For each word of a vocabulary whether it speaks for, against or denies, as bits."""
    found = np.zeros(len(words), dtype=np.uint8)
    for number, word in enumerate(words):
        found[number] = PRO * (word in plain._PRO) + CON * (word in plain._CON) + NOT * (word in plain._NOT)
    return found


@njit(cache=True, nogil=True)
def scratch_for(words, longest):
    """Room for one comparison after the other. ``words``: in the vocabulary; ``longest``: words in the longest text."""
    size = min(longest, LONGEST)
    blocks = size // 64 + 1
    slots = np.full(words, -1, dtype=np.int32)
    return slots, np.zeros((size + 1, blocks), dtype=np.uint64), np.empty((size + 1, blocks), dtype=np.uint64), np.empty((size + 1, 3), dtype=np.int32)


@njit(cache=True, nogil=True)
def verdict(ids, a0, a1, b0, b1, meaning, scratch):
    """``compare(a, b)`` for two stretches of ``ids``."""
    a, b = ids[a0:a1], ids[b0:b1]
    if len(a) == len(b):
        same = True
        for n in range(len(a)):
            if a[n] != b[n]:
                same = False
                break
        if same:
            return SAME
    short = min(len(a), len(b))
    a, b = a[:LONGEST], b[:LONGEST]
    runs = equal_runs(a, b, scratch)
    found = scratch[3]
    if _turned_round(a, b, found, runs, meaning, short):
        return OPPOSED
    if short < SHORT and _unlike(len(a), len(b), found, runs) > SHORT_OWN * max(a1 - a0, b1 - b0):
        return FRAME
    return FRAME if _only_a_frame(len(a), len(b), found, runs) else SAME


@njit(cache=True, nogil=True)
def equal_runs(a, b, scratch):
    """Writes (place in a, place in b, length) of each equal run to ``scratch[3]``, in order; returns how many."""
    runs = scratch[3]
    shorter = min(len(a), len(b))
    head = 0
    while head < shorter and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[len(a) - 1 - tail] == b[len(b) - 1 - tail]:
        tail += 1
    count = 0
    if tail:
        runs[0, 0], runs[0, 1], runs[0, 2] = len(a) - tail, len(b) - tail, tail
        count = 1
    count = _aligned(a[head : len(a) - tail], b[head : len(b) - tail], head, scratch, count)
    if head:
        if count and runs[count - 1, 0] == head and runs[count - 1, 1] == head:
            runs[count - 1, 0], runs[count - 1, 1], runs[count - 1, 2] = 0, 0, runs[count - 1, 2] + head
        else:
            runs[count, 0], runs[count, 1], runs[count, 2] = 0, 0, head
            count += 1
    for n in range(count // 2):
        for column in range(3):
            other = runs[n, column]
            runs[n, column] = runs[count - 1 - n, column]
            runs[count - 1 - n, column] = other
    return count


@njit(cache=True, nogil=True)
def _aligned(a, b, shift, scratch, count):
    """Equal runs of the middle, the last first."""
    slots, masks, rows, runs = scratch
    if not len(a) or not len(b):
        return count
    blocks = (len(a) + 63) // 64
    used = 0
    for n in range(len(a)):
        slot = slots[a[n]]
        if slot < 0:
            slot = slots[a[n]] = used
            for block in range(blocks):
                masks[slot, block] = _ZERO
            used += 1
        masks[slot, n >> 6] |= _ONE << np.uint64(n & 63)
    for row in range(len(b)):
        slot = slots[b[row]]
        carry = _ZERO
        for block in range(blocks):
            before = rows[row - 1, block] if row else ~_ZERO
            if slot < 0:
                rows[row, block] = before
                continue
            both = before & masks[slot, block]
            total = before + both
            over = np.uint64(total < before)
            total += carry
            over |= np.uint64(total < carry)
            carry = over
            rows[row, block] = total | (before - both)
    for n in range(len(a)):
        slots[a[n]] = -1
    column, row = len(a), len(b)
    while row and column:
        place, bit = (column - 1) >> 6, np.uint64((column - 1) & 63)
        if (rows[row - 1, place] >> bit) & _ONE:
            column -= 1
            continue
        row -= 1
        if row and not (rows[row - 1, place] >> bit) & _ONE:
            continue
        column -= 1
        if count and runs[count - 1, 0] == column + shift + 1 and runs[count - 1, 1] == row + shift + 1:
            runs[count - 1, 0], runs[count - 1, 1], runs[count - 1, 2] = column + shift, row + shift, runs[count - 1, 2] + 1
        else:
            runs[count, 0], runs[count, 1], runs[count, 2] = column + shift, row + shift, 1
            count += 1
    return count


@njit(cache=True, nogil=True)
def _gap(a_len, b_len, found, runs, n):
    """The n-th stretch between equal runs: [a1, a2) and [b1, b2); often empty at both ends."""
    a1 = found[n - 1, 0] + found[n - 1, 2] if n else 0
    b1 = found[n - 1, 1] + found[n - 1, 2] if n else 0
    return (a1, found[n, 0], b1, found[n, 1]) if n < runs else (a1, a_len, b1, b_len)


@njit(cache=True, nogil=True)
def _turned_round(a, b, found, runs, meaning, short):
    changed, negations = 0, 0
    for n in range(runs + 1):
        a1, a2, b1, b2 = _gap(len(a), len(b), found, runs, n)
        changed += max(a2 - a1, b2 - b1)
        if a2 - a1 > 4 or b2 - b1 > 4:
            continue
        pro, con, no = 0, 0, 0
        for place in range(b1, b2):
            pro += meaning[b[place]] & 1
            con += (meaning[b[place]] >> 1) & 1
            no += (meaning[b[place]] >> 2) & 1
        for place in range(a1, a2):
            pro -= meaning[a[place]] & 1
            con -= (meaning[a[place]] >> 1) & 1
            no -= (meaning[a[place]] >> 2) & 1
        if pro * con < 0:
            return True
        if pro == 0 and con == 0:
            negations += no
    return negations % 2 == 1 and changed <= max(4, LIGHT * short)


@njit(cache=True, nogil=True)
def _unlike(a_len, b_len, found, runs):
    total = 0
    for n in range(runs + 1):
        a1, a2, b1, b2 = _gap(a_len, b_len, found, runs, n)
        total += max(a2 - a1, b2 - b1)
    return total


@njit(cache=True, nogil=True)
def _only_a_frame(a_len, b_len, found, runs):
    shared, blocks, start, end = 0, 0, 0, 0
    for n in range(runs):
        size = found[n, 2]
        if size < BLOCK:
            continue
        blocks += 1
        shared += size
        if found[n, 0] == 0 and found[n, 1] == 0:
            start = size
        if found[n, 0] + size == a_len and found[n, 1] + size == b_len:
            end = size
    edges = start + (0 if start == a_len and end == a_len else end)
    less, more, inner, body = min(a_len, b_len) - shared, max(a_len, b_len) - shared, shared - edges, min(a_len, b_len) - edges
    stock = edges > 0 and 0 < inner <= body < SHORT <= more
    if inner > STRAY * (less + inner) and not stock:
        return False
    if not start and not end:
        return not blocks and min(a_len, b_len) >= SHORT
    if start > FRAME_START or end > FRAME_END:
        return False
    return stock or less >= (8 if start and end else 3)
