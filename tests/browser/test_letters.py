"""In a real browser at phone width: Omar invites, the invited signs from the link in the mail, a resident signs; axe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.test_walk import AXE, PHONE, YEAR

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
assert isinstance(AXE, Path)


def letter_of_omar(page, site: str) -> str:
    page.goto(f"{site}/d/{YEAR}-021/letters")
    page.get_by_role("link", name="Plate readers need a short memory").click()
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_omar_invites_and_the_invited_signs_from_the_mail(site: str, chromium, scripts: bool) -> None:
    """Acceptance 8: an invited organisation signs once without an account. Acceptance 1: with scripts off too."""
    name = "Eastgate Cyclists" if scripts else "Mill Street Readers"
    omar = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = omar.new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Omar").click()
    page.get_by_role("link", name="Plate readers need a short memory").click()
    page.get_by_role("link", name="Invite others, share the link").click()
    page.get_by_label("Organizations and their addresses").fill(f"{name}, office@marden.example")
    page.get_by_role("button", name="Send the invitations").click()
    assert f"{name}: no answer yet" in page.locator("main").inner_text()
    omar.close()
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(link_in_outbox(chromium, site, name))
    page.get_by_label("Your name").fill("Priya Nolan")
    page.get_by_label("Your title").fill("Secretary")
    page.get_by_label(f"I am allowed to sign for {name}").check()
    page.get_by_role("button", name="Sign this exact text").click()
    assert page.locator("h1").inner_text() == "You have signed"
    number, code = page.locator(".receipt code").all_inner_texts()
    page.get_by_role("link", name="Withdraw a signature").click()
    page.get_by_label("Number of your signature").fill(number)
    page.get_by_label("Private code").fill(code)
    page.get_by_role("button", name="Withdraw my signature").click()
    assert "withdrawn on" in page.locator("main").inner_text()
    context.close()


def link_in_outbox(chromium, site: str, name: str) -> str:
    """As the demonstration shows it to an administrator; nowhere else does a page show a secret link."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Theo").click()
    page.goto(f"{site}/staff/outbox")
    links = page.get_by_role("link", name="Your organization is asked to sign a letter")
    for place in range(links.count()):
        links.nth(place).click()
        words = page.locator("main").inner_text()
        if name in words and (found := re.search(r"https?://[^/\s]+(/letters/\S+/sign/\S+)", words)):
            context.close()
            return site + found.group(1)
        page.go_back()
    raise AssertionError("no message with the link")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_signs_in_three_presses(site: str, chromium, scripts: bool) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    letter_of_omar(page, site)
    page.get_by_role("link", name="Sign this letter").click()
    page.get_by_role("button", name="Sign this exact text").click()
    assert page.locator("h1").inner_text() == "You have signed"
    context.close()


def test_axe_finds_nothing_on_pages_of_letters_at_320_pixels(site: str, chromium) -> None:
    """Acceptance 15: axe and 320 px on the letter's pages, the public ones and the author's."""
    context = chromium.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/demo")
    page.get_by_role("button", name="Continue as Omar").click()
    letter = letter_of_omar(page, site)
    addresses = [f"{site}/letters", f"{site}/letters/new", f"{site}/letters/new?docket={YEAR}-021", f"{site}/organisations/new", f"{site}/d/{YEAR}-014/letters"]
    addresses += [letter, *(f"{letter}/{name}" for name in ("sign", "withdraw", "manage", "invite", "edit", "freeze", "deliver"))]
    faults = []
    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.add_script_tag(content=AXE.read_text())
        found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))")
        faults += [f"{address}: {fault}" for fault in found] + ([f"{address}: {wide} px wide"] if wide > 320 else [])
    context.close()
    assert faults == []
