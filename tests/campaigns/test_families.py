"""Families as comments arrive, as words are hidden, and as readers see them."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa

from civic.campaigns.actions import confirm_family
from civic.campaigns.arriving import anything_arrived
from civic.campaigns.commands import rebuild
from civic.campaigns.finding.families import JOINS
from civic.campaigns.looking import look_over
from civic.campaigns.measured import LETTERS
from civic.campaigns.models import Family, FamilyKind, Fingerprint, Member, MemberKind, SketchOf
from civic.campaigns.queries import families_on, members_of, relations_on, wordings_on
from civic.comments.actions import Words, change_comment, withdraw_comment
from civic.comments.models import Comment
from civic.database import NotFound, db
from civic.moderation.actions import redact
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.campaigns.arrange import LETTER, OWN, make_campaign, sort_in_everything, the_family
from tests.cast import milo
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")


def kinds(docket) -> dict[str, int]:
    rows = [member.kind for family in families_on(docket) for _face, member in members_of(family.family)]
    return {kind.value: rows.count(kind) for kind in MemberKind if kind in rows}


def test_copies_become_a_family_and_the_unlike_comment_stays_alone() -> None:
    docket, comments = make_campaign()
    assert kinds(docket) == {"exact": 4, "own_words_added": 1}
    assert db.session.get(Member, comments[-1].id) is None


def test_the_bare_letter_may_come_after_personal_copies() -> None:
    docket = make_docket()
    for own in (OWN, "I clean offices at night and nobody asked us either, although we are on every picture of the door."):
        make_comment(docket, f"{own}\n\n{LETTER}")
    sort_in_everything()
    make_comment(docket, LETTER)
    make_comment(docket, LETTER)
    sort_in_everything()
    assert len(families_on(docket)) == 1
    assert families_on(docket)[0].letter.text == LETTER
    assert kinds(docket) == {"exact": 2, "own_words_added": 2}


def test_opposite_stances_never_share_a_family_though_the_words_are_the_same() -> None:
    """I-28 Opposite stances never share a family."""
    docket = make_docket()
    for stance in ("support", "oppose", "support", "oppose", "", "support", "oppose"):
        make_comment(docket, LETTER, stance=stance)
    sort_in_everything()
    families = families_on(docket)
    assert len(families) == 2
    assert [{face.stance for face, _m in members_of(one.family)} - {""} for one in families] in ([{"support"}, {"oppose"}], [{"oppose"}, {"support"}])


def test_a_footer_and_a_title_make_no_family_as_comments_arrive() -> None:
    """I-28 Equal titles or footers alone never make a family."""
    docket = make_docket()
    footer = "Sent with the comment helper of the neighborhood network, which passes on what you write and keeps no copy of it."
    own = ("My shop was robbed twice and I want cameras.", "Leave the park alone please, children play there.", "Who pays for this when the grant ends next year?", "I deliver parcels and nobody has explained a thing.")
    for words in own:
        make_comment(docket, f"Comment on the camera ordinance\n{words}\n{footer}")
    sort_in_everything()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Family)) == 0


def test_nothing_waits_for_the_search_when_somebody_comments(browser: TestBrowser) -> None:
    docket = make_docket()
    make_comment(docket, LETTER)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SketchOf)) == 0
    assert anything_arrived()
    sort_in_everything()
    assert not anything_arrived()


def test_hidden_words_leave_no_fingerprint_and_withdrawn_ones_no_place() -> None:
    docket, comments = make_campaign(copies=3)
    letter = db.session.get_one(Comment, the_family(docket).template_id)
    before = set(db.session.scalars(sa.select(Fingerprint.value)))
    redact(letter, [(0, 12)], by=milo())
    withdraw_comment(comments[3])
    sort_in_everything()
    assert db.session.get(Member, comments[3].id) is None
    assert the_family(docket).template_id != letter.id, "the letter is read from a copy that is whole"
    assert before - set(db.session.scalars(sa.select(Fingerprint.value))) or db.session.get(SketchOf, letter.id).prints < len(before)
    assert wordings_on(docket).readable == 4


def test_a_changed_comment_leaves_the_letter() -> None:
    docket, comments = make_campaign()
    change_comment(comments[0], Words("I wrote something of my own after all, about the bus stop at the corner and its lamp."))
    sort_in_everything()
    assert db.session.get(Member, comments[0].id) is None
    assert kinds(docket)["exact"] == 3


def test_cards_fold_and_the_same_comments_are_there_either_way(browser: TestBrowser) -> None:
    """I-27 Families never hide a comment or change filters or export; a card folds members one press away, fold=0 lists all."""
    docket, comments = make_campaign(stance="support")
    numbers = sorted(shown(comment.number) for comment in comments)
    for address in ("", "?fold=0", "?stance=support", "?stance=support&fold=0", "?order=newest"):
        browser.open(f"/d/{docket.number}/comments{address}")
        wanted = [n for n in numbers if "stance" not in address or n != shown(comments[-1].number)]
        listed = sorted(number for number in numbers if browser.page.find("a", href=f"/c/{number}"))
        assert listed == wanted
        assert browser.shows(f"{len(wanted)} comments fit.")
        assert bool(browser.page.select("details .card")) == ("fold=0" not in address)
    before = browser.open(f"/d/{docket.number}/comments.csv").response.data
    confirm_family(the_family(docket), by=milo())
    assert browser.open(f"/d/{docket.number}/comments.csv").response.data == before


def test_added_words_are_in_sight_before_anything_is_pressed(browser: TestBrowser) -> None:
    """I-29 Each member's added words are shown."""
    docket, comments = make_campaign()
    browser.open(f"/d/{docket.number}/comments")
    for closed in browser.page.select("details"):
        closed.decompose()
    assert OWN.rstrip(".") in " ".join(browser.page.get_text(" ").split())
    browser.open(f"/d/{docket.number}/campaigns/1")
    assert browser.shows(OWN.rstrip(".")) and browser.text.count("none: word for word") == 4
    browser.open(f"/c/{shown(comments[0].number)}")
    assert browser.shows("It shares a letter with 4 other comments; each of them counts.")


