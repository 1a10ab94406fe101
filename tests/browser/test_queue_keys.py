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


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("queue")
    with serve_civic(folder) as site:
        subprocess.run([sys.executable, "-m", "tests.browser.more_comments", str(folder), DOCKET, "60"], cwd=Path(__file__).parent.parent.parent, check=True)
        yield site, folder


def moderator(chromium: Any, site: str, *, scripts: bool) -> Any:
    """Signed in, on the queue, with a batch taken by the only button there is."""
    page = chromium.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Milo").click()
    page.goto(f"{site}/staff/held")
    page.get_by_role("link", name=DOCKET).click()
    page.locator(".queue-head form button").click()
    page.locator("[data-queue-item]").first.wait_for()
    return page


def decided(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder / 'civic.sqlite'}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT count(*) FROM decisions WHERE action = 'leave'").fetchone()[0])


def test_25_are_cleared_in_the_form_without_scripts(city: tuple[str, Path], chromium: Any) -> None:
    site, folder = city
    page, before = moderator(chromium, site, scripts=False), decided(folder)
    clean = page.locator("fieldset").filter(has=page.get_by_label("Leave public"))
    n = clean.count()
    for place in range(n):
        clean.nth(place).get_by_label("Leave public").check()
    page.get_by_role("button", name="Save these decisions").click()
    page.get_by_text(f"{n} decisions are saved.").first.wait_for()
    assert n >= 20 and decided(folder) == before + n
    page.context.close()


def test_25_are_cleared_by_keys_and_a_slip_is_mended(city: tuple[str, Path], chromium: Any) -> None:
    """P for each, Enter at the end; D and 2 choose the reason; with the switch off no key does anything."""
    site, folder = city
    page, before = moderator(chromium, site, scripts=True), decided(folder)
    items, n = page.locator("[data-queue-item]"), page.locator("[data-queue-item]").count()
    page.keyboard.press("d")
    page.keyboard.press("2")
    assert items.first.locator("select").input_value() == "T2" and items.first.get_by_label("Propose to withhold", exact=False).first.is_checked()
    page.keyboard.press("k")
    for _ in range(n):
        page.keyboard.press("p")
    assert items.locator("input[value=publish]:checked").count() == n
    page.get_by_label("Use single keys").uncheck()
    page.get_by_label("Use single keys").blur()
    page.keyboard.press("s")
    assert items.locator("input[value=publish]:checked").count() == n
    page.get_by_label("Use single keys").check()
    items.nth(n - 1).locator("input[value=publish]").focus()
    page.keyboard.press("Enter")
    page.get_by_text("decisions are saved.").first.wait_for()
    assert n == 25 and decided(folder) >= before + 20
    page.context.close()
