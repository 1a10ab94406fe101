"""Two letters sent many times beside each other: what stands in one and not in the other, their sizes, days and sponsors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civic.campaigns import queries
from civic.campaigns.finding.added import added_spans
from civic.campaigns.finding.comparing import steps_between
from civic.campaigns.finding.words import words_of
from civic.campaigns.queries import Shown
from civic.dockets.models import Docket

ADDED = 10  # stretches of added words beside each letter; its own page has all


@dataclass(frozen=True)
class Side:
    """``runs``: the letter in order, each piece with whether it stands in this one only. ``added``: (language, words) of some comments."""

    shown: Shown
    runs: list[tuple[str, bool]]
    added: list[tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """``common``: how much of the shorter letter stands in the other one in the same order, in hundredths."""

    a: Side
    b: Side
    common: int

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.a, self.b


def missing_in(query: Mapping[str, str], chosen: list[Shown]) -> list[int]:
    """The numbers that ``a`` and ``b`` name and that are no group here, or none that this reader sees."""
    there = {one.family.n for one in chosen}
    return [n for n in _asked(query) if n not in there]


def chosen_in(docket: Docket, query: Mapping[str, str], *, public: bool = True) -> list[Shown]:
    """The two that ``a`` and ``b`` name, as far as they are there and differ."""
    return [one for one in (queries.shown_family(docket, n, public=public) for n in _asked(query)) if one is not None]


def _asked(query: Mapping[str, str]) -> list[int]:
    return list(dict.fromkeys(int(query[name]) for name in ("a", "b") if query.get(name, "").isdecimal() and len(query[name]) < 10))


def beside(one: Shown, other: Shown) -> Beside:
    a, b = queries.letter_of(one.family), queries.letter_of(other.family)
    words = words_of(a), words_of(b)
    equal = sum(step.a2 - step.a1 for step in steps_between(*words) if step.kind == "equal")
    return Beside(_side(one, a, b), _side(other, b, a), 100 * equal // max(1, min(map(len, words))))


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """``text`` in pieces; joined they are all of it."""
    runs, at = [], 0
    for start, end in added_spans(other, text):
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [run for run in [*runs, (text[at:], False)] if run[0]]


def _side(one: Shown, letter: str, other: str) -> Side:
    rows = queries.members_of(one.family, limit=queries.PAGE)
    additions = queries.additions_in(rows, letter)
    added = [(face.language, words) for face, _member in rows for words in additions.get(face.comment_id, ())]
    return Side(one, marked(letter, other), added[:ADDED])
