"""Reader for Word files. Struck, underlined and tracked words become a redline, and a person says which words are law."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext
from lxml import etree

from civic.dockets.importing.characters import normalised_file
from civic.dockets.importing.checking import check
from civic.dockets.importing.package import Package
from civic.dockets.importing.result import (
    Finding,
    FindingCode,
    Fix,
    ImportedText,
    ImportRefused,
    Reading,
    Segment,
    Severity,
    digest_of,
    words_read,
)
from civic.dockets.importing.splitting import split
from civic.dockets.importing.word_numbers import Counters, W
from civic.dockets.importing.word_styles import Styles

INSERTED, DELETED = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
LEFT_OUT = {f"{W}drawing", f"{W}pict", f"{W}object", f"{W}footnoteReference", f"{W}endnoteReference"}
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass
class Paragraph:
    """Runs of words with their marks; ``end`` is the mark of the paragraph's end, ``level`` that of a heading."""

    level: int = 0
    end: str = "plain"
    runs: list[Segment] = field(default_factory=list)


@dataclass(frozen=True)
class WordFile:
    """What a Word file says under one reading. ``headings`` are levels by offset in ``text``; ``segments`` its marks."""

    text: str
    headings: dict[int, int]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]

    @property
    def is_marked(self) -> bool:
        return any(segment.kind != "plain" for segment in self.segments)


def read_words(source: bytes, reading: Reading = Reading.IF_ADOPTED) -> WordFile:
    """The running text alone. Raises ImportRefused. ``reading`` says which words of a file that marks deletions are taken."""
    package = Package(source)
    document = package.xml("word/document.xml")
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise ImportRefused(_("This Word file has no text."))
    reader = Reader(Styles(package.xml("word/styles.xml")), Counters(package.xml("word/numbering.xml")))
    paragraphs = reader.paragraphs(body)
    text, headings, findings = _text_of(paragraphs, reading)
    if not text:
        raise ImportRefused(_("This Word file has no text."))
    return WordFile(text, headings, _segments(paragraphs), (*reader.findings(), *findings))


def read_docx(source: bytes, reading: Reading = Reading.IF_ADOPTED) -> ImportedText:
    """A law in a Word file: its text divided, its marks kept, and a question where it marks deletions."""
    read = read_words(source, reading)
    provisions, in_structure = split(read.text, headings=read.headings)
    found = [*([_question()] if read.is_marked else []), *read.findings, *in_structure, *check(read.text, provisions)]
    return ImportedText(
        read.text, provisions, tuple(found), source_format="docx", source_sha256=digest_of(source),
        segments=read.segments if read.is_marked else (),
    )  # fmt: skip


