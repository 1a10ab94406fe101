"""The matter's course: steps along its own workflow, each with what it cites, and meetings beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db
from civic.dockets.evidence import Evidence, evidence_for
from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import standing_events
from civic.dockets.standing import start_workflow, steps_of, workflow_of
from civic.dockets.steps import FREE, NEEDS, RECOMMENDATIONS, STEPS, label_of
from civic.dockets.workflows.definition import PASSED, Workflow
from civic.dockets.workflows.following import OffCourse, Step, follow
from civic.people.models import Account
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.leaf import b64
from civic.record.queries import leaf_about
from civic.web import day as in_words

MAY_LIE_AHEAD = ("effective",)  # the day of effect is known before it comes
# What other domains do once a step is entered here, in its transaction; an old history that is taken in calls none of them.
WHEN_RECORDED: list[Callable[[Docket, ProcessEvent, Account], None]] = []


def record_process_event(
    docket: Docket, *, kind: str, day: date, by: Account, title: str = "", state: str = "recorded", as_printed: bool = False,
    cites: Evidence | None = None, source: str = "", recommendation: str = "", enactment: str = "", starts_at: datetime | None = None, **more: Any,
) -> ProcessEvent:  # fmt: skip
    """A step of the matter or a meeting about it, with its source. A draft's steps wait: see ``plan_process_event``.

    I-10: a step that is entered here keeps to the matter's own workflow; an imported history stays ``as_printed``.
    """
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its course is entered."))
    if kind not in STEPS:
        raise Refusal(_("Choose one of the steps."), "kind")
    if kind in FREE and state == "recorded" and day > today():
        state = "scheduled"
    if not as_printed and kind not in FREE:
        start_workflow(docket)
        day = cites.day if cites and cites.day else day
        _check_step(docket, kind, day, cites, source, standing_steps(docket))
    if kind == "recommended" and not as_printed:
        recommendation = recommendation or ("for" if cites else "none")
    _check_words(kind, recommendation, enactment, as_printed)
    event = ProcessEvent(
        docket_id=docket.id, n=_next_n(docket), kind=kind, title=title, day=day, printed=as_printed, source=cites.words if cites else source,
        cites=cites.kind if cites else "document" if source and not as_printed else "", cited=cites.id if cites else None,
        recommendation=recommendation, enactment=enactment, status="held" if state == "recorded" else state, starts_at=starts_at, entered_at=now(), **more,
    )  # fmt: skip
    db.session.add(event)
    docket.revision += 1
    if enactment:
        docket.matter.enactment_number = enactment
    db.session.flush()
    record(
        "process.recorded", event, by=by, docket=docket, state=state, step=kind, on=day, starts=starts_at, ref=cites.leaf if cites else None,
        source=_digest(event.source), recommendation=recommendation or None, enactment=_digest(enactment),
    )  # fmt: skip
    for act in WHEN_RECORDED if not as_printed else ():
        act(docket, event, by)
    return event


def move_on(docket: Docket, step: str, *, cites: Evidence, by: Account) -> ProcessEvent | None:
    """The step that a vote or the mayor's act makes by itself, on its day; None where the course did not stand there then."""
    workflow, day = workflow_of(docket), cites.day or today()
    if not docket.is_public or workflow is None or step not in workflow.states:
        return None
    try:
        follow(workflow, [*standing_steps(docket), Step(step, day)], until=date.max, mayor_days=policy("mayor_days"))
    except OffCourse:
        return None
    return record_process_event(docket, kind=step, day=day, cites=cites, by=by)


def take_back_step(docket: Docket, event: ProcessEvent, *, by: Account) -> ProcessEvent:
    """A step entered by mistake: both stay readable, and the course goes on without it."""
    standing = standing_events(docket)
    if event not in standing:
        raise Refusal(_("This step is taken back already."))
    if event.printed:
        raise Refusal(_("This step comes from an imported history, which stays as it was printed."))
    workflow, rest = workflow_of(docket), steps_of([one for one in standing if one.id != event.id])
    try:
        if workflow is not None:
            follow(workflow, rest, until=date.max, mayor_days=policy("mayor_days"))
    except OffCourse as off:
        words = _("“%(step)s” of %(day)s rests on this step. Take that one back first.", step=label_of(off.step.state, workflow), day=in_words(off.step.day))
        raise Refusal(words) from off
    row = ProcessEvent(
        docket_id=docket.id, n=_next_n(docket), kind=event.kind, title=event.title, day=event.day, source=event.source, status="cancelled",
        replaces=event.id, entered_at=now(),
    )  # fmt: skip
    db.session.add(row)
    docket.revision += 1
    if event.enactment:
        docket.matter.enactment_number = None
    db.session.flush()
    entered = leaf_about(event, "process.recorded")
    record("process.recorded", row, by=by, docket=docket, state="cancelled", step=event.kind, on=event.day, ref=entered.id if entered else None)
    return row


def standing_steps(docket: Docket) -> list[Step]:
    return steps_of(standing_events(docket))


