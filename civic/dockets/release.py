"""What the next press would make public: the text and how it differs, what falls away, who must be asked again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dockets.models import Docket, TextDraft, TextVersion
from civic.dockets.naming import names_of, reasons_of
from civic.dockets.queries import draft_text_of
from civic.dockets.redline import Change, changes_between
from civic.dockets.texts import base_of, pieces_of
from civic.people.policy import settings_missing

# Further domains say here, in a sentence for each, who was asked about a text that this one replaces.
ASKED_BEFORE: list[Callable[[Docket], list[str]]] = []


@dataclass(frozen=True)
class Release:
    docket: Docket
    draft: TextDraft | None
    base: TextVersion | None  # what the draft is compared with
    changes: tuple[Change, ...]
    unexplained: tuple[str, ...]  # names of sections whose plain words fall away with their old wording
    asked: tuple[str, ...]

    @property
    def n(self) -> int:
        return max([0, *(version.n for version in self.docket.versions)]) + 1

    @property
    def becomes_current(self) -> bool:
        """An earlier text that was missing takes nothing's place."""
        return self.draft is not None and self.draft.precedes is None

    @property
    def counts(self) -> list[str]:
        """How many pieces are new, changed, removed, renumbered; nothing for a kind that does not occur."""
        found = Counter(change.kind for change in self.changes)
        words = {
            "changed": ngettext("%(num)s changed", "%(num)s changed", found["changed"]), "added": ngettext("%(num)s new", "%(num)s new", found["added"]),
            "removed": ngettext("%(num)s removed", "%(num)s removed", found["removed"]),
            "renumbered": ngettext("%(num)s with another number only", "%(num)s with another number only", found["renumbered"]),
        }  # fmt: skip
        return [sentence for kind, sentence in words.items() if found[kind]]

    @property
    def reasons(self) -> dict[str, str]:
        return reasons_of(pieces_of(self.draft), self.draft.reasons) if self.draft else {}

    @property
    def names(self) -> dict[str, str]:
        return names_of(self.base.provisions if self.base else ()) | names_of(pieces_of(self.draft) if self.draft else ())

    @property
    def without_reason(self) -> int:
        reasons = self.reasons
        return sum(change.after is not None and change.kind != "renumbered" and not reasons.get(change.wid) for change in self.changes)

    @property
    def seen(self) -> str:
        """Changes with every word that would become public, so that nobody publishes what they have not read."""
        docket, draft = self.docket, self.draft
        around = [docket.title, docket.plain_summary, docket.effects, docket.contact, self.n, docket.is_public]
        text = [draft.text, draft.plain_words, draft.reasons, draft.label.value, draft.precedes, draft.provisions] if draft else []
        return sha256(json.dumps([around, text], sort_keys=True, default=str).encode()).hexdigest()[:32]


def release_of(docket: Docket) -> Release:
    draft, base = draft_text_of(docket), base_of(docket)
    if draft is None or base is None or draft.precedes is not None:
        return Release(docket, draft, None, (), (), ())
    pieces = pieces_of(draft)
    explained = {p.wid for p in base.provisions if p.plain_words}
    lost = tuple(f"{p.number} {p.heading}".strip() for p in pieces if p.wid in explained and not draft.plain_words.get(p.wid))
    asked = tuple(sentence for ask in ASKED_BEFORE for sentence in ask(docket))
    return Release(docket, draft, base, tuple(changes_between(base.provisions, pieces)), lost, asked)


def obstacles(docket: Docket, draft: TextDraft | None) -> list[tuple[str, str]]:
    """What stands in the way, each with the name of the page where it is put right."""
    rows = []
    if missing := settings_missing():
        names = ", ".join(str(setting.label) for setting in missing)
        rows.append((_("The city's settings are not complete. Still missing: %(names)s.", names=names), "people.settings"))
    if unread := sum(not finding["read"] for finding in draft.findings) if draft else 0:
        rows.append((ngettext("%(num)s finding about this text is not read yet.", "%(num)s findings about this text are not read yet.", unread), "dockets.structure"))
    if not docket.plain_summary:
        rows.append((_("There is no summary in plain words."), "dockets.settings"))
    return rows
