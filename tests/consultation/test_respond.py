"""The office's own pages: accept by POST, draft, sign and publish; who may do which."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from civic.clock import now, pretend, today
from civic.consultation.actions import answer_request, claim_contact, draft_question, send_invitation
from civic.consultation.answers import draft_answer, enter_paper_answer, publish_answer, volunteer
from civic.consultation.models import AnswerDraft, Invitation, InvitationLink, Response
from civic.database import Refusal, db
from civic.notices.models import Message
from civic.permissions import Permission, Role, may
from civic.record.queries import leaf_about
from civic.record.vault import unseal
from civic.web import day
from tests.browsing import TestBrowser
from tests.cast import diaz, hold, make_account
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import TEXT, make_comment, make_docket, make_version, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def the_deputy():
    account = make_account("Deputy Ferris", Role.DELEGATE)
    hold(the_chief().offices()[0], account, "delegate")
    return account


def mailed_invitation() -> tuple[Invitation, str]:
    entry = list_the_chief(make_docket())
    draft_question(entry, "How often?", by=the_clerk())
    invitation = send_invitation(
        entry, respond_by=today() + timedelta(days=12), channel="email", email="chief@city.example", by=the_clerk(),
        link=lambda token: f"http://localhost/respond/i/{token}",
    )  # fmt: skip
    message = db.session.query(Message).filter_by(kind="consultation.invitation").one()
    from civic.record.models import SealedText

    body = unseal(db.session.get_one(SealedText, message.sealed_id))
    return invitation, re.search(r"/respond/i/([\w-]+)", body).group(1)


def test_opening_the_mailed_link_changes_nothing_and_accepting_is_a_post(browser: TestBrowser) -> None:
    """Acceptance 7: a GET on the e-mailed link changes nothing."""
    invitation, token = mailed_invitation()
    for _ in range(3):
        browser.open(f"/respond/i/{token}")
    assert browser.shows("Chief of Police") and browser.shows("Sign in to accept")
    assert invitation.deliveries == []
    browser.sign_in(the_chief()).open(f"/respond/i/{token}").press("Accept this invitation")
    db.session.expire_all()
    assert [event.level for event in invitation.deliveries] == [3] and browser.shows("How often?")


def test_the_wrong_person_says_so(browser: TestBrowser) -> None:
    invitation, token = mailed_invitation()
    browser.open(f"/respond/i/{token}").press("This is not for me")
    db.session.expire_all()
    assert [event.level for event in invitation.deliveries] == [0] and db.session.query(InvitationLink).one().used_at is not None


def test_an_unknown_link_is_not_found(browser: TestBrowser) -> None:
    browser.open("/respond/i/nothing-like-this")
    assert browser.status == 404 and browser.shows("Ask the city clerk for a new one")


def test_somebody_else_cannot_accept(browser: TestBrowser) -> None:
    invitation, token = mailed_invitation()
    browser.sign_in(diaz()).open(f"/respond/i/{token}")
    assert browser.shows("not for this office")
    browser.post(f"/respond/i/{token}")
    assert browser.status == 403 and invitation.deliveries == []


def test_the_chief_answers_signs_and_publishes(browser: TestBrowser) -> None:
    """I-47 and I-52: published verbatim under the office, naming its version and capacity."""
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("How often did you use it")
    browser.fill("Save draft", {"Answer": "Eleven times,\nand twice by telephone.", "position": "agree_in_part", "Other words for the law": "by the third day"})
    assert browser.shows("Kept as a draft") and db.session.query(Response).count() == 0
    browser.fill("Sign and publish 1 answer", {"Anything else the council should know": "Thank you for asking first."})
    answers = db.session.query(Response).all()
    assert {a.words for a in answers} == {"Eleven times,\nand twice by telephone.", "Thank you for asking first."}
    assert all(a.version.n == 1 and a.capacity == "official" and leaf_about(a.entry, "answer.published") for a in answers)
    assert browser.shows("Chief Chen, Chief of Police") and browser.shows("Other words asked for: by the third day")
    assert browser.shows("Beyond the questions")
    assert db.session.query(AnswerDraft).count() == 0 and not invitation.is_over


def test_what_is_signed_is_shown_whole_before_it_is_signed(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("How often did you use it")
    browser.fill("Save draft", {
        "Answer": "Eleven times.", "Law you rely on": "Charter 4.2", "What your office will do": "Publish the list", "By when": (today() + timedelta(days=40)).isoformat(),
    })  # fmt: skip
    promised = f"The office will: Publish the list (by {day(today() + timedelta(days=40))})"
    assert browser.shows("Law relied on: Charter 4.2") and browser.shows(promised)
    browser.press("Sign and publish 1 answer").open(f"/d/{docket.number}/questions")
    assert browser.shows(promised)


def test_a_day_or_a_person_without_a_deed_is_refused(browser: TestBrowser) -> None:
    ask(list_the_chief(make_docket()))
    browser.sign_in(the_chief()).open("/respond").click("How often did you use it")
    browser.fill("Save draft", {"Answer": "Eleven times.", "By when": (today() + timedelta(days=40)).isoformat()})
    assert browser.status == 422 and browser.errors == ["Say what your office will do, or leave out the name and the day."]
    browser.fill("Save draft", {"What your office will do": "Publish the list", "By when": "2025-01-01"})
    assert browser.status == 422 and browser.errors == ["Choose today or a later day."]


def test_the_page_that_declines_says_what_is_declined(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("Decline the whole invitation")
    assert browser.shows(docket.number) and browser.shows("2 questions are still open:") and browser.shows("What would you lose?")


def test_an_empty_answer_is_refused_with_the_words_kept(browser: TestBrowser) -> None:
    ask(list_the_chief(make_docket()))
    browser.sign_in(the_chief()).open("/respond").click("How often did you use it")
    browser.fill("Save draft", {"Answer": "", "Other words for the law": "by the third day"})
    assert browser.status == 422 and browser.errors == ["Write the answer, or the reason for declining."]
    assert "by the third day" in str(browser.page)


def test_a_question_can_be_declined_with_its_reason(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("What would you lose?")
    browser.fill("Save as: decline", {"Answer": "These are open investigations.", "Law you rely on": "State law on active cases"})
    browser.press("Sign and publish 1 answer")
    assert browser.shows("Declined") and browser.shows("These are open investigations.") and browser.shows("State law on active cases")


def test_the_whole_invitation_can_be_declined(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("Decline the whole invitation")
    browser.fill("Decline, with this reason", {"Reason": "We take this to the bargaining table."})
    browser.open(f"/d/{docket.number}/questions")
    assert browser.text.count("We take this to the bargaining table.") == 2


def test_a_deputy_drafts_and_cannot_publish(browser: TestBrowser) -> None:
    """Acceptance 12 and I-52: no deputy can publish, by page or by action."""
    invitation = ask(list_the_chief(make_docket()))
    deputy = the_deputy()
    browser.sign_in(deputy).open("/respond").click("How often did you use it").fill("Save draft", {"Answer": "Eleven times."})
    assert browser.shows("only the holder of the office signs") and not browser.page.find("button", string=re.compile("Sign and publish"))
    browser.post(f"/respond/check/{invitation.id}", anything_else="Let me.")
    assert browser.status == 422 and db.session.query(Response).count() == 0
    with pytest.raises(Refusal, match="Only the holder"):
        publish_answer(invitation, invitation.questions[0], words="Eleven.", by=deputy)
    assert db.session.query(AnswerDraft).count() == 1


def test_another_office_sees_neither_the_question_page_nor_the_drafts(browser: TestBrowser) -> None:
    """I-38: respondents see only public pages and their own office's drafts and invitations."""
    invitation = ask(list_the_chief(make_docket()))
    draft_answer(invitation, invitation.questions[0], words="Eleven times.", by=the_chief())
    other = make_account("Director Abdi", Role.RESPONDENT)
    for address in (f"/respond/q/{invitation.questions[0].id}", f"/respond/check/{invitation.id}", f"/respond/print/{invitation.id}"):
        assert browser.sign_in(other).open(address).status == 404
    assert browser.open("/staff").status == 403 and not browser.open("/respond").shows("Eleven")
    assert not may(Permission.ANSWER_DRAFT, invitation, person=other) and may(Permission.ANSWER_PUBLISH, invitation, person=the_chief())


