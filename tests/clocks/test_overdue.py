"""What is overdue in the whole city: by how long, by whom, without a job, and in a fixed number of reads."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend
from civic.database import db
from civic.dockets.lifecycle import withdraw_docket
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.consultation.arrange import ask, list_the_chief, list_the_sheriff
from tests.factories import make_comment, make_docket, make_draft_docket, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def test_an_empty_city_owes_nothing(browser: TestBrowser) -> None:
    page = browser.open("/overdue")
    assert page.shows("Nothing is overdue.") and page.shows("Nobody owes anything by a day at present.")
    assert browser.open("/").click("What is overdue").heading == "What is overdue"


def test_it_falls_overdue_by_itself_longest_first_by_owner(browser: TestBrowser) -> None:
    """I-5: with the clock alone; no job runs in a test."""
    ask(list_the_chief(make_docket()), days=12)
    ask(list_the_sheriff(make_docket("2026-021", title="Plate readers")), days=14, questions=("Who reads them?",))
    assert browser.open("/overdue").shows("Nothing is overdue.") and browser.shows("3 other things have their days later")
    with pretend(now() + timedelta(days=11)):
        assert browser.open("/overdue").shows("Due within three days") and browser.text.count("Due in 1 day") >= 2
    with pretend(now() + timedelta(days=18)):
        page = browser.open("/overdue")
        assert page.shows("3 of 3 are overdue, the longest by 6 days (Chief of Police).") and page.shows("Plate readers")
        rows = [" ".join(row.get_text(" ").split()) for row in page.page.select("figure tbody tr")]
        assert ["Overdue 6 days" in row for row in rows] == [True, True, False] and "Overdue 4 days" in rows[2]
        page.click("County Sheriff")
        assert page.shows("Only what County Sheriff owes.") and not page.shows("How often did you use it")
        assert page.click("Show everything").shows("How often did you use it")


def test_a_held_comment_is_overdue_in_public_without_a_word_of_it(browser: TestBrowser) -> None:
    """I-5 and I-34: held words are overdue after one business day, shown by the number alone."""
    held = make_comment(make_docket(), "Ring Rosa Quintero at 555-0142.")
    with pretend(now() + timedelta(days=4)):
        page = browser.open("/overdue")
        assert page.shows(f"Held comment: Decide about comment {shown(held.number)}") and page.shows("Moderators")
        assert "Rosa" not in str(page.page) and "555" not in page.text


def test_drafts_and_withdrawn_dockets_owe_no_answer(browser: TestBrowser) -> None:
    ask(list_the_chief(docket := make_docket()), days=12)
    make_draft_docket("2026-030", title="Not public yet")
    with pretend(now() + timedelta(days=20)):
        assert browser.open("/overdue").shows("Overdue 8 days") and not browser.shows("Not public yet")
        withdraw_docket(docket, reason="sponsor_withdrew", by=the_clerk())
        assert browser.open("/overdue").shows("Nothing is overdue.")


def test_the_file_holds_all_that_is_open(browser: TestBrowser) -> None:
    ask(list_the_chief(make_docket()), days=12)
    with pretend(now() + timedelta(days=13)):
        rows = list(csv.DictReader(io.StringIO(browser.open("/overdue.csv").response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["docket"], row["state"], row["days"]) for row in rows] == [("2026-014", "overdue", "1")] * 2


@pytest.mark.parametrize("address", ["/overdue", "/d/2026-014/clocks"])
def test_a_long_list_is_cut_and_offered_whole(browser: TestBrowser, address: str) -> None:
    ask(list_the_chief(make_docket()), days=12, questions=tuple(f"Question number {n}?" for n in range(60)))
    with pretend(now() + timedelta(days=20)):
        page = browser.open(address)
        assert len(page.page.select("figure tbody tr")) == 50 and page.shows("The table shows the first 50.") and page.shows("The drawing shows the first 12; the file has all.")
        page.click("Show all 60 on one page")
        assert len(page.page.select("figure tbody tr")) == 60 and page.shows("The drawing shows the first 12; the table has all.")


def test_more_dockets_cost_no_more_reads(browser: TestBrowser) -> None:
    """One read for each kind of thing, however many dockets the city has."""
    make_docket("2026-100")
    few = reads_of(browser)
    for n in range(6):
        docket = make_docket(f"2026-2{n:02d}", title=f"Matter {n}")
        ask(list_the_chief(docket))
        make_comment(docket, f"Ring me at 555-01{n}2.")
    with pretend(now() + timedelta(days=20)):
        many = reads_of(browser)
        assert len(browser.page.select("figure tbody tr")) == 18
    assert many <= few + 2, (few, many)


def reads_of(browser: TestBrowser) -> int:
    db.session.commit()
    seen: list[str] = []

    def count(_conn, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", count)
    try:
        browser.open("/overdue")
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)
