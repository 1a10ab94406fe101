"""The clerk's course page: where a matter stands, only the steps that are possible now, and what each needs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.dockets.actions import record_process_event
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered, events_of, standing_events
from civic.dockets.standing import course_of
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.cast import adam, chen
from tests.factories import make_city, make_docket, make_draft_docket, the_clerk


@pytest.fixture
def desk(app, browser: TestBrowser) -> TestBrowser:  # type: ignore[no-untyped-def]
    make_city()
    set_policy("workflow", "minneapolis")
    return browser.sign_in(the_clerk())


def offered(desk: TestBrowser) -> list[str]:
    """The steps that the page offers as coming next."""
    heading = desk.page.find("h2", string="What can come next")
    listed = heading.find_next_sibling() if heading else None
    return [item.strong.get_text() for item in listed.find_all("li")] if listed and listed.name == "ul" else []


def walk(docket: Docket, *steps: tuple[str, int]) -> None:
    for kind, days_ago in steps:
        record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), source="Minutes", by=the_clerk())


def test_the_page_offers_what_can_come_next_and_nothing_else(desk: TestBrowser) -> None:
    """I-10 The staff page offers only the steps of the matter's own workflow that are possible now."""
    docket = make_docket()
    desk.open("/staff/d/2026-014/course")
    assert offered(desk) == ["Notice of intent"] and desk.shows("Minneapolis: notice of intent, committee, full council, mayor , version 1.")
    walk(docket, ("notice_of_intent", 60), ("introduced", 50), ("referred", 50), ("in_committee", 40))
    desk.open("/staff/d/2026-014/course")
    assert offered(desk) == ["Hearing set", "Committee recommendation", "Referred to staff", "Postponed", "Withdrawn", "Expired"]
    assert desk.shows("It stands at “In committee” since Monday, August 24.")


def test_a_step_page_asks_for_what_this_step_needs(desk: TestBrowser) -> None:
    docket = make_docket()
    walk(docket, ("notice_of_intent", 60), ("introduced", 50), ("referred", 50), ("in_committee", 40))
    desk.open("/staff/d/2026-014/course").click("Enter “Hearing set”")
    assert desk.shows("It must rest on a public notice that is entered here or a document or a meeting")
    desk.press("Enter this step", day="2026-09-20")
    assert desk.status == 422 and "Say when the hearing is." in desk.errors
    desk.press("Enter this step", day="2026-09-20", starts_at="2026-10-13T18:00", place="Room 304")
    assert desk.status == 422 and "must rest on" in desk.errors[0]
    desk.click("Enter the public notice first").press("Enter this notice", where="The Alder Post", posted="2026-09-20", channel="newspaper")
    desk.click("Enter “Hearing set”").press("Enter this step", day="2026-09-20", starts_at="2026-10-13T18:00", place="Room 304")
    assert standing_events(docket)[-1].cites == "notice"
    desk.open("/d/2026-014")
    assert desk.shows("Hearing set for Tuesday, October 13, 6:00 pm CDT") and desk.shows("Public hearing, Tuesday, October 13, 6:00 pm CDT")


def test_a_step_out_of_turn_is_refused_with_the_reason_and_keeps_its_words(desk: TestBrowser) -> None:
    make_docket()
    desk.open("/staff/d/2026-014/course/recommended")
    assert desk.shows("This step does not come next.")
    desk.press("Enter this step", day="2026-09-20", source="Report 7", title="Recommended with thanks", recommendation="none")
    assert desk.status == 422 and "not how a matter starts" in desk.errors[0]
    assert desk.find("[name=title]")["value"] == "Recommended with thanks" and events_of(docket_numbered("2026-014")) == []


def test_what_a_vote_decides_is_entered_where_votes_are(desk: TestBrowser) -> None:
    docket = make_docket()
    walk(docket, ("notice_of_intent", 60), ("introduced", 50), ("referred", 50), ("in_committee", 40), ("recommended", 20), ("council_action", 1))
    desk.open("/staff/d/2026-014/course")
    assert "Passed" in offered(desk) and desk.shows("Needs: the full council's roll call with enough yes votes.")
    desk.click("Enter it under motions and votes")
    assert desk.heading == "Motions and votes"


