"""Other words for a provision: found between two wordings, and worked into a text where they still fit. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Indel

from civic.dockets.naming import names_of
from civic.dockets.redline import SMALLEST_ISLAND, WORDS, Piece

FEWEST = 3  # words of a passage, where its provision has so many


class DoesNotFit(Exception):
    """The words that a change replaces do not stand exactly once; ``times`` is None where the provision itself is gone."""

    def __init__(self, name: str, words: str, times: int | None) -> None:
        super().__init__(f"{name}: {words!r} stands {times} times")
        self.name, self.words, self.times = name, words, times


def changes_in(pieces: Sequence[Piece], wording: Mapping[str, str]) -> list[dict[str, Any]]:
    """What differs, as passages that each stand once in their provision: dicts of wid, name, before, after.

    ``wording`` gives the new words of a provision by its wId; white space around them stays as it was.
    """
    found: list[dict[str, Any]] = []
    names = names_of(pieces)
    for piece in pieces:
        if piece.wid not in wording or not piece.text.strip():
            continue
        new = _with_margins(piece.text, wording[piece.wid])
        found += [{"wid": piece.wid, "name": name_of(piece, names), "before": before, "after": after} for before, after in passages(piece.text, new)]
    return found


def amended(texts: Mapping[str, str], changes: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The texts by wId with the changes worked in. Raises DoesNotFit."""
    new = dict(texts)
    for change in changes:
        text = new.get(change["wid"])
        if text is None:
            raise DoesNotFit(change["name"], change["before"], None)
        times = text.count(change["before"])
        if times != 1:
            raise DoesNotFit(change["name"], change["before"].strip(), times)
        new[change["wid"]] = text.replace(change["before"], change["after"])
    return new


def passages(before: str, after: str) -> list[tuple[str, str]]:
    """The differing passages over whole words; those with at most one word between them are one passage.

    Each is widened until its old words are ``FEWEST`` at least and stand once, so that it cannot slip to another place. Worked into ``before`` one after the other they give ``after`` exactly.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    spans = [[int(a), int(b), int(c), int(d)] for tag, a, b, c, d in Indel.opcodes(old, new).as_list() if tag != "equal"]
    while True:
        spans = _joined(spans, old)
        texts = ["".join(old[a:b]) for a, b, _c, _d in spans]
        narrow = [
            place for place, text in enumerate(texts)
            if (len(text.split()) < FEWEST or before.count(text) != 1) and (spans[place][0] > 0 or spans[place][1] < len(old))
        ]  # fmt: skip
        if not narrow:
            break
        for place in narrow:
            _widen(spans[place], len(old), len(new))
    found = [("".join(old[a:b]), "".join(new[c:d])) for a, b, c, d in spans]
    return found if _gives(before, after, found) else [(before, after)]


def name_of(piece: Piece, names: Mapping[str, str]) -> str:
    """What a reader calls a provision: its number with that of its section, and its heading."""
    return " ".join(part for part in (names[piece.wid].strip(), piece.heading) if part) or piece.wid


def _joined(spans: list[list[int]], old: list[str]) -> list[list[int]]:
    joined: list[list[int]] = []
    for span in spans:
        if joined and len("".join(old[joined[-1][1] : span[0]]).split()) < SMALLEST_ISLAND:
            joined[-1][1], joined[-1][3] = max(joined[-1][1], span[1]), max(joined[-1][3], span[3])
        else:
            joined.append(list(span))
    return joined


def _widen(span: list[int], old: int, new: int) -> None:
    """A word more on each side; what lies between two spans is equal, so both sides grow alike."""
    if span[0] > 0:
        span[0], span[2] = span[0] - 1, span[2] - 1
    if span[1] < old:
        span[1], span[3] = span[1] + 1, span[3] + 1


def _gives(before: str, after: str, found: list[tuple[str, str]]) -> bool:
    text = before
    for old, new in found:
        if not old or text.count(old) != 1:
            return False
        text = text.replace(old, new)
    return text == after


def _with_margins(before: str, words: str) -> str:
    """The new words with the old white space around them; nothing at all where every word is struck."""
    if not words.strip():
        return ""
    start, end = before[: len(before) - len(before.lstrip())], before[len(before.rstrip()) :]
    return start + words.strip() + end
