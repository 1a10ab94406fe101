"""The desk: what waits for whom, read for all dockets at once however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from civic.database import db
from civic.people.factors import ask_for_reset
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import adam, make_account
from tests.factories import the_clerk
from tests.multiply import copies_of
from tests.pages.busy import a_busy_docket, everybody

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Reads of the database, by their text."""
    asked: Counter[str] = Counter()

    def count(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked[statement] += 1

    sa.event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", count)


def reads_of(browser: TestBrowser, address: str) -> Counter[str]:
    browser.open(address)
    with counted() as asked:
        browser.open(address)
    assert browser.status == 200
    return asked


def test_every_kind_of_work_stands_on_the_desk(browser: TestBrowser) -> None:
    docket = a_busy_docket()
    ask_for_reset(make_account("Fay Forgot", Role.CLERK), by=adam())
    browser.sign_in(everybody()).open("/staff")
    for words in (
        "check and publish the draft text", "confirm the table of what version 1 says", "1 held comment to decide on", "1 comment that may hold a threat",
        "Questions are drafted and not sent: County Sheriff", "Nothing shows yet that the invitation arrived: Chief of Police", "A promise to close: A list of systems",
        "2 sentences no longer fit their comments", "comments to sort into themes", "Reset the lost second factor of Fay Forgot",
    ):  # fmt: skip
        assert browser.shows(words), words
    assert browser.shows(docket.title)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/staff", "/", "/dockets"])
def test_sixty_dockets_are_read_like_five(browser: TestBrowser, address: str) -> None:
    docket = a_busy_docket()
    browser.sign_in(everybody())
    copies_of(docket, 4)
    five = reads_of(browser, address)
    copies_of(docket, 55, first=9100)
    sixty = reads_of(browser, address)
    assert sum(sixty.values()) == sum(five.values()), "\n".join(f"{n - five[text]} more: {text}" for text, n in (sixty - five).most_common(5))
    assert len(browser.page.select("main a[href]")) >= 60


def test_a_person_is_asked_about_by_what_the_role_may_do(browser: TestBrowser) -> None:
    """Nothing is read about work that the person may not do."""
    a_busy_docket()
    approver, clerk = make_account("Abe Approver", Role.APPROVER), the_clerk()
    few = reads_of(browser.sign_in(approver), "/staff")
    many = reads_of(browser.sign_in(clerk), "/staff")
    assert sum(few.values()) < sum(many.values())
    assert not any("roster_entries" in text for text in few)
