"""``recurrence`` over arrays (numpy, extra ``analysis``): the same groups and runs in a tenth of the time, for long texts and for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from civic.campaigns.finding import recurrence as plain
from civic.campaigns.finding.batches import shingles_in
from civic.campaigns.finding.words import HASHES

Words = tuple[str, ...]


class Phrases:
    """The hashed words of many texts in one row. ``values``: uint64, those of text n from ``starts[n]`` to ``starts[n + 1]``."""

    def __init__(self, values: Any, starts: Any) -> None:
        self.values, self.starts, self.lengths = values, starts, np.diff(starts)

    def only(self, chosen: Any) -> Phrases:
        """``chosen``: bool for each text."""
        return Phrases(self.values[np.repeat(chosen, self.lengths)], _starts(self.lengths[chosen]))

    def shingles(self, size: int) -> tuple[Any, Any, Any]:
        """Of each run of ``size`` words inside one text: its hash, its text, and the place of its first word in the row."""
        text = np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths)
        if len(text) < size:
            return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int64)
        at = np.flatnonzero(text[: len(text) - size + 1] == text[size - 1 :])
        return shingles_in(self.values, size)[at], text[at], at


def phrases_of(texts: Any) -> Phrases:
    """Of texts as words, or of compiled rows that have their hashes already."""
    if hasattr(texts, "phrases"):
        found: Phrases = texts.phrases()
        return found
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return Phrases(np.fromiter(map(HASHES.__getitem__, chain.from_iterable(texts)), dtype=np.uint64, count=int(lengths.sum())), _starts(lengths))


class Search:
    """``recurrence._Search``. Phrases have numbers in the order of their hashes; texts those among the hopeful."""

    def __init__(self, phrases: Phrases, labels: Sequence[int], known: set[int]) -> None:
        homes = np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)
        chosen = phrases.lengths >= plain.LEAST_WORDS
        ids, text = self._look_at(phrases.only(chosen))
        self.count = _families_having(ids, homes[chosen][text], len(self.values), self.values, known)
        every, counts = self.values, self.count
        chosen[chosen] = self.shares(self.count >= plain.RECURS) >= plain.HOPEFUL
        self.places, self.homes = np.flatnonzero(chosen), homes[chosen]
        ids, text = self._look_at(phrases.only(chosen))
        self.count = counts[np.searchsorted(every, self.values)]
        self.free, self.tried = np.ones(len(self.places), dtype=bool), np.zeros(len(self.values), dtype=bool)
        order = np.lexsort((text, self.homes[text], ids))
        ids, text = ids[order], text[order]
        new = np.ones(len(ids), dtype=bool)
        new[1:] = (ids[1:] != ids[:-1]) | (text[1:] != text[:-1])
        self.of_phrase, self.of_text = ids[new], text[new]  # each phrase of each text once, by phrase and then by family
        self.begins = np.searchsorted(self.of_phrase, np.arange(len(self.values) + 1))

    def seeds(self) -> Iterator[Any]:
        families = self._families_with(self.free)
        texts = np.diff(self.begins)
        enough = np.flatnonzero((texts >= plain.FEWEST) & (families >= np.maximum(plain.FEWEST, plain.OWN * self.count)))
        for seed in enough[np.lexsort((enough, -families[enough]))].tolist():
            if self.tried[seed] or self._families(members := self._free_with(seed)) < plain.FEWEST:
                continue
            beside = np.bincount(self.of_phrase[members[self.of_text]], minlength=len(self.values))
            self.tried |= beside >= plain.STOCK * members.sum()
            yield members

    def neighborhoods(self) -> Iterator[Any]:
        families = self._families_with(self.free)
        own = families >= np.maximum(plain.RECURS, plain.OWN * self.count)
        weight = np.bincount(self.of_text, weights=(families * own)[self.of_phrase], minlength=len(self.places))
        free, tried = np.flatnonzero(self.free), np.zeros(len(self.places), dtype=bool)
        for place in free[np.lexsort((free, -weight[free]))].tolist():
            if tried[place] or not self.free[place]:
                continue
            shared = np.zeros(len(self.values), dtype=bool)
            shared[self.of_phrase[self.of_text == place]] = True
            members = np.zeros(len(self.places), dtype=bool)
            members[self.of_text[(shared & own)[self.of_phrase]]] = True
            members &= self.free
            tried[place] = True
            tried |= members
            if self._families(members) >= plain.FEWEST:
                yield members

    def take(self, group: plain.PhraseGroup) -> None:
        self.free &= ~np.isin(self.places, group.members)

    def grown(self, members: Any) -> plain.PhraseGroup | None:
        for turn in range(plain.ROUNDS):
            inside = self._families_with(members)
            warmth = plain.WARMING[turn] if turn < len(plain.WARMING) else 1
            own, least = plain.OWN * (warmth if turn else 0.1), plain.COVERED * warmth
            phrases = (inside >= plain.RECURS) & (self.count > 0) & (inside >= own * self.count)
            shares = self.shares(phrases)
            found = self.free & (shares >= least)
            if self._families(found) < plain.FEWEST:
                return None
            if turn >= len(plain.WARMING) and np.array_equal(found, members):
                break
            members = found
        ordered = np.sort(shares[found])
        return plain.PhraseGroup(tuple(self.places[found].tolist()), frozenset(self.values[phrases].tolist()), float(ordered[len(ordered) // 2]))

    def shares(self, chosen: Any) -> Any:
        """Share of each text's words inside the chosen phrases."""
        if not len(self._lengths):
            return np.empty(0)
        first = np.zeros(self._lengths.sum(), dtype=bool)
        first[self._at[chosen[self._ids]]] = True
        covered = first.copy()
        for further in range(1, plain.PHRASE):
            covered[further:] |= first[:-further]
        return np.add.reduceat(covered, self._starts[:-1], dtype=np.int64) / self._lengths

    def _look_at(self, phrases: Phrases) -> tuple[Any, Any]:
        """The phrases of these texts: each occurrence's number, and its text."""
        self.values, self._ids, text, self._at = _numbered(phrases, plain.PHRASE)
        self._lengths, self._starts = phrases.lengths, phrases.starts
        return self._ids, text

    def _free_with(self, seed: int) -> Any:
        members = np.zeros(len(self.places), dtype=bool)
        members[self.of_text[self.begins[seed] : self.begins[seed + 1]]] = True
        return members & self.free

    def _families(self, members: Any) -> int:
        return len(np.unique(self.homes[members]))

    def _families_with(self, members: Any) -> Any:
        """For each phrase in how many families of these texts it stands."""
        chosen = members[self.of_text]
        phrase, home = self.of_phrase[chosen], self.homes[self.of_text[chosen]]
        new = np.ones(len(phrase), dtype=bool)
        new[1:] = (phrase[1:] != phrase[:-1]) | (home[1:] != home[:-1])
        return np.bincount(phrase[new], minlength=len(self.values))


