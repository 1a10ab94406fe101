"""Quoted words. Those of an office or a letter are on the record and kept; those of a comment are only pointed at.

A quotation is ``{"passage", "words"}``, or for a comment ``{"comment", "start", "length", "mark"}``: a keyed digest tells
whether words are the quoted ones and nobody can guess them from it. Hidden or withdrawn words cannot be shown again.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from civic.comments.models import READABLE
from civic.comments.queries import comment_numbered
from civic.database import Refusal
from civic.record.vault import pepper
from civic.statements.models import Voice
from civic.statements.sources import Source

HIDDEN = "▇▇▇"  # what stands in a comment for words that were hidden
BY_PLACE = (Voice.INDIVIDUAL, Voice.SPEAKER)


@dataclass(frozen=True)
class Quoted:
    """``words`` is empty where they cannot be read any more."""

    words: str
    language: str


def quoted_from(source: Source, lines: Sequence[str]) -> list[dict[str, Any]]:
    """One quotation for each line. Raises Refusal for words that do not stand in the source, letter for letter."""
    if not lines:
        raise Refusal(_("Quote at least one passage, exactly as it stands."), "quotes")
    quotes: list[dict[str, Any]] = []
    for line in lines:
        passage = next((one for one in source.passages if line in one.words), None)
        if passage is None or HIDDEN in line:
            raise Refusal(_("These words do not stand in the source exactly so: “%(words)s”.", words=line[:120]), "quotes")
        if source.voice in BY_PLACE:
            quotes.append({"comment": passage.id, "start": passage.words.index(line), "length": len(line), "mark": mark_of(line).hex()})
        else:
            quotes.append({"passage": passage.id, "words": line, "language": passage.language})
    return quotes


def standing(quote: Mapping[str, Any]) -> Quoted:
    """The words of a quotation as they can be shown now."""
    if "words" in quote:
        return Quoted(quote["words"], quote.get("language", ""))
    comment = comment_numbered(quote["comment"])
    if comment is None or comment.face.state not in READABLE:
        return Quoted("", "")
    text, length = comment.face.text, quote["length"]
    starts = [quote["start"], *(word.start() for word in re.finditer(r"\S+", text))]  # hidden words may have moved it
    for start in starts:
        if hmac.compare_digest(mark_of(text[start : start + length]), bytes.fromhex(quote["mark"])):
            return Quoted(text[start : start + length], comment.face.language)
    return Quoted("", comment.face.language)


def mark_of(words: str) -> bytes:
    return hmac.new(pepper(), b"civic/statement-quote/v1\x00" + words.encode(), sha256).digest()
