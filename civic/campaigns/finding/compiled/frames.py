"""``comparing.without_frame`` for ASCII: where the frame lines of a text stand.

A hand-written matcher of the same regular expression, whose five kinds of lines begin with different words.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SPACE, LETTER = 1, 2  # kinds of characters
KINDS = np.zeros(256, dtype=np.uint8)
KINDS[[9, 10, 11, 12, 13, 28, 29, 30, 31, 32]] = SPACE
KINDS[[*range(48, 58), *range(65, 91), *range(97, 123), 95]] = LETTER

REFERENCE, PROMPT, DEVICE, GREETING, CLOSING = 1, 2, 3, 4, 5
# First word of a line, the words that must follow with one space between, and the kind of line.
_BEGINNINGS = [
    ("re", "", REFERENCE), ("subject", "", REFERENCE), ("regarding", "", REFERENCE), ("asunto", "", REFERENCE),
    ("docket", " id", REFERENCE), ("docket", " no", REFERENCE), ("docket", "", REFERENCE), ("file", " no", REFERENCE), ("file", "", REFERENCE),
    ("please", " write your comment here", PROMPT), ("please", " type your comment here", PROMPT), ("please", " enter your comment here", PROMPT),
    ("please", " write your comments here", PROMPT), ("please", " type your comments here", PROMPT), ("please", " enter your comments here", PROMPT),
    ("sent", " from my", DEVICE), ("sent", " via", DEVICE), ("get", " outlook for", DEVICE), ("enviado", " desde mi", DEVICE),
    ("dear", "", GREETING), ("hello", "", GREETING), ("hi", "", GREETING), ("to", "", GREETING), ("a", "", GREETING),
    ("sincerely", "", CLOSING), ("respectfully", "", CLOSING), ("best", " regards", CLOSING), ("regards", "", CLOSING), ("thank", " you", CLOSING),
    ("thanks", "", CLOSING), ("yours", " truly", CLOSING), ("atentamente", "", CLOSING), ("gracias", "", CLOSING),
]  # fmt: skip
_WIDTH = 40
_OPEN = [("ref", "", REFERENCE), ("estimad", "", GREETING)]  # the word may go on: reference, estimados
BEGINNINGS = np.zeros((len(_BEGINNINGS), _WIDTH), dtype=np.uint8)
SHAPES = np.array([(len(first), len(first + rest), kind) for first, rest, kind in _BEGINNINGS], dtype=np.int64)
for _row, (_first, _rest, _kind) in enumerate(_BEGINNINGS):
    BEGINNINGS[_row, : len(_first + _rest)] = np.frombuffer((_first + _rest).encode(), dtype=np.uint8)
INITIALS = np.isin(np.arange(256) | 32, [ord(first[0]) for first, _rest, _kind in [*_BEGINNINGS, *_OPEN]])
OPEN = np.zeros((len(_OPEN), _WIDTH), dtype=np.uint8)
for _row, (_first, _rest, _kind) in enumerate(_OPEN):
    OPEN[_row, : len(_first)] = np.frombuffer(_first.encode(), dtype=np.uint8)
NO = -1


@njit(cache=True, nogil=True)
def frame_end(text, start, end):
    """The end of the frame line that begins at ``start``, the beginning of a line of text[..:end]; -1 if none does."""
    first = start
    while first < end and KINDS[text[first]] != LETTER:
        first += 1
    if first == end or not INITIALS[text[first]]:
        return NO
    stop = first
    while stop < end and KINDS[text[stop]] == LETTER:
        stop += 1
    size = stop - first
    if size >= 3 and _begins(text, first, OPEN[0], 3):
        return _line_after_mark(text, stop, end)
    if size > 7 and _begins(text, first, OPEN[1], 7):
        return _greeting(text, stop, end)
    for row in range(len(SHAPES)):
        if SHAPES[row, 0] != size or first + SHAPES[row, 1] > end or not _begins(text, first, BEGINNINGS[row], SHAPES[row, 1]):
            continue
        at, kind = first + SHAPES[row, 1], SHAPES[row, 2]
        if kind == PROMPT:
            found = _last_line_end(text, at, end, True)
        elif kind == REFERENCE:
            found = _line_after_mark(text, at, end)
        elif at < end and KINDS[text[at]] == LETTER:
            found = NO
        elif kind == GREETING:
            found = _greeting(text, at, end)
        else:
            found = _short_line(text, at, end, kind == DEVICE)
        if found != NO:
            return found
    return NO


@njit(cache=True, nogil=True)
def _begins(text, at, letters, size):
    for n in range(size):
        char = text[at + n]
        if (char | 32 if 65 <= char <= 90 else char) != letters[n]:
            return False
    return True


@njit(cache=True, nogil=True)
def _line_after_mark(text, at, end):
    """``\\s*[:#.].*$``"""
    while at < end and KINDS[text[at]] == SPACE:
        at += 1
    if at == end or (text[at] != 58 and text[at] != 35 and text[at] != 46):
        return NO
    while at < end and text[at] != 10:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _last_line_end(text, at, end, any_mark):
    """``\\W*$`` or ``\\s*$``: the last end of a line that only marks, or only spaces, part from ``at``."""
    found = NO
    while at < end and (KINDS[text[at]] == SPACE or (any_mark and KINDS[text[at]] != LETTER)):
        if text[at] == 10:
            found = at
        at += 1
    return end if at == end else found


@njit(cache=True, nogil=True)
def _greeting(text, at, end):
    """``[^.!?\\n]{0,60}[,:]\\s*$``"""
    last = at
    while last < end and last - at < 60 and text[last] not in (46, 33, 63, 10):
        last += 1
    while last >= at:
        if last < end and (text[last] == 44 or text[last] == 58):
            found = _last_line_end(text, last + 1, end, False)
            if found != NO:
                return found
        last -= 1
    return NO


@njit(cache=True, nogil=True)
def _short_line(text, at, end, any_mark):
    """``.{0,60}$`` or ``[^.!?\\n]{0,60}$``"""
    stop = at
    while stop < end and text[stop] != 10:
        if stop - at == 60 or (not any_mark and text[stop] in (46, 33, 63)):
            return NO
        stop += 1
    return stop
