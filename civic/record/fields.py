"""The types that a field of a leaf may have. There are no others, and none of them holds free text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from civic.record import leaf

ANSWER_POSITIONS = ("agree", "agree_in_part", "disagree", "cannot_answer")

# How many people a moderation code asks for: domain.md, section 7.
PEOPLE_FOR = {"T1": 2, "T2": 2, "O1": 2, "P1": 1, "P2": 1, "S1": 2, "S2": 1, "I1": 2, "C1": 2, "X1": 2}

# The settings of the city that can change by a dated row: domain.md, section 4.
SETTINGS = (
    "city_name", "zone", "seats", "wards", "contact_lines", "response_days", "attorney_sentence", "quorum", "passage",
    "override", "threshold_base", "holidays", "hold_business_days", "appeal_days", "appeal_decision_days", "small_number", "late_hours", "quiet_from", "quiet_to", "reminder_days",
    "grace_minutes", "positions_before_hearing", "ledger_start", "language_es", "mail_so", "mail_hmn", "topics", "workflow", "digest",
    "deletion_schedule", "text_days", "window_days", "hearing_notice_days", "mayor_days", "effective_rule", "reading_labels",
    "special_notice_days", "ein_shown", "opinion_floor", "exception_notice_days", "exception_hearing", "exception_renewal_days",
    "exception_emergency_days", "exception_review_days", "originals_days",
)  # fmt: skip

# The fields of an exception request that a rule may seal; the technology, the clause, the days and the cost never are.
SEALABLE = ("case_type", "place", "affected")


def _no_leaves(value: object) -> Iterator[str]:
    return iter(())


@dataclass(frozen=True)
class FieldType:
    """A named form. `problem` says what is wrong with a value, or None; `leaves` gives the leaf ids inside it."""

    name: str
    problem: Callable[[object], str | None]
    leaves: Callable[[Any], Iterator[str]] = _no_leaves
    optional: bool = False
    parts: tuple["FieldType", ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.name}?" if self.optional else self.name


def _plain(name: str, accepts: Callable[[object], bool]) -> FieldType:
    return FieldType(name, lambda value: None if accepts(value) else f"is not of type {name}")


def code(*values: str) -> FieldType:
    """One of a closed list."""
    name = "code{" + ", ".join(values) + "}"
    return FieldType(name, lambda value: None if value in values else f"is not one of {', '.join(values)}")


def maybe(shape: FieldType) -> FieldType:
    """The same, but the field may be absent."""
    return replace(shape, optional=True)


def many(shape: FieldType) -> FieldType:
    """A list, perhaps empty."""

    def problem(value: object) -> str | None:
        if not isinstance(value, list):
            return "is not a list"
        return next((found for each in value if (found := shape.problem(each))), None)

    def leaves(value: Any) -> Iterator[str]:
        return (found for each in value for found in shape.leaves(each))

    return FieldType(f"list of {shape.name}", problem, leaves, parts=(shape,))


def group(**shapes: FieldType) -> FieldType:
    """An object with exactly these keys."""

    def problem(value: object) -> str | None:
        if not isinstance(value, dict) or set(value) != set(shapes):
            return f"is not an object of {', '.join(sorted(shapes))}"
        return next((f"{key} {found}" for key, shape in shapes.items() if (found := shape.problem(value[key]))), None)

    def leaves(value: Any) -> Iterator[str]:
        return (found for key, shape in shapes.items() for found in shape.leaves(value[key]))

    name = "{" + ", ".join(f"{key}: {shape.name}" for key, shape in sorted(shapes.items())) + "}"
    return FieldType(name, problem, leaves, parts=tuple(shapes.values()))


def _spans_problem(value: object) -> str | None:
    """Half-open spans of word places: at least one, in order, none empty, none touching words of another."""
    if not isinstance(value, list) or not value:
        return "is not a list of spans"
    end = 0
    for span in value:
        if not (isinstance(span, list) and len(span) == 2 and all(map(leaf.is_int, span))):
            return "holds something else than [from, to)"
        if not end <= span[0] < span[1]:
            return "is not in order, overlaps or has an empty span"
        end = span[1]
    return None


INT = _plain("int", leaf.is_int)
DAY = _plain("day", leaf.is_day)
INSTANT = _plain("instant", leaf.is_instant)
B16 = _plain("b16", leaf.is_b16)
B32 = _plain("b32", leaf.is_b32)
DOCKET = _plain("docket", leaf.is_docket)
NUMBER = _plain("number", leaf.is_number)
SECTION = _plain("section", leaf.is_section)
ROLE = _plain("role", leaf.is_role)
KEY_ID = _plain("8 hex", leaf.is_key_id)
LEAF = replace(_plain("leaf", leaf.is_b16), leaves=lambda value: iter((value,)))
TEXT = replace(group(ctx=B16, root=B32), name="text")
SPANS = FieldType("list of [from, to)", _spans_problem)
SECTIONS = many(SECTION)
SUGGESTS = many(group(ctx=B16, root=B32, section=SECTION))
VALS = group(connection=B32, lang=B32, name=B32, stance=B32, ward=B32)
COUNTS = group(
    yes=INT, no=INT, absent=INT, abstain=INT, not_voting=INT, paired=INT, excused=INT, other=INT
)  # fmt: skip
DAY_COUNTS = dict.fromkeys(
    ("received", "held", "published", "redacted", "moved", "withheld", "removed", "withdrawn", "late"), INT
)
