"""Many texts as numbers: one array of words, one of fingerprints, and the vocabulary that the numbers stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np

from civic.campaigns.finding.arrays import Phrases, pairs_sharing
from civic.campaigns.finding.comparing import without_frame
from civic.campaigns.finding.compiled.comparing import meanings
from civic.campaigns.finding.compiled.grouping import OPPOSE, SUPPORT, grouped
from civic.campaigns.finding.compiled.prints import first_equal, print_texts
from civic.campaigns.finding.compiled.reading import PLAIN, WORDS, put_in_table, read_words
from civic.campaigns.finding.families import FEWEST_WORDS
from civic.campaigns.finding.words import SHINGLE, WEAK_SHINGLE, WEAK_WINDOW, WINDOW, Sketch, words_of

AT_ONCE = 500_000  # characters; what belongs to so many stays in the processor's cache
# Marks that people's keyboards put into texts that are otherwise ASCII. Neither side of an arrow is a letter, a space or a mark
# that a frame line ends with, but the apostrophes (’) and the space without a break.
_MARKS = {"\u2019": "'", "\u2018": '"', "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "-", "\u2022": "*", "\u00a0": " ", "\ufeff": "*", "\u200b": "*"}


class Vocabulary:
    """Words in the order in which they were met. ``table``: an open hash table of their numbers."""

    def __init__(self) -> None:
        self.table = np.full(1 << 14, -1, dtype=np.int32)
        self.starts = np.zeros((1 << 13) + 2, dtype=np.int64)
        self.letters = np.zeros(1 << 16, dtype=np.uint8)
        self.keys = np.zeros(1 << 13, dtype=np.uint64)  # the letters of a short word, a hash of those of a long one
        self.used = np.zeros(3, dtype=np.int64)  # words, bytes; and words of all texts read

    def make_room(self, more: int) -> None:
        """For ``more`` bytes of text at the least."""
        words, letters = int(self.used[0]), int(self.used[1])
        size = len(self.table)
        while size < 2 * (words + more // 2 + 4):
            size *= 2
        if size > len(self.table):
            self.table = np.full(size, -1, dtype=np.int32)
            self.starts = np.concatenate([self.starts[: words + 1], np.zeros(size // 2 - words + 1, dtype=np.int64)])
            self.keys = np.concatenate([self.keys[:words], np.zeros(size // 2 - words, dtype=np.uint64)])
            put_in_table(self.table, self.keys, words)
        if len(self.letters) < letters + more:
            self.letters = np.concatenate([self.letters[:letters], np.zeros(max(letters, more), dtype=np.uint8)])

    def words(self) -> list[str]:
        at, letters = self.starts[: self.used[0] + 1].tolist(), self.letters.tobytes()
        return [letters[start:end].decode() for start, end in zip(at, at[1:], strict=False)]


@dataclass
class Rows:
    """``ids``: words of all texts, those of text n from ``starts[n]`` to ``starts[n + 1]``, as places in ``vocabulary``."""

    ids: Any
    starts: Any
    vocabulary: list[str]
    workers: int = 1

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def values(self) -> Any:
        """The hash of each word, as ``words.HASHES`` has it: uint64."""
        joined = b"".join(blake2b(word.encode(), digest_size=8).digest() for word in self.vocabulary)
        return np.frombuffer(joined, dtype="<u8").astype(np.uint64)

    @cached_property
    def first(self) -> Any:
        """For each text the first with the same words: int32."""
        first = np.empty(len(self), dtype=np.int32)
        first_equal(self.ids, self.starts, self.values, first)
        return first

    def words(self, place: int) -> tuple[str, ...]:
        vocabulary = self.vocabulary
        return tuple([vocabulary[n] for n in self.ids[self.starts[place] : self.starts[place + 1]].tolist()])

    def all_words(self) -> WordRows:
        return WordRows(self)

    def sketches(self, places: Sequence[int] | None = None) -> Sketches:
        return Sketches(self, range(len(self)) if places is None else places)

    def prints(self, chosen: Any, shingle: int = SHINGLE, window: int = WINDOW) -> tuple[Any, Any]:
        """Fingerprints of the chosen texts, and where those of each begin."""
        ends = np.cumsum(self.starts[chosen + 1] - self.starts[chosen])
        room, counts = np.empty(int(ends[-1]) + 1 if len(ends) else 1, dtype=np.uint64), np.empty(len(chosen), dtype=np.int64)
        cuts = [0, *np.searchsorted(ends, [int(ends[-1]) * n // self.workers for n in range(1, self.workers)]).tolist(), len(chosen)] if len(ends) else [0, 0]

        def made(part: tuple[int, int]) -> tuple[int, int]:
            begin = int(ends[part[0] - 1]) if part[0] else 0
            return begin, print_texts(self.ids, self.starts, chosen[slice(*part)], self.values, shingle, window, room[begin:], counts[slice(*part)])

        used = 0
        for begin, more in _together(made, list(pairwise(cuts)), self.workers):
            room[used : used + more] = room[begin : begin + more]
            used += more
        return room[:used], _ends([counts])

    def families(self, sides: Sequence[str] | None = None) -> list[int]:
        """``families.families_of`` for these texts."""
        size, distinct = len(self), np.unique(self.first)
        stated = np.fromiter(({"support": SUPPORT, "oppose": OPPOSE}.get(side, 0) for side in sides), dtype=np.int8, count=size) if sides else np.zeros(size, dtype=np.int8)
        lengths = np.diff(self.starts)
        copies = np.bincount(self.first, minlength=size)[self.first]
        order = _by_copies_then_length(copies, lengths, stated == 0)
        order = order[lengths[order] >= FEWEST_WORDS]
        of = np.zeros(size, dtype=np.int32)
        of[distinct] = np.arange(len(distinct), dtype=np.int32)
        prints, print_starts = self.prints(distinct)
        found: list[int] = grouped(order, stated, self.first, self.ids, self.starts, of[self.first], prints, print_starts, meanings(self.vocabulary)).tolist()
        return found


class Sketches(Sequence[Sketch]):
    """The sketch of each chosen text, made when it is asked for."""

    def __init__(self, rows: Rows, places: Sequence[int]) -> None:
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, place: Any) -> Any:
        return Sketch(self._rows.words(self._places[place]))

    def weak_pairs(self, most: int, least: int) -> Iterator[tuple[int, int, int, int]]:
        """``related._sharing``"""
        prints, starts = self._rows.prints(np.asarray(self._places, dtype=np.int64), WEAK_SHINGLE, WEAK_WINDOW)
        a, b, shared = pairs_sharing(prints, starts, most)
        enough = shared >= least
        a, b, sizes = a[enough], b[enough], np.diff(starts)
        return zip(a.tolist(), b.tolist(), shared[enough].tolist(), np.minimum(sizes[a], sizes[b]).tolist(), strict=True)


class WordRows(Sequence[tuple[str, ...]]):
    """The words of each text, made when they are asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        return self._rows.words(place)

    def phrases(self) -> Phrases:
        return Phrases(self._rows.values[self._rows.ids], self._rows.starts)


