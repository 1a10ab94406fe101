"""An exception from the law to its end: the chief asks, the clerk opens it, people comment, the council decides, it ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.exceptions.queries import all_requests
from tests.browsing import TestBrowser
from tests.exceptions.arrange import LAW, NOTICE, WORDS, later, make_law, the_chief
from tests.factories import the_clerk


@pytest.mark.slow
def test_a_request_is_written_checked_opened_decided_and_ends(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    make_law(hearing="never")
    browser.sign_in(the_chief()).open("/respond/exceptions").click("Ask for an exception")
    clause = browser.find("input[name=clause]")["value"]
    browser.fill("Write the request", {"clause": clause})
    browser.fill("Save draft", {"title": WORDS["title"]})
    assert "Kept as a draft" in browser.page.get_text(" ")
    browser.fill("Keep and check", {"Technology": "A reader"})
    assert browser.shows("things are missing") and browser.shows("No exception is without an end")
    browser.press("File this request")
    assert browser.status == 422 and "is empty" in browser.errors[0]
    browser.click("Change something")
    browser.fill("Keep and check", {**WORDS, "starts": (today() + timedelta(days=20)).isoformat(), "ends": (today() + timedelta(days=40)).isoformat()})
    browser.press("File this request")
    assert browser.shows("The clerk checks whether it is complete.")

    another_browser.sign_in(the_clerk()).open("/staff").click("A request for an exception to check")
    another_browser.press("Accept and publish")
    number = all_requests()[0].docket.number
    browser.press("Sign out").open(f"/x/{number}")
    assert browser.shows("Open for comments until") and browser.shows(f"Exception {number}") and browser.shows("Who is affected: as the form asks.")
    browser.click("Comment on this : Who is affected").fill("Continue", {"Your comment": "My children play there."})
    browser.press("Skip this and go on").press("Send my comment")
    assert browser.open(f"/x/{number}").shows("1 comment was received.") and browser.shows("1 comment on this")

    with later(NOTICE + 1):
        another_browser.sign_in(the_clerk()).open("/staff").click(f"{number}: enter the decision")
        sent = {"granted": "yes", "decided_by": "City Manager", "reasons": "Narrow enough.", "term_1": "Publish a map", "due_1": (today() + timedelta(days=5)).isoformat()}
        another_browser.fill("Publish the decision", sent)
        assert another_browser.status == 422  # nobody of that name can decide
        from civic.council.actions import create_body

        create_body("City Council", "legislature", by=the_clerk())
        another_browser.open("/staff").click(f"{number}: enter the decision").fill("Publish the decision", {**sent, "decided_by": "City Council"})
        assert another_browser.shows("Granted with conditions") and another_browser.shows("Publish a map")
        assert browser.open("/exceptions").shows("1 request was made: 0 open, 1 granted") and browser.shows("days left")
    with later(41):
        browser.open(f"/x/{number}")
        assert browser.shows("This permission ended on") and browser.shows("Use after that date is not allowed by this record.")
        assert browser.open("/exceptions").shows("0 in force, 1 expired") and browser.open(f"/d/{LAW}").status == 200
