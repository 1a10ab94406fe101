"""Krippendorff's alpha against the worked examples of its author, and the command that prints it."""

from __future__ import annotations

import pytest

from civic.database import db
from civic.themes.actions import code_comment
from civic.themes.agreement import alpha_of, krippendorff_alpha
from civic.themes.commands import theme
from civic.themes.compared import agreement_on
from civic.themes.queries import themes_about
from tests.cast import make_account
from tests.themes.arrange import make_study


def test_two_readers_and_yes_or_no_as_in_the_authors_first_example() -> None:
    meg, owen = "0100000000", "1110010010"
    assert krippendorff_alpha(zip(meg, owen, strict=True)) == pytest.approx(0.095, abs=0.0005)


def test_four_readers_with_missing_values_as_in_the_authors_third_example() -> None:
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[row[i] for row in rows if row[i] != "."] for i in range(12)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_full_agreement_is_one_and_nothing_to_compare_is_no_figure() -> None:
    assert krippendorff_alpha([("a", "a"), ("b", "b")]) == 1
    assert krippendorff_alpha([("a",), ()]) is None
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None


def test_units_that_are_counted_give_the_same_figure() -> None:
    units = [(True, True)] * 4 + [(True, False)] * 2 + [(False, True)] + [(False, False)] * 9
    assert alpha_of({(True, True): 4, (True, False): 2, (False, True): 1, (False, False): 9}) == krippendorff_alpha(units)


def test_a_second_reading_measures_agreement_and_changes_no_count(app) -> None:
    study = make_study()
    other = make_account("Second Reader")
    for key, themes in {"a": [study.errors], "b": [study.errors], "d": [study.errors]}.items():
        code_comment(study.comments[key], themes, second=True, by=other)
    found = agreement_on(study.docket)
    assert found.comments == 3 and found.readable == 6 and found.alpha == pytest.approx(1 - 44 / 72)
    assert themes_about(study.comments["d"]) == [study.safety]


def test_the_command_says_the_figure_or_that_there_is_none(app) -> None:
    study = make_study()
    db.session.commit()
    runner = app.test_cli_runner()
    assert "No figure yet: 0 of 6" in runner.invoke(theme, ["agreement", "2026-014"]).output
    other = make_account("Second Reader")
    for key, themes in {"a": [study.errors], "d": [study.safety]}.items():
        code_comment(study.comments[key], themes, second=True, by=other)
    db.session.commit()
    assert "alpha 1.00, from 2 of 6" in runner.invoke(theme, ["agreement", "2026-014"]).output