def test_the_page_of_campaigns_says_how_sure_it_is_and_its_numbers_add_up(browser: TestBrowser) -> None:
    """I-30 A threshold is published with its measured precision and recall."""
    docket, _comments = make_campaign()
    browser.open(f"/d/{docket.number}/campaigns")
    assert LETTERS.threshold_percent == JOINS * 100
    assert browser.shows(f"{LETTERS.threshold_percent} % or more") and browser.shows(LETTERS.precision) and browser.shows(LETTERS.recall)
    assert browser.shows("Can be read: 6 = no copy of a letter below: 2 + changed copies: 1 + copies word for word: 3")
    rows = list(csv.DictReader(io.StringIO(browser.open(f"/d/{docket.number}/campaigns.csv").response.text)))
    assert [(row["comments"], row["word_for_word"], row["changed"]) for row in rows] == [("5", "4", "1")]


def test_a_letter_that_nobody_changed_says_that_all_are_alike(browser: TestBrowser) -> None:
    docket = make_docket()
    for _ in range(3):
        make_comment(docket, LETTER)
    sort_in_everything()
    browser.open(f"/d/{docket.number}/campaigns/1")
    assert browser.shows("All 3 are word for word.") and not browser.shows("the others were changed")


def test_a_docket_without_campaigns_says_so(browser: TestBrowser) -> None:
    docket = make_docket()
    browser.open(f"/d/{docket.number}/campaigns")
    assert browser.shows("No letter was sent three times or more so far.")
    assert browser.open(f"/d/{docket.number}/campaigns/7").status == 404


def test_phrases_that_recur_are_suggested_to_people_first(browser: TestBrowser) -> None:
    from bench.campaign_texts import mad_lib

    docket = make_docket()
    for one in mad_lib(40, places=7, wordings=4):
        make_comment(docket, one.text)
    sort_in_everything()
    look_over(docket)
    family = db.session.scalars(sa.select(Family).where(Family.kind == FamilyKind.PHRASES)).one()
    assert len(members_of(family)) >= 38
    assert browser.open(f"/d/{docket.number}/campaigns/{family.n}").status == 404
    confirm_family(family, by=milo())
    browser.open(f"/d/{docket.number}/campaigns/{family.n}")
    assert browser.shows("How the letters differ")
    assert look_over(docket) == 0 and relations_on(docket) == []


def test_looking_anew_at_a_docket_that_is_not_there_forgets_nothing(app) -> None:
    with pytest.raises(NotFound, match="2099-999"):
        app.test_cli_runner().invoke(rebuild, ["--docket", "2099-999", "--anew"], catch_exceptions=False)
