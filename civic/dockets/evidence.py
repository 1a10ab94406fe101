"""What a step can cite: rows of the record that show that it happened.

Votes and what the mayor did live in a higher domain; it puts its finders here when it starts, so that a step into
*passed* is checked against the roll call itself (I-11) and never against somebody's word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import notices_of, standing_events
from civic.record.queries import leaf_about
from civic.web import day as in_words


@dataclass(frozen=True)
class Evidence:
    """One row that can be cited. ``day`` is there where it fixes the day of the step."""

    kind: str
    id: str
    words: str
    leaf: str | None
    day: date | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


Finder = Callable[[Docket, str], list[Evidence]]
FINDERS: dict[str, Finder] = {}


def evidence_for(docket: Docket, step: str, kinds: tuple[str, ...]) -> list[Evidence]:
    """Everything that a step can cite now. What another standing step into the same state cites already is left out."""
    used = {(event.cites, event.cited) for event in standing_events(docket) if event.kind == step}
    found = [one for kind in kinds if kind in FINDERS for one in FINDERS[kind](docket, step)]
    return [one for one in found if (one.kind, one.id) not in used]


def _notices(docket: Docket, step: str) -> list[Evidence]:
    return [
        Evidence("notice", notice.id, _("Notice of %(day)s: %(place)s", day=in_words(notice.day), place=notice.place), _leaf(notice, "notice.posted"))
        for notice in notices_of(docket)
    ]


def _texts(docket: Docket, step: str) -> list[Evidence]:
    standing = [version for version in docket.versions if version.withdrawal is None]
    if step == "codified":
        standing = [version for version in standing if version.label == "codified"]
    return [Evidence("text", version.id, _("Version %(n)s of the text", n=version.n), version.leaf_id) for version in standing]


def _leaf(row: object, kind: str) -> str | None:
    leaf = leaf_about(row, kind)
    return leaf.id if leaf else None


FINDERS |= {"notice": _notices, "text": _texts}


def citation_of(event: ProcessEvent) -> str:
    """What a step rests on, in the words in which it was entered."""
    return event.source
