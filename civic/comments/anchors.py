"""Where in the law a comment points: bound to the version its author saw, and what became of that place since.

An anchor is never pointed elsewhere (I-8). For each later version it is *exact* (the words stand as they stood), *moved*
(they stand elsewhere), *text_changed* or *deleted*; with quoted words only these count, without them the whole section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.comments.content import HIDDEN
from civic.comments.models import Anchor, Comment
from civic.database import Refusal, db
from civic.dockets.models import Provision, TextVersion
from civic.dockets.redline import Run, runs_between

AROUND = 32  # characters kept before and after quoted words
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Place:
    """One anchor with its section as its author saw it, and its state in each later version, oldest first."""

    anchor: Anchor
    section: Provision
    since: tuple[tuple[TextVersion, str], ...]


def places_of(comment: Comment) -> list[Place]:
    """In the order of the law."""
    version = comment.version
    if version is None:
        return []
    later = [each for each in comment.docket.versions if each.n > version.n and each.withdrawal is None]
    sections = {provision.wid: provision for provision in version.provisions}
    anchors = db.session.scalars(sa.select(Anchor).where(Anchor.comment_id == comment.id))
    places = [Place(anchor, sections[anchor.wid], tuple((each, state_in(each, version, anchor)) for each in later)) for anchor in anchors]
    return sorted(places, key=lambda place: place.section.position)


def state_in(later: TextVersion, seen: TextVersion, anchor: Anchor) -> str:
    before, after = _provision(seen, anchor.wid), _provision(later, anchor.wid)
    if before is None or after is None:
        return "deleted"
    old, new = text_under(seen, before), text_under(later, after)
    if anchor.quote:
        return _state_of_words(anchor, new)
    if old != new:
        return "text_changed"
    return "exact" if before.eid == after.eid else "moved"


def suggested_redline(comment: Comment) -> tuple[Run, ...]:
    """Suggested words against the section that they would replace; nothing where no section is named or words are hidden."""
    face = comment.face
    section = _provision(comment.version, face.anchors[0]["wid"]) if comment.version and face.anchors else None
    if section is None or not face.suggests or HIDDEN.strip() in face.suggests[0]["text"]:
        return ()
    return runs_between(text_under(comment.version, section), face.suggests[0]["text"])


def quoted(version: TextVersion | None, section: Any, words: str) -> tuple[str, str, str]:
    """The words as they stand in the section, with what stands before and after. Refused where they do not stand there."""
    words = _even(words)
    if not words or section is None or version is None:
        return "", "", ""
    text = text_under(version, section)
    at = text.find(words)
    if at < 0:
        raise Refusal(_("These words do not stand in section %(number)s. Copy them exactly, or leave the field empty.", number=section.number), "q")
    return words, text[max(0, at - AROUND) : at], text[at + len(words) : at + len(words) + AROUND]


def text_under(version: TextVersion, section: Provision) -> str:
    """The section's words with those of everything below it, white space folded."""
    parts = [section.text]
    for provision in version.provisions:
        if provision.position > section.position:
            if provision.level <= section.level:
                break
            parts.append(provision.text)
    return _even(" ".join(parts))


def _state_of_words(anchor: Anchor, text: str) -> str:
    if anchor.prefix + anchor.quote + anchor.suffix in text:
        return "exact"
    return "moved" if anchor.quote in text else "text_changed"


def _provision(version: TextVersion, wid: str) -> Provision | None:
    return next((provision for provision in version.provisions if provision.wid == wid), None)


def _even(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
