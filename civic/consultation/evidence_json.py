"""Evidence as JSON and back, for anyone who computes a verdict again. What is read is checked to the last field."""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from civic.consultation.evidence import Evidence

FORMAT = "civic-ledger-evidence/1"


class MalformedEvidence(ValueError):
    """The file is not what it should be. The message says where, in one sentence."""


def evidence_as_json(evidence: Evidence) -> dict[str, typing.Any]:
    """Plain values for `json.dumps`: instants in UTC to the second, days as YYYY-MM-DD, absent fields as null."""
    return {"format": FORMAT, **_plain(evidence)}


def evidence_from_json(plain: typing.Any) -> Evidence:
    """The inverse. Raises MalformedEvidence, which names the place, for anything that is not exactly of this form."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise MalformedEvidence(f"The evidence does not have the format {FORMAT}.")
    read = _built(Evidence, {name: value for name, value in plain.items() if name != "format"}, "evidence")
    known = [asked.id for asked in read.invitations]
    if twice := sorted({id for id in known if known.count(id) > 1}):
        raise MalformedEvidence(f"evidence.invitations: {twice[0]} stands there twice.")
    if any(asked.response_days < 1 for asked in read.invitations):
        raise MalformedEvidence("evidence.invitations: response_days is 1 or more.")
    if any(event.level > 4 for asked in read.invitations for event in asked.deliveries):
        raise MalformedEvidence("evidence.invitations: the levels of delivery are 0 to 4.")
    _check_zone(read.zone)
    return read


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise MalformedEvidence(f"evidence.zone: this computer knows no time zone {name[:60]}.") from error


def _plain(value: typing.Any) -> typing.Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _built(kind: typing.Any, value: typing.Any, place: str) -> typing.Any:
    """A value of the kind that the dataclass declares; nothing is guessed or converted."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _built_record(kind, value, place)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise MalformedEvidence(f"{place}: a list belongs here.")
        return tuple(_built(arguments[0], each, f"{place}[{n}]") for n, each in enumerate(value))
    if origin is types.UnionType:
        return None if value is None else _built(arguments[0], value, place)
    if origin is typing.Literal:
        if value not in arguments or not isinstance(value, str):
            raise MalformedEvidence(f"{place}: one of {', '.join(arguments)} belongs here.")
        return value
    return _READERS[kind](value, place)


_kinds_of = functools.cache(typing.get_type_hints)


def _built_record(kind: typing.Any, value: typing.Any, place: str) -> typing.Any:
    if not isinstance(value, dict):
        raise MalformedEvidence(f"{place}: an object belongs here.")
    kinds = _kinds_of(kind)
    if unknown := sorted(set(value) - set(kinds)):
        raise MalformedEvidence(f"{place}: unknown field {unknown[0]}.")
    if missing := [field.name for field in dataclasses.fields(kind) if field.name not in value and field.default is dataclasses.MISSING]:
        raise MalformedEvidence(f"{place}: {missing[0]} is missing.")
    return kind(**{name: _built(kinds[name], each, f"{place}.{name}") for name, each in value.items()})


def _word(value: typing.Any, place: str) -> str:
    if not isinstance(value, str):
        raise MalformedEvidence(f"{place}: words belong here.")
    return value


def _whole(value: typing.Any, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**6:
        raise MalformedEvidence(f"{place}: a whole number belongs here.")
    return value


def _yes_or_no(value: typing.Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise MalformedEvidence(f"{place}: true or false belongs here.")
    return value


def _day(value: typing.Any, place: str) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"(19|2[0-9])\d\d-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise MalformedEvidence(f"{place}: a day like 2026-05-12 belongs here.")


def _instant(value: typing.Any, place: str) -> datetime:
    try:
        if isinstance(value, str) and re.fullmatch(r"(19|2[0-9])\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", value, re.ASCII):
            return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise MalformedEvidence(f"{place}: an instant like 2026-05-12T15:00:00Z belongs here.")


_READERS: dict[typing.Any, typing.Callable[[typing.Any, str], typing.Any]] = {
    str: _word, int: _whole, bool: _yes_or_no, date: _day, datetime: _instant,
}  # fmt: skip
