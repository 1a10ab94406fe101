"""``families.families_of`` on words and fingerprints as numbers.

Texts are taken one after the other, for each may be the letter that the next one repeats. What costs most does not depend on that
order: a representative's fingerprints are all in the table or none is, so what a text shares with those that were there before its
chunk can be looked up, and word by word compared, for the whole chunk at once, on all cores (``_look_up``). Then the chunk is taken
in order (``_take``), where only the representatives that it brings itself are still to be asked for.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from civic.campaigns.finding.comparing import FRAME_END
from civic.campaigns.finding.compiled.comparing import SAME, scratch_for, verdict
from civic.campaigns.finding.compiled.postings import (
    doubled,
    no_postings,
    post,
    posted,
    root_of,
    shares_stock,
    sharing,
    slot_of,
)
from civic.campaigns.finding.families import (
    A_LETTER,
    JOINS,
    LEAST,
    MOST_POSTINGS,
    MOST_REPRESENTATIVES,
    OTHER_WORDS,
    SMALLER,
    TRIED,
    UNITES,
)

SUPPORT, OPPOSE = 1, 2
CHUNK = 2048  # texts; the fingerprints that they bring fill a tenth of ``recent``
_RECENT_BITS = np.uint64(18)
_SPREAD = np.uint64(0xC2B2AE3D27D4EB4F)
_NOT_ASKED, _NOT_COMPARED = -1, -1


def grouped(order, sides, first, ids, starts, of, prints, print_starts, meaning, workers=1):
    """For each text the number of its family. ``order``: places as they are taken; ``sides``: 0, 1 for, 2 against.

    ``first``: the first text with the same words; ``of``: which row of ``prints`` a text has; ``workers``: threads.
    """
    size, longest = len(sides), int(np.diff(starts).max(initial=0))
    texts = (ids, starts, of, prints, print_starts, meaning)
    families = (np.arange(size, dtype=np.int32), np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int32), np.ones(size, dtype=np.bool_))
    latest, earlier = np.full(size, -1, dtype=np.int32), np.full(size, -1, dtype=np.int32)  # remembered texts with the same words
    added = np.full(size, -1, dtype=np.int32)  # the chunk with which a text became a representative
    recent = np.zeros(1 << int(_RECENT_BITS), dtype=np.uint8)
    is_copy = _copies(order, first)
    desks = [(np.zeros(size, dtype=np.int32), np.empty(size, dtype=np.int32), scratch_for(len(meaning), longest)) for _ in range(workers)]
    tags, cells = no_postings()
    filled, asked = 0, (np.empty(CHUNK, dtype=np.int32), np.empty((CHUNK, TRIED + 1), dtype=np.int32), np.empty((CHUNK, TRIED + 1), dtype=np.float64), np.empty((CHUNK, TRIED + 1), dtype=np.int8))
    with ThreadPoolExecutor(max(1, workers - 1)) as others:
        for number, start in enumerate(range(0, len(order), CHUNK)):
            chunk, copies = order[start : start + CHUNK], is_copy[start : start + CHUNK]
            cuts = [len(chunk) * n // workers for n in range(workers + 1)]
            waiting = [others.submit(_look_up, chunk, copies, cuts[n], cuts[n + 1], sides, families, texts, tags, cells, desks[n], asked) for n in range(1, workers)]
            _look_up(chunk, copies, 0, cuts[1], sides, families, texts, tags, cells, desks[0], asked)
            for one in waiting:
                one.result()
            if number % 255 == 0:
                recent[:] = 0
            tags, cells, filled = _take(chunk, number, sides, first, families, latest, earlier, added, recent, texts, tags, cells, filled, desks[0], asked)
    return _roots(families[0])


@njit(cache=True, nogil=True)
def _copies(order, first):
    """For each text in order whether one with the same words came before it."""
    seen, found = np.zeros(len(first), dtype=np.bool_), np.empty(len(order), dtype=np.bool_)
    for at in range(len(order)):
        found[at] = seen[first[order[at]]]
        seen[first[order[at]]] = True
    return found


@njit(cache=True, nogil=True)
def _roots(parent):
    for place in range(len(parent)):
        parent[place] = root_of(parent, place)
    return parent


@njit(cache=True, nogil=True)
def _score(shared, a, b):
    """``families.score_of``"""
    return shared / (min(a, b) if shared >= LEAST else max(a, b))


@njit(cache=True, nogil=True)
def _rank(best, score, judged, count, one, value, verdict_of):
    """Puts a candidate among the best; returns how many there are, ``TRIED`` at the most."""
    at = count
    while at and (score[at - 1] < value or (score[at - 1] == value and best[at - 1] > one)):
        best[at], score[at], judged[at] = best[at - 1], score[at - 1], judged[at - 1]
        at -= 1
    best[at], score[at], judged[at] = one, value, verdict_of
    return min(count + 1, TRIED)


@njit(cache=True, nogil=True)
def _may_be_stock(a, b):
    """Whether it matters for two texts of so many words if what they share is nobody's own."""
    return min(a, b) <= FRAME_END and abs(a - b) >= OTHER_WORDS


