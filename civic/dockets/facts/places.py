"""Sections as people write them: 3, 6(a), § 41-110."""

from __future__ import annotations

import re

from civic.dockets.models import Provision, TextVersion

_WORD = re.compile(r"^\s*(sections?|secci[oó]n|sec\.)\s+")
_ORNAMENTS = re.compile(r"[\s§]+")


def names_in(version: TextVersion) -> dict[str, str]:
    """What a reader calls each piece, by its eId: a piece inside a section is named after it, 6(a)."""
    names: dict[str, str] = {}
    above: list[Provision] = []
    for piece in version.provisions:
        while above and above[-1].level >= piece.level:
            above.pop()
        above.append(piece)
        section = next((place for place, p in enumerate(above) if p.kind == "section"), None)
        inside = [p.number.strip() for p in above[section:]] if section is not None else [piece.number.strip()]
        names[piece.eid] = "".join(inside) or piece.heading
    return names


def piece_called(version: TextVersion, name: str) -> Provision | None:
    """By what is printed (3, 6(a), § 2), by its short name in addresses, or by its eId or wId."""
    wanted, names = _plain(name), names_in(version)
    for piece in version.provisions:
        if wanted and wanted in (_plain(names[piece.eid]), _plain(piece.slug), piece.eid.casefold(), piece.wid.casefold()):
            return piece
    return None


def inside(version: TextVersion, piece: Provision) -> list[Provision]:
    """The piece and all that stands below it."""
    found = [piece]
    for other in version.provisions[version.provisions.index(piece) + 1 :]:
        if other.level <= piece.level:
            break
        found.append(other)
    return found


def _plain(name: str) -> str:
    without_word = _WORD.sub("", name.casefold())
    return _ORNAMENTS.sub("", without_word).rstrip(".")
