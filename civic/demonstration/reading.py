"""Frozen dataclasses from TOML tables of the same shape; whatever does not fit is named by its file and key."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, field, fields, is_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


class ContentFault(Exception):
    """A file of the demonstration does not say what it must; the sentence names the file and the key."""


def named(key: str) -> Any:
    """A list whose tables are written in the singular: ``[[comment]]``."""
    return field(default=(), metadata={"key": key})


def build(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """A dataclass from a table of the same shape: an unknown, a missing or a wrongly typed key is a fault."""
    where = f"{where} {table.get('key', '')}".strip()
    hints = _hints_of(typing.cast(type, kind))
    wanted = {f.metadata.get("key", f.name): f for f in fields(kind)}  # type: ignore[arg-type]
    if strange := set(table) - set(wanted):
        raise ContentFault(f"{where}: {kind.__name__} has no {', '.join(sorted(strange))}.")
    values = {f.name: _value(hints[f.name], table[key], f"{where}.{key}") for key, f in wanted.items() if key in table}
    missing = [key for key, f in wanted.items() if key not in table and f.default is MISSING]
    if missing:
        raise ContentFault(f"{where}: {kind.__name__} needs {', '.join(missing)}.")
    return kind(**values)


@functools.cache
def _hints_of(kind: type) -> dict[str, Any]:
    """A few kinds, thousands of tables."""
    return typing.get_type_hints(kind)


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return _value(inner[0], value, where)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(inner[0], item, where) for item in value)
    if origin is Mapping and isinstance(value, dict):
        return {key: _value(inner[1], item, where) for key, item in value.items()}
    if is_dataclass(hint) and isinstance(value, dict):
        return build(typing.cast(type, hint), value, where)
    if isinstance(hint, type) and type(value) is hint:
        return value.strip() if isinstance(value, str) else value
    raise ContentFault(f"{where}: {value!r} is not what is expected here.")
