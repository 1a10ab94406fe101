"""Motions and roll calls: what adds up is recorded, what does not is refused with its reason."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import today
from civic.council.actions import (
    correct_vote,
    end_membership,
    import_vote,
    put_motion,
    record_executive_action,
    record_vote,
    seat_member,
)
from civic.council.models import VoteEvent
from civic.council.queries import decision_on, votes_on
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.people.policy import set_policy
from civic.record.models import Leaf
from tests.browsing import TestBrowser
from tests.cast import clara
from tests.council.arrange import make_council, make_voted_docket, split


@pytest.fixture
def clerk(app):
    return clara()


@pytest.fixture
def motion(clerk):
    docket = make_voted_docket(clerk)
    return put_motion(docket, make_council(clerk), kind="act", words="Adopt version 1.", by=clerk)


def everyone(motion, word="yes"):
    return {member.id: word for member in motion.body.members()}


def test_a_vote_of_all_members_passes_and_adds_up(motion, clerk) -> None:
    """I-12 Each current member has one vote; options sum to counts and to the seats filled that day."""
    event = record_vote(motion, everyone(motion), on=today(), by=clerk)
    assert event.passed and event.counts["yes"] == 13 and sum(event.counts.values()) == event.seats == 13
    leaf = json.loads(db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == "vote.recorded")).one())
    assert leaf["counts"]["yes"] == 13 and leaf["result"] == "pass"


def test_a_missing_vote_is_refused_and_nothing_is_kept(motion, clerk) -> None:
    """I-12 A roll call that does not add up to the seats filled is refused."""
    options = everyone(motion)
    options.popitem()
    with pytest.raises(Refusal, match="12 votes for 13 seats"):
        record_vote(motion, options, on=today(), by=clerk)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(VoteEvent)) == 0


def test_the_seats_filled_that_day_count_not_the_authorised_ones(motion, clerk) -> None:
    """I-12 A vacancy lowers the number of votes, and not the majority of all authorised seats."""
    end_membership(motion.body.members()[0], by=clerk)
    options = {m.id: "yes" if place < 6 else "no" for place, m in enumerate(motion.body.members())}
    event = record_vote(motion, options, on=today(), by=clerk)
    assert event.seats == 12 and event.needed == 7 and not event.passed


def test_a_vote_by_somebody_who_is_not_a_member_is_refused(motion, clerk) -> None:
    with pytest.raises(Refusal, match="not a member"):
        record_vote(motion, {**everyone(motion), "x" * 22: "yes"}, on=today(), by=clerk)


def test_an_unknown_vote_word_is_refused(motion, clerk) -> None:
    options = everyone(motion)
    options[next(iter(options))] = "perhaps"
    with pytest.raises(Refusal, match="perhaps"):
        record_vote(motion, options, on=today(), by=clerk)


def test_a_roll_call_is_recorded_once_and_not_before_its_day(motion, clerk) -> None:
    with pytest.raises(Refusal, match="before its day"):
        record_vote(motion, everyone(motion), on=today() + timedelta(days=1), by=clerk)
    record_vote(motion, everyone(motion), on=today(), by=clerk)
    with pytest.raises(Refusal, match="is recorded"):
        record_vote(motion, everyone(motion), on=today(), by=clerk)


def test_an_imported_roll_call_stays_as_printed_with_a_finding(motion, clerk) -> None:
    """I-12 An imported one is kept as printed; a count unequal to the seats is a finding."""
    docket = make_voted_docket(clerk, "2026-015")
    printed = [(f"Name {n}", "yes" if n < 44 else "no", "Affirmative" if n < 44 else "Negative") for n in range(50)]
    event = import_vote(docket, motion.body, on=today(), printed=printed, seats=51, passed=True, source_digest=b"\1" * 32, by=clerk)
    assert [vote.word for vote in event.votes][:1] == ["Affirmative"]
    assert event.findings == [{"code": "votes_unequal_seats", "votes": 50, "seats": 51}]
    assert decision_on(docket).counts["yes"] == 44


def test_only_a_passed_act_reaches_the_mayor(motion, clerk) -> None:
    """I-13 Only an act is presented to the mayor."""
    direction = put_motion(make_voted_docket(clerk, "2026-016"), motion.body, kind="staff_direction", words="Report back.", by=clerk)
    record_vote(direction, everyone(direction), on=today(), by=clerk)
    with pytest.raises(Refusal, match="Only an act"):
        record_executive_action(direction, action="signed", on=today(), by=clerk)
    with pytest.raises(Refusal, match="has passed"):
        record_executive_action(motion, action="signed", on=today(), by=clerk)
    record_vote(motion, everyone(motion), on=today(), by=clerk)
    assert record_executive_action(motion, action="signed", on=today(), by=clerk).action == "signed"


def test_a_vote_needs_a_published_text(motion, clerk) -> None:
    """I-11 A vote on an act names the published version that it is about."""
    docket = make_voted_docket(clerk, "2026-017")
    from civic.clock import now
    from civic.dockets.models import TextWithdrawal

    db.session.add(TextWithdrawal(version_id=docket.versions[0].id, reason="wrong_file", at=now()))
    db.session.flush()
    db.session.expire_all()
    with pytest.raises(Refusal, match="needs a published text"):
        put_motion(docket, motion.body, kind="act", words="Adopt it.", by=clerk)


def test_the_clerk_enters_motion_and_roll_call_in_the_browser(motion, clerk, browser: TestBrowser) -> None:
    browser.sign_in(clerk).open("/staff/d/2026-014/votes").click("Enter the roll call")
    votes = {f"vote_{member.id}": "yes" for member in motion.body.members()}
    first = next(iter(votes))
    browser.fill("Record this roll call", {"on": today().isoformat(), **votes, first: ""})
    assert browser.status == 422 and "12 votes for 13 seats" in browser.errors[0]
    browser.fill("Record this roll call", {"on": today().isoformat(), **votes, "anyway": "fault"})
    assert browser.shows("passed 13–0"), browser.text
    browser.open("/d/2026-014/decision")
    assert browser.shows("passed 13–0") and browser.shows("Member 13")


def test_a_docket_without_a_vote_says_so(motion, browser: TestBrowser) -> None:
    browser.open("/d/2026-014/decision")
    assert browser.shows("Not voted yet.")


def test_the_roll_call_is_of_those_who_held_a_seat_on_that_day(motion, clerk, browser: TestBrowser) -> None:
    """I-12: one vote of each member in office on the day of the vote, whoever sits there now."""
    day, body = today() - timedelta(days=3), motion.body
    for member in body.memberships:
        member.since = today() - timedelta(days=100)
    gone, kept = body.members()[0], body.members()[1:]
    gone.until = today() - timedelta(days=1)
    db.session.flush()
    seat_member(body, name="Newly Seated", seat=gone.seat, by=clerk)
    db.session.commit()
    browser.sign_in(clerk).open(f"/staff/motions/{motion.id}/roll-call")
    assert browser.shows("Newly Seated") and not browser.shows(gone.name + " Choose")
    browser.press("Show who held a seat that day", on=day.isoformat())
    assert browser.shows("13 seats were filled on Wednesday") and not browser.shows("Newly Seated")
    votes = {f"vote_{member.id}": "yes" for member in [gone, *kept]}
    browser.press("Record this roll call", **votes)
    assert browser.status == 200, browser.errors
    (vote,) = votes_on(db.session.get(Docket, motion.docket_id))
    assert vote.on == day and gone.name in [one.voter_name for one in vote.votes] and "Newly Seated" not in [one.voter_name for one in vote.votes]


def test_a_vote_without_a_quorum_is_refused(motion, clerk) -> None:
    """I-11, domain.md 4: of thirteen seats seven must be there; those who stay away do not make a quorum by being listed."""
    with pytest.raises(Refusal, match="6 members were there, and the quorum is 7"):
        record_vote(motion, split(motion.body, 6, "absent"), on=today(), by=clerk)
    assert motion.vote is None
    docket = db.session.get(Docket, motion.docket_id)
    adjourn = put_motion(docket, motion.body, kind="procedural", words="Adjourn.", by=clerk)
    assert record_vote(adjourn, split(motion.body, 6, "absent"), on=today(), by=clerk).passed
    assert record_vote(motion, split(motion.body, 7, "excused"), on=today(), by=clerk).passed


def test_an_imported_passage_without_a_quorum_is_kept_with_a_finding(motion, clerk, browser: TestBrowser) -> None:
    docket = db.session.get(Docket, motion.docket_id)
    set_policy("passage", "majority_of_present")
    printed = [(f"Member {n}", "yes" if n < 6 else "absent", "Affirmative" if n < 6 else "Absent") for n in range(13)]
    vote = import_vote(docket, motion.body, on=today(), printed=printed, seats=13, passed=True, source_digest=bytes(32), by=clerk)
    assert {"code": "below_quorum", "present": 6, "quorum": 7} in vote.findings
    db.session.commit()
    assert browser.open("/d/2026-014/decision").shows("By its roll call 6 members were there; the quorum that we know is 7.")


def test_a_slip_in_a_roll_call_is_corrected_by_addition(motion, clerk, browser: TestBrowser) -> None:
    """I-1, I-12: what was entered first stays, the counts add up again, and no result is turned."""
    event = record_vote(motion, split(motion.body, 9), on=today(), by=clerk)
    wrong = event.votes[0]
    db.session.commit()
    browser.sign_in(clerk).open("/staff/d/2026-014/votes").click("Correct this roll call")
    browser.press("Record this correction", reasons="Nothing.")
    assert browser.status == 422 and "Nothing is changed yet" in browser.errors[0]
    browser.press("Record this correction", reasons="The recording says no.", **{f"vote_{wrong.id}": "no"})
    assert browser.shows("What was entered first stays readable.") and browser.shows("passed 8–5")
    db.session.expire_all()
    assert (event.counts["yes"], event.counts["no"], event.counts_entered["yes"], event.passed) == (8, 5, 9, True)
    assert sum(event.counts.values()) == event.seats and wrong.option == "no" and wrong.option_entered == "yes"
    assert browser.open("/d/2026-014/decision").shows("Member 1: No, not Yes. The recording says no.")
    turned = {vote.id: "no" for vote in event.votes[:4]}
    with pytest.raises(Refusal, match="result would be another one"):
        correct_vote(event, turned, reasons="All of them.", by=clerk)
    with pytest.raises(Refusal, match="is not a vote"):
        correct_vote(event, {wrong.id: "perhaps"}, reasons="Typed.", by=clerk)
