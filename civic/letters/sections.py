"""What a letter suggests for single sections, as a redline against the version that it addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from civic.dockets.models import Provision, TextVersion
from civic.dockets.queries import provision_named
from civic.dockets.redline import Run, runs_between


@dataclass(frozen=True)
class SectionRedline:
    section: Provision
    runs: tuple[Run, ...]


def section_text(version: TextVersion, section: Provision) -> str:
    """The section with everything below it, as it is printed."""
    parts = [section.text]
    for provision in version.provisions:
        if provision.position > section.position:
            if provision.level <= section.level:
                break
            parts.append(provision.text)
    return "".join(parts).strip()


def redlines_of(rows: Iterable[dict[str, Any]], version: TextVersion | None) -> list[SectionRedline]:
    """In the order of the letter. Nothing where the letter was written before there was a text."""
    if version is None:
        return []
    found = [(provision_named(version, row["wid"]), row.get("suggested") or "") for row in rows]
    return [SectionRedline(section, runs_between(section_text(version, section), suggested)) for section, suggested in found if section and suggested]
