"""From bytes to words as numbers: ``words.words_of``.

Eight letters are looked at in one step: most words are no longer, and their letters themselves are the key by which they are known.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.cpython.unsafe.numbers import trailing_zeros
from numba.extending import intrinsic

from civic.campaigns.finding.compiled.frames import KINDS, NO, SPACE, frame_end

PLAIN, WORDS = 0, 1  # a text as it is, in ASCII; or its words, already normal, with a zero between
NEW_LINE, APOSTROPHE = 10, 39
AT_ONCE = 8  # letters in one step; so many bytes must lie behind the last text
_MIX = np.uint64(0x7FB5D329728EA185)
_LOWEST, _HIGHEST = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)  # bits of each byte
_ONE, _EIGHT = np.uint64(1), np.uint64(8)


def _eight_from(_context, array, place):
    """The eight bytes from a place on as one number, the first one lowest. The array has to have them: nothing is checked."""

    def read(context, builder, _signature, given):
        data = context.make_array(array)(context, builder, given[0]).data
        pointer = builder.bitcast(builder.gep(data, [given[1]]), ir.IntType(64).as_pointer())
        return builder.load(pointer, align=1)

    return types.uint64(array, place), read


eight_from: Any = intrinsic(_eight_from)
_zeros_below: Any = trailing_zeros


@njit(cache=True, nogil=True)
def read_words(text, ends, forms, first, ids, counts, table, starts, letters, keys, used):
    """Reads texts from number ``first`` on and gives each word its number. Returns the number of the first text not read.

    ``text``: bytes of all; ``ends``: where each ends. Fills ``ids`` (from ``used[2]``) and ``counts`` (words of each text).
    ``table``, ``starts``, ``letters``, ``keys``: the vocabulary as ``rows.Vocabulary`` keeps it; ``used``: its words and bytes,
    then the words in ``ids``. Stops early when the next text might not fit; its owner makes room and calls again.
    """
    folded = _folded(text)
    for place in range(first, len(ends)):
        begin, end, before = ends[place - 1] if place else 0, ends[place], used[2]
        if 2 * (used[0] + (end - begin) // 2 + 2) > len(table) or used[1] + (end - begin) > len(letters):
            return place
        if forms[place] == WORDS:
            folded[begin:end] = text[begin:end]
            _read_text(text, folded, begin, end, False, ids, table, starts, letters, keys, used)
        elif not _read_text(text, folded, begin, end, True, ids, table, starts, letters, keys, used):
            used[2] = before  # nothing but a frame: it is the text
            _read_text(text, folded, begin, end, False, ids, table, starts, letters, keys, used)
        counts[place] = used[2] - before
    return len(ends)


@njit(cache=True, nogil=True)
def _folded(text):
    """Letters small, digits as they are, zero for what lies between words. Numbers of one byte throughout: so many are done at once."""
    folded = np.zeros(len(text) + AT_ONCE, dtype=np.uint8)
    for at in range(len(text)):
        char = text[at]
        small = np.uint8(char | np.uint8(32))
        is_letter, is_digit = np.uint8(small - np.uint8(97)) < np.uint8(26), np.uint8(char - np.uint8(48)) < np.uint8(10)
        folded[at] = small if is_letter else (char if is_digit else np.uint8(0))
    return folded


@njit(cache=True, nogil=True)
def _read_text(text, folded, at, end, without_frame, ids, table, starts, letters, keys, used):
    """Adds the words of text[at:end]. ``folded``: what each byte counts as, 0 between words. Says whether anything but spaces is there."""
    anything, new_line = False, True
    words, spelled, out, mask = used[0], used[1], used[2], np.int64(len(table) - 1)
    while at < end:
        if new_line and without_frame:
            stop = frame_end(text, at, end)
            if stop != NO:
                at, new_line = stop, text[stop - 1] == NEW_LINE
                continue
        if folded[at] == 0:
            anything = anything or KINDS[text[at]] != SPACE
            new_line = text[at] == NEW_LINE
            at += 1
            continue
        anything, new_line = True, False
        source, begin = folded, at
        key, size = _eight_of_word(folded, at, end)
        at += size
        if size == AT_ONCE and at < end and folded[at] != 0:
            key, size = _long_word(folded, begin, end, key)
            at = begin + size
        if at + 1 < end and text[at] == APOSTROPHE and folded[at + 1] != 0:
            key, size, at = _with_apostrophes(text, folded, begin, end, letters, spelled)
            source, begin = letters, spelled
        slot = _first_slot(key, mask)
        while True:
            known = table[slot]
            if known < 0:
                known = table[slot] = words
                keys[words] = key
                words += 1
                for n in range(size):
                    letters[spelled + n] = source[begin + n]
                starts[words] = spelled = spelled + size
                break
            if keys[known] == key and (size <= AT_ONCE or (starts[known + 1] - starts[known] == size and _same_letters(letters, starts[known], source, begin, size))):
                break
            slot = (slot + 1) & mask
        ids[out] = known
        out += 1
    used[0], used[1], used[2] = words, spelled, out
    return anything


@njit(cache=True, nogil=True)
def _eight_of_word(folded, at, end):
    """The letters of a word from ``at`` on, at the most eight, as one number; and how many they are."""
    key = eight_from(folded, at)
    between = (key - _LOWEST) & ~key & _HIGHEST  # its lowest bit stands in the first byte that is zero
    size = np.int64(_zeros_below(between)) >> 3 if between else AT_ONCE
    size = min(size, end - at)
    return (key & ((_ONE << (np.uint64(size) * _EIGHT)) - _ONE) if size < AT_ONCE else key), size


@njit(cache=True, nogil=True)
def _long_word(folded, at, end, key):
    """Key and size of a word that goes on after eight letters. Its key ends with a zero, which that of no short word does."""
    size, mixed = AT_ONCE, np.uint64(0)
    while at + size < end:
        more, part = _eight_of_word(folded, at + size, end)
        if part == 0:
            break
        mixed, key = (mixed ^ key) * _MIX, more
        size += part
        if part < AT_ONCE:
            break
    return (key ^ mixed) << _EIGHT, size


@njit(cache=True, nogil=True)
def _with_apostrophes(text, folded, at, end, letters, write):
    """Key and size of a word without the apostrophes in it, and where it ends. It is written behind the vocabulary."""
    size, key, mixed = 0, np.uint64(0), np.uint64(0)
    while at < end:
        if folded[at] == 0:
            if text[at] == APOSTROPHE and at + 1 < end and folded[at + 1] != 0:
                at += 1
                continue
            break
        if size & (AT_ONCE - 1) == 0:
            mixed, key = (mixed ^ key) * _MIX, np.uint64(0)
        key |= np.uint64(folded[at]) << (np.uint64(size & (AT_ONCE - 1)) * _EIGHT)
        letters[write + size] = folded[at]
        size += 1
        at += 1
    return ((key ^ mixed) << _EIGHT if size > AT_ONCE else key), size, at


@njit(cache=True, nogil=True)
def _first_slot(key, mask):
    key *= np.uint64(0x9E3779B97F4A7C15)
    return np.int64((key >> np.uint64(32)) & np.uint64(mask))


@njit(cache=True, nogil=True)
def _same_letters(letters, a, source, b, size):
    for n in range(size):  # noqa: SIM110 -- compiled as it stands
        if letters[a + n] != source[b + n]:
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
