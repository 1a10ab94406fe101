"""Calendars that other programs subscribe to (RFC 5545): events of a whole day or of an instant.

The same rows give the same bytes: an entry's stamp is the day it is about to say something new, never the time of asking.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Response

LONGEST_LINE = 75  # octets, the line's end not counted


@dataclass(frozen=True)
class Entry:
    """``uid`` never changes and is never used again. ``on`` is a day, or an instant. ``stamp`` is when it was entered or changed."""

    uid: str
    on: date | datetime
    title: str
    stamp: datetime
    words: str = ""
    place: str = ""
    address: str = ""
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry], *, host: str, filename: str) -> Response:
    text = as_ics(name, entries, host=host)
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.add_etag()
    return response


def as_ics(name: str, entries: Iterable[Entry], *, host: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Civic//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for entry in sorted(entries, key=lambda e: (_day(e.on), e.uid)):
        lines += _event(entry, host)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def _event(entry: Entry, host: str) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{entry.uid}@{host}", f"DTSTAMP:{_instant(entry.stamp)}"]
    if isinstance(entry.on, datetime):
        lines.append(f"DTSTART:{_instant(entry.on)}")
    else:
        lines += [f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}", "TRANSP:TRANSPARENT"]
    lines.append(f"SUMMARY:{_escaped(entry.title)}")
    lines += [f"{field}:{_escaped(value)}" for field, value in (("DESCRIPTION", entry.words), ("LOCATION", entry.place)) if value]
    if entry.address:
        lines.append(f"URL:{entry.address}")
    lines += ["STATUS:CANCELLED"] if entry.cancelled else []
    return [*lines, "END:VEVENT"]


def _day(on: date | datetime) -> str:
    return on.astimezone(UTC).isoformat() if isinstance(on, datetime) else on.isoformat()


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut after 75 octets, never inside a character; what follows begins with a space."""
    pieces, piece, room = [], "", LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LONGEST_LINE - 1
        piece, room = piece + character, room - size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
