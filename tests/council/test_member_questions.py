"""Questions that members put through the clerk: similar ones first, then the clerk's desk, then what became of it."""

from __future__ import annotations

import pytest

from civic.consultation.actions import drop_question, list_consultee
from civic.council.asking import (
    answer_member,
    fate_of,
    put_to_office,
    send_member_question,
    sent_questions,
    similar_questions,
    unsent_question_of,
    waiting_questions,
)
from civic.council.queries import membership_of
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.permissions import Role
from tests.browsing import TestBrowser
from tests.cast import chen, diaz, hold, make_account
from tests.consultation.arrange import ask as ask_office
from tests.council.arrange import make_council
from tests.factories import make_docket, the_clerk

ADDRESS = "/member/d/2026-014/ask"
WORDS = "How many searches were made last year?"


@pytest.fixture
def member(app) -> Account:
    return diaz()


@pytest.fixture
def docket(member) -> Docket:
    made = make_docket()
    make_council(the_clerk(), seats=3, seat1=member)
    return made


def listed(docket: Docket):  # type: ignore[no-untyped-def]
    chief = chen()
    return list_consultee(docket, chief.holdings[0].office, reason="bound_party", because="Bound.", by=the_clerk())


def sent(docket: Docket, member: Account, words: str = WORDS):  # type: ignore[no-untyped-def]
    return send_member_question(docket, membership_of(member), words=words, by=member)


def test_a_question_goes_to_the_clerks_desk_and_the_member_sees_what_becomes_of_it(member, docket, browser: TestBrowser, another_browser: TestBrowser) -> None:
    entry = listed(docket)
    browser.sign_in(member).open("/member").click("Ask through the clerk about 2026-014")
    section = next(p.wid for p in docket.current_version.provisions if p.number == "2")
    browser.press("Send to the clerk", words=WORDS, section=section)
    assert browser.shows("Your question waits at the clerk's since")
    another_browser.sign_in(the_clerk()).open("/staff").click("A question from Council Member Diaz on 2026-014")
    another_browser.press("Add it to the office's questions", entry=entry.id, words="How many searches were made in 2025?")
    assert another_browser.shows("How many searches were made in 2025?")
    assert not another_browser.open("/staff").shows("A question from Council Member Diaz")
    assert browser.open("/member").shows("The clerk put your question to Chief of Police.")
    assert not browser.open("/d/2026-014/questions").shows("How many searches")
    ask_office(entry)
    browser.open(ADDRESS).click("See the question and what came back")
    assert browser.shows("How many searches were made in 2025?") and browser.shows("Asked for council member Council Member Diaz, through the clerk.")


def test_the_clerk_may_answer_why_not(member, docket, browser: TestBrowser, another_browser: TestBrowser) -> None:
    sent(docket, member)
    another_browser.sign_in(the_clerk()).open("/staff/d/2026-014/member-questions").click("Put it to an office, or say why not")
    assert another_browser.shows("No office is on this docket's list yet.")
    another_browser.press("Answer, and put it to nobody")
    assert another_browser.status == 422 and another_browser.shows("Say why, or where the answer stands.")
    another_browser.press("Answer, and put it to nobody", because="The report of May says it, on page 2.")
    assert browser.sign_in(member).open(ADDRESS).shows("The clerk answered on") and browser.shows("The report of May says it, on page 2.")
    assert waiting_questions() == []


def test_similar_questions_are_shown_before_one_is_sent(member, docket, browser: TestBrowser) -> None:
    entry = listed(docket)
    ask_office(entry)  # its question: see tests/consultation/arrange.py
    asked = entry.questions[0]
    browser.sign_in(member).open(ADDRESS).press("Look for similar questions", words=asked.words)
    assert browser.shows("Asked already") and sent_questions(docket) == []
    browser.open(ADDRESS).press("Send to the clerk", words=asked.words)
    assert browser.shows("Nothing was sent yet: these questions look similar.") and sent_questions(docket) == []
    browser.press("Send to the clerk")
    db.session.rollback()
    assert [one.words for one in sent_questions(docket)] == [asked.words]
    assert similar_questions(docket, "Is there a picnic on Sunday?") == []


def test_an_aide_drafts_a_question_and_only_the_member_sends_it(member, docket, browser: TestBrowser) -> None:
    """I-52 Only the office holder sends."""
    aide = make_account("Aya Aide", Role.DELEGATE)
    hold(member.holdings[0].office, aide, "delegate")
    browser.sign_in(aide).open(ADDRESS).press("Save draft", words=WORDS)
    assert not browser.page.find("button", string="Send to the clerk")
    browser.post(ADDRESS, words=WORDS, send="1", seen="")
    assert browser.status == 422
    db.session.rollback()
    assert sent_questions(docket) == [] and unsent_question_of(docket, membership_of(member)).words == WORDS
    browser.sign_in(member).open(ADDRESS).press("Send to the clerk")
    db.session.rollback()
    assert len(sent_questions(docket)) == 1 and unsent_question_of(docket, membership_of(member)) is None


def test_a_question_that_the_clerk_dropped_again_waits_again(member, docket) -> None:
    entry, one = listed(docket), sent(docket, member)
    question = put_to_office(one, entry, words=WORDS, by=the_clerk())
    assert fate_of(one).state == "put" and waiting_questions() == []
    with pytest.raises(Refusal, match="dealt with"):
        answer_member(one, because="No.", by=the_clerk())
    drop_question(question, by=the_clerk())
    assert fate_of(one).state == "waiting" and waiting_questions() == [one]
    answer_member(one, because="It was asked in May.", by=the_clerk())
    assert fate_of(one).state == "refused" and waiting_questions() == []


def test_an_empty_question_and_an_unknown_office_are_refused(member, docket, browser: TestBrowser, another_browser: TestBrowser) -> None:
    browser.sign_in(member).open(ADDRESS).press("Send to the clerk")
    assert browser.status == 422 and browser.errors == ["Write your question."]
    one = sent(docket, member)
    listed(docket)
    another_browser.sign_in(the_clerk()).open(f"/staff/member-questions/{one.id}").press("Add it to the office's questions")
    assert another_browser.status == 422 and another_browser.shows("Choose an office.")
    another_browser.post(f"/staff/member-questions/{one.id}", entry="x" * 22, words="Odd?", section="")
    assert another_browser.status == 422
    assert another_browser.open("/staff/member-questions/" + "x" * 22).status == 404


def test_a_draft_is_not_found_by_its_id(member, docket, browser: TestBrowser) -> None:
    from civic.council.asking import draft_member_question

    draft = draft_member_question(docket, membership_of(member), words="Not yet.", by=member)
    assert browser.sign_in(the_clerk()).open(f"/staff/member-questions/{draft.id}").status == 404
