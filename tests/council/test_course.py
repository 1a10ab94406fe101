"""Votes and the mayor's acts move a matter by themselves, by the requirement of its dated workflow, and by nothing less."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import now, pretend, today
from civic.council.actions import (
    correct_executive_action,
    decide_by_voice,
    end_membership,
    import_vote,
    put_motion,
    record_executive_action,
    record_vote,
    withdraw_motion,
)
from civic.council.fate import fate_of, stages_of
from civic.council.models import Motion
from civic.council.queries import decision_on, executive_actions_on, recommendations_on, vetoed_motion_on
from civic.database import Refusal
from civic.dockets.actions import record_process_event, take_back_step
from civic.dockets.evidence import evidence_for
from civic.dockets.models import Docket
from civic.dockets.queries import latest_recommendation, standing_events
from civic.dockets.standing import course_of
from civic.people.policy import set_policy
from civic.record.leaf import parse
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.cast import clara
from tests.council.arrange import (
    make_committee,
    make_council,
    make_docket_before_the_council,
    make_voted_docket,
    split,
)


@pytest.fixture
def clerk(app):  # type: ignore[no-untyped-def]
    return clara()


@pytest.fixture
def council(clerk):  # type: ignore[no-untyped-def]
    return make_council(clerk)


@pytest.fixture
def docket(clerk, council) -> Docket:  # type: ignore[no-untyped-def]
    return make_docket_before_the_council(clerk)


def act(docket: Docket, body, clerk, yes: int, kind: str = "act") -> Motion:  # type: ignore[no-untyped-def]
    motion = put_motion(docket, body, kind=kind, words="Adopt version 1.", by=clerk)
    record_vote(motion, split(body, yes), on=today(), by=clerk)
    return motion


def enter(docket: Docket, clerk, kind: str, **more) -> None:  # type: ignore[no-untyped-def]
    more.setdefault("source", "Letter of the clerk")
    record_process_event(docket, kind=kind, day=today(), by=clerk, **more)


def test_enough_votes_pass_it_and_the_step_cites_the_roll_call(docket, council, clerk) -> None:
    """I-11 Passed needs a vote event meeting the requirement of its dated definition: 7 of 13, by roll call."""
    motion = act(docket, council, clerk, 7)
    passed = standing_events(docket)[-1]
    assert (motion.vote.needed, motion.vote.counted, motion.requirement) == (7, 13, "majority_of_all_members")
    assert (passed.kind, passed.cites, passed.cited) == ("passed", "passage", motion.vote.id)
    assert course_of(docket).state == "passed" and "7–6" in passed.source
    assert leaf_about(motion.vote, "vote.recorded") is not None


def test_one_vote_too_few_fails_it(docket, council, clerk) -> None:
    """I-11 Six of thirteen do not pass, although more said yes than no."""
    motion = put_motion(docket, council, kind="act", words="Adopt version 1.", by=clerk)
    options = split(council, 6, "abstain")
    event = record_vote(motion, options, on=today(), by=clerk)
    assert not event.passed and course_of(docket).state == "failed" and course_of(docket).has_ended
    assert evidence_for(docket, "passed", ("passage",)) == []
    with pytest.raises(Refusal, match="This matter has ended"):
        put_motion(docket, council, kind="act", words="Again.", by=clerk)
    put_motion(docket, council, kind="procedural", words="Adjourn.", by=clerk)


def test_a_vacant_seat_counts_among_all_members_or_not_as_the_city_says(docket, council, clerk) -> None:
    """I-11 The base is the authorized seats, or by the dated setting the filled ones; the day of the vote decides."""
    for member in council.members()[:3]:
        end_membership(member, by=clerk)
    set_policy("threshold_base", "filled_seats", effective_on=today() + timedelta(days=1))
    assert act(docket, council, clerk, 6).vote.needed == 7
    other = make_docket_before_the_council(clerk, "2026-015")
    with pretend(now() + timedelta(days=1)):
        motion = act(other, council, clerk, 6)
        assert (motion.vote.needed, motion.vote.counted) == (6, 10) and course_of(other).state == "passed"


def test_without_a_rule_in_the_workflow_the_citys_setting_counts(council, clerk) -> None:
    set_policy("passage", "two_thirds_of_all_members")
    docket = make_docket_before_the_council(clerk, workflow="minimal")
    assert act(docket, council, clerk, 8).vote.needed == 9
    assert act(make_docket_before_the_council(clerk, "2026-015"), council, clerk, 8).vote.needed == 7  # Minneapolis says its own


def test_a_vote_before_its_step_is_a_fact_and_the_step_can_cite_it_later(council, clerk) -> None:
    set_policy("workflow", "minneapolis")
    docket = make_voted_docket(clerk)
    motion = act(docket, council, clerk, 13)
    assert decision_on(docket) is not None and course_of(docket).state is None
    with pytest.raises(Refusal, match="not how a matter starts"):
        record_process_event(docket, kind="passed", day=today(), cites=evidence_for(docket, "passed", ("passage",))[0], by=clerk)
    for kind, days_ago in (("notice_of_intent", 9), ("introduced", 8), ("referred", 7), ("in_committee", 6), ("recommended", 5), ("council_action", 4)):
        record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), source="Minutes", by=clerk)
    record_process_event(docket, kind="passed", day=today() - timedelta(days=3), cites=evidence_for(docket, "passed", ("passage",))[0], by=clerk)
    assert standing_events(docket)[-1].day == motion.vote.on  # the roll call says on which day


def test_a_vote_of_another_docket_proves_nothing_here(docket, council, clerk) -> None:
    """I-11 The vote must be about this matter."""
    other = make_docket_before_the_council(clerk, "2026-015")
    act(other, council, clerk, 13)
    elsewhere = evidence_for(other, "codified", ("passage",))[0]
    with pytest.raises(Refusal, match="must rest on"):
        record_process_event(docket, kind="passed", day=today(), cites=elsewhere, by=clerk)


def test_a_committees_vote_recommends_and_counts_its_own_members(council, clerk) -> None:
    set_policy("workflow", "minneapolis")
    docket, committee = make_voted_docket(clerk), make_committee(clerk, council)
    for kind, days_ago in (("notice_of_intent", 9), ("introduced", 8), ("referred", 7), ("in_committee", 6)):
        record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), source="Minutes", by=clerk)
    motion = act(docket, committee, clerk, 3)
    assert (motion.vote.needed, motion.vote.counted) == (3, 5)
    assert latest_recommendation(docket).recommendation == "for" and course_of(docket).state == "recommended"
    amendment_like = put_motion(docket, committee, kind="procedural", words="Thank the staff.", by=clerk)
    record_vote(amendment_like, split(committee, 5), on=today(), by=clerk)
    assert [v.id for v in recommendations_on(docket)] == [motion.vote.id]


def test_a_recommendation_by_voice_where_the_workflow_allows_it(council, clerk) -> None:
    docket, committee = make_voted_docket(clerk), make_committee(clerk, council)
    set_policy("workflow", "minimal")
    record_process_event(docket, kind="introduced", day=today(), source="Minutes", by=clerk)
    motion = put_motion(docket, committee, kind="act", words="Recommend it.", by=clerk)
    with pytest.raises(Refusal, match="minutes or the recording"):
        decide_by_voice(motion, carried=True, on=today(), source=" ", by=clerk)
    decide_by_voice(motion, carried=True, on=today(), source="Minutes, item 3", by=clerk)
    assert course_of(docket).state == "recommended" and standing_events(docket)[-1].cites == "recommendation"
    with pytest.raises(Refusal, match="decided already"):
        record_vote(motion, split(committee, 5), on=today(), by=clerk)


@pytest.mark.parametrize("workflow", ["minneapolis", "new-york", "minimal"])
def test_the_full_council_never_decides_an_act_by_voice(council, clerk, workflow: str) -> None:
    """I-11, I-48: no workflow lets an act pass without a roll call, so no voice vote goes past the question of urgency."""
    set_policy("workflow", workflow)
    motion = put_motion(make_voted_docket(clerk), council, kind="act", words="Adopt it.", by=clerk)
    with pytest.raises(Refusal, match="asks for a roll call"):
        decide_by_voice(motion, carried=True, on=today(), source="Minutes", by=clerk)


def test_a_withdrawn_motion_is_decided(docket, council, clerk) -> None:
    motion = put_motion(docket, council, kind="act", words="Adopt it.", by=clerk)
    withdraw_motion(motion, on=today(), source="Minutes", by=clerk)
    assert motion.state == "withdrawn" and course_of(docket).state == "council_action"
    with pytest.raises(Refusal, match="decided already"):
        record_vote(motion, split(council, 13), on=today(), by=clerk)


# --- the mayor


def test_the_mayor_acts_after_it_was_presented(docket, council, clerk) -> None:
    """I-13 Only an act is presented to the mayor, and only one that passed."""
    motion = act(docket, council, clerk, 13)
    with pytest.raises(Refusal, match="presented to the mayor"):
        record_executive_action(motion, action="signed", on=today(), by=clerk)
    direction = act(docket, council, clerk, 13, kind="staff_direction")
    with pytest.raises(Refusal, match="Only an act"):
        record_executive_action(direction, action="signed", on=today(), by=clerk)
    enter(docket, clerk, "presented")
    record_executive_action(motion, action="signed", on=today(), by=clerk)
    signed = standing_events(docket)[-1]
    assert (signed.kind, signed.cites) == ("signed", "executive") and course_of(docket).state == "signed"


def test_a_wrong_act_of_the_mayor_is_corrected_by_a_further_entry(docket, council, clerk, browser: TestBrowser) -> None:
    """I-1: both entries stay; the step that rested on the wrong one is taken back, and the right one takes its place."""
    motion = act(docket, council, clerk, 8)
    enter(docket, clerk, "presented")
    wrong = record_executive_action(motion, action="vetoed", on=today(), by=clerk)
    assert course_of(docket).state == "vetoed" and vetoed_motion_on(docket) == motion
    browser.sign_in(clerk).open("/staff/d/2026-014/votes").click("Correct this")
    browser.press("Record this correction", action="signed")
    assert browser.status == 422 and browser.errors == ["Say what was wrong; the reason is public."]
    browser.press("Record this correction", action="signed", reasons="The letter was misread.")
    assert browser.status == 200 and course_of(docket).state == "signed" and vetoed_motion_on(docket) is None
    browser.open("/d/2026-014/decision")
    assert browser.shows("Signed, Saturday, October 3.") and browser.shows("it said “Vetoed, Saturday, October 3”. The letter was misread.")
    (entry,) = executive_actions_on(docket)
    assert parse(leaf_about(entry, "executive.corrected").bytes)["ref"] == leaf_about(wrong, "executive.acted").id
    with pytest.raises(Refusal, match="corrected already"):
        correct_executive_action(wrong, action="unsigned", on=today(), reasons="Again.", by=clerk)
    correct_executive_action(entry, action="none", reasons="It still lies on the desk.", by=clerk)
    assert executive_actions_on(docket) == [] and course_of(docket).state == "presented"
    record_executive_action(motion, action="unsigned", on=today(), by=clerk)
    assert course_of(docket).state == "unsigned"


def test_an_act_of_the_mayor_on_which_a_later_step_rests_is_not_corrected_first(docket, council, clerk) -> None:
    motion = act(docket, council, clerk, 8)
    enter(docket, clerk, "presented")
    wrong = record_executive_action(motion, action="vetoed", on=today(), by=clerk)
    act(docket, council, clerk, 9, kind="override")
    with pytest.raises(Refusal, match="rests on this step"):
        correct_executive_action(wrong, action="signed", on=today(), reasons="Misread.", by=clerk)
    assert course_of(docket).state == "overridden"


def test_a_failed_act_is_not_presented(docket, council, clerk) -> None:
    """I-13 What failed does not reach the mayor."""
    motion = act(docket, council, clerk, 3)
    with pytest.raises(Refusal, match="has passed"):
        record_executive_action(motion, action="signed", on=today(), by=clerk)
    with pytest.raises(Refusal, match="ended this matter"):
        enter(docket, clerk, "presented")


def vetoed(docket: Docket, council, clerk) -> Motion:  # type: ignore[no-untyped-def]
    motion = act(docket, council, clerk, 8)
    enter(docket, clerk, "presented")
    record_executive_action(motion, action="vetoed", on=today(), message="Too soon.", by=clerk)
    return motion


def test_a_veto_is_overridden_by_nine_of_thirteen(docket, council, clerk) -> None:
    """I-11 An override has a requirement of its own; the decision on the act stays the decision."""
    first = vetoed(docket, council, clerk)
    assert course_of(docket).state == "vetoed" and vetoed_motion_on(docket).id == first.id
    override = act(docket, council, clerk, 9, kind="override")
    assert (override.requirement, override.vote.needed) == ("two_thirds_of_all_members", 9)
    assert course_of(docket).state == "overridden" and standing_events(docket)[-1].cites == "override"
    assert decision_on(docket).id == first.vote.id
    with pytest.raises(Refusal, match="no veto to override"):
        put_motion(docket, council, kind="override", words="Again.", by=clerk)


def test_a_lost_override_ends_it(docket, council, clerk) -> None:
    """I-11 Eight of thirteen pass an act and do not override a veto."""
    vetoed(docket, council, clerk)
    act(docket, council, clerk, 8, kind="override")
    failed = standing_events(docket)[-1]
    assert (failed.kind, failed.cites) == ("failed", "lost_override") and course_of(docket).has_ended
    assert fate_of(docket).startswith("Passed 8–5 on Saturday, October 3. It failed on")


def test_only_the_full_council_overrides_and_only_a_veto(docket, council, clerk) -> None:
    with pytest.raises(Refusal, match="no veto to override"):
        put_motion(docket, council, kind="override", words="Override.", by=clerk)
    vetoed(docket, council, clerk)
    with pytest.raises(Refusal, match="Only the full council"):
        put_motion(docket, make_committee(clerk, council), kind="override", words="Override.", by=clerk)


def test_after_the_mayors_days_no_signature_and_no_veto_counts(council, clerk) -> None:
    """I-5 New York's thirty days pass without a job; what comes later is refused with the reason."""
    set_policy("workflow", "new-york")
    docket = make_docket_before_the_council(clerk, workflow="new-york")
    motion = act(docket, council, clerk, 13)
    enter(docket, clerk, "presented")
    with pretend(now() + timedelta(days=31)):
        for action in ("signed", "vetoed"):
            with pytest.raises(Refusal, match="it became law without an act"):
                record_executive_action(motion, action=action, on=today(), by=clerk)
        assert fate_of(docket).endswith("The mayor's days ended on Monday, November 2 without an act, so it became law.")
        assert [(s.state, s.document) for s in stages_of(docket)][-1] == ("unsigned", "Nobody acted; it follows from the days.")
        record_executive_action(motion, action="signed", on=today() - timedelta(days=2), by=clerk)  # signed in time, entered late
        assert course_of(docket).state == "signed"


