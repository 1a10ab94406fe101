"""The clerk's pages: the list, questions, the invitation, its delivery, an answer on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.consultation.models import Invitation, RosterEntry
from civic.consultation.queries import roster_of
from civic.database import db
from tests.browsing import TestBrowser
from tests.cast import milo
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import TEXT, make_docket, make_version, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def test_the_clerk_asks_a_new_office_from_list_to_answer(browser: TestBrowser) -> None:
    docket = make_docket()
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}").click("Who must be asked")
    assert browser.shows("Nobody is on the list yet.")
    browser.fill("Add to the list", {"Or a new one": "County Sheriff", "Department or organ": "County", "reason": "named", "In one sentence": "It shares information."})
    browser.click("Add a question").fill("Add this question", {"Question": "Do you send results unasked?"})
    browser.click("Write the invitation")
    browser.fill("Send the invitation", {"Last day to answer": (today() + timedelta(days=3)).isoformat(), "channel": "hand", "agree": "y"})
    assert browser.status == 422 and "at least 10 days" in browser.errors[0]
    browser.fill("Send the invitation", {"Last day to answer": (today() + timedelta(days=12)).isoformat(), "channel": "hand", "agree": "y"})
    assert browser.shows("Nothing shows that it arrived.")
    browser.click("Enter evidence of delivery").fill("Enter this", {"To whom": "Front desk", "What shows it": "Receipt"})
    assert browser.shows("Delivered: Front desk")
    browser.click("Enter an answer on paper")
    browser.fill("Put it on the record", {"The words": "No, never.", "Who signed it": "Sheriff Bratt"})
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("County Sheriff") and browser.shows("Front desk")
    browser.open(f"/d/{docket.number}/questions")
    assert browser.shows("No, never.") and browser.shows("Sheriff Bratt")


def test_the_same_office_is_listed_once(browser: TestBrowser) -> None:
    docket = make_docket()
    entry = list_the_chief(docket)
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/roster")
    browser.fill("Add to the list", {"office": entry.office_id, "reason": "named", "In one sentence": "Again."})
    assert browser.status == 422 and "is on the list already" in browser.errors[0] and len(roster_of(docket)) == 1


def test_the_list_is_frozen_and_a_removal_has_a_reason(browser: TestBrowser) -> None:
    docket = make_docket()
    entry = list_the_chief(docket)
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/roster").press("Freeze the list")
    assert browser.shows("List frozen")
    browser.open(f"/staff/roster/{entry.id}").click("Take this office off").fill("Take it off the list", {"Why": "Merged with another office."})
    assert browser.shows("Merged with another office.") and roster_of(docket) == []
    assert db.session.get_one(RosterEntry, entry.id).removed_at is not None


def test_an_unsent_question_can_be_removed_and_a_sent_one_not(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    browser.sign_in(the_clerk()).post(f"/staff/roster/{invitation.entry_id}/questions/{invitation.questions[0].id}/drop")
    assert browser.status == 409 and len(invitation.questions) == 2


def test_a_change_is_judged_with_reasons(browser: TestBrowser) -> None:
    docket = make_docket()
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}/roster").click("Judge a change")
    browser.fill("Record this judgment", {"step": "1-2", "material": "yes", "Reasons": "The period changed."})
    assert browser.shows("changes what was asked. The period changed.")


def test_only_the_clerk_keeps_the_list(browser: TestBrowser) -> None:
    docket = make_docket()
    assert browser.sign_in(milo()).open(f"/staff/d/{docket.number}/roster").status == 403
    assert TestBrowser(browser.app).sign_in(the_chief()).open(f"/staff/d/{docket.number}/roster").status == 403
    assert db.session.query(Invitation).count() == 0
