"""Positions: one-way, dated, bound to a version; aides draft and only the member publishes."""

from __future__ import annotations

import pytest

from civic.council.actions import put_motion, record_vote
from civic.council.positions import (
    changes_after,
    conditions_in,
    explain_vote,
    find_condition,
    publish_position,
)
from civic.council.queries import council, draft_for, membership_of, positions_on
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.people.models import Account
from civic.people.policy import set_policy
from civic.permissions import Role
from civic.record.queries import events_about, leaf_of
from tests.browsing import TestBrowser
from tests.cast import diaz, hold, make_account
from tests.council.arrange import make_council
from tests.factories import TEXT, make_comment, make_docket, make_version, the_clerk

TWICE = TEXT.replace("once a year", "twice a year")


@pytest.fixture
def member(app) -> Account:
    return diaz()


@pytest.fixture
def docket(member) -> Docket:
    made = make_docket()
    set_policy("positions_before_hearing", "on")
    make_council(the_clerk(), seats=3, seat1=member)
    return made


def aide_of(member: Account) -> Account:
    aide = make_account("Aya Aide", Role.DELEGATE)
    hold(member.holdings[0].office, aide, "delegate")
    return aide


def decided(docket: Docket, *, absent: int = 0) -> None:
    motion = put_motion(docket, council(), kind="act", words="Pass it.", by=the_clerk())
    record_vote(motion, {m.id: "yes" for m in council().members()}, on=motion.put_at.date(), by=the_clerk())


def stated(docket: Docket, member: Account, conditions: str = "A report twice a year."):  # type: ignore[no-untyped-def]
    return publish_position(docket, membership_of(member), stance="support_with_changes", statement="I would vote for it.", conditions=conditions, by=member)


# --- stating


def test_a_member_publishes_a_position_that_names_its_version(member, docket, browser: TestBrowser) -> None:
    """I-52 A position names its version and capacity, and only the office holder publishes it."""
    comment = make_comment(docket)
    browser.sign_in(member).open("/member").click("State a position")
    browser.fill("Publish my position", {
        "stance": "support_with_changes", "statement": "I want the reports to be public.", "conditions": "1. Public reports.\n2) A map.\n\n",
        "comments": comment.number.lower(),
    })  # fmt: skip
    assert browser.shows("I want the reports to be public.") and browser.shows("about version 1")
    assert [li.get_text().split("\n")[0].strip() for li in browser.page.select("main ol li")] == ["Public reports.", "A map."]
    assert browser.shows("Comments weighed:") and browser.shows("Nobody has said yet whether it was met.")


def test_a_number_that_is_no_comment_here_is_named(member, docket, browser: TestBrowser) -> None:
    browser.sign_in(member).open("/member/d/2026-014/position")
    browser.press("Publish my position", stance="support", statement="Yes.", comments="7K3M-Q2")
    assert browser.status == 422 and browser.errors == ["There is no comment 7K3M-Q2 on this docket."]
    assert browser.find("#statement").get_text().strip() == "Yes." and positions_on(docket) == []


def test_conditions_are_numbered_items_within_bounds(member, docket) -> None:
    assert conditions_in("1. One\n\n2) Two\n 30 days of notice \n") == ["One", "Two", "30 days of notice"]
    for typed in ("x" * 301, "\n".join(f"Condition {n}" for n in range(11))):
        with pytest.raises(Refusal):
            stated(docket, member, typed)


def test_an_aide_drafts_and_cannot_publish(member, docket, browser: TestBrowser) -> None:
    """I-52 Only the office holder publishes; an aide's button is not there and the address refuses."""
    browser.sign_in(aide_of(member)).open("/member/d/2026-014/position")
    browser.fill("Save draft", {"stance": "support", "statement": "A first draft.", "conditions": "A map."})
    assert browser.shows("Kept as a draft") and not browser.page.find("button", string="Publish my position")
    browser.post("/member/d/2026-014/position", stance="support", statement="Published anyway.", publish="1")
    assert browser.status == 422
    db.session.rollback()
    assert positions_on(docket) == [] and draft_for(docket, membership_of(member)).conditions == "A map."


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
    for address in ("position", "explain", "ask"):
        browser.post(f"/member/d/2026-014/{address}", stance="support", statement="No.", words="No?")
        assert browser.status == 403


# --- what became of conditions


def test_a_condition_is_matched_with_the_change_that_met_it_and_stands_beside_the_vote(member, docket, browser: TestBrowser) -> None:
    position = stated(docket, member)
    make_version(docket_numbered("2026-014"), TWICE)
    decided(docket)
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/conditions").click("Say what became of it")
    assert browser.shows("A report twice a year.") and browser.page.find("ins")
    (choice,) = [i["value"] for i in browser.page.select("input[name=change]")]
    browser.press("Enter it on the record", outcome="met", change=choice)
    assert browser.shows("Met by a change of the text. Version 2.")
    browser.open("/d/2026-014/positions")
    assert browser.shows("Vote: Yes") and browser.shows("the condition was met in version 2") and browser.shows("Said by the clerk")
    browser.click("the condition was met in version 2")
    assert browser.address == "/d/2026-014/compare/1/2"
    written = [leaf_of(e).bytes.decode() for f in position.findings for e in events_about(f)]
    assert len(written) == 1 and '"outcome":"met"' in written[0] and position.leaf_id in written[0]