def test_publication_effect_and_codification_follow_with_their_documents(docket, council, clerk) -> None:
    """I-14 A number after passage, effect after publication; each step with its document and day."""
    motion = act(docket, council, clerk, 13)
    enter(docket, clerk, "presented")
    record_executive_action(motion, action="signed", on=today(), by=clerk)
    enter(docket, clerk, "published", source="Finance page of the Alder Post", enactment="Ordinance 2026-027")
    record_process_event(docket, kind="effective", day=today() + timedelta(days=30), source="Section 11", by=clerk)
    assert fate_of(docket).endswith("Published as law on Saturday, October 3. In force from Monday, November 2.")
    with pretend(now() + timedelta(days=30)):
        assert course_of(docket).state == "effective"
        enter(docket, clerk, "codified", source="Supplement 4")
        assert fate_of(docket).endswith("In force, and in the city's code since Monday, November 2.")
    assert docket.matter.enactment_number == "Ordinance 2026-027"
    with pytest.raises(Refusal, match="rests on this step"):
        take_back_step(docket, next(e for e in standing_events(docket) if e.kind == "passed"), by=clerk)


def test_an_imported_passage_below_the_rule_is_kept_with_a_finding(docket, council, clerk) -> None:
    """I-11 of an imported vote: as printed, with a finding where the printed result does not meet the rule."""
    other = make_voted_docket(clerk, "2026-015")
    printed = [(f"Name {n}", "yes" if n < 6 else "absent", "Aye" if n < 6 else "Absent") for n in range(13)]
    event = import_vote(other, council, on=today(), printed=printed, seats=13, passed=True, source_digest=b"\1" * 32, by=clerk)
    assert event.passed and event.findings == [{"code": "below_the_rule", "votes": 6, "needed": 7}]


