"""The README's table, row by row, in the demonstration; and its claims about what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.clock import today
from civic.search.keeping import take_in
from civic.summaries.checks import Check
from tests.browsing import TestBrowser

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.fixture
def demonstration(on_loopback, loaded):
    return today().year


def test_the_rows_for_readers(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/")
    assert "Demonstration. Fictional city, illustrative law. Start here" in " ".join(browser.find(".notice--demo").get_text(" ").split())
    browser.click("Face recognition by city departments")
    assert browser.shows("passed 13–0") and browser.shows("87 comments were received")
    browser.open(f"/d/{demonstration}-014/compare/1/2")
    assert browser.page.find("ins") and browser.shows("Because:")


def test_the_rows_for_readers_of_ledger_and_outcome(demonstration: int, browser: TestBrowser) -> None:
    browser.open(f"/d/{demonstration}-014/ledger")
    for name in ("Asked and answered", "Asked late", "Not asked"):
        assert browser.shows(name)
    assert browser.shows("Evidence about Chief of Police")
    assert browser.open(f"/d/{demonstration}-014/outcome").shows("9 of 14 main points")


def test_the_rows_for_readers_of_facts_cities_and_positions(demonstration: int, browser: TestBrowser) -> None:
    browser.open(f"/d/{demonstration}-014/covers")
    assert browser.shows("The text itself names 4 exceptions.") and browser.shows("Not stated in the text: what holds in an emergency.")
    assert browser.click("Beside other cities").shows("12 cities of 12.")
    browser.open(f"/d/{demonstration}-014/positions")
    assert browser.shows("Kaonou Lor, Ward 9 Vote: Yes") and browser.shows("the condition was met in version 2 . Said by the clerk on")


def test_the_row_for_the_council_member(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Council Member Diaz").click(f"Brief on {demonstration}-021")
    assert browser.shows("Kept by your office") and browser.shows("seven days and with requests that name the law")
    browser.click("Open the draft").press("Publish my position", stance="support_with_changes", statement="With seven days.")
    assert browser.shows("With seven days.") and browser.shows("about version 1")


def test_the_row_for_readers_of_exceptions(demonstration: int, browser: TestBrowser) -> None:
    link = browser.open("/exceptions").page.find("a", string=lambda words: words and "harbor burglaries" in words) or browser.find("td a[href*='/x/']:-soup-contains('harbor')")
    browser.open(link["href"])
    assert browser.shows("This permission ended on") and browser.shows("Used after the permission ended.")


def test_the_rows_for_readers_of_statement_and_clocks(demonstration: int, browser: TestBrowser) -> None:
    browser.open(f"/d/{demonstration}-014/statement")
    assert browser.shows("What changed since statement 1") and len(browser.page.select("#changed-h ~ h3")) == 1
    assert browser.open("/overdue").shows("are overdue, the longest by") and browser.shows("Promise:") and browser.shows("Held comment:")


def test_the_rows_for_readers_of_campaigns_and_search(demonstration: int, browser: TestBrowser) -> None:
    browser.open(f"/d/{demonstration}-014/campaigns").click("Campaign 1")
    assert browser.heading == "Campaign 1: a letter sent 8 times" and browser.shows("The author's own words")
    while take_in():
        pass
    assert browser.open("/search?q=camera").page.find("mark") and browser.open("/search?q=zeppelin").shows("What you can try")


def test_the_row_for_the_police_chief(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Chief Chen")
    browser.click("Check and sign: License plate readers").press("Sign and publish 1 answer")
    assert browser.shows("We would propose places") and browser.shows("Chief Chen, Chief of Police")


def test_the_rows_for_approver_clerk_and_administrator(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Ama").click("A summary to approve")
    assert len(browser.page.select(".check-list .check--passed")) == len(Check)
    browser.press("Approve and publish")
    assert browser.heading == "Summary of what people said" and browser.shows("Version 1, published")
    browser.press("Sign out").open("/demo").press("Continue as Casey").click(f"{demonstration}-021: check and publish the draft text").press("Go on to the check")
    assert browser.shows("How it differs from version 1") and browser.shows("no reason") or browser.shows("Each change has its reason.")
    browser.press("Publish version 2", anyway="y")
    assert browser.open(f"/d/{demonstration}-021/compare/1/2").page.find("ins") and browser.shows("Because:")
    browser.press("Sign out").open("/demo").press("Continue as Theo").open("/staff/settings")
    assert browser.shows("Time zone")


def test_the_rows_for_residents(demonstration: int, browser: TestBrowser) -> None:
    browser.open(f"/d/{demonstration}-021/comment").fill("Continue", {"Your comment": "Readers near the clinic worry me."})
    browser.press("Skip this and go on").press("Send my comment")
    number, code = browser.find(".receipt code").get_text(), browser.find("#private-code").get_text()
    browser.open("/check").fill("Check", {"Tracking number": number, "Private code": code})
    assert browser.shows("Change my words") and browser.shows("It is public.")


def test_the_rows_for_staff_and_council(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Milo")
    browser.open(f"/staff/d/{demonstration}-021/queue").press("Take the next 25")
    hide = browser.find("input[data-key=R]")
    browser.press("Save these decisions", **{hide["name"]: "redact"})
    assert "1 decision is saved." in browser.page.get_text(" ") and browser.shows("Undo the decision on")
    browser.press("Sign out").open("/demo").press("Continue as Council Member Diaz")
    browser.open(f"/member/d/{demonstration}-021/position")
    browser.fill("Publish my position", {"stance": "undecided", "statement": "I am still reading what people wrote."})
    assert browser.shows("about version 1")
    browser.press("Sign out").open("/demo").press("Continue as Casey")
    browser.open("/staff/bodies")
    assert browser.shows("13 seats filled")


def test_the_row_for_an_organization(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Omar").click("Plate readers need a short memory")
    assert browser.shows("4 of the 6 you hope for")
    browser.press("Remind the 2 that have not answered")
    assert "Reminders written: 2" in browser.page.get_text(" ")


def test_the_commands_of_the_readme_exist() -> None:
    root = Path(__file__).parent.parent
    for name in ("run", "test"):
        assert f"./{name} " in README and (root / name).stat().st_mode & 0o111
