"""Lists and downloads: pages by key, filters, one order per day, nothing left out of an export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from civic.clock import now, pretend
from civic.comments.actions import withdraw_comment
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.factories import make_comment, make_docket


def test_pages_of_fifty_show_each_comment_once(app, browser: TestBrowser) -> None:
    docket = make_docket()
    numbers = {make_comment(docket, f"Word {n} of many.").number for n in range(60)}
    seen: list[str] = []
    browser.open("/d/2026-014/comments")
    while True:
        seen += [a["aria-labelledby"].removeprefix("c-") for a in browser.page.find_all("article")]
        if "Next 50" not in browser.text:
            break
        browser.click("Next 50")
    assert len(seen) == 60 and set(seen) == numbers


def test_a_filter_by_stance_and_its_empty_state(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, "I am for it.", stance="support")
    assert browser.open("/d/2026-014/comments?stance=support").shows("I am for it.")
    assert browser.open("/d/2026-014/comments?stance=oppose").shows("No comments here yet.")


def test_every_comment_received_is_in_the_export_as_text_or_tombstone(app, browser: TestBrowser) -> None:
    """I-63 Every comment received appears in every full export, as text or tombstone."""
    docket = make_docket()
    shown_one, gone, held = make_comment(docket, "=1+1 is two"), make_comment(docket, "Take me away."), make_comment(docket, "Call 555-0142.")
    withdraw_comment(gone)
    browser.open("/d/2026-014/comments.csv")
    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(browser.response.get_data(as_text=True).removeprefix("\ufeff")))}
    assert set(rows) == {shown(c.number) for c in (shown_one, gone, held)}
    assert rows[shown(gone.number)]["state"] == "withdrawn" and rows[shown(gone.number)]["text"] == ""
    assert rows[shown(held.number)]["text"] == "" and rows[shown(shown_one.number)]["text"] == "'=1+1 is two"
    browser.open("/d/2026-014/comments.json")
    assert len(browser.response.get_json()["comments"]) == 3


def test_the_counts_page_adds_up(app, browser: TestBrowser) -> None:
    """I-64 The equations hold: received is the sum of states, channels, days and versions."""
    docket = make_docket()
    for words in ("One.", "Two.", "Call 555-0142."):
        make_comment(docket, words)
    browser.open("/d/2026-014/ledger/counts")
    totals = [row.find("td").get_text() for row in browser.page.select("tr.total")]
    assert totals == ["3"] * 5


def test_a_ward_stays_closed_until_ten_comments_name_it(app, browser: TestBrowser) -> None:
    """I-22 A ward appears only with at least k comments from it on the docket."""
    from civic.record.disclosure import verify_disclosure

    docket = make_docket()
    comments = [make_comment(docket, f"Comment {n}.", ward="4") for n in range(9)]
    address = f"/c/{shown(comments[0].number)}/disclosure.json"

    def ward_in_exports() -> tuple[str, bool]:
        row = browser.open("/d/2026-014/comments.json").response.get_json()["comments"][0]
        disclosure = browser.open(address).response.get_json()
        assert verify_disclosure(disclosure) == []
        return row["ward"], isinstance(disclosure["vals"]["ward"], list)

    assert ward_in_exports() == ("", False)
    make_comment(docket, "The tenth.", ward="4")
    assert ward_in_exports() == ("4", True)


def test_the_shuffle_goes_once_around_and_is_another_each_day(app, browser: TestBrowser) -> None:
    docket = make_docket()
    numbers = {make_comment(docket, f"Word {n} of many.").number for n in range(130)}

    def order() -> list[str]:
        seen: list[str] = []
        browser.open("/d/2026-014/comments")
        while True:
            seen += [a["aria-labelledby"].removeprefix("c-") for a in browser.page.find_all("article")]
            if "Next 50" not in browser.text:
                return seen
            browser.click("Next 50")

    today = order()
    assert len(today) == 130 and set(today) == numbers
    with pretend(now() + timedelta(days=1)):
        tomorrow = order()
    assert tomorrow != today and set(tomorrow) == numbers
    turn = today.index(tomorrow[0])
    assert tomorrow == today[turn:] + today[:turn], "one circle, entered at another point"


def test_no_page_ends_between_two_comments_with_one_random_key(app, browser: TestBrowser) -> None:
    docket = make_docket()
    for n in range(60):
        make_comment(docket, f"Word {n} of many.").face.shuffle_key = 7 + n // 4  # four share each key
    browser.open("/d/2026-014/comments")
    first = len(browser.page.find_all("article"))
    browser.click("Next 50")
    assert first == 52 and len(browser.page.find_all("article")) == 8


def test_the_number_of_comments_that_fit_is_right_for_every_filter(app, browser: TestBrowser) -> None:
    docket = make_docket()
    wid = next(p.wid for p in docket.current_version.provisions if p.number == "2")
    make_comment(docket, "For it, on a section.", stance="support", sections=(wid,))
    make_comment(docket, "For it.", stance="support", language="es")
    withdraw_comment(make_comment(docket, "Gone.", stance="support", sections=(wid,)))
    make_comment(docket, "Call 555-0142.", stance="support")
    expected = {"": 2, "?stance=support": 2, f"?s={wid}": 1, f"?s={wid}&stance=support": 1, "?language=es": 1, "?stance=oppose": 0, "?channel=web": 2}
    for query, number in expected.items():
        browser.open(f"/d/2026-014/comments{query}")
        assert browser.shows(f"{number} comment{'s' if number != 1 else ''} fit{'s' if number == 1 else ''}."), query
        assert len(browser.page.find_all("article")) == number
