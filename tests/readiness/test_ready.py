"""The page "Is the vote ready?": with no vote planned, on the way to one, and as it stood when the vote was taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from civic.clock import now, today
from civic.consultation.actions import hand_over
from civic.consultation.answers import publish_answer
from civic.council.papers import deliver_packet, papers_of
from civic.council.queries import council
from civic.database import Refusal, db
from civic.dockets.actions import extend_window, open_window, withdraw_version
from civic.people.policy import set_policy
from civic.readiness.checks import State
from civic.readiness.queries import readiness_of
from civic.readiness.reporting import as_plain
from civic.readiness.rules import Code
from tests.browsing import TestBrowser
from tests.consultation.arrange import list_the_sheriff, the_chief
from tests.factories import TEXT, make_docket, make_version, the_clerk
from tests.readiness.arrange import ask_everybody, give_papers, hold_the_hearing, later, make_way, set_a_hearing, vote

pytestmark = pytest.mark.usefixtures("app")


def states(docket: Any) -> dict[Code, State]:
    return {check.code: check.state for check in readiness_of(docket).checks}


def test_with_no_vote_scheduled_the_page_says_as_of_today(browser: TestBrowser) -> None:
    docket = make_way(vote_in=None)
    browser.open(f"/d/{docket.number}").click("Is the vote ready?")
    assert browser.heading == "Is the vote ready?" and browser.shows("No vote is scheduled; as of today: 1 of 10 checks met, 9 not yet.")
    assert "last day to" not in browser.text and not browser.page.find("table")


def test_on_the_way_to_a_vote_each_check_says_what_is_missing_and_its_last_day(browser: TestBrowser) -> None:
    docket = make_way()
    list_the_sheriff(docket)
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("The council votes on Thursday, November 12 or later, in 40 days: 1 of 10 checks met, 9 not yet.")
    assert browser.shows("Ask, and enter the delivery: County Sheriff. The last day to ask in time is Sunday, November 1.")
    assert browser.shows("Version 1 has been online for 0 days. The city's number: 14 days. It is met by itself from Saturday, October 17 on")
    assert browser.shows("they close Saturday, October 24") and browser.shows("0 of 3 members have them.")
    with later(30):
        browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("Only a later vote, with time to ask before it, would meet it. Not asked in time: County Sheriff.")
    assert browser.shows("The last day to ask in time was Sunday, November 1.") and browser.shows("not asked in time; too late for this vote")


def test_a_way_in_order_meets_every_check_and_leaves_no_fault(browser: TestBrowser) -> None:
    docket = make_way()
    ask_everybody(docket)
    set_a_hearing(docket)
    with later(25):
        hold_the_hearing(docket)
        give_papers(docket)
    with later(40):
        wanting = {code for code, state in states(docket).items() if state is not State.MET}
        assert wanting == {Code.SUMMARY_PUBLISHED, Code.POINTS_ANSWERED}  # their own tests: no summary was written here


def test_a_summary_and_the_responses_to_its_points_count_from_their_publication(browser: TestBrowser) -> None:
    from civic.outcomes.actions import draft_response, publish_response
    from tests.summaries.arrange import make_summary

    study, _summary = make_summary()
    docket = study.docket
    assert states(docket)[Code.SUMMARY_PUBLISHED] is State.MET and states(docket)[Code.POINTS_ANSWERED] is State.NOT_YET
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("0 of 2 main points have a response.")
    for theme in (study.errors, study.safety):
        draft = draft_response(docket, theme, point=theme.name, outcome="outside", reason="The state decides this.", decided_by="Council", by=the_clerk())
        publish_response(draft, by=the_clerk())
    assert states(docket)[Code.POINTS_ANSWERED] is State.MET


def test_after_the_vote_the_page_is_that_of_the_vote_and_nothing_entered_later_changes_it(browser: TestBrowser) -> None:
    """I-48 and I-44: deliveries, windows, settings, texts and the list itself, entered after the vote, move no check."""
    docket = make_way()
    ask_everybody(docket)
    sheriff = list_consultee_late(docket)
    set_a_hearing(docket)
    with later(15):
        give_papers(docket)
    with later(40):
        vote(docket)
    with later(41):
        before = readiness_of(docket).checks
        browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("As it stood at the vote on Thursday, November 12: 6 of 10 checks met, 4 missed.")
    with later(42):
        for key in ("text_days", "window_days", "hearing_notice_days"):
            set_policy(key, 300)
        extend_window(docket.windows[0], closes_at=now() + timedelta(days=9), reason="Later.", by=the_clerk())
        open_window(docket, opens_at=now() + timedelta(days=10), closes_at=now() + timedelta(days=30), by=the_clerk())
        hold_the_hearing(docket)
        hand_over(sheriff, to_whom="Front desk", evidence="", by=the_clerk(), stated_on=today() - timedelta(days=41))
        give_papers(docket)
        withdraw_version(docket.versions[0], reason="wrong_file", by=the_clerk())
        make_version(docket, TEXT.replace("once", "twice"))
        docket.council_votes_after = today() + timedelta(days=90)
        db.session.flush()
    with later(43):
        from civic.readiness import queries

        queries._taken.clear()  # noqa: SLF001 - what a fresh process would compute
        assert readiness_of(docket).checks == before


def list_consultee_late(docket: Any) -> Any:
    """The sheriff, put on the frozen list and asked without any evidence of delivery."""
    from civic.consultation.actions import draft_question, list_consultee, send_invitation
    from civic.people.models import OfficeKind
    from tests.cast import office

    entry = list_consultee(
        docket, office("County Sheriff", "County", OfficeKind.POLICE), reason="named", because="Shares information.", change_reason="A comment asked.", by=the_clerk()
    )  # fmt: skip
    draft_question(entry, "Do you share?", by=the_clerk())
    return send_invitation(entry, respond_by=today() + timedelta(days=12), channel="hand", by=the_clerk())


def test_a_running_time_to_answer_and_a_question_that_waits_are_not_yet(browser: TestBrowser) -> None:
    docket = make_way()
    invitation = ask_everybody(docket)
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("1 of 1 offices asked in time; for 1 of them the time to answer still runs. The city's number: 10 days. It is met by itself from Friday, October 16 on")
    row = next(row for row in as_plain(docket)["checks"] if row["check"] == "asked_in_time")
    assert (row["state"], row["have"], row["of"], row["running"]) == ("not_yet", 1, 1, 1)
    assert browser.shows("Of 2 questions that reached an office 0 are answered, declined or overdue; 2 are still waiting.")
    with later(1):
        for question in invitation.questions:
            publish_answer(invitation, question, words="Eleven times.", by=the_chief())
        found = states(docket)
        assert found[Code.ASKED_IN_TIME] is State.MET and found[Code.QUESTIONS_SETTLED] is State.MET


def test_papers_with_another_version_do_not_count(browser: TestBrowser) -> None:
    docket = make_way()
    give_papers(docket)
    assert states(docket)[Code.PACKET_DELIVERED] is State.MET
    make_version(docket, TEXT.replace("once a year", "twice a year"))
    assert states(docket)[Code.PACKET_DELIVERED] is State.NOT_YET
    members = council().members()
    deliver_packet(docket, members[:2], papers_of(docket)[:1], how="By e-mail", by=the_clerk())
    check = next(c for c in readiness_of(docket).checks if c.code is Code.PACKET_DELIVERED)
    assert (check.have, check.of, check.open) == (2, 3, (members[2].id,))
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("Deliver the papers with this version, and enter it: Member 3.")
    assert browser.shows(docket.versions[1].digest.hex()) and browser.shows("No vote since")


def test_the_city_that_set_no_number_is_told_so(browser: TestBrowser) -> None:
    docket = make_way(numbers=False)
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("The city has set no number of days for this, so nothing is required here.") and browser.shows("No number set")
    assert states(docket)[Code.TEXT_ONLINE] is State.NO_NUMBER and states(docket)[Code.COMMENTS_OPEN] is State.NOT_YET


def test_a_docket_without_a_text_and_one_that_ended_have_their_own_words(browser: TestBrowser) -> None:
    docket = make_docket(text=None, open=False)
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("No text is online.") and browser.shows("Publish the text.") and browser.shows("Nobody is on the list.")
    from civic.dockets.actions import close_docket

    close_docket(docket, outcome="withdrawn", by=the_clerk())
    browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("This matter ended without a vote, so nothing is checked here.")


def test_a_vote_from_before_the_ledger_is_not_checked(browser: TestBrowser) -> None:
    docket = make_way()
    set_policy("ledger_start", (today() + timedelta(days=60)).isoformat())
    with later(40):
        vote(docket)
        browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("The ledger of this city begins later, so nothing is checked here.")


def test_a_day_for_the_vote_that_passed_is_said(browser: TestBrowser) -> None:
    docket = make_way(vote_in=5)
    with later(6):
        browser.open(f"/d/{docket.number}/ready")
    assert browser.shows("The day named for the vote, Thursday, October 8, has passed without a vote on record; as of today:")


def test_the_list_is_published_with_the_citys_numbers(browser: TestBrowser) -> None:
    docket = make_way()
    set_policy("text_days", 21)
    browser.open(f"/d/{docket.number}/ready").click("What each check asks")
    assert browser.heading == "When is a vote ready?" and browser.shows("The city's number: 21 days.") and browser.shows("Computed by version 1 of the list")
    browser.click("Every number of the city")
    assert browser.shows("Days a text is online before a vote")


def test_a_draft_docket_and_a_request_for_an_exception_have_no_such_page(browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    docket = make_draft_docket("2026-019")
    assert browser.open(f"/d/{docket.number}/ready").status == 404
    with pytest.raises(Refusal):
        deliver_packet(docket, [], [], how="", by=the_clerk())


def test_the_desk_names_the_last_days_that_come_near(browser: TestBrowser) -> None:
    docket = make_way(vote_in=20)
    list_the_sheriff(docket)
    browser.sign_in(the_clerk()).open("/staff")
    assert browser.shows("Cameras that read faces: last day to ask in time") and browser.shows("Due Monday, October 12")
    with later(10):
        browser.sign_in(the_clerk()).open("/staff")
        assert not browser.shows("last day to ask in time")
    browser.sign_in(the_clerk()).open(f"/staff/d/{docket.number}").click("Is the vote ready?")
    assert browser.heading == "Is the vote ready?"


def test_in_spanish_the_page_is_whole(browser: TestBrowser) -> None:
    docket = make_way()
    set_policy("language_es", "checked")
    list_the_sheriff(docket)
    browser.open(f"/es/d/{docket.number}/ready")
    assert browser.heading == "¿Está lista la votación?" and browser.shows("El último día para preguntar a tiempo es el domingo 1 de noviembre.")


def test_the_page_of_votes_ahead_lists_planned_votes_only(browser: TestBrowser) -> None:
    assert browser.open("/ready").shows("No vote is planned.")
    docket = make_way()
    browser.open("/ready")
    assert browser.heading == "Votes ahead" and browser.shows("The council votes on Thursday, November 12 or later. 1 of 10 checks met, 9 not yet.")
    browser.click("2026-014")
    assert browser.heading == "Is the vote ready?"
    with later(1):
        vote(docket)
        assert browser.open("/ready").shows("No vote is planned.")


def test_the_desk_reads_the_nearest_votes_and_names_how_many_more_there_are(browser: TestBrowser) -> None:
    for n in range(7):
        docket = make_docket(f"2026-1{n:02}", open=False)
        docket.council_votes_after = today() + timedelta(days=20 + n)
    browser.sign_in(the_clerk()).open("/staff").click("2 more votes are planned: see their last days")
    assert browser.heading == "Votes ahead" and len(browser.page.select("main li")) == 7
