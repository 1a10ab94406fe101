"""Passages that change: found between two wordings, worked in again exactly, and refused where they no longer stand once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civic.dockets.amending import DoesNotFit, amended, changes_in, passages

WORDS = st.lists(st.sampled_from(["no", "department", "may", "use", "it", "once", "a", "year.", "\n\n", "(a)"]), max_size=14).map(" ".join)


def piece(text: str, wid: str = "sec_1") -> SimpleNamespace:
    return SimpleNamespace(wid=wid, kind="section", number="1", heading="Use", text=text)


@given(before=WORDS.filter(str.strip), after=WORDS)
@example(before="a a a a", after="a a b a a")
@example(before="once a year", after="")
@example(before="no no no", after="no no no no")
def test_passages_worked_into_the_old_words_give_the_new_ones(before: str, after: str) -> None:
    changes = changes_in([piece(before)], {"sec_1": after})
    worked = amended({"sec_1": before}, changes)["sec_1"]
    assert worked.split() == after.split()
    assert all(change["before"] for change in changes)
    for old, _new in passages(before, before):
        raise AssertionError(f"nothing changed, but {old!r} is said to change")


def test_only_what_changes_is_replaced_so_that_two_amendments_can_stand_beside_each_other() -> None:
    text = "Each department reports once a year. The clerk publishes the report within seven days."
    first = changes_in([piece(text)], {"sec_1": text.replace("once a year", "twice a year")})
    second = changes_in([piece(text)], {"sec_1": text.replace("seven", "three")})
    assert amended({"sec_1": text}, [*first, *second])["sec_1"] == "Each department reports twice a year. The clerk publishes the report within three days."


def test_words_that_stand_twice_take_their_neighbors_along() -> None:
    text = "A fee of ten dollars. A fine of ten dollars."
    changes = changes_in([piece(text)], {"sec_1": "A fee of ten dollars. A fine of twenty dollars."})
    assert text.count(changes[0]["before"]) == 1 and "fine" in changes[0]["before"]


def test_white_space_around_a_piece_stays() -> None:
    changes = changes_in([piece("\n\n(a) Once a year.\n\n")], {"sec_1": "(a) Twice a year."})
    assert amended({"sec_1": "\n\n(a) Once a year.\n\n"}, changes)["sec_1"] == "\n\n(a) Twice a year.\n\n"


def test_a_piece_can_be_struck_whole() -> None:
    changes = changes_in([piece("(b) Gone.\n")], {"sec_1": "  "})
    assert amended({"sec_1": "(b) Gone.\n"}, changes)["sec_1"] == ""


@pytest.mark.parametrize(("texts", "times"), [({"sec_1": "Each month."}, 0), ({"sec_1": "Once a year. Once a year."}, 2), ({}, None)])
def test_a_change_that_does_not_fit_any_more_says_which_words(texts: dict[str, str], times: int | None) -> None:
    changes = [{"wid": "sec_1", "name": "1 Use", "before": "Once a year.", "after": "Twice a year."}]
    with pytest.raises(DoesNotFit) as misfit:
        amended(texts, changes)
    assert (misfit.value.times, misfit.value.words, misfit.value.name) == (times, "Once a year.", "1 Use")
