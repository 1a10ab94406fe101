"""A vote while a required period runs or a step is missing: recorded with an urgency, or with an open fault (I-48)."""

from __future__ import annotations

import pytest

from civic.clock import today
from civic.council.actions import put_motion
from civic.council.queries import council, decision_on
from civic.council.urgency import record_urgency, urgency_of
from civic.council.vote_models import Urgency
from civic.database import db
from civic.readiness.queries import fault_on, readiness_of
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.factories import the_clerk
from tests.readiness.arrange import ask_everybody, later, make_way, vote

pytestmark = pytest.mark.usefixtures("app")
WHO, WHY = "The council, by a motion of Council Member Pohl", "A contract would be signed on Monday."


def roll_call(browser: TestBrowser, **more: str) -> TestBrowser:
    """What the clerk sends from the page of the roll call."""
    votes = {f"vote_{member.id}": "yes" for member in council().members()}
    return browser.fill("Record this roll call", {"on": today().isoformat(), **votes, **more})


def at_the_roll_call(browser: TestBrowser):  # type: ignore[no-untyped-def]
    docket = make_way()
    put_motion(docket, council(), kind="act", words="Adopt the ordinance", by=the_clerk())
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/votes").click("Enter the roll call")
    return docket


def test_the_roll_call_says_what_stands_in_the_way_and_asks_once(browser: TestBrowser) -> None:
    """I-48 the vote is not recorded silently, and not refused for good."""
    docket = at_the_roll_call(browser)
    assert browser.shows("This vote is taken before everything is done") and browser.shows("Comments were open long enough: Comments had been open for 0 days; they were to close Saturday, October 24.")
    roll_call(browser)
    assert browser.status == 422 and "choose how this vote is recorded" in browser.errors[0] and decision_on(docket) is None
    assert browser.shows("This vote is taken before everything is done")
    roll_call(browser, anyway="fault")
    assert decision_on(docket) is not None and readiness_of(docket).is_fault


def test_a_vote_with_an_urgency_names_who_decided_and_why_everywhere(browser: TestBrowser) -> None:
    """I-48 with the urgency there is no open fault; the unmet checks stay readable."""
    docket = at_the_roll_call(browser)
    roll_call(browser, anyway="urgency")
    assert browser.status == 422 and "Say who decided to vote now." in browser.errors and db.session.query(Urgency).count() == 0
    roll_call(browser, anyway="urgency", decided_by=WHO, reasons=WHY)
    found = fault_on(docket)
    assert found is not None and not found.is_fault and urgency_of(docket, found.decision).reasons == WHY
    leaf = leaf_about(docket, "urgency.recorded")
    assert leaf is not None and WHY.encode() not in leaf.bytes
    for address in (f"/d/{docket.number}", f"/d/{docket.number}/ready", f"/d/{docket.number}/decision", f"/staff/d/{docket.number}/votes"):
        browser.open(address)
        assert browser.shows("Voted with an urgency.") and browser.shows(WHO) and browser.shows(WHY), address


def test_a_vote_without_one_leaves_an_open_fault_on_every_page_of_the_docket(browser: TestBrowser) -> None:
    """I-48 an open fault on the docket: on its page, on the decision and on the page of the checks."""
    docket = make_way()
    vote(docket)
    with later(1):
        for address in (f"/d/{docket.number}", f"/d/{docket.number}/ready", f"/d/{docket.number}/decision"):
            browser.open(address)
            assert browser.shows("Open fault.") and browser.shows("and no urgency was recorded"), address
        browser.open(f"/d/{docket.number}").click("Which checks were not met")
        assert browser.heading == "Is the vote ready?" and browser.shows("As it stood at the vote on Saturday, October 3:")


def test_an_urgency_entered_ahead_is_in_force_and_one_entered_afterwards_only_explains(browser: TestBrowser) -> None:
    """I-48 nothing entered after the vote closes its fault."""
    ahead = make_way()
    browser.sign_in(the_clerk()).open(f"/staff/d/{ahead.number}/urgency")
    assert browser.shows("What stands in the way")
    browser.fill("Put this on the record", {"Who decided": WHO, "Why the vote": WHY})
    with later(1):
        put_motion(ahead, council(), kind="act", words="Adopt it", by=the_clerk())
        browser.sign_in(the_clerk()).open(f"/staff/d/{ahead.number}/votes").click("Enter the roll call")
        assert not browser.shows("This vote is taken before everything is done")
        roll_call(browser)
        assert decision_on(ahead) is not None
    with later(2):
        assert not readiness_of(ahead).is_fault
        record_urgency(ahead, decided_by=WHO, reasons="We thought of more.", checks=3, after=decision_on(ahead), by=the_clerk())
        assert readiness_of(ahead).urgency.reasons == WHY


def test_an_explanation_after_the_vote_leaves_the_fault_open(browser: TestBrowser) -> None:
    docket = make_way()
    vote(docket)
    with later(1):
        browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/votes").click("Record an urgency")
        assert browser.shows("it does not close a fault") and browser.shows("What was not met at the vote")
        browser.fill("Put this on the record", {"Who decided": WHO, "Why the vote": WHY})
        assert readiness_of(docket).is_fault
        browser.open(f"/d/{docket.number}/ready")
        assert browser.shows("Open fault.") and browser.shows("Explained afterwards, on Sunday, October 4") and browser.shows("closes no fault")


def test_a_vote_that_is_entered_later_is_judged_by_its_own_day(browser: TestBrowser) -> None:
    """Entered three days afterwards: what was entered in between is too late for it."""
    docket = make_way()
    taken_on = today()
    with later(3):
        ask_everybody(docket)
        found = vote(docket, on=taken_on)
        asked = next(check for check in readiness_of(docket).checks if check.code == "asked_in_time")
        assert found.on == taken_on and (asked.have, asked.of) == (0, 0)


def test_committees_amendments_and_procedure_are_recorded_without_the_question(browser: TestBrowser) -> None:
    docket = make_way()
    put_motion(docket, council(), kind="procedural", words="Put it off a week", by=the_clerk())
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/votes").click("Enter the roll call")
    assert not browser.shows("This vote is taken before everything is done")
    roll_call(browser)
    assert browser.status == 200 and fault_on(docket) is None


def test_the_clerk_enters_what_the_members_were_given(browser: TestBrowser) -> None:
    docket = make_way()
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}").click("What the members were given")
    assert browser.shows("No delivery is on record.")
    browser.fill("Enter this delivery", {"members": []})
    assert browser.status == 422 and "Choose at least one member." in browser.errors
    browser.open(f"/staff/d/{docket.number}/packet/deliveries")
    browser.fill("Enter this delivery", {"How it reached": "By hand at the committee room", "Another paper": "Letter of the fire chief"})
    assert browser.status == 422 and "needs both its name and its file" in browser.errors[0]
    browser.fill("Enter this delivery", {"How it reached": "By hand at the committee room", "Another paper": ""})
    assert browser.shows("By hand at the committee room") and browser.shows("Text, version 1") and browser.shows("No vote since.")
    member = council().members()[0]
    assert leaf_about(member, "packet.delivered") is not None
    with later(1):
        vote(docket)
        browser.open(f"/d/{docket.number}/ready")
        assert browser.shows("City Council, Sunday, October 4") and browser.shows("3 of 3 members have them.")
