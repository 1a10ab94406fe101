"""The page that says who was asked: verdicts computed from what was entered, and the counts that add up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import now, pretend, today
from civic.consultation.actions import (
    address_notice,
    claim_contact,
    extend_invitation,
    freeze_roster,
    hand_over,
    list_consultee,
    record_delivery,
    remove_consultee,
    send_invitation,
)
from civic.consultation.answers import contest, decline, enter_paper_answer, publish_answer
from civic.consultation.chores import record_silences
from civic.consultation.evidence_json import evidence_from_json
from civic.consultation.judging import judge_change, review_change, steps_of
from civic.consultation.models import Silence
from civic.consultation.queries import freeze_of, judgements_on
from civic.consultation.verdicts import verdict_on
from civic.council.actions import create_body, put_motion, record_vote, seat_member
from civic.council.ledger import ledger_of, never_arrived, question_counts, tally
from civic.council.queries import decision_on
from civic.database import Base, Refusal, db
from civic.dockets.actions import post_notice, record_process_event, withdraw_version
from civic.people.policy import set_policy
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.cast import office
from tests.consultation.arrange import ask, decide, list_the_chief, list_the_sheriff, the_approver, the_chief
from tests.factories import TEXT, make_docket, make_version, the_clerk

pytestmark = pytest.mark.usefixtures("app")


def later(days: int):
    return pretend(now() + timedelta(days=days))


def test_before_the_decision_the_page_shows_states_and_no_verdict(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    list_the_sheriff(docket)
    publish_answer(invitation, invitation.questions[0], words="Eleven times.", position="agree", by=the_chief())
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("The council has not decided") and browser.shows("Answer due") and browser.shows("Not asked yet")
    assert browser.shows("Answered 1 of 2 questions, waiting 1.")
    assert [line.verdict for line in ledger_of(docket)] == [None, None]


def test_after_the_decision_the_verdicts_add_up_to_the_roster(browser: TestBrowser) -> None:
    """Acceptance 13: asked and answered, with its counts in the line; the other office was not asked."""
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    list_the_sheriff(docket)
    with later(2):
        publish_answer(invitation, invitation.questions[0], words="Eleven times.", position="agree", by=the_chief())
    with later(20):
        decide(docket)
        browser.open(f"/d/{docket.number}/ledger")
        lines = ledger_of(docket)
    assert browser.shows("Asked October 3 on version 1. Answered 1 of 2 questions, overdue 1.")
    assert browser.shows("Not asked. No invitation, notice or contact is on record.")
    assert sum(n for _, n in tally(lines)) == len(lines) == 2
    counts = question_counts(lines)
    assert counts.questions == counts.answered + counts.declined + counts.waiting + counts.overdue == 2


def test_the_published_evidence_yields_the_same_verdict(browser: TestBrowser) -> None:
    """I-44: no verdict is stored; the same evidence gives the same verdict to anyone."""
    docket = make_docket()
    ask(list_the_chief(docket))
    with later(20):
        decide(docket)
        line = ledger_of(docket)[0]
        data = browser.client.get(f"/d/{docket.number}/ledger/{line.entry.id}.json").get_json()
    assert verdict_on(evidence_from_json(data)) == line.verdict
    tables = {m.local_table for m in Base.registry.mappers if m.class_.__module__.split(".")[1] in ("consultation", "council")}
    assert not {column.name for table in tables for column in table.columns if "verdict" in column.name}


def test_what_is_entered_after_the_decision_changes_no_verdict() -> None:
    """Acceptance 13: evidence entered after the decision changes none, whatever date it states."""
    docket = make_docket()
    invitation = ask(list_the_chief(docket), delivered=False)
    with later(20):
        decide(docket)
    with later(21):
        hand_over(invitation, to_whom="Front desk", evidence="", by=the_clerk(), stated_on=today() - timedelta(days=20))
        line = ledger_of(docket)[0]
    assert line.name == "Not delivered" and line.verdict.too_late_to_count


def test_notice_and_contact_are_never_worded_as_asked(browser: TestBrowser) -> None:
    """I-45: external contact or public notice alone never yields an "asked" verdict."""
    docket = make_docket()
    notice = post_notice(docket, channel="newspaper", place="The Courier", day=today(), by=the_clerk())
    address_notice(notice, list_the_sheriff(docket), by=the_clerk())
    contact = claim_contact(list_the_chief(docket), claimed_by="Council Member Diaz", kind="call", words="We spoke in May.", by=the_clerk())
    contest(contact.entry, contact, standing="contested", words="We did not speak.", by=the_chief())
    with later(3):
        decide(docket)
        names = [line.name for line in ledger_of(docket)]
        browser.open(f"/d/{docket.number}/ledger")
    assert names == ["Notified only", "Contact claimed"]
    assert browser.shows("the office contests it") and browser.shows("We did not speak.")
    assert "Asked" not in browser.text.split("What “asked” means")[1]


def test_an_invitation_needs_a_published_version() -> None:
    """I-41: no invitation without a published version."""
    entry = list_the_chief(make_docket(text=None, open=False))
    with pytest.raises(Refusal, match="no text is published"):
        send_invitation(entry, respond_by=today() + timedelta(days=30), channel="hand", words="What do you think?", by=the_clerk())
    assert entry.invitations == []


def test_the_time_of_sending_is_the_servers() -> None:
    """I-42: sent_at is the server's; nothing that calls the action can state another."""
    invitation = ask(list_the_chief(make_docket()))
    assert invitation.sent_at == now() and leaf_about(invitation.entry, "invitation.sent") is not None
    with pytest.raises(TypeError):
        send_invitation(invitation.entry, respond_by=today(), channel="hand", by=the_clerk(), sent_at=now() - timedelta(days=9))  # type: ignore[call-arg]


