"""The check before a version is published: what becomes public, how it differs, who must be asked again."""

from __future__ import annotations

import pytest

from civic.database import db
from civic.dockets.actions import explain_provisions, read_findings, take_text
from civic.dockets.models import Docket
from civic.dockets.queries import draft_text_of
from tests.browsing import TestBrowser
from tests.consultation.arrange import ask, list_the_chief
from tests.factories import TEXT, make_city, make_docket, the_clerk

CHANGED = TEXT.replace("once a year", "twice a year") + "\n\n## Section 9. Cameras\n\nCameras are listed.\n"


def draft_of(docket: Docket, text: str = CHANGED, **more: object) -> None:
    draft = take_text(docket, text.encode(), "markdown", label="amended", by=the_clerk(), **more)
    read_findings(draft, list(range(len(draft.findings))))


@pytest.fixture
def desk(browser: TestBrowser) -> TestBrowser:
    make_city()
    return browser.sign_in(the_clerk())


def check(desk: TestBrowser) -> TestBrowser:
    return desk.open("/staff/d/2026-014/publish").press("Go on to the check", note="As amended on October 2")


def test_nothing_is_published_before_the_second_step(desk: TestBrowser) -> None:
    docket = make_docket()
    draft_of(docket)
    check(desk)
    assert desk.heading == "Check and publish" and desk.shows("This text as version 2 (As amended)") and desk.shows("Beside it: “As amended on October 2”")
    db.session.expire_all()
    assert len(docket.versions) == 1
    desk.press("Publish version 2", anyway="y")
    assert desk.heading == "Tell people" and [v.n for v in docket.versions] == [1, 2] and docket.versions[1].note == "As amended on October 2"


def test_the_differences_are_counted_and_those_without_a_reason_named(desk: TestBrowser) -> None:
    docket = make_docket()
    draft_of(docket)
    check(desk)
    assert desk.shows("2 pieces differ: 1 changed, 1 new.") and desk.shows("2 changes have no reason yet.")
    changed = next(row["wid"] for row in draft_text_of(docket).provisions if "twice a year" in row["text"] and row["kind"] == "section")
    explain_provisions(draft_text_of(docket), plain_words={}, reasons={changed: "Eleven comments asked for it."})
    check(desk)
    assert desk.shows("1 change has no reason yet.") and desk.shows("Because: Eleven comments asked for it.")
    assert [i.get_text() for i in desk.page.select("ins")] and "twice" in desk.find("details ins").get_text()


def test_who_was_asked_about_the_version_before_is_named(desk: TestBrowser) -> None:
    docket = make_docket()
    draft_of(docket)
    assert check(desk).shows("Nobody was asked about an earlier version.")
    ask(list_the_chief(docket))
    assert check(desk).shows("asked about version 1 on Saturday, October 3")


def test_an_explanation_of_changed_words_falls_away_and_is_named(desk: TestBrowser) -> None:
    docket = make_docket()
    provision = next(p for p in docket.versions[0].provisions if "once a year" in p.text and p.kind == "section")
    draft_of(docket)
    assert check(desk).shows("No explanation of a section falls away.")
    draft = draft_text_of(docket)
    explain_provisions(draft, plain_words={provision.wid: "They report."}, reasons={})
    check(desk).press("Publish version 2", anyway="y")
    db.session.expire_all()
    draft_of(docket, CHANGED.replace("twice a year", "three times a year"))
    assert check(desk).shows("The explanation of 1 section falls away, because its words change:") and desk.shows(f"{provision.number} {provision.heading}")


def test_a_draft_changed_after_the_check_is_not_published_unread(desk: TestBrowser) -> None:
    docket = make_docket()
    draft_of(docket)
    check(desk)
    draft_of(docket, CHANGED.replace("twice a year", "never"))
    desk.press("Publish version 2", anyway="y")
    assert desk.status == 422 and "was changed after you opened this page" in desk.errors[0]
    db.session.expire_all()
    assert len(docket.versions) == 1 and "never" in desk.text
    desk.press("Publish version 2", anyway="y")
    assert desk.heading == "Tell people"


def test_an_earlier_text_that_was_missing_replaces_nothing(desk: TestBrowser) -> None:
    docket = make_docket()
    draft_of(docket, precedes=docket.versions[0])
    check(desk)
    assert desk.shows("the current version stays the current one") and "Who must be asked again" not in desk.text


def test_a_draft_without_obstacles_cannot_be_published_past_them(desk: TestBrowser) -> None:
    """An unread finding takes the button away, and a POST made by hand is refused."""
    docket = make_docket()
    take_text(docket, b"Section 1. A.\n\nSection 3. B.", "pasted", by=the_clerk())
    check(desk)
    assert desk.shows("not read yet") and desk.page.select_one("[name=seen]") is None
    from civic.dockets.release import release_of

    desk.post("/staff/d/2026-014/publish/check", seen=release_of(docket).seen, anyway="y")
    assert desk.status == 422 and desk.shows("not read yet") and len(docket.versions) == 1


def test_a_wrong_address_of_the_check_is_harmless(desk: TestBrowser) -> None:
    docket = make_docket(open=False)
    assert desk.open("/staff/d/2026-014/publish/check", follow=False).status == 302  # nothing waits
    draft_of(docket)
    assert desk.open("/staff/d/2026-014/publish/check?closes_at=yesterday&note=%07").heading == "Preview"
    desk.post("/staff/d/2026-014/publish/check", closes_at="yesterday", follow=True)
    assert desk.heading == "Preview" and len(docket.versions) == 1


