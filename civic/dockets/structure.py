"""Putting the structure of a draft right by hand: promote, demote, merge, split, rename, and undo.

Every step keeps the text as it is: only where one piece ends, and what it is called, changes. A piece keeps its wId.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal
from civic.dockets.importing.aligning import fresh_wid
from civic.dockets.importing.markers import CONTAINER_ABBREVIATIONS
from civic.dockets.importing.splitting import ABBREVIATIONS, RANKS, heading_at, slug
from civic.dockets.models import Docket, TextDraft
from civic.people.models import Account
from civic.record.actions import record

MOST_UNDOS = 30
DEEPEST = 8
Rows = list[dict[str, Any]]


def promote(draft: TextDraft, wid: str, *, by: Account) -> None:
    """One level up; what stands inside comes along."""
    place = _place(draft, wid)
    if draft.provisions[place]["level"] == 0:
        raise Refusal(_("This piece stands at the top already."))
    _shift(draft, place, -1, by)


def demote(draft: TextDraft, wid: str, *, by: Account) -> None:
    """One level down, into the piece before it."""
    place = _place(draft, wid)
    rows = draft.provisions
    if place == 0 or rows[place]["level"] > rows[place - 1]["level"]:
        raise Refusal(_("There is no piece before it at this level that it could stand in."))
    if rows[place]["level"] >= DEEPEST:
        raise Refusal(_("Pieces cannot be nested deeper than this."))
    _shift(draft, place, 1, by)


def merge(draft: TextDraft, wid: str, *, by: Account) -> None:
    """Into the piece before it: the words stay where they are, the boundary goes."""
    place = _place(draft, wid)
    if place == 0:
        raise Refusal(_("There is no piece before it."))
    rows = _copy(draft)
    gone, before = rows.pop(place), rows[place - 1]
    before["text"] += gone["text"]
    words = {name: dict(getattr(draft, name)) for name in ("plain_words", "reasons")}
    for kept in words.values():
        if told := kept.pop(gone["wid"], ""):
            kept[before["wid"]] = f"{kept.get(before['wid'], '')} {told}".strip()
    _change(draft, rows, by)
    draft.plain_words, draft.reasons = words["plain_words"], words["reasons"]


def split_at(docket: Docket, draft: TextDraft, wid: str, words: str, *, by: Account) -> None:
    """Divide a piece before these words, which must stand in it exactly once. The second part is a new piece."""
    place = _place(draft, wid)
    rows = _copy(draft)
    whole = rows[place]["text"]
    if not words or (count := whole.count(words)) == 0:
        raise Refusal(_("These words do not stand in this piece. Copy the first words of the new piece exactly."), "words")
    if count > 1:
        raise Refusal(_("These words stand in this piece %(n)s times. Copy a few more of them.", n=count), "words")
    cut = whole.index(words)
    if not whole[:cut].strip():
        raise Refusal(_("The piece begins with these words already."), "words")
    rows[place]["text"] = whole[:cut]
    second = {**rows[place], "text": whole[cut:], "number": "", "heading": _heading_of(whole[cut:]), "wid": ""}
    rows.insert(place + 1, second)
    _name_eids(rows)
    second["wid"] = _fresh_wid(docket, rows, second["eid"])
    _change(draft, rows, by)


def rename(draft: TextDraft, wid: str, *, number: str, heading: str, kind: str, by: Account) -> None:
    """What a piece is called on pages. The words of the law are not touched."""
    if kind not in ABBREVIATIONS:
        raise Refusal(_("Choose what kind of piece this is."), "kind")
    rows = _copy(draft)
    row = rows[_place(draft, wid)]
    row["number"], row["heading"], row["kind"] = number.strip()[:40], heading.strip()[:300], kind
    _change(draft, rows, by)


def undo(draft: TextDraft, *, by: Account) -> None:
    if not draft.history:
        raise Refusal(_("There is nothing to undo."))
    *earlier, last = draft.history
    draft.provisions, draft.plain_words, draft.reasons = last["provisions"], last["plain_words"], last["reasons"]
    draft.history, draft.updated_at = earlier, now()
    record("text.drafted", draft, by=by)


def _shift(draft: TextDraft, place: int, steps: int, by: Account) -> None:
    rows = _copy(draft)
    level = rows[place]["level"]
    inside = [place]
    for other in range(place + 1, len(rows)):
        if rows[other]["level"] <= level:
            break
        inside.append(other)
    for each in inside:
        row = rows[each]
        row["level"] += steps
        if row["kind"] in ("section", *RANKS):
            row["kind"] = _kind_at(rows, each)
    _change(draft, rows, by)


def _kind_at(rows: Rows, place: int) -> str:
    """A piece below a section is a subsection, below that a paragraph; outside of sections it is one."""
    parent = _parent(rows, place)
    if parent is None or parent["kind"] in CONTAINER_ABBREVIATIONS:
        return "section"
    order = ("section", *RANKS)
    return order[min(order.index(parent["kind"]) + 1, len(order) - 1)] if parent["kind"] in order else "subsection"


def _change(draft: TextDraft, rows: Rows, by: Account) -> None:
    before = {"provisions": draft.provisions, "plain_words": draft.plain_words, "reasons": draft.reasons}
    _name_eids(rows)
    if "".join(row["text"] for row in rows) != draft.text:
        raise Refusal(_("The pieces would no longer add up to the text."))
    draft.history = [*draft.history, before][-MOST_UNDOS:]
    draft.provisions = rows
    draft.updated_at = now()
    record("text.drafted", draft, by=by)


def _name_eids(rows: Rows) -> None:
    """eIds follow the structure: that of the parent, then the kind and the number."""
    taken: Counter[str] = Counter()
    for place, row in enumerate(rows):
        row["position"] = place
        parent = _parent(rows, place)
        number = re.sub(r"[^A-Za-z0-9]+", "-", row["number"]).strip("-") or (slug(row["heading"]) if row["heading"] else "")
        own = ABBREVIATIONS[row["kind"]] + (f"_{number}" if number else "")
        eid = f"{parent['eid']}__{own}" if parent else own
        taken[eid] += 1
        row["eid"] = eid if taken[eid] == 1 else f"{eid}.{taken[eid]}"


def _parent(rows: Rows, place: int) -> dict[str, Any] | None:
    return next((row for row in reversed(rows[:place]) if row["level"] < rows[place]["level"]), None)


def _fresh_wid(docket: Docket, rows: Rows, eid: str) -> str:
    """A name that no piece of this draft or of an earlier version has had."""
    return fresh_wid(eid, {row["wid"] for row in rows} | {p.wid for version in docket.versions for p in version.provisions})


def _heading_of(text: str) -> str:
    return heading_at(text.lstrip("\n").split("\n", 1)[0], alone=True)[0]


def _place(draft: TextDraft, wid: str) -> int:
    place = next((n for n, row in enumerate(draft.provisions) if row["wid"] == wid), None)
    if place is None:
        raise Refusal(_("This piece is not there any more. Look at the structure again."))
    return place


def _copy(draft: TextDraft) -> Rows:
    return [dict(row) for row in draft.provisions]