def test_a_correction_stands_beside_the_first_answer(browser: TestBrowser) -> None:
    """I-1: a published response is never changed; a correction adds a row."""
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    first = publish_answer(invitation, invitation.questions[0], words="Eleven times.", by=the_chief())
    with pytest.raises(Refusal, match="Add a correction"):
        publish_answer(invitation, invitation.questions[0], words="Twelve times.", by=the_chief())
    browser.sign_in(the_chief()).open("/respond").click("Add a correction to answer 1").fill("Publish this correction", {"What you add": "Twelve times."})
    assert browser.shows("Eleven times.") and browser.shows("Correction by Chief Chen") and browser.shows("Twelve times.")
    assert leaf_about(first.entry, "answer.corrected") is not None


def test_a_statement_that_nobody_asked_for_takes_a_correction_too(browser: TestBrowser) -> None:
    entry = list_the_chief(make_docket())
    first = volunteer(entry, "We store pictures for nine days.", by=the_chief())
    browser.sign_in(the_chief()).open(f"/respond/answers/{first.id}/correct").fill("Publish this correction", {"What you add": "For eight days."})
    added = db.session.query(Response).filter_by(corrects_id=first.id).one()
    assert browser.status == 200 and (added.words, added.invitation_id) == ("For eight days.", None)


