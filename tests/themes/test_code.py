"""Sorting comments: the grid page by page, one at a time, and the second reading."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from civic.comments.actions import Words, change_comment, withdraw_comment
from civic.database import Refusal, db
from civic.record.models import Event
from civic.record.numbers import shown
from civic.themes.actions import code_comment
from civic.themes.models import Sorting
from civic.themes.queries import coding_of, rows_on, tallies, themes_about
from civic.themes.sorting import left_for
from tests.browsing import TestBrowser
from tests.cast import chen, make_account
from tests.factories import make_comment
from tests.themes.arrange import make_study


def test_an_analyst_sorts_a_page_of_the_grid_without_javascript(app, browser: TestBrowser) -> None:
    study = make_study(code=False)
    a, f = study.comments["a"], study.comments["f"]
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code")
    assert browser.shows("6 of 6 readable comments are still to be sorted")
    browser.fill("Save this page", {f"theme-{a.number}": [study.errors.id], f"asks-{a.number}": "1", f"none-{f.number}": "1"})
    assert browser.shows("2 comments saved.") and browser.shows("4 of 6 readable comments are still to be sorted")
    assert themes_about(a) == [study.errors] and coding_of(a).asks_change and themes_about(f) == []
    assert db.session.query(Event).filter_by(kind="coding.done").count() == 2


def test_themes_together_with_no_theme_fits_are_refused_and_nothing_is_lost(app, browser: TestBrowser) -> None:
    study = make_study(code=False)
    a, b = study.comments["a"], study.comments["b"]
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code")
    browser.fill("Save this page", {f"theme-{a.number}": [study.errors.id], f"none-{a.number}": "1", f"theme-{b.number}": [study.safety.id]})
    assert browser.status == 422 and "Choose one of the two" in browser.errors[0]
    assert browser.find(f"input[name='theme-{b.number}'][value='{study.safety.id}']").has_attr("checked")
    assert coding_of(b) is None


def test_saving_a_page_again_writes_no_second_event(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code?state=all").press("Save this page")
    assert browser.shows("Nothing was changed: a comment is saved when")


def test_unticking_all_of_a_sorted_comment_is_refused_in_words(app, browser: TestBrowser) -> None:
    study = make_study()
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code?state=coded")
    first = browser.find("input[name=row]")["value"]
    browser.post("/staff/d/2026-014/code?state=coded", row=first)
    assert browser.status == 422 and "is sorted, and nothing is ticked for it now" in browser.errors[0]


def test_a_theme_shows_all_its_comments_and_an_empty_list_says_so(app, browser: TestBrowser) -> None:
    study = make_study(code=False)
    browser.sign_in(study.analyst).open(f"/staff/d/2026-014/code?theme={study.errors.id}")
    assert browser.find("#state option[selected]")["value"] == "all" and browser.shows("No comment here.")


def test_one_at_a_time_leads_to_the_next_and_ends_in_all_coded(app, browser: TestBrowser) -> None:
    study = make_study(code=False)
    browser.sign_in(study.analyst).open("/staff/d/2026-014/code/next")
    for n in range(6):
        assert browser.heading.startswith("Sort comment")
        browser.fill("Save and next", {"theme": [study.errors.id]})
        assert browser.shows("Saved: ") and browser.shows(f"{5 - n} of 6 readable comments") == (n < 5)
    assert browser.heading == "All coded" and "still to be sorted" not in browser.text
    assert tallies(study.docket)[0].texts == 6


def test_an_empty_choice_is_refused(app, browser: TestBrowser) -> None:
    study = make_study(code=False)
    browser.sign_in(study.analyst).open(f"/staff/comments/{shown(study.comments['a'].number)}/code").press("Save and next")
    assert browser.status == 422 and browser.errors == ["Choose a theme, or “No theme fits”."]


def test_the_second_reader_does_not_see_the_first_reading(app, browser: TestBrowser) -> None:
    study = make_study()
    other = make_account("Second Reader", *study.analyst.role_names)
    address = f"/staff/comments/{shown(study.comments['a'].number)}/code?second=1"
    browser.sign_in(other).open(address)
    assert not browser.page.select("input[checked]")
    browser.fill("Save and next", {"theme": [study.safety.id]})
    assert browser.shows(f"Saved: {shown(study.comments['a'].number)}.")
    for waits in (0, 2):  # one reading made, and so many that wait
        db.session.execute(sa.update(Sorting).values(first_reader_id=None))
        db.session.execute(sa.update(Sorting).where(Sorting.comment_id.in_([study.comments[key].id for key in "bc"[:waits]])).values(first_reader_id=study.analyst.id))
        assert left_for(study.docket, other, second=True) == (waits, waits + 1)
    assert coding_of(study.comments["a"], counts=False).themes == [study.safety] and themes_about(study.comments["a"]) == [study.errors]
    with pytest.raises(Refusal, match="another person"):
        code_comment(study.comments["b"], [], second=True, by=study.analyst)


def test_an_edited_comment_is_read_again_and_a_withdrawn_one_leaves_the_counts(app) -> None:
    study = make_study()
    change_comment(study.comments["a"], Words("I was wrong about that day."))
    assert [row.state for row in rows_on(study.docket) if row.face.number == study.comments["a"].number] == ["again"]
    withdraw_comment(study.comments["b"])
    assert themes_about(study.comments["b"]) == []
    assert {tally.theme.name: tally.texts for tally in tallies(study.docket)} == {"Mistakes": 2, "Safety": 2}


def test_copies_count_as_comments_but_not_as_texts(app) -> None:
    study = make_study()
    code_comment(make_comment(study.docket, "a wrong match can ruin a life in one day"), [study.errors], by=study.analyst)
    (mistakes,) = [tally for tally in tallies(study.docket) if tally.theme is study.errors]
    assert (mistakes.comments, mistakes.texts, mistakes.copies) == (4, 3, 1)
    assert (mistakes.supporting, mistakes.opposing, mistakes.others) == (2, 1, 0)


def test_waiting_comments_are_on_the_analysts_desk_only(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    study = make_study(code=False)
    assert browser.sign_in(study.analyst).open("/staff").shows("6 comments to sort into themes")
    assert another_browser.sign_in(chen()).open("/staff/d/2026-014/code").status == 403
