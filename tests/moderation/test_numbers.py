"""What everybody sees of moderation: the two sides compared, ways and languages, second readings."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa

from civic.clock import today
from civic.comments.models import Channel
from civic.database import db
from civic.moderation.actions import decide_appeal, file_appeal, propose, publish, redact
from civic.moderation.counting import differences, recount, regrouped, tally
from civic.moderation.fairness import Group, compare
from civic.moderation.models import Appeal, CountedStance, Decision, DecisionCount, SecondReading
from civic.moderation.numbers import numbers
from civic.moderation.quarterly import quarters
from civic.moderation.undoing import undo
from tests.browsing import TestBrowser
from tests.cast import ama, milo, mona
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
    assert differences() == []


def test_the_kept_counts_follow_whoever_changes_a_row() -> None:
    """Rows that change by hand, in every column that counts, are counted as what they are then."""
    docket, one, other = make_docket(), milo(), mona()
    comment = own_comment(docket, "Call me at 555-0142.", stance="support")
    decision = redact(comment, [(2, 3)], by=one)
    file_appeal(decision, "Look again, please.")
    publish(make_comment(docket, "Good.", stance="oppose"), by=one)
    undo(redact(make_comment(docket, "Better."), [(0, 1)], by=one), by=other)
    publish(comment, by=other)
    db.session.flush()
    assert differences() == [] and sum(row.n for row in tally().decisions) == 4
    for model, values in (
        (Decision, {"day": today().replace(month=1)}), (Decision, {"hint": "phone"}), (Decision, {"code": "P2"}), (Decision, {"waited_since": today().replace(day=1)}),
        (CountedStance, {"stance": "neutral"}), (Appeal, {"state": "withdrawn"}), (Decision, {"state": "dropped"}), (Decision, {"state": "taken", "action": "leave"}),
    ):  # fmt: skip
        db.session.execute(sa.update(model).values(**values))
        assert differences() == [], values
    comment.face.language, comment.face.shuffle_key = "es", 40
    db.session.flush()
    assert differences() == [] and {row.language for row in tally().waits} == {"en", "es"} and tally().second_readings == 1
    db.session.execute(sa.delete(CountedStance))
    db.session.execute(sa.delete(Appeal))
    assert differences() == [] and {row.stance for row in tally().decisions} == {""}
    db.session.execute(sa.delete(Decision).where(Decision.n == 2))
    assert differences() == [] and tally().second_readings == 0
    db.session.execute(sa.delete(Decision))
    assert tally() == regrouped() and not tally().decisions and not tally().waits


def test_counts_that_went_wrong_are_named_and_put_right(browser: TestBrowser) -> None:
    docket, one = make_docket(), milo()
    decision = redact(own_comment(docket), [(2, 3)], by=one)
    file_appeal(decision, "Look again, please.")
    decide_appeal(decision.appeal, "upheld", "Read again.", by=ama())
    db.session.execute(sa.update(DecisionCount).where(DecisionCount.count == 1).values(count=7))
    db.session.add(SecondReading(comment_id=decision.comment_id, agrees=True))
    db.session.flush()
    assert [line.split("\t")[-1] for line in differences()] == ["kept 7, found 1", "kept 1, found 0", "kept 1, found 0"]
    recount()
    assert differences() == [] and numbers().decisions == 1 and numbers().by_outcome["upheld"] == 1
