"""Votes, motions and the mayor's acts, as what a step of the course can cite (``civic.dockets.evidence``)."""

from __future__ import annotations

from flask_babel import gettext as _

from civic.council.models import ExecutiveAction, Motion, MotionKind, VoteEvent
from civic.council.queries import executive_actions_on, motions_on, votes_on
from civic.council.requirements import met_its_requirement
from civic.dockets.evidence import FINDERS, Evidence, Finder
from civic.dockets.models import Docket
from civic.record.queries import leaf_about, leaf_id_about
from civic.web import day


def evidence_of_vote(vote: VoteEvent) -> Evidence:
    """A roll call on an act or an override, as what it proves."""
    full = vote.body.classification == "legislature"
    overrides = vote.motion is not None and vote.motion.kind is MotionKind.OVERRIDE
    if met_its_requirement(vote):
        kind = "override" if overrides else "passage" if full else "recommendation"
    else:
        kind = "lost_override" if overrides else "defeat"
    leaf = leaf_about(vote, "vote.recorded")
    words = _("Roll call of %(body)s, %(day)s: %(yes)s–%(no)s", body=vote.body.name, day=day(vote.on), yes=vote.counts["yes"], no=vote.counts["no"])
    return Evidence(kind, vote.id, words, leaf.id if leaf else None, vote.on)


def evidence_of_act(action: ExecutiveAction) -> Evidence:
    return Evidence("executive", action.id, _("The mayor's act of %(day)s", day=day(action.on)), leaf_id_about(action, kind_of_entry(action)), action.on)


def kind_of_entry(action: ExecutiveAction) -> str:
    return "executive.corrected" if action.corrects_id else "executive.acted"


def evidence_of_motion(kind: str, motion: Motion) -> Evidence:
    leaf = leaf_about(motion, "motion.decided")
    words = _("Motion carried in %(body)s, %(day)s: %(words)s", body=motion.body.name, day=day(motion.decided_on), words=motion.words)
    return Evidence(kind, motion.id, words, leaf.id if leaf else None, motion.decided_on)


def start() -> None:
    """Puts these finders where the course looks for them."""
    for kind in ("recommendation", "passage", "defeat", "override", "lost_override"):
        FINDERS[kind] = _votes_of(kind)
    FINDERS["motion"] = _carried_motions
    FINDERS["executive"] = _acts


def _votes_of(kind: str) -> Finder:
    def find(docket: Docket, step: str) -> list[Evidence]:
        on_the_matter = [v for v in votes_on(docket) if v.motion is None or v.motion.kind in (MotionKind.ACT, MotionKind.OVERRIDE)]
        found = [evidence_of_vote(vote) for vote in on_the_matter if kind != "defeat" or vote.body.classification == "legislature"]
        spoken = [one for one in _spoken(docket) if one.kind == kind]
        return [one for one in found if one.kind == kind] + spoken

    return find


def _spoken(docket: Docket) -> list[Evidence]:
    """A committee's recommendation that was decided by voice."""
    rows = [m for m in motions_on(docket) if m.kind is MotionKind.ACT and m.outcome is not None and m.outcome.outcome == "carried"]
    return [evidence_of_motion("recommendation", motion) for motion in rows if motion.body.classification != "legislature"]


def _carried_motions(docket: Docket, step: str) -> list[Evidence]:
    """Any carried motion that is neither an act nor an amendment: to postpone, to refer, to accept a withdrawal."""
    rows = [m for m in motions_on(docket) if m.state == "carried" and m.kind in (MotionKind.PROCEDURAL, MotionKind.STAFF_DIRECTION)]
    return [evidence_of_motion("motion", motion) for motion in rows]


def _acts(docket: Docket, step: str) -> list[Evidence]:
    return [evidence_of_act(action) for action in executive_actions_on(docket) if action.action == step]