# --- in the browser


def test_the_clerk_takes_an_act_from_the_vote_to_the_veto_and_over_it(docket, council, clerk, browser: TestBrowser) -> None:
    browser.sign_in(clerk).open("/staff/d/2026-014/votes").press("Add this motion", body=council.id, kind="act", words="Adopt version 1.")
    assert browser.shows("More than half of all members of the council.")
    browser.press("Record this roll call", on=today().isoformat(), anyway="fault", **{f"vote_{key}": word for key, word in split(council, 8).items()})
    assert browser.shows("Needed: 7 of 13.")
    browser.click("Enter what the mayor did").press("Record this", action="vetoed", on=today().isoformat())
    assert browser.status == 422 and "presented to the mayor" in browser.errors[0]
    browser.open("/staff/d/2026-014/course").click("Enter “Presented to the mayor”").press("Enter this step", day=today().isoformat(), source="Letter of October 3")
    browser.open("/staff/d/2026-014/votes").click("Enter what the mayor did").press("Record this", action="vetoed", on=today().isoformat(), message="Too soon.")
    browser.press("Add this motion", body=council.id, kind="override", words="Override the veto.")
    assert browser.shows("At least two thirds of all members of the council.")
    browser.press("Record this roll call", on=today().isoformat(), **{f"vote_{key}": word for key, word in split(council, 9).items()})
    browser.open("/d/2026-014/decision")
    assert browser.shows("The council overrode the veto on Saturday, October 3.") and browser.shows("Too soon.") and browser.shows("Veto overridden")
    assert browser.open("/d/2026-014").shows("Vetoed")


