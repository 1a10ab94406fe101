"""Which provision of a new version is which of the old one: a wId names the same provision in every version (I-9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from rapidfuzz import fuzz

from civic.dockets.importing.result import ImportedProvision, wording

SAME_PLACE = 40.0  # how alike (0 to 100) two wordings under one number must be to be one provision
LONGEST_WID = 60  # a name goes into addresses and into the record, which takes 64 characters
SAME_WORDS = 70.0  # how alike two wordings in different places must be


@dataclass(frozen=True)
class PreviousProvision:
    wid: str
    eid: str
    number: str
    heading: str
    text: str

    @property
    def wording(self) -> str:
        return wording(self.text, number=self.number, heading=self.heading)


@dataclass(frozen=True)
class Alignment:
    """``status`` is exact, moved, text_changed or new; ``previous_wid`` is None for a new provision."""

    wid: str
    status: str
    previous_wid: str | None


@dataclass(frozen=True)
class Alignments:
    rows: tuple[Alignment, ...]  # one for each provision of the new version, in order
    deleted: tuple[str, ...]  # wIds that the new version no longer has


def align(
    previous: Sequence[PreviousProvision], current: Sequence[ImportedProvision], *, used: Collection[str] = ()
) -> Alignments:
    """Match the new provisions with the old ones; ``used`` are wIds of still earlier versions, never given again."""
    matched: dict[int, PreviousProvision] = {}
    free = list(previous)
    for test in (_same_words_same_place, _same_words, _same_place, _same_heading, _alike):
        for place, provision in enumerate(current):
            if place not in matched and (found := _best(test, free, provision)) is not None:
                matched[place] = found
                free.remove(found)
    taken = {*used, *(p.wid for p in previous)}
    rows = []
    for place, provision in enumerate(current):
        old = matched.get(place)
        if old is None:
            wid = fresh_wid(provision.eid, taken)
            taken.add(wid)
            rows.append(Alignment(wid, "new", None))
        else:
            rows.append(Alignment(old.wid, status_of(old, provision), old.wid))
    return Alignments(tuple(rows), tuple(p.wid for p in free))


def fresh_wid(eid: str, taken: Collection[str]) -> str:
    """The eId of the first appearance where nobody has it yet; a long one is cut and marked with a digest."""
    stem = eid if len(eid) <= LONGEST_WID else f"{eid[:44]}-{sha256(eid.encode()).hexdigest()[:12]}"
    wid, n = stem, 2
    while wid in taken:
        wid, n = f"{stem[:57]}_{n}", n + 1
    return wid


def _best(test: Any, free: list[PreviousProvision], provision: ImportedProvision) -> PreviousProvision | None:
    scored = [(score, -place, old) for place, old in enumerate(free) if (score := test(old, provision))]
    return max(scored, key=lambda row: row[:2])[2] if scored else None


def _same_words_same_place(old: PreviousProvision, new: ImportedProvision) -> float:
    return float(old.eid == new.eid and old.wording == new.wording)


def _same_words(old: PreviousProvision, new: ImportedProvision) -> float:
    return float(bool(old.wording) and old.wording == new.wording)


def _same_place(old: PreviousProvision, new: ImportedProvision) -> float:
    if old.eid != new.eid:
        return 0.0
    if old.heading and old.heading == new.heading:
        return 100.0
    score = fuzz.ratio(old.wording, new.wording)
    return score if score >= SAME_PLACE or not (old.wording and new.wording) else 0.0


def _same_heading(old: PreviousProvision, new: ImportedProvision) -> float:
    return float(bool(old.heading) and old.heading == new.heading)


def _alike(old: PreviousProvision, new: ImportedProvision) -> float:
    score = fuzz.ratio(old.wording, new.wording)
    return score if score >= SAME_WORDS and len(new.wording) > 30 else 0.0


def status_of(old: PreviousProvision, new: ImportedProvision) -> str:
    if old.wording != new.wording or old.heading != new.heading:
        return "text_changed"
    return "exact" if old.eid == new.eid and old.text == new.text else "moved"
