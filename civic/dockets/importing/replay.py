"""A Legistar matter's history, walked strictly along a workflow: does it come to the end that the file records, and if not, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from civic.dockets.importing.legistar import LegistarMatter
from civic.dockets.importing.legistar import Step as Row
from civic.dockets.importing.legistar_words import is_full_body
from civic.dockets.workflows.definition import LAW, Workflow
from civic.dockets.workflows.following import OffCourse, Place, Step, lapse, take

# What the file says of the end, by the words of its status.
ENDS = {"enacted": LAW, "filed": frozenset({"expired", "failed", "withdrawn"}), "withdrawn": frozenset({"withdrawn"}), "disapproved": frozenset({"failed"})}


@dataclass(frozen=True)
class Replay:
    """``reason`` is empty where the matter came, by its workflow alone, to the end that its file records."""

    file: str
    status: str
    state: str
    reason: str = ""

    @property
    def arrived(self) -> bool:
        return not self.reason


def has_full_roll_call(matter: LegistarMatter) -> bool:
    return any(row.votes and is_full_body(row.body) for row in matter.history)


def replayed(matter: LegistarMatter, workflow: Workflow, *, seats: int, until: date) -> Replay:
    """Nothing is repaired: the first row that the workflow or its thresholds do not allow ends the walk."""
    place = Place()
    for row in _rows(matter, workflow):
        assert row.day is not None
        place = lapse(workflow, place, row.day, None)
        if row.step == place.state and row.step not in workflow.after(place.state) and not place.lapsed:
            continue  # the history lists the step twice
        if row.step == "passed" and (missing := _lacks(row, workflow, seats)):
            return _ended(matter, place, missing)
        try:
            place = take(workflow, place, Step(row.step, row.day))
        except OffCourse as off:
            return _ended(matter, place, f"{row.day}: “{row.action}” does not come after {off.place.state or 'nothing'}.")
    place = lapse(workflow, place, until, None)
    expected = next((states for word, states in ENDS.items() if word in matter.status.casefold()), None)
    if expected is None:
        return _ended(matter, place, f"The file's status “{matter.status}” names no end.")
    if place.state not in expected:
        return _ended(matter, place, f"The file says “{matter.status}”, but its history ends with {place.state}.")
    return _ended(matter, place, "")


def _rows(matter: LegistarMatter, workflow: Workflow) -> Iterator[Row]:
    """Rows that are steps of the workflow, by day; rows of one day in the file's order."""
    return iter(sorted((row for row in matter.history if row.day is not None and row.step in workflow.states), key=lambda row: row.day or date.min))


def _lacks(row: Row, workflow: Workflow, seats: int) -> str:
    """I-11: passage needs a roll call with enough yes votes."""
    if not row.votes:
        return f"{row.day}: “{row.action}” names nobody's vote."
    rule = workflow.thresholds["passage"].rule if "passage" in workflow.thresholds else "majority_of_all_members"
    needed = {"majority_of_all_members": seats // 2 + 1, "two_thirds_of_all_members": -(-2 * seats // 3), "three_quarters_of_all_members": -(-3 * seats // 4)}
    yes = sum(vote.option == "yes" for vote in row.votes)
    least = needed.get(rule, sum(vote.option in ("yes", "no", "abstain") for vote in row.votes) // 2 + 1)
    return "" if yes >= least else f"{row.day}: {yes} yes votes, {least} are needed."


def _ended(matter: LegistarMatter, place: Place, reason: str) -> Replay:
    return Replay(matter.file, matter.status, place.state or "", reason)
