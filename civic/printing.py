"""Accessible PDF from a document of plain parts: headings, paragraphs, lists, tables and quotations.

    document = Document("Consultation statement 1", language="en", about="Docket 2026-014", made=day, parts=[Heading("Who was asked"), …])
    pdf_of(document)          # bytes, the same for the same document

It is set by typst from our one template with the fonts that typst carries: no network, no file on the disk, no system
font. The build asks for PDF/UA-1 and fails without a title, a language or headings in order. ``is_available()`` is False
where the extra ``pdf`` is not installed; pages then say so, and the page itself prints well.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from civic import find

BOX = "\N{WHITE VERTICAL RECTANGLE}"
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
KEPT = 32  # documents that a process remembers, so that each content is set once


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph. ``strong`` stands in front of it in bold; ``small`` is for dates and sources."""

    text: str
    strong: str = ""
    small: bool = False
    language: str = ""
    kind: str = "words"


@dataclass(frozen=True)
class Points:
    items: Sequence[str]
    kind: str = "points"


@dataclass(frozen=True)
class Quotation:
    text: str
    source: str = ""
    language: str = ""
    kind: str = "quotation"


@dataclass(frozen=True)
class Table:
    """``widths`` are shares of the line, one for each column."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    kind: str = "table"


Part = Heading | Words | Points | Quotation | Table


@dataclass(frozen=True)
class Document:
    """``page`` is the word before the page number; ``lines`` stand small at the foot of each page."""

    title: str
    language: str
    city: str
    about: str
    made: date
    parts: Sequence[Part]
    lines: Sequence[str] = ()
    page: str = "Page"


def is_available() -> bool:
    return importlib.util.find_spec("typst") is not None


def pdf_of(document: Document) -> bytes:
    """Raises RuntimeError with typst's own sentence where the document cannot be set: a fault of ours, never of a reader."""
    return _set(json.dumps(_plain(document), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=KEPT)
def _set(data: str) -> bytes:
    """Names and quotations come in every script, and the fonts that typst carries do not know them all. A letter without a
    shape would be a lie in a tagged document, so typst refuses; it is printed as a box then, and the document says so."""
    boxed: set[str] = set()
    while True:
        try:
            return _compiled(_with_boxes(data, boxed))
        except RuntimeError as refused:
            found = _UNSHOWN.search(str(refused))
            missing = {_alphabet(c) for c in found.group(1) if not c.isascii()} - boxed if found else set()
            if not missing:
                raise
            boxed |= missing


def _with_boxes(data: str, boxed: set[str]) -> str:
    if not boxed:
        return data
    shown = json.loads("".join(BOX if not c.isascii() and _alphabet(c) in boxed else c for c in data))
    note = _("Some letters cannot be shown in this file and are printed as %(box)s. The page on the site shows them.", box=BOX)
    shown["parts"].insert(0, _plain(Words(note, small=True)))
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def _alphabet(character: str) -> str:
    """The script by the first word of the character's name; the first 256 of a plane's block where it has none."""
    name = unicodedata.name(character, "")
    return name.split()[0] if name and not unicodedata.category(character).startswith("S") else f"block {ord(character) >> 8:x}"


def _compiled(data: str) -> bytes:
    import typst

    made = datetime.combine(date.fromisoformat(json.loads(data)["made"]), time(), UTC)
    source = (find("templates") / "printed" / "document.typ").read_bytes()
    made_pdf = typst.compile(source, format="pdf", sys_inputs={"document": data}, pdf_standards=["ua-1"], ignore_system_fonts=True, timestamp=made)
    assert isinstance(made_pdf, bytes), "a PDF is one file"
    return made_pdf


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value) if not isinstance(value, bool | int) else value
