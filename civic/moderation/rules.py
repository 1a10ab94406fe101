"""The closed list of reasons. There is none for rudeness, criticism, being wrong, or an opinion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _l

from civic.record.fields import PEOPLE_FOR


@dataclass(frozen=True)
class Ground:
    """One code: ``does`` is what it allows (withhold, redact, fold, name, move), ``people`` how many must agree."""

    code: str
    does: str
    words: Any
    example: Any

    @property
    def people(self) -> int:
        return PEOPLE_FOR[self.code]


GROUNDS = {
    ground.code: ground
    for ground in (
        Ground("T1", "withhold", _l("A true threat: a named target and serious intent"), _l("Withheld, and sent to legal review. Anger and strong words are not a threat.")),
        Ground("T2", "withhold", _l("Incitement to imminent lawless action"), _l("Withheld, and sent to legal review.")),
        Ground("O1", "withhold", _l("Obscenity by the legal test"), _l("Withheld. Profanity is not obscenity.")),
        Ground("P1", "redact", _l("A person's private data"), _l("Only those words are hidden; the rest stays.")),
        Ground("P2", "redact", _l("The author asks to hide their own data"), _l("Only those words are hidden; the rest stays.")),
        Ground("S1", "withhold", _l("Advertising, malware or an automated flood"), _l("Withheld. Saying the same as others is not a flood.")),
        Ground("S2", "fold", _l("The same submission received twice"), _l("Shown once, counted twice.")),
        Ground("I1", "name", _l("Another person's name, confirmed by the person named"), _l("The name goes, the words stay.")),
        Ground("C1", "withhold", _l("A court order or an upheld copyright notice"), _l("As ordered.")),
        Ground("X1", "move", _l("It cites no section and no topic of this docket"), _l("Moved to Other; it stays public.")),
    )
}
WITHHOLDING = tuple(code for code, ground in GROUNDS.items() if ground.does == "withhold")
KEYS = dict(zip("12345", WITHHOLDING, strict=True))  # D, then 1 to 5


def as_listed() -> list[list[Any]]:
    """The list as a rule set keeps it: code, what it allows, how many people, in English."""
    return [[g.code, g.does, g.people] for g in GROUNDS.values()]


def digest_of(codes: list[list[Any]]) -> bytes:
    return sha256(json.dumps(codes, separators=(",", ":")).encode()).digest()
