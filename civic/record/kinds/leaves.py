"""Making, reading and checking leaves by what their kinds declare."""

from __future__ import annotations

from civic.record import leaf
from civic.record.kinds.declaring import Kind
from civic.record.kinds.every import KINDS
from civic.record.kinds.rules import people_in
from civic.record.leaf import MalformedLeaf

_ENVELOPE = ("v", "t", "id", "day", "by")


def make_leaf(kind: str, /, *, id: str, day: str, by: list[str], **fields: object) -> bytes:
    """The canonical bytes of a new leaf. Raises MalformedLeaf; fields whose value is None are left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    obj = {**given, "v": 1, "t": kind, "id": id, "day": day, "by": by}
    validate(kind, obj)
    return leaf.canonical(obj)


def read_leaf(data: bytes) -> dict:
    """The leaf in these bytes: canonical, of a known public kind, with exactly its fields."""
    obj = leaf.parse(data)
    name = obj.get("t")
    validate(name if isinstance(name, str) else "", obj)
    return obj


def validate(kind: str, obj: dict) -> None:
    """Refuse a leaf that this kind does not allow. Raises MalformedLeaf with the reason."""
    declared = KINDS.get(kind)
    if declared is None or not declared.public:
        raise MalformedLeaf(f"no public kind is called {kind!r}")
    _check_names(declared, obj)
    _check_envelope(declared, obj)
    for name, shape in declared.fields.items():
        if name in obj and (problem := shape.problem(obj[name])):
            raise MalformedLeaf(f"{kind}: {name} {problem}")
    _check_people(declared, obj)
    if declared.rule and (problem := declared.rule(obj)):
        raise MalformedLeaf(f"{kind}: {problem}")


def _check_names(kind: Kind, obj: dict) -> None:
    allowed = {*_ENVELOPE, *kind.fields}
    required = {*_ENVELOPE, *(name for name, shape in kind.fields.items() if not shape.optional)}
    if unknown := sorted(set(obj) - allowed):
        raise MalformedLeaf(f"{kind.name} has no field {', '.join(unknown)}")
    if missing := sorted(required - set(obj)):
        raise MalformedLeaf(f"{kind.name} lacks {', '.join(missing)}")


def _check_envelope(kind: Kind, obj: dict) -> None:
    if obj["v"] != 1 or not leaf.is_int(obj["v"]) or obj["t"] != kind.name:
        raise MalformedLeaf(f"{kind.name}: v is 1 and t the kind")
    if not leaf.is_b16(obj["id"]) or not leaf.is_day(obj["day"]):
        raise MalformedLeaf(f"{kind.name}: id is 16 random bytes and day a date")
    if not isinstance(obj["by"], list) or not all(map(leaf.is_role, obj["by"])):
        raise MalformedLeaf(f"{kind.name}: by is a list of roles")


def _check_people(kind: Kind, obj: dict) -> None:
    """A resident's own act names nobody; what staff enter for a resident names the enterer."""
    people = len(set(obj["by"]))
    if kind.resident:
        if bool(people) != ("received" in obj):
            raise MalformedLeaf(f"{kind.name}: by is empty, except where staff entered what a resident sent")
    elif (people_in(obj) if kind.people > 1 else people) < kind.people:
        raise MalformedLeaf(f"{kind.name} needs {kind.people} different people in by")


def leaves_named(obj: dict) -> list[str]:
    """The ids of the earlier leaves that this one names; it may not enter the log before them."""
    shapes = KINDS[obj["t"]].fields
    return [found for name, shape in shapes.items() if name in obj for found in shape.leaves(obj[name])]
