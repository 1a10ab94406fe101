"""Lists and downloads: pages by key, filters, one order per day, nothing left out of an export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from civic.clock import now, pretend, today
from civic.comments.actions import withdraw_comment
from civic.comments.counting import counts
from civic.comments.models import Channel
from civic.comments.strip import NARROW, WIDE, strip
from civic.database import db
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_comment, make_docket, make_version, the_clerk


def test_pages_of_twenty_five_show_each_comment_once(app, browser: TestBrowser) -> None:
    docket = make_docket()
    numbers = {make_comment(docket, f"Word {n} of many.").number for n in range(60)}
    seen: list[str] = []
    browser.open("/d/2026-014/comments")
    while True:
        seen += [a["aria-labelledby"].removeprefix("c-") for a in browser.page.find_all("article")]
        if "Next 25" not in browser.text:
            break
        browser.click("Next 25")
    assert len(seen) == 60 and set(seen) == numbers


def test_a_filter_by_stance_and_its_empty_state(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, "I am for it.", stance="support")
    assert browser.open("/d/2026-014/comments?stance=support").shows("I am for it.")
    assert browser.open("/d/2026-014/comments?stance=oppose").shows("No comment fits these choices.")


def test_a_day_that_is_no_day_is_told_in_the_list_and_in_the_search(app, browser: TestBrowser) -> None:
    make_comment(make_docket(), "Cameras worry me.")
    for address in ("/d/2026-014/comments?", "/d/2026-014/comments/search?q=cameras&"):
        assert browser.open(f"{address}day=2026-02-31").shows("“2026-02-31” is no day") and browser.status == 200
        assert not browser.open(f"{address}day=2026-02-28").shows("is no day")


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
    clerk, yesterday = the_clerk(), today() - timedelta(days=1)
    make_comment(docket, "One.")
    make_comment(docket, "By post.", channel=Channel.POST, received_on=yesterday, by=clerk)
    make_comment(docket, "Call 555-0142.")
    withdraw_comment(make_comment(docket, "Gone."))
    browser.open("/d/2026-014/ledger/counts")
    assert browser.shows("2 + 0 + 0 + 1 + 0 + 0 + 1 = 4")
    *small, by_day = browser.page.find_all("table")
    assert [table.select_one("tr.total td").get_text() for table in small] == ["4"] * 4
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in by_day.select("tbody tr")]
    assert [row[-2:] for row in rows] == [["1", "1"], ["3", "4"], ["4", "4"]]
    assert browser.shows("1 waits for a person to read it")


def test_the_strip_is_a_figure_with_a_caption_a_table_and_a_download(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, "One.")
    make_comment(docket, "Call 555-0142.")
    browser.open("/d/2026-014/ledger/counts")
    figure = browser.find("figure")
    assert figure.figcaption.get_text() == "Received: 2. Shown in full: 1." and figure.table and len(figure.find_all("svg")) == 2
    assert not figure.find_all(style=True) and all(svg["aria-labelledby"] == "v4-cap" for svg in figure.find_all("svg"))
    browser.click("Download the counts")
    rows = list(csv.DictReader(io.StringIO(browser.response.get_data(as_text=True))))
    whole = {(row["counted"], row["kind"]): int(row["comments"]) for row in rows if not row["day"]}
    assert whole["received", ""] == 2 == sum(n for (what, _), n in whole.items() if what == "state") and whole["state", "held"] == 1


def test_a_docket_without_comments_counts_to_zero(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014/ledger/counts")
    assert browser.status == 200 and browser.shows("0 + 0 + 0 + 0 + 0 + 0 + 0 = 0")


@pytest.mark.parametrize("counts", [{"published": 1}, {"published": 2403, "held": 6}, {"published": 1, "held": 1, "withdrawn": 100_000, "moved": 3}])
def test_the_parts_of_the_strip_fill_it_and_none_vanishes(counts: dict[str, int]) -> None:
    for width in (WIDE, NARROW):
        segments = strip(counts, width)
        assert {s.state: s.count for s in segments} == counts and all(s.width >= 3.99 for s in segments)
        assert abs(segments[-1].x + segments[-1].width - width) < 0.1
        assert all(abs(a.x + a.width + 2 - b.x) < 0.1 for a, b in zip(segments, segments[1:], strict=False))


def test_lists_are_filtered_by_section_day_channel_language_and_version(app, browser: TestBrowser) -> None:
    docket, clerk = make_docket(), the_clerk()
    wid = next(p.wid for p in docket.current_version.provisions if p.number == "2")
    make_comment(docket, "On section two.", sections=(wid,))
    make_comment(docket, "En español.", language="es")
    make_comment(docket, "By post, yesterday.", channel=Channel.POST, received_on=today() - timedelta(days=1), by=clerk)
    make_version(docket, TEXT.replace("acquire", "obtain"))
    make_comment(docket, "After version two.")
    asked = {
        f"s={wid}": "On section two.", "language=es": "En español.", "channel=post": "By post, yesterday.",
        f"day={today() - timedelta(days=1)}": "By post, yesterday.", "version=2": "After version two.",
    }  # fmt: skip
    for query, words in asked.items():
        browser.open(f"/d/2026-014/comments?{query}")
        assert [a.find(class_="comment").get_text() for a in browser.page.find_all("article")] == [words], query
        assert browser.shows("1 comment fits.")
        assert len(browser.click("Clear the filter").page.find_all("article")) == 4
    browser.open("/d/2026-014/comments?day=yesterday&version=x")
    assert browser.status == 200 and len(browser.page.find_all("article")) == 4
    browser.press("Show", channel="post", day=str(today() - timedelta(days=1)))
    assert len(browser.page.find_all("article")) == 1


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


def test_a_ward_gates_ranks_and_weighs_nothing(app, browser: TestBrowser) -> None:
    """I-22 It never gates, ranks or weighs: without a ward and from outside the city the same place, order and count."""
    docket = make_docket()
    comments = [make_comment(docket, f"Words {n}.", ward=ward) for n, ward in enumerate(["4", "", "outside", "9"] * 3)]
    asked = ("/d/2026-014/comments", "/d/2026-014/comments?order=newest", "/d/2026-014/comments?order=oldest")

    def orders() -> list[list[str]]:
        return [[a["aria-labelledby"] for a in browser.open(address).page.find_all("article")] for address in asked]

    before, counted = orders(), counts(docket)
    assert all(len(order) == 12 for order in before) and counted["state"] == {"published": 12}
    for comment in comments:
        comment.face.ward = {"4": "", "": "9", "outside": "4", "9": "outside"}[comment.face.ward]
    db.session.commit()
    assert orders() == before and counts(docket) == counted and "ward" not in counted


def test_the_shuffle_goes_once_around_and_is_another_each_day(app, browser: TestBrowser) -> None:
    docket = make_docket()
    numbers = {make_comment(docket, f"Word {n} of many.").number for n in range(130)}

    def order() -> list[str]:
        seen: list[str] = []
        browser.open("/d/2026-014/comments")
        while True:
            seen += [a["aria-labelledby"].removeprefix("c-") for a in browser.page.find_all("article")]
            if "Next 25" not in browser.text:
                return seen
            browser.click("Next 25")

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
    browser.click("Next 25")
    assert first == 28 and len(browser.page.find_all("article")) == 28


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


@pytest.mark.parametrize("after", ["-5", "0", "2147483648", "99999999999999999999999", "x"])
def test_a_place_that_no_page_begins_at_is_no_fault(app, browser: TestBrowser, after: str) -> None:
    make_comment(make_docket(), "One.")
    for order in ("shuffle", "newest"):
        assert browser.open(f"/d/2026-014/comments?order={order}&after={after}").status == 200
