"""What residents see of campaigns: addresses that stay, numbers that add up, and a way on from every state."""

from __future__ import annotations

import pytest

from civic.campaigns.actions import declare_sponsor, dissolve_family, merge_families, split_family, undo_act
from civic.campaigns.queries import members_of
from tests.browsing import TestBrowser
from tests.campaigns.arrange import LETTER, make_campaign, sort_in_everything, the_family
from tests.cast import milo
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
OTHER = "The council should not vote on plate readers before the audit of last year is printed. We were told it would come in spring, and spring is over. Print it, then vote."


def make_two_campaigns():
    docket, comments = make_campaign()
    for _ in range(3):
        make_comment(docket, OTHER)
    sort_in_everything()
    return docket, comments


@pytest.mark.parametrize("address", ["campaigns/99999999999999999999", "campaigns/2147483648", "summary@99999999999999999999", "text@99999999999999999999"])
def test_a_number_that_no_page_can_have_is_no_page(browser: TestBrowser, address: str) -> None:
    docket = make_docket()
    assert browser.open(f"/d/{docket.number}/{address}").status == 404


def test_a_group_that_was_joined_with_another_leads_there(browser: TestBrowser) -> None:
    docket, _comments = make_two_campaigns()
    declare_sponsor(the_family(docket, 2), "Open Streets", by=(moderator := milo()))
    merge_families(the_family(docket), the_family(docket, 2), by=moderator)
    browser.open(f"/d/{docket.number}/campaigns/2")
    assert browser.status == 410 and browser.heading == "Campaign 2 is no longer a group"
    assert browser.shows("Open Streets declared that it asked people to send this letter.")
    assert browser.click("Campaign 1, where its comments are now").heading == "Campaign 1: a letter sent 8 times"


def test_a_group_that_was_dissolved_says_so_at_its_old_address(browser: TestBrowser) -> None:
    docket, _comments = make_two_campaigns()
    step = dissolve_family(the_family(docket), by=(moderator := milo()))
    browser.open(f"/d/{docket.number}/campaigns/1")
    assert browser.status == 410 and browser.shows("each of its comments stands for itself")
    assert browser.click("Read every comment").status == 200
    undo_act(step, by=moderator)
    assert browser.open(f"/d/{docket.number}/campaigns/1").status == 200


def test_a_group_whose_making_was_taken_back_says_so(browser: TestBrowser) -> None:
    docket = make_docket()
    comments = [make_comment(docket, LETTER) for _ in range(6)]
    sort_in_everything()
    step = split_family(the_family(docket), comments[:3], together=True, by=(moderator := milo()))
    assert browser.open(f"/d/{docket.number}/campaigns/2").status == 200
    undo_act(step, by=moderator)
    browser.open(f"/d/{docket.number}/campaigns/2")
    assert browser.status == 410 and browser.shows("took back the step that had made it")


def test_the_page_says_why_the_table_has_more_word_for_word_than_the_sum_above_it(browser: TestBrowser) -> None:
    docket, _comments = make_two_campaigns()
    browser.open(f"/d/{docket.number}/campaigns")
    assert browser.shows("Can be read: 9 = no copy of a letter below: 3 + changed copies: 1 + copies word for word: 5")
    assert browser.shows("Together that is 8 comments.") and browser.shows("So the copies are 2 fewer than the comments in the table below.")


def test_beyond_the_last_campaign_and_the_last_comment_the_page_begins_anew(browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    assert browser.open(f"/d/{docket.number}/campaigns?from=50").shows("1 letter was sent three times or more.")
    assert browser.open(f"/d/{docket.number}/campaigns/1?after=1").text.count("none: word for word") == 4
    assert len(members_of(the_family(docket))) == 5


def test_beyond_the_last_comment_the_list_says_so_and_leads_back(browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, LETTER)
    browser.open(f"/d/{docket.number}/comments?order=newest&after=1")
    assert browser.shows("There are no more comments.") and not browser.shows("No comments here yet.")
    assert browser.click("The first page").shows("Please keep the rule")
