"""A letter that was written in a word processor. Its words come into the author's form, where a person reads them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from civic.database import Refusal
from civic.dockets.importing.docx import read_words
from civic.dockets.importing.result import ImportRefused


@dataclass(frozen=True)
class TakenWords:
    """The running text of the file, and what the author should know about what became of the rest."""

    text: str
    notes: tuple[str, ...]
    before: str = ""  # what stood in the box until then


def words_of_file(file: Any, *, before: str = "") -> TakenWords:
    """``file`` is what a form sent. Underlining is emphasis in a letter; struck and deleted words are not part of it."""
    try:
        read = read_words(file.read())
    except ImportRefused as refused:
        raise Refusal(str(refused), "file") from refused
    notes = [finding.message for finding in read.findings]
    if any(segment.kind == "del" for segment in read.segments):
        notes.insert(0, _("This file marks words as struck or deleted. They were left out, and added words were taken."))
    before = before if before.split() != read.text.split() else ""
    return TakenWords(read.text, tuple(notes), before)
