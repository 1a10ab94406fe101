"""A matter moves along its own workflow, each step with what it cites; it returns from a postponement and ends where it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from civic.clock import now, pretend, today
from civic.database import Refusal, db
from civic.dockets.actions import (
    close_docket,
    plan_process_event,
    post_notice,
    publish_docket,
    record_process_event,
    take_back_step,
)
from civic.dockets.evidence import Evidence, evidence_for
from civic.dockets.models import Docket, ProcessEvent
from civic.dockets.queries import (
    events_of,
    hearing_noticed_and_held,
    hearings_of,
    latest_recommendation,
    standing_events,
    vote_scheduled_on,
)
from civic.dockets.standing import course_of, workflow_of
from civic.dockets.steps import classes_of
from civic.people.policy import set_policy
from tests.factories import make_city, make_docket, make_draft_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def docket() -> Docket:
    make_city()
    set_policy("workflow", "minneapolis")
    return make_docket(open=False)


def step(docket: Docket, kind: str, days_ago: int, **more) -> ProcessEvent:  # type: ignore[no-untyped-def]
    more.setdefault("source", "Minutes")
    return record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), by=the_clerk(), **more)


def walk(docket: Docket, *steps: tuple[str, int]) -> None:
    for kind, days_ago in steps:
        step(docket, kind, days_ago)


TO_COMMITTEE = (("notice_of_intent", 60), ("introduced", 50), ("referred", 50), ("in_committee", 45))


def test_steps_follow_each_other_as_the_workflow_says(docket) -> None:
    """I-10: a matter moves only along its own workflow, each step citing an event or document."""
    with pytest.raises(Refusal, match="not how a matter starts"):
        step(docket, "introduced", 50)
    walk(docket, *TO_COMMITTEE, ("recommended", 20), ("council_action", 10))
    with pytest.raises(Refusal, match="does not come after"):
        step(docket, "presented", 5)
    step(docket, "in_committee", 8)  # the council sent it back
    assert course_of(docket).state == "in_committee"
    assert all(event.source and event.cites == "document" for event in events_of(docket))


def test_a_step_cites_something_and_what_it_cites_must_be_there(docket) -> None:
    """I-10 Each step cites an event or document; what the workflow does not accept as proof is none."""
    with pytest.raises(Refusal, match="must rest on"):
        step(docket, "notice_of_intent", 60, source="")
    walk(docket, *TO_COMMITTEE)
    with pytest.raises(Refusal, match="must rest on"):
        step(docket, "hearing_set", 40, cites=Evidence("notice", "x" * 22, "A notice that nobody posted", None))
    notice = post_notice(docket, channel="newspaper", place="The Alder Post", day=today() - timedelta(days=40), by=the_clerk())
    cited = evidence_for(docket, "hearing_set", ("notice",))
    event = step(docket, "hearing_set", 40, cites=cited[0], starts_at=now() - timedelta(days=30))
    assert (event.cites, event.cited) == ("notice", notice.id) and "The Alder Post" in event.source


def test_passed_cannot_be_written_by_hand(docket) -> None:
    """I-11 Passed needs a vote event that met its requirement: a document, however named, is not one."""
    walk(docket, *TO_COMMITTEE, ("recommended", 20), ("council_action", 10))
    with pytest.raises(Refusal, match="roll call with enough yes votes"):
        step(docket, "passed", 9, source="Minutes: it passed")


def test_introduction_is_at_a_later_meeting_than_the_notice(docket) -> None:
    step(docket, "notice_of_intent", 60)
    with pytest.raises(Refusal, match="at the earliest"):
        step(docket, "introduced", 60)
    step(docket, "introduced", 59)


def test_a_forgotten_step_is_entered_at_its_place_and_nowhere_else(docket) -> None:
    walk(docket, *TO_COMMITTEE, ("hearing_set", 30), ("hearing_held", 20), ("recommended", 10))
    step(docket, "in_committee", 15)
    assert [event.kind for event in events_of(docket)][-3:] == ["hearing_held", "in_committee", "recommended"]
    with pytest.raises(Refusal, match="would no longer fit"):
        step(docket, "referred_to_staff", 14)
    with pytest.raises(Refusal, match="does not come after"):
        step(docket, "hearing_held", 40)
    with pytest.raises(Refusal, match="has not come yet"):
        step(docket, "in_committee", -3)


def test_a_postponement_returns_to_the_state_that_it_left(docket) -> None:
    walk(docket, *TO_COMMITTEE, ("postponed", 40))
    assert [state.name for state in course_of(docket).possible] == ["in_committee", "withdrawn", "expired"]
    with pytest.raises(Refusal, match="does not come after"):
        step(docket, "recommended", 30)
    walk(docket, ("in_committee", 30), ("recommended", 20))
    assert course_of(docket).state == "recommended"


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_withdrawal_and_expiry_end_a_matter(docket, end: str) -> None:
    walk(docket, *TO_COMMITTEE, (end, 10))
    assert course_of(docket).has_ended and course_of(docket).possible == []
    with pytest.raises(Refusal, match="ended this matter"):
        step(docket, "recommended", 5)


def test_a_mistaken_step_is_taken_back_and_both_stay(docket, browser) -> None:
    """I-1 and I-10: nothing is erased, and the course goes on as if the mistake had not been made."""
    walk(docket, ("notice_of_intent", 60), ("introduced", 50))
    wrong = step(docket, "referred", 40, title="Referred to the wrong committee")
    step(docket, "in_committee", 30)
    with pytest.raises(Refusal, match="rests on this step"):
        take_back_step(docket, wrong, by=the_clerk())
    take_back_step(docket, standing_events(docket)[-1], by=the_clerk())
    take_back_step(docket, wrong, by=the_clerk())
    assert course_of(docket).state == "introduced" and len(events_of(docket)) == 6
    with pytest.raises(Refusal, match="already"):
        take_back_step(docket, wrong, by=the_clerk())
    browser.open("/d/2026-014")
    assert browser.shows("Referred to the wrong committee Entered by mistake, taken back")


def test_a_matter_keeps_the_workflow_under_which_it_started(docket) -> None:
    """I-10 A matter moves along its own workflow: another choice of the city counts for later matters only."""
    set_policy("workflow", "minimal")
    assert workflow_of(docket).key == "minneapolis"
    with pytest.raises(Refusal, match="not how a matter starts"):
        step(docket, "introduced", 5)
    other = make_docket("2026-015", open=False)
    step(other, "introduced", 5)
    assert workflow_of(other).key == "minimal" and (other.matter.workflow, other.matter.workflow_version) == ("minimal", 1)


def test_steps_of_a_draft_follow_the_workflow_too(docket) -> None:
    draft = make_draft_docket("2026-016")
    with pytest.raises(Refusal, match="not how a matter starts"):
        plan_process_event(draft, kind="referred", day=date(2026, 9, 2), source="Minutes", by=the_clerk())
    for kind, day in (("notice_of_intent", date(2026, 9, 1)), ("introduced", date(2026, 9, 8))):
        plan_process_event(draft, kind=kind, day=day, source="Minutes", by=the_clerk())
    publish_docket(draft, by=the_clerk())
    assert course_of(draft).state == "introduced"


def test_an_imported_history_stays_as_printed_and_goes_on_from_there(docket) -> None:
    """I-10 An imported history is kept as printed; what is entered here afterwards keeps to the workflow again."""
    for kind, days_ago in (("recommended", 40), ("introduced", 10)):
        step(docket, kind, days_ago, as_printed=True)
    with pytest.raises(Refusal, match="does not come after"):
        step(docket, "in_committee", 5)
    step(docket, "referred", 5)
    assert [classes_of(e.kind, workflow_of(docket), e.recommendation) for e in events_of(docket)] == [
        ("committee-passage",), ("introduction", "reading-1"), ("referral-committee",),
    ]  # fmt: skip


def test_the_mayors_days_lapse_without_any_job(docket) -> None:
    """I-5 Deadlines pass with no job: after the mayor's days New York's act is law, and only then."""
    docket.matter.workflow, docket.matter.workflow_version = "new-york", 1
    for kind, days_ago in (("introduced", 60), ("referred", 60), ("recommended", 20), ("passed", 10), ("presented", 10)):
        step(docket, kind, days_ago, as_printed=True)
    db.session.flush()
    assert course_of(docket).state == "presented" and course_of(docket).mayor_until == today() + timedelta(days=20)
    with pretend(now() + timedelta(days=20)):
        assert course_of(docket).state == "presented"
    with pretend(now() + timedelta(days=21)):
        course = course_of(docket)
        assert course.state == "unsigned" and course.place.lapsed and course.place.since == today() - timedelta(days=1)
        step(docket, "effective", 0)
        assert course_of(docket).state == "effective"


def test_minneapolis_lapses_only_once_the_city_says_after_how_many_days(docket) -> None:
    for kind, days_ago in (("passed", 40), ("presented", 40)):
        step(docket, kind, days_ago, as_printed=True)
    assert course_of(docket).state == "presented" and course_of(docket).mayor_until is None
    set_policy("mayor_days", 5)
    assert course_of(docket).state == "unsigned"


def test_a_law_has_no_number_before_it_has_passed(docket) -> None:
    """I-14 No enactment number before passage."""
    walk(docket, *TO_COMMITTEE)
    with pytest.raises(Refusal, match="after it has passed"):
        step(docket, "recommended", 20, enactment="Ordinance 27")
    assert docket.matter.enactment_number is None


def test_effect_does_not_come_before_publication(docket) -> None:
    """I-14 Where publication is required, effective is not earlier than published."""
    for kind, days_ago in (("passed", 40), ("presented", 30), ("signed", 20)):
        step(docket, kind, days_ago, as_printed=True)
    with pytest.raises(Refusal, match="does not come after"):
        step(docket, "effective", 5)
    step(docket, "published", 10, enactment="Ordinance 27")
    with pytest.raises(Refusal, match="does not come after|would no longer fit"):
        step(docket, "effective", 11)
    step(docket, "effective", -15)  # known now, in force later
    assert course_of(docket).state == "published" and docket.matter.enactment_number == "Ordinance 27"
    with pretend(now() + timedelta(days=15)):
        assert course_of(docket).state == "effective"
    with pytest.raises(Refusal, match="rests on this step"):
        take_back_step(docket, standing_events(docket)[-2], by=the_clerk())


def test_a_docket_is_not_closed_against_its_course(docket) -> None:
    walk(docket, *TO_COMMITTEE, ("withdrawn", 10))
    with pytest.raises(Refusal, match="“Withdrawn”"):
        close_docket(docket, outcome="adopted", by=the_clerk())
    close_docket(docket, outcome="withdrawn", by=the_clerk())


def test_a_hearing_is_noticed_and_held(docket) -> None:
    walk(docket, *TO_COMMITTEE)
    assert hearings_of(docket) == [] and hearing_noticed_and_held(docket) is None
    post_notice(docket, channel="newspaper", place="The Alder Post", day=today() - timedelta(days=40), by=the_clerk())
    step(docket, "hearing_set", 40, source="", cites=evidence_for(docket, "hearing_set", ("notice",))[0], starts_at=now() - timedelta(days=30), place="Room 304")
    waiting = hearings_of(docket)[0]
    assert waiting.held_on is None and waiting.notice_days == 10 and hearing_noticed_and_held(docket) is None
    step(docket, "hearing_held", 30)
    held = hearing_noticed_and_held(docket)
    assert held is not None and (held.place, held.held_on, held.notice_days) == ("Room 304", today() - timedelta(days=30), 10)


def test_a_hearing_that_was_dropped_is_not_a_hearing_held(docket) -> None:
    walk(docket, *TO_COMMITTEE, ("hearing_set", 40), ("in_committee", 30), ("hearing_set", 20), ("hearing_held", 10))
    assert [one.held_on for one in hearings_of(docket)] == [None, today() - timedelta(days=10)]
    assert hearing_noticed_and_held(docket) is None  # no notice was posted


def test_the_recommendation_and_the_scheduled_vote_are_found(docket) -> None:
    assert latest_recommendation(docket) is None and vote_scheduled_on(docket) is None
    docket.council_votes_after = today() + timedelta(days=9)
    assert vote_scheduled_on(docket) == today() + timedelta(days=9)
    walk(docket, *TO_COMMITTEE)
    step(docket, "recommended", 20, recommendation="against")
    step(docket, "council_action", 1, starts_at=now() + timedelta(days=6))
    assert latest_recommendation(docket).recommendation == "against" and latest_recommendation(docket, before=today() - timedelta(days=21)) is None
    assert vote_scheduled_on(docket) == today() + timedelta(days=6)
    assert classes_of("recommended", workflow_of(docket), "against") == ("committee-passage-unfavorable",)
