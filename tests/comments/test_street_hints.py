"""Home addresses that hold a comment, and ordinary words that do not."""

from __future__ import annotations

import pytest

from civic.comments.hints import private_data_in


@pytest.mark.parametrize("words", ["92 Stockyard Row", "418 Quarry Lane", "7 Mill Square", "12 old mill road"])
def test_a_house_number_with_a_street_is_hinted(words: str) -> None:
    assert [hint.pattern for hint in private_data_in(f"They parked before {words} all night.")] == ["street"]


@pytest.mark.parametrize("words", ["three times, 3 in a row", "4 cameras on the square", "Section 3 of the law", "2 people on the trail"])
def test_ordinary_words_are_not(words: str) -> None:
    assert private_data_in(words) == []
