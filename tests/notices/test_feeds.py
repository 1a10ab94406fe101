"""Feeds and calendars: parsers that refuse faults read them; an entry keeps its id, hidden words give way to the tombstone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import feedparser
import icalendar
import pytest

from civic.calendars import Entry, as_ics
from civic.clock import now, pretend
from civic.comments.actions import withdraw_comment
from civic.consultation.actions import extend_invitation
from civic.consultation.answers import publish_answer
from civic.database import db
from civic.dockets.actions import extend_window, record_process_event
from civic.moderation.actions import publish_rules
from civic.notices.news import news
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.consultation.arrange import ask, list_the_chief, list_the_sheriff, the_chief
from tests.factories import make_comment, make_docket, make_version, the_clerk


def parsed(browser: TestBrowser, address: str):  # type: ignore[no-untyped-def]
    answer = browser.open(address).response
    assert answer.mimetype == "application/atom+xml" and answer.status_code == 200
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.bozo_exception
    assert found.feed.id.startswith("tag:") and found.feed.title and found.feed.updated and found.feed.author in ("City of Alder", "Your city")
    assert {link.rel for link in found.feed.links} == {"self", "alternate"}
    for entry in found.entries:
        assert entry.id.startswith("tag:") and entry.title and entry.updated and entry.link
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    return found


def test_a_feed_of_news_is_valid_and_its_entries_keep_their_ids(app, browser: TestBrowser) -> None:
    docket = make_docket()
    first = parsed(browser, "/d/2026-014/feed.atom")
    with pretend(now() + timedelta(days=1)):
        make_version(docket)
        db.session.commit()
        second = parsed(browser, "/d/2026-014/feed.atom")
    assert {e.id for e in first.entries} < {e.id for e in second.entries}
    assert second.entries[0].title == "2026-014: A version of the text was published."
    assert parsed(browser, "/feed.atom").entries[0].id == second.entries[0].id


def test_a_feed_that_did_not_change_is_not_sent_again(app, browser: TestBrowser) -> None:
    make_docket()
    answer = browser.open("/d/2026-014/feed.atom").response
    again = browser.open("/d/2026-014/feed.atom", headers={"If-None-Match": answer.headers["ETag"]}).response
    assert again.status_code == 304 and "Last-Modified" not in answer.headers


def test_a_comment_in_the_feed_is_known_by_its_day_and_leaves_a_tombstone(app, browser: TestBrowser) -> None:
    docket = make_docket()
    publish_rules(by=milo())
    comment = make_comment(docket, "Please keep the canary-words-7 out of our park.")
    before = parsed(browser, "/d/2026-014/comments.atom").entries[0]
    assert "canary-words-7" in before.content[0].value and before.updated == before.published == "2026-10-03T17:00:00Z"
    with pretend(datetime(2026, 10, 5, 15, 0, tzinfo=UTC)):
        withdraw_comment(comment)
        db.session.commit()
        answer = browser.open("/d/2026-014/comments.atom").response
        after = parsed(browser, "/d/2026-014/comments.atom").entries[0]
    assert b"canary" not in answer.data
    assert (after.id, after.published, after.updated) == (before.id, before.published, "2026-10-05T17:00:00Z")
    assert after.content[0].value == "Withdrawn by its author. The number stays, and the page says why."


def test_a_held_comment_is_not_in_the_feed_before_a_person_read_it(app, browser: TestBrowser) -> None:
    make_comment(make_docket(), "Call 555-0142.")
    assert parsed(browser, "/d/2026-014/comments.atom").entries == []
    assert b"555-0142" not in browser.response.data


def test_an_empty_site_has_a_valid_empty_feed(app, browser: TestBrowser) -> None:
    assert parsed(browser, "/feed.atom").entries == []


def test_a_draft_docket_has_neither_feed_nor_calendar(app, browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    make_draft_docket()
    for address in ("/d/2026-014/feed.atom", "/d/2026-014/comments.atom", "/d/2026-014/calendar.ics", "/d/2026-014/follow"):
        assert browser.open(address).status == 404
    assert parsed(browser, "/feed.atom").entries == []


def calendar_at(browser: TestBrowser, address: str) -> icalendar.Calendar:
    answer = browser.open(address).response
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75 and b"\n" not in answer.data.replace(b"\r\n", b"")
    found = icalendar.Calendar.from_ical(answer.data)
    assert found.errors == [] and all(event.errors == [] for event in found.walk("VEVENT"))
    uids = [str(event["UID"]) for event in found.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    return found


def test_news_names_the_offices_that_were_asked_and_that_answered(app, browser: TestBrowser) -> None:
    docket = make_docket()
    chief, _sheriff = ask(list_the_chief(docket)), ask(list_the_sheriff(docket))
    for question in chief.questions:
        publish_answer(chief, question, words="Eleven times.", by=the_chief())
    titles = [entry.title for entry in parsed(browser, "/d/2026-014/feed.atom").entries]
    assert "2026-014: Answered: Chief of Police." in titles
    asked = next(title for title in titles if ": Asked: " in title)
    assert set(asked.removeprefix("2026-014: Asked: ").rstrip(".").split(", ")) == {"Chief of Police", "County Sheriff"}
    extend_invitation(chief, respond_by=chief.last_day + timedelta(days=5), reason="The files are large.", by=the_clerk())
    assert [piece.sentence for piece in news(docket) if "time to answer" in piece.sentence] == ["More time to answer: Chief of Police."]


def test_a_calendar_holds_hearings_and_deadlines_and_moves_with_an_extension(app, browser: TestBrowser) -> None:
    docket = make_docket(title="Cameras, plates; and faces")
    record_process_event(docket, kind="meeting", title="Public meeting", day=date(2026, 10, 9), starts_at=datetime(2026, 10, 9, 23, 0, tzinfo=UTC),
                         place="City Hall, room 304", by=the_clerk())  # fmt: skip
    events = {str(e["SUMMARY"]): e for e in calendar_at(browser, "/d/2026-014/calendar.ics").walk("VEVENT")}
    meeting, closing = events["Cameras, plates; and faces: Public meeting"], events["Cameras, plates; and faces: comments close"]
    assert meeting["DTSTART"].dt == datetime(2026, 10, 9, 23, 0, tzinfo=UTC) and str(meeting["LOCATION"]) == "City Hall, room 304"
    extend_window(docket.window, closes_at=docket.window.closing + timedelta(days=7), reason="More people asked for time.", by=the_clerk())
    moved = next(e for e in calendar_at(browser, "/calendar.ics").walk("VEVENT") if e["UID"] == closing["UID"])
    assert moved["DTSTART"].dt - closing["DTSTART"].dt == timedelta(days=7) and moved["DTSTAMP"].dt > closing["DTSTAMP"].dt


def test_the_same_rows_give_the_same_calendar_at_any_time(app, browser: TestBrowser) -> None:
    make_docket()
    first = browser.open("/d/2026-014/calendar.ics").response.data
    with pretend(now() + timedelta(hours=5)):
        assert browser.open("/d/2026-014/calendar.ics").response.data == first


@pytest.mark.parametrize("title", ["ñ" * 90, "a" * 75, "🏛" * 40, "line\nbreak; semi, comma \\ backslash"])
def test_long_and_strange_words_are_folded_and_come_back(title: str) -> None:
    text = as_ics("x", [Entry("1", date(2026, 10, 3), title, datetime(2026, 10, 1, tzinfo=UTC))], host="civic.example")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