def test_a_late_answer_is_published_and_marked(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    with pretend(now() + timedelta(days=15)):
        browser.sign_in(the_chief()).open("/respond").click("How often did you use it")
        assert browser.shows("A late answer is published")
        browser.fill("Save draft", {"Answer": "Eleven times."}).press("Sign and publish 1 answer")
    assert browser.shows("Eleven times.") and browser.shows("October 18")


def test_the_office_confirms_or_contests_what_was_entered_for_it(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    enter_paper_answer(invitation, invitation.questions[0], words="Ten times.", received_on=today(), channel="post", spoken_by="Chief Chen", by=the_clerk())
    claim_contact(invitation.entry, claimed_by="Council Member Diaz", kind="call", words="We spoke in May.", by=the_clerk())
    browser.sign_in(the_chief()).open("/respond").click("Say whether this contact is right")
    browser.fill("Put this on the record", {"standing": "contested"})
    assert browser.status == 422 and browser.errors == ["Say what is wrong, in your own words."]
    browser.fill("Put this on the record", {"standing": "contested", "If not": "We never spoke."})
    browser.click("Say whether this answer is right").fill("Put this on the record", {"standing": "confirmed"})
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("We never spoke.") and browser.shows("Confirmed by the office")


def test_what_became_of_the_words_an_office_asked_for(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    made = publish_answer(invitation, invitation.questions[0], words="Yes.", other_words="twice a year", by=the_chief())
    with pytest.raises(Refusal, match="names the section"):
        answer_request(made, outcome="changed", reason="Taken over.", by=the_clerk())
    new = make_version(docket, TEXT.replace("once a year", "twice a year"))
    answer_request(made, outcome="changed", reason="Taken over.", section=new.provisions[-1].wid, new=new, by=the_clerk())
    browser.sign_in(the_chief()).open("/respond/changes")
    assert browser.shows("Accepted: the words changed : Taken over.") and browser.shows("version 2 is the latest")


def test_the_chief_names_a_deputy_and_ends_it(browser: TestBrowser) -> None:
    deputy = make_account("Deputy Ferris", Role.DELEGATE)
    browser.sign_in(the_chief()).open("/respond/delegate")
    browser.fill("Let this person draft", {"account": deputy.id})
    assert browser.shows("Deputy Ferris, since")
    browser.press("End Deputy Ferris's right")
    assert browser.shows("Nobody drafts for you.")


def test_no_questions_are_waiting(browser: TestBrowser) -> None:
    browser.sign_in(the_chief()).open("/respond")
    assert browser.shows("No questions are waiting.")


def test_comments_behind_a_question_are_linked(browser: TestBrowser) -> None:
    docket = make_docket()
    comment = make_comment(docket, "How often is it used?", wants_answer=True)
    entry = list_the_chief(docket)
    browser.sign_in(the_clerk()).open(f"/staff/roster/{entry.id}/questions/new")
    shown = f"{comment.number[:4]}-{comment.number[4:]}"
    browser.fill("Add this question", {"Question": "How often?", "Comments behind it": "nonsense"})
    assert browser.status == 422 and "is not a tracking number" in browser.errors[0]
    browser.fill("Add this question", {"Question": "How often?", "Comments behind it": comment.number})
    ask(entry, questions=())
    browser.open(f"/d/{docket.number}/questions")
    assert browser.shows(f"1 comment is behind it: {shown}")
