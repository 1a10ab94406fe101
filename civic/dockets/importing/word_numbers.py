"""Numbers that a word processor counts by itself: they stand in no word of the file, so they are written out here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from civic.dockets.importing.numbering import Style, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMATS = {
    "decimal": Style("arabic", False, ""), "lowerLetter": Style("letter", False, ""), "upperLetter": Style("letter", True, ""),
    "lowerRoman": Style("roman", False, ""), "upperRoman": Style("roman", True, ""),
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    form: str
    pattern: str
    start: int


class Counters:
    """The lists of one file and where each stands."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.list_of: dict[str, str] = {}
        self.standing: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read(numbering)

    def next(self, number: str, depth: int) -> str:
        """The printed number of the next paragraph of this list, with a trailing blank; "" for a bullet or an unknown list."""
        own = self.list_of.get(number, "")
        levels = self.levels.get(own, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form not in _FORMATS:
            return "• "
        standing = self.standing.setdefault(own, {})
        standing[depth] = standing.get(depth, level.start - 1) + 1
        for deeper in [d for d in standing if d > depth]:
            del standing[deeper]
        return re.sub(r"%([1-9])", lambda found: self._value(levels, standing, int(found[1]) - 1), level.pattern) + " "

    @staticmethod
    def _value(levels: dict[int, Level], standing: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        return written(standing.get(depth, level.start), _FORMATS.get(level.form, _FORMATS["decimal"]))

    def _read(self, numbering: etree._Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            self.levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): Level(_value_of(level, "numFmt", "decimal"), _value_of(level, "lvlText", ""), _number_of(level))
                for level in abstract.iter(f"{W}lvl")
            }
        for number in numbering.iter(f"{W}num"):
            self.list_of[number.get(f"{W}numId", "")] = _value_of(number, "abstractNumId", "")


def _value_of(element: etree._Element, name: str, otherwise: str) -> str:
    found = element.find(f"{W}{name}")
    return otherwise if found is None else found.get(f"{W}val", otherwise)


def _number_of(level: etree._Element) -> int:
    start = _value_of(level, "start", "1")
    return int(start) if start.isdigit() else 1
