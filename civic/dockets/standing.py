"""Where a matter stands: its own workflow, the steps that were taken, and those that can be taken now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from civic.clock import today
from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import standing_events, standing_events_of
from civic.dockets.workflows.definition import State, Workflow
from civic.dockets.workflows.following import OffCourse, Place, Step, follow, last_day_of_mayor, possible
from civic.dockets.workflows.shelf import workflow_holding, workflow_with
from civic.people.policy import policy


@dataclass(frozen=True)
class Course:
    """A matter on its way. ``workflow`` is None for a request for an exception, and where its file was taken away."""

    workflow: Workflow | None
    place: Place
    steps: tuple[Step, ...]

    @property
    def state(self) -> str | None:
        return self.place.state

    @property
    def possible(self) -> list[State]:
        """The steps that can be taken now, in the workflow's order."""
        return [self.workflow.states[name] for name in possible(self.workflow, self.place)] if self.workflow else []

    @property
    def has_ended(self) -> bool:
        return bool(self.workflow and self.state and self.workflow.states[self.state].end)

    @property
    def is_decided(self) -> bool:
        """It has passed, or it has ended otherwise: nobody is asked before the decision any more, and no amendment is offered."""
        return self.has_ended or self.place.has_passed

    @property
    def mayor_until(self) -> date | None:
        """The last day on which the mayor can act, while the matter waits for it."""
        return last_day_of_mayor(self.workflow, self.place, policy("mayor_days")) if self.workflow else None


def workflow_of(docket: Docket) -> Workflow | None:
    """The version under which the matter started; before it starts, the one that holds now. A request for an exception has none."""
    if docket.is_exception:
        return None
    matter = docket.matter
    if matter is not None and matter.workflow:
        return workflow_with(matter.workflow, matter.workflow_version or 1)
    return workflow_holding(policy("workflow"), today())


def course_of(docket: Docket, planned: Sequence[Step] = ()) -> Course:
    """As of today. What an imported history printed is followed wherever it leads; so is what a changed file no longer allows."""
    return _course(docket, [*steps_of(standing_events(docket)), *planned])


def courses_of(dockets: Sequence[Docket]) -> dict[str, Course]:
    """By the docket's id; the steps of all of them in one read."""
    events = standing_events_of(dockets)
    return {docket.id: _course(docket, steps_of(events.get(docket.id, []))) for docket in dockets}


def _course(docket: Docket, steps: Sequence[Step]) -> Course:
    workflow, mayor_days = workflow_of(docket), policy("mayor_days")
    if workflow is None:
        return Course(None, Place(), tuple(steps))
    try:
        place = follow(workflow, steps, until=today(), mayor_days=mayor_days)
    except OffCourse:
        place = follow(workflow, [replace(step, printed=True) for step in steps], until=today(), mayor_days=mayor_days)
    return Course(workflow, place, tuple(steps))


def start_workflow(docket: Docket, first_day: date | None = None) -> None:
    """From now on the matter keeps this workflow in this version (I-10)."""
    matter = docket.matter
    if not docket.is_exception and matter.workflow is None and (found := workflow_holding(policy("workflow"), first_day or today())) is not None:
        matter.workflow, matter.workflow_version = found.key, found.version


def steps_of(events: Sequence[ProcessEvent]) -> list[Step]:
    return [Step(event.kind, event.day, event.printed, event.id) for event in events]