def shared_runs(texts: Any, labels: Sequence[int] | None, known: set[int]) -> Iterator[tuple[int, int, list[int]]]:
    """``recurrence._shared_runs``, only those long enough for a key paragraph."""
    phrases = phrases_of(texts)
    values, ids, text, at = _numbered(phrases, plain.RUN)
    homes = np.unique(np.asarray(labels), return_inverse=True)[1] if labels else np.arange(len(phrases.lengths))
    recurring = _families_having(ids, homes[text].astype(np.int64), len(values), values, known) >= plain.BLOCK_TEXTS
    few = np.bincount(homes, minlength=1)[homes] <= plain.FEW_COPIES if labels else np.ones(len(homes), dtype=bool)
    hits = np.flatnonzero(recurring[ids] & few[text])
    cuts = np.flatnonzero((np.diff(hits) != 1) | (text[hits[1:]] != text[hits[:-1]])) + 1 if len(hits) else np.empty(0, dtype=np.int64)
    starts, ends = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(hits)]])
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start + plain.RUN - 1 >= plain.A_KEY:
            place = int(text[hits[start]])
            yield place, int(at[hits[start]] - phrases.starts[place]), values[ids[hits[start:end]]].tolist()


def pairs_sharing(prints: Any, starts: Any, most: int) -> tuple[Any, Any, Any]:
    """Pairs of texts (the earlier one first) and how many fingerprints they share, those in more than ``most`` texts left out.

    ``prints``: distinct ones of text n from ``starts[n]`` to ``starts[n + 1]``.
    """
    size = len(starts) - 1
    text = np.repeat(np.arange(size, dtype=np.int64), np.diff(starts))
    order = np.argsort(prints, kind="stable")
    values, text = prints[order], text[order]
    begins = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    sizes = np.diff(np.append(begins, len(values)))
    text = text[np.repeat((sizes > 1) & (sizes <= most), sizes)]
    sizes = sizes[(sizes > 1) & (sizes <= most)]
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(text))  # in its posting, from each text on
    keys = [text[:-by][left[:-by] > by] * size + text[by:][left[:-by] > by] for by in range(1, int(sizes.max(initial=1)))]
    pairs, shared = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *keys]), return_counts=True)
    return pairs // size, pairs % size, shared


def _numbered(phrases: Phrases, size: int) -> tuple[Any, Any, Any, Any]:
    """All different shingles in order; then of each occurrence its number, its text and its place in the row."""
    hashes, text, at = phrases.shingles(size)
    values, ids = np.unique(hashes, return_inverse=True)
    return values, ids.reshape(-1), text, at


def _families_having(ids: Any, homes: Any, size: int, values: Any, known: set[int]) -> Any:
    """For each shingle in how many families it stands; 0 for those that everybody may quote."""
    families = int(homes.max(initial=0)) + 1
    pairs = np.sort(ids * families + homes)  # np.unique takes ten times as long where most are different
    count = np.bincount(pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])[: len(pairs)]] // families, minlength=size)
    count[np.isin(values, np.fromiter(known, dtype=np.uint64, count=len(known)))] = 0
    return count


def _starts(lengths: Any) -> Any:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
