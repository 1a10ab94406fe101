"""The last days as a calendar and as a command, for use before an agenda is set."""

from __future__ import annotations

import json
from datetime import date, timedelta

import icalendar
import pytest
from click.testing import CliRunner

from civic.cli import cli
from civic.clock import today
from civic.dockets.actions import close_docket
from tests.browsing import TestBrowser
from tests.consultation.arrange import list_the_sheriff
from tests.factories import the_clerk
from tests.readiness.arrange import give_papers, later, make_way, vote

pytestmark = pytest.mark.usefixtures("app")


def events_at(browser: TestBrowser, address: str) -> dict[str, icalendar.Event]:
    answer = browser.open(address).response
    assert answer.status_code == 200 and answer.content_type == "text/calendar; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in answer.data.decode().split("\r\n")) and b"\n" not in answer.data.replace(b"\r\n", b"")
    found = icalendar.Calendar.from_ical(answer.data)
    assert found["VERSION"] == "2.0" and not found.errors
    return {str(event["UID"]).split("@")[0]: event for event in found.walk("VEVENT")}


def test_the_calendar_names_each_last_day_and_the_vote(browser: TestBrowser) -> None:
    docket = make_way(title="Cameras, readers; and more of a very long title that has to be folded at seventy-five octets — más de setenta")
    list_the_sheriff(docket)
    events = events_at(browser, f"/d/{docket.number}/ready.ics")
    asking = events["2026-014-ready-asked_in_time"]
    assert asking["DTSTART"].dt == date(2026, 11, 1) and "last day to ask in time" in str(asking["SUMMARY"]) and "; and more" in str(asking["SUMMARY"])
    assert events["2026-014-ready-vote"]["DTSTART"].dt == today() + timedelta(days=40)
    assert str(asking["URL"]).endswith(f"/d/{docket.number}/ready") and "County Sheriff" in str(asking["DESCRIPTION"])
    assert set(events) == set(events_at(browser, "/ready.ics"))


def test_the_same_evidence_gives_the_same_bytes_and_an_entry_keeps_its_name(browser: TestBrowser) -> None:
    docket = make_way()
    address = f"/d/{docket.number}/ready.ics"
    first = browser.open(address).response.data
    with later(1):
        assert browser.open(address).response.data == first
        before = events_at(browser, address)
        docket.council_votes_after += timedelta(days=7)
        give_papers(docket)
        after = events_at(browser, address)
    assert before["2026-014-ready-vote"]["DTSTART"].dt + timedelta(days=7) == after["2026-014-ready-vote"]["DTSTART"].dt
    assert before["2026-014-ready-vote"]["DTSTAMP"].dt < after["2026-014-ready-vote"]["DTSTAMP"].dt
    assert "2026-014-ready-packet_delivered" in before and "2026-014-ready-packet_delivered" not in after


def test_without_a_planned_vote_after_it_or_at_the_end_the_calendar_is_empty_and_valid(browser: TestBrowser) -> None:
    docket = make_way(vote_in=None)
    assert events_at(browser, f"/d/{docket.number}/ready.ics") == {}
    docket.council_votes_after = today() + timedelta(days=40)
    assert events_at(browser, "/ready.ics") != {}
    with later(1):
        vote(docket)
        assert events_at(browser, f"/d/{docket.number}/ready.ics") == {} == events_at(browser, "/ready.ics")
    close_docket(docket, outcome="adopted", by=the_clerk())
    assert events_at(browser, "/ready.ics") == {}


def check(number: str, *options: str):  # type: ignore[no-untyped-def]
    from flask import current_app

    return CliRunner().invoke(cli, ["docket", "check", number, *options], obj=None, env={}, catch_exceptions=False) if current_app is None else current_app.test_cli_runner().invoke(
        cli.commands["docket"], ["check", number, *options]
    )  # fmt: skip


def test_the_command_checks_the_way_to_a_vote_and_fails_when_something_is_missed() -> None:
    docket = make_way()
    list_the_sheriff(docket)
    answer = check(docket.number, "--json")
    data = json.loads(answer.stdout)["data"]["readiness"]
    assert answer.exit_code == 0 and data["rules"] == 1 and data["vote"] == "2026-11-12" and data["missed"] == [] and data["fault"] is False
    asked = next(row for row in data["checks"] if row["check"] == "asked_in_time")
    assert (asked["state"], asked["have"], asked["of"], asked["last_day"], asked["city_number"]) == ("not_yet", 0, 1, "2026-11-01", 10)
    assert asked["evidence"][0]["address"].endswith("/d/2026-014/ledger")
    with later(35):
        late = check(docket.number, "--json")
        assert late.exit_code == 1 and "asked_in_time" in json.loads(late.stdout)["data"]["readiness"]["missed"]
        told = check(docket.number)
        assert told.exit_code == 1 and "missed\tasked_in_time\t0 of 1 offices asked in time." in told.stdout
        assert "The last day to ask in time was Sunday, November 1." in told.stdout


def test_after_the_vote_the_command_tells_its_fault() -> None:
    docket = make_way()
    vote(docket)
    with later(1):
        data = json.loads(check(docket.number, "--json").stdout)["data"]["readiness"]
    assert data["decided"] is True and data["fault"] is True and "asked_in_time" in data["missed"]
