"""From bytes to words as numbers, and from these to fingerprints: ``words.words_of``, ``words.winnow`` and what lies between."""

from __future__ import annotations

import numpy as np
from numba import njit

from civic.campaigns.finding.compiled.frames import KINDS, LETTER, NO, SPACE, frame_end
from civic.campaigns.finding.words import MULTIPLIERS

PLAIN, WORDS = 0, 1  # a text as it is, in ASCII; or its words, already normal, with a zero between
NEW_LINE, APOSTROPHE = 10, 39
FOLDED = np.array([(byte | 32 if 65 <= byte <= 90 else byte) if kind == LETTER and byte != 95 else 0 for byte, kind in enumerate(KINDS)], dtype=np.uint8)
AS_IT_IS = np.arange(256, dtype=np.uint8)
_FACTORS = np.array(MULTIPLIERS, dtype=np.uint64)
_MIX = np.uint64(0x7FB5D329728EA185)


@njit(cache=True, nogil=True)
def read_words(text, ends, forms, first, ids, counts, table, starts, letters, keys, used):
    """Reads texts from number ``first`` on and gives each word its number. Returns the number of the first text not read.

    ``text``: bytes of all; ``ends``: where each ends. Fills ``ids`` (from ``used[2]``) and ``counts`` (words of each text).
    ``table``, ``starts``, ``letters``, ``keys``: the vocabulary as ``rows.Vocabulary`` keeps it; ``used``: its words and bytes,
    then the words in ``ids``. Stops early when the next text might not fit; its owner makes room and calls again.
    """
    for place in range(first, len(ends)):
        begin, end, before = ends[place - 1] if place else 0, ends[place], used[2]
        if 2 * (used[0] + (end - begin) // 2 + 2) > len(table) or used[1] + (end - begin) > len(letters):
            return place
        if forms[place] == WORDS:
            _read_text(text, begin, end, AS_IT_IS, False, ids, table, starts, letters, keys, used)
        elif not _read_text(text, begin, end, FOLDED, True, ids, table, starts, letters, keys, used):
            used[2] = before  # nothing but a frame: it is the text
            _read_text(text, begin, end, FOLDED, False, ids, table, starts, letters, keys, used)
        counts[place] = used[2] - before
    return len(ends)


@njit(cache=True, nogil=True)
def _read_text(text, at, end, fold, without_frame, ids, table, starts, letters, keys, used):
    """Adds the words of text[at:end]. ``fold``: what each byte counts as, 0 between words. Says whether anything but spaces is there."""
    anything, new_line = False, True
    words, spelled, out, mask = used[0], used[1], used[2], np.int64(len(table) - 1)
    while at < end:
        if new_line and without_frame:
            stop = frame_end(text, at, end)
            if stop != NO:
                at, new_line = stop, text[stop - 1] == NEW_LINE
                continue
        if fold[text[at]] == 0:
            anything = anything or KINDS[text[at]] != SPACE
            new_line = text[at] == NEW_LINE
            at += 1
            continue
        anything, new_line = True, False
        write, key, mixed = spelled, np.uint64(0), np.uint64(0)  # the word is written behind the vocabulary, and stays if it is new
        while at < end:
            char = fold[text[at]]
            if char == 0:
                if text[at] == APOSTROPHE and at + 1 < end and fold[text[at + 1]] != 0:
                    at += 1
                    continue
                break
            if (write - spelled) & 7 == 0:
                mixed, key = (mixed ^ key) * _MIX, np.uint64(0)
            key = (key << np.uint64(8)) | np.uint64(char)
            letters[write] = char
            write += 1
            at += 1
        size = write - spelled
        if size > 8:
            key ^= mixed
        slot = _first_slot(key, mask)
        while True:
            known = table[slot]
            if known < 0:
                known = table[slot] = words
                keys[words] = key
                words += 1
                starts[words] = spelled = write
                break
            if keys[known] == key and starts[known + 1] - starts[known] == size and (size <= 8 or _same_letters(letters, starts[known], spelled, size)):
                break
            slot = (slot + 1) & mask
        ids[out] = known
        out += 1
    used[0], used[1], used[2] = words, spelled, out
    return anything


@njit(cache=True, nogil=True)
def _first_slot(key, mask):
    key *= np.uint64(0x9E3779B97F4A7C15)
    return np.int64((key >> np.uint64(32)) & np.uint64(mask))


@njit(cache=True, nogil=True)
def _same_letters(letters, a, b, size):
    for n in range(size):  # noqa: SIM110 -- compiled as it stands
        if letters[a + n] != letters[b + n]:
            return False
    return True


@njit(cache=True, nogil=True)
def put_in_table(table, keys, words):
    """Fills an empty table with the first ``words`` of a vocabulary that needs more room."""
    mask = np.int64(len(table) - 1)
    for number in range(words):
        slot = _first_slot(keys[number], mask)
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = number


@njit(cache=True, nogil=True)
def mixed_shingle(values, ids, at, size):
    total = np.uint64(0)
    for n in range(size):
        total += values[ids[at + n]] * _FACTORS[n]
    total ^= total >> np.uint64(31)
    return (total * _MIX) ^ (total >> np.uint64(27))


@njit(cache=True, nogil=True)
def print_texts(ids, starts, chosen, values, shingle, window, prints, counts):
    """``words.winnow(words.shingle_hashes(…))`` of each chosen text, sorted, one after the other. Returns how many in all."""
    used, room = 0, 0
    for place in chosen:
        room = max(room, starts[place + 1] - starts[place])
    hashes = np.empty(room + 1, dtype=np.uint64)
    for row in range(len(chosen)):
        begin, end = starts[chosen[row]], starts[chosen[row] + 1]
        last = end - begin - shingle + 1
        for n in range(last):
            hashes[n] = mixed_shingle(values, ids, begin + n, shingle)
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