def test_an_asking_that_is_entered_afterwards_is_an_external_contact(browser: TestBrowser) -> None:
    """I-42: whatever day it states, what was asked outside and entered later is a contact, and never an invitation."""
    docket = make_docket()
    entry = list_the_chief(docket)
    with later(5):
        claim_contact(entry, claimed_by="Council Member Diaz", kind="letter", words="We asked in writing on October 3.", by=the_clerk(), stated_on=today() - timedelta(days=5))
        with pytest.raises(TypeError):
            send_invitation(entry, respond_by=today() + timedelta(days=10), channel="hand", by=the_clerk(), sent_on=today() - timedelta(days=5))  # type: ignore[call-arg]
    with later(20):
        decide(docket)
        assert entry.invitations == [] and ledger_of(docket)[0].name == "Contact claimed"
        assert browser.open(f"/d/{docket.number}/ledger").shows("Contact claimed")


def test_the_response_period_is_at_least_the_citys_rule() -> None:
    """I-43: with 10 days as the rule, 9 are refused and 10 are taken; it can grow and never shrink."""
    entry = list_the_chief(make_docket())
    with pytest.raises(Refusal, match="at least 10 days"):
        ask(entry, days=9)
    invitation = ask(entry, days=10, questions=())  # the drafted questions wait for it
    extend_invitation(invitation, respond_by=today() + timedelta(days=14), reason="The office asked for time.", by=the_clerk())
    with pytest.raises(Refusal, match="only grow"):
        extend_invitation(invitation, respond_by=today() + timedelta(days=12), reason="Hurry.", by=the_clerk())
    assert invitation.last_day == today() + timedelta(days=14)


def test_a_later_rule_does_not_change_an_earlier_invitation() -> None:
    invitation = ask(list_the_chief(make_docket()))
    set_policy("response_days", 30)
    assert invitation.response_days == 10


def test_silence_is_derived_and_its_row_only_records_it(browser: TestBrowser) -> None:
    """I-46 and I-5: silence is never worded as support, and shows with no job running."""
    docket = make_docket()
    ask(list_the_chief(docket))
    with later(20):
        browser.open(f"/d/{docket.number}/questions")
        assert browser.shows("No answer yet. Asked 20 days ago,") and db.session.query(Silence).count() == 0
        db.session.commit()
        assert record_silences() and not record_silences()
        decide(docket)
        browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Asked, no reply") and browser.shows("Silence is not consent.")
    for word in ("support", "agree", "no objection", "consents"):
        assert word not in browser.text.lower().replace("silence is not consent", "").replace("never support", "")


def test_an_undelivered_invitation_that_came_back(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_sheriff(docket), delivered=False)
    record_delivery(invitation, level=1, how="Posted to the old address", by=the_clerk())
    record_delivery(invitation, level=0, how="Moved, no forwarding address", by=the_clerk())
    with later(20):
        decide(docket)
        browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Not delivered. An invitation left October 3; nothing shows that it arrived.") and browser.shows("Moved, no forwarding")


def test_a_change_that_nobody_judged_counts_as_a_change() -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    with later(20):
        decide(docket)
        assert ledger_of(docket)[0].name == "Another version"


def test_a_change_judged_not_material_leaves_the_asking_standing() -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    old, new = docket.versions[0], make_version(docket, TEXT.replace("once a year", "one time each year"))
    review_change(judge_change(docket, old, new, material=False, reasons="Only the wording of one line.", by=the_clerk()), outcome="confirmed", by=the_approver())
    decline(invitation, None, reason="We take this to the table.", by=the_chief())
    with later(20):
        decide(docket)
        assert ledger_of(docket)[0].name == "Asked and declined"


