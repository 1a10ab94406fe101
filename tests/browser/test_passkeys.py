"""A passkey in a real Chromium with a virtual authenticator: made, used instead of password and code, without inline script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import serve_civic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PASSWORD = "seven grey herons wait"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server of its own, without the demonstration."""
    with serve_civic(tmp_path, "--no-demo") as address:
        yield address, tmp_path


def test_an_invited_clerk_makes_a_passkey_and_signs_in_with_it(city: tuple[str, Path], chromium) -> None:
    address, folder = city
    link = subprocess.run(
        [sys.executable, "-m", "civic", "user", "invite", "nora@city.example", "--role", "clerk"],
        env={**os.environ, "CIVIC_DATA": str(folder), "CIVIC_PUBLIC_URL": address}, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.goto(link)
    page.get_by_label("Your name").fill("Nora New")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    page.get_by_role("link", name="A passkey").click()
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{address}/account")
    assert "Passkey “my phone”" in page.locator("main").inner_text()
    page.get_by_role("button", name="Sign out Nora New").click()
    page.goto(f"{address}/staff")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Continue with my passkey").click()
    page.wait_for_url(f"{address}/staff")
    assert page.locator("h1").inner_text() == "Your desk"
    assert blocked == []
    context.close()
