"""The demonstration's files fit together, and the checks that say so notice when they do not."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.demonstration import plan
from civic.demonstration.content import FOLDER, Content, Docket, load
from civic.demonstration.faults import faults
from civic.demonstration.faults.common import reading_grade
from civic.demonstration.reading import ContentFault


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


@pytest.fixture
def one(content: Content) -> Docket:
    return content.dockets[0]


@pytest.fixture
def two(content: Content) -> Docket:
    return content.dockets[1]


def test_everything_in_the_files_fits_together(content: Content) -> None:
    assert faults(content) == []


# --- the story that is told


def test_docket_one_has_comments_in_four_languages_and_from_seven_channels(one: Docket) -> None:
    assert len(one.comments) >= 80
    languages = Counter(comment.language for comment in one.comments)
    assert languages["en"] > languages["es"] >= 12 and languages["so"] >= 6 and languages["hmn"] >= 6
    assert len({comment.channel for comment in one.comments}) == 7


def test_about_a_third_of_docket_one_favors_police_use(one: Docket) -> None:
    readable = plan.readable(one)
    opposed = sum(comment.stance == "oppose" for comment in readable)
    assert 0.28 <= opposed / len(readable) <= 0.38


def test_docket_one_shows_every_fate_of_a_comment(one: Docket) -> None:
    states = Counter(plan.state_of(one, comment) for comment in one.comments)
    assert states["redacted"] == 2 and states["withheld"] == 2 and states["moved"] == 1 and states["withdrawn"] == 2
    assert sum(plan.is_late(one, comment) for comment in one.comments) == 3
    assert sum(bool(comment.edits) for comment in one.comments) == 2
    assert sum(comment.disputed is not None for comment in one.comments) == 1
    assert sorted(appeal.outcome for appeal in one.moderation.appeals) == ["reversed", "upheld"]
    assert sum(decision.action == "fold" for decision in one.moderation.decisions) == 1
    assert Counter(comment.family for comment in one.comments)["open_streets_letter"] == 8


def test_two_wards_are_named_often_enough_to_be_shown(one: Docket) -> None:
    """I-22 A ward appears only with at least ten comments from it; some do, and some do not."""
    wards = Counter(comment.ward for comment in one.comments if comment.ward)
    assert sum(count >= 10 for count in wards.values()) >= 2
    assert any(count < 10 for count in wards.values())


def test_eighteen_organisations_stand_behind_one_letter_and_four_behind_the_other(one: Docket) -> None:
    assert [len(letter.standing) for letter in one.letters.letters] == [18, 4]
    assert all(letter.declined for letter in one.letters.letters)


def test_the_chief_answered_five_declined_one_and_owes_one(one: Docket) -> None:
    assert one.consultation
    asked = one.consultation.invitations[0].questions
    kinds = Counter(question.answer.kind if question.answer else "overdue" for question in asked)
    assert kinds == {"answered": 5, "declined": 1, "overdue": 1}
    assert one.consultation.invitations[0].version == 1


def test_the_police_request_that_was_accepted_changed_words(one: Docket) -> None:
    assert one.consultation and one.changes
    request = next(request for request in one.consultation.requests if request.question == "chief_q4")
    change = next(change for change in one.changes.changes if change.key == request.change)
    assert request.outcome == "accepted"
    assert all(span.after in one.versions[2] and span.after not in one.versions[1] for span in change.spans)


def test_the_ledger_of_docket_one_shows_eight_verdicts(one: Docket) -> None:
    assert one.consultation
    verdicts = Counter(entry.verdict for entry in one.consultation.roster)
    assert len(verdicts) == 8 and sum(verdicts.values()) == len(one.consultation.roster)


def test_thirteen_members_stated_a_position_and_voted_yes(content: Content, one: Docket) -> None:
    assert {position.member for position in one.matter.positions} == {member.key for member in content.city.members}
    vote = next(motion for motion in one.matter.motions if motion.body == "council")
    assert (len(vote.yes), len(vote.no), len(vote.absent)) == (13, 0, 0)


def test_every_response_of_the_fixed_six_is_given(one: Docket) -> None:
    assert one.themes
    assert {response.response for response in one.themes.responses} == {
        "changed", "changed_in_part", "already_covered", "not_changed", "outside", "promised",
    }  # fmt: skip


def test_everyone_has_something_to_do_on_docket_two(two: Docket) -> None:
    assert two.consultation and two.themes and two.changes and two.matter.window
    assert len(two.moderation.waiting) == 3 and len(two.moderation.read_first) == 1
    due = [q.due for i in two.consultation.invitations if i.roster == "chief" for q in i.questions if q.answer is None]
    assert due == [2]
    letter = two.letters.letters[0]
    assert letter.needs == len(letter.standing) + 2 == len(letter.standing) + len(letter.invited)
    assert len(two.matter.positions) == 12 and "diaz" not in {position.member for position in two.matter.positions}
    assert two.themes.summary.state == "checked" and two.changes.draft
    assert two.matter.window.opens < 0 < two.matter.window.closes


def test_docket_three_has_no_text_and_says_who_was_asked_for_it(content: Content) -> None:
    three = content.dockets[2]
    assert three.versions == {} and three.comments == ()
    assert three.matter.text_unavailable and len(three.matter.text_requests) == 2


# --- days


@pytest.mark.parametrize("later", range(7))
def test_docket_ones_vote_falls_on_a_friday_whatever_today_is(one: Docket, later: int) -> None:
    today = date(2026, 10, 5) + timedelta(days=later)
    vote = one.date_of(0, today)
    assert vote.weekday() == 4 and 50 <= (today - vote).days <= 56
    assert max(event.day for event in one.matter.events) < 50


@pytest.mark.parametrize("later", range(7))
def test_no_hearing_or_vote_falls_on_a_weekend(content: Content, later: int) -> None:
    today = date(2026, 10, 5) + timedelta(days=later)
    for docket in content.dockets:
        for event in docket.matter.events:
            if event.kind in ("hearing", "committee_vote", "council_vote"):
                assert docket.date_of(event.day, today, on_weekday=event.on_weekday).weekday() < 5, event.key


# --- counts


@pytest.mark.parametrize("number", [0, 1])
def test_the_counts_add_up(content: Content, number: int) -> None:
    """I-64 The equations of the counts hold for the state in which each docket is left."""
    docket = content.dockets[number]
    end = docket.matter.end_state
    assert end and end == plan.figures(docket)
    readable = end.published + end.redacted + end.moved
    assert end.received == readable + end.held + end.withheld + end.removed + end.withdrawn
    assert readable == end.distinct_texts + end.edited_copies + end.exact_copies
    assert docket.consultation
    assert len(docket.consultation.questions) == (
        end.questions_answered + end.questions_declined + end.questions_waiting + end.questions_overdue
    )
    assert len(plan.covered(docket)) == end.cited + end.uncited + end.without_theme


def test_a_rendered_number_counts_texts_not_copies(one: Docket) -> None:
    """I-53 A number belongs to its query: five copies of one letter are one text."""
    assert one.themes
    sentence = next(sentence for sentence in one.themes.sentences if sentence.key == "s20")
    assert len(sentence.cites) == 15
    assert plan.rendered(one, sentence).endswith("(11 of 16).")


# --- nothing real


def test_contact_data_are_of_the_kind_kept_for_fiction() -> None:
    for path in FOLDER.rglob("*.toml"):
        words = path.read_text()
        assert all(number.startswith("555-01") for number in re.findall(r"\b\d{3}-\d{4}\b", words)), path.name
        assert all(host.endswith(".example") for host in re.findall(r"[\w.-]+@([\w.-]+)", words)), path.name


# --- the checks notice


def altered(tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    words = (folder / file).read_text()
    assert before in words
    (folder / file).write_text(words.replace(before, after, 1))
    return faults(load(folder))


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("docket_one/themes.toml", "A computer makes the tired officer sure.", "A computer is sure.", "quotes what nobody said"),
        ("docket_one/themes.toml", 'word = "most"\ntext = "Most', 'word = "some"\ntext = "Some', "says some"),
        ("docket_one/themes.toml", 'c01 = ["watching"]\n', "", "coding and readable comments differ"),
        ("docket_one/themes.toml", 'kind = "opposing"\ntheme = "cost"', 'kind = "finding"\ntheme = "cost"', "no opposing view on cost"),
        ("docket_one/themes.toml", 'changes = ["notice"]\n', "", "response r11 and its changes"),
        ("docket_one/changes.toml", "within 24 hours.", "within 25 hours.", "change receipt does not stand once"),
        ("docket_one/version2.md", "It does not bind private persons", "It binds private persons", "do not turn version 1 into"),
        ("docket_one/council.toml", '"nwosu"]\nno = []', "]\nno = []", "has 12 votes for 13 members"),
        ("docket_one/council.toml", "received = 87", "received = 86", "the end state is"),
        ("docket_one/moderation.toml", 'reviewer = "ama"', 'reviewer = "milo"', "not heard by another person"),
        ("docket_one/moderation.toml", 'second = "petra"\n', "", "needs the right number of people"),
        ("docket_one/letters.toml", "frozen = -49", "frozen = -40", "signed before it was frozen"),
        ("docket_one/consultation.toml", "respond_by = -25", "respond_by = -40", "fewer days than the city promises"),
        ("docket_one/consultation.toml", 'comments = ["c17"]', 'comments = ["c99"]', "names c99"),
        ("docket_one/statement.toml", "Report every six months.", "Report monthly.", "quotes what nobody said"),
        ("docket_one/statement.toml", 'response = "r07"\n', "", "a response and a reason for none, or neither"),
        ("docket_two/moderation.toml", '"p22", ', "", "held are"),
        ("docket_five/exceptions.toml", 'section = "affected"', 'section = "effected"', "names effected"),
        ("docket_five/exceptions.toml", "day = -120", "day = -125", "granted too early"),
        ("docket_five/exceptions.toml", 'request = "harbor"', 'request = "harbour"', "names harbour"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(tmp_path: Path, file: str, before: str, after: str, said: str) -> None:
    assert any(said in fault for fault in altered(tmp_path, file, before, after))


def test_a_misspelled_key_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match=r"docket_one/comments.toml c01.* has no stanse"):
        altered(tmp_path, "docket_one/comments.toml", "stance =", "stanse =")


def test_a_word_where_a_number_belongs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match="is not what is expected"):
        altered(tmp_path, "docket_one/comments.toml", "day = -56", 'day = "soon"')


def test_content_cannot_be_changed_by_those_who_read_it(one: Docket) -> None:
    comment: Any = one.comments[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        comment.words = "other words"


def test_the_grade_rises_with_longer_words_and_sentences() -> None:
    assert reading_grade("The cat sat on the mat.") < 3
    assert (
        reading_grade("Municipal administrative authorities periodically reconsider technological capabilities.") > 15
    )