def _check_step(docket: Docket, kind: str, day: date, cites: Evidence | None, source: str, steps: Sequence[Step]) -> None:
    workflow = workflow_of(docket)
    if docket.is_exception:
        raise Refusal(_("A request for an exception moves by its own pages, not along a workflow."), "kind")
    if workflow is None:
        raise Refusal(_("The workflow “%(name)s” of this matter is not installed here any more.", name=docket.matter.workflow), "kind")
    if day > today() and kind not in MAY_LIE_AHEAD:
        raise Refusal(_("This day has not come yet. A step is entered once it was made."), "day")
    if kind not in workflow.states:
        raise Refusal(_("This matter's workflow knows no step “%(step)s”.", step=label_of(kind)), "kind")
    _check_way(workflow, Step(kind, day), steps)
    _check_citation(docket, workflow, kind, cites, source)


def _check_way(workflow: Workflow, new: Step, steps: Sequence[Step]) -> None:
    try:
        follow(workflow, [*steps, new], until=date.max, mayor_days=policy("mayor_days"))
    except OffCourse as off:
        raise Refusal(_why_not(workflow, new, off), "day" if off.reason == "too_soon" else "kind") from off


def _why_not(workflow: Workflow, new: Step, off: OffCourse) -> str:
    step, place = label_of(off.step.state, workflow), off.place
    if off.step != new:
        return _("With this step on %(day)s, “%(later)s” of %(then)s would no longer fit. Check the days, or take that step back and enter it again afterwards.", day=in_words(new.day), later=step, then=in_words(off.step.day))
    if off.reason == "too_soon":
        return _("“%(step)s” can come on %(day)s at the earliest.", step=step, day=in_words(off.earliest))
    if place.state is None:
        return _("“%(step)s” is not how a matter starts here. It starts with: %(names)s.", step=step, names=", ".join(label_of(name, workflow) for name in workflow.starts))
    if off.reason == "ended":
        return _("“%(step)s” ended this matter on %(day)s. Nothing follows it.", step=label_of(place.state, workflow), day=in_words(place.since))
    return _("“%(step)s” does not come after “%(before)s” of %(day)s.", step=step, before=label_of(place.state, workflow), day=in_words(place.since))


def _check_citation(docket: Docket, workflow: Workflow, kind: str, cites: Evidence | None, source: str) -> None:
    """What a step rests on must be of a kind that the workflow names, and a row of ours must be there (I-11)."""
    allowed = workflow.states[kind].cites
    needs = _("“%(step)s” must rest on %(needs)s.", step=label_of(kind, workflow), needs=_(" or ").join(str(NEEDS[one]) for one in allowed))
    if cites is None:
        if not source or "document" not in allowed:
            raise Refusal(needs, "source")
    elif cites.kind not in allowed or cites not in evidence_for(docket, kind, (cites.kind,)):
        raise Refusal(needs, "cites")


def _check_words(kind: str, recommendation: str, enactment: str, as_printed: bool) -> None:
    if recommendation and (kind != "recommended" or recommendation not in RECOMMENDATIONS):
        raise Refusal(_("Only a committee recommends: for, against, or neither."), "recommendation")
    if enactment and not as_printed and (kind not in PASSED or kind == "vetoed"):
        raise Refusal(_("A law gets its number after it has passed, not before."), "enactment")


def _next_n(docket: Docket) -> int:
    return (db.session.scalar(sa.select(sa.func.max(ProcessEvent.n)).where(ProcessEvent.docket_id == docket.id)) or 0) + 1


def _digest(words: str) -> str | None:
    return b64(sha256(words.encode()).digest()) if words else None


# --- steps that wait with a draft


def plan_process_event(
    docket: Docket, *, kind: str, day: date, by: Account, title: str = "", state: str = "recorded", as_printed: bool = False, source: str = "",
    starts_at: datetime | None = None, **more: Any,
) -> None:  # fmt: skip
    """A draft docket's step: kept with the draft, and entered with its leaf when the docket is published."""
    if not as_printed and kind not in FREE:
        _check_step(docket, kind, day, None, source, planned_steps(docket))
    kept = {"kind": kind, "title": title, "day": day.isoformat(), "state": state, "source": source, "as_printed": as_printed, "starts_at": starts_at.isoformat() if starts_at else None, **more}
    docket.matter.source = {**docket.matter.source, "planned": [*planned_events(docket), kept]}
    record("docket.drafted", docket, by=by)


def planned_events(docket: Docket) -> list[dict[str, Any]]:
    return list(docket.matter.source.get("planned", []))


def planned_steps(docket: Docket) -> list[Step]:
    return [Step(e["kind"], date.fromisoformat(e["day"]), bool(e.get("as_printed"))) for e in planned_events(docket)]


def drop_planned_event(docket: Docket, place: int, *, by: Account) -> None:
    kept = [event for n, event in enumerate(planned_events(docket)) if n != place]
    docket.matter.source = {**docket.matter.source, "planned": kept}
    record("docket.drafted", docket, by=by)


def enter_planned_events(docket: Docket, *, by: Account) -> None:
    planned = sorted(planned_events(docket), key=lambda event: event["day"])
    start_workflow(docket, date.fromisoformat(planned[0]["day"]) if planned else None)
    for event in planned:
        starts_at = datetime.fromisoformat(event["starts_at"]) if event.get("starts_at") else None
        record_process_event(docket, by=by, **{**event, "day": date.fromisoformat(event["day"]), "starts_at": starts_at})
    docket.matter.source = {name: value for name, value in docket.matter.source.items() if name != "planned"}
