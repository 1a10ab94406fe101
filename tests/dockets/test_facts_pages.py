"""The table of what a text says: written by one person, confirmed by another, public with its sections."""

from __future__ import annotations

from civic.database import db
from civic.dockets.facts.cells import make_cell
from civic.dockets.facts.fields import FIELDS
from civic.dockets.facts.queries import draft_of, facts_of, newest_sheet_of
from civic.dockets.queries import docket_numbered
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.dockets.facts_arranged import (
    ALL_SILENT,
    UNCLEAR,
    USE,
    confirm,
    exception_of,
    hand_over,
    second_clerk,
    stated,
)
from tests.factories import TEXT, make_docket, make_version, the_clerk

HAND_OVER, KEEP, MORE = "Hand it over to a second person", "Keep it for now", "Keep, and add more exceptions"
CONFIRM, KEEP_CHECKS = "Confirm: the table becomes public", "Keep what I looked for"
ADDRESS = "/staff/d/2026-014/facts"


def written(browser: TestBrowser, button: str = HAND_OVER, **changed: str) -> TestBrowser:
    return browser.sign_in(the_clerk()).open(ADDRESS).press(button, **{**ALL_SILENT, **USE, **UNCLEAR, **changed})


def looked_for(**changed: str) -> dict[str, str]:
    return {f"{key}-check": "so" for key in FIELDS if key not in ("act_use", "report_to")} | changed


