"""Logs hold kinds, places and numbers; never an address, a name, a code or anybody's words. /healthz says nothing else."""

from __future__ import annotations

import json

import pytest

from civic import logs
from civic.people import attempts
from tests.browsing import TestBrowser
from tests.cast import adam
from tests.factories import make_docket

CANARIES = ("canary-words-7", "canary@city.example", "203.0.113.77", "canary-name", "seven-canary-secrets")


@pytest.fixture
def at_full_volume(app, capsys):  # type: ignore[no-untyped-def]
    attempts._failures.clear()
    logs.start("DEBUG")
    yield capsys
    logs.start("ERROR")


def test_no_log_line_holds_an_address_or_a_text(app, browser: TestBrowser, at_full_volume) -> None:
    """I-18: No table, log, cookie or backup holds an IP address."""
    make_docket()
    browser.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    browser.open("/d/2026-014/comment").fill("Continue", {"Your comment": "canary-words-7 about cameras"})
    browser.fill("Continue", {"name": "canary-name"}).press("Send my comment")
    browser.open("/sign-in").fill("Sign in now", {"E-mail address": "canary@city.example", "Password": "seven-canary-secrets"})
    browser.open("/check").fill("Check", {"Tracking number": "7K3M-Q2", "Private code": "seven-canary-secrets"})
    browser.sign_in(adam()).open("/staff/people/invite").fill("Send the invitation", {"E-mail address": "canary@city.example", "role": "clerk"})
    said = at_full_volume.readouterr()
    assert [word for word in CANARIES if word in said.out + said.err] == []


def test_a_fault_is_logged_by_kind_and_place_without_its_message(app, at_full_volume) -> None:
    try:
        raise ValueError("canary-words-7 from 203.0.113.77")
    except ValueError as error:
        logs.log_fault(error)
    line = json.loads(at_full_volume.readouterr().err.strip().splitlines()[-1])
    assert line["kind"] == "ValueError" and "canary" not in json.dumps(line)


def test_only_named_values_reach_the_log(app, at_full_volume) -> None:
    logs.log("mail", kind="sent", recipient="canary@city.example", body="canary-words-7")
    line = at_full_volume.readouterr().err
    assert "canary" not in line and '"kind": "sent"' in line


def test_healthz_says_that_the_database_answers_and_nothing_else(app, browser: TestBrowser) -> None:
    answer = browser.open("/healthz").response
    assert (answer.status_code, answer.get_json()) == (200, {"ok": True})


def test_no_table_has_a_column_for_a_network_address() -> None:
    """I-18: No table holds an IP address."""
    from civic.database import Base

    names = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}
    assert [name for name in names if name.rsplit(".", 1)[1] in ("ip", "ip_address", "remote_addr", "user_agent", "current_login_ip", "last_login_ip")] == []
