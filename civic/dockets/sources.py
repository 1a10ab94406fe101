"""What a clerk sends: a file or pasted words, and the reader that fits. Nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from flask_babel import gettext as _

from civic.database import Refusal

FORMATS = {".docx": "docx", ".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".json": "legistar"}
NAMES = {"docx": "docx", "md": "markdown", "legistar": "legistar"}  # as the commands name them


@dataclass(frozen=True)
class Source:
    content: bytes
    format: str
    name: str = ""


def sent_source(upload: object, words: str) -> Source | None:
    """The file if there is one, else the pasted words, else None. Raises Refusal for both at once."""
    name = PurePath(getattr(upload, "filename", None) or "").name[:200]
    if name and words:
        raise Refusal(_("Send a file or paste the text, not both."), "words")
    if name:
        return Source(upload.read(), format_of(name), name)  # type: ignore[attr-defined]
    return Source(words.encode(), "pasted") if words else None


def format_of(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf":
        raise Refusal(_("A PDF does not say where its sections are. Send the Word file it was made from, or paste the text."), "file")
    if ending not in FORMATS:
        raise Refusal(_("Send a .docx, .md, .txt or .json file, or paste the text."), "file")
    return FORMATS[ending]
