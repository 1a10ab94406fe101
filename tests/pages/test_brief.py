"""The brief: public figures on two printed pages, each as old as it says."""

from __future__ import annotations

from datetime import timedelta

from civic.clock import now, pretend, today
from civic.council.positions import draft_position
from civic.council.queries import membership_of
from civic.database import db
from civic.dockets.actions import record_process_event
from civic.dockets.queries import docket_numbered
from civic.people.policy import set_policy
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import diaz, hold, make_account
from tests.consultation.arrange import ask, list_the_chief
from tests.council.arrange import make_council
from tests.factories import TEXT, make_comment, make_docket, make_version, the_clerk
from tests.summaries.arrange import make_summary

ADDRESS = "/d/2026-014/brief"


def test_a_brief_says_what_it_does_where_it_stands_who_was_asked_and_what_people_said(app, browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    make_comment(docket, stance="support")
    make_comment(docket, "Another word.", stance="oppose")
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    browser.open("/d/2026-014").click("Brief")
    assert [h.get_text() for h in browser.page.select("main h2")] == [
        "What it does", "Where it stands", "Who was asked", "Counts", "What it was about", "What changed from version 1 to 2", "Open questions",
    ]  # fmt: skip
    for words in (
        "City departments may not use face recognition.", "Open for comments until", "Chief of Police", "2 comments were received.", "The whole city 2 1 1 0",
        "No summary is published yet; the raw counts stand above.", "Section 3", "What would you lose?", "waiting 2",
    ):  # fmt: skip
        assert browser.shows(words), words


def test_without_a_summary_the_brief_says_when_it_is_due(app, browser: TestBrowser) -> None:
    docket = make_docket()
    docket.summary_due = today() + timedelta(days=9)
    assert browser.open(ADDRESS).shows("Summary due") and browser.shows("the raw counts stand above.")
    assert browser.shows("No letters yet.") and browser.shows("Nobody has been asked yet.") and browser.shows("No question waits for an answer.")


def test_a_docket_without_a_text_has_a_brief(app, browser: TestBrowser) -> None:
    make_docket(text=None, open=False)
    assert browser.open(ADDRESS).shows("No text is published yet.") and browser.status == 200


def test_themes_older_than_a_day_are_stamped_and_say_what_is_not_in_them(app, browser: TestBrowser) -> None:
    study, summary = make_summary()
    browser.open(f"/d/{study.docket.number}/brief")
    assert not browser.shows("Themes as of")
    with pretend(now() + timedelta(hours=25)):
        make_comment(docket_numbered(study.docket.number), "One more word.")
        db.session.commit()
        browser.open(f"/d/{study.docket.number}/brief")
    assert browser.shows("Themes as of") and browser.shows("1 comment since is not in them.")


def test_a_wards_numbers_are_shown_only_where_enough_comments_name_it(app, browser: TestBrowser) -> None:
    """I-22 A ward appears only with enough comments from it."""
    docket = make_docket()
    set_policy("small_number", 2)
    make_comment(docket, ward="4", stance="support")
    assert browser.open(ADDRESS + "?ward=4").shows("Too few comments name this ward to show a number.")
    make_comment(docket, "Another.", ward="4", stance="oppose")
    assert browser.open(ADDRESS + "?ward=4").shows("Ward 4 2 1 1 0")
    assert not browser.open(ADDRESS + "?ward=Atlantis").shows("Ward")


def test_the_members_brief_is_the_public_one_for_their_ward_with_their_own_drafts(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-51 What a member keeps stands on their own brief and on nobody else's."""
    member, docket = diaz(), make_docket()
    set_policy("positions_before_hearing", "on")
    make_council(the_clerk(), seats=3, seat3=member)
    draft_position(docket, membership_of(member), stance="support", statement="Words of a draft.", by=member)
    browser.sign_in(member).open("/member").click("Brief on 2026-014")
    assert browser.shows("Words of a draft.") and browser.shows("Ward 3") and browser.find("#own").find_parent("section")["class"] == ["panel", "no-print"]
    own, public = browser.find(".brief__sheet").get_text(), browser.open(ADDRESS + "?ward=3").find(".brief__sheet").get_text()
    assert own == public
    other = make_account("Dep Uty", Role.DELEGATE)
    assert another_browser.sign_in(other).open("/member/d/2026-014/brief").status == 404
    aide = make_account("Aya Aide", Role.DELEGATE)
    hold(member.holdings[0].office, aide, "delegate")
    assert another_browser.sign_in(aide).open("/member/d/2026-014/brief").shows("Words of a draft.")


def test_the_hearing_page_says_when_where_and_how_to_speak(app, browser: TestBrowser) -> None:
    docket = make_docket()
    assert browser.open("/d/2026-014").click("Hearing").shows("No hearing is set yet.")
    record_process_event(
        docket, kind="hearing", title="Public hearing", day=today() + timedelta(days=5), place="Council chamber, City Hall", source="Agenda", by=the_clerk(),
        starts_at=now() + timedelta(days=5),
    )  # fmt: skip
    browser.open("/d/2026-014/hearing")
    assert browser.shows("Council chamber, City Hall") and browser.shows("No public notice is on record yet.")
    assert browser.shows("How to speak") and browser.shows("Phone 555-0100") and browser.shows("comments count until")


def test_every_document_listed_opens(app, browser: TestBrowser) -> None:
    docket = make_docket()
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    make_comment(docket)
    browser.open("/d/2026-014").click("Documents")
    listed = [a["href"] for a in browser.page.select("main li a")]
    assert "/d/2026-014/compare/1/2" in listed and "/d/2026-014/text@2.txt" in listed and "/d/2026-014/decision" not in listed
    assert [address for address in listed if browser.ask("get", address).status_code != 200] == []


def test_positions_are_linked_from_the_docket_only_while_they_exist(app, browser: TestBrowser) -> None:
    make_docket()
    browser.open("/d/2026-014")
    assert not browser.page.find("a", string="Positions")
    set_policy("positions_before_hearing", "on")
    browser.open("/d/2026-014").click("Positions")
    assert browser.heading == "Positions and votes"
