"""Families by containment: at arrival against an index, and in bulk.

The index keeps *representatives* only: at most 4 per family and at most 4 in each posting, so it follows the number of
distinct letters, not of comments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from civic.campaigns.finding.comparing import FRAME_END, Verdict, compare
from civic.campaigns.finding.words import Sketch, containment

JOINS = 0.5  # share of the smaller text's fingerprints
UNITES = 0.6  # the same between two letters that one text brings together: a shortened copy may fit two siblings
LEAST = 5  # shared fingerprints; with fewer the larger text counts
MOST_REPRESENTATIVES = 4
MOST_POSTINGS = 4
TRIED = 6  # candidates compared word by word
SMALLER = 0.7  # a joiner under this share of its representative becomes a further one
A_LETTER = 12  # fingerprints (about 40 words): a text this long may bring two families together
FEWEST_WORDS = 6  # a shorter text (“See attached”, “I agree”) is nobody's letter
SEVERAL, OTHER_WORDS = 3, 8  # families that share a phrase that is nobody's own; words that the longer of two such texts has besides
OPPOSITE = {("support", "oppose"), ("oppose", "support")}


@dataclass(slots=True)
class Representative:
    """``side``: support, oppose or "" as its author stated it."""

    key: Any  # of one kind in one index, and ordered: it decides between equals
    family: Hashable
    sketch: Sketch
    side: str = ""


@dataclass(frozen=True)
class Candidate:
    representative: Representative
    score: float  # 0 to 1
    is_stock: bool = False  # two thirds of what is shared stands in several families: a footer, a stock sentence


class Shelf(Protocol):
    """Where an index keeps its representatives: a dictionary here, tables in the product."""

    def with_words(self, exact: int) -> Iterable[Representative]: ...

    def sharing(self, prints: frozenset[int]) -> list[tuple[Representative, int, int]]:
        """Each with how many fingerprints it shares, and how many of these are in full postings of three families or more."""
        ...


@dataclass
class Memory:
    """The index in memory. ``union``: what families became, where they are united meanwhile."""

    union: Union | None = None
    exact: dict[int, list[Representative]] = field(default_factory=lambda: defaultdict(list))
    postings: dict[int, list[Representative]] = field(default_factory=dict)

    def with_words(self, exact: int) -> Iterable[Representative]:
        return self._now(self.exact.get(exact, []))

    def sharing(self, prints: frozenset[int]) -> list[tuple[Representative, int, int]]:
        found: Counter[Hashable] = Counter()
        stock: Counter[Hashable] = Counter()
        by_key: dict[Hashable, Representative] = {}
        for value in prints:
            row = self._now(self.postings.get(value, []))
            keys = [one.key for one in row]
            found.update(keys)
            by_key.update(zip(keys, row, strict=True))
            if is_stock([one.family for one in row]):
                stock.update(keys)
        return [(by_key[key], shared, stock[key]) for key, shared in found.items()]

    def _now(self, rows: list[Representative]) -> list[Representative]:
        if self.union is not None:
            for one in rows:
                one.family = self.union.root(one.family)
        return rows

    def add(self, one: Representative) -> None:
        for value in one.sketch.prints:
            row = self.postings.get(value)
            if row is None:
                self.postings[value] = [one]
            elif len(row) < MOST_POSTINGS:
                row.append(one)

    def remember(self, one: Representative) -> None:
        self.exact[one.sketch.exact].append(one)


@dataclass(frozen=True)
class Match:
    """``families``: those the text belongs to, the best first; more than one are to be united.

    ``holding``: other families with a longer text that holds this one whole. A lone comment among them joins too (it
    came before the bare letter did); a family with members stays, for a shortened copy may fit two letters.
    """

    families: tuple[Hashable, ...]
    best: Representative | None = None
    is_exact: bool = False
    is_smaller: bool = False  # becomes a further representative
    holding: tuple[Hashable, ...] = ()


NONE = Match(())


def opposite(a: str, b: str) -> bool:
    return (a, b) in OPPOSITE


def match(shelf: Shelf, text: Sketch, side: str = "", side_of: dict[Hashable, str] | None = None) -> Match:
    """Which family a text belongs to, if any.

    ``side`` is the author's stated stance, ``side_of`` that of each family: opposite ones are never proposed.
    """

    def may_join(one: Representative) -> bool:
        return not opposite(side, (side_of or {}).get(one.family, one.side))

    for one in shelf.with_words(text.exact):
        if one.sketch.words == text.words and may_join(one):
            return Match((one.family,), one, is_exact=True)
    candidates = [c for c in scored(shelf, text) if c.score >= JOINS and may_join(c.representative)][:TRIED]
    same = [c for c in candidates if compare(c.representative.sketch.words, text.words) is Verdict.SAME and not _says_nothing_else(c, text)]
    if not same:
        return NONE
    best, size = same[0].representative, len(text.prints)
    families: list[Hashable] = [best.family]
    holding: list[Hashable] = []
    for other in same[1:]:
        one, family = other.representative, other.representative.family
        if family in families:
            continue
        if _are_one(best.sketch, one.sketch):
            families.append(family)
        elif size >= A_LETTER and size < len(one.sketch.prints):
            holding.append(family)
    return Match(tuple(families), best, is_smaller=size < SMALLER * len(best.sketch.prints), holding=tuple(dict.fromkeys(holding)))


def _says_nothing_else(candidate: Candidate, text: Sketch) -> bool:
    """A short text that is little more than a footer, inside another one under that footer: no pair of texts tells, the other families do."""
    shorter, longer = sorted((len(text.words), len(candidate.representative.sketch.words)))
    return candidate.is_stock and shorter <= FRAME_END and longer - shorter >= OTHER_WORDS


def is_stock(families: Sequence[Hashable]) -> bool:
    """Whether a fingerprint with these in its posting is nobody's own."""
    return len(families) >= MOST_POSTINGS and len(set(families)) >= SEVERAL