def read(texts: Sequence[str], workers: int = 1) -> Rows:
    """The words of all texts without their frames. ``workers``: threads; each reads its part with a vocabulary of its own."""
    cut = [len(texts) * n // workers for n in range(workers + 1)]
    parts = _together(lambda part: _read(texts[part[0] : part[1]]), list(zip(cut, cut[1:], strict=False)), workers)
    numbers: dict[str, int] = {}
    used, everything = 0, _with_room(parts[0][1], parts[0][2], sum(part[2] for part in parts))
    for number, (words, ids, more, _counts) in enumerate(parts):
        place_of = np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), dtype=np.int32, count=len(words))
        if number:  # the first part's numbers are the common ones, and stand where they are
            np.take(place_of, ids[:more], out=everything[used : used + more], mode="clip")
        used += more
    return Rows(everything[:used], _ends([row for *_, counts in parts for row in counts]), list(numbers), workers)


# --- inside


def _read(texts: Sequence[str]) -> tuple[list[str], Any, int, list[Any]]:
    """The vocabulary, the words as places in it, how many these are, and how many each text has.

    Memory that is asked for costs nothing, and much at the first touch: words are written once, where they stay.
    """
    vocabulary, all_counts = Vocabulary(), []
    ids = np.empty(sum(map(len, texts)) // 2 + len(texts) + 1, dtype=np.int32)
    for text, ends, forms in _batches(texts):
        ids, counts = _with_room(ids, vocabulary.used[2], vocabulary.used[2] + len(text) // 2 + len(ends) + 1), np.empty(len(ends), dtype=np.int64)
        done = 0
        while True:
            done = read_words(text, ends, forms, done, ids, counts, vocabulary.table, vocabulary.starts, vocabulary.letters, vocabulary.keys, vocabulary.used)
            if done == len(ends):
                break
            vocabulary.make_room(int(ends[done] - (ends[done - 1] if done else 0)) + 1)
        all_counts.append(counts)
    return vocabulary.words(), ids, int(vocabulary.used[2]), all_counts


def _with_room(ids: Any, used: int, wanted: int) -> Any:
    return ids if len(ids) >= wanted else np.concatenate([ids[:used], np.empty(2 * wanted - used, dtype=np.int32)])


def _batches(texts: Sequence[str]) -> Iterator[tuple[Any, Any, Any]]:
    """Bytes of some thousand texts, where each ends, and in which form it stands there."""
    row: list[str] = []
    size = 0
    for text in texts:
        row.append(text)
        size += len(text)
        if size >= AT_ONCE:
            yield _batch(row)
            row, size = [], 0
    if row:
        yield _batch(row)


def _batch(texts: list[str]) -> tuple[Any, Any, Any]:
    joined = "".join(texts)
    forms = np.full(len(texts), PLAIN, dtype=np.uint8)
    if joined.isascii():
        content, sizes = joined.encode("ascii"), map(len, texts)
        return np.frombuffer(content, dtype=np.uint8), np.cumsum(np.fromiter(sizes, dtype=np.int64, count=len(texts))), forms
    pieces = []
    for place, text in enumerate(texts):
        if not text.isascii():
            for mark, plain in _MARKS.items():
                text = text.replace(mark, plain)
            if not text.isascii():
                forms[place] = WORDS
                text = "\x00".join(words_of(without_frame(texts[place])))
        pieces.append(text.encode())
    return np.frombuffer(b"".join(pieces), dtype=np.uint8), np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(texts))), forms


def _together(made: Any, parts: Sequence[Any], workers: int) -> list[Any]:
    if workers < 2 or len(parts) < 2:
        return [made(part) for part in parts]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(made, parts))


def _by_copies_then_length(copies: Any, lengths: Any, unstated: Any) -> Any:
    """Places, the most copies first, then the fewest words, then those who stated a side: as one number each, which is sorted
    five times as fast as three, where they fit into its 64 bits.
    """
    size = len(copies)
    if size >= 1 << 22 or lengths.max(initial=0) >= 1 << 19:
        return np.lexsort((unstated, lengths, -copies))
    keys = ((size - copies).astype(np.uint64) << np.uint64(42)) | (lengths.astype(np.uint64) << np.uint64(23)) | (unstated.astype(np.uint64) << np.uint64(22)) | np.arange(size, dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64((1 << 22) - 1)).astype(np.int64)


def _ends(counts: Sequence[Any]) -> Any:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.concatenate([np.empty(0, dtype=np.int64), *counts]))])
