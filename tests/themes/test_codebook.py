"""The codebook: themes are reworded, merged, split and retired with their history, and published."""

from __future__ import annotations

import pytest

from civic.database import Refusal
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from civic.themes.actions import merge_theme, publish_codebook, reword_theme, split_theme
from civic.themes.queries import codebook_of, rows_on, tallies, themes_about, themes_of
from tests.browsing import TestBrowser
from tests.themes.arrange import make_study


def test_themes_are_added_and_published_and_everybody_reads_them(app, browser: TestBrowser) -> None:
    study = make_study()
    assert browser.open("/d/2026-014/codebook").shows("The themes are not published yet.")
    browser.sign_in(study.analyst).open("/staff/d/2026-014/codebook")
    browser.fill("Add this theme", {"Name": "Money", "Definition": "What it costs."})
    browser.press("Publish this codebook")
    assert browser.shows("Codebook 1 is public.")
    assert browser.open("/d/2026-014/codebook").shows("What it costs.")
    assert leaf_about(codebook_of(study.docket), "codebook.published") is not None


def test_a_codebook_is_not_published_twice_unchanged(app) -> None:
    study = make_study()
    publish_codebook(study.docket, by=study.analyst)
    with pytest.raises(Refusal, match="no theme has changed since"):
        publish_codebook(study.docket, by=study.analyst)
    reword_theme(study.errors, "Errors", study.errors.definition, by=study.analyst)
    assert publish_codebook(study.docket, by=study.analyst).n == 2


def test_rewording_keeps_the_words_before(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open(f"/staff/themes/{study.errors.id}")
    browser.fill("Rename or define anew", {"reword-name": "Wrongful stops", "reword-reason": "Clearer."})
    assert browser.open(f"/staff/themes/{study.errors.id}").heading == "Wrongful stops"
    assert browser.shows("Before: “Mistakes”") and browser.shows("Clearer.")


def test_two_themes_never_share_a_name(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open("/staff/d/2026-014/codebook").fill("Add this theme", {"Name": "mistakes", "Definition": "Again."})
    assert browser.status == 422 and browser.errors == ["There is a theme with this name already."]


def test_merging_moves_the_counts_and_keeps_the_codings(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open(f"/staff/themes/{study.errors.id}")
    browser.fill("Merge into another theme", {"merge-into": study.safety.id})
    assert [(t.theme.name, t.comments) for t in tallies(study.docket)] == [("Safety", 5)]
    assert themes_about(study.comments["a"]) == [study.safety] and {row.state for row in rows_on(study.docket)} == {"coded"}
    assert browser.open(f"/staff/themes/{study.errors.id}").shows("Merged into another theme.")


def test_a_theme_is_not_merged_into_itself_or_an_ended_one(app) -> None:
    study = make_study()
    merge_theme(study.errors, study.safety, by=study.analyst)
    with pytest.raises(Refusal, match="in use"):
        merge_theme(study.safety, study.errors, by=study.analyst)


def test_a_split_sends_its_comments_back_to_be_read(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open(f"/staff/themes/{study.errors.id}")
    browser.fill("Split into new themes", {"split-parts": "Stops without a colon"})
    assert browser.status == 422 and "no colon" in browser.errors[0]
    browser.fill("Split into new themes", {"split-parts": "Stops: held by mistake\nBias: some groups more often"})
    assert [theme.name for theme in themes_of(study.docket)] == ["Safety", "Stops", "Bias"]
    assert sum(row.state == "again" for row in rows_on(study.docket)) == 3
    with pytest.raises(Refusal, match="two themes or more"):
        split_theme(study.safety, [("One", "part")], by=study.analyst)


def test_retiring_needs_a_reason(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open(f"/staff/themes/{study.safety.id}").press("Retire")
    assert browser.status == 422
    browser.fill("Retire", {"retire-reason": "Nobody wrote about it."})
    assert browser.shows("2 comments come back to be sorted.")
    assert [theme.name for theme in themes_of(study.docket)] == ["Mistakes"]


def test_a_comments_own_page_says_where_it_was_sorted_once_the_codebook_is_public(app, browser: TestBrowser) -> None:
    study = make_study()
    address = f"/c/{shown(study.comments['a'].number)}"
    assert not browser.open(address).shows("Sorted into")
    publish_codebook(study.docket, by=study.analyst)
    assert browser.open(address).shows("Sorted into: Mistakes.")