def test_a_mistake_is_taken_back_by_a_button(desk: TestBrowser) -> None:
    docket = make_docket()
    walk(docket, ("notice_of_intent", 60), ("introduced", 50))
    event = standing_events(docket)[-1]
    desk.open("/staff/d/2026-014/course").post(f"/staff/d/2026-014/course/{event.id}/take-back", follow=True)
    assert desk.shows("Taken back.") and course_of(docket).state == "notice_of_intent"
    assert desk.post("/staff/d/2026-014/course/AAAAAAAAAAAAAAAAAAAAAA/take-back").status == 404


def test_a_matter_that_has_ended_offers_no_step(desk: TestBrowser) -> None:
    docket = make_docket()
    walk(docket, ("notice_of_intent", 60), ("withdrawn", 5))
    desk.open("/staff/d/2026-014/course")
    assert offered(desk) == [] and desk.shows("The matter has ended. Nothing comes after “Withdrawn”")
    assert desk.open("/d/2026-014").shows("Withdrawn by its sponsor on Monday, September 28.")


def test_steps_of_a_draft_wait_and_can_be_taken_out(desk: TestBrowser) -> None:
    make_draft_docket("2026-015")
    desk.open("/staff/d/2026-015/course").click("Enter “Notice of intent”").press("Enter this step", day="2026-09-20", source="Minutes of September 20")
    assert desk.shows("Kept with the draft.") and offered(desk)[0] == "Introduced"
    desk.press("Take out this step")
    assert offered(desk) == ["Notice of intent"]


def test_an_unknown_step_has_no_page(desk: TestBrowser) -> None:
    make_docket()
    assert desk.open("/staff/d/2026-014/course/dancing").status == 404


def test_a_workflow_that_is_gone_is_said_and_breaks_nothing(desk: TestBrowser) -> None:
    docket = make_docket()
    docket.matter.workflow, docket.matter.workflow_version = "atlantis", 3
    assert desk.open("/staff/d/2026-014/course").shows("“atlantis” of this matter is not installed here any more")
    assert desk.open("/staff/d/2026-014/course/introduced").status == 404
    assert desk.open("/d/2026-014").status == 200 and desk.open("/d/2026-014/decision").status == 200
    desk.post("/staff/d/2026-014/course", kind="meeting", title="A talk", day="2026-09-20", source="Agenda")
    assert desk.open("/d/2026-014").shows("A talk")


def test_the_city_chooses_its_workflow_and_everybody_can_read_it(desk: TestBrowser, another_browser: TestBrowser) -> None:
    """I-10 The choice is a dated setting; a matter that began keeps its own."""
    make_docket()
    another_browser.sign_in(adam()).open("/staff/settings/workflow")
    assert another_browser.shows("New York City: committee, stated meeting, mayor; lapses into law")
    another_browser.press("Set this value", value="new-york", effective_on=today().isoformat(), reason="Charter")
    assert another_browser.status == 200 and another_browser.shows("New York City")
    assert desk.open("/how/numbers").shows("New York City: committee, stated meeting, mayor; lapses into law")
    desk.open("/how/workflows")
    assert desk.page.h2.get_text().startswith("New York City") and desk.shows("Chosen by this city") and desk.shows("The mayor has 30 days.")
    assert desk.shows("How many days the mayor has is not stated here.")
    assert desk.open("/staff/d/2026-014/course").shows("Minneapolis: notice of intent")


def test_the_course_is_the_clerks(desk: TestBrowser, another_browser: TestBrowser) -> None:
    make_docket()
    another_browser.sign_in(chen())
    for address in ("/staff/d/2026-014/course", "/staff/d/2026-014/course/introduced"):
        assert desk.open(address).status == 200
        assert another_browser.open(address).status == 403
