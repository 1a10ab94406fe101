"""Two letters beside each other, and the comments of one as a file."""

from __future__ import annotations

import csv
import io

import pytest

from civic.campaigns.actions import declare_sponsor
from civic.campaigns.beside import marked
from civic.campaigns.queries import members_of
from civic.comments.export import COLUMNS
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.campaigns.arrange import LETTER, OWN, make_campaign, sort_in_everything, the_family
from tests.cast import milo
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
OTHER = "The council should not vote on plate readers before the audit of last year is printed. We were told it would come in spring, and spring is over. Print it, then vote."


@pytest.mark.parametrize(("text", "other", "own"), [
    ("One two three four.", "One two three four.", []), ("", "Anything.", []), ("Nothing alike here.", "Wholly other words.", ["Nothing alike here"]),
    ("Please vote no on Tuesday, 2 to 1.", "Please vote no, 2 to 1.", ["on Tuesday"]),
])  # fmt: skip
def test_the_pieces_of_a_letter_are_all_of_it_and_what_is_only_there_is_marked(text: str, other: str, own: list[str]) -> None:
    runs = marked(text, other)
    assert "".join(words for words, _own in runs) == text and [words for words, is_own in runs if is_own] == own


def two_campaigns():
    docket, comments = make_campaign()
    for _ in range(3):
        make_comment(docket, OTHER)
    sort_in_everything()
    return docket, comments


def test_everybody_compares_two_letters_of_a_docket(browser: TestBrowser) -> None:
    docket, _comments = two_campaigns()
    declare_sponsor(the_family(docket, 2), "Safe Routes", by=milo())
    browser.open(f"/d/{docket.number}/campaigns").click("Compare two of them")
    assert browser.shows("of the words of the shorter letter stand in the other one") and browser.shows("Safe Routes") and browser.shows(OWN[:20])
    rows = {row.find("th").text: [cell.text for cell in row.find_all("td")] for row in browser.page.select("tbody tr")}
    assert rows["Comments"] == ["5", "3"] and rows["Sponsor, as declared"] == ["none declared", "Safe Routes"]
    assert browser.page.select("td mark")
    browser.open(f"/d/{docket.number}/campaigns/compare?a=1&b=1")
    assert browser.status == 200 and browser.shows("Choose two different ones.")
    assert browser.open(f"/d/{docket.number}/campaigns/compare?a=1&b=99").shows("There is no campaign 99 here.") and "Choose two" not in browser.text
    for query in ("?a=x&b=2", "?a=1&b=99999999999999999999", "?b="):
        assert browser.open(f"/d/{docket.number}/campaigns/compare{query}").status == 200
    assert browser.open(f"/d/{make_docket('2026-031').number}/campaigns/compare").shows("There are no two of them here to compare.")


def test_a_moderator_compares_groups_before_joining_them(browser: TestBrowser) -> None:
    docket, _comments = two_campaigns()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}").click("Compare it with another group first")
    assert "Choose two different ones." not in browser.text and browser.page.find("option", selected=True)["value"] == "1"
    assert browser.open(f"/staff/d/{docket.number}/groups/compare?a=1&b=99").shows("There is no group 99 here.")
    browser.open(f"/staff/d/{docket.number}/groups").click("Compare two groups")
    assert browser.shows("To join them, open one") and browser.click("Group 2").shows("Join and name")


def test_the_comments_of_a_campaign_are_a_file_with_the_columns_of_all(browser: TestBrowser) -> None:
    docket, _comments = two_campaigns()
    browser.open(f"/d/{docket.number}/campaigns/1").click("Download these comments (CSV)")
    rows = list(csv.DictReader(io.StringIO(browser.response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS and {row["number"] for row in rows} == {shown(face.number) for face, _member in members_of(the_family(docket))}
    assert {row["text"] for row in rows} >= {LETTER} and 'filename="campaign-2026-014-1.csv"' in browser.response.headers["Content-Disposition"]
    assert browser.open(f"/d/{docket.number}/campaigns/99.csv").status == 404
