"""All of it together on a list of texts: families by containment, then key paragraphs, then campaigns of phrases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from civic.campaigns.finding.engine import Many, look_at
from civic.campaigns.finding.families import Union
from civic.campaigns.finding.recurrence import key_blocks, phrase_groups, sorted_out
from civic.campaigns.finding.related import related
from civic.campaigns.finding.slots import Slot, slots_of
from civic.campaigns.finding.words import Sketch, words_of

SLOTS_FROM = 2000  # texts at the most from which slots are induced


@dataclass
class Found:
    """``kind``: letter, block (a shared paragraph) or phrases. ``members`` and ``template`` are places in the input."""

    kind: str
    members: list[int]
    template: int
    block: str = ""
    slots: list[Slot] = field(default_factory=list)


@dataclass
class Result:
    labels: list[int]  # family of each text; a text alone has its own place
    families: list[Found]  # the largest first
    possibly_related: list[tuple[int, int, float]]  # two templates, and how much of the shorter one the other has


def find_campaigns(texts: Sequence[str], sides: Sequence[str] | None = None, *, law: Sequence[str] = (), weak: bool = True) -> Result:
    """Everything found in these texts. ``sides``: support, oppose or "" of each; ``law``: texts that everybody may quote."""
    sides = list(sides) if sides else [""] * len(texts)
    many = look_at(texts, sides)
    words, labels, quoted = many.words, many.labels, [words_of(text) for text in law]
    union = Union(len(texts))
    kinds: dict[int, str] = {}
    blocks: dict[int, str] = {}
    for place, label in enumerate(labels):
        union.join(place, label)
    in_phrases: set[int] = set()
    for group in phrase_groups(words, labels, ignoring=quoted):
        for are_phrases, members in sorted_out(group, words, labels):
            _unite(union, members, labels, sides, "phrases" if are_phrases else "letter", kinds)
            in_phrases |= {labels[place] for place in members}
    for block in key_blocks(words, labels, ignoring=quoted):
        members = [place for place in block.members if labels[place] not in in_phrases]
        if len({labels[place] for place in members}) >= 2:
            for root in _unite(union, members, labels, sides, "block", kinds):
                blocks[root] = " ".join(block.words)
    labels = [union.root(place) for place in range(len(texts))]
    families = _families(labels, kinds, blocks, many.sketches)
    return Result(labels, families, _perhaps(families, labels, many, sides) if weak else [])


def template_of(members: Sequence[int], sketches: Sequence[Sketch]) -> int:
    """The letter of a family: its most frequent wording; among equals the shortest that is no fragment, then the first."""
    count = Counter(sketches[place].exact for place in members)
    middle = sorted(len(sketches[place].words) for place in members)[len(members) // 2]
    return min(members, key=lambda p: (-count[sketches[p].exact], len(sketches[p].words) < 0.7 * middle, len(sketches[p].words), p))


def _unite(union: Union, members: Sequence[int], labels: Sequence[int], sides: Sequence[str], kind: str, kinds: dict[int, str]) -> set[int]:
    """Join whole families, one group for each stated stance; those who state none go with the more frequent one."""
    stated: dict[int, str] = {}
    for place, label in enumerate(labels):
        if sides[place] in ("support", "oppose"):
            stated[label] = sides[place]
    families = dict.fromkeys(labels[place] for place in members)
    more = Counter(stated[label] for label in families if label in stated).most_common(1)
    by_side: dict[str, list[int]] = defaultdict(list)
    for label in families:
        by_side[stated.get(label, more[0][0] if more else "")].append(label)
    roots = set()
    for group in by_side.values():
        root = union.root(group[0])
        for label in group[1:]:
            root = union.join(root, label)
        if len(group) > 1:
            kinds[root] = kind
            roots.add(root)
    return roots


def _families(labels: Sequence[int], kinds: dict[int, str], blocks: dict[int, str], sketches: Sequence[Sketch]) -> list[Found]:
    members: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        members[label].append(place)
    found = []
    for label, places in members.items():
        if len(places) < 2:
            continue
        one = Found(kinds.get(label, "letter"), places, template_of(places, sketches), blocks.get(label, ""))
        if one.kind == "phrases":
            one.slots = slots_of([sketches[place].words for place in places[:SLOTS_FROM]])
        found.append(one)
    return sorted(found, key=lambda one: (-len(one.members), one.members))


def _perhaps(families: list[Found], labels: Sequence[int], many: Many, sides: Sequence[str]) -> list[tuple[int, int, float]]:
    """One text for each family and each text alone, compared at the weaker level."""
    template = {labels[one.members[0]]: one.template for one in families}
    places = sorted({template.get(label, label) for label in labels})
    pairs = related(many.chosen(places), [sides[place] for place in places])
    return [(places[one.a], places[one.b], round(one.score, 3)) for one in pairs]


def as_json(result: Result, ids: Sequence[str]) -> dict[str, Any]:
    """The result in plain words: members and templates by the ids given."""
    return {
        "texts": len(ids),
        "families": [
            {
                "id": number, "kind": one.kind, "size": len(one.members), "template": ids[one.template], "members": [ids[place] for place in one.members],
                "block": one.block, "slots": [[{"words": words, "texts": n} for words, n in slot.wordings] for slot in one.slots],
            }
            for number, one in enumerate(result.families, start=1)
        ],
        "labels": dict(zip(ids, result.labels, strict=True)),
        "possibly_related": [{"a": ids[a], "b": ids[b], "score": score} for a, b, score in result.possibly_related],
    }  # fmt: skip
