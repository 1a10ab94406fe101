"""Phrase campaigns: letters whose every sentence is drawn from alternatives, and key paragraphs inside free texts.

Two such letters may share one phrase in a hundred, so comparing them in pairs finds nothing. Both betray themselves by
*recurrence*: nearly all of their phrases recur in the other texts of their group, which is not so for what people write
themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from civic.campaigns.finding.comparing import FRAME_END, FRAME_START
from civic.campaigns.finding.families import Union
from civic.campaigns.finding.words import shingle_hashes

Words = tuple[str, ...]
PHRASE = 4  # words
FEWEST = 8  # texts in a phrase campaign
RECURS = 3  # texts of the group in which one of its phrases stands at the least
COVERED = 0.55  # share of a text's words inside phrases of its group
HOPEFUL = 0.4  # the same inside phrases that recur anywhere: below, a text is not looked at
OWN = 0.6  # share of a phrase's texts that belong to the group: else it is the town's own name for things
STOCK = 0.8  # share of a phrase's texts in which another stands: they are one sentence, and begin one group
LEAST_WORDS = 20  # in a text
WARMING = (0.4, 0.6, 0.8)  # of COVERED in the first rounds, which know only phrases that stand beside the seed
ROUNDS, SEEDS = 9, 60  # most refinements of a group, most groups begun
FEW_COPIES = 3  # a family with more is a letter already
FEW_LETTERS, MOST_OF_IT = 3, 0.75  # families that hold this share of a group are letters, and the group is no campaign of phrases
RUN, A_KEY, BLOCK_TEXTS = 10, 35, 4  # words in a key paragraph's shingle and in the paragraph; texts that have it


@dataclass(frozen=True)
class PhraseGroup:
    members: tuple[int, ...]
    phrases: frozenset[int]
    coverage: float  # median over the members, 0 to 1


def covered_by(words: Words, phrases: frozenset[int] | set[int], hashes: Sequence[int] | None = None) -> float:
    """Share of the words, 0 to 1, that lie inside one of the phrases."""
    hashes = shingle_hashes(words, PHRASE) if hashes is None else hashes
    covered, end = 0, 0
    for place, value in enumerate(hashes):
        if value in phrases:
            covered += place + PHRASE - max(place, end)
            end = place + PHRASE
    return covered / len(words) if words else 0.0


def phrase_groups(texts: Sequence[Words], labels: Sequence[int] | None = None, *, ignoring: Sequence[Words] = ()) -> list[PhraseGroup]:
    """Groups of texts whose phrases recur among them, the largest first; no text is in two.

    ``labels``: families already found by containment; each counts once, however many copies it has, so that two letters
    copied often are no campaign of phrases. ``ignoring``: texts that everybody may quote, such as the law itself.
    Linear in the length of all texts for each group begun.
    """
    known = {value for words in ignoring for value in shingle_hashes(words, PHRASE)}
    arrays = _arrays()
    search: Any = arrays.Search(arrays.phrases_of(texts), labels or range(len(texts)), known) if arrays else _Search(texts, labels or range(len(texts)), known)
    found: list[PhraseGroup] = []
    for begin in (search.seeds, search.neighborhoods):
        for _begun, members in zip(range(SEEDS), begin(), strict=False):
            group = search.grown(members)
            if group is not None:
                search.take(group)
                found.append(group)
    return sorted(found, key=lambda one: (-len(one.members), one.members))


class _Search:
    def __init__(self, texts: Sequence[Words], labels: Sequence[int], known: set[int]) -> None:
        self.texts, self.labels = texts, labels
        self.having: dict[int, list[int]] = defaultdict(list)
        self.tried: set[int] = set()
        self.hashes = [shingle_hashes(words, PHRASE) if len(words) >= LEAST_WORDS else [] for words in texts]
        self.count = self._families_with(range(len(texts)), known)
        recurring = {value for value, n in self.count.items() if n >= RECURS}
        self.free = {place for place, row in enumerate(self.hashes) if row and covered_by(texts[place], recurring, row) >= HOPEFUL}

    def seeds(self) -> Iterator[set[int]]:
        """The free texts with one phrase, the most frequent among the hopeful first, as long as they are enough."""
        for place in self.free:
            for value in set(self.hashes[place]):
                self.having[value].append(place)
        families = {v: len({self.labels[place] for place in places}) for v, places in self.having.items() if len(places) >= FEWEST}
        enough = [v for v, n in families.items() if n >= max(FEWEST, OWN * self.count[v])]
        for value in sorted(enough, key=lambda v: (-families[v], v)):
            members = set() if value in self.tried else self._free_with(value)
            if len({self.labels[place] for place in members}) < FEWEST:
                continue
            beside = Counter(value for place in members for value in set(self.hashes[place]))
            self.tried |= {value for value, n in beside.items() if n >= STOCK * len(members)}  # the rest of the same sentence
            yield members

    def neighborhoods(self) -> Iterator[set[int]]:
        """A free text with all that share a phrase of the hopeful with it: of a small campaign each phrase stands in few letters."""
        families = self._families_with(self.free)
        own = {v for v, n in families.items() if n >= max(RECURS, OWN * self.count.get(v, 0))}
        weight = {place: sum(families[v] for v in set(self.hashes[place]) & own) for place in self.free}
        tried: set[int] = set()
        for place in sorted(self.free, key=lambda p: (-weight[p], p)):
            if place in tried or place not in self.free:
                continue
            members: set[int] = set().union(*(self._free_with(value) for value in set(self.hashes[place]) & own))
            tried |= {place} | members
            if len({self.labels[one] for one in members}) >= FEWEST:
                yield members

    def take(self, group: PhraseGroup) -> None:
        self.free -= set(group.members)

    def grown(self, members: set[int]) -> PhraseGroup | None:
        """From some texts: the phrases of those texts, the texts with those phrases, until nothing changes."""
        for turn in range(ROUNDS):
            inside = self._families_with(members)
            warmth = WARMING[turn] if turn < len(WARMING) else 1
            own, least = OWN * (warmth if turn else 0.1), COVERED * warmth
            phrases = frozenset(v for v, n in inside.items() if n >= RECURS and v in self.count and n >= own * self.count[v])
            shares = {place: covered_by(self.texts[place], phrases, self.hashes[place]) for place in self.free}
            found = {place for place, share in shares.items() if share >= least}
            if len({self.labels[place] for place in found}) < FEWEST:
                return None
            if found == members and turn >= len(WARMING):
                break
            members = found
        ordered = sorted(shares[place] for place in found)
        return PhraseGroup(tuple(sorted(found)), phrases, ordered[len(ordered) // 2])

    def _free_with(self, value: int) -> set[int]:
        return {place for place in self.having[value] if place in self.free}

    def _families_with(self, places: Iterable[int], known: set[int] | frozenset[int] = frozenset()) -> dict[int, int]:
        """Phrase -> number of families that have it."""
        by_family: dict[int, set[int]] = defaultdict(set)
        for place in places:
            by_family[self.labels[place]].update(self.hashes[place])
        count: Counter[int] = Counter()
        for values in by_family.values():
            count.update(values - known)
        return count


def sorted_out(group: PhraseGroup, texts: Sequence[Words], labels: Sequence[int]) -> list[tuple[bool, list[int]]]:
    """What a group is: a campaign of phrases (True), or letters with copies put in other words (False), each with its own copies.

    Of a letter whose every sentence has alternatives no wording is sent by many. Where a few families hold most of
    the group they are letters; two that share a part stay apart, and whoever is in no letter goes to the nearest.
    """
    size_of, members = Counter(labels), defaultdict(list)
    for place in group.members:
        members[labels[place]].append(place)
    largest = sorted(members, key=lambda label: (-size_of[label], label))[:FEW_LETTERS]
    letters = [label for label in largest if size_of[label] > FEW_COPIES]
    if sum(size_of[label] for label in letters) < MOST_OF_IT * sum(size_of[label] for label in members):
        return [(True, list(group.members))]
    phrases = {label: {value for place in members[label][:10] for value in shingle_hashes(texts[place], PHRASE)} for label in letters}
    found = {label: list(members[label]) for label in letters}
    for label, places in members.items():
        if label not in found:
            own = {value for place in places for value in shingle_hashes(texts[place], PHRASE)}
            found[max(letters, key=lambda letter: (len(own & phrases[letter]), -letter))].extend(places)
    return [(False, sorted(places)) for label, places in found.items() if len(places) > len(members[label])]


# --- key paragraphs


@dataclass(frozen=True)
class KeyBlock:
    members: tuple[int, ...]
    words: Words  # the paragraph as its first member has it


def key_blocks(texts: Sequence[Words], labels: Sequence[int] | None = None, *, ignoring: Sequence[Words] = ()) -> list[KeyBlock]:
    """Paragraphs of 35 words or more that at least four families or lone texts have word for word within free text.

    A block at the very start or end counts only when it is longer than a title or a footer.
    """
    known = {value for words in ignoring for value in shingle_hashes(words, RUN)}
    union = Union(len(texts))
    first: dict[int, int] = {}
    blocks: dict[int, Words] = {}
    arrays = _arrays()
    for place, start, values in (arrays.shared_runs if arrays else _shared_runs)(texts, labels, known):
        length, size = len(values) + RUN - 1, len(texts[place])
        if length < A_KEY or (start == 0 and length <= FRAME_START + RUN) or (start + length == size and length <= FRAME_END):
            continue
        blocks.setdefault(place, texts[place][start : start + length])
        for value in values:
            union.join(place, first.setdefault(value, place))
    found: dict[int, list[int]] = defaultdict(list)
    for place in blocks:
        found[union.root(place)].append(place)
    kept = [KeyBlock(tuple(places), blocks[places[0]]) for places in found.values() if len({labels[p] if labels else p for p in places}) >= BLOCK_TEXTS]
    return sorted(kept, key=lambda one: (-len(one.members), one.members))


def _shared_runs(texts: Sequence[Words], labels: Sequence[int] | None, known: set[int]) -> Iterator[tuple[int, int, list[int]]]:
    """Text, first word and hashes of each stretch that at least four families or lone texts have."""
    hashes = [shingle_hashes(words, RUN) for words in texts]
    having: dict[int, set[int]] = defaultdict(set)
    for place, row in enumerate(hashes):
        for value in set(row) - known:
            having[value].add(labels[place] if labels else place)
    recurring = {value for value, families in having.items() if len(families) >= BLOCK_TEXTS}
    size_of = Counter(labels) if labels else Counter()
    for place, row in enumerate(hashes):
        if labels and size_of[labels[place]] > FEW_COPIES:
            continue  # a letter of its own that quotes the paragraph; through it two letters would become one
        for start, end in _runs(row, recurring):
            yield place, start, row[start:end]


def _arrays() -> Any:
    """The same over arrays; None without the extra ``analysis``."""
    try:
        from civic.campaigns.finding import arrays
    except ImportError:
        return None
    return arrays


def _runs(row: list[int], recurring: set[int]) -> list[tuple[int, int]]:
    """[start, end) of the stretches of shingles that recur."""
    runs, start = [], None
    for place, value in enumerate([*row, -1]):
        if value in recurring:
            start = place if start is None else start
        elif start is not None:
            runs.append((start, place))
            start = None
    return runs
