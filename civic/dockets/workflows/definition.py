"""What a workflow file says, as values, and the words that it may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# The states that a file may use: they are codes of the public record, so a city renames them by labels, never by new codes.
STATES = (
    "notice_of_intent", "introduced", "referred", "referred_to_staff", "in_committee", "hearing_set", "hearing_held", "recommended",
    "council_action", "passed", "failed", "presented", "signed", "unsigned", "vetoed", "overridden", "published", "effective",
    "codified", "postponed", "withdrawn", "expired",
)  # fmt: skip
# Who makes a step.
ACTORS = (
    "member", "presiding_officer", "committee", "committee_or_clerk", "council_or_committee", "chair", "council", "clerk", "mayor",
    "sponsor", "code_publisher", "law",
)  # fmt: skip
# What a step can cite. The last five are votes and acts entered here; nobody can write them by hand.
CITATIONS = (
    "document", "text", "notice", "motion", "recommendation", "passage", "defeat", "override", "lost_override", "executive",
)  # fmt: skip
# What these steps must rest on, whatever a file says (I-11): a file that asks for less is refused.
PROOFS = {
    "passed": {"passage"}, "overridden": {"override"}, "signed": {"executive"}, "vetoed": {"executive"},
    "unsigned": {"executive", "document"}, "failed": {"defeat", "lost_override", "document"},
}  # fmt: skip
LAW = frozenset({"signed", "unsigned", "overridden", "published", "effective", "codified"})  # passed, and past the mayor where there is one
PASSED = LAW | {"passed", "presented", "vetoed"}
RULES = ("majority_of_all_members", "majority_of_present", "two_thirds_of_all_members", "three_quarters_of_all_members")
QUESTIONS = ("passage", "override", "recommendation", "amendment")  # what is voted on, where the votes needed differ
VOICE = ("recommendation", "amendment", "staff_direction", "procedural")  # an act is never decided by voice (I-11)
DAYS = ("mayor", "hearing_notice")
RETURNS = ("by_a_step", "by_the_next_step")
# Open Civic Data's classes of a bill's action.
CLASSES = (
    "filing", "introduction", "enrolled", "reading-1", "reading-2", "reading-3", "passage", "failure", "withdrawal", "receipt",
    "deferral", "substitution", "amendment-introduction", "amendment-passage", "amendment-withdrawal", "amendment-failure",
    "amendment-amendment", "amendment-deferral", "committee-passage", "committee-passage-favorable",
    "committee-passage-unfavorable", "committee-failure", "executive-receipt", "executive-signature", "executive-veto",
    "executive-veto-line-item", "became-law", "veto-override-passage", "veto-override-failure", "referral", "referral-committee",
)  # fmt: skip

Words = Mapping[str, str]  # by language; "en" is always there


@dataclass(frozen=True)
class State:
    """One state. ``cites``: a step into it rests on one of these."""

    name: str
    who: str
    next: tuple[str, ...]
    classes: tuple[str, ...]
    cites: tuple[str, ...]
    label: Words = field(default_factory=dict)
    meaning: Words = field(default_factory=dict)
    days_after: Mapping[str, int] = field(default_factory=dict)
    lapses_to: str | None = None  # where it goes by itself when the mayor's days are over
    returns: str | None = None  # of a postponement: how it goes back to the state that it left
    end: bool = False


@dataclass(frozen=True)
class Threshold:
    rule: str
    words: Words


@dataclass(frozen=True)
class Workflow:
    key: str
    version: int
    holds_from: date
    name: Words
    sources: tuple[str, ...]
    unknown: tuple[str, ...]
    starts: tuple[str, ...]
    publication_required: bool
    voice_votes: tuple[str, ...]
    thresholds: Mapping[str, Threshold]
    days: Mapping[str, int]
    states: Mapping[str, State]
    interrupts: tuple[str, ...]  # states that a matter can be put into from any of ``interrupted``
    interrupted: tuple[str, ...]

    def after(self, state: str | None) -> tuple[str, ...]:
        """The states that can come next, interruptions last. None: nothing has happened yet."""
        if state is None:
            return self.starts
        ways = (*self.states[state].next, *(self.interrupts if state in self.interrupted else ()))
        return tuple(dict.fromkeys(ways))