def test_a_paper_answer_counts_from_its_entry(browser: TestBrowser) -> None:
    """Acceptance 13 and I-52: entered by the clerk as such, after the decision it changes nothing."""
    docket = make_docket()
    invitation = ask(list_the_chief(docket))
    with later(20):
        decide(docket)
    with later(21):
        enter_paper_answer(
            invitation, invitation.questions[0], words="Eleven times.", received_on=today() - timedelta(days=15), channel="post",
            spoken_by="Chief Chen", by=the_clerk(),
        )  # fmt: skip
        line = ledger_of(docket)[0]
        browser.open(f"/d/{docket.number}/questions")
    assert line.name == "Asked, no reply"
    assert browser.shows("received on paper Friday, October 9, entered by the clerk") and browser.shows("Eleven times.")


def test_after_the_freeze_a_change_of_the_list_has_a_public_reason(browser: TestBrowser) -> None:
    docket = make_docket()
    list_the_chief(docket)
    freeze_roster(docket, by=the_clerk())
    place = office("Civil Rights Director", "Civil Rights")
    with pytest.raises(Refusal, match="frozen"):
        list_consultee(docket, place, reason="department", because="Takes complaints.", by=the_clerk())
    list_consultee(docket, place, reason="department", because="Takes complaints.", change_reason="A comment asked about complaints.", by=the_clerk())
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("(state 2)") and browser.shows("A comment asked about complaints.")


def test_an_empty_ledger_says_so(browser: TestBrowser) -> None:
    docket = make_docket()
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Nobody has been asked yet.")
    browser.open(f"/d/{docket.number}/questions")
    assert browser.shows("No question has been asked yet.")


def test_the_page_that_explains_asked_tells_the_case_through_the_function(browser: TestBrowser) -> None:
    browser.open("/how/consultation")
    assert browser.shows("Not recorded. The decision came before this ledger began.")
    assert browser.shows("Asked December 16 on version 1. Answered 3 of 4 questions, declined 1.")
    assert browser.shows("Illustrative: none of this happened")


def test_a_decision_before_the_ledger_began_is_not_recorded() -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    set_policy("ledger_start", (today() + timedelta(days=60)).isoformat())
    with later(20):
        decide(docket)
        assert ledger_of(docket)[0].name == "Not recorded"


# --- the list and its days


def test_the_step_notice_of_intent_freezes_the_list(browser: TestBrowser) -> None:
    docket = make_docket()
    list_the_chief(docket)
    record_process_event(docket, kind="notice_of_intent", title="Notice of intent", day=today(), source="Minutes", by=the_clerk())
    frozen = freeze_of(docket)
    assert (frozen.n, frozen.reason, len(frozen.entries)) == (1, "notice_of_intent", 1)
    record_process_event(docket, kind="introduced", title="Introduced", day=today(), source="Minutes", by=the_clerk())
    assert freeze_of(docket).n == 1
    list_consultee(docket, office("Library", "Library"), reason="community", because="It lends cameras.", change_reason="A reader asked.", by=the_clerk())
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("How the list changed after it was frozen") and browser.shows("2 offices. A reader asked.")


def test_a_notice_of_intent_without_a_list_waits_on_the_clerks_desk(browser: TestBrowser) -> None:
    docket = make_docket()
    record_process_event(docket, kind="notice_of_intent", title="Notice of intent", day=today(), source="Minutes", by=the_clerk())
    assert freeze_of(docket) is None
    browser.sign_in(the_clerk()).open("/staff").click("2026-014: notice of intent was given, and the list")
    list_the_chief(docket)
    browser.open(f"/staff/d/{docket.number}/roster").press("Freeze the list")
    browser.open("/staff")
    assert freeze_of(docket).n == 1 and not browser.shows("notice of intent was given")


def test_a_matter_that_has_ended_asks_the_clerk_to_freeze_no_list(browser: TestBrowser) -> None:
    docket = make_docket()
    for kind in ("notice_of_intent", "withdrawn"):
        record_process_event(docket, kind=kind, title=kind, day=today(), source="Minutes", by=the_clerk())
    browser.sign_in(the_clerk()).open("/staff")
    assert not browser.shows("notice of intent was given")


