"""The README's table, row by row, in the demonstration; and its claims about what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.clock import today
from tests.browsing import TestBrowser

README = (Path(__file__).parent.parent / "README.md").read_text()


@pytest.fixture
def demonstration(on_loopback, loaded):
    return today().year


def test_the_rows_for_readers(demonstration: int, browser: TestBrowser) -> None:
    browser.open("/").click("Face recognition by city departments")
    assert browser.shows("passed 13–0") and browser.shows("87 comments were received")
    browser.open(f"/d/{demonstration}-014/compare/1/2")
    assert browser.page.find("ins") and browser.shows("Because:")


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
    assert "Reminders sent: 2" in browser.page.get_text(" ")


def test_the_commands_of_the_readme_exist() -> None:
    root = Path(__file__).parent.parent
    for name in ("run", "test"):
        assert f"./{name} " in README and (root / name).stat().st_mode & 0o111
