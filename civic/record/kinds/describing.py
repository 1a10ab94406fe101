"""The kinds as data for `/record/schema.json`, and as the table in the documentation."""

from __future__ import annotations

from civic.record.kinds.declaring import Kind
from civic.record.kinds.every import INTERNAL, KINDS, PUBLIC


def schema() -> dict:
    """The table of public kinds as plain data, for `/record/schema.json`."""
    return {
        "format": "civic-schema/1",
        "every_leaf": {"v": "int", "t": "kind", "id": "b16", "day": "day", "by": "list of role"},
        "kinds": {name: describe(name) for name in PUBLIC},
    }


def describe(kind: str) -> dict:
    """What the documentation says about one kind."""
    declared = KINDS[kind]
    return {
        "about": declared.about,
        "resident": "yes" if declared.resident else "no",
        "people": declared.people if not declared.resident else 0,
        "fields": {name: str(shape) for name, shape in sorted(declared.fields.items())},
    }


def markdown() -> str:
    """The table of all kinds for `docs/developers/record-kinds.md`."""
    lines = [
        "# Kinds of events", "",
        "Made by `python -m civic.record.kinds --markdown`; a test compares. Every leaf also has `v` (1), `t` (the",
        "kind), `id`, `day` and `by`. A field with `?` may be absent.", "",
        "## Public: each writes a leaf", "",
        "| Kind | What happened | Fields |", "|---|---|---|",
    ]  # fmt: skip
    for name in PUBLIC:
        fields = ", ".join(f"`{field}` {shape}" for field, shape in sorted(KINDS[name].fields.items()))
        lines.append(f"| `{name}` | {KINDS[name].about}{_who(KINDS[name])} | {fields.replace('|', '/')} |")
    lines += ["", "## Internal: no leaf, and nothing the public sees changes", ""]
    lines += ["| Kind | What happened |", "|---|---|"]
    lines += [f"| `{name}` | {KINDS[name].about} |" for name in INTERNAL]
    return "\n".join(lines) + "\n"


def _who(kind: Kind) -> str:
    if kind.resident:
        return " A resident's own act: a day, no time, nobody in `by`."
    return f" Needs {kind.people} people." if kind.people > 1 else ""
