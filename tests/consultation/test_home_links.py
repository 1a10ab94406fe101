"""An office with two invitations: each link says which docket it is about."""

from __future__ import annotations

from collections import defaultdict

from civic.consultation.answers import draft_answer, publish_drafts
from tests.browsing import TestBrowser
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import make_docket


def test_each_link_on_the_offices_page_has_words_of_its_own(app, browser: TestBrowser) -> None:
    for number, title in (("2026-014", "Cameras that read faces"), ("2026-015", "Drones over gatherings")):
        invitation = ask(list_the_chief(make_docket(number, title=title)), questions=(f"How often, {title}?", f"What would you lose, {title}?"))
        draft_answer(invitation, invitation.questions[0], by=the_chief(), position="agree", words="Twice.")
        publish_drafts(invitation, by=the_chief())
    browser.sign_in(the_chief()).open("/respond")
    assert browser.shows("Check and sign: Cameras that read faces") and browser.shows("Check and sign: Drones over gatherings")
    places = defaultdict(set)
    for link in browser.find("main").find_all("a", href=True):
        places[" ".join(link.get_text(" ").split())].add(link["href"])
    assert {words: found for words, found in places.items() if len(found) > 1} == {}
