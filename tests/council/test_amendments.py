"""Amendments: offered on the words of one version, decided by a motion, and worked into the next version under their own name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import today
from civic.council.actions import (
    create_body,
    decide_by_voice,
    offer_amendment,
    put_motion,
    record_vote,
    seat_member,
    withdraw_amendment,
    withdraw_motion,
    work_in,
)
from civic.council.amendment_models import Amendment
from civic.council.amendment_queries import (
    adopted_not_worked_in,
    amendments_in,
    amendments_on,
    versions_with,
)
from civic.council.member_amendments import amendment_draft_of, draft_amendment
from civic.council.models import Body, Motion
from civic.council.wording import redlines_of
from civic.database import Refusal, db
from civic.dockets.actions import publish_version, read_findings, record_process_event
from civic.dockets.models import Docket
from civic.people.models import Account, OfficeKind
from civic.people.policy import set_policy
from civic.permissions import Role
from civic.record.models import Leaf
from tests.browsing import TestBrowser
from tests.cast import chen, diaz, hold, make_account, office
from tests.council.arrange import make_committee, make_council, split
from tests.factories import TEXT, make_city, make_docket, make_version, the_clerk

YEARLY, TWICE = "Each department reports once a year.", "Each department reports twice a year."


@pytest.fixture
def clerk(app) -> Account:  # type: ignore[no-untyped-def]
    make_city()
    set_policy("workflow", "minneapolis")
    return the_clerk()


@pytest.fixture
def docket(clerk) -> Docket:
    return make_docket()


@pytest.fixture
def committee(clerk) -> Body:
    return make_committee(clerk, make_council(clerk))


def offer(docket: Docket, body: Body, old: str = YEARLY, new: str = TWICE, *, seat: int = 0, **more) -> Amendment:  # type: ignore[no-untyped-def]
    version = more.pop("version", docket.current_version)
    piece = next(p for p in version.provisions if old in p.text)
    return offer_amendment(
        docket, version, mover=body.members()[seat], body=body, wording={piece.wid: piece.text.replace(old, new)},
        purpose=more.pop("purpose", "Once is too late."), on=more.pop("on", today()), by=the_clerk(),
    )  # fmt: skip


def put(amendment: Amendment, body: Body) -> Motion:
    docket = db.session.get_one(Docket, amendment.docket_id)
    return put_motion(docket, body, kind="amendment", words="Adopt it.", amendment=amendment, by=the_clerk())


def adopt(amendment: Amendment, body: Body, yes: int = 5) -> None:
    record_vote(put(amendment, body), split(body, yes), on=today(), by=the_clerk())


def publish_draft(docket: Docket, draft) -> None:  # type: ignore[no-untyped-def]
    read_findings(draft, list(range(len(draft.findings))), by=the_clerk())
    publish_version(docket, by=the_clerk())


def leaves(kind: str) -> list[dict]:
    return [json.loads(row) for row in db.session.scalars(sa.select(Leaf.bytes).where(Leaf.kind == kind))]


def test_an_amendment_keeps_the_struck_and_the_added_words(docket, committee) -> None:
    """I-1 What was offered never changes; the record holds its fingerprint, the version and the member."""
    amendment = offer(docket, committee)
    (name, runs), = redlines_of(amendment)
    assert name == "3 Reports" and [(run.kind, run.text.strip()) for run in runs if run.kind != "same"] == [("del", "once"), ("ins", "twice")]
    leaf, = leaves("amendment.offered")
    assert (leaf["n"], leaf["text"], leaf["member"]) == (1, docket.current_version.leaf_id, committee.members()[0].id)
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.update(Amendment).values(mover="Somebody else"))
    db.session.rollback()


@pytest.mark.parametrize(("yes", "state"), [(3, "adopted"), (2, "failed")])
def test_a_roll_call_adopts_it_or_not(docket, committee, yes: int, state: str) -> None:
    amendment = offer(docket, committee)
    adopt(amendment, committee, yes)
    assert amendment.state == state and amendment.decision.how == "roll_call"
    leaf, = leaves("amendment.decided")
    assert (leaf["ref"], leaf["outcome"], leaf["how"]) == (amendment.leaf_id, state, "roll_call") and leaf["vote"]
    with pytest.raises(Refusal, match="decided already"):
        put(amendment, committee)


def test_a_voice_vote_is_enough_where_the_workflow_allows_it(docket, committee, clerk) -> None:
    amendment = offer(docket, committee)
    decide_by_voice(put(amendment, committee), carried=True, on=today(), source="Minutes, item 2", by=clerk)
    assert (amendment.state, amendment.decision.how) == ("adopted", "voice")


def test_its_mover_withdraws_it_before_it_is_decided(docket, committee, clerk) -> None:
    amendment = offer(docket, committee)
    motion = put(amendment, committee)
    with pytest.raises(Refusal, match="motion on it is put"):
        withdraw_amendment(amendment, on=today(), source="Minutes", by=clerk)
    withdraw_motion(motion, on=today(), source="Minutes", by=clerk)
    assert amendment.state == "offered"
    with pytest.raises(Refusal, match="after it was offered"):
        withdraw_amendment(amendment, on=today() - timedelta(days=1), source="Minutes", by=clerk)
    withdraw_amendment(amendment, on=today(), source="Minutes", by=clerk)
    assert amendment.state == "withdrawn"
    with pytest.raises(Refusal, match="decided already"):
        withdraw_amendment(amendment, on=today(), source="Minutes", by=clerk)


def test_one_motion_at_a_time_is_put_on_it(docket, committee) -> None:
    amendment = offer(docket, committee)
    put(amendment, committee)
    with pytest.raises(Refusal, match="is put already"):
        put(amendment, committee)
    with pytest.raises(Refusal, match="from the amendment's own page"):
        put_motion(docket, committee, kind="amendment", words="Without an amendment", by=the_clerk())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"new": YEARLY}, "Nothing is changed yet"),
        ({"on": today() + timedelta(days=400)}, "has not come yet"),
    ],
)  # fmt: skip
def test_what_is_no_amendment_is_refused(docket, committee, change: dict, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        offer(docket, committee, **change)


def test_somebody_who_was_no_member_offers_nothing(docket, committee, clerk) -> None:
    council_only = make_council_member_outside(committee)
    piece = next(p for p in docket.current_version.provisions if YEARLY in p.text)
    with pytest.raises(Refusal, match="was no member of Committee"):
        offer_amendment(
            docket, docket.current_version, mover=council_only, body=committee, wording={piece.wid: TWICE}, purpose="", on=today(), by=clerk
        )


def make_council_member_outside(committee: Body):  # type: ignore[no-untyped-def]
    from civic.council.queries import council

    body = council()
    assert body is not None
    return body.members()[-1]


def test_an_old_version_takes_no_amendment(docket, committee) -> None:
    first = docket.current_version
    make_version(docket, TEXT.replace("once a year", "every month"))
    with pytest.raises(Refusal, match="Version 1 is not the current text any more"):
        offer(docket, committee, version=first)


def test_words_that_no_longer_fit_are_refused_with_the_words(docket, committee) -> None:
    """An amendment whose words no longer stand in the current version is not voted on and not worked in."""
    amendment = offer(docket, committee)
    make_version(docket, TEXT.replace("once a year", "every month"))
    with pytest.raises(Refusal, match="the words “reports once a” do not stand in 3 Reports of version 2"):
        put(amendment, committee)
    other = offer(docket, committee, "every month", "every week")
    adopt(other, committee)
    make_version(docket, TEXT.split("## Section 3")[0])
    with pytest.raises(Refusal, match="3 Reports of version 3 is not there"):
        work_in(docket, [other], label="amended", by=the_clerk())


def test_adopted_amendments_become_the_enrolled_version_and_its_redline_names_them(docket, committee, clerk, browser: TestBrowser) -> None:
    """I-7 Provisions joined equal the text of the enrolled version too; I-9 each keeps its name; the redline says which amendment."""
    first = offer(docket, committee)
    second = offer(docket, committee, "acquire or use", "acquire, borrow or use", seat=1, purpose="Borrowing is a way around it.")
    failed = offer(docket, committee, "No department may ask others to use it.", "", seat=2)
    for amendment, yes in ((second, 5), (first, 4), (failed, 1)):
        adopt(amendment, committee, yes)
    assert [a.n for a in adopted_not_worked_in(docket)] == [1, 2]
    draft = work_in(docket, [second, first], label="enrolled", by=clerk)
    with pytest.raises(Refusal, match="Another draft text is waiting"):
        work_in(docket, [first], label="enrolled", by=clerk)
    publish_draft(docket, draft)
    one, two = docket.versions
    assert two.label == "enrolled" and "".join(p.text for p in two.provisions) == two.text
    assert two.text == one.text.replace("once a year", "twice a year").replace("acquire or use", "acquire, borrow or use")
    assert [p.wid for p in two.provisions] == [p.wid for p in one.provisions]
    assert amendments_in(two) == [first, second] and versions_with(docket, first) == [two]
    assert next(leaf["amendments"] for leaf in leaves("text.published") if leaf["n"] == 2) == [first.decision.leaf_id, second.decision.leaf_id]
    with pytest.raises(Refusal, match="worked into the text already"):
        work_in(docket, [first], label="enrolled", by=clerk)
    browser.open("/d/2026-014/compare/1/2")
    assert browser.shows("Amendment 1 by Member 1, adopted Saturday, October 3, 4–1. Once is too late.")
    assert browser.shows("Made by these amendments: Amendment 1 by Member 1 , Amendment 2 by Member 2") or browser.shows("Made by these amendments:")
    browser.click("Amendment 1 by Member 1")
    assert browser.heading == "Decision" and browser.shows("Worked into version 2.") and browser.shows("Failed on Saturday, October 3")


def test_two_amendments_of_the_same_words_do_not_both_fit(docket, committee, clerk) -> None:
    first, second = offer(docket, committee), offer(docket, committee, "once a year", "every month", seat=1)
    adopt(first, committee)
    adopt(second, committee)
    with pytest.raises(Refusal, match="Amendment 2 does not fit any more: the words “once a year.” do not stand"):
        work_in(docket, [first, second], label="amended", by=clerk)
    publish_draft(docket, work_in(docket, [first], label="amended", by=clerk))
    assert [a.n for a in adopted_not_worked_in(docket)] == [2] and docket.current_version.label == "amended"


def test_a_piece_that_is_struck_whole_leaves_the_text(docket, committee, clerk) -> None:
    amendment = offer(docket, committee, "(b) No department may ask others to use it.", "")
    adopt(amendment, committee)
    publish_draft(docket, work_in(docket, [amendment], label="enrolled", by=clerk))
    assert "ask others" not in docket.current_version.text
    assert len(docket.current_version.provisions) == len(docket.versions[0].provisions) - 1


def test_only_adopted_amendments_are_worked_in(docket, committee, clerk) -> None:
    for chosen, said in (([], "at least one"), ([offer(docket, committee)], "Only adopted")):
        with pytest.raises(Refusal, match=said):
            work_in(docket, chosen, label="enrolled", by=clerk)


def test_a_matter_that_has_ended_takes_no_amendment(docket, committee, clerk) -> None:
    for kind, days_ago in (("notice_of_intent", 9), ("withdrawn", 1)):
        record_process_event(docket, kind=kind, day=today() - timedelta(days=days_ago), source="Letter", by=clerk)
    with pytest.raises(Refusal, match="passed or ended"):
        offer(docket, committee)


# --- in the browser


def test_the_clerk_offers_votes_on_and_works_in_an_amendment(docket, committee, clerk, browser: TestBrowser) -> None:
    browser.sign_in(clerk).open("/staff/d/2026-014/amendments")
    assert browser.shows("No amendment is offered yet.")
    section = next(p for p in docket.current_version.provisions if p.number == "3")
    assert browser.press("Go on with these sections").shows("Choose at least one section.")
    assert browser.page.find(class_="notice--warning")
    browser.press("Go on with these sections", s=section.wid)
    boxes = [b["name"] for b in browser.page.select("textarea") if YEARLY in b.get_text()]
    browser.press("Offer this amendment", mover="")
    assert browser.status == 422 and "Choose the member who offers it." in browser.errors
    mover = committee.members()[0].id
    browser.press("Offer this amendment", mover=mover, on=today().isoformat())
    assert browser.status == 422 and "Nothing is changed yet" in browser.errors[0]
    words = browser.find(f"[name={boxes[0]}]").get_text().strip().replace("once", "twice")
    browser.press("Offer this amendment", mover=mover, on=today().isoformat(), purpose="Once is too late.", **{boxes[0]: words})
    assert browser.heading == "Amendment 1 by Member 1" and browser.find("ins").get_text().strip().startswith("[added:")
    browser.press("Put the motion", body=committee.id)
    assert browser.heading == "Voice vote"
    browser.click("Members were called by name").press("Record this roll call", on=today().isoformat(), **{f"vote_{k}": v for k, v in split(committee, 4).items()})
    assert browser.shows("Adopted") and browser.shows("4–1")
    browser.click("Work it into the next version").press("Make the draft", label="enrolled")
    assert browser.shows("A draft of the next version is made.")
    browser.open("/staff/d/2026-014/versions/reasons")
    assert "Amendment 1 by Member 1" in browser.find("textarea").get_text()


def test_a_reader_sees_amendments_open_adopted_and_worked_in(docket, committee, clerk, browser: TestBrowser) -> None:
    assert browser.open("/d/2026-014/decision").shows("No amendment is offered yet.")
    first = offer(docket, committee)
    offer(docket, committee, "acquire or use", "use", seat=1)
    browser.open("/d/2026-014/decision")
    assert browser.shows("Amendment 2 by Member 2 Offered") and browser.shows("Because: Once is too late.")
    adopt(first, committee)
    assert browser.open("/d/2026-014/decision").shows("Not worked into the text yet.")
    assert browser.open("/d/2026-014").shows("Amendments : Offered 1 , Adopted 1") or browser.shows("Adopted 1")


def test_an_amendment_that_lost_its_words_says_so_on_its_page(docket, committee, clerk, browser: TestBrowser) -> None:
    amendment = offer(docket, committee)
    make_version(docket, TEXT.replace("once a year", "every month"))
    browser.sign_in(clerk).open(f"/staff/amendments/{amendment.id}")
    assert browser.shows("Amendment 1 does not fit any more") and not browser.page.find("button", string="Put the motion")
    browser.click("Its mover withdraws it").press("Withdraw this amendment", on=today().isoformat(), source="Minutes, item 4")
    assert browser.shows("Withdrawn")


def test_a_section_is_chosen_before_words_are_changed(docket, committee, clerk, browser: TestBrowser) -> None:
    browser.sign_in(clerk).open("/staff/d/2026-014/amendments/new")
    assert browser.heading == "Amendments"


def test_a_docket_without_a_text_has_no_amendments(committee, clerk, browser: TestBrowser) -> None:
    make_docket("2026-015", text=None)
    assert browser.sign_in(clerk).open("/staff/d/2026-015/amendments").shows("none is published yet")
    assert browser.open("/staff/d/2026-015/amendments/new?s=sec_1").heading == "Amendments"


def test_amendments_are_kept_by_the_clerk_alone(docket, committee, browser: TestBrowser, another_browser: TestBrowser) -> None:
    amendment = offer(docket, committee)
    for address in ("/staff/d/2026-014/amendments", "/staff/d/2026-014/amendments/new", f"/staff/amendments/{amendment.id}", f"/staff/amendments/{amendment.id}/withdraw"):
        assert browser.open(address, follow=False).status == 302
        assert another_browser.sign_in(chen()).open(address).status == 403 if address.endswith("4/amendments") else another_browser.open(address).status == 403


# --- offered by the member, on the member's own pages


@pytest.fixture
def seated(docket, clerk):  # type: ignore[no-untyped-def]
    """Diaz sits in the council and in a committee; an aide drafts."""
    member = diaz()
    council = make_council(clerk, seats=3, seat1=member)
    committee = create_body("Committee on Public Safety", "committee", by=clerk)
    seat_member(committee, name=member.name, seat=1, account=member, by=clerk)
    place = hold(office("Council Member, Ward 1", "City Council", OfficeKind.LEGISLATIVE), member).office
    aide = make_account("Ada Aide", Role.DELEGATE)
    hold(place, aide, "delegate")
    db.session.commit()
    return member, aide, council.members()[0], committee


def test_an_aide_drafts_an_amendment_and_the_member_offers_it(docket, seated, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-51, I-52: drafted by the aide, offered by the member alone, on the record under the member's own name."""
    member, aide, seat, committee = seated
    section = next(p for p in docket.current_version.provisions if p.number == "3")
    browser.sign_in(aide).open("/member").click("Amendments to 2026-014")
    assert browser.press("Go on with these sections").shows("Choose at least one section.")
    browser.press("Go on with these sections", s=section.wid)
    box = next(b["name"] for b in browser.page.select("textarea") if YEARLY in b.get_text())
    words = browser.find(f"[name={box}]").get_text().strip().replace("once", "twice")
    assert browser.page.find("button", string="Offer this amendment") is None
    browser.press("Save draft", purpose="Once is too late.", **{box: words})
    assert browser.shows("A draft was kept") and amendments_on(docket) == [] and not another_browser.open("/d/2026-014/decision").shows("Once is too late")
    browser.post("/member/d/2026-014/amendments/new", before=seat.id, version=docket.current_version.id, purpose="x", offer="1", **{box: words})
    assert browser.status == 422 and "Only the member offers" in browser.errors[0] and amendments_on(docket) == []
    browser.sign_in(member).open("/member")
    assert browser.shows("An amendment is kept, not offered.")
    browser.click("Amendments to 2026-014").click("Go on with the draft").press("Offer this amendment", before=next(m.id for m in committee.members()))
    (made,) = amendments_on(docket)
    assert (made.mover, made.body.name, made.purpose) == (member.name, "Committee on Public Safety", "Once is too late.")
    assert amendment_draft_of(docket, seat) is None and leaves("amendment.offered")[0]["by"][0].startswith("member-")
    assert browser.shows(f"Amendment 1 by {member.name}") and another_browser.open("/d/2026-014/decision").shows("Because: Once is too late.")
    browser.open("/member/d/2026-014/amendments").press("Withdraw amendment 1")
    assert browser.shows("Withdrawn") and made.state == "withdrawn"


def test_a_members_draft_on_an_older_version_says_so_and_is_read_against_the_new_one(docket, seated, browser: TestBrowser) -> None:
    member, _aide, seat, _committee = seated
    piece = next(p for p in docket.current_version.provisions if YEARLY in p.text)
    draft_amendment(docket, seat, docket.current_version, sections=[piece.wid], wording={piece.wid: piece.text.replace(YEARLY, TWICE)}, purpose="", by=member)
    make_version(docket, TEXT.replace("acquire or use", "use"))
    browser.sign_in(member).open("/member/d/2026-014/amendments/new")
    assert browser.shows("The draft was written on version 1. Version 2 is the text now")
    stale = next(v for v in docket.versions if v.n == 1)
    browser.press("Offer this amendment", version=stale.id)
    assert browser.status == 422 and "Version 1 is not the current text any more" in browser.errors[0]
    browser.open("/member/d/2026-014/amendments").press("Erase the draft")
    assert browser.shows("The draft is erased.") and amendment_draft_of(docket, seat) is None
