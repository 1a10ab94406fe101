"""A query that is the number of a section: 41.120, § 41.120, section 41.120(a)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from civic.comments.counting import counts
from civic.dockets.models import Docket
from civic.dockets.naming import names_of
from civic.search.words import folded

_NUMBER = re.compile(r"(?:§+|section|sec\.?|sección|secc\.?)?\s*(\d[\w.–-]*(?:\s*\(\w{1,5}\))*)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """``name`` as the text counts it; ``comments`` how many name it."""

    wid: str
    name: str
    comments: int


def section_meant(docket: Docket, typed: str) -> Section | None:
    """The piece of the current text with this number; where it has no such subsection, the section around it."""
    form, version = _NUMBER.fullmatch(typed.strip()), docket.current_version
    if form is None or version is None:
        return None
    named: dict[tuple[str, ...], tuple[str, str]] = {}
    within = False  # what stands before the first section (an article, a preamble) has no number of its own here
    for piece, (wid, name) in zip(version.provisions, names_of(version.provisions).items(), strict=True):
        within = within or piece.kind == "section"
        if within:
            named.setdefault(tuple(folded(name)), (wid, name))
    asked = tuple(folded(form.group(1)))
    while asked:
        if asked in named:
            wid, name = named[asked]
            return Section(wid, name, counts(docket, ("section",)).get("section", {}).get(wid, 0))
        asked = asked[:-1] if "(" in form.group(1) and len(asked) > len(folded(form.group(1).split("(")[0])) else ()
    return None
