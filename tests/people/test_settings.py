"""The city's rules: dated rows, set on a page, public with their history; the seven things of the first run."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.database import Refusal, db
from civic.dockets.actions import create_docket, publish_docket
from civic.people.policy import SETTINGS, city_zone, history_of, policy, set_policy, settings_missing
from civic.web import offered_languages
from tests.browsing import TestBrowser
from tests.cast import adam, anna, clara, milo
from tests.factories import make_city

FIRST = {
    "city_name": "City of Alder", "zone": "America/Chicago", "seats": "13", "wards": "1: 30000\n2: 31500", "contact_lines": "Phone 555-0100\nCity Hall, room 304",
    "response_days": "10", "attorney_sentence": "What you send becomes a public record under state law.",
}  # fmt: skip


def test_nothing_is_published_before_the_seven_things_are_there(app, browser: TestBrowser) -> None:
    """Acceptance 19: Nothing can be published before the seven things are set."""
    clerk = clara()
    docket = create_docket("2026-014", "Cameras", by=clerk, plain_summary="Police may not use it.")
    browser.sign_in(clerk)
    for key, value in FIRST.items():
        with pytest.raises(Refusal, match="Still missing"):
            publish_docket(docket, by=clerk)
        browser.open("/staff/settings/first-run").click(str(SETTINGS[key].label))
        browser.fill("Set this value", {"value": value})
        assert browser.status == 200 and browser.heading == "Seven things before you can publish", browser.errors
    assert [one.key for one in settings_missing()] == ["accounts"]
    milo()
    publish_docket(docket, by=clerk)
    assert docket.is_public
    assert browser.open("/staff/settings/first-run").shows("All seven are there")


def test_a_changed_setting_keeps_its_old_row_and_the_public_page_shows_both(app, browser: TestBrowser) -> None:
    """Acceptance 19: a changed setting keeps its old row, and /how/numbers shows both."""
    make_city()
    browser.sign_in(clara()).open("/staff/settings/response_days")
    browser.fill("Set this value", {"value": "14", "Why, in one sentence": "Resolution 2026-77 says fourteen."})
    assert [row.value["value"] for row in history_of("response_days")] == [14, 10]
    assert browser.open("/how/numbers").shows("14") and browser.shows("Resolution 2026-77 says fourteen.") and browser.shows(": 10")


def test_a_change_from_a_later_day_waits_for_it(app, browser: TestBrowser) -> None:
    make_city()
    day = today() + timedelta(days=10)
    browser.sign_in(clara()).open("/staff/settings/appeal_days").fill("Set this value", {"value": "45", "From which day": day.isoformat()})
    assert policy("appeal_days") == 30 and browser.shows("From Tuesday, October 13 45")
    with pretend(now() + timedelta(days=10)):
        assert policy("appeal_days") == 45


def test_a_day_that_has_passed_is_refused_in_the_readers_words(app, browser: TestBrowser) -> None:
    make_city()
    browser.sign_in(clara()).open("/staff/settings/seats").fill("Set this value", {"value": "9", "From which day": "2026-10-02"})
    assert browser.status == 422 and browser.errors == ["A setting can change from today on, not for days that have passed."]
    assert policy("seats") == 13


@pytest.mark.parametrize(("key", "typed", "sentence"), [
    ("seats", "thirteen", "Enter a whole number."),
    ("wards", "", "Nothing can be published without this, so it cannot be empty."),
    ("wards", "1: 99999999999", "No ward has so many residents. Check this line: “1: 99999999999”."),
    ("seats", "0", "Enter a number from 1 to 99."),
    ("wards", "Ward three", "Write each ward like “3: 32410”. This line is different: “Ward three”."),
    ("wards", "3: 100\n3: 200", "Ward “3” is there twice."),
    ("holidays", "Christmas", "“Christmas” is not a day. Write it like 2026-12-25."),
    ("city_name", "", "Write something here."),
])  # fmt: skip
def test_a_value_that_cannot_be_gets_a_sentence_and_changes_nothing(app, browser: TestBrowser, key: str, typed: str, sentence: str) -> None:
    browser.sign_in(clara()).open(f"/staff/settings/{key}").fill("Set this value", {"value": typed})
    assert browser.status == 422 and browser.errors == [sentence]
    assert history_of(key) == []


@pytest.mark.parametrize(("key", "value"), [
    ("seats", "many"), ("seats", True), ("zone", "Mars/Olympus"), ("passage", "most of us"), ("contact_lines", "one line"), ("wards", [{"name": "1"}]),
    ("language_es", "yes"), ("ledger_start", "soon"), ("city_name", ""),
])  # fmt: skip
def test_no_action_can_set_a_value_of_the_wrong_kind(app, key: str, value: object) -> None:
    with pytest.raises(Refusal):
        set_policy(key, value)
    assert history_of(key) == []


def test_a_zone_dated_in_the_future_does_not_act_before_its_day(app) -> None:
    make_city()
    set_policy("zone", "America/Denver", effective_on=date(2026, 10, 10))
    assert str(city_zone()) == "America/Chicago"
    with pretend(datetime(2026, 10, 10, 4, 59, tzinfo=UTC)):
        assert str(city_zone()) == "America/Chicago"
    with pretend(datetime(2026, 10, 10, 5, 0, tzinfo=UTC)):
        assert str(city_zone()) == "America/Denver"


def test_what_is_set_in_the_evening_before_the_zone_is_known_counts_at_once(app) -> None:
    with pretend(datetime(2026, 10, 4, 1, 0, tzinfo=UTC)):  # still Saturday evening in Chicago
        set_policy("city_name", "City of Alder")
        set_policy("zone", "America/Chicago")
        assert policy("city_name") == "City of Alder" and str(city_zone()) == "America/Chicago"


def test_an_analyst_sees_the_settings_and_cannot_change_them(app, browser: TestBrowser) -> None:
    browser.sign_in(anna()).open("/staff/settings")
    assert browser.status == 200 and "Change" not in [a.get_text() for a in browser.page.find_all("a")]
    assert browser.open("/staff/settings/seats").status == 403


def test_spanish_is_offered_once_somebody_released_it(app, browser: TestBrowser) -> None:
    assert [code for code, _ in offered_languages()] == ["en"]
    browser.sign_in(adam()).open("/staff/settings/language_es").fill("Set this value", {"value": "unchecked"})
    assert [code for code, _ in offered_languages()] == ["en", "es"]


def test_the_desk_leads_to_the_first_run(app, browser: TestBrowser) -> None:
    browser.sign_in(clara()).open("/staff").click("8 things are missing before you can publish")
    assert browser.heading == "Seven things before you can publish"


def test_an_unknown_setting_is_not_found(app, browser: TestBrowser) -> None:
    assert browser.sign_in(clara()).open("/staff/settings/colour").status == 404


def test_one_transaction_reads_the_rules_once_and_sees_its_own_change(app) -> None:
    make_city()
    policy("appeal_days")
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_rest) -> None:
        if "policy_settings" in statement:
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert {policy("appeal_days") for _ in range(5)} == {30} and today() == today() and asked == []
        set_policy("appeal_days", 21)
        assert policy("appeal_days") == 21
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)


def test_a_rule_that_is_taken_back_counts_no_more(app) -> None:
    make_city()
    with contextlib.suppress(ZeroDivisionError), db.session.begin_nested():
        set_policy("appeal_days", 21)
        assert policy("appeal_days") == 21
        raise ZeroDivisionError
    assert policy("appeal_days") == 30
    db.session.commit()
    set_policy("appeal_days", 14)
    db.session.rollback()
    assert policy("appeal_days") == 30