def test_the_promise_and_how_far_it_got_stand_in_words(browser: TestBrowser) -> None:
    docket = make_docket()
    invitation = ask(list_the_chief(docket), delivered=False)
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("What the city promised: Consult: we listen and say how your answer was used.")
    assert browser.shows("How far it got: Published on this site only, level 0 of 4.") and "What we promise: Consult" in invitation.words
    publish_answer(invitation, invitation.questions[0], words="Eleven times.", position="agree", by=the_chief())
    assert [event.level for event in invitation.deliveries] == [4]
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("How far it got: Answered, level 4 of 4.") and browser.shows("Question 1 : answered.") and browser.shows("no answer yet")


# --- nothing that comes later changes what was


def test_nothing_that_happens_after_the_decision_moves_a_verdict_or_the_roster(browser: TestBrowser) -> None:
    """I-44 settings, versions, judgments, votes, deliveries, and the list itself: whatever is entered later, the verdicts stay."""
    docket = make_docket()
    chief, sheriff = list_the_chief(docket), list_the_sheriff(docket)
    library = list_consultee(docket, office("Library", "Library"), reason="community", because="It lends cameras.", by=the_clerk())
    freeze_roster(docket, by=the_clerk())
    ask(chief)
    old, new = docket.versions[0], make_version(docket, TEXT.replace("once a year", "one time each year"))
    review_change(judge_change(docket, old, new, material=False, reasons="One word.", by=the_clerk()), outcome="confirmed", by=the_approver())
    late = ask(sheriff, delivered=False)
    with later(20):
        vote = decide(docket)
        before = [(line.entry.id, line.verdict.code, line.verdict.counts) for line in ledger_of(docket)]
    assert [code.value for _, code, _ in before] == ["ASKED_NO_REPLY", "ASKED_UNDELIVERED", "NOT_ASKED"]
    with later(21):
        set_policy("ledger_start", (today() + timedelta(days=1)).isoformat())
        set_policy("response_days", 60)
        set_policy("zone", "Pacific/Honolulu", effective_on=today() + timedelta(days=1))
        hand_over(late, to_whom="Front desk", evidence="Receipt", stated_on=today() - timedelta(days=21), by=the_clerk())
        extend_invitation(late, respond_by=today() + timedelta(days=60), reason="More time.", by=the_clerk())
        withdraw_version(docket.versions[1], reason="wrong_file", by=the_clerk())
        make_version(docket, TEXT.replace("once a year", "never"))
        review_change(judge_change(docket, *steps_of(docket)[-1], material=False, reasons="Nothing.", by=the_clerk()), outcome="confirmed", by=the_approver())
        remove_consultee(library, because="Nobody asked it, so it should not be here.", by=the_clerk())
        list_consultee(docket, office("Zoo", "Parks"), reason="community", because="Later.", change_reason="Somebody thought of it.", by=the_clerk())
    with later(40):
        again = put_motion(docket, vote.body, kind="act", words="Take it back", by=the_clerk())
        record_vote(again, {member.id: "no" for member in vote.body.members()}, on=today(), by=the_clerk())
        assert decision_on(docket).id == vote.id
        lines = ledger_of(docket)
        assert [(line.entry.id, line.verdict.code, line.verdict.counts) for line in lines] == before
        assert sum(n for _, n in tally(lines)) == len(lines) == 3
        browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Put on the list after the decision, so without a verdict: Zoo.")
    assert browser.shows("Taken off the list Saturday, October 24: Library.") and browser.shows("Entered after the decision: it does not count.")


def test_a_procedural_vote_of_the_committee_is_no_recommendation() -> None:
    """I-43 a late asking never reads as timely because the committee voted on something else in between."""
    docket = make_docket()
    entry = list_the_chief(docket)
    committee = create_body("Oversight", "committee", by=the_clerk())
    seat = seat_member(committee, name="Member 1", seat=1, by=the_clerk())
    for day, kind in ((5, "act"), (30, "procedural")):
        with later(day):
            record_vote(put_motion(docket, committee, kind=kind, words="Move it on", by=the_clerk()), {seat.id: "yes"}, on=today(), by=the_clerk())
    with later(6):
        ask(entry)
    with later(40):
        decide(docket)
        assert ledger_of(docket)[0].name == "Asked late"


# --- two people judge, and the office may object


