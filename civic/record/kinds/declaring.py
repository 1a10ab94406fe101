"""How a kind is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from civic.record.fields import FieldType

Fields = dict[str, FieldType]


@dataclass(frozen=True)
class Kind:
    """One kind of event. `people`: how many different pseudonyms `by` needs at least."""

    name: str
    about: str
    fields: Fields = field(default_factory=dict)
    public: bool = True
    resident: bool = False
    people: int = 1
    rule: Callable[[dict], str | None] | None = None


KINDS: dict[str, Kind] = {}


def public(name: str, about: str, *, resident=False, people=1, rule=None, **fields: FieldType) -> None:
    KINDS[name] = Kind(name, about, fields, resident=resident, people=people, rule=rule)


def internal(name: str, about: str, *, resident=False, **fields: FieldType) -> None:
    KINDS[name] = Kind(name, about, fields, public=False, resident=resident, people=0)
