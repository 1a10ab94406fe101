"""Words as the search sees them: folded, cut to stems, and asked of the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.search.words import LONGEST, Reading, Term, fold, forms, parsed, stem, tokens


@pytest.mark.parametrize(
    ("typed", "text", "language", "found"),
    [
        ("camera", "Two cameras face my door.", "en", True),
        ("CAMERAS", "one camera", "en", True),
        ("vigilancia", "La vigiláncia crece.", "es", True),
        ("cámaras", "No quiero una cámara aquí.", "es", True),
        ("camera", "Los camarones son ricos.", "es", False),
        ("gobierno", "El Gobierno decide", "es", True),
        ("cadaan", "Cadaan waa midab.", "so", True),
        ("don't", "I dont agree", "en", True),
        ('"face recognition"', "Recognition of a face", "en", False),
        ('"face recognition"', "Ban face recognition now", "en", True),
        ('"face recognitions"', "Ban face recognition now", "en", False),
        ("face -drones", "faces and a drone", "en", False),
        ("face -police", "faces and a drone", "en", True),
        ("plate reader", "The reader of plates", "en", True),
        ("well-known", "a well known fact", "en", True),
        ("well-known", "known well", "en", False),
        ("año", "Este an\u0303o no.", "es", True),
        ("nino", "Los niños juegan.", "es", True),
        ("strasse", "In der Straße", "de", True),
        ("Straße", "in der STRASSE", "de", True),
        ("lodz da nang", "Łódź i Đà Nẵng", "pl", True),
        ("ma'aha", "Waa ma’aha, maʼaha.", "so", True),
        ("don´t", "We don't", "en", True),
        ("kaameerooyinka", "Kaameerooyinka waddada", "so", True),
        ("koob yees duab", "Peb tsis xav tau koob yees duab.", "hmn", True),
        ("koobs", "koob", "hmn", True),
        ("監視", "監視カメラに反対します。", "zh", True),
        ("カメラ", "監視カメラに反対します。", "ja", True),
        ("視監", "監視カメラに反対します。", "zh", False),
        ("카메라", "감시카메라를 반대합니다", "ko", True),
        ("ระวัง", "การเฝ้าระวัง", "th", True),
        ("مراقبة", "لا مُراقَبة", "ar", True),
        ("निगरानी", "यह निगरानी है", "hi", True),
        ("41.120(b)", "See § 41.120(b).", "en", True),
        ("41.120(b)", "See § 41.120 (b)(2).", "en", True),
        ("41.120(b)", "See § 41.120(a), and (b).", "en", False),
        ("§ 41.120", "in 41.120(b)", "en", True),
        ("41.12", "in 41.120(b)", "en", False),
        ("surveillance", "sur\u00adveillance", "en", True),
        ("face-recognition", "face recognition", "en", True),
    ],
)
def test_what_is_typed_fits_or_does_not(typed: str, text: str, language: str, found: bool) -> None:
    assert Reading(text, language).fits(parsed(typed)) is found


@given(st.text(max_size=400))
def test_nothing_that_can_be_typed_is_an_error_and_every_token_is_letters_and_digits(typed: str) -> None:
    query = parsed(typed)
    assert all(word.isalnum() and word == word.casefold() for term in query.terms for word in term.words)
    assert len(query.terms) <= 12 and all(term.words for term in query.terms)


@given(st.text(max_size=300), st.sampled_from(["en", "es", "so"]))
def test_every_word_of_a_text_finds_it_and_stands_where_it_is_marked(text: str, language: str) -> None:
    for token in tokens(text):
        query = parsed(text[token.start : token.end][:LONGEST])
        if query.wanted == (Term((token.word,)),):
            assert Reading(text, language).fits(query)
            assert (token.start, token.end) in Reading(text, language).hits(query)


def test_folding_takes_case_accents_and_apostrophes_away_and_nothing_else() -> None:
    assert [fold(word) for word in ("Peñaflor’s", "STRASSE", "straße", "Niño", "4th")] == ["penaflors", "strasse", "strasse", "nino", "4th"]


def test_a_word_in_a_query_has_a_stem_for_each_language() -> None:
    assert forms("cameras") == {"cameras", "camer", "camera"} and forms("camaras") == {"camaras", "camar", "camara"}


@pytest.mark.parametrize(
    ("one", "many", "language"),
    [("camera", "cameras", "en"), ("agency", "agencies", "en"), ("church", "churches", "en"), ("box", "boxes", "en"), ("case", "cases", "en"),
     ("camara", "camaras", "es"), ("calle", "calles", "es"), ("ley", "leyes", "es"), ("mes", "meses", "es"), ("luz", "luces", "es"), ("nino", "ninas", "es")],
)  # fmt: skip
def test_one_and_many_have_one_stem(one: str, many: str, language: str) -> None:
    assert stem(one, language) == stem(many, language)


@pytest.mark.parametrize(("word", "other", "language"), [("camas", "camaras", "es"), ("bus", "bu", "en"), ("glass", "glas", "en"), ("casa", "casos", "so")])
def test_other_words_keep_apart(word: str, other: str, language: str) -> None:
    assert stem(word, language) != stem(other, language)


def test_letters_without_gaps_are_marked_as_one_and_other_words_one_by_one() -> None:
    text = "反対します。監視カメラに反対"
    assert [text[start:end] for start, end in Reading(text, "ja").hits(parsed("監視カメラ"))] == ["監視カメラ"]
    assert len(Reading("no more cameras", "en").hits(parsed('"more cameras"'))) == 2
