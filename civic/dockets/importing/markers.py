"""Markers: what the beginning of a line says about the part of the law that starts there."""

import re
from dataclasses import dataclass

from civic.dockets.importing.numbering import Enumerator, readings

CONTAINER_ABBREVIATIONS = {
    "title": "title",
    "article": "art",
    "division": "dvs",
    "chapter": "chp",
    "subchapter": "subchp",
    "part": "part",
}

# A section sign that was damaged on its way arrives as the replacement character.
_SIGN = "[§\ufffd]"
_LEAD = r"[ \t]*(?P<quote>[\"“]?)(?:\[[^\]\n]{1,16}\][ \t]*)?"
_CODE_NUMBER = r"[A-Z]{0,3}\d+[A-Za-z]{0,2}(?:[-.:]\d+[A-Za-z]{0,2})*"

_CONTAINER = re.compile(
    _LEAD + r"(?P<word>TITLE|Title|ARTICLE|Article|DIVISION|Division|SUBCHAPTER|Subchapter|CHAPTER|Chapter|PART|Part)"
    r"[ \t]+(?P<number>[IVXLC]+|\d+[A-Za-z]{0,2}(?:-[A-Z0-9]+)?)(?P<end>[.:]?[ \t]*[—–-]?[ \t]*)(?P<heading>[^\n]*)"
)
_SECTION_WORD = re.compile(
    _LEAD + rf"(?:SECTION|Section|SEC\.|Sec\.)[ \t]+(?P<number>{_CODE_NUMBER})"
    r"(?:(?P<stop>[.:]|[ \t]*[—–])(?=[ \t\n\"“]|$)|(?=[ \t]*(?:\n|$)))"
)
_SECTION_SIGN = re.compile(_LEAD + rf"{_SIGN}{{1,2}}[ \t]*(?P<number>{_CODE_NUMBER})(?P<stop>\.?)(?=[ \t]*(?:[A-Z\[\"“(\n]|[a-z1-9]{{1,2}}\.|$))")  # fmt: skip
_DECIMAL = re.compile(_LEAD + r"(?P<number>\d+(?:\.\d+)+|\d+-\d+(?:\.\d+)*)(?P<stop>\.?)[ \t]+(?=[A-Z\[\"“])")
_PARENTHESES = re.compile(_LEAD + r"\((?P<token>[a-z]{1,4}|[A-Z]{1,4}|\d{1,3})\)(?=[ \t\n\"“(\[]|$)")
_PERIOD = re.compile(_LEAD + r"(?P<token>[a-z]{1,3}|[A-Z]|\d{1,3})\.(?=[ \t\n\[(\"“]|$)")
_HALF_PARENTHESIS = re.compile(_LEAD + r"(?P<token>[a-z]{1,2}|\d{1,3})\)(?=[ \t])")
_DEFINITION = re.compile(
    r"[ \t]*(?:(?P<named>[A-Z][^.\n\"“]{1,80})\.[ \t]+The terms?[ \t]+[\"“]"
    r"|[\"“](?P<quoted>[^\"”\n]{2,80})[\"”][ \t]+(?:means?|shall mean|has the|includes?)\b)"
)
_AUTOMATIC = re.compile(r"(?P<number>\d+(?:\.\d+)*|[IVXLC]+|[A-Z])[.)]?[ \t]+(?=\S)")


@dataclass(frozen=True)
class Marker:
    """A numbered (or defining) line start. `end` is where the printed number ends, counted from the line's start."""

    kind: str
    number: str
    end: int
    quoted: bool = False
    stopped: bool = True
    heading: str = ""
    enumerators: tuple[Enumerator, ...] = ()


def marker_at(line: str) -> Marker | None:
    """The marker with which a line starts, if any."""
    for reader in (_container, _section, _decimal, _enumerator, _definition):
        if marker := reader(line):
            return marker
    return None


def enumerator_at(text: str) -> Marker | None:
    """An enumerator directly here, as in "§ 5. Duties. a. The department shall"."""
    return _enumerator(text)


def numbered_heading(line: str) -> Marker | None:
    """A heading line that starts with a bare number, as in "3. Purpose"; only for lines known to be headings."""
    if not (found := _AUTOMATIC.match(line)):
        return None
    number = found["number"]
    return Marker("section", number, found.start() + len(number))


def _container(line: str) -> Marker | None:
    found = _CONTAINER.match(line)
    if not found or not _reads_as_heading(found["heading"], found["end"], found["word"]):
        return None
    heading = found["heading"].strip().strip("\"“”").strip()
    return Marker(found["word"].lower(), found["number"], found.end("number"), bool(found["quote"]), heading=heading)


def _reads_as_heading(heading: str, end: str, word: str) -> bool:
    """ "Chapter 2 Surveillance" is a heading; "Chapter 2 of title 9 is amended" is a sentence."""
    heading = heading.strip()
    if not heading:
        return True
    if len(heading) > 120 or heading[0].islower():
        return False
    return word.isupper() or bool(end.strip()) or not re.search(r"\b(is|are|shall|amended|of title)\b", heading)


def _section(line: str) -> Marker | None:
    if found := _SECTION_WORD.match(line):
        return Marker("section", found["number"], found.end("number"), bool(found["quote"]), bool(found["stop"]))
    if found := _SECTION_SIGN.match(line):
        return Marker("section", found["number"], found.end("number"), bool(found["quote"]), bool(found["stop"]))
    return None


def _decimal(line: str) -> Marker | None:
    if found := _DECIMAL.match(line):
        return Marker("decimal", found["number"], found.end("number"), bool(found["quote"]), bool(found["stop"]))
    return None


def _enumerator(line: str) -> Marker | None:
    for pattern, shape in ((_PARENTHESES, "(x)"), (_PERIOD, "x."), (_HALF_PARENTHESIS, "x)")):
        if (found := pattern.match(line)) and (read := readings(found["token"], shape)):
            closing = found.end() if shape != "x." else found.end("token") + 1
            return Marker("enumerator", found["token"], closing, bool(found["quote"]), enumerators=tuple(read))
    return None


def _definition(line: str) -> Marker | None:
    if not (found := _DEFINITION.match(line)):
        return None
    term = found["named"] or found["quoted"]
    start = found.start("named") if found["named"] else found.start("quoted")
    return Marker("definition", "", start, heading=term)
