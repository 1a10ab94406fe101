from tests.browsing import TestBrowser


def test_an_empty_city_says_that_nothing_is_open(browser: TestBrowser) -> None:
    browser.open("/")
    assert browser.status == 200
    assert browser.shows("Nothing is open today")


def test_an_unknown_address_says_what_to_do_next(browser: TestBrowser) -> None:
    browser.open("/no-such-page")
    assert browser.status == 404
    assert browser.heading == "There is no such page"


def test_the_health_page_says_only_that_the_database_answers(browser: TestBrowser) -> None:
    browser.open("/healthz")
    assert browser.response.get_json() == {"ok": True}
