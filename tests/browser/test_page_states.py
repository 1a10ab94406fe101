"""Acceptance 15: axe and 320 pixels over every page state that the tests have rendered (tests/page_states.py)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.page_checks import faults_of
from tests.page_states import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "build" / "axe.min.js"
FIND = "async () => (await axe.run({preload: false, resultTypes: ['violations']})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))"
# A state is written into the open document, scripts and all: a new document for each would compile axe anew, at twice the time.
LOOK = f"""async markup => {{
  document.open(); document.write(markup); document.close();
  if (document.readyState !== 'complete') await new Promise(done => window.addEventListener('load', done, {{once: true}}));
  return {{faults: await ({FIND})(), width: document.documentElement.scrollWidth}};
}}"""
FEWEST = 100  # fewer means that the other tests did not run before this one
PARTS = 6  # so that test processes share the work


@pytest.fixture(scope="module")
def saved() -> Iterator[str]:
    """The address of the saved pages, with the built files beside them; nothing else exists there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Saved)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_and_nothing_overflows_on_any_page_state(saved: str, chromium: Any, part: int) -> None:
    """Acceptance 15: every state that any test rendered, at 320 pixels, with axe and the HTML checks."""
    states = sorted(FOLDER.glob("*.html"))
    if len(states) < FEWEST:
        pytest.skip(f"only {len(states)} page states are kept: run the other tests first, or ./test --all")
    page = _looking(chromium, saved)
    faults = {state.name: found for state in states[part::PARTS] if (found := _faults(page, state))}
    page.context.close()
    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())


def test_a_page_that_is_too_wide_or_has_a_picture_without_words_is_found(saved: str, chromium: Any) -> None:
    """The look itself is tried on a planted page."""
    planted = FOLDER / "planted.faulty"
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text('<!doctype html><html lang="en"><title>A</title><main><h1>A</h1><img src="/static/nothing.png" width="900" height="9">')
    page = _looking(chromium, saved)
    found = " ".join(_faults(page, planted))
    page.context.close()
    planted.unlink()
    assert "image-alt" in found and "pixels wide" in found


def _looking(chromium: Any, saved: str) -> Any:
    """A page of 320 pixels that has axe loaded."""
    page = chromium.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True).new_page()
    page.goto(f"{saved}/")
    page.add_script_tag(url=f"{saved}/{AXE.name}")
    return page


def _faults(page: Any, state: Path) -> list[str]:
    markup = state.read_text()
    seen = page.evaluate(LOOK, markup)
    found = seen["faults"] + faults_of(markup)
    return [*found, f"{seen['width']} pixels wide"] if seen["width"] > 320 else found


class _Saved(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = AXE if path == f"/{AXE.name}" else ROOT / "civic" / path.lstrip("/") if path.startswith("/static/") else FOLDER / path.lstrip("/")
        body = file.read_bytes() if file.is_file() else b"<!doctype html>" if path == "/" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if file.suffix != ".html":
            self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
