"""What a resident who searches reads: each state says what was looked for and where to go on."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from civic.dockets.models import Docket
from civic.dockets.naming import names_of
from civic.record.numbers import shown
from civic.search.keeping import take_in
from civic.search.words import LONGEST, MOST_TERMS, Term, parsed
from tests.browsing import TestBrowser
from tests.factories import make_comment, make_docket

pytestmark = pytest.mark.usefixtures("app")


def docket_with(*comments: str, **more: str) -> Docket:
    docket = make_docket()
    for words in comments:
        make_comment(docket, words, **more)
    take_in()
    return docket


def look(browser: TestBrowser, docket: Docket, typed: str, **more: str) -> TestBrowser:
    return browser.open(f"/d/{docket.number}/comments/search?{urlencode({'q': typed} | more)}")


def test_a_long_text_is_never_cut_inside_a_word_and_the_page_says_that_only_its_beginning_counts(browser: TestBrowser) -> None:
    typed = "police " * 60
    assert typed[LONGEST - 1] != " " and parsed(typed).terms == (Term(("police",)),)
    docket = docket_with("Police at the bus stop.")
    assert look(browser, docket, typed.strip()).shows("1 comment holds these words.") and browser.shows("only its beginning was looked for")
    assert browser.page.find("input", id="q")["value"] == typed.strip()
    assert not look(browser, docket, "police").shows("only its beginning")


def test_more_words_than_are_looked_for_are_told(browser: TestBrowser) -> None:
    words = [f"w{n}" for n in range(MOST_TERMS)]
    docket = docket_with(" ".join(words))
    assert not look(browser, docket, " ".join(words)).shows("only its beginning")
    assert look(browser, docket, " ".join([*words, "more"])).shows("only its beginning was looked for")


def test_each_word_that_alone_finds_something_is_one_press_away(browser: TestBrowser) -> None:
    docket = docket_with("The police came.", "A camera.")
    look(browser, docket, "police zeppelin", order="best")
    assert browser.shows("“zeppelin” alone: 0 comments") and not browser.page.find("a", string="“zeppelin” alone: 0 comments")
    assert browser.click("“police” alone: 1 comment").shows("1 comment holds these words.")
    assert browser.page.find("option", selected=True)["value"] == "best"


def test_words_in_a_row_that_stand_nowhere_can_be_looked_for_in_any_order(browser: TestBrowser) -> None:
    docket = docket_with("The council asked the police.")
    assert look(browser, docket, '"police council"').shows("No public comment holds all of these words.")
    assert browser.click("The same words in any order").shows("1 comment holds these words.")


@pytest.mark.parametrize(("typed", "name"), [("2", "2"), ("§ 2", "2"), ("Section 2(a)", "2 (a)"), ("2 (a)", "2 (a)"), ("2(z)", "2")])
def test_the_number_of_a_section_leads_to_its_words_and_its_comments(browser: TestBrowser, typed: str, name: str) -> None:
    docket = make_docket()
    names = names_of(docket.current_version.provisions)
    make_comment(docket, "I said so.", sections=(next(wid for wid, one in names.items() if one == name),))
    look(browser, docket, typed)
    assert browser.shows("No public comment holds all of these words.") and not browser.shows("The same words in any order")
    assert browser.click("See 1 comment on this section").shows("I said so.") and browser.heading == "What people say"
    assert look(browser, docket, typed).click(f"Read section {name}").status == 200 and browser.address.startswith("/d/2026-014/text/s/")


@pytest.mark.parametrize("typed", ["41.120", "2 cameras", "99", "camera"])
def test_one_thing_that_stands_nowhere_has_no_other_order_and_is_no_section(browser: TestBrowser, typed: str) -> None:
    docket = make_docket()
    for address in (f"/d/{docket.number}/comments/search", "/search"):
        browser.open(f"{address}?{urlencode({'q': typed})}")
        assert browser.shows("What you can try") and not browser.shows("The same words in any order") and not browser.shows("Read section")


@pytest.mark.parametrize("typed", ["📷", "*", '"', "- -"])
def test_signs_without_a_word_are_not_taken_for_nothing(browser: TestBrowser, typed: str) -> None:
    docket = docket_with("A camera.")
    assert look(browser, docket, typed).shows("There is no word in what you typed.")
    assert not look(browser, docket, "  ").shows("There is no word in what you typed.")


@pytest.mark.parametrize(("typed", "plain"), [("police AND camera", "police camera"), ("camera NOT police", "camera -police"), ("camera AND NOT police", "camera -police")])
def test_operators_are_explained_and_put_in_this_searchs_own_way(browser: TestBrowser, typed: str, plain: str) -> None:
    docket = docket_with("A camera for the police.", "A camera for the library.")
    assert look(browser, docket, typed).shows("AND, OR and NOT are words to find here, like any other.")
    assert browser.click(f"Look for: {plain}").shows("1 comment holds these words.") and not browser.shows("like any other")


@pytest.mark.parametrize("typed", ["STOP AND SEARCH", "police and camera", "AND", '"police AND camera"'])
def test_words_are_not_taken_for_operators(browser: TestBrowser, typed: str) -> None:
    assert not look(browser, docket_with("A camera."), typed).shows("like any other")


def test_a_tracking_number_leads_to_its_comment(browser: TestBrowser) -> None:
    docket = make_docket()
    number = shown(make_comment(docket, "A camera.").number)
    assert look(browser, docket, number.lower()).click(f"Go to comment {number}").heading.startswith(f"Comment {number}")
    assert not look(browser, docket, "7K3M-Q2").shows("Go to comment")


def test_with_other_choices_the_page_says_how_many_fit(browser: TestBrowser) -> None:
    docket = docket_with("Cameras help.", "Cameras help me.", stance="support")
    make_comment(docket, "Cameras hurt.", stance="oppose")
    take_in()
    assert look(browser, docket, "cameras", stance="support").shows("3 comments hold these words. 2 of them fit your other choices.")


def test_from_a_later_page_one_press_leads_to_the_first(browser: TestBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civic.search.queries.PAGE", 2)
    docket = docket_with("Camera one.", "Camera two.", "Camera three.", stance="support")
    assert not look(browser, docket, "camera", stance="support").shows("The first page")
    browser.click("Next 2")
    look(browser, docket, "camera", stance="support", after="1")
    assert browser.shows("There are no more comments with these words.") and not browser.shows("What you can try")
    assert browser.click("The first page").shows("3 comments hold these words.") and "stance=support" in browser.address
