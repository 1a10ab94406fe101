"""Characters: one normal form for every text, and refusals that name the character and its line."""

import re
import unicodedata

from flask_babel import gettext as _

from civic.dockets.importing.result import Finding, FindingCode, ImportRefused, Severity

MAX_BYTES = 10_000_000
MAX_CHARACTERS = 5_000_000

DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
_DIRECTION = re.compile(f"[{DIRECTION_MARKS}]")
_INVISIBLE = re.compile(f"[{DIRECTION_MARKS}{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def decoded(source: bytes, *, max_bytes: int = MAX_BYTES) -> str:
    """The bytes of a text file as a string; UTF-8 only, with or without a byte order mark."""
    refuse_size(source, max_bytes=max_bytes)
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            _("This file is not UTF-8 text (line %(line)s). Save it again as UTF-8 and send that file.", line=line)
        ) from None


def refuse_size(source: bytes, *, max_bytes: int = MAX_BYTES) -> None:
    if not source:
        raise ImportRefused(_("This file is empty."))
    if len(source) > max_bytes:
        raise ImportRefused(
            _(
                "This file has %(size)s MB. The limit is %(limit)s MB.",
                size=_megabytes(len(source)),
                limit=_megabytes(max_bytes),
            )
        )


def normalised(text: str) -> str:
    """Text as it is stored and hashed: LF line ends, no other control character, NFC, trimmed at both ends.

    Direction marks are refused too: they can make a sentence read differently from what it says.
    """
    text = _line_ends(text)
    if found := _DIRECTION.search(text):
        raise ImportRefused(
            _(
                "The text holds an invisible mark that changes the direction of writing (%(code)s, line %(line)s). "
                "Take it out and send the text again.",
                code=_code_point(found.group()),
                line=_line_of(text, found.start()),
            )
        )
    return _finished(text)


def normalised_file(text: str) -> tuple[str, list[Finding]]:
    """The same for text out of a file made by a program: invisible marks are taken out, and counted in a finding."""
    text = _line_ends(text)
    cleaned, count = _INVISIBLE.subn("", text)
    findings = []
    if count:
        sentence = _("%(count)s invisible characters were taken out of the text.", count=count)
        findings.append(Finding(FindingCode.INVISIBLE_CHARACTERS, Severity.NOTE, sentence))
    return _finished(cleaned), findings


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _finished(text: str) -> str:
    if found := _CONTROL.search(text):
        raise ImportRefused(
            _(
                "The text holds a control character (%(code)s, line %(line)s). Take it out and send the text again.",
                code=_code_point(found.group()),
                line=_line_of(text, found.start()),
            )
        )
    text = unicodedata.normalize("NFC", text).strip("\t\n ")
    if len(text) > MAX_CHARACTERS:
        raise ImportRefused(
            _(
                "This text has %(count)s characters. The limit is %(limit)s.",
                count=f"{len(text):,}",
                limit=f"{MAX_CHARACTERS:,}",
            )
        )
    return text


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
