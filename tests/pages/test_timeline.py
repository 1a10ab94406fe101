"""Where are we? The timeline as a list and as a table, the file as a whole, and what stands there when there is little to show."""

from __future__ import annotations

import csv
import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from civic.clock import now, pretend, today
from civic.council.actions import offer_amendment, put_motion, record_vote
from civic.database import db
from civic.dockets.actions import extend_window, open_window, post_notice, record_process_event, take_back_step
from civic.dockets.evidence import evidence_for
from civic.dockets.models import Docket
from civic.dockets.queries import standing_events
from civic.pages.timeline import timeline_of
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.council.arrange import make_council, split
from tests.factories import make_city, make_docket, the_clerk

GOLDEN = Path(__file__).parent / "timeline.golden.html"


@pytest.fixture
def clerk(app):  # type: ignore[no-untyped-def]
    with pretend(now() - timedelta(days=60)):
        make_city()
        set_policy("workflow", "minneapolis")
    return the_clerk()


@pytest.fixture
def told(clerk) -> Docket:  # type: ignore[no-untyped-def]
    """A docket in the middle of its course, with one thing of each sort."""
    start = now()
    with pretend(start - timedelta(days=40)):
        council = make_council(clerk)
        docket = make_docket(open=False)
        step(docket, "notice_of_intent", title="Council Member Diaz gives notice of intent.")
    with pretend(start - timedelta(days=35)):
        step(docket, "introduced")
        step(docket, "referred")
        open_window(docket, opens_at=now(), closes_at=now() + timedelta(days=14), by=clerk)
        extend_window(docket.window, closes_at=now() + timedelta(days=21), reason="The library was closed.", by=clerk)
    with pretend(start - timedelta(days=30)):
        step(docket, "in_committee")
        step(docket, "hearing_set", title="Set by mistake")
        take_back_step(docket, standing_events(docket)[-1], by=clerk)
    with pretend(start - timedelta(days=20)):
        piece = next(p for p in docket.current_version.provisions if "once a year" in p.text)
        amendment = offer_amendment(
            docket, docket.current_version, mover=council.members()[0], body=council, wording={piece.wid: piece.text.replace("once", "twice")},
            purpose="", on=today(), by=clerk,
        )  # fmt: skip
        motion = put_motion(docket, council, kind="amendment", words="Adopt it.", amendment=amendment, by=clerk)
        record_vote(motion, split(council, 13), on=today(), by=clerk)
    with pretend(start - timedelta(days=10)):
        post_notice(docket, channel="newspaper", place="The Alder Post", day=today(), by=clerk)
        record_process_event(
            docket, kind="hearing_set", day=today(), starts_at=start + timedelta(days=10), place="Room 304", by=clerk,
            cites=evidence_for(docket, "hearing_set", ("notice",))[0],
        )  # fmt: skip
    docket.council_votes_after = today() + timedelta(days=20)
    db.session.commit()
    return docket


def step(docket: Docket, kind: str, **more) -> None:  # type: ignore[no-untyped-def]
    record_process_event(docket, kind=kind, day=today(), source=more.pop("source", "Minutes"), by=the_clerk(), **more)


def test_the_timeline_is_the_golden_one(told, browser: TestBrowser) -> None:
    """V1: events, versions, the window as a band, today; and the table with day, event, meaning and document."""
    browser.open("/d/2026-014")
    drawn = browser.find("figure[aria-labelledby=v1-cap]").prettify()
    if os.environ.get("CIVIC_WRITE_GOLDEN"):
        GOLDEN.write_text(drawn)
    assert drawn == GOLDEN.read_text()


def test_the_band_reaches_from_the_opening_to_the_closing(app, told) -> None:
    with app.test_request_context():
        rows = timeline_of(told).moments
    band = [row for row in rows if row.in_window]
    assert (band[0].kind, band[-1].kind) == ("window", "closing")
    assert (band[0].day, band[-1].day) == (date(2026, 8, 29), date(2026, 9, 19))
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert [row.kind for row in rows][-3:] == ["today", "ahead", "ahead"]


def test_the_table_downloads_with_the_classes_of_open_civic_data(told, browser: TestBrowser) -> None:
    browser.open("/d/2026-014/timeline.csv")
    rows = list(csv.DictReader(io.StringIO(browser.response.get_data(as_text=True).removeprefix("\ufeff"))))
    found = {row["step"]: row["ocd_classes"] for row in rows if row["step"]}
    assert found["notice_of_intent"] == "filing" and found["introduced"] == "introduction reading-1" and found["referred"] == "referral-committee"
    assert [row["ocd_classes"] for row in rows if row["step"] == "amendment"] == ["amendment-introduction", "amendment-passage"]
    assert next(row for row in rows if row["event"] == "Set by mistake")["state"] == "back"
    assert all(row["meaning"] for row in rows if row["step"] in ("introduced", "in_committee"))


