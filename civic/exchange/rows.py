"""Rows of a CSV or JSONL file, and what each means under a column map. Nothing here touches the database."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from civic.clock import city_zone
from civic.comments.actions import Words
from civic.comments.models import Channel
from civic.database import Refusal

FIELDS = ("body", "received", "channel", "section", "suggestion", "name", "ward", "stance", "language")
FORMATS = {"csv": "csv", "tsv": "csv", "txt": "csv", "jsonl": "jsonl", "ndjson": "jsonl"}
_CHANNELS = {
    "webform": Channel.WEB, "website": Channel.WEB, "online": Channel.WEB, "mail": Channel.POST, "letter": Channel.POST, "paper": Channel.POST,
    "telephone": Channel.PHONE, "voicemail": Channel.PHONE, "text": Channel.SMS, "textmessage": Channel.SMS, "handdelivered": Channel.IN_PERSON,
}  # fmt: skip
_STANCES = {"support": "support", "for": "support", "oppose": "oppose", "against": "oppose", "neutral": "neutral", "": ""}
_CLOCK = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?m\.?)?$", re.IGNORECASE)
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d.%m.%Y")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file; ``values`` is None where it could not be read."""

    number: int
    values: dict[str, str] | None


@dataclass(frozen=True)
class Meaning:
    """What a row says."""

    words: Words
    received_on: date
    channel: Channel


@dataclass(frozen=True)
class ColumnMap:
    """Which column holds what, and what holds for every row where no column does."""

    columns: dict[str, str]
    channel: str = ""
    language: str = "en"
    received: str = ""

    @classmethod
    def parse(cls, text: str, **everywhere: str) -> ColumnMap:
        """``body=text,received=submitted_at``: our field, then the file's column."""
        columns: dict[str, str] = {}
        for pair in filter(None, (part.strip() for part in text.split(","))):
            name, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or name not in FIELDS:
                raise Refusal(_("“%(pair)s” is not part of a column map. Write field=column; the fields are: %(fields)s.", pair=pair, fields=", ".join(FIELDS)), "map")
            columns[name] = column
        made = cls(columns, **everywhere)
        if "body" not in columns:
            raise Refusal(_("The column map does not say which column holds the words: add body=COLUMN."), "map")
        if "received" not in columns and not made.received:
            raise Refusal(_("Say when the comments were received: add received=COLUMN, or one day for all."), "map")
        if "channel" not in columns and not made.channel:
            raise Refusal(_("Say how the comments came: add channel=COLUMN, or one channel for all."), "map")
        return made

    def meaning_of(self, row: Row) -> Meaning:
        """Raises Refusal with the reason that stands in the failed-rows file."""
        if row.values is None:
            raise Refusal(_("This row cannot be read."))
        given = {name: _cleaned(row.values.get(column, "")) for name, column in self.columns.items()}
        if not given["body"]:
            raise Refusal(_("There are no words in this row."))
        words = Words(
            given["body"], (given["section"],) if given.get("section") else (), suggestion=given.get("suggestion", ""), name=given.get("name", "")[:80],
            ward=given.get("ward", "")[:20], stance=_stance(given.get("stance", "")), language=given.get("language", "")[:8].lower() or self.language,
        )  # fmt: skip
        return Meaning(words, day_in(given.get("received", "") or self.received), _channel(given.get("channel", "") or self.channel))

    def check(self, columns: list[str]) -> None:
        missing = [column for column in self.columns.values() if column not in columns]
        if missing:
            raise Refusal(_("The file has no column “%(missing)s”. Its columns are: %(columns)s.", missing=missing[0], columns=", ".join(columns)), "map")


def read_rows(data: bytes, format: str) -> list[Row]:
    """Every row of the file. Raises Refusal where it is no such file at all."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(_("This file is not in UTF-8. Save it as “CSV UTF-8” and try again."), "file") from None
    rows = list(_json_lines(text) if format == "jsonl" else _csv_rows(text))
    if not rows:
        raise Refusal(_("There are no rows in this file."), "file")
    return rows


def columns_of(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows[:50] for name in row.values or {}))


def day_in(text: str) -> date:
    """The day in a date as files write it. A time without a zone is the city's; one with a zone is brought to the city's day."""
    plain = _WEEKDAY.sub("", text.strip())
    found = _instant(plain) or _plain_day(_CLOCK.sub("", plain))
    if found is None or found.year < 1900:
        raise Refusal(_("“%(text)s” is not a day of receipt.", text=text[:40]))
    return found


def _instant(text: str) -> date | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(city_zone()).date() if at.tzinfo and at.year >= 1900 else at.date()


def _plain_day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _channel(text: str) -> Channel:
    plain = re.sub(r"[^a-z]", "", text.lower())
    found = next((channel for channel in Channel if plain == channel.value.replace("_", "")), _CHANNELS.get(plain))
    if found is None:
        raise Refusal(_("“%(text)s” is not a way by which comments come.", text=text[:40]))
    return found


def _stance(text: str) -> str:
    found = _STANCES.get(text.strip().lower())
    if found is None:
        raise Refusal(_("“%(text)s” is not a stance: use support, oppose or neutral.", text=text[:40]))
    return found


def _cleaned(text: str) -> str:
    """Words as given, without control characters that no page can show."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                values = json.loads(line)
            except ValueError:
                values = None
            yield Row(number, {str(k): "" if v is None else str(v) for k, v in values.items()} if isinstance(values, dict) else None)


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(10_000_000)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, values in enumerate(reader, 2):
        yield Row(number, {key: value or "" for key, value in values.items() if key is not None})