def test_a_voice_vote_and_a_withdrawal_are_entered_with_their_minutes(docket, council, clerk, browser: TestBrowser) -> None:
    browser.sign_in(clerk).open("/staff/d/2026-014/votes").press("Add this motion", body=council.id, kind="procedural", words="Postpone to November.")
    browser.click("It was decided by voice").press("Record this result", result="carried", on=today().isoformat())
    assert browser.status == 422 and browser.errors == ["Name the minutes or the recording."]
    browser.press("Record this result", result="carried", on=today().isoformat(), source="Minutes, item 9")
    assert browser.shows("by voice vote")
    browser.open("/staff/d/2026-014/course").click("Enter “Postponed”").press("Enter this step", day=today().isoformat())
    assert browser.shows("taken up again where it stood") and course_of(docket).state == "postponed"
    browser.open("/staff/d/2026-014/votes").press("Add this motion", body=council.id, kind="act", words="Adopt version 1.")
    browser.open("/staff/d/2026-014/votes").click("Withdraw it").press("Withdraw this motion", on=today().isoformat(), source="Minutes, item 10")
    browser.open("/d/2026-014/decision")
    assert browser.shows("Postpone to November. Carried by voice vote.") and browser.shows("Adopt version 1. Withdrawn")


def test_the_pages_of_votes_are_the_clerks(docket, council, clerk, browser: TestBrowser, another_browser: TestBrowser) -> None:
    from tests.cast import chen

    motion = put_motion(docket, council, kind="act", words="Adopt it.", by=clerk)
    for address in ("/staff/d/2026-014/votes", f"/staff/motions/{motion.id}/voice", f"/staff/motions/{motion.id}/withdraw", f"/staff/motions/{motion.id}/executive-action"):
        assert browser.sign_in(clerk).open(address).status == 200
        assert another_browser.sign_in(chen()).open(address).status == 403 if "votes" in address else another_browser.open(address).status == 403
