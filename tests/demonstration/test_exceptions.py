"""The demonstration's law in force: what was asked for under it, in every state that a visitor should see."""

from __future__ import annotations

from collections import Counter

import pytest

from civic.clock import today
from civic.dockets.queries import docket_numbered
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.owed import clock_of
from civic.exceptions.queries import all_receipts, all_requests, all_uses, drafts_of, in_force_under
from civic.exceptions.reporting import all_periods
from civic.exceptions.standing import Fault, State, counted, fault_of, review_is_overdue, state_of
from civic.owed import State as Clock
from tests.browsing import TestBrowser


def titled(words: str) -> ExceptionRequest:
    return next(request for request in all_requests() if words in request.filing.title)


def test_one_exception_in_each_state_and_the_sums_add_up(loaded) -> None:
    """I-64: requests = open + granted + refused + withdrawn + lapsed, after the whole story."""
    states = Counter(state_of(request) for request in all_requests())
    assert states == {State.EXPIRED: 1, State.REFUSED: 1, State.IN_FORCE: 1, State.NOTICED: 2, State.FILED: 1}
    counts = counted(all_requests())
    assert (counts.requests, counts.open, counts.granted, counts.emergencies, counts.with_conditions) == (6, 3, 2, 1, 1)
    assert counts.requests == counts.open + counts.granted + counts.refused + counts.withdrawn + counts.lapsed


def test_what_is_overdue_is_overdue_by_its_day(loaded) -> None:
    """I-5: nobody set these states."""
    assert Counter((p.duty.office.title, p.state) for p in all_periods())[("Chief Information Officer", "overdue")] == 1
    assert Counter(p.state for p in all_periods()) == {"filed": 1, "overdue": 1, "running": 2}
    (grant,) = in_force_under(docket_numbered(f"{today().year}-006"))
    assert [clock_of(one).state() for one in grant.decision.conditions] == [Clock.DONE, Clock.OVERDUE, Clock.OPEN]
    assert Counter(fault_of(use) for use in all_uses()) == {None: 5, Fault.AFTER: 1}
    assert [(receipt.requested, receipt.used, bool(receipt.disposal)) for receipt in all_receipts()] == [(False, False, True)]
    assert not review_is_overdue(titled("child taken")) and [draft.short for draft in drafts_of(grant.office)] == [True]


@pytest.mark.slow
def test_a_visitor_reads_every_exception(on_loopback, loaded, browser: TestBrowser) -> None:
    browser.open("/").click("Exceptions")
    assert browser.shows("6 requests were made: 3 open, 2 granted, 1 refused") and browser.shows("1 report is overdue.")
    open_one = titled("work vans").docket
    browser.click(f"{open_one.number} {open_one.title}")
    assert browser.shows("Open for comments until") and browser.shows("4 comments were received.") and browser.shows("Sealed")
    assert not browser.shows("east of the rail line") and browser.shows("The hearing is on")
    browser.open(f"/x/{titled('harbor').docket.number}")
    assert browser.shows("This permission ended on") and browser.shows("Used after the permission ended.")
    assert browser.open(f"/x/{titled('market').docket.number}").shows("a person with a clicker")
    assert browser.open(f"/x/{titled('large events').docket.number}").shows("Overdue 6 days")
    assert browser.open(f"/x/{titled('child taken').docket.number}").shows("Emergency: used first")
    assert browser.open("/exceptions/incidents").shows("Not asked for") and browser.open("/exceptions/uses").shows("Violation")


def test_the_cast_find_their_part(on_loopback, loaded, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Casey")
    assert browser.shows("A request for an exception to check: Test of a phone counter") and browser.shows("A condition to close: Put up signs")
    browser.press("Sign out").open("/demo").press("Continue as Deputy Chief Ferris").click("Exceptions, uses and reports of my office")
    browser.click("Check and file")
    assert browser.shows("Only the holder of the office files it.")
    browser.press("Sign out").open("/demo").press("Continue as Chief Chen").open("/respond/exceptions").click("Check and file").press("File this request")
    assert browser.shows("The clerk checks whether it is complete.")
