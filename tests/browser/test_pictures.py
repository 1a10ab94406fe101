"""The picture of the README: the ledger of the finished docket, as a browser shows it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.test_walk import YEAR

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.browser


def test_the_ledger_has_its_picture(site: str, chromium) -> None:
    """``CIVIC_WRITE_PICTURES=1`` keeps the new picture as docs/images/ledger.png."""
    keeps = os.environ.get("CIVIC_WRITE_PICTURES") == "1"
    file = ROOT / ("docs/images" if keeps else "tests/output") / "ledger.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page = chromium.new_page(viewport={"width": 900, "height": 1000})
    page.goto(f"{site}/d/{YEAR}-014/ledger")
    page.screenshot(path=str(file), clip={"x": 0, "y": 150, "width": 900, "height": 850})
    page.close()
    assert file.stat().st_size > 20_000
    assert (ROOT / "docs" / "images" / "ledger.png").is_file() and "docs/images/ledger.png" in (ROOT / "README.md").read_text()
