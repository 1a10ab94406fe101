"""A moderator who never saw the queue clears 25 clean comments: in the form without scripts, and by keys."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import serve_civic
from tests.browser.test_walk import YEAR

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
DOCKET = f"{YEAR}-021"
QUIET = f"{YEAR}-028"  # nothing of it waits


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """60 clean comments more on one docket, and the same letter by 20 people on another."""
    folder = tmp_path_factory.mktemp("queue")
    with serve_civic(folder) as site:
        for more in ([DOCKET, "60"], [QUIET, "20", "--letter"]):
            subprocess.run([sys.executable, "-m", "tests.browser.more_comments", str(folder), *more], cwd=Path(__file__).parent.parent.parent, check=True)
        yield site, folder


def moderator(chromium: Any, site: str, *, scripts: bool, docket: str = DOCKET) -> Any:
    """Signed in, led by words alone from the desk to the queue; a batch taken by the only button there is."""
    page = chromium.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Milo").click()
    page.goto(f"{site}/staff")
    page.get_by_role("link", name="Comments to read").click()
    page.get_by_role("link", name=docket).click()
    take(page)
    return page


def take(page: Any) -> None:
    """A first batch, or what an earlier test left of one, filled up."""
    page.get_by_role("button", name="Take the next 25").or_(page.get_by_role("button", name="add others")).click()
    page.get_by_role("button", name="Save these decisions").wait_for()


def clean(page: Any) -> Any:
    """The comments of the batch that nothing is said against."""
    return page.locator("fieldset").filter(has=page.get_by_label("Leave public")).filter(has_not_text="hint").filter(has_not_text="Reported")


def decided(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder / 'civic.sqlite'}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM decisions WHERE action = 'leave' AND state = 'taken'").fetchone()[0])


def test_25_are_cleared_in_the_form_without_scripts(city: tuple[str, Path], chromium: Any) -> None:
    """What is not clean is skipped; the same press fills the batch up until 25 are read."""
    site, folder = city
    page, before, read = moderator(chromium, site, scripts=False), decided(folder), 0
    for _batch in range(3):
        now = min(25 - read, clean(page).count())
        for place in range(now):
            clean(page).nth(place).get_by_label("Leave public").check()
        page.get_by_role("button", name="Save these decisions").click()
        page.get_by_text(f"{now} decision").first.wait_for()
        read += now
        if read == 25:
            break
        take(page)
    assert read == 25 and decided(folder) == before + 25
    page.context.close()


def test_25_are_cleared_by_keys_and_a_slip_is_mended(city: tuple[str, Path], chromium: Any) -> None:
    """P or R for each, Enter at the end; D and 2 choose the reason; with the switch off no key does anything; U takes what R hid back."""
    site, folder = city
    page, before = moderator(chromium, site, scripts=True), decided(folder)
    items, n = page.locator("[data-queue-item]"), page.locator("[data-queue-item]").count()
    public = page.locator("fieldset").filter(has=page.get_by_label("Leave public")).count()
    page.keyboard.press("d")
    page.keyboard.press("2")
    assert items.first.locator("select").input_value() == "T2" and items.first.get_by_label("Propose to withhold", exact=False).first.is_checked()
    page.keyboard.press("k")
    hides = [bool(items.nth(place).locator("input[value=redact]").count()) for place in range(n)]
    for hide in hides:
        page.keyboard.press("r" if hide else "p")
    chosen = items.locator("input:is([value=publish], [value=redact]):checked")
    assert n == 25 and any(hides) and chosen.count() == n
    page.get_by_label("Use single keys").uncheck()
    page.get_by_label("Use single keys").blur()
    page.keyboard.press("s")
    assert chosen.count() == n
    page.get_by_label("Use single keys").check()
    items.nth(n - 1).locator("input[value=publish]").focus()
    page.keyboard.press("Enter")
    page.get_by_text("25 decisions are saved.").first.wait_for()
    assert public >= 20 and decided(folder) == before + public
    take(page)
    page.keyboard.press("u")
    page.get_by_text("Undone by a reversing entry.").first.wait_for()
    page.context.close()


def test_g_opens_the_group_of_a_comment_and_its_copies_are_left_public(city: tuple[str, Path], chromium: Any) -> None:
    site, folder = city
    page, before = moderator(chromium, site, scripts=True, docket=QUIET), decided(folder)
    page.locator("[data-queue-item]").filter(has_text="Group ").first.locator("input[value=skip]").focus()
    page.keyboard.press("g")
    page.get_by_role("heading", level=1, name="Group ").wait_for()
    button = page.get_by_role("button", name="unread copies public")
    n = int(button.inner_text().split()[1])
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text(f"{n} copies stay public, each with a decision of its own.").first.wait_for()
    assert n == 20 and decided(folder) == before + n
    page.context.close()
