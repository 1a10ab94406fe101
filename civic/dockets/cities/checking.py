"""What is wrong with a city's file: each fault with its line and field, in one pass, so that one correction is enough."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civic.dockets.cities.topics import TOPICS

FORMAT = 1
LARGEST = 100_000
LONGEST = 400
TOP = {"format", "name", "region", "adopted", "note", "fact", "source"}
FACT = {"topic", "says", "unconfirmed", "unknown", "values", "sources"}
SOURCE = {"key", "title", "address"}
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Fault:
    file: str
    line: int  # 0 where the file as a whole is meant
    field: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.field + ': ' if self.field else ''}{self.sentence}"


def parsed(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """The file's content and every fault in it. The content is to be used only where there is no fault."""
    try:
        source = path.read_bytes()
        if len(source) > LARGEST:
            return {}, [Fault(path.name, 0, "", f"The file is larger than {LARGEST} bytes.")]
        text = source.decode()
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        return {}, [Fault(path.name, 0, "", "The file is not UTF-8 text.")]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        return {}, [Fault(path.name, int(line[1]) if line else 0, "", f"This is not TOML: {error}")]
    except OSError as error:
        return {}, [Fault(path.name, 0, "", f"The file cannot be read: {error.strerror}.")]
    lines = _lines_of(text)
    return data, [Fault(path.name, _line_for(lines, where), name, sentence) for where, name, sentence in _faults(path.stem, data)]


Where = tuple[str, int, str]  # table ("" for the top), which of them, key
Found = Iterator[tuple[Where, str, str]]


def _faults(key: str, data: dict[str, Any]) -> Found:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        yield ("", 0, ""), "file name", "Use small letters, digits and hyphens, for example boston-ma.toml."
    yield from _unknown_names(data, TOP, ("", 0), "")
    if data.get("format") != FORMAT:
        yield ("", 0, "format"), "format", f"Must be {FORMAT}."
    for name, required in (("name", True), ("region", True), ("note", False), ("adopted", False)):
        yield from _words(data, name, ("", 0), name, required)
    if isinstance(data.get("adopted"), str) and data["adopted"] and not _DAY.fullmatch(data["adopted"]):
        yield ("", 0, "adopted"), "adopted", "Write a year, a month or a day: “2020”, “2020-12” or “2020-12-01”."
    sources = _tables(data, "source")
    facts = _tables(data, "fact")
    for name, rows in (("source", sources), ("fact", facts)):
        if rows is None:
            yield ("", 0, name), name, f"Write each as a table of its own, under [[{name}]]."
    yield from _in_sources(sources or [])
    yield from _in_facts(facts or [], {row["key"] for row in sources or [] if isinstance(row.get("key"), str)})


def _in_sources(rows: list[dict[str, Any]]) -> Found:
    seen: set[str] = set()
    for n, row in enumerate(rows):
        called = f"source {n + 1}" + (f" (“{row['key']}”)" if isinstance(row.get("key"), str) else "")
        yield from _unknown_names(row, SOURCE, ("source", n), called)
        for name, required in (("key", True), ("title", True), ("address", False)):
            yield from _words(row, name, ("source", n), f"{called}, {name}", required)
        if isinstance(row.get("key"), str) and row["key"] in seen:
            yield ("source", n, "key"), f"{called}, key", "Another source has this key."
        seen.add(str(row.get("key")))
        if isinstance(row.get("address"), str) and not re.fullmatch(r"https://[^\s<>\"]+", row["address"]):
            yield ("source", n, "address"), f"{called}, address", "Must begin with https:// and hold no space."


def _in_facts(rows: list[dict[str, Any]], sources: set[str]) -> Found:
    if not rows:
        yield ("", 0, "fact"), "fact", "The file says nothing yet: add at least one [[fact]]."
    seen: set[str] = set()
    for n, row in enumerate(rows):
        topic = row.get("topic")
        called = f"fact {n + 1}" + (f" (“{topic}”)" if isinstance(topic, str) else "")
        yield from _unknown_names(row, FACT, ("fact", n), called)
        if not isinstance(topic, str) or topic not in TOPICS:
            yield ("fact", n, "topic"), f"{called}, topic", f"Must be one of: {', '.join(TOPICS)}."
        elif topic in seen:
            yield ("fact", n, "topic"), f"{called}, topic", "This question is answered above already."
        seen.add(str(topic))
        for name in ("says", "unconfirmed", "unknown"):
            yield from _words(row, name, ("fact", n), f"{called}, {name}", False)
        yield from _in_answer(row, n, called)
        if isinstance(topic, str) and topic in TOPICS:
            yield from _listed(row, "values", n, called, list(TOPICS[topic].values))
        yield from _listed(row, "sources", n, called, sorted(sources))


def _in_answer(row: dict[str, Any], n: int, called: str) -> Found:
    if not any(row.get(name) for name in ("says", "unconfirmed", "unknown")):
        yield ("fact", n, "topic"), called, "Give “says”, “unconfirmed” or “unknown”, or leave the whole fact out: it then reads “not known to us”."
    if row.get("says") and not row.get("sources"):
        yield ("fact", n, "says"), f"{called}, sources", "What a file says needs a source. Without one, write it under “unconfirmed”."
    if row.get("values") and not (row.get("says") or row.get("unconfirmed")):
        yield ("fact", n, "values"), f"{called}, values", "A short answer needs words: give “says” or “unconfirmed”."


def _listed(row: dict[str, Any], name: str, n: int, called: str, allowed: list[str]) -> Found:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        yield ("fact", n, name), f"{called}, {name}", "Must be a list of words, for example [\"council\"]."
        return
    for one in found:
        if one not in allowed:
            yield ("fact", n, name), f"{called}, {name}", f"“{one}” is not one of: {', '.join(allowed) or 'none for this question'}."


def _tables(data: dict[str, Any], name: str) -> list[dict[str, Any]] | None:
    rows = data.get(name, [])
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None


def _unknown_names(row: dict[str, Any], known: set[str], where: tuple[str, int], called: str) -> Found:
    for name in row:
        if name not in known:
            yield (*where, name), f"{called}, {name}" if called else name, f"There is no such field. Known are: {', '.join(sorted(known))}."


def _words(row: dict[str, Any], name: str, where: tuple[str, int], called: str, required: bool) -> Found:
    value = row.get(name)
    if value is None:
        if required:
            yield (*where, name), called, "Is missing."
    elif not isinstance(value, str):
        yield (*where, name), called, "Must be words in quotation marks."
    elif not value.strip():
        yield (*where, name), called, "Is empty."
    elif len(value) > LONGEST:
        yield (*where, name), called, f"Say it in at most {LONGEST} characters."
    elif any(unicodedata.category(c) in ("Cc", "Cf") for c in value):
        yield (*where, name), called, "Contains a character that cannot be shown, or a line end."


def _lines_of(text: str) -> dict[Where, int]:
    """Where each table and each key begins. Good enough to lead a person to the place; nothing is decided by it."""
    lines: dict[Where, int] = {}
    counts: dict[str, int] = {}
    table, n = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line):
            table = header[1]
            n = counts[table] = counts.get(table, -1) + 1
            lines[table, n, ""] = number
        elif key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
            lines.setdefault((table, n, key[1]), number)
    return lines


def _line_for(lines: dict[Where, int], where: Where) -> int:
    return lines.get(where) or lines.get((where[0], where[1], ""), 0)
