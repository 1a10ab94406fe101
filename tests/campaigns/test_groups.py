"""What moderators do with groups, in the browser and in any order."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.campaigns import grouped, queries
from civic.campaigns.actions import (
    confirm_family,
    decide_relation,
    declare_sponsor,
    dissolve_family,
    merge_families,
    split_family,
    undo_act,
)
from civic.campaigns.models import Family, FamilyCount, FamilyDay, FamilyState, Member, Relation
from civic.campaigns.queries import acts_on, members_of, wordings_on
from civic.comments.actions import withdraw_comment
from civic.comments.counting import counts, every_count, recounted
from civic.comments.models import READABLE, Face
from civic.comments.objections import report_problem
from civic.database import Refusal, db
from civic.moderation.actions import redact
from civic.moderation.models import Decision
from civic.moderation.queries import open_reports
from civic.record.leaf import parse
from civic.record.models import Leaf
from civic.record.numbers import shown
from civic.web import excerpt
from tests.browsing import TestBrowser
from tests.campaigns.arrange import LETTER, OWN, make_campaign, sort_in_everything, the_family
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")
OTHER = "The council should not vote on plate readers before the audit of last year is printed. We were told it would come in spring, and spring is over. Print it, then vote."


def test_a_moderator_confirms_names_the_sponsor_and_takes_it_back(browser: TestBrowser) -> None:
    docket, comments = make_campaign()
    browser.sign_in(milo()).open("/staff").click("1 group of near-identical comments to look at")
    browser.click("Group 1").press("Keep these 5 comments as one group")
    assert browser.shows("Kept as one group.")
    browser.click("Group 1").fill("Keep the sponsor", {"Who asked people to send this letter, as they declared it": "Open Streets"})
    assert browser.open(f"/d/{docket.number}/campaigns/1").shows("Open Streets declared that it asked people to send this letter.")
    browser.open(f"/staff/d/{docket.number}/groups").press("Undo step 2")
    assert browser.shows("Taken back by a reversing entry.")
    assert browser.open(f"/d/{docket.number}/campaigns/1").shows("Nobody declared")
    assert [act.act for act in acts_on(docket)] == ["undo", "declare", "confirm"]
    leaf = parse(db.session.get_one(Leaf, acts_on(docket)[0].leaf_id).bytes)
    assert leaf["t"] == "families.decided" and leaf["act"] == "undo" and leaf["families"] == 1 and leaf["comments"] == 5


def test_the_queue_leads_to_the_groups_of_its_docket_and_of_no_other(browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    other = make_docket("2026-015", title="Plate readers")
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/queue").click("1 group of near-identical comments can be read together.")
    assert browser.heading == "Groups of near-identical comments"
    assert "near-identical" not in browser.open(f"/staff/d/{other.number}/queue").text


def test_comments_are_taken_out_and_the_computer_leaves_them_out(browser: TestBrowser) -> None:
    docket, comments = make_campaign()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}")
    browser.press("Take the ticked comments out", member=[comments[0].number])
    assert browser.shows("1 comment was taken out of the group.")
    make_comment(docket, LETTER)
    sort_in_everything()
    assert db.session.get(Member, comments[0].id).family_id is None
    assert len(members_of(the_family(docket))) == 5
    browser.open(f"/staff/groups/{the_family(docket).id}").press("Take the ticked comments out")
    assert browser.status == 422 and browser.errors == ["Tick the comments to take out first."]


def test_a_group_that_changed_meanwhile_is_looked_at_again(browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}")
    make_comment(docket, LETTER)
    sort_in_everything()
    browser.press("No group: dissolve it")
    assert browser.shows("This group changed in the meantime.")
    assert the_family(docket).state is FamilyState.SUGGESTED


def test_each_copy_gets_a_decision_of_its_own_and_changed_ones_are_read(browser: TestBrowser) -> None:
    docket, comments = make_campaign()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}").press("Leave 4 unread copies public")
    assert browser.shows("4 copies stay public, each with a decision of its own.") and browser.shows("Every copy word for word without a hint was read.")
    decided = list(db.session.scalars(sa.select(Decision)))
    assert {(d.comment_id, d.action) for d in decided} == {(c.id, "leave") for c in comments[:4]}
    browser.press("Put 1 comment into my batch")
    assert browser.shows("1 in your batch") and browser.shows(OWN)


def test_a_moderator_new_to_the_page_clears_a_campaign_from_the_desk(browser: TestBrowser) -> None:
    """Only words on the pages are followed: desk, queue, group, back to the queue for what differs."""
    docket, _comments = make_campaign(copies=25)
    browser.sign_in(milo()).open("/staff").click("Comments to read").click(docket.number).press("Take the next 25")
    browser.click("Group 1, with 26 comments").press("Leave 25 unread copies public")
    assert browser.shows("25 copies stay public, each with a decision of its own.")
    browser.press("Put 1 comment into my batch")
    assert OWN in browser.page.select("fieldset.queue-item")[0].text
    for _batch in range(2):  # the comment that is in no group is in this batch or the next
        sent = {field["name"]: "publish" for field in browser.page.select("input[value=publish]")}
        browser.press("Save these decisions", **sent)
        if browser.shows("Take a batch"):
            browser.press("Take the next 25")
        else:
            break
    assert browser.shows("Nothing waiting.")
    assert {d.action for d in db.session.scalars(sa.select(Decision))} == {"leave"} and db.session.query(Decision).count() == 27


def test_copies_with_a_hint_are_read_one_by_one(browser: TestBrowser) -> None:
    docket = make_docket()
    for _ in range(3):
        make_comment(docket, f"{LETTER} If it passes I will kill the mayor.")
    sort_in_everything()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}")
    assert "Leave" not in browser.text
    browser.press("Put 3 comments into my batch")
    assert len(browser.page.select("fieldset.queue-item")) == 3 and browser.shows("Threat hint, public")


def test_copies_that_somebody_reported_or_that_suggest_other_words_are_read_one_by_one(browser: TestBrowser) -> None:
    """Only what a moderator has before the eyes is decided in one press."""
    docket, comments = make_campaign()
    make_comment(docket, LETTER, suggestion="Call me at home.")
    report_problem(comments[0], "That name is mine.")
    sort_in_everything()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}").press("Leave 3 unread copies public")
    assert len(open_reports(comments[0])) == 1
    browser.press("Put 3 comments into my batch")
    assert browser.shows("Call me at home.") and browser.shows("Reported")


def test_copies_that_came_since_the_page_was_made_are_not_decided_unseen(browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}")
    make_comment(docket, LETTER)
    sort_in_everything()
    browser.press("Leave 4 unread copies public")
    assert browser.shows("This group changed in the meantime.") and db.session.query(Decision).count() == 0


def test_what_a_colleague_reads_now_is_put_in_nobodys_batch(browser: TestBrowser, another_browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    address = f"/staff/groups/{the_family(docket).id}"
    another_browser.sign_in(mona()).open(address).press("Put 1 comment into my batch")
    browser.sign_in(milo()).open(address).press("Put 1 comment into my batch")
    assert browser.shows("A colleague holds them now.")
    assert another_browser.open(f"/staff/d/{docket.number}/queue").shows("1 in your batch")


def test_a_large_group_is_paged_with_what_differs_first(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    docket, comments = make_campaign(copies=5)
    monkeypatch.setattr(queries, "PAGE", 3)
    monkeypatch.setattr(grouped, "AT_ONCE", 2)
    browser.sign_in(milo()).open(f"/staff/groups/{the_family(docket).id}")
    assert browser.shows("Group 1: 6 comments") and browser.shows("5 word for word, 1 changed") and browser.shows("Page 1 of 2")
    assert [box["value"] for box in browser.page.select("input[name=member]")][0] == comments[5].number
    first = {box["value"] for box in browser.page.select("input[name=member]")}
    browser.click("Page 2")
    assert first.isdisjoint(box["value"] for box in browser.page.select("input[name=member]"))
    browser.press("Leave 2 unread copies public").press("Leave 2 unread copies public").press("Leave 1 unread copy public")
    assert browser.shows("Every copy word for word without a hint was read.")


def test_groups_for_and_against_are_never_joined_by_a_person_either() -> None:
    """I-28 Opposite stances never share a family."""
    docket = make_docket()
    for stance in ("support", "oppose"):
        for _ in range(3):
            make_comment(docket, LETTER, stance=stance)
    sort_in_everything()
    with pytest.raises(Refusal, match="for and comments against"):
        merge_families(the_family(docket, 1), the_family(docket, 2), by=milo())


def test_possibly_related_letters_wait_for_a_person(browser: TestBrowser) -> None:
    docket = make_docket()
    a, b = make_comment(docket, LETTER), make_comment(docket, OTHER)
    sort_in_everything()
    relation = Relation(docket_id=docket.id, a_id=a.id, b_id=b.id, per_mille=380)
    db.session.add(relation)
    db.session.flush()
    browser.sign_in(milo()).open(f"/staff/d/{docket.number}/groups")
    assert browser.shows("Possibly related") and browser.shows(f"{shown(a.number)} and {shown(b.number)}: 38 % of the shorter one's phrases")
    browser.press("One letter: join " + shown(a.number))
    assert browser.shows("Both letters are one group now.")
    with pytest.raises(Refusal):
        decide_relation(relation, join=False, by=milo(email="other@city.example"))
    browser.press("Undo step 1")
    assert browser.shows("Possibly related") and relation.state == "open"
    browser.press("Keep apart " + shown(a.number))
    assert browser.shows("They stay apart.") and not browser.shows("The computer does not join them; you decide.")
    browser.press("Open again")
    assert browser.shows("It is open again.") and browser.shows("The computer does not join them; you decide.")


def test_each_refusal_is_one_sentence_on_the_page_it_came_from(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    """I-28 The page refuses to join for and against too; a later step is taken back first."""
    docket = make_docket()
    assert browser.sign_in(milo()).open(f"/staff/d/{docket.number}/groups").shows("No near-duplicates found yet.")
    for stance in ("support", "oppose"):
        for _ in range(3):
            make_comment(docket, LETTER, stance=stance)
    sort_in_everything()
    browser.open(f"/staff/groups/{the_family(docket, 1).id}").press("Join both groups")
    assert browser.status == 422 and browser.errors == ["Choose the other group."]
    again = browser.page.find("form", action=lambda action: action and action.endswith("/merge"))["action"]
    assert browser.open(again).heading == "Group 1: 3 comments"  # reloaded, it is no dead end
    monkeypatch.setattr(queries, "LISTED", 0)  # too many groups to list them all: one is named by its number
    browser.open(f"/staff/groups/{the_family(docket, 1).id}").press("Join both groups", number="2")
    assert browser.status == 422 and browser.errors == ["Comments for and comments against are never one group. Take out first: " + ", ".join(shown(number) for number in queries.numbers_in(the_family(docket, 1))) + "."]
    browser.press("Keep the sponsor", sponsor="Open Streets").open(f"/staff/groups/{the_family(docket, 1).id}").press("Keep the sponsor", sponsor="Open Streets")
    assert browser.status == 422 and browser.errors == ["This is what the page says already."]
    browser.open(f"/staff/d/{docket.number}/groups")
    assert browser.shows("sponsor declared: Open Streets") and browser.shows("Milo Moderator, moderator")
    dissolve_family(the_family(docket, 1), by=acts_on(docket)[0].by)
    browser.press("Undo step 1")
    assert browser.page.find(class_="notice--warning") and browser.shows("This group was changed again since. Take the later step back first.")
    assert "Undo step 1" not in browser.text and "Undo step 2" in browser.text
    assert browser.open(f"/staff/groups/{the_family(docket, 1).id}").shows("This group was dissolved.")
    browser.open(f"/staff/d/{docket.number}/groups").press("Undo step 2")
    assert browser.shows("step 2 taken back") and "Undo step 1" in browser.text and "Undo step 2" not in browser.text


@pytest.mark.parametrize(("mine", "others", "told"), [("", "Open Streets", ["Open Streets"]), ("Open Streets", "", ["Open Streets"]), ("Open Streets", "Safe Routes", ["Open Streets", "Safe Routes"]), ("Open Streets", "Open Streets", ["Open Streets"])])
def test_joining_groups_loses_no_declared_sponsor(mine: str, others: str, told: list[str]) -> None:
    docket, _comments = make_campaign()
    for _ in range(3):
        make_comment(docket, OTHER)
    sort_in_everything()
    one, other, by = the_family(docket), the_family(docket, 2), milo()
    for family, name in ((one, mine), (other, others)):
        if name:
            declare_sponsor(family, name, by=by)
    act = merge_families(one, other, by=by)
    leaf = parse(db.session.get_one(Leaf, act.leaf_id).bytes)
    assert one.sponsors == told and other.sponsor == others and ("sponsor" in leaf) == (told != [mine])
    undo_act(act, by=by)
    assert (one.sponsor, other.sponsor) == (mine, others)


def test_a_group_of_two_has_no_public_page_to_lead_to(browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, LETTER)
    make_comment(docket, LETTER)
    sort_in_everything()
    confirm_family(the_family(docket), by=milo())
    browser.sign_in(milo(email="other@city.example")).open(f"/staff/groups/{the_family(docket).id}")
    assert browser.shows("It has a public page from 3 comments on.") and browser.page.find("a", string="See its public page") is None
    assert browser.shows("There is no other group here to join it with.") and browser.page.find("a", string="Compare it with another group first") is None
    make_comment(docket, LETTER)
    sort_in_everything()
    browser.open(f"/staff/groups/{the_family(docket).id}").click("See its public page")
    assert browser.heading.startswith("Campaign 1") and browser.page.find("a", string="Compare it with another letter") is None
    assert browser.open(f"/d/{docket.number}/campaigns").shows("Can be read: 3 = no copy of a letter below: 1 + changed copies: 0 + copies word for word: 2")


def test_what_stands_of_a_long_text_ends_with_one_sign() -> None:
    assert [excerpt(text, 12) for text in ("Short.", "They found. Others", "They found them", "Unbrokenwordsofmany")] == ["Short.", "They found…", "They found…", "Unbrokenword…"]


def test_the_pages_say_which_sponsors_stand_after_joining(browser: TestBrowser) -> None:
    docket, _comments = make_campaign()
    for _ in range(3):
        make_comment(docket, OTHER)
    sort_in_everything()
    by = milo()
    declare_sponsor(the_family(docket), "Open Streets", by=by)
    declare_sponsor(the_family(docket, 2), "Safe Routes", by=by)
    browser.sign_in(by).open(f"/staff/groups/{the_family(docket).id}")
    assert browser.shows("sponsor: Safe Routes")
    browser.fill("Join both groups", {"The other group": "2"})
    assert browser.shows("Both declared sponsors stand on its page: Open Streets, Safe Routes.")
    browser.open(f"/d/{docket.number}/campaigns/1")
    assert browser.shows("Open Streets declared that it asked") and browser.shows("Safe Routes declared that it asked")


STEPS = st.lists(st.tuples(st.sampled_from(["confirm", "split", "together", "merge", "dissolve", "declare", "undo", "redact", "withdraw", "arrive"]), st.integers(0, 50)), max_size=9)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_steps_the_numbers_add_up_and_nobody_is_gone(steps: list[tuple[str, int]]) -> None:
    """I-64 and I-27: readable = distinct + edited + exact, kept counts equal the rows, families hold no stance against another."""
    db.session.rollback()
    with db.session.begin_nested() as kept:
        docket, comments = make_campaign(copies=3)
        comments += [make_comment(docket, OTHER, stance=stance) for stance in ("oppose", "oppose", "")]
        sort_in_everything()
        by = milo()
        received = len(comments)
        for step, n in steps:
            received += _take(step, n, docket, comments, by)
            _holds(docket, received)
        kept.rollback()


def _take(step: str, n: int, docket, comments, by) -> int:
    families = list(db.session.scalars(sa.select(Family).where(Family.docket_id == docket.id).order_by(Family.n)))
    family = families[n % len(families)]
    comment = comments[n % len(comments)]
    try:
        if step == "confirm":
            confirm_family(family, by=by)
        elif step in ("split", "together"):
            rows = [face.comment for face, _m in members_of(family)][: 1 + n % 2]
            split_family(family, rows, together=step == "together", by=by)
        elif step == "merge":
            merge_families(family, families[(n // 3) % len(families)], by=by)
        elif step == "dissolve":
            dissolve_family(family, by=by)
        elif step == "declare":
            declare_sponsor(family, f"Group {n}", by=by)
        elif step == "undo" and acts_on(docket):
            undo_act(acts_on(docket)[n % len(acts_on(docket))], by=by)
        elif step == "redact":
            redact(comment, [(n % 5, n % 5 + 2)], by=by)
        elif step == "withdraw":
            withdraw_comment(comment)
        elif step == "arrive":
            comments.append(make_comment(docket, LETTER if n % 2 else OTHER))
            return 1
    except Refusal:
        pass
    return 0


def _holds(docket, received: int) -> None:
    sort_in_everything()
    words = wordings_on(docket)
    assert words.readable == words.distinct + words.edited + words.exact and words.distinct >= 0
    assert every_count(docket) == recounted(docket)
    assert sum(counts(docket)["state"].values()) == received
    faces = {face.comment_id: face for face in db.session.scalars(sa.select(Face).where(Face.docket_id == docket.id))}
    for family in db.session.scalars(sa.select(Family).where(Family.docket_id == docket.id)):
        rows = members_of(family)
        kinds = Counter(member.kind for _face, member in rows)
        assert {one.kind: one.count for one in db.session.scalars(sa.select(FamilyCount).where(FamilyCount.family_id == family.id)) if one.count} == kinds
        days = Counter((face.received_on, member.kind) for face, member in rows)
        assert {(one.day, one.kind): one.count for one in db.session.scalars(sa.select(FamilyDay).where(FamilyDay.family_id == family.id)) if one.count} == days
        assert len({face.stance for face, _m in rows} & {"support", "oppose"}) <= 1
        assert family.state is not FamilyState.DISSOLVED or not rows
        assert not rows or faces[family.template_id].state in READABLE