def _are_one(a: Sketch, b: Sketch) -> bool:
    """Two letters of about one length that contain each other; a shortened one says nothing about how it went on."""
    if min(len(a.prints), len(b.prints)) < SMALLER * max(len(a.prints), len(b.prints)):
        return False
    return containment(a.prints, b.prints) >= UNITES and compare(a.words, b.words) is Verdict.SAME


def scored(shelf: Shelf, text: Sketch) -> list[Candidate]:
    """Representatives that share fingerprints, the best first."""
    size, found = len(text.prints), []
    for one, shared, stock in shelf.sharing(text.prints):
        found.append(Candidate(one, score_of(shared, size, len(one.sketch.prints)), 3 * stock >= 2 * shared))
    return sorted(found, key=lambda c: (-c.score, c.representative.key))


def score_of(shared: int, a: int, b: int) -> float:
    """Shared fingerprints / those of the smaller text, 0 to 1; with under 5 shared / those of the larger."""
    return shared / (min(a, b) if shared >= LEAST else max(a, b))


def families_of(sketches: Sequence[Sketch], sides: Sequence[str] | None = None) -> list[int]:
    """``engine.find_families`` in plain Python. ``compiled/grouping.py`` does the same step by step: change both."""
    sides = [side if side in ("support", "oppose") else "" for side in sides] if sides else [""] * len(sketches)
    union = Union(len(sketches))
    memory = Memory(union)
    side_of: dict[Hashable, str] = {}
    count: Counter[int] = Counter()
    alone = [True] * len(sketches)
    # The letter itself comes first: what many sent word for word; then the shorter before the longer.
    copies = Counter(text.exact for text in sketches)
    order = sorted(range(len(sketches)), key=lambda place: (-copies[sketches[place].exact], len(sketches[place].words), not sides[place], place))
    for place in order:
        text, side = sketches[place], sides[place]
        if len(text.words) < FEWEST_WORDS:
            continue
        one = Representative(place, place, text, side)
        found = match(memory, text, side, side_of)
        for family in [*found.families, *(held for held in found.holding if isinstance(held, int) and alone[held])]:
            mine, other = union.root(place), union.root(family)
            if mine != other and not opposite(side_of.get(mine, side), side_of.get(other, "")):
                stated = side_of.get(mine, side) or side_of.get(other, "")
                root = union.join(mine, other)
                side_of[root], count[root] = stated, max(count[mine], count[other])
                alone[mine] = alone[other] = False
        root = union.root(place)
        side_of.setdefault(root, side)
        if not found.families or found.is_smaller and count[root] < MOST_REPRESENTATIVES:
            memory.add(one)
            count[root] += 1
        if not found.is_exact:
            memory.remember(one)
    return [union.root(place) for place in range(len(sketches))]


class Union:
    """Disjoint sets of places; the root is the least place."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, place: Any) -> int:
        parent = self._parent
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(self, a: int, b: int) -> int:
        a, b = self.root(a), self.root(b)
        self._parent[max(a, b)] = min(a, b)
        return min(a, b)


def groups(labels: Iterable[int]) -> list[list[int]]:
    """Places by family, families of one left out, the largest first."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        found[label].append(place)
    return sorted((places for places in found.values() if len(places) > 1), key=lambda places: (-len(places), places[0]))
