"""The table of what a text says: written by one person, confirmed by another, public with its sections."""

from __future__ import annotations

from civic.database import db
from civic.dockets.facts import FIELDS, sheets_of
from civic.dockets.queries import docket_numbered
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import make_account
from tests.factories import TEXT, make_docket, make_version, the_clerk

STATED = {"prohibited_acts-value": "stated", "prohibited_acts-says": "No acquiring, no using.", "prohibited_acts-sections": "2"}
UNCLEAR = {"reporting-value": "unclear", "reporting-says": "", "reporting-reading1": "Each unit reports.", "reporting-reading2": "The department reports."}
FILLED = {f"{field}-value": "not_stated" for field in FIELDS} | STATED | UNCLEAR


def written(browser: TestBrowser, **changed: str) -> TestBrowser:
    return browser.sign_in(the_clerk()).open("/staff/d/2026-014/facts").press("Keep this table", **{**FILLED, **changed})


def test_the_table_is_public_once_a_second_person_has_confirmed_it(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-16 Every ordinance fact has one of three values; each stated eId exists in its version."""
    make_docket()
    assert browser.open("/d/2026-014/covers").shows("Not reviewed yet.")
    written(browser)
    assert browser.shows("You wrote this table") and browser.open("/d/2026-014/covers").shows("Not reviewed yet.")
    another_browser.sign_in(make_account("Cora Clerk", Role.CLERK)).open("/staff").click("2026-014: confirm the table")
    another_browser.press("I have checked every row: confirm")
    browser.open("/d/2026-014").click("What it does")
    assert browser.shows("No acquiring, no using. Section 2") and browser.shows("Not stated in the text") and browser.shows("Each unit reports.")


def test_a_table_with_a_section_that_is_not_there_is_refused_and_what_was_typed_stays(app, browser: TestBrowser) -> None:
    make_docket()
    written(browser, **{"prohibited_acts-sections": "99"})
    assert browser.status == 422 and browser.shows("no section 99")
    assert browser.find("#prohibited_acts-says").get_text().strip() == "No acquiring, no using."
    db.session.rollback()
    assert sheets_of(docket_numbered("2026-014").current_version) == []


def test_an_unclear_cell_gives_both_readings(app, browser: TestBrowser) -> None:
    make_docket()
    written(browser, **{"reporting-reading2": ""})
    assert browser.status == 422 and browser.shows("give both ways to read it")


def test_a_new_version_reopens_the_table(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    docket = make_docket()
    written(browser)
    another_browser.sign_in(make_account("Cora Clerk", Role.CLERK)).open("/staff/d/2026-014/facts/confirm").press("I have checked every row: confirm")
    make_version(docket_numbered(docket.number), TEXT.replace("once a year", "twice a year"))
    assert browser.open("/d/2026-014/covers").shows("A newer version is published. Its table is not reviewed yet")
