"""Brings every catalogue up to date with the strings in the code: ``make messages``.

Translations are kept by their English words; a string that left the code leaves the catalogue, a new one
comes in empty and is shown in English until someone translates it. Comments of translators stay.
The installation compiles the catalogues (hatch_build.py); this does it as well.
"""

from __future__ import annotations

from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

CIVIC = Path(__file__).parent.parent
ROOT = CIVIC.parent
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None}
READERS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.loopcontrols", "silent": "false", "encoding": "utf-8"}}

Message = tuple[str, str]  # the English words and their plural, which is mostly ""


def messages() -> dict[Message, list[str]]:
    """Every string for people in code and templates, with the files that hold it, in their order."""
    found: dict[Message, list[str]] = {}
    for folder in (ROOT / "templates", CIVIC):
        for name, _line, words, _comments, _context in extract_from_dir(folder, READERS, OPTIONS, KEYWORDS):
            message = words if isinstance(words, tuple) else (words, "")
            place = f"{folder.name}/{name}"
            places = found.setdefault((message[0], message[1]), [])
            if place not in places:
                places.append(place)
    return {message: sorted(places) for message, places in sorted(found.items(), key=lambda item: (min(item[1]), item[0]))}


def bring_up_to_date(file: Path, language: str) -> None:
    old = polib.pofile(str(file)) if file.exists() else polib.POFile()
    kept = {entry.msgid: entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "civic", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }  # fmt: skip
    for (words, plural), places in messages().items():
        entry = kept.get(words) or polib.POEntry(msgid=words)
        entry.occurrences, entry.flags = [(place, "") for place in places], []
        entry.msgid_plural = plural
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        new.append(entry)
    new.save(str(file))
    new.save_as_mofile(str(file.with_suffix(".mo")))


if __name__ == "__main__":
    for folder in sorted((CIVIC / "translations").glob("*/LC_MESSAGES")):
        bring_up_to_date(folder / "messages.po", folder.parent.name)