class Reader:
    def __init__(self, styles: Styles, counters: Counters) -> None:
        self.styles, self.counters = styles, counters
        self.left_out: Counter[str] = Counter()
        self.numbered = self.tables = 0

    def paragraphs(self, body: etree._Element) -> list[Paragraph]:
        return [paragraph for element in body for paragraph in self._block(element)]

    def findings(self) -> list[Finding]:
        rows = []
        if self.numbered:
            words = ngettext("%(num)s number that the word processor counts by itself was written out.", "%(num)s numbers that the word processor counts by itself were written out.", self.numbered)
            rows.append(Finding(FindingCode.AUTOMATIC_NUMBERS, Severity.NOTE, words))
        if self.tables:
            words = ngettext("%(num)s table was turned into lines of text.", "%(num)s tables were turned into lines of text.", self.tables)
            rows.append(Finding(FindingCode.TABLE_FLATTENED, Severity.WARNING, words))
        names = {"picture": _("pictures or drawings"), "note": _("footnotes"), "hidden": _("hidden words")}
        for name, count in self.left_out.items():
            words = _("Left out because it is not running text: %(what)s (%(n)s).", what=names[name], n=count)
            rows.append(Finding(FindingCode.LEFT_OUT, Severity.WARNING, words))
        return rows

    def _block(self, element: etree._Element) -> Iterator[Paragraph]:
        if element.tag == f"{W}p":
            yield self._paragraph(element)
        elif element.tag == f"{W}tbl":
            self.tables += 1
            for row in element.iter(f"{W}tr"):
                yield self._row(row)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", *INSERTED, *DELETED):
            for inner in element:
                yield from self._block(inner)

    def _row(self, row: etree._Element) -> Paragraph:
        """A row of a table as one line, its cells divided by a bar."""
        line = Paragraph()
        for cell in row.iter(f"{W}tc"):
            if line.runs:
                line.runs.append(Segment("plain", " | "))
            for inner in cell.iter(f"{W}p"):
                line.runs += self._paragraph(inner).runs
        return line

    def _paragraph(self, element: etree._Element) -> Paragraph:
        properties = element.find(f"{W}pPr")
        style = self.styles.of_paragraph(properties)
        paragraph = Paragraph(level=style.heading)
        if number := self._number(properties, style.numbering):
            paragraph.runs.append(Segment("plain", number))
        paragraph.runs += self._runs(element, "plain", style.mark)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None:
            paragraph.end = "del" if mark.find(f"{W}del") is not None else "ins" if mark.find(f"{W}ins") is not None else "plain"
        return paragraph

    def _number(self, properties: etree._Element | None, of_style: tuple[str, int] | None) -> str:
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, depth = of_style or ("", 0)
        if own is not None:
            name, level = own.find(f"{W}numId"), own.find(f"{W}ilvl")
            number = name.get(f"{W}val", "") if name is not None else number
            depth = int(level.get(f"{W}val", "0")) if level is not None else depth
        printed = self.counters.next(number, depth) if number and number != "0" else ""
        self.numbered += bool(printed)
        return printed

    def _runs(self, parent: etree._Element, tracked: str, inherited: str) -> Iterator[Segment]:
        for element in parent:
            if element.tag in INSERTED:
                yield from self._runs(element, "ins", inherited)
            elif element.tag in DELETED:
                yield from self._runs(element, "del", inherited)
            elif element.tag == f"{W}r":
                yield from self._run(element, tracked, inherited)
            elif element.tag == f"{W}hyperlink":  # links are underlined without meaning anything by it
                yield from (Segment(tracked if s.kind == "ins" else s.kind, s.text) for s in self._runs(element, tracked, inherited))
            elif element.tag in (f"{W}smartTag", f"{W}sdt", f"{W}sdtContent", f"{W}fldSimple", f"{W}customXml"):
                yield from self._runs(element, tracked, inherited)

    def _run(self, run: etree._Element, tracked: str, inherited: str) -> Iterator[Segment]:
        properties = run.find(f"{W}rPr")
        if self.styles.is_hidden(properties):
            self.left_out["hidden"] += 1
            return
        kind = tracked if tracked != "plain" else self.styles.mark_of(properties, inherited)
        for element in run:
            if element.tag in LEFT_OUT or element.tag == ALTERNATIVES:
                self.left_out["note" if "note" in element.tag else "picture"] += 1
            elif words := _words_of(element):
                yield Segment(kind, words)


def _words_of(element: etree._Element) -> str:
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}.get(element.tag, "")


def _segments(paragraphs: list[Paragraph]) -> tuple[Segment, ...]:
    merged: list[Segment] = []
    for paragraph in paragraphs:
        for segment in [*paragraph.runs, Segment(_end_of(paragraph), "\n")]:
            kind = "plain" if not segment.text.strip() and merged and merged[-1].kind == "plain" else segment.kind
            if merged and merged[-1].kind == kind:
                merged[-1] = Segment(kind, merged[-1].text + segment.text)
            else:
                merged.append(Segment(kind, segment.text))
    return tuple(merged)


def _end_of(paragraph: Paragraph) -> str:
    """A paragraph whose every word is marked ends with the same mark: it comes and goes as a whole."""
    kinds = {run.kind for run in paragraph.runs if run.text.strip()}
    return kinds.pop() if len(kinds) == 1 else paragraph.end


def _text_of(paragraphs: list[Paragraph], reading: Reading) -> tuple[str, dict[int, int], list[Finding]]:
    """The text under one reading, one empty line between paragraphs, and the levels of its heading lines by offset."""
    blocks: list[tuple[str, int]] = []
    joined = False
    for paragraph in paragraphs:
        words = unicodedata.normalize("NFC", words_read(paragraph.runs, reading))
        words = re.sub(r"[ \t]+(?=\n|$)", "", words)
        if joined and blocks:
            blocks[-1] = (f"{blocks[-1][0]} {words}".strip(), blocks[-1][1])
        elif words.strip():
            blocks.append((words, paragraph.level))
        joined = bool(words.strip()) and not words_read([Segment(_end_of(paragraph), "\n")], reading)
    _whole, findings = normalised_file("\n\n".join(words for words, _level in blocks))  # refuses, and counts what it takes out
    cleaned = [(normalised_file(words)[0], level) for words, level in blocks]
    levels, offset = {}, 0
    for words, level in cleaned:
        if level:
            levels[offset] = level
        offset += len(words) + 2
    return "\n\n".join(words for words, _level in cleaned), levels, findings


def _question() -> Finding:
    return Finding(
        FindingCode.MARKED_DELETIONS, Severity.BLOCKING, _("This file marks deletions. Which words are law if adopted?"),
        fixes=(
            Fix(Reading.IF_ADOPTED, _("Without the struck words, with the underlined or added ones")),
            Fix(Reading.CURRENT, _("With the struck words, without the underlined or added ones")),
            Fix(Reading.ALL, _("All of them: the marks are only emphasis")),
        ),
    )  # fmt: skip
