"""The publish checks, each failing on its own. Nothing here needs the database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civic.summaries.checks import Check, Evidence, Voice, Written, failures, fits
from civic.summaries.grade import flesch_kincaid, syllables


@pytest.fixture(autouse=True)
def in_english(session_app):
    with session_app.test_request_context():
        yield


def voice(number: str, stance: str = "", words: str = "", state: str = "published", theme: str = "t") -> Voice:
    readable = state in ("published", "redacted", "moved")
    return Voice(number, words, words or number, stance, frozenset({theme}), state, readable)


EVIDENCE = Evidence(
    {
        "AAAA11": voice("AAAA11", "support", "It took my son."), "BBBB22": voice("BBBB22", "support", "It failed me twice."),
        "CCCC33": voice("CCCC33", "oppose", "It works well."), "DDDD44": voice("DDDD44", state="withdrawn"),
    },
    {"t": "Mistakes"},
)  # fmt: skip
GOOD = (
    Written("Most texts tell of a wrong match (2 of 3).", "finding", "t", cites=("AAAA11", "BBBB22")),
    Written("One text says: “{quote}”", "quote", "t", quote="It took my son", cites=("AAAA11",)),
    Written("One text says that it works.", "opposing", "t", cites=("CCCC33",)),
    Written("2 of 3 comments are for the law.", "number", count=2),
    Written("The police keep no count.", "context", document="Answer of the chief"),
    Written("This is not a poll.", "limits"),
)


def checks_of(*sentences: Written, evidence: Evidence = EVIDENCE, **more) -> list[Check]:
    return [failure.check for failure in failures(sentences, evidence, **more)]


def one_changed(place: int, **changes) -> list[Check]:
    return checks_of(*(replace(s, **changes) if i == place else s for i, s in enumerate(GOOD)))


def test_a_good_summary_passes() -> None:
    assert checks_of(*GOOD, writers={"anna"}, approver="ama") == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sentence_without_a_citation_fails(place) -> None:
    """Acceptance 11, I-53: a published finding, quote or opposing sentence cites a comment."""
    assert Check.CITES in one_changed(place, cites=())


def test_context_cites_a_document_and_a_number_its_query() -> None:
    """I-53: context cites a document; a number its frozen query."""
    assert one_changed(4, document="") == [Check.CITES]
    assert one_changed(3, count=None) == [Check.CITES]
    assert one_changed(3, count=5) == [Check.CITES]


def test_a_sentence_cites_only_comments_of_its_theme() -> None:
    other = Evidence({**EVIDENCE.voices, "CCCC33": voice("CCCC33", "oppose", theme="u")}, EVIDENCE.themes)
    assert Check.CITES in checks_of(*GOOD, evidence=other)


def test_a_plural_finding_with_one_text_fails() -> None:
    """Acceptance 11: a plural finding cites two texts or more; copies are one text."""
    assert one_changed(0, text="Texts tell of a wrong match.", cites=("AAAA11",)) == [Check.PLURAL]
    assert one_changed(0, text="Three texts tell of it.") == [Check.PLURAL]
    copies = Evidence({**EVIDENCE.voices, "BBBB22": voice("BBBB22", words="It took my son.")}, EVIDENCE.themes)
    assert Check.PLURAL in checks_of(replace(GOOD[0], text="Texts tell of it."), evidence=copies)


def test_a_quote_that_is_not_word_for_word_fails() -> None:
    """Acceptance 11, I-54: a quote is an exact part of the public text."""
    assert one_changed(1, quote="it took my son") == [Check.QUOTES]
    assert one_changed(1, quote="") == [Check.QUOTES]


@pytest.mark.parametrize(("word", "numbers"), [("Many", "2 of 3"), ("Some", "2 of 3"), ("A few", "2 of 3")])
def test_a_word_that_does_not_fit_its_number_fails(word, numbers) -> None:
    """Acceptance 11: most, many, some and a few fit the theme's texts."""
    assert one_changed(0, text=f"{word} texts tell of a wrong match ({numbers}).") == [Check.SHARE]


def test_a_word_without_its_number_fails() -> None:
    """Acceptance 11: always with the number."""
    assert one_changed(0, text="Most texts tell of a wrong match.") == [Check.SHARE]
    assert one_changed(0, text="Most texts tell of a wrong match (20 of 30).") == [Check.SHARE]


@pytest.mark.parametrize(
    ("cited", "words"),
    [(51, {"most"}), (50, {"many"}), (20, {"many", "some"}), (19, {"some"}), (5, {"some"}), (4, {"a few"}), (100, {"most"})],
)
def test_most_many_some_and_a_few_have_bounds(cited, words) -> None:
    assert {word for word in ("most", "many", "some", "a few") if fits(word, cited, 100)} == words


def test_a_large_theme_without_a_sentence_fails() -> None:
    """Acceptance 11: no theme over 5 % of the texts is missing."""
    voices = {f"X{n:05}": voice(f"X{n:05}", theme="u") for n in range(94)}
    small = Evidence({**voices, **{f"Y{n:05}": voice(f"Y{n:05}", theme="v") for n in range(5)}, "Z00000": voice("Z00000", theme="u")}, {"u": "Large", "v": "Small"})
    found = failures([replace(GOOD[5])], small)
    assert [(f.check, f.words) for f in found] == [(Check.THEMES, "“Large” has 95 of 100 texts and no sentence.")]


def test_a_theme_with_two_sides_and_no_opposing_view_fails() -> None:
    """Acceptance 11: an opposing view is present where opposing comments exist."""
    assert checks_of(*GOOD[:2], *GOOD[3:]) == [Check.OPPOSING]


@pytest.mark.parametrize("state", ["held", "withheld", "withdrawn", "removed"])
def test_citing_a_comment_that_cannot_be_read_fails(state) -> None:
    """Acceptance 11: no cited comment is held, withheld or withdrawn."""
    evidence = Evidence({**EVIDENCE.voices, "CCCC33": voice("CCCC33", "oppose", state=state)}, EVIDENCE.themes)
    assert Check.READABLE in checks_of(*GOOD, evidence=evidence)


def test_a_sentence_above_grade_eight_fails() -> None:
    """Acceptance 11: reading grade 8 or lower."""
    hard = "Notwithstanding institutional apprehensions, identification technologies necessitate comprehensive legislative authorization."
    assert one_changed(5, text=hard) == [Check.GRADE]


def test_the_grade_is_that_of_the_published_formula() -> None:
    assert flesch_kincaid("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert flesch_kincaid("") == 0
    assert [syllables(word) for word in ("people", "table", "whole", "wanted", "used", "cameras", "like")] == [2, 2, 1, 2, 1, 3, 1]


def test_its_own_writer_cannot_approve() -> None:
    """Acceptance 11, I-55: drafter and approver differ."""
    assert checks_of(*GOOD, writers={"anna", "ines"}, approver="ines") == [Check.SECOND]


def test_an_empty_summary_fails() -> None:
    assert Check.CITES in checks_of()
