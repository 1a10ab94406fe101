"""The demonstration's five dockets show the page "Is the vote ready?" in each of its states, whatever today is."""

from __future__ import annotations

from collections import Counter

from civic.clock import now, today
from civic.dockets.queries import docket_numbered
from civic.readiness.checks import State
from civic.readiness.queries import readiness_of
from civic.readiness.rules import Code
from tests.browsing import TestBrowser


def readiness(n: str):  # type: ignore[no-untyped-def]
    found = docket_numbered(f"{now().year}-{n}")
    assert found is not None
    return readiness_of(found)


def test_the_finished_docket_shows_its_vote_with_an_open_fault(loaded, browser: TestBrowser) -> None:
    found = readiness("014")
    states = {check.code: check.state for check in found.checks}
    missed = {code for code, state in states.items() if state is State.MISSED}
    assert missed == {Code.ASKED_IN_TIME, Code.POINTS_ANSWERED} and found.is_fault
    assert Counter(states.values()) == {State.MET: 8, State.MISSED: 2}
    browser.open(f"/d/{found.docket.number}/ready")
    assert browser.shows("Open fault.") and browser.shows("6 of 11 offices asked in time.") and browser.shows("13 of 13 members have them.")


def test_docket_two_has_met_not_yet_and_missed_checks(loaded, browser: TestBrowser) -> None:
    found = readiness("021")
    states = {check.code: check.state for check in found.checks}
    assert states[Code.ASKED_IN_TIME] is State.MISSED and states[Code.TEXT_ONLINE] is states[Code.HEARING_NOTICED] is State.MET
    assert Counter(states.values()) == {State.MET: 3, State.NOT_YET: 6, State.MISSED: 1}
    asked = next(check for check in found.checks if check.code is Code.ASKED_IN_TIME)
    assert asked.last_day is not None and asked.last_day < today() < found.vote
    browser.open(f"/d/{found.docket.number}/ready")
    assert browser.shows("The last day to ask in time was") and browser.shows("would meet it. Not asked in time:")


def test_the_others_have_no_vote_an_end_without_one_and_an_urgency(loaded, browser: TestBrowser) -> None:
    browser.open(f"/d/{now().year}-023/ready")
    assert browser.shows("No vote is scheduled; as of today:") and browser.shows("No text is online.")
    browser.open(f"/d/{now().year}-015/ready")
    assert browser.shows("This matter ended without a vote, so nothing is checked here.")
    found = readiness("006")
    assert found.urgency is not None and not found.is_fault and found.unmet
    browser.open(f"/d/{now().year}-006")
    assert browser.shows("Voted with an urgency.") and browser.shows("The county had offered to lend the city two of these devices")


def test_the_clerks_desk_names_a_last_day(on_loopback, loaded, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Casey")
    browser.open("/staff")
    assert browser.shows("License plate readers: last day to deliver the papers")
