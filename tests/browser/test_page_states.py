"""Acceptance 15: axe and 320 pixels over every page state that the tests have rendered (tests/page_states.py)."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.page_checks import faults_of
from tests.page_states import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "build" / "axe.min.js"
FIND = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))"
FEWEST = 100  # fewer means that the other tests did not run before this one


def test_axe_finds_nothing_and_nothing_overflows_on_any_page_state(chromium: Any) -> None:
    """Acceptance 15: every state that any test rendered, at 320 pixels, with axe and the HTML checks."""
    states = sorted(FOLDER.glob("*.html"))
    if len(states) < FEWEST:
        pytest.skip(f"only {len(states)} page states are kept: run the other tests first, or ./test --all")
    context = chromium.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    context.route("**/*", _answer)
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    for state in states:
        page.goto(f"http://localhost/{state.name}")
        page.add_script_tag(content=AXE.read_text())
        found = page.evaluate(FIND) + faults_of(state.read_text())
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{wide} pixels wide"] if wide > 320 else []
        if found:
            faults[state.name] = found
    context.close()
    print(f"{len(states)} page states looked at")  # noqa: T201
    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())


def _answer(route: Any) -> None:
    """A saved page, or one of the built files; nothing else exists."""
    path = urlsplit(route.request.url).path
    file = ROOT / "civic" / path.lstrip("/") if path.startswith("/static/") else FOLDER / path.lstrip("/")
    if file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/html")
    else:
        route.fulfill(status=404, body="")
