"""Each check with its borders: pure functions of frozen evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.consultation.evidence import ChangeJudgement, ChangeReview, Recommendation
from civic.consultation.verdicts import WORDED_ASKED, verdict_on
from civic.readiness.asking import last_day_to_ask
from civic.readiness.checks import Check, State, checks_on, unmet
from civic.readiness.evidence import Decider, Hearing, Known, Listed, Point, Text, Window
from civic.readiness.rules import RULES, Code
from tests.readiness.known import DAY, VOTE, at, known, office, voted


def check(code: Code, evidence: Known) -> Check:
    return next(one for one in checks_on(evidence) if one.code is code)


def state(code: Code, evidence: Known) -> State:
    return check(code, evidence).state


def test_a_docket_in_order_meets_every_check_before_the_vote_and_at_it() -> None:
    assert {one.state for one in checks_on(known())} == {State.MET}
    assert {one.state for one in checks_on(voted())} == {State.MET}
    assert [one.code for one in checks_on(known())] == [rule.code for rule in RULES] and unmet(checks_on(known())) == ()


def test_an_unknown_version_of_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="Rule version 2"):
        checks_on(known(rules=2))


# --- the text


def test_a_new_version_begins_the_count_again() -> None:
    fresh = known(date(2026, 5, 10), text=Text(2, at(date(2026, 5, 5))))
    found = check(Code.TEXT_ONLINE, fresh)
    assert (found.state, found.have, found.number, found.runs_to, found.last_day) == (State.NOT_YET, 5, 14, date(2026, 5, 18), date(2026, 5, 15))
    assert state(Code.TEXT_ONLINE, replace(fresh, moment=at(date(2026, 5, 19)))) is State.MET
    assert state(Code.TEXT_ONLINE, replace(fresh, moment=at(date(2026, 5, 18)))) is State.NOT_YET


@pytest.mark.parametrize(("published", "expected"), [(date(2026, 5, 15), State.MET), (date(2026, 5, 16), State.MISSED)])
def test_the_text_is_online_for_fourteen_whole_days_at_the_vote_or_it_is_missed(published: date, expected: State) -> None:
    assert state(Code.TEXT_ONLINE, voted(text=Text(2, at(published, 23)))) is expected
    before = known(published + DAY, text=Text(2, at(published, 23)))
    assert state(Code.TEXT_ONLINE, before) is (State.MISSED if expected is State.MISSED else State.NOT_YET)


def test_without_a_text_the_last_day_to_publish_it_follows_from_the_vote() -> None:
    assert check(Code.TEXT_ONLINE, known(date(2026, 5, 15), text=None)).last_day == date(2026, 5, 15)
    assert state(Code.TEXT_ONLINE, known(date(2026, 5, 15), text=None)) is State.NOT_YET
    assert state(Code.TEXT_ONLINE, known(date(2026, 5, 16), text=None)) is State.MISSED


# --- asking


def test_the_last_day_to_ask_in_time_was_tuesday_may_12() -> None:
    late = known(date(2026, 5, 13), listed=(office(arrived=None, answered=None),))
    found = check(Code.ASKED_IN_TIME, late)
    assert (found.state, found.last_day, found.have, found.of, found.lost) == (State.MISSED, date(2026, 5, 12), 0, 1, ("chief",))
    assert state(Code.ASKED_IN_TIME, replace(late, moment=at(date(2026, 5, 12)))) is State.NOT_YET


@pytest.mark.parametrize(("arrived", "expected"), [(date(2026, 5, 12), State.MET), (date(2026, 5, 13), State.MISSED)])
def test_an_asking_on_the_last_day_is_in_time_at_the_vote_and_one_a_day_later_is_not(arrived: date, expected: State) -> None:
    """I-43 the border is that of the verdict function itself: sixteen days, over before the day of the vote."""
    asked = office(arrived=arrived, respond_by=arrived + 16 * DAY, answered=None)
    at_the_vote = voted(listed=(asked,), moment=at(VOTE, 0))
    assert state(Code.ASKED_IN_TIME, at_the_vote) is expected
    verdict = verdict_on(replace(asked.evidence, decision=at(VOTE, 0)))
    assert (verdict.code in WORDED_ASKED) is (expected is State.MET)


def test_a_time_to_answer_that_runs_is_not_yet_and_met_by_itself() -> None:
    running = known(date(2026, 5, 14), listed=(office(answered=None),))
    found = check(Code.ASKED_IN_TIME, running)
    assert (found.state, found.runs_to, found.open, found.lost) == (State.NOT_YET, date(2026, 5, 20), (), ())
    assert (found.have, found.of, found.running) == (1, 1, 1)
    assert state(Code.ASKED_IN_TIME, replace(running, moment=at(date(2026, 5, 21)))) is State.MET


def test_a_time_to_answer_past_the_vote_waits_for_an_answer() -> None:
    cut = known(date(2026, 5, 14), listed=(office(respond_by=date(2026, 6, 3), answered=None),))
    assert (state(Code.ASKED_IN_TIME, cut), check(Code.ASKED_IN_TIME, cut).open) == (State.NOT_YET, ("chief",))
    assert state(Code.ASKED_IN_TIME, known(listed=(office(respond_by=date(2026, 6, 3)),))) is State.MET
    assert state(Code.ASKED_IN_TIME, voted(listed=(office(respond_by=date(2026, 6, 3), answered=None),))) is State.MISSED


def test_after_the_committees_recommendation_nobody_can_be_asked_in_time() -> None:
    recommended = (Recommendation("r", at(date(2026, 5, 6)), at(date(2026, 5, 6))),)
    unasked = office("library", arrived=None, answered=None, recommendations=recommended)
    found = check(Code.ASKED_IN_TIME, known(date(2026, 5, 8), listed=(unasked,)))
    assert (found.state, found.last_day) == (State.MISSED, date(2026, 5, 6))
    assert state(Code.ASKED_IN_TIME, known(date(2026, 5, 8), vote=None, listed=(unasked,))) is State.MISSED


def test_an_asking_about_an_earlier_version_counts_where_two_people_say_so() -> None:
    judged = {"judgements": (ChangeJudgement("j", 1, 2, False, at(date(2026, 5, 6))),), "version": 2, "versions": (1, 2)}
    confirmed = judged | {"reviews": (ChangeReview("r", "j", "confirmed", at(date(2026, 5, 7))),)}
    assert state(Code.ASKED_IN_TIME, known(listed=(office(**judged),))) is State.MISSED
    assert state(Code.ASKED_IN_TIME, known(listed=(office(**confirmed),))) is State.MET


def test_an_empty_list_is_never_met() -> None:
    assert state(Code.ASKED_IN_TIME, known(date(2026, 5, 12), listed=())) is State.NOT_YET
    assert state(Code.ASKED_IN_TIME, known(listed=())) is State.MISSED
    assert state(Code.LIST_FROZEN, known(listed=())) is State.MISSED and state(Code.LIST_FROZEN, voted(frozen_on=None)) is State.MISSED


# --- questions, comments


def test_a_question_that_waits_is_not_settled_and_an_overdue_one_is() -> None:
    waiting = known(date(2026, 5, 14), listed=(office(answered=None),))
    found = check(Code.QUESTIONS_SETTLED, waiting)
    assert (found.state, found.have, found.of, found.runs_to, found.open) == (State.NOT_YET, 0, 2, date(2026, 5, 20), ("chief",))
    assert state(Code.QUESTIONS_SETTLED, replace(waiting, moment=at(date(2026, 5, 21)))) is State.MET
    assert state(Code.QUESTIONS_SETTLED, voted(listed=(office(respond_by=VOTE, answered=None),))) is State.MISSED


def test_a_question_that_reached_nobody_keeps_no_vote_waiting() -> None:
    lost = office(answered=None)
    sent = replace(lost, evidence=replace(lost.evidence, invitations=(replace(lost.evidence.invitations[0], deliveries=()),)))
    assert check(Code.QUESTIONS_SETTLED, known(listed=(sent,))) == Check(Code.QUESTIONS_SETTLED, State.MET)


def test_a_time_to_comment_that_runs_is_a_required_period_whatever_number_is_set() -> None:
    running = (Window("w", at(date(2026, 5, 1)), at(date(2026, 5, 27), 17)),)
    found = check(Code.COMMENTS_OPEN, known(windows=running))
    assert (found.state, found.have, found.runs_to) == (State.NOT_YET, 24, date(2026, 5, 27))
    assert state(Code.COMMENTS_OPEN, known(windows=running, numbers={})) is State.NOT_YET
    assert state(Code.COMMENTS_OPEN, voted(windows=(Window("w", at(date(2026, 5, 1)), at(date(2026, 5, 30), 17)),))) is State.MISSED
    assert state(Code.COMMENTS_OPEN, known(windows=(Window("w", at(date(2026, 5, 1)), at(VOTE, 17)),))) is State.MISSED


def test_a_short_time_to_comment_can_be_lengthened_while_there_are_days_left() -> None:
    short = (Window("w", at(date(2026, 5, 1)), at(date(2026, 5, 11), 17)),)
    found = check(Code.COMMENTS_OPEN, known(date(2026, 5, 9), windows=short))
    assert (found.state, found.open, found.last_day) == (State.NOT_YET, ("w",), date(2026, 5, 11))
    assert state(Code.COMMENTS_OPEN, known(windows=short)) is State.MISSED
    assert state(Code.COMMENTS_OPEN, known(date(2026, 5, 9), windows=(Window("w", at(date(2026, 5, 8)), at(date(2026, 5, 11), 17)),))) is State.MISSED
    assert check(Code.COMMENTS_OPEN, known(date(2026, 5, 7), windows=())).last_day == date(2026, 5, 7)


# --- hearing, summary, points, papers


def test_the_hearing_is_announced_ten_days_before_it() -> None:
    assert state(Code.HEARING_NOTICED, known(hearings=(Hearing("h", date(2026, 5, 13), date(2026, 5, 3), True),))) is State.MET
    assert state(Code.HEARING_NOTICED, known(hearings=(Hearing("h", date(2026, 5, 13), date(2026, 5, 4), True),))) is State.MISSED
    planned = known(date(2026, 5, 3), hearings=(Hearing("h", date(2026, 5, 13), None, False),))
    assert (state(Code.HEARING_NOTICED, planned), check(Code.HEARING_NOTICED, planned).last_day) == (State.NOT_YET, date(2026, 5, 3))
    assert state(Code.HEARING_NOTICED, replace(planned, moment=at(date(2026, 5, 4)))) is State.MISSED
    assert state(Code.HEARING_HELD, planned) is State.NOT_YET and state(Code.HEARING_HELD, voted(hearings=planned.hearings)) is State.MISSED


def test_without_a_number_the_city_is_told_so_and_nothing_is_required() -> None:
    unset = known(numbers={"response_days": 16}, hearings=())
    assert [one.code for one in checks_on(unset) if one.state is State.NO_NUMBER] == [
        Code.TEXT_ONLINE, Code.COMMENTS_OPEN, Code.HEARING_NOTICED, Code.HEARING_HELD,
    ]  # fmt: skip
    assert unmet(checks_on(voted(numbers={"response_days": 16}, hearings=()))) == ()


def test_summary_points_and_papers_can_be_done_until_the_vote() -> None:
    missing = {"summary_on": None, "points": (), "deciders": (Decider("m", "Diaz", None), Decider("n", "Pohl", date(2026, 5, 22)))}
    before, after = known(**missing), voted(**missing)
    for code in (Code.SUMMARY_PUBLISHED, Code.POINTS_ANSWERED, Code.PACKET_DELIVERED):
        assert (state(code, before), check(code, before).last_day, state(code, after)) == (State.NOT_YET, VOTE, State.MISSED)
    assert (check(Code.PACKET_DELIVERED, before).have, check(Code.PACKET_DELIVERED, before).open) == (1, ("m",))
    assert check(Code.POINTS_ANSWERED, known(points=(Point("p", "Keeping", True), Point("r", "Sharing", False)))).open == ("r",)
    assert state(Code.POINTS_ANSWERED, known(points=())) is State.MET


# --- no vote, and a day that passed


def test_with_no_vote_scheduled_nothing_is_missed_that_can_still_be_done() -> None:
    bare = Known(at(date(2026, 5, 1)), "America/Chicago", numbers={"text_days": 14, "response_days": 16, "window_days": 21, "hearing_notice_days": 10})
    assert {one.state for one in checks_on(bare)} == {State.NOT_YET, State.MET}  # no question waits
    assert all(one.last_day is None for one in checks_on(bare))


def test_a_day_for_the_vote_that_passed_without_one_counts_as_no_day() -> None:
    passed = known(date(2026, 6, 3), summary_on=None)
    assert passed.ahead is None and state(Code.SUMMARY_PUBLISHED, passed) is State.NOT_YET


# --- whatever the evidence

offsets = st.integers(-40, 60)
some_days = offsets.map(lambda n: date(2026, 4, 20) + n * DAY)


@st.composite
def anything(draw: st.DrawFn) -> Known:
    """A docket in any order, as of any day, with or without a vote ahead. What is on record was entered by then."""
    today = draw(some_days)
    past = st.none() | st.integers(0, 60).map(lambda n: today - n * DAY)
    opens = today + draw(st.integers(-50, 5)) * DAY
    return Known(
        moment=at(today, draw(st.integers(13, 23))), zone="America/Chicago", vote=draw(st.none() | st.integers(-3, 40).map(lambda n: today + n * DAY)),
        numbers={name: draw(st.none() | st.integers(1, 30)) for name in ("text_days", "window_days", "hearing_notice_days")} | {"response_days": 16},
        text=draw(past.map(lambda day: day and Text(1, at(day)))), frozen_on=draw(past), listed=tuple(_any_office(draw, n, past) for n in range(draw(st.integers(0, 3)))),
        windows=draw(st.sampled_from([(), (Window("w", at(opens), at(opens + draw(st.integers(1, 40)) * DAY, 17)),)])),
        hearings=tuple(_any_hearing(draw, today, past) for _ in range(draw(st.integers(0, 2)))), summary_on=draw(past),
        points=tuple(Point(f"p{n}", "Keeping", draw(st.booleans())) for n in range(draw(st.integers(0, 2)))),
        deciders=tuple(Decider(f"m{n}", "Diaz", draw(past)) for n in range(draw(st.integers(0, 2)))),
    )  # fmt: skip


def _any_office(draw: st.DrawFn, n: int, past: st.SearchStrategy[date | None]) -> Listed:
    arrived = draw(past)
    answered = draw(past) if arrived else None
    return office(f"o{n}", arrived=arrived, respond_by=(arrived or VOTE) + draw(st.integers(10, 25)) * DAY, answered=answered)


def _any_hearing(draw: st.DrawFn, today: date, past: st.SearchStrategy[date | None]) -> Hearing:
    on = today + draw(st.integers(-40, 30)) * DAY
    return Hearing("h", on, draw(past.filter(lambda day: day is None or day <= on)), on <= today and draw(st.booleans()))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(anything())
def test_equal_evidence_gives_equal_checks_and_every_check_one_state(evidence: Known) -> None:
    """I-44 for the checks: nothing but the evidence decides."""
    assert checks_on(evidence) == checks_on(replace(evidence))
    for one in checks_on(evidence):
        assert one.have >= 0 and (not one.of or one.have <= one.of)
        assert not (one.state is State.MET and (one.open or one.lost or one.runs_to))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(anything())
def test_what_can_still_be_done_has_not_passed_its_last_day_and_is_missed_on_the_day_after(evidence: Known) -> None:
    """The last day that a page names is the border between not yet and missed, as long as nothing happens."""
    for one in checks_on(evidence):
        if one.state is not State.NOT_YET or one.last_day is None or one.runs_to is not None or evidence.ahead is None:
            continue
        assert one.last_day >= evidence.today
        if one.last_day < evidence.ahead:
            assert state(one.code, replace(evidence, moment=at(one.last_day + DAY, 0))) is State.MISSED
        assert state(one.code, replace(evidence, moment=max(evidence.moment, at(one.last_day, 0)))) is State.NOT_YET


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(anything())
def test_at_the_vote_everything_is_met_or_missed_and_asked_in_time_is_the_ledgers_word(evidence: Known) -> None:
    """I-48 a vote finds each check met, missed or without a number; the asking is judged by the verdict function alone."""
    taken = replace(evidence, decided=True, vote=evidence.today)
    checks = checks_on(taken)
    assert State.NOT_YET not in {one.state for one in checks}
    asked = next(one for one in checks if one.code is Code.ASKED_IN_TIME)
    words = [verdict_on(replace(one.evidence, decision=taken.moment)).code in WORDED_ASKED for one in taken.listed]
    assert (asked.have, asked.of) == (sum(words), len(words))
    assert (asked.state is State.MET) == (bool(words) and all(words))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(anything())
def test_an_office_asked_on_the_last_day_named_is_asked_in_time_at_that_vote(evidence: Known) -> None:
    """Whatever else is on record: who acts on the last day that the page names has not acted too late."""
    end = last_day_to_ask(evidence)
    if evidence.ahead is None or end is None or end < evidence.today:
        return
    asked = office("new", arrived=end, respond_by=end + 16 * DAY, answered=None)
    taken = replace(evidence, listed=(asked,), decided=True, vote=evidence.ahead, moment=at(evidence.ahead, 0))
    assert state(Code.ASKED_IN_TIME, taken) is State.MET
