"""Quoted words. Those of an office or a letter signed here are on the record and kept; those of a comment, or of a letter that
the clerk entered and may void, are only pointed at.

A quotation is ``{"passage", "words"}``, or ``{"comment" or "entered", "start", "length", "mark"}``: a keyed digest tells
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
from civic.database import Refusal, db
from civic.letters.entered_models import EnteredLetter
from civic.record.vault import pepper
from civic.statements.sources import Source

HIDDEN = "▇▇▇"  # what stands in a comment for words that were hidden
BY_PLACE = ("comment", "entered")  # kinds of sources whose words can be taken away


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
        if (kind := source.key.partition("-")[0]) in BY_PLACE:
            quotes.append({kind: passage.id, "start": passage.words.index(line), "length": len(line), "mark": mark_of(line).hex()})
        else:
            quotes.append({"passage": passage.id, "words": line, "language": passage.language})
    return quotes


def standing(quote: Mapping[str, Any]) -> Quoted:
    """The words of a quotation as they can be shown now."""
    if "words" in quote:
        return Quoted(quote["words"], quote.get("language", ""))
    text, language = _public_words(quote)
    length = quote["length"]
    starts = [quote["start"], *(word.start() for word in re.finditer(r"\S+", text))]  # hidden words may have moved it
    for start in starts:
        if hmac.compare_digest(mark_of(text[start : start + length]), bytes.fromhex(quote["mark"])):
            return Quoted(text[start : start + length], language)
    return Quoted("", language)


def _public_words(quote: Mapping[str, Any]) -> tuple[str, str]:
    """(what is public of the quoted thing now, its language); nothing of what was hidden, withdrawn or voided."""
    if "entered" in quote:
        letter = db.session.get(EnteredLetter, quote["entered"])
        return (letter.words, "en") if letter and letter.void is None else ("", "")
    comment = comment_numbered(quote["comment"])
    return (comment.face.text, comment.face.language) if comment and comment.face.state in READABLE else ("", "")


def mark_of(words: str) -> bytes:
    return hmac.new(pepper(), b"civic/statement-quote/v1\x00" + words.encode(), sha256).digest()