def test_a_cell_of_the_download_is_never_a_formula(clerk, browser: TestBrowser) -> None:
    docket = make_docket()
    step(docket, "notice_of_intent", title="=HYPERLINK(1)")
    browser.open("/d/2026-014/timeline.csv")
    assert "'=HYPERLINK(1)" in browser.response.get_data(as_text=True)


def test_a_docket_on_which_nothing_happened_says_so(clerk, browser: TestBrowser) -> None:
    make_docket(text=None, open=False)
    browser.open("/d/2026-014")
    assert browser.find("#v1-cap").get_text() == "Published. No step is entered yet."
    assert [item.get_text(" ", strip=True) for item in browser.page.select(".timeline li")] == ["Saturday, October 3 Today"]


def test_an_imported_vote_without_a_step_stands_on_the_timeline(clerk, browser: TestBrowser) -> None:
    from tests.dockets.files import matter_file
    from tests.dockets.test_legistar import publish, take

    publish(take(matter_file()))
    browser.open("/d/2026-001")
    assert browser.shows("voted: passed 8–4") and browser.shows("Source: Legistar file Int 0007-2026")


# --- the file as a whole


def test_a_file_shows_every_proposal_with_its_own_end(clerk, browser: TestBrowser) -> None:
    """I-15 Proposals of one matter may end differently: the file, the docket and the decision of each name the other's fate."""
    first, second = make_docket("2026-014", title="Face recognition"), make_docket("2026-015", title="Military equipment")
    for docket in (first, second):
        docket.matter.file_number = "2020-00681"
        step(docket, "notice_of_intent")
    step(second, "withdrawn", source="Letter")
    browser.open("/d/2026-014")
    assert browser.shows("The same file: 2026-015, Military equipment") and browser.shows("Withdrawn by its sponsor on Saturday, October 3.")
    browser.click("The whole file")
    assert browser.heading == "File 2020-00681 as a whole"
    rows = [row.get_text(" ", strip=True) for row in browser.page.select("tbody tr")]
    assert rows == ["Face recognition 2026-014 Notice of intent since Saturday, October 3.", "Military equipment 2026-015 Withdrawn by its sponsor on Saturday, October 3."]
    assert browser.open("/d/2026-015/decision").shows("2026-014, Face recognition : Notice of intent since Saturday, October 3.")
    assert browser.click("The whole file, step by step").heading == "File 2020-00681 as a whole"


def test_a_file_with_one_proposal_says_so_and_a_docket_without_a_file_has_no_such_page(clerk, browser: TestBrowser) -> None:
    docket = make_docket()
    assert browser.open("/d/2026-014/matter").status == 404
    docket.matter.file_number = "2020-00681"
    assert browser.open("/d/2026-014/matter").shows("One proposal stands under this file number.")


def test_a_draft_of_the_same_file_is_not_told(clerk, browser: TestBrowser, another_browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    docket, draft = make_docket(), make_draft_docket("2026-015", "A secret draft")
    docket.matter.file_number = draft.matter.file_number = "2020-00681"
    for address in ("/d/2026-014", "/d/2026-014/matter", "/d/2026-014/decision"):
        assert not browser.open(address).shows("A secret draft")
    assert browser.open("/d/2026-015/matter").status == 404


def test_the_state_of_a_docket_follows_its_course(clerk, browser: TestBrowser) -> None:
    docket = make_docket(open=False)
    step(docket, "notice_of_intent")
    step(docket, "postponed")
    assert browser.open("/d/2026-014").shows("Postponed since Saturday, October 3. Postponed")
    assert browser.open("/dockets?state=decided").shows("Cameras that read faces") is False
    step(docket, "withdrawn")
    assert browser.open("/d/2026-014").shows("Withdrawn by its sponsor on Saturday, October 3. Withdrawn")
    assert browser.open("/dockets?state=decided").shows("Cameras that read faces")


def test_an_open_comment_window_stays_open_when_a_proposal_is_put_off(clerk, browser: TestBrowser) -> None:
    docket = make_docket()
    step(docket, "notice_of_intent")
    step(docket, "postponed")
    browser.open("/d/2026-014")
    assert browser.shows("Postponed since Saturday, October 3. Open for comments until") and browser.page.find("a", string="Comment")
