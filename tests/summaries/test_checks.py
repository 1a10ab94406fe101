"""The publish checks, each failing on its own. Nothing here needs the database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civic.summaries.checks import Check, Evidence, Voice, Written, failures, fits
from civic.summaries.grade import fernandez_huerta, flesch_kincaid, spanish_syllables, syllables


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


EN_ESPANOL = (
    Written("La mayoría de los textos cuenta un error (2 de 3).", "finding", "t", cites=("AAAA11", "BBBB22"), language="es"),
    Written("Un texto dice que sirve.", "opposing", "t", cites=("CCCC33",), language="es"),
    Written("Esto no es una encuesta.", "limits", language="es"),
)


def spanish_changed(place: int, **changes) -> list[Check]:
    return checks_of(*(replace(s, **changes) if i == place else s for i, s in enumerate(EN_ESPANOL)))


def test_a_good_summary_in_spanish_passes() -> None:
    assert checks_of(*EN_ESPANOL) == []


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Muchos textos cuentan un error (2 de 3).", Check.SHARE), ("Algunas personas cuentan un error (2 de 3).", Check.SHARE),
        ("Unos pocos textos cuentan un error (2 de 3).", Check.SHARE), ("La mayor parte de los textos cuenta un error.", Check.SHARE),
        ("Tres textos cuentan un error.", Check.PLURAL),
        ("Sin perjuicio de las consideraciones institucionales, las tecnologías de identificación necesitan autorización legislativa.", Check.GRADE),
    ],
)  # fmt: skip
def test_a_spanish_sentence_fails_the_same_checks(text: str, check: Check) -> None:
    """Acceptance 11: in Spanish too, words of number fit their numbers and hard sentences are refused."""
    assert spanish_changed(0, text=text) == [check]


def test_a_plural_spanish_finding_with_one_text_fails() -> None:
    assert spanish_changed(0, text="Los textos cuentan un error.", cites=("AAAA11",)) == [Check.PLURAL]
    assert spanish_changed(0, text="La mayoría cuenta un error (1 de 3).", cites=("AAAA11",)) == [Check.PLURAL, Check.SHARE]


def test_thousands_may_be_grouped_as_the_language_does() -> None:
    assert Written("1.204 de 2.000", "number", language="es").holds(1204) and Written("1,204 of 2,000", "number").holds(1204)
    assert Written("1204", "number", language="es").holds(1204) and not Written("11.204", "number", language="es").holds(1204)


def test_the_spanish_score_is_that_of_the_published_formula() -> None:
    """206.84 − 60 × syllables per word − 1.02 × words per sentence; here 11 syllables, 8 words, 2 sentences."""
    assert fernandez_huerta("El gato come pan. La ley es clara.") == pytest.approx(206.84 - 60 * 11 / 8 - 1.02 * 4)
    assert fernandez_huerta("") == 100


@pytest.mark.parametrize(
    ("word", "count"),
    [("ley", 1), ("policía", 4), ("ciudad", 2), ("aeropuerto", 5), ("país", 2), ("guerra", 2), ("vergüenza", 3), ("que", 1), ("leer", 2), ("buey", 1),
     ("cámaras", 3), ("oír", 2), ("y", 1), ("Uruguay", 3), ("día", 2), ("caos", 2), ("averiguáis", 4), ("reconocimiento", 6), ("prohíbe", 3)],
)  # fmt: skip
def test_spanish_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_its_own_writer_cannot_approve() -> None:
    """Acceptance 11, I-55: drafter and approver differ."""
    assert checks_of(*GOOD, writers={"anna", "ines"}, approver="ines") == [Check.SECOND]


def test_an_empty_summary_fails() -> None:
    assert Check.CITES in checks_of()
