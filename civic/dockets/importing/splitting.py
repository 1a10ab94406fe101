"""Splitting: from one text to provisions, each an exact slice of it, so that joining them gives the text back.

The splitter reads line by line and keeps a stack of open parts. A number is believed when it continues a list that
is open, starts one (1, a, i), or stands directly below a section that amends existing law. A number that does neither
is left inside the part around it, and a finding says so: a wrong division misleads more than a missing one.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from civic.dockets.importing.markers import (
    CONTAINER_ABBREVIATIONS,
    Marker,
    enumerator_at,
    marker_at,
    numbered_heading,
)
from civic.dockets.importing.numbering import Enumerator, Style, written
from civic.dockets.importing.result import Finding, FindingCode, ImportedProvision, Severity

RANKS = ("subsection", "paragraph", "subparagraph", "clause", "subclause", "item")
ABBREVIATIONS = {
    **CONTAINER_ABBREVIATIONS,
    "preamble": "preamble",
    "body": "body",
    "endnote": "endnote",
    "section": "sec",
    "definition": "def",
    "subsection": "subsec",
    "paragraph": "para",
    "subparagraph": "subpara",
    "clause": "cl",
    "subclause": "subcl",
    "item": "item",
}
# How far a number may jump and still be read as the next one, with a finding for what is missing between.
WIDEST_GAP = 3
# A line that ends like this runs on, so the next line's "(a)" is the end of a reference.
_RUNS_ON = re.compile(
    r"\b(?:sections?|subsections?|subdivisions?|paragraphs?|subparagraphs?|clauses?|articles?|chapters?|titles?|"
    r"items?|under|C\.F\.R\.|CFR|U\.S\.C\.|§)[ \t]*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:shall|is|are|was|were|be|may|must|will|means?|has|have|had|takes?|applies|apply|includes?)\b"
)
_END_MATTER = re.compile(r"(?:LSR?\s*#?\s*\d+.*|LSR?\s*#|[A-Z]{2,4}(?:\s*/\s*[A-Z]{2,4})*|(?:File|Draft|Rev)\b.*\d.*)")
_AMENDS = re.compile(r"\b(?:amended|added|adding|renumbered|repealed)\b", re.IGNORECASE)


@dataclass
class Part:
    """An open part of the law: where its text starts and what its children have been numbered so far."""

    start: int
    kind: str
    number: str
    heading: str
    eid: str
    level: int
    style: Style | None = None
    value: int = 0
    hint: int = 0
    amends: bool = False
    children: dict[Style | str, list[int]] = field(default_factory=dict)


def split(text: str, *, headings: Mapping[int, int] | None = None) -> tuple[tuple[ImportedProvision, ...], list[Finding]]:  # fmt: skip
    """Provisions of a text, in order; `headings` gives the level of lines known to be headings, by their offset."""
    splitter = Splitter(text, headings or {})
    splitter.run()
    return splitter.provisions(), splitter.findings


class Splitter:
    def __init__(self, text: str, headings: Mapping[int, int]):
        self.text = text
        self.headings = headings
        self.parts: list[Part] = []
        self.open: list[Part] = []
        self.findings: list[Finding] = []
        self.eids: set[str] = set()
        self.in_quotation = False
        self.last_section = 0
        self.last_line = ""

    def run(self) -> None:
        end_matter = self._start_of_end_matter()
        for offset, line in lines_of(self.text):
            if offset >= end_matter:
                self._add(Part(offset, "endnote", "", "", self._eid("", "endnote", ""), 0))
                break
            if line.strip():
                self._read_line(offset, line)
                self._follow_quotation(line)
                self.last_line = line
        if not any(part.kind == "section" for part in self.parts):
            self._report(FindingCode.NO_SECTIONS, Severity.WARNING, _("No numbered section was found in this text."))

    def provisions(self) -> tuple[ImportedProvision, ...]:
        if not self.text:
            return ()
        if not self.parts or self.parts[0].start > 0:
            kind = "preamble" if self.parts else "body"
            self.parts.insert(0, Part(0, kind, "", "", kind, 0))
        ends = [part.start for part in self.parts[1:]] + [len(self.text)]
        return tuple(
            ImportedProvision(
                part.eid, part.kind, part.number, part.heading, self.text[part.start : end], part.level, position
            )
            for position, (part, end) in enumerate(zip(self.parts, ends, strict=True))
        )

    def _read_line(self, offset: int, line: str) -> None:
        hint = self.headings.get(offset, 0)
        marker = marker_at(line)
        if hint and (marker is None or marker.kind in ("enumerator", "decimal", "definition")):
            self._open_heading(offset, line, hint)
        elif marker is None or (_RUNS_ON.search(self.last_line) and not hint):
            return
        elif marker.kind in CONTAINER_ABBREVIATIONS:
            self._open_container(offset, line, marker, hint)
        elif marker.kind == "section":
            self._open_section(offset, line, marker, hint)
        elif marker.kind == "decimal":
            self._open_decimal(offset, line, marker)
        elif marker.kind == "definition":
            self._open_definition(offset, marker)
        else:
            self._open_enumerated(offset, line, marker)

    # Parts of each kind, from the outside in

    def _open_container(self, offset: int, line: str, marker: Marker, hint: int) -> None:
        parent = self._parent_of_container(marker.kind)
        heading = marker.heading or self._heading_on_next_line(offset + len(line))
        eid = self._eid(parent.eid if parent else "", marker.kind, marker.number)
        self._push(Part(offset, marker.kind, marker.number, heading, eid, self._below(parent), hint=hint), parent)

    def _parent_of_container(self, kind: str) -> Part | None:
        amending = self._amending_section()
        for index, part in enumerate(self.open):
            if part.kind == kind:
                return self.open[index - 1] if index else None
        containers = [part for part in self.open if part.kind in CONTAINER_ABBREVIATIONS]
        return containers[-1] if containers else amending

    def _open_section(self, offset: int, line: str, marker: Marker, hint: int) -> None:
        parent = self._parent_of_section(marker)
        if parent is None or parent.kind != "section":
            self._follow_sections(marker)
        eid = self._eid(parent.eid if parent else "", "section", marker.number)
        part = Part(offset, "section", marker.number, "", eid, self._below(parent), hint=hint)
        part.amends = bool(_AMENDS.search(line)) or bool(parent and parent.amends)
        self._push(part, parent)
        self._read_rest(part, offset, line, self._after_stop(line, marker.end))

    def _parent_of_section(self, marker: Marker) -> Part | None:
        """The section of the code that a bill's section inserts lies within that section of the bill."""
        amending = self._amending_section()
        containers = [part for part in self.open if part.kind in CONTAINER_ABBREVIATIONS]
        if amending and (marker.quoted or self.in_quotation or not self._is_next_section(marker)):
            inside = [part for part in containers if part.level > amending.level]
            return inside[-1] if inside else amending
        if amending:
            containers = [part for part in containers if part.level < amending.level]
        return containers[-1] if containers else None

    def _is_next_section(self, marker: Marker) -> bool:
        if not marker.number.isdigit() or not marker.stopped:
            return False
        return 0 <= int(marker.number) - self.last_section <= WIDEST_GAP

    def _amending_section(self) -> Part | None:
        """The open section of the bill itself, where it announces text for another law."""
        return next((part for part in self.open if part.kind == "section" and part.amends), None)

    def _follow_sections(self, marker: Marker) -> None:
        if not marker.number.isdigit():
            return
        value, last = int(marker.number), self.last_section
        if last and value == last:
            self._report_number(FindingCode.DUPLICATE_NUMBER, _("Section %(number)s appears twice.", number=value))
        elif last and value < last:
            sentence = _("Section %(number)s comes after section %(last)s.", number=value, last=last)
            self._report_number(FindingCode.OUT_OF_ORDER, sentence)
        elif last and value > last + 1:
            self._report_gap(_("Section"), [str(n) for n in range(last + 1, value)], str(last), str(value))
        self.last_section = value

    def _open_heading(self, offset: int, line: str, hint: int) -> None:
        """A line that the file itself marks as a heading, numbered or not."""
        while self.open and (self.open[-1].hint >= hint or not self.open[-1].hint):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        below_section = parent is not None and parent.kind not in CONTAINER_ABBREVIATIONS
        kind = "subsection" if below_section else "section"
        marker = numbered_heading(line.strip())
        number = marker.number if marker else ""
        heading = self._after_number(line, number)
        eid = self._eid(parent.eid if parent else "", kind, number or slug(heading))
        self._push(Part(offset, kind, number, heading, eid, self._below(parent), hint=hint), parent)
        if kind == "section" and marker:
            self._follow_sections(marker)

    @staticmethod
    def _after_number(line: str, number: str) -> str:
        return line.strip().removeprefix(number).strip(" \t.:)—–-") if number else line.strip().rstrip(".")

    def _open_decimal(self, offset: int, line: str, marker: Marker) -> None:
        """41.10 stands in chapter 41, 3.2 in section 3, 3.2.1 in 3.2; alone it is a section."""
        parent = next((p for p in reversed(self.open) if p.number and marker.number.startswith(p.number + ".")), None)
        if parent is None or parent.kind in CONTAINER_ABBREVIATIONS:
            if self.open and self.open[-1].style and not self._amending_section():
                return  # a figure at the start of a line within a list
            self._open_section(offset, line, marker, 0)
            return
        kind = "subsection" if parent.kind == "section" else RANKS[min(self._rank(parent) + 1, len(RANKS) - 1)]
        eid = self._eid(parent.eid, kind, marker.number)
        part = Part(offset, kind, marker.number, "", eid, self._below(parent), amends=parent.amends)
        self._follow_decimals(parent, marker.number)
        self._push(part, parent)
        self._read_rest(part, offset, line, self._after_stop(line, marker.end))

    def _follow_decimals(self, parent: Part, number: str) -> None:
        value = int(number.rsplit(".", 1)[1])
        values = parent.children.setdefault("decimal", [])
        prefix = number.rsplit(".", 1)[0]
        if values and values == list(range(values[0], values[0] + len(values))) and 1 < value - values[-1] <= WIDEST_GAP:
            missing = [f"{prefix}.{n}" for n in range(values[-1] + 1, value)]
            self._report_gap(_("Section"), missing, f"{prefix}.{values[-1]}", number)
        elif value in values:
            self._report_number(FindingCode.DUPLICATE_NUMBER, _("Section %(number)s appears twice.", number=number))
        values.append(value)

    def _open_definition(self, offset: int, marker: Marker) -> None:
        parent = next((part for part in reversed(self.open) if part.kind == "definition"), None)
        if parent:
            parent = self._parent_of(parent)
        elif self.open:
            parent = self.open[-1]
        if parent is None:
            return
        eid = self._eid(parent.eid, "definition", slug(marker.heading))
        part = Part(offset, "definition", "", marker.heading, eid, self._below(parent), amends=parent.amends)
        self._push(part, parent)

    def _open_enumerated(self, offset: int, line: str, marker: Marker) -> None:
        if not self.open:
            if marker.enumerators[0].value == 1:
                self._push_enumerated(offset, marker.enumerators[0], None)
                self._read_rest(self.open[-1], offset, line, marker.end)
            return
        choice = self._place(marker)
        if choice is None:
            self._report_doubt(line)
            return
        enumerator, parent = choice
        self._push_enumerated(offset, enumerator, parent)
        self._read_rest(self.open[-1], offset, line, marker.end)

    def _place(self, marker: Marker) -> tuple[Enumerator, Part | None] | None:
        """The reading of a number that fits best, and the part it belongs to."""
        fits = []
        for enumerator in marker.enumerators:
            if (fit := self._fit(enumerator)) is not None:
                fits.append((fit[0], enumerator, fit[1]))
        if not fits:
            return None
        _cost, enumerator, parent = min(fits, key=lambda fit: fit[0])
        return enumerator, parent

    def _fit(self, enumerator: Enumerator) -> tuple[int, Part | None] | None:
        """How well a reading fits (0 is best), and below which part; None where it does not."""
        siblings = [part for part in self.open if part.style == enumerator.style]
        if siblings:
            sibling = siblings[-1]
            parent, step = self._parent_of(sibling), enumerator.value - sibling.value
            if step == 1:
                return 0, parent
            if enumerator.value == 1:
                return (4, parent) if self.open[-1] is sibling else (5, self.open[-1])
            if 0 <= step <= WIDEST_GAP:
                return 3, parent
            return (6, parent) if sibling.amends and step > 0 else None
        if enumerator.value == 1:
            return (1 if enumerator.style.alphabet != "letter" or enumerator.printed.lower() == "a" else 2), self.open[-1]
        below = self.open[-1]
        if below.amends and below.kind in ("section", *CONTAINER_ABBREVIATIONS):
            return 7 if enumerator.style.alphabet == "roman" else 6, below
        return None

    def _push_enumerated(self, offset: int, enumerator: Enumerator, parent: Part | None) -> None:
        kind = self._kind_of(enumerator, parent)
        eid = self._eid(parent.eid if parent else "", kind, enumerator.printed)
        part = Part(offset, kind, self._printed(enumerator), "", eid, self._below(parent))
        part.style, part.value, part.amends = enumerator.style, enumerator.value, bool(parent and parent.amends)
        if parent:
            self._follow_siblings(parent, enumerator, kind)
        self._push(part, parent)

    @staticmethod
    def _printed(enumerator: Enumerator) -> str:
        return enumerator.style.shape.replace("x", enumerator.printed)

    def _kind_of(self, enumerator: Enumerator, parent: Part | None) -> str:
        wanted = {"letter": 0, "arabic": 1, "roman": 3}[enumerator.style.alphabet] + enumerator.style.upper
        rank = self._rank(parent)
        if enumerator.style.alphabet == "letter" and rank >= 1:
            wanted = 4 if enumerator.style.upper else 2
        return RANKS[min(max(wanted, rank + 1), len(RANKS) - 1)]

    @staticmethod
    def _rank(part: Part | None) -> int:
        return RANKS.index(part.kind) if part and part.kind in RANKS else -1

    def _follow_siblings(self, parent: Part, enumerator: Enumerator, kind: str) -> None:
        values = parent.children.setdefault(enumerator.style, [])
        name = {"subsection": _("Subsection"), "paragraph": _("Paragraph")}.get(kind, _("Item"))
        shape = enumerator.style.shape.removesuffix(".") if "." in enumerator.style.shape else enumerator.style.shape
        shown = [shape.replace("x", written(n, enumerator.style)) for n in range(0 if not values else values[-1], enumerator.value + 1)] if values and enumerator.value >= values[-1] else []  # fmt: skip
        if values and enumerator.value == values[-1]:
            self._report_number(
                FindingCode.DUPLICATE_NUMBER, _("%(name)s %(number)s appears twice.", name=name, number=shown[0]), parent
            )
        elif len(shown) > 2 and not parent.amends:
            self._report_gap(name, shown[1:-1], shown[0], shown[-1], parent)
        values.append(enumerator.value)

    # What follows the number on the same line

    def _read_rest(self, part: Part, offset: int, line: str, end: int) -> None:
        """The heading, if there is one, and a list that starts on the same line: "§ 5. Duties. a. The chief shall"."""
        rest = line[end:]
        said_to_be_one = offset in self.headings and rest.strip()  # the source marks this line as a heading, verbs or not
        heading, length = (rest.strip().rstrip("."), len(rest)) if said_to_be_one else heading_at(rest, alone=part.kind == "section")
        part.heading = heading
        following = end + length if heading else end
        following += len(line[following:]) - len(line[following:].lstrip(" \t"))
        inner = enumerator_at(line[following:]) if following > 0 else None
        first = next((e for e in inner.enumerators if e.value == 1), None) if inner else None
        if inner and first and first.printed.lower() in ("a", "1", "i") and len(self.open) < 12:
            self._push_enumerated(offset + following, first, part)
            self._read_rest(self.open[-1], offset + following, line[following:], inner.end)

    @staticmethod
    def _after_stop(line: str, end: int) -> int:
        return end + len(line[end:]) - len(line[end:].lstrip(".:—– \t"))

    def _heading_on_next_line(self, offset: int) -> str:
        for _offset, line in lines_of(self.text[offset : offset + 300]):
            candidate = line.strip().strip("\"“”")
            if candidate:
                is_heading = len(candidate) <= 120 and not marker_at(line) and not candidate.endswith((".", ";", ":"))
                return candidate if is_heading and not candidate[0].islower() else ""
        return ""

    # The stack

    def _push(self, part: Part, parent: Part | None) -> None:
        while self.open and self.open[-1] is not parent:
            self.open.pop()
        self.open.append(part)
        self._add(part)

    def _add(self, part: Part) -> None:
        self.parts.append(part)

    def _parent_of(self, part: Part) -> Part | None:
        index = self.open.index(part)
        return self.open[index - 1] if index else None

    @staticmethod
    def _below(parent: Part | None) -> int:
        return parent.level + 1 if parent else 0

    def _eid(self, parent: str, kind: str, number: str) -> str:
        own = ABBREVIATIONS[kind] + (f"_{re.sub(r'[^A-Za-z0-9]+', '-', number).strip('-')}" if number else "")
        eid = f"{parent}__{own}" if parent else own
        candidate, count = eid, 1
        while candidate in self.eids:
            count += 1
            candidate = f"{eid}.{count}"
        self.eids.add(candidate)
        return candidate

    def _follow_quotation(self, line: str) -> None:
        """Text for the code often stands in quotation marks that open on one line and close many lines later."""
        stripped = line.strip()
        opens = stripped[0] in "\"“" and not re.search(r"[\"”]", stripped[1:])
        closes = re.search(r"[\"”][.;,]?$", stripped) and not re.search(r"[\"“]", stripped[:-2])
        if opens and self._amending_section():
            self.in_quotation = True
        elif closes:
            self.in_quotation = False

    def _start_of_end_matter(self) -> int:
        """Initials, file numbers and page numbers that are printed after the last sentence."""
        start = len(self.text)
        found = start
        for offset, line in reversed(list(lines_of(self.text[-1500:]))):
            stripped = line.strip()
            if len(stripped) > 45 or stripped.endswith((".", ";", ":")) or len(self.text) < 1500 and not offset:
                break
            if _END_MATTER.fullmatch(stripped):
                found = max(len(self.text) - 1500, 0) + offset
        return found

    # Findings

    def _report(self, code: FindingCode, severity: Severity, message: str, place: str = "") -> None:
        self.findings.append(Finding(code, severity, message, place))

    def _report_number(self, code: FindingCode, message: str, parent: Part | None = None) -> None:
        self._report(code, Severity.WARNING, self._located(message, parent), parent.eid if parent else "")

    def _report_gap(self, name: str, missing: list[str], before: str, after: str, parent: Part | None = None) -> None:
        message = _(
            "%(name)s %(missing)s missing between %(before)s and %(after)s",
            name=name,
            missing=", ".join(missing),
            before=before,
            after=after,
        )
        self._report_number(FindingCode.NUMBERING_GAP, message + ".", parent)

    def _report_doubt(self, line: str) -> None:
        place = self.open[-1].eid if self.open else ""
        message = _(
            "The line “%(start)s” starts with a number that does not fit here. Its text was left undivided.",
            start=line.strip()[:60],
        )
        self._report(FindingCode.NUMBERING_DOUBTFUL, Severity.NOTE, message, place)

    @staticmethod
    def _located(message: str, parent: Part | None) -> str:
        if parent is None or not parent.number:
            return message
        where = _("in %(part)s", part=f"{parent.kind} {parent.number}")
        return f"{message.rstrip('.')} ({where})."


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its offset, without its line end."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def heading_at(rest: str, *, alone: bool) -> tuple[str, int]:
    """A short run of words before the first period that is no sentence, and its length in the line.

    With `alone`, a short line without a period is a heading too, as below "SECTION 3".
    """
    stripped = rest.lstrip(" \t")
    indent = len(rest) - len(stripped)
    found = re.match(r"([A-Z0-9\"“\[][^.\n]{1,99})\.(?=[ \t])[ \t]+(?=\S)", stripped)
    if found and not _VERB.search(found[1]) and len(found[1].split()) <= 14:
        return found[1], indent + found.end(1) + 1
    line = stripped.rstrip()
    looks_like_a_heading = alone and 1 < len(line) <= 100 and line[0].isupper() and not line.endswith((";", ":", ","))
    if looks_like_a_heading and not _VERB.search(line) and ". " not in line:
        return line.rstrip("."), indent + len(line)
    return "", 0


def slug(words: str) -> str:
    """A short, stable part of an eId made from words; long ones are cut and marked with a digest."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "unnamed"
    if len(plain) <= 28:
        return plain
    return f"{plain[:20].strip('-')}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
