"""The letters of the demonstration, and what Omar finds to do."""

from __future__ import annotations

import sqlalchemy as sa

from civic.database import db
from civic.letters.counting import counts_of
from civic.letters.models import Letter, LetterState
from civic.people.queries import account_by_email
from tests.browsing import TestBrowser


def test_two_letters_are_delivered_and_omars_waits_for_two(loaded, browser: TestBrowser) -> None:
    """I-64: signatures ever made = standing + withdrawn, per version and kind, after the whole story."""
    letters = {letter.title.split()[0]: letter for letter in db.session.scalars(sa.select(Letter))}
    assert [letters[name].state for name in ("Pass", "Rules", "Plate")] == [LetterState.DELIVERED, LetterState.DELIVERED, LetterState.OPEN]
    made = {name: [(row.made, row.standing, row.withdrawn) for row in counts_of(letter)] for name, letter in letters.items()}
    assert made["Pass"] == [(19, 18, 1), (5, 4, 1)]
    assert not any(i.address_id for name in ("Pass", "Rules") for i in letters[name].current.invitations)
    browser.sign_in(account_by_email("omar@mardenfalls.example")).open("/letters")
    assert browser.shows("4 organizations have signed of the 6 you hope for") and browser.shows("2 invitations without an answer")
    browser.click("Plate readers need a short memory").press("Remind the 2 that have not answered")
    assert browser.shows("Reminders written: 2") and browser.text.count("reminded on") == 2
