"""Rules between the fields of one leaf; each gives the reason for refusing, or None."""

from __future__ import annotations

from civic.record.fields import PEOPLE_FOR


def days_of_a_grant(obj: dict) -> str | None:
    """I-60: every grant has its days."""
    if (obj["outcome"] == "refused") == ("ends" in obj) or ("starts" in obj) != ("ends" in obj):
        return "a grant has a first and a last day, a refusal has none"
    return None


def imported(obj: dict) -> str | None:
    if "source" in obj and "received" not in obj:
        return "an imported comment says when it was received"
    return None


def redaction(obj: dict) -> str | None:
    if ("n" in obj) != (obj["part"] == "suggest"):
        return "n names the suggestion, and only a suggestion"
    return by_reason(obj)


def by_reason(obj: dict) -> str | None:
    """As many people as the code asks for (domain.md, section 7)."""
    needed = PEOPLE_FOR[obj["reason"]]
    return f"{obj['reason']} needs {needed} different people in by" if people_in(obj) < needed else None


def people_in(obj: dict) -> int:
    """The software is nobody: neither the one who decides nor the second (I-33, I-34)."""
    return len(set(obj["by"]) - {"system"})


def name_withheld(obj: dict) -> str | None:
    return None if obj["reason"] == "P2" and not obj["by"] else by_reason(obj)


def signature(obj: dict) -> str | None:
    if (obj["through"] == "representative") != bool(obj["by"]):
        return "a representative signs by role, everyone else without one"
    return None
