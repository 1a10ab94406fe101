"""In a real browser at phone width, with scripts and without: comment, check, decide; and axe over the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PHONE = {"width": 360, "height": 740}
AXE = Path(__file__).parent.parent.parent / "build" / "axe.min.js"
YEAR = datetime.now(UTC).year
PAGES = ("/", "/dockets", f"/d/{YEAR}-014", f"/d/{YEAR}-014/text", f"/d/{YEAR}-014/compare/1/2", f"/d/{YEAR}-014/comments",
         f"/d/{YEAR}-014/ledger/counts", f"/d/{YEAR}-014/decision", f"/d/{YEAR}-014/positions", f"/d/{YEAR}-021/comment",
         f"/d/{YEAR}-023/text", "/check", "/how", "/how/numbers", "/how/safely", "/privacy", "/sign-in", "/demo", "/nowhere")  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_comments_in_four_presses_on_a_phone(site: str, chromium, scripts: bool) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((site, "data:")) else None)
    page.goto(f"{site}/d/{YEAR}-021")
    page.get_by_role("link", name="Comment", exact=True).click()
    page.get_by_label("Your comment").fill("Plate readers near my school worry me.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Skip this and go on").click()
    page.get_by_role("button", name="Send my comment").click()
    assert page.locator("h1").inner_text() == "Your comment arrived"
    number = page.locator(".receipt code").first.inner_text()
    page.goto(f"{site}/c/{number}")
    assert "near my school" in page.locator("main").inner_text()
    assert elsewhere == []
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_moderator_decides_a_held_comment(site: str, chromium, scripts: bool) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Milo").click()
    page.goto(f"{site}/staff/d/{YEAR}-021/queue")
    if page.get_by_role("button", name="Take the next 25").count():  # the batch of an earlier visit is still this moderator's
        page.get_by_role("button", name="Take the next 25").click()
    page.locator("fieldset", has=page.locator("input[data-key=R]")).first.get_by_label("Hide the marked words").check()
    page.get_by_role("button", name="Save these decisions").click()
    assert "1 decision is saved." in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_overflows_at_320_pixels(site: str, chromium, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}{address}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.add_script_tag(content=AXE.read_text())
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))")
    context.close()
    assert found == []
    assert wide <= 320