@njit(cache=True, nogil=True)
def _look_up(chunk, copies, begin, end, sides, families, texts, tags, cells, desk, asked):
    """For texts ``begin`` to ``end`` of a chunk the representatives that they may follow, the best first, and what a comparison says.

    Nothing here depends on the order but which side a family is on and what is stock: where these might decide, nothing is compared yet.
    """
    parent, side_of, _has_side, _count, _alone = families
    ids, starts, of, prints, print_starts, meaning = texts
    shared, touched, scratch = desk
    found, best, score, judged = asked
    for row in range(begin, end):
        place = chunk[row]
        if copies[row]:
            found[row] = _NOT_ASKED
            continue
        p0, p1, total, tried = print_starts[of[place]], print_starts[of[place] + 1], 0, 0
        for n in range(sharing(tags, cells, prints[p0:p1], shared, touched)):
            one = touched[n]
            value = _score(shared[one], p1 - p0, print_starts[of[one] + 1] - print_starts[of[one]])
            shared[one] = 0
            if value >= JOINS:
                total += 1
                tried = _rank(best[row], score[row], judged[row], tried, one, value, _NOT_COMPARED)
        found[row] = total
        for n in range(tried):
            one = best[row, n]
            root = one
            while parent[root] != root:
                root = parent[root]
            if sides[place] * side_of[root] != SUPPORT * OPPOSE and not _may_be_stock(starts[place + 1] - starts[place], starts[one + 1] - starts[one]):
                judged[row, n] = verdict(ids, starts[one], starts[one + 1], starts[place], starts[place + 1], meaning, scratch)


@njit(cache=True, nogil=True)
def _recent_slot(value):
    return (value * _SPREAD) >> (np.uint64(64) - _RECENT_BITS)


@njit(cache=True, nogil=True)
def _take(chunk, number, sides, first, families, latest, earlier, added, recent, texts, tags, cells, filled, desk, asked):
    """Gives each text of a chunk its family, in order. Returns the table of fingerprints, which may have grown."""
    parent, side_of, has_side, count, alone = families
    ids, starts, of, prints, print_starts, meaning = texts
    shared, touched, scratch = desk
    found, all_best, all_score, all_judged = asked
    best, score, judged = np.empty(TRIED + 1, dtype=np.int32), np.empty(TRIED + 1, dtype=np.float64), np.empty(TRIED + 1, dtype=np.int8)
    joins, held, mark = np.empty(TRIED, dtype=np.int32), np.empty(TRIED, dtype=np.int32), np.uint8(number % 255 + 1)
    for row in range(len(chunk)):
        place = chunk[row]
        side = sides[place]
        exact = -1
        known = latest[first[place]]
        while known >= 0:  # of those that may be joined the one remembered first
            if side * side_of[root_of(parent, known)] != SUPPORT * OPPOSE:
                exact = known
            known = earlier[known]
        joined, holding, is_smaller = 0, 0, False
        if exact >= 0:
            joins[0] = root_of(parent, exact)
            joined = 1
        else:
            p0, p1 = print_starts[of[place]], print_starts[of[place] + 1]
            tried, n_touched, is_whole = 0, 0, found[row] != _NOT_ASKED
            if is_whole:
                for n in range(min(found[row], TRIED)):
                    one = all_best[row, n]
                    if side * side_of[root_of(parent, one)] != SUPPORT * OPPOSE:
                        best[tried], score[tried], judged[tried] = one, all_score[row, n], all_judged[row, n]
                        tried += 1
                is_whole = found[row] <= TRIED or tried == TRIED
            if is_whole:
                for n in range(p0, p1):
                    if recent[_recent_slot(prints[n])] != mark:
                        continue
                    slot, _tag = slot_of(tags, cells, prints[n])
                    for column in range(MOST_POSTINGS if tags[slot] else 0):
                        one = posted(cells, slot, column)
                        if one < 0:
                            break
                        if added[one] == number:
                            if not shared[one]:
                                touched[n_touched] = one
                                n_touched += 1
                            shared[one] += 1
            else:
                tried, n_touched = 0, sharing(tags, cells, prints[p0:p1], shared, touched)
            for n in range(n_touched):
                one = touched[n]
                value = _score(shared[one], p1 - p0, print_starts[of[one] + 1] - print_starts[of[one]])
                shared[one] = 0
                if value >= JOINS and side * side_of[root_of(parent, one)] != SUPPORT * OPPOSE:
                    tried = _rank(best, score, judged, tried, one, value, _NOT_COMPARED)
            top = -1
            for n in range(tried):
                one = best[n]
                mine, other = starts[place + 1] - starts[place], starts[one + 1] - starts[one]
                if _may_be_stock(mine, other) and shares_stock(tags, cells, parent, prints[p0:p1], one):
                    continue
                if judged[n] == _NOT_COMPARED:
                    judged[n] = verdict(ids, starts[one], starts[one + 1], starts[place], starts[place + 1], meaning, scratch)
                if judged[n] != SAME:
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
            added[place] = number
            for n in range(print_starts[of[place]], print_starts[of[place] + 1]):
                recent[_recent_slot(prints[n])] = mark
                filled += post(tags, cells, prints[n], place)
                if 2 * filled > len(tags):
                    tags, cells = doubled(tags, cells)
            count[root] += 1
        if exact < 0:
            earlier[place] = latest[first[place]]
            latest[first[place]] = place
    return tags, cells, filled


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
