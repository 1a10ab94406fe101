"""What everybody sees of moderation: the two sides compared, ways and languages, second readings."""

from __future__ import annotations

import csv
import io

import pytest

from civic.clock import today
from civic.comments.models import Channel
from civic.moderation.actions import propose, publish, redact
from civic.moderation.fairness import Group, compare
from civic.moderation.numbers import numbers
from civic.moderation.quarterly import quarters
from tests.browsing import TestBrowser
from tests.cast import milo, mona
from tests.factories import make_comment, make_docket, the_clerk
from tests.moderation.test_appeals import own_comment

pytestmark = pytest.mark.usefixtures("app")


def test_the_published_numbers_point_at_a_reader_who_hides_one_side(browser: TestBrowser) -> None:
    """I-39: from decisions to the page and its file; the file alone gives the same comparison."""
    docket, biased, fair = make_docket(), milo(), mona()
    for n in range(36):
        comment = make_comment(docket, f"Advertising or not, number {n}.", stance="oppose" if n % 2 else "support")
        (propose(comment, "S1", by=biased) if n % 2 else publish(comment, by=biased)) if n < 24 else publish(comment, by=fair)
    rows = dict(quarters()[0].readers)
    pointed = [letter for letter, comparison in rows.items() if letter and comparison.asks_for_a_look]
    assert len(rows) == 3 and len(pointed) == 1 and rows[pointed[0]].points == 100.0 and rows[""].asks_for_a_look
    browser.open("/how/moderation")
    assert browser.shows("Against 100.0 points more") and browser.shows("Look") and browser.shows("No sign")
    browser.open("/how/moderation-sides.csv")
    published = list(csv.DictReader(io.StringIO(browser.response.get_data(as_text=True))))
    cell = {row["stance"]: (int(row["judged"]), int(row["hidden_or_withheld"])) for row in published if row["reader"] == pointed[0]}
    assert compare([Group(*cell["support"], *cell["oppose"])]) == rows[pointed[0]]


def test_ways_and_languages_are_compared(browser: TestBrowser) -> None:
    docket, one = make_docket(), milo()
    redact(own_comment(docket), [(2, 3)], by=one)
    publish(make_comment(docket, "Buen plan.", language="es", channel=Channel.PHONE, by=the_clerk(), received_on=today()), by=one)
    quarter = quarters()[0]
    assert [(share.key, share.read, share.hidden) for share in quarter.channels] == [("phone", 1, 0), ("web", 1, 1)]
    assert [(share.key, share.read, share.hidden) for share in quarter.languages] == [("en", 1, 1), ("es", 1, 0)]
    browser.open("/how/moderation")
    assert browser.shows("2026 Q4 by the way a comment came") and browser.shows("100.0%")
    assert "language,es,1,0" in browser.open("/how/moderation-ways.csv").response.get_data(as_text=True)


def test_second_readings_are_drawn_ones_and_count_who_agreed() -> None:
    docket, first, second = make_docket(), milo(), mona()
    drawn = [make_comment(docket, f"Number {n}.") for n in range(6)]
    for n, comment in enumerate(drawn):
        comment.face.shuffle_key = 20 if n < 3 else 21  # one in twenty is drawn by this random number
        publish(comment, by=first)
    publish(drawn[0], by=second)
    redact(drawn[1], [(0, 1)], by=second)
    publish(drawn[2], by=first)  # the same person again is no second reading
    publish(drawn[3], by=second)  # not drawn
    assert (numbers().second_readings, numbers().second_agree) == (2, 1)
