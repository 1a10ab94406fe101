"""How many yes votes a question needs: the rule of the matter's dated workflow, else the city's own, over the seats it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from civic.clock import today
from civic.council.models import Body, Motion, MotionKind, VoteEvent
from civic.dockets.models import Docket
from civic.dockets.standing import workflow_of
from civic.dockets.steps import RULES, in_words
from civic.dockets.workflows.definition import Threshold
from civic.people.policy import policy


@dataclass(frozen=True)
class Needed:
    """``yes`` of ``counted``: all seats, filled seats, or votes cast, as the rule and the city's setting say."""

    yes: int
    counted: int


def question_of(kind: str, body: Body) -> str:
    """Which requirement of a workflow a motion falls under."""
    if kind == MotionKind.ACT:
        return "passage" if body.classification == "legislature" else "recommendation"
    return kind if kind in (MotionKind.OVERRIDE, MotionKind.AMENDMENT) else "procedural"


def requirement_for(docket: Docket, kind: str, body: Body) -> str:
    """The rule's name, fixed when the motion is put."""
    question = question_of(kind, body)
    if (stated := _stated(docket, question)) is not None:
        return stated.rule
    if question in ("passage", "recommendation"):
        passage = _stated(docket, "passage")
        return passage.rule if passage else policy("passage")
    return policy("override") if question == "override" else "majority_of_present"


def votes_needed(requirement: str, body: Body, *, filled: int, cast: int, on: date | None = None) -> Needed:
    """By the settings in force on the day of the vote. Committees always count their own members."""
    on = on or today()
    authorised = policy("seats", on) if body.classification == "legislature" else None
    seats = authorised if authorised and policy("threshold_base", on) == "authorised_seats" else filled
    return {
        "majority_of_all_members": Needed(seats // 2 + 1, seats),
        "majority_of_present": Needed(cast // 2 + 1, cast),
        "two_thirds_of_all_members": Needed(-(-2 * seats // 3), seats),
        "three_quarters_of_all_members": Needed(-(-3 * seats // 4), seats),
    }[requirement]


def quorum_of(body: Body, on: date) -> int | None:
    """How many members must be there for a vote: the council's rule on that day, else a majority of its seats. Of committees none is known."""
    seats = policy("seats", on)
    if body.classification != "legislature" or seats is None:
        return None
    return min(policy("quorum", on) or seats // 2 + 1, seats)


def present_in(counts: Mapping[str, int]) -> int:
    """Members who were there: they voted, abstained, or were called and did not vote."""
    return sum(counts.get(option, 0) for option in ("yes", "no", "abstain", "not_voting"))


def requirement_in_words(docket: Docket, motion: Motion) -> str:
    """As the workflow says it, else as the rule is called."""
    stated = _stated(docket, question_of(motion.kind, motion.body))
    return in_words(stated.words) if stated and stated.rule == motion.requirement else _("%(rule)s.", rule=RULES[motion.requirement])


def met_its_requirement(vote: VoteEvent) -> bool:
    """A roll call entered here passes only by the number (I-11); of an imported one the printed result is all there is."""
    return vote.passed and (vote.source_digest is not None or vote.counts["yes"] >= vote.needed > 0)


def decides_by_voice(docket: Docket, motion: Motion) -> bool:
    """Whether the workflow lets this motion be decided without a roll call. An act of the full council never is."""
    workflow, question = workflow_of(docket), question_of(motion.kind, motion.body)
    kind = question if question != "procedural" else motion.kind.value
    return workflow is not None and kind in workflow.voice_votes


def _stated(docket: Docket, question: str) -> Threshold | None:
    workflow = workflow_of(docket)
    return workflow.thresholds.get(question) if workflow else None