def test_the_table_is_public_once_a_second_person_has_looked_for_each_not_stated(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-16 Each stated eId exists in its version, and a second person confirms every *not stated*."""
    make_docket()
    assert browser.open("/d/2026-014/covers").shows("Not reviewed yet.")
    written(browser)
    assert browser.shows("You wrote this table") and browser.open("/d/2026-014/covers").shows("Not reviewed yet.")
    another_browser.sign_in(second_clerk()).open("/staff").click("2026-014: confirm the table")
    another_browser.press(CONFIRM)
    assert another_browser.status == 422 and another_browser.shows("Look for each “not stated” by itself first. Not looked for yet: Who is bound;")
    another_browser.press(KEEP_CHECKS, **{"bound_parties-check": "so"})
    assert another_browser.shows("Cora Clerk looked for it")
    another_browser.press(CONFIRM, **looked_for())
    browser.open("/d/2026-014").click("What it does")
    assert browser.shows("They may not use it. Nobody may use it. ( Section 2(a) )") and browser.shows("To the mayor.")
    assert browser.shows("Not stated in the text: who is bound.") and browser.shows("a second person looked for each “not stated”")


def test_the_page_says_when_the_text_does_not_answer_what_exceptions_can_be_made(app, browser: TestBrowser) -> None:
    version = make_docket().current_version
    confirm(hand_over(version), version)
    browser.open("/d/2026-014/covers")
    assert browser.shows("The text itself names no exception. It does not say who may grant others. 7 questions about exceptions are not answered in it")
    assert browser.shows("Not stated in the text: who may ask for an exception; who may grant an exception;")


def test_the_answers_stand_in_the_order_in_which_people_ask(app, browser: TestBrowser) -> None:
    version = make_docket().current_version
    rows = [exception_of("x1", "Door readers", use=stated(version, "1", "Doors may be opened."), condition=make_cell("unclear", readings=["By day.", "At night."]))]
    confirm(hand_over(version, rows, exceptions=stated(version, "1", ""), procedure_decides=stated(version, "2", "The council decides.")), version)
    browser.open("/d/2026-014/covers")
    assert [h.get_text() for h in browser.page.select("main h2")] == [
        "Who is bound?", "What may they not do?", "What exceptions can be made?", "What holds for information from agencies that are not bound?",
        "Reports, enforcement, start",
    ]  # fmt: skip
    assert browser.shows("The text itself names 1 exception.") and browser.shows("The council decides. ( Section 2 )")
    row = browser.find("#exceptions").find_parent("section").find("table").find_all("tr")[1].get_text(" ", strip=True)
    assert row.startswith("Door readers Doors may be opened. ( Section 1 ) Not stated in the text. Unclear. It can be read in two ways: By day. At night.")
    assert browser.find(".cites a")["href"] == "/d/2026-014/text@1#s" + version.provisions[1].wid or browser.find(".cites a")["href"].startswith("/d/2026-014/text@1#s")


def test_a_table_with_faults_is_refused_with_each_at_its_control_and_what_was_typed_stays(app, browser: TestBrowser) -> None:
    make_docket()
    written(browser, **{"act_use-sections": "99", "report_to-reading2": "", "enforce_fees-value": "stated", "effective_date-value": ""})
    assert browser.status == 422 and browser.errors == [
        "Use it: this version has no section 99.", "To whom: where the text is unclear, give both ways to read it.",
        "Costs and lawyers' fees: name the section that states it.", "When it takes effect: say whether it is stated, not stated or unclear.",
    ]  # fmt: skip
    assert browser.find("#act_use-says").get_text().strip() == "Nobody may use it." and browser.find("#act_use-sections")["value"] == "99"
    db.session.rollback()
    assert newest_sheet_of(docket_numbered("2026-014").current_version) is None


def test_an_unfinished_table_is_kept_and_two_writers_notice_each_other(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    make_docket()
    another_browser.sign_in(second_clerk()).open(ADDRESS)
    browser.sign_in(the_clerk()).open(ADDRESS).press(KEEP, **USE)
    assert browser.shows("Kept.") and browser.find("#act_use-says").get_text().strip() == "Nobody may use it."
    another_browser.press(KEEP, **{"act_use-says": "Nobody at all."})
    assert another_browser.status == 422 and another_browser.shows("Somebody else kept this table")
    assert another_browser.find("#act_use-says").get_text().strip() == "Nobody at all."
    another_browser.press(KEEP)
    db.session.rollback()
    assert draft_of(docket_numbered("2026-014").current_version).typed["cells"]["act_use"]["says"] == "Nobody at all."


def test_exceptions_are_added_row_by_row_and_left_out_again(app, browser: TestBrowser) -> None:
    make_docket()
    first = {"exceptions-value": "stated", "exceptions-sections": "1", "x1-name": "Doors", "x1_use-value": "stated", "x1_use-sections": "1", "x1_use-says": "Doors open."}
    parts = {f"x1_{part}-value": "not_stated" for part in ("actor", "condition", "logging")}
    written(browser, MORE, **first)
    assert browser.find("#x1-name")["value"] == "Doors" and browser.find("#x2-name")["value"] == "" and browser.find("#x3-name")
    browser.press(HAND_OVER)
    assert "Doors: Who may do it: say whether it is stated, not stated or unclear." in browser.errors
    browser.press(HAND_OVER, **parts)
    version = docket_numbered("2026-014").current_version
    assert [row["name"] for row in newest_sheet_of(version).exceptions] == ["Doors"]
    browser.open(ADDRESS).press(HAND_OVER, **{"x1-drop": "on", "exceptions-value": "not_stated", "exceptions-sections": ""})
    db.session.expire_all()
    assert newest_sheet_of(version).exceptions == [] and newest_sheet_of(version).n == 2


def test_a_second_person_sends_rows_back_and_takes_that_away_again(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    make_docket()
    written(browser)
    another_browser.sign_in(second_clerk()).open(ADDRESS + "/confirm")
    another_browser.press(KEEP_CHECKS, **{"report_period-check": "again"})
    assert another_browser.status == 422 and another_browser.shows("Say what to look at again.")
    another_browser.press(KEEP_CHECKS, **looked_for(**{"report_period-check": "again", "report_period-remark": "Section 3 says it.", "act_use-check": "again", "act_use-remark": "Twice?"}))
    browser.open("/staff").click("2026-014: look again at the table of what version 1 says (rows: 2)")
    assert browser.shows("A second person wants 2 rows looked at again.") and browser.shows("Look again: Section 3 says it.")
    form = another_browser.find("#act_use-again")
    form.attrs.pop("checked")
    another_browser.press(KEEP_CHECKS)
    browser.open("/staff")
    assert browser.shows("(rows: 1)")


def test_a_new_version_reopens_the_table_with_what_came_over(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    docket = make_docket()
    first = docket.current_version
    confirm(hand_over(first, act_use=stated(first, "2(a)", "Nobody.", rule="forbidden"), report_period=stated(first, "3", "Once a year.")), first)
    make_version(docket_numbered(docket.number), TEXT.replace("once a year", "twice a year"))
    assert browser.open("/d/2026-014/covers").shows("A newer version is published.")
    browser.sign_in(the_clerk()).open("/staff").click("2026-014: version 2 is new. Look through the table of what it says")
    assert browser.find("#act_use-stated").has_attr("checked") and browser.shows("From version 1; its sections have not changed.")
    assert browser.shows("Changed since version 1: 3. Version 1 was read as “Stated”. Choose again.")
    browser.press(HAND_OVER)
    assert browser.errors == ["How often: say whether it is stated, not stated or unclear."]
    browser.press(HAND_OVER, **{"report_period-value": "stated", "report_period-says": "Twice a year."})
    another_browser.sign_in(second_clerk()).open(ADDRESS + "/confirm").press(CONFIRM, **looked_for(**{"report_to-check": "so"}))
    browser.open("/d/2026-014/covers")
    assert browser.shows("About version 2.") and browser.shows("Version 2 changes how often reports are due. Before: Once a year. Now: Twice a year.")
    browser.click("Version 1")
    assert browser.address == "/d/2026-014/covers@1" and browser.shows("About version 1.") and browser.shows("Once a year.")


def test_an_earlier_version_without_a_table_and_one_that_is_not_there(app, browser: TestBrowser) -> None:
    make_docket()
    assert browser.open("/d/2026-014/covers@1").shows("Not reviewed yet.") and browser.open("/d/2026-014/covers@7").status == 404


def test_strange_input_is_refused_not_broken(app, browser: TestBrowser) -> None:
    make_docket()
    browser.sign_in(the_clerk()).open(ADDRESS)
    browser.post(ADDRESS, **{**ALL_SILENT, "do": "hand_over", "edition": "many", "act_use-value": "\x00odd", "x0-name": "zero", "x9999-name": "far"})
    assert browser.status == 422
    browser.post(ADDRESS, do="keep", edition="0", **{"act_use-value": "\x00odd", "act_use-says": "a\x00b", "x2-name": "\u202eback"})
    assert browser.status == 302
    browser.open(ADDRESS).press(HAND_OVER, **ALL_SILENT)
    assert browser.status == 422 and any("hidden characters" in sentence for sentence in browser.errors)
    assert facts_of(docket_numbered("2026-014").current_version) is None


def test_what_it_does_reads_in_spanish(app, browser: TestBrowser) -> None:
    version = make_docket().current_version
    set_policy("language_es", "unchecked")
    confirm(hand_over(version, act_use=stated(version, "2(a)", "", rule="forbidden")), version)
    browser.open("/es/d/2026-014/covers")
    assert browser.shows("No pueden usarla.") and browser.shows("quién puede conceder una excepción")
