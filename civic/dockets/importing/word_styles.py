"""Styles of a Word file: which paragraphs are headings, and which runs are struck, underlined or hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from civic.dockets.importing.word_numbers import W

DEEPEST = 20  # how many styles may build on one another


@dataclass(frozen=True)
class ParagraphStyle:
    heading: int = 0
    mark: str = "plain"
    numbering: tuple[str, int] | None = None


class Styles:
    def __init__(self, styles: etree._Element | None) -> None:
        self.by_name = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")} if styles is not None else {}

    def of_paragraph(self, properties: etree._Element | None) -> ParagraphStyle:
        name = _value(properties, "pStyle")
        own = _value(properties, "outlineLvl")
        level = int(own) + 1 if own.isdigit() and own != "9" else 0
        mark, numbering = "plain", None
        for style in self._line(name):
            inner = style.find(f"{W}pPr")
            level = level or _heading_level(style, inner)
            mark = _mark(style.find(f"{W}rPr")) if mark == "plain" else mark
            numbering = numbering or _numbering(inner)
        return ParagraphStyle(min(level, 6), mark or "plain", numbering)

    def mark_of(self, properties: etree._Element | None, inherited: str) -> str:
        """``del`` for struck, ``ins`` for underlined, ``plain`` otherwise; a run may also take a style's mark back."""
        if own := _mark(properties):
            return own
        for style in self._line(_value(properties, "rStyle")):
            if _value(style, "name").lower() in ("hyperlink", "followedhyperlink"):
                return "plain"
            if found := _mark(style.find(f"{W}rPr")):
                return found
        return inherited

    def is_hidden(self, properties: etree._Element | None) -> bool:
        return bool(_is_on(properties, "vanish"))

    def _line(self, name: str) -> list[etree._Element]:
        """A style and those it builds on, nearest first."""
        found: list[etree._Element] = []
        while name in self.by_name and len(found) < DEEPEST:
            found.append(self.by_name[name])
            name = _value(self.by_name[name], "basedOn")
        return found


def _heading_level(style: etree._Element, properties: etree._Element | None) -> int:
    outline = _value(properties, "outlineLvl")
    if outline.isdigit() and outline != "9":
        return int(outline) + 1
    named = re.fullmatch(r"heading ([1-6])", _value(style, "name").lower())
    return int(named[1]) if named else 0


def _numbering(properties: etree._Element | None) -> tuple[str, int] | None:
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None or not _value(numbering, "numId"):
        return None
    depth = _value(numbering, "ilvl")
    return _value(numbering, "numId"), int(depth) if depth.isdigit() else 0


def _mark(properties: etree._Element | None) -> str:
    """ "" where the properties say nothing about strike or underline."""
    struck = [_is_on(properties, name) for name in ("strike", "dstrike")]
    if any(struck):
        return "del"
    line = _value(properties, "u")
    if line and line != "none":
        return "ins"
    return "plain" if line == "none" or False in struck else ""


def _is_on(properties: etree._Element | None, name: str) -> bool | None:
    """A switch that may be absent (None), on, or off."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _value(element: etree._Element | None, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return "" if found is None else found.get(f"{W}val", "")
