"""A published docket as a reader sees it."""

from __future__ import annotations

from datetime import timedelta

from civic.clock import now, pretend
from civic.dockets.lifecycle import describe_docket
from tests.browsing import TestBrowser
from tests.factories import TEXT, make_docket, make_version, the_clerk


def test_a_reader_goes_from_home_to_one_section(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/").click("Read and comment on 2026-014")
    assert browser.shows("Open for comments until") and browser.shows("No comments yet")
    browser.click("Full text")
    assert browser.shows("No department may ask others to use it.")
    browser.click("Section 2 on its own page")
    assert browser.heading == "Section 2" and browser.shows("(b) No department may ask others")


def test_a_docket_without_a_text_says_so(app, browser: TestBrowser) -> None:
    make_docket(text=None)
    browser.open("/d/2026-014/text")
    assert browser.shows("The text is not yet available online.")
    assert browser.open("/d/2026-014/text/s/2").status == 404


def test_an_old_version_keeps_its_address_and_points_to_what_changed(app, browser: TestBrowser) -> None:
    """I-8 A link to an earlier version still shows the text as it was."""
    docket = make_docket()
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    browser.open("/d/2026-014/text@1")
    assert browser.shows("once a year")
    browser.click("See what changed since")
    assert browser.shows("[removed: once ]") and browser.shows("[added: twice ]")


def test_a_draft_docket_does_not_exist_for_the_public(app, browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    make_draft_docket()
    for address in ("/d/2026-014", "/d/2026-014/text", "/d/2026-014/decision"):
        assert browser.open(address).status == 404


def test_a_search_without_a_hit_says_what_to_try(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/dockets?q=zebra")
    assert browser.shows("Nothing fits.")
    browser.click("Show all dockets")
    assert browser.shows("Cameras that read faces")


def test_the_help_pages_read_well_in_an_empty_city(app, browser: TestBrowser) -> None:
    for address in ("/how", "/how/safely", "/how/numbers", "/privacy", "/accessibility", "/other-ways"):
        assert browser.open(address).status == 200


def test_a_removed_section_keeps_its_heading_and_points_to_where_it_stood(app, browser: TestBrowser) -> None:
    """Acceptance 14: After version 2, a section of version 1 still has its address."""
    docket = make_docket()
    make_version(docket, TEXT.split("## Section 3")[0])
    browser.open("/d/2026-014/text")
    assert browser.shows("Removed from this version 3 Reports")
    assert browser.click("see section 3 in version 1").shows("once a year")


def test_other_spaces_and_line_ends_are_no_change(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_version(docket, TEXT.replace("once a year", "once  a\nyear"))
    assert browser.open("/d/2026-014/compare/1/2").shows("No wording changed.")


def test_before_and_after_stand_side_by_side(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    browser.open("/d/2026-014/compare/1/2").click("Before and after, side by side")
    assert browser.shows("1 change in 1 section.") and browser.shows("reports once a year.") and browser.shows("reports twice a year.")


def test_the_published_text_is_taken_away_byte_for_byte(app, browser: TestBrowser) -> None:
    """I-7 A published version has a digest: that of the file that anyone can take away."""
    from hashlib import sha256

    digest = make_docket().current_version.digest
    browser.open("/data").click("Text, version 1")
    assert sha256(browser.response.data).digest() == digest


def test_plain_words_that_are_older_than_the_new_version_say_so(app, browser: TestBrowser) -> None:
    docket = make_docket()
    assert not browser.open("/d/2026-014").shows("These words are older")
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    assert browser.open("/d/2026-014").shows("These words are older than version 2 of the text")
    assert browser.click("See what changed").shows("1 change in 1 section.")


def test_plain_words_that_were_mended_since_the_version_before_say_nothing(app, browser: TestBrowser) -> None:
    docket = make_docket()
    with pretend(now() + timedelta(hours=1)):
        describe_docket(docket, title=docket.title, plain_summary="Departments report twice a year.", effects=[], by=the_clerk())
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    assert not browser.open("/d/2026-014").shows("These words are older")