def test_a_judgment_counts_once_a_second_person_has_confirmed_it(browser: TestBrowser, another_browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    make_version(docket, TEXT.replace("once a year", "one time each year"))
    browser.sign_in(the_clerk()).open("/staff").click("2026-014: judge whether version 2 changes")
    browser.fill("Record this judgment", {"step": "1-2", "material": "no", "Reasons": "Only the wording."})
    assert browser.shows("Not confirmed by a second person yet")
    browser.click("Confirm the judgment from version 1 to 2")
    assert browser.shows("You made this judgment.") and browser.page.select_one("main form") is None
    judged = judgements_on(docket)[0]
    browser.post(f"/staff/judgements/{judged.id}", outcome="confirmed")
    assert browser.status == 422 and judged.standing == "proposed"
    another_browser.sign_in(the_approver()).open("/staff").click("2026-014: confirm the judgment about version 2")
    another_browser.fill("Put this on the record", {"outcome": "refused"})
    assert another_browser.status == 422 and "Say why you do not agree" in another_browser.errors[0]
    another_browser.fill("Put this on the record", {"outcome": "confirmed"})
    db.session.expire_all()
    assert judged.standing == "confirmed" and leaf_about(judged.review, "change.reviewed") is not None
    with pytest.raises(Refusal, match="said so already"):
        review_change(judged, outcome="refused", reasons="No.", by=the_approver())
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Confirmed by a second person Saturday, October 3.") and browser.shows("It covers the version published now.")


def test_the_office_contests_a_delivery_that_the_clerk_entered(browser: TestBrowser) -> None:
    docket = make_docket()
    ask(list_the_chief(docket))
    browser.sign_in(the_chief()).open("/respond").click("Say whether this delivery is right")
    browser.fill("Put this on the record", {"standing": "contested", "If not": "Nobody at our front desk took it."})
    assert browser.shows("You have said whether it is right")
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("Contested by the office Chief Chen, Chief of Police") and browser.shows("Nobody at our front desk took it.")


def test_the_office_says_that_a_notice_did_not_reach_it(browser: TestBrowser) -> None:
    docket = make_docket()
    notice = post_notice(docket, channel="newspaper", place="The Courier", day=today(), by=the_clerk())
    address_notice(notice, list_the_chief(docket), by=the_clerk())
    browser.sign_in(the_chief()).open("/respond").click("Say whether this notice reached you")
    browser.fill("Put this on the record", {"standing": "contested", "If not": "We do not get that paper."})
    browser.open(f"/d/{docket.number}/ledger")
    assert browser.shows("We do not get that paper.") and browser.shows("A notice is not an asking.")


def test_time_that_ran_out_is_not_extended_into_the_past() -> None:
    invitation = ask(list_the_chief(make_docket()))
    with later(30), pytest.raises(Refusal, match="has passed"):
        extend_invitation(invitation, respond_by=today() - timedelta(days=2), reason="Sorry.", by=the_clerk())


# --- nobody is late with what did not arrive


def test_a_question_that_did_not_arrive_is_overdue_nowhere(browser: TestBrowser) -> None:
    """The ledger's head and its lines, the questions and the page of everything overdue agree: it waits, and the page says why."""
    docket = make_docket()
    arrived, lost = ask(list_the_chief(docket)), ask(list_the_sheriff(docket), delivered=False)
    with later(20):
        lines = ledger_of(docket)
        assert [(line.counts.waiting, line.counts.overdue) for line in lines] == [(0, 2), (2, 0)] and never_arrived(lines) == 2
        head = question_counts(lines)
        assert (head.questions, head.waiting, head.overdue) == (4, 2, 2)
        browser.open(f"/d/{docket.number}/ledger")
        assert browser.shows("4 questions to these offices: answered 0, declined 0, waiting 2, overdue 2. Of the waiting, nothing shows that 2 reached their office")
        assert browser.shows("Nothing shows yet that it arrived.")
        browser.open(f"/d/{docket.number}/questions")
        assert browser.text.count("so no answer is due") == 2 and browser.text.count("Overdue") == 2
        assert browser.open("/overdue").text.count("Chief of Police") >= 1 and "County Sheriff" not in browser.text
        decide(docket)
        browser.open(f"/d/{docket.number}/ledger")
        assert browser.shows("waiting 2, overdue 2. Of the waiting, nothing shows that 2 reached") and browser.shows("Not delivered 1")
    with later(21):
        hand_over(lost, to_whom="Front desk", evidence="", by=the_clerk())
        assert question_counts(ledger_of(docket)).overdue == 2, "what arrives after the decision changes no count of that moment"
    assert arrived.level >= 2


def test_an_answer_to_what_never_arrived_counts_as_an_answer() -> None:
    docket = make_docket()
    lost = ask(list_the_chief(docket), delivered=False)
    publish_answer(lost, lost.questions[0], words="We heard of it.", position="agree", by=the_chief())
    with later(20):
        counts = question_counts(ledger_of(docket))
    assert (counts.answered, counts.waiting, counts.overdue) == (1, 0, 1), "answering shows that it arrived, so the other question is late"
