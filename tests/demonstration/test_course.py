"""The demonstration's course: along the workflow with citations, amendments, a second proposal with another end, publication and effect."""

from __future__ import annotations

import sqlalchemy as sa

from civic.council.amendment_queries import amendments_in, amendments_on
from civic.council.fate import fate_of
from civic.database import db
from civic.demonstration.content import load
from civic.dockets.models import Docket
from civic.dockets.queries import hearing_noticed_and_held, hearings_of, other_proposals_of, standing_events
from civic.dockets.standing import course_of, steps_of, workflow_of
from civic.dockets.workflows.following import follow
from tests.browsing import TestBrowser


def the_docket(number: str) -> Docket:
    return db.session.scalars(sa.select(Docket).where(Docket.number.like(f"%-{number}"))).one()


def test_docket_one_went_along_its_workflow_and_every_step_cites_something(loaded) -> None:
    """I-10 The finished docket's course, walked strictly; I-11 its passage rests on the roll call; I-14 effect after publication."""
    docket = the_docket("014")
    events, workflow = standing_events(docket), workflow_of(docket)
    assert workflow is not None and workflow.key == "minneapolis"
    assert follow(workflow, steps_of(events), until=events[-1].day).state == "effective"
    assert [event.kind for event in events] == [
        "notice_of_intent", "introduced", "referred", "in_committee", "hearing_set", "hearing_held", "in_committee", "recommended", "council_action",
        "passed", "presented", "signed", "published", "effective",
    ]  # fmt: skip
    assert all(event.cites in workflow.states[event.kind].cites and event.source for event in events)
    cited = {event.kind: event.cites for event in events}
    assert (cited["hearing_set"], cited["recommended"], cited["passed"], cited["signed"], cited["published"]) == ("notice", "recommendation", "passage", "executive", "notice")
    assert docket.matter.enactment_number == f"Ordinance {docket.number[:4]}-027"
    hearing = hearing_noticed_and_held(docket)
    assert hearing is not None and hearing.notice_days == 13


def test_version_two_came_out_of_adopted_amendments(loaded, browser: TestBrowser) -> None:
    docket = the_docket("014")
    assert [(a.mover, a.state) for a in amendments_on(docket)] == [
        ("Marisol Diaz", "adopted"), ("Ruth Calloway", "adopted"), ("Helen Brandvold", "failed"), ("Gregory Pohl", "withdrawn"),
    ]  # fmt: skip
    two = docket.versions[1]
    assert two.label == "enrolled" and [a.n for a in amendments_in(two)] == [1, 2]
    told = load().dockets[0].versions[2]
    assert "".join(two.text.split()) == "".join(told.replace("#", "").split())
    browser.open(f"/d/{docket.number}/compare/1/2")
    assert browser.shows("Comments feared that a quiet word to another agency would get around the ban. Amendment 1 by Marisol Diaz, adopted")
    assert browser.shows("Amendment 2 by Ruth Calloway, adopted") and browser.shows("by voice vote.")


def test_the_other_proposal_of_the_file_ended_otherwise(loaded, browser: TestBrowser) -> None:
    """I-15 Proposals of one matter may end differently."""
    first, second = the_docket("014"), the_docket("015")
    assert other_proposals_of(first) == [second] and first.matter.file_number == second.matter.file_number
    assert fate_of(first).startswith("Passed 13–0 on") and "In force since" in fate_of(first)
    assert fate_of(second).startswith("Withdrawn by its sponsor on") and course_of(second).has_ended
    postponed = next(event for event in standing_events(second) if event.kind == "postponed")
    assert postponed.cites == "motion" and "budget office" in postponed.source
    browser.open(f"/d/{first.number}/matter")
    assert browser.shows("Public list of surveillance equipment") and browser.shows("Postponed until the cost is known.")


def test_docket_two_waits_for_its_hearing_and_holds_an_open_amendment(loaded, browser: TestBrowser) -> None:
    docket = the_docket("021")
    assert course_of(docket).state == "hearing_set" and hearings_of(docket)[0].held_on is None
    assert [(a.mover, a.state) for a in amendments_on(docket)] == [("Priya Lindqvist", "offered")]
    assert browser.open(f"/d/{docket.number}").shows("Public hearing,")