def test_the_member_says_it_too_and_both_stand_with_who_said_so(member, docket, browser: TestBrowser) -> None:
    position = stated(docket, member)
    find_condition(position, 1, outcome="not_met", words="Version 1 stands.", by=the_clerk())
    browser.sign_in(member).open("/member/d/2026-014/position").click("Say what became of it")
    browser.press("Enter it on the record", outcome="met_outside", words="The department promised it.")
    assert browser.shows("Not met") and browser.shows("Said by the clerk") and browser.shows("The department promised it.") and browser.shows("Said by the member")
    find_condition(position, 1, outcome="met_outside", words="I was wrong.", by=the_clerk())
    assert [f.words for f in position.found(1)] == ["I was wrong.", "The department promised it."] and len(position.findings) == 3


def test_what_is_not_so_cannot_be_said_of_a_condition(member, docket) -> None:
    position = stated(docket, member)
    make_version(docket, TWICE)
    (version, change), *_ = changes_after(position)
    wrong = [
        {"outcome": "met"}, {"outcome": "met", "change": f"{version.n}:sec_99"}, {"outcome": "met", "change": f"1:{change.wid}"}, {"outcome": "not_met"},
        {"outcome": "perhaps", "words": "x"},
    ]  # fmt: skip
    for words in wrong:
        with pytest.raises(Refusal):
            find_condition(position, 1, by=the_clerk(), **words)
    for n, by in ((2, the_clerk()), (0, the_clerk()), (1, make_account("Milo Moderator", Role.MODERATOR)), (1, aide_of(member))):
        with pytest.raises(Refusal):
            find_condition(position, n, outcome="not_met", words="No.", by=by)
    assert position.findings == []


def test_strange_conditions_are_not_found(member, docket, browser: TestBrowser) -> None:
    position = stated(docket, member)
    browser.sign_in(the_clerk())
    for place in (f"{position.id}/2", f"{position.id}/0", f"{'x' * 22}/1"):
        assert browser.open(f"/staff/d/2026-014/conditions/{place}").status == 404
    browser.post(f"/staff/d/2026-014/conditions/{position.id}/1", outcome="owl", change="2:")
    assert browser.status == 422


# --- after the vote


def test_before_the_vote_there_is_nothing_to_explain(member, docket, browser: TestBrowser) -> None:
    browser.sign_in(member).open("/member/d/2026-014/explain")
    assert browser.shows("Not voted yet.") and not browser.page.select("main form")
    with pytest.raises(Refusal, match="not voted"):
        explain_vote(docket, membership_of(member), statement="Because.", by=member)


def test_after_the_vote_a_member_explains_and_states_no_position_any_more(member, docket, browser: TestBrowser) -> None:
    """I-52 An explanation names the version that was voted on, and only the member publishes it."""
    decided(docket)
    browser.sign_in(aide_of(member)).open("/member/d/2026-014/explain").press("Save draft", statement="A draft of why.")
    browser.post("/member/d/2026-014/explain", statement="Published anyway.", publish="1")
    assert browser.status == 422
    browser.sign_in(member).open("/member").click("Explain the vote")
    assert browser.shows("Vote: Yes.") and browser.find("#statement").get_text().strip() == "A draft of why."
    browser.press("Publish my explanation", statement="Because of the reports.")
    assert browser.address == "/d/2026-014/decision" and browser.shows("Because of the reports.")
    (position,) = positions_on(docket)
    assert position.stance is None and position.explains_vote and draft_for(docket, membership_of(member), explains_vote=True) is None
    with pytest.raises(Refusal, match="has voted"):
        stated(docket, member)
    browser.open("/member/d/2026-014/position")
    assert browser.address.startswith("/member/d/2026-014/explain")
    assert browser.open("/d/2026-014/positions").shows("Explanation of vote")


def test_who_is_not_on_the_roll_call_has_no_vote_to_explain(member, docket, browser: TestBrowser) -> None:
    from civic.council.actions import end_membership, seat_member

    decided(docket)
    end_membership(council().members()[1], by=the_clerk())
    later = make_account("Council Member Later", Role.MEMBER)
    seat_member(council(), name="Later", seat=2, account=later, by=the_clerk())
    browser.sign_in(later).open("/member/d/2026-014/explain")
    assert browser.shows("Later is not on the roll call. There is no vote to explain.") and not browser.page.select("main form")
    with pytest.raises(Refusal, match="not on this roll call"):
        explain_vote(docket, membership_of(later), statement="Because.", by=later)


def test_an_aide_of_two_members_reaches_each_draft_and_an_aide_of_a_former_member_none(member, docket, browser: TestBrowser) -> None:
    """I-51 An aide sees the words of the member they draft for today, not of whoever once held the office."""
    second = make_account("Council Member Two", Role.MEMBER)
    seat = council().members()[1]
    seat.account_id = second.id
    office = hold(make_office("Council Member, Ward 2"), second).office
    aide = aide_of(member)
    hold(office, aide, "delegate")
    browser.sign_in(aide).open(f"/member/d/2026-014/position?seat={seat.id}").press("Save draft", stance="oppose", statement="For seat two.")
    assert draft_for(docket, seat).statement == "For seat two." and draft_for(docket, membership_of(member)) is None
    second.holdings[0].until = second.holdings[0].since
    db.session.flush()
    assert browser.open(f"/member/d/2026-014/position?seat={seat.id}").status == 404


def make_office(title: str):  # type: ignore[no-untyped-def]
    from civic.people.models import OfficeKind
    from tests.cast import office

    return office(title, "City Council", OfficeKind.LEGISLATIVE)
