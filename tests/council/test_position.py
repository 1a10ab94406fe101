"""Positions: one-way, dated, bound to a version; aides draft and only the member publishes."""

from __future__ import annotations

import pytest

from civic.council.actions import draft_position, publish_position
from civic.council.queries import membership_of, positions_on
from civic.database import Refusal
from civic.people.policy import set_policy
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import clara, diaz, hold, make_account
from tests.council.arrange import make_council, make_voted_docket


@pytest.fixture
def member(app):
    return diaz()


@pytest.fixture
def docket(member):
    clerk = clara()
    set_policy("positions_before_hearing", "on")
    make_council(clerk, seats=3, seat1=member)
    return make_voted_docket(clerk)


def test_a_member_publishes_a_position_that_names_its_version(member, docket, browser: TestBrowser) -> None:
    """I-52 A position names its version and capacity, and only the office holder publishes it."""
    browser.sign_in(member).open("/member").click("State a position")
    browser.fill("Publish my position", {"stance": "support_with_changes", "statement": "I want the reports to be public."})
    assert browser.shows("I want the reports to be public.") and browser.shows("about version 1")


def test_an_aide_drafts_and_cannot_publish(member, docket, browser: TestBrowser) -> None:
    """I-52 Only the office holder publishes; an aide's button is not there and the address refuses."""
    aide = make_account("Aya Aide", Role.DELEGATE)
    hold(member.holdings[0].office, aide, "delegate")
    browser.sign_in(aide).open("/member/d/2026-014/position")
    browser.fill("Save draft", {"stance": "support", "statement": "A first draft."})
    assert browser.shows("Kept as a draft")
    browser.post("/member/d/2026-014/position", stance="support", statement="Published anyway.", publish="1")
    assert browser.status == 422
    assert positions_on(docket) == []


def test_no_member_sees_the_draft_of_another(member, docket, browser: TestBrowser) -> None:
    """I-51 No route lets members read unpublished positions."""
    seat = membership_of(member)
    draft_position(docket, seat, stance="oppose", statement="Nobody may read this yet.", conditions="", by=member)
    other = make_account("Council Member Other", Role.MEMBER)
    browser.sign_in(other)
    for address in ("/member", "/d/2026-014/positions", "/d/2026-014/decision", "/member/d/2026-014/position"):
        browser.open(address)
        assert "Nobody may read this yet." not in browser.response.get_data(as_text=True)


def test_positions_before_the_hearing_do_not_exist_until_the_attorney_confirms(member, docket, browser: TestBrowser) -> None:
    set_policy("positions_before_hearing", "off")
    browser.sign_in(member)
    assert browser.open("/d/2026-014/positions").status == 404
    assert browser.open("/member/d/2026-014/position").status == 404
    with pytest.raises(Refusal, match="attorney"):
        publish_position(docket, membership_of(member), stance="support", statement="Too early.", by=member)


def test_a_later_statement_stands_beside_the_first(member, docket) -> None:
    seat = membership_of(member)
    publish_position(docket, seat, stance="undecided", statement="I am reading.", by=member)
    publish_position(docket, seat, stance="support", statement="I have read it.", by=member)
    assert [p.statement for p in positions_on(docket)] == ["I am reading.", "I have read it."]


def test_silence_is_shown_as_silence(member, docket, browser: TestBrowser) -> None:
    browser.open("/d/2026-014/positions")
    assert browser.text.count("Has not stated a position.") == 3


def test_a_stranger_finds_no_member_pages(docket, browser: TestBrowser) -> None:
    browser.open("/member", follow=False)
    assert browser.status == 302
    browser.post("/member/d/2026-014/position", stance="support", statement="No.")
    assert browser.status == 403
