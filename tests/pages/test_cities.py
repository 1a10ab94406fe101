"""Other cities, by themselves and beside a docket; every answer has a source, or says what is not known."""

from __future__ import annotations

import csv
import io
import json

from civic.dockets.cities.reading import cities
from civic.dockets.cities.topics import TOPICS
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.dockets.facts_arranged import confirm, hand_over, stated
from tests.factories import make_docket, make_draft_docket

BESIDE = "/d/2026-014/covers/cities"


def arranged() -> None:
    version = make_docket().current_version
    confirm(hand_over(version, bound_parties=stated(version, "2", "Departments are bound."), act_use=stated(version, "2(a)", "", rule="forbidden")), version)


def rows_in(browser: TestBrowser) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(browser.response.get_data().decode("utf-8-sig"))))


def test_each_city_stands_with_its_sources_and_what_is_not_known(app, browser: TestBrowser) -> None:
    browser.open("/cities")
    assert [h.get_text() for h in browser.page.select("main h2")][:2] == ["Boston, Massachusetts", "Cambridge, Massachusetts"]
    assert browser.shows("12 cities of 12.") and browser.shows("Unconfirmed: There are further exceptions.")
    for cell in browser.page.select("main dd"):
        words = cell.get_text(" ", strip=True)
        assert words and ("(" in words or "not known to us" in words.casefold() or "Unconfirmed:" in words), words


def test_a_docket_stands_beside_every_city_and_no_cell_is_blank(app, browser: TestBrowser) -> None:
    arranged()
    browser.open("/d/2026-014/covers").click("Beside other cities")
    tables = browser.page.select("main table")
    assert len(tables) == len(TOPICS)
    assert all(len(table.select("tbody tr")) == 13 and all(cell.get_text(strip=True) for cell in table.select("td")) for table in tables)
    assert browser.shows("Departments are bound. ( Section 2 )") and browser.shows("They may not use it. ( Section 2(a) )")
    assert browser.shows("Not stated in the text: whether agencies outside the city are bound;")


def test_a_docket_without_a_confirmed_table_says_so(app, browser: TestBrowser) -> None:
    make_docket()
    assert browser.open(BESIDE).shows("Not reviewed yet.")
    make_draft_docket("2026-015")
    assert browser.open("/d/2026-015/covers/cities").status == 404


def test_a_reader_filters_by_question_answer_city_and_what_is_known(app, browser: TestBrowser) -> None:
    arranged()
    browser.open(BESIDE).press("Show", field="procedure", value="procedure.none")
    assert browser.shows("4 cities of 12.") and len(browser.page.select("main table")) == 1 and browser.shows("Somerville") and not browser.shows("Madison, Wisconsin")
    browser.open(BESIDE + "?field=reporting&state=unknown")
    assert browser.shows("2 cities of 12.") and browser.shows("Not known to us: Whether anything is reported.")
    browser.open(BESIDE + "?city=boston-ma&city=seattle-wa")
    assert browser.shows("2 cities of 12.")
    browser.open(BESIDE + "?city=boston-ma&value=forbidden.approval")
    assert browser.shows("No city matches. Take one filter away.")
    browser.click("Clear the filters")
    assert browser.shows("12 cities of 12.")


def test_odd_filters_narrow_nothing_and_break_nothing(app, browser: TestBrowser) -> None:
    arranged()
    for query in ("?field=mood&city=atlantis&value=forbidden.owl&state=maybe", "?docket=1&_external=1&_scheme=x&field=", "?value=.&value=%07"):
        for address in (BESIDE, "/cities"):
            assert browser.open(address + query).status == 200 and browser.shows("12 cities of 12.")


def test_the_comparison_is_downloaded_with_sources_and_the_same_filters(app, browser: TestBrowser) -> None:
    arranged()
    rows = rows_in(browser.open(BESIDE + ".csv"))
    assert len(rows) == 13 * len(TOPICS) and rows[0]["key"] == "2026-014"
    own = next(row for row in rows if row["key"] == "2026-014" and row["question"] == "bound")
    assert own["says"].startswith("Departments are bound.") and own["sections"] == "2"
    assert all(row["says"] == "" or row["sources"] for row in rows if row["key"] != "2026-014")
    assert all(row["says"] or row["unconfirmed"] or row["not_known"] for row in rows)
    data = json.loads(browser.open(BESIDE + ".json?field=procedure&value=procedure.council").response.get_data())
    assert data["docket"]["version"] == 1 and {row["question"] for row in data["rows"]} == {"procedure"}
    assert {row["city"] for row in data["rows"][1:]} == {city.name for city in cities() if "council" in city.fact("procedure").values}
    assert rows_in(browser.open("/cities.csv?city=new-york-ny"))[0]["sources"].startswith("New York City Council")
    assert json.loads(browser.open("/cities.json").response.get_data())["docket"] is None


def test_the_comparison_reads_in_spanish(app, browser: TestBrowser) -> None:
    arranged()
    set_policy("language_es", "unchecked")
    browser.open("/es" + BESIDE)
    assert browser.shows("¿A quién obliga?") and browser.shows("no lo sabemos") and browser.shows("No pueden usarla.")
