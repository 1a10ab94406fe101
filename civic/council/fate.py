"""What became of a proposal, in sentences and as dated facts: from its course, its votes and the mayor's act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.council.models import VoteEvent
from civic.council.queries import decision_on
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import standing_events
from civic.dockets.standing import Course, course_of
from civic.dockets.steps import label_of, meaning_of
from civic.web import day

AFTERWARDS = ("passed", "failed", "presented", "signed", "unsigned", "vetoed", "overridden", "published", "effective", "codified")


@dataclass(frozen=True)
class Stage:
    """One dated fact after the decision: ``document`` is what it rests on."""

    label: str
    day: date
    meaning: str
    document: str
    state: str
    is_ahead: bool = False


def fate_of(docket: Docket) -> str:
    """One or two sentences: where the proposal stands, or how it ended."""
    if docket.withdrawn_at is not None:
        return _("Withdrawn on %(day)s.", day=day(docket.withdrawn_at))
    course, vote = course_of(docket), decision_on(docket)
    said = [_("Passed %(score)s on %(day)s.", **_score(vote)) if vote.passed else _("Failed %(score)s on %(day)s.", **_score(vote))] if vote else []
    if later := latest_word(course, voted=vote is not None):
        said.append(later)
    elif not vote and course.state:
        said.append(_("%(state)s since %(day)s.", state=label_of(course.state, course.workflow), day=day(course.place.since)))
    elif not vote and docket.closed_at is not None:
        said.append(_("Closed on %(day)s: %(outcome)s.", day=day(docket.closed_at), outcome=OUTCOMES[docket.closed_outcome or "archived"]))
    return " ".join(said) or _("Published. No step is entered yet.")


def latest_word(course: Course, *, voted: bool) -> str:
    """What came after the vote, or what ended or put off the proposal without one; empty where nothing did."""
    state, since = course.state, day(course.place.since)
    if state is None:
        return ""
    if course.place.lapsed:
        return _("The mayor's days ended on %(day)s without an act, so it became law.", day=since)
    sentences = {
        "failed": _("It failed on %(day)s.", day=since) if not voted or course.place.entered("passed") else "",
        "presented": _("The mayor can act until %(day)s.", day=day(course.mayor_until)) if course.mayor_until else _("Presented to the mayor on %(day)s.", day=since),
        "signed": _("Signed by the mayor on %(day)s.", day=since), "unsigned": _("Law without the mayor's signature since %(day)s.", day=since),
        "vetoed": _("Vetoed by the mayor on %(day)s.", day=since), "overridden": _("The council overrode the veto on %(day)s.", day=since),
        "published": _("Published as law on %(day)s.", day=since), "effective": _("In force since %(day)s.", day=since),
        "codified": _("In force, and in the city's code since %(day)s.", day=since), "postponed": _("Postponed since %(day)s.", day=since),
        "withdrawn": _("Withdrawn by its sponsor on %(day)s.", day=since), "expired": _("Expired on %(day)s without a decision.", day=since),
    }  # fmt: skip
    ahead = next((step.day for step in course.steps if step.state == "effective" and step.day > today()), None)
    return " ".join(part for part in (sentences.get(state, ""), _("In force from %(day)s.", day=day(ahead)) if ahead else "") if part)


def stages_of(docket: Docket) -> list[Stage]:
    """The decision and what followed, by day; a lapse that nobody entered is among it."""
    course = course_of(docket)
    events = [event for event in standing_events(docket) if event.kind in AFTERWARDS]
    rows = [_stage(event, course) for event in events]
    if course.place.lapsed and course.place.since and course.state:
        rows.append(
            Stage(label_of(course.state, course.workflow), course.place.since, meaning_of(course.state, course.workflow), _("Nobody acted; it follows from the days."), course.state)
        )
    return sorted(rows, key=lambda row: row.day)


def address_of(event: ProcessEvent, docket: Docket) -> str:
    """Where a reader sees what a step cites; empty for a document that is not here."""
    if event.cites in ("passage", "defeat", "recommendation", "override", "lost_override", "executive", "motion"):
        return url_for("council.decision", docket=docket.number)
    return ""


def _stage(event: ProcessEvent, course: Course) -> Stage:
    return Stage(label_of(event.kind, course.workflow), event.day, event.title or meaning_of(event.kind, course.workflow), event.source, event.kind, event.day > today())


def _score(vote: VoteEvent) -> dict[str, str]:
    return {"score": f"{vote.counts['yes']}–{vote.counts['no']}", "day": day(vote.on)}
