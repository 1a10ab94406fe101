"""Sketches of many texts at once: the same values as ``words.sketch``, with numpy (extra ``analysis``) about five times as fast.

All words of some thousand texts stand in one array; shingles and windows are taken over the whole of it, and those that
reach over the end of a text are left out. Without numpy each text is sketched by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.words import HASHES, MULTIPLIERS, SHINGLE, WINDOW, Sketch, words_of

try:
    import numpy as np
except ImportError:  # the extra is not installed
    np = None  # type: ignore[assignment]

AT_ONCE = 4000  # texts; about 400,000 words, 20 MB of arrays


def sketches_of(texts: Sequence[str]) -> list[Sketch]:
    """For each text its sketch without the frame, in order. Equal texts share one sketch."""
    distinct = dict.fromkeys(texts)
    made = dict(zip(distinct, _sketched(list(distinct)), strict=True))
    return [made[text] for text in texts]


# --- inside


def _sketched(texts: Sequence[str]) -> Iterator[Sketch]:
    for start in range(0, len(texts), AT_ONCE):
        batch = [Sketch(words_of(without_frame(text))) for text in texts[start : start + AT_ONCE]]
        if np is not None:
            _fill_prints(batch)
        yield from batch


def _fill_prints(batch: list[Sketch]) -> None:
    """Fingerprints of all texts that have more than one window; the few words of others are cheap by themselves."""
    long = [one for one in batch if len(one.words) >= SHINGLE + WINDOW]
    if not long:
        return
    values = np.fromiter(map(HASHES.__getitem__, chain.from_iterable(one.words for one in long)), dtype=np.uint64)
    least = _windows(shingles_in(values))
    end = 0
    for one in long:
        start, end = end, end + len(one.words)
        # kept where a cached property keeps it
        one.__dict__["prints"] = frozenset(least[start : end - SHINGLE - WINDOW + 2].tolist())


def shingles_in(values: Any, size: int = SHINGLE) -> Any:
    """uint64 of shape (n,) to uint64 of shape (n - size + 1,): ``words.shingle_hashes`` of the whole row."""
    last = len(values) - size + 1
    mixed = np.zeros(last, dtype=np.uint64)
    for place in range(size):
        mixed += values[place : place + last] * np.uint64(MULTIPLIERS[place])
    mixed ^= mixed >> np.uint64(31)
    return (mixed * np.uint64(0x7FB5D329728EA185)) ^ (mixed >> np.uint64(27))


def _windows(hashes: Any) -> Any:
    """The least of each ``WINDOW`` values in a row: shape (n,) to (n - WINDOW + 1,)."""
    last = len(hashes) - WINDOW + 1
    least = hashes[:last].copy()
    for place in range(1, WINDOW):
        np.minimum(least, hashes[place : place + last], out=least)
    return least
