"""A passkey in a real Chromium with a virtual authenticator: made, used instead of password and code, without inline script."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.browser.conftest import serve_civic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PASSWORD = "seven grey herons wait"


def forget_the_second_factor(context: Any, folder: Path) -> None:
    """As if a quarter of an hour had passed since the passkey was shown."""
    app = Flask(__name__)
    app.secret_key = (folder / "secret.key").read_text().strip()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    (cookie,) = [kept for kept in context.cookies() if kept["name"] == "civic"]
    kept = signer.loads(cookie["value"])
    assert kept.pop("second_factor_at")
    context.add_cookies([{**cookie, "value": signer.dumps(kept)}])


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
    forget_the_second_factor(context, folder)
    with page.expect_response(lambda answer: "/sign-in/again" in answer.url) as again:  # asked at once: there is no other factor
        page.goto(f"{address}/account/passkeys/new")
    assert again.value.status == 302
    page.wait_for_url(f"{address}/account/passkeys/new")
    assert page.locator("h1").inner_text() == "Add a passkey"
    assert blocked == []
    context.close()
