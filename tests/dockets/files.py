"""Files as people send them, made here: Word files with marks, bombs, and files that are not what their name says."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>'


def word_file(body: str, **parts: str) -> bytes:
    """A .docx whose document has this body; further parts by name: ``styles="…"``."""
    return packed({"word/document.xml": f"{HEAD}{body}</w:body></w:document>", **{f"word/{n}.xml": x for n, x in parts.items()}})


def packed(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return kept.getvalue()


def p(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def struck(words: str) -> str:
    return r(words, "<w:strike/>")


def underlined(words: str) -> str:
    return r(words, '<w:u w:val="single"/>')


def tracked_in(words: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{r(words)}</w:ins>'


def tracked_out(words: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


MARKED = word_file(
    p(r("Section 1. Purpose. This law limits cameras."))
    + p(r("Section 2. Reports. Each department reports "), struck("once"), underlined("twice"), r(" a year."))
    + p(r("Section 3. Fines. Whoever breaks this pays "), tracked_out("50"), tracked_in("100"), r(" dollars."))
)
PLAIN = word_file(p(r("Section 1. Purpose. This law limits cameras.")) + p(r("Section 2. Reports. Each department reports once a year.")))


def bomb() -> bytes:
    """A few kilobytes that unpack to 40 MB."""
    return packed({"word/document.xml": b"<w>" + b" " * 40_000_000 + b"</w>"})


def lying_bomb() -> bytes:
    """A bomb whose directory says that it is small."""
    source = bytearray(packed({"word/document.xml": b"<w>" + b" " * 35_000_000 + b"</w>"}))
    small = (1000).to_bytes(4, "little")
    directory = source.rindex(b"PK\x01\x02")
    source[directory + 24 : directory + 28] = small
    source[22:26] = small
    return bytes(source)


def entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return packed({"word/document.xml": f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{lines}]><w>&e9;</w>'})


def matter_file(**changed: Any) -> bytes:
    """A small Legistar matter of a made-up city."""
    votes = [{"FullName": f"Member {n}", "Vote": "Affirmative" if n < 9 else "Negative"} for n in range(1, 13)]
    matter = {
        "File": "Int 0007-2026", "Name": "Cameras that read faces", "Title": "A local law in relation to cameras", "Summary": "It limits cameras.",
        "TypeName": "Introduction", "StatusName": "Enacted", "BodyName": "Committee on Safety", "LocalLaw": "2026/012", "Version": "A",
        "IntroDate": "2026-01-10T00:00:00Z", "PassedDate": "2026-03-02T00:00:00Z",
        "Sponsors": [{"FullName": "Ines Sponsor"}, {"FullName": "Tam Second "}],
        "History": [
            {"ID": 1, "Date": "2026-01-10T13:00:00Z", "Action": "Introduced by Council", "BodyName": "City Council", "Version": "*"},
            {"ID": 2, "Date": "2026-02-20T10:00:00Z", "Action": "Approved by Committee", "BodyName": "Committee on Safety", "Version": "A",
             "PassedFlagName": "Pass", "Votes": [{"FullName": "Member 1", "Vote": "Affirmative"}, {"FullName": "Member 2", "Vote": "Medical"}]},
            {"ID": 3, "Date": "2026-02-28T13:30:00Z", "Action": "Approved by Council", "BodyName": "City Council", "Version": "A",
             "PassedFlagName": "Pass", "Votes": votes},
            {"ID": 4, "Date": "0001-01-01T00:00:00Z", "Action": "Sent to Mayor by Council", "BodyName": "City Council", "Version": "A"},
        ],
        "Attachments": [{"Name": "Int. No. 7", "Link": "https://example.org/7.doc"}],
        "Text": "Be it enacted:\n\nSection 1. No department may use face recognition.\n\nSection 2. Each department reports once a year.",
        **changed,
    }  # fmt: skip
    return json.dumps(matter).encode()
