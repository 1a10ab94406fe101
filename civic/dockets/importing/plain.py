"""Readers for Markdown and for pasted words."""

from __future__ import annotations

import re

from civic.dockets.importing.characters import decoded, normalised, normalised_file, refuse_size
from civic.dockets.importing.checking import check
from civic.dockets.importing.result import ImportedText, digest_of
from civic.dockets.importing.splitting import split

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$")


def read_markdown(source: bytes) -> ImportedText:
    """Markdown: headings say where parts begin; their number signs are not part of the law. Raises ImportRefused."""
    text, findings = normalised_file(decoded(source))
    lines, headings, offset, title = [], {}, 0, ""
    for line in text.split("\n"):
        if found := _HEADING.match(line):
            line = found[2]
            headings[offset] = len(found[1])
            title = title or line
        lines.append(line)
        offset += len(line) + 1
    whole = "\n".join(lines)
    provisions, found_in_structure = split(whole, headings=headings)
    return ImportedText(
        whole, provisions, (*findings, *found_in_structure, *check(whole, provisions)), title=title, source_format="markdown",
        source_sha256=digest_of(source),
    )  # fmt: skip


def read_pasted(words: str) -> ImportedText:
    """What a clerk pastes: taken as it is; numbers at the starts of lines divide it. Raises ImportRefused."""
    source = words.encode()
    refuse_size(source)
    text = normalised(words)
    provisions, findings = split(text)
    return ImportedText(text, provisions, (*findings, *check(text, provisions)), source_format="pasted", source_sha256=digest_of(source))
