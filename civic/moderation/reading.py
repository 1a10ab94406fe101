"""What a decision hid, for those who may see it: the author, and whoever reviews the appeal."""

from __future__ import annotations

from typing import Any

from civic.comments.hidden import opened, parts_of
from civic.moderation.models import Decision
from civic.record.vault import Destroyed


def hidden_words(decision: Decision) -> list[str]:
    """The hidden words in order, one entry per part; empty once they were destroyed or shown again."""
    if decision.leaf_id is None:
        return []
    found = []
    for part in parts_of(decision.leaf_id):
        try:
            found.append(_words_in(part.part, opened(part)))
        except Destroyed:
            continue
    return [words for words in found if words]


def _words_in(part: str, content: Any) -> str:
    if part == "all":
        return str(content.get("text", ""))
    if part == "name":
        return str(content[1])
    return "".join(content[place][1] for place in sorted(content, key=int))
