"""V8: one clock for questions, promises, appeals and held comments, on the docket's page, as a figure and as a file."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.clock import now, pretend, today
from civic.clocks import NARROW, WIDE, drawing_of, drawings_of, finding
from civic.consultation.actions import extend_invitation, hand_over, send_invitation
from civic.consultation.answers import decline, publish_answer
from civic.database import db
from civic.moderation.actions import decide_appeal, file_appeal, redact
from civic.owed import KINDS, Owed, State, in_order, owed_on
from civic.people.policy import set_policy
from civic.record.numbers import shown
from tests.browsing import TestBrowser
from tests.cast import ama, milo, office
from tests.consultation.arrange import ask, list_the_chief, the_chief
from tests.factories import make_comment, make_docket, the_clerk
from tests.outcomes.arrange import make_answered_study
from tests.outcomes.test_responses import respond

TODAY = date(2026, 10, 3)
DOCKET = SimpleNamespace(number="2026-014", title="Cameras that read faces", address="d/2026-014")
GOLDEN = Path(__file__).parent / "clocks.golden.html"


def thing(kind: str = "promise", *, what: str = "A list of systems", owner: str = "Chief of Police", since: int = -20, due: int | None = 5, closed: int | None = None, **more) -> Owed:
    def day(n):
        return None if n is None else TODAY + timedelta(days=n)

    return Owed(kind, what, owner, DOCKET, day(since), day(due), "/d/2026-014/outcome", day(closed), **more)


@pytest.mark.parametrize(
    ("given", "state", "days", "word"),
    [
        ({"due": 5}, State.OPEN, 5, "Open, 5 days left"), ({"due": 3}, State.SOON, 3, "Due in 3 days"), ({"due": 1}, State.SOON, 1, "Due in 1 day"),
        ({"due": 0}, State.SOON, 0, "Due today"), ({"due": -1}, State.OVERDUE, 1, "Overdue 1 day"), ({"due": -12}, State.OVERDUE, 12, "Overdue 12 days"),
        ({"due": None}, State.WAITING, 20, "No day set; waiting 20 days"), ({"due": -5, "closed": -5}, State.DONE, 0, "Kept"),
        ({"due": -5, "closed": -2}, State.LATE, 3, "Kept 3 days late"), ({"due": -5, "closed": -4, "kind": "question"}, State.LATE, 1, "Answered 1 day late"),
        ({"due": -5, "closed": -6, "outcome": "declined"}, State.DECLINED, 0, "Declined"), ({"due": -5, "closed": -2, "outcome": "broken"}, State.BROKEN, 3, "Broken"),
        ({"due": 5, "closed": -2, "outcome": "ended"}, State.ENDED, 0, "No longer owed"), ({"due": None, "closed": -2, "kind": "text"}, State.DONE, 0, "Published"),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_days(app, given, state, days, word) -> None:
    """I-5: nothing but the days and the day of reading decides it."""
    one = thing(**given)
    assert (one.state(TODAY), one.days(TODAY), one.word(TODAY)) == (state, days, word)


@pytest.mark.parametrize(("given", "told"), [
    ({"due": 5}, "5 left"), ({"due": 0}, "today"), ({"due": -1}, "1 late"), ({"due": None}, "20 so far"), ({"due": -5, "closed": -5}, "in time"), ({"due": -5, "closed": -2}, "3 late"),
    ({"due": -5, "closed": -2, "outcome": "broken"}, "3 late"), ({"due": -5, "closed": -6, "outcome": "declined"}, "–"), ({"due": None, "closed": -2, "kind": "text"}, "–"),
])  # fmt: skip
def test_the_column_of_days_says_what_it_counts(app, given, told) -> None:
    assert thing(**given).days_in_words(TODAY) == told


def test_every_kind_has_its_words(app) -> None:
    assert all(thing(kind, due=-5, closed=-4).word(TODAY).endswith("1 day late") for kind in KINDS)


@given(st.lists(st.tuples(st.integers(-400, 0), st.one_of(st.none(), st.integers(-300, 300)), st.one_of(st.none(), st.integers(-200, 0))), min_size=1, max_size=12))
def test_a_drawing_stays_on_its_sheet(session_app, days) -> None:
    """Every bar and line lies within the drawing, bars of one row never touch, and none vanishes."""
    with session_app.test_request_context():
        things = [thing(since=since, due=due, closed=closed) for since, due, closed in days if closed is None or closed >= since]
        for width in (WIDE, NARROW):
            for row in drawing_of(things, TODAY, width).rows:
                assert row.segments and (row.due_x is None or 0 <= row.due_x <= width)
                for segment in row.segments:
                    assert segment.width >= 3 and segment.x >= 0 and segment.x + segment.width <= width
                for one, other in zip(row.segments, row.segments[1:], strict=False):
                    assert one.x + one.width + 1.8 <= other.x


@given(st.permutations([{"due": -12}, {"due": -1}, {"due": 2}, {"due": 40}, {"due": None}, {"due": -9, "closed": -1}]))
def test_the_order_is_overdue_then_next_then_closed(rows) -> None:
    assert [(one.due, one.closed) for one in in_order(thing(**row) for row in rows)] == [
        (thing(**row).due, thing(**row).closed) for row in ({"due": -12}, {"due": -1}, {"due": 2}, {"due": 40}, {"due": None}, {"due": -9, "closed": -1})
    ]


def golden(app) -> str:
    from civic.web import page  # noqa: F401 - the filters are there

    things = in_order([
        thing("question", what="How often did you use it last year?", due=-12, first_due=TODAY - timedelta(days=20), language="en"), thing(due=2), thing(due=30, owner="Chief Information Officer"),
        thing("text", what="Put the text of the law online", due=None, owner="The sponsor's office"), thing(due=-10, closed=-4, proof="Published by the clerk"),
        thing("question", what="What would you lose?", due=-8, closed=-9, outcome="declined", language="en"),
    ])  # fmt: skip
    macro = app.jinja_env.get_template("components/clocks.html").module.clocks
    return macro(things, drawings_of(things, TODAY), finding(things), "/d/2026-014/clocks.csv") + "\n"


def test_the_figure_is_the_golden_one(app) -> None:
    """The figure contract: caption, two drawings with a role and a name, a visible table, a file. Written anew with CIVIC_WRITE_GOLDEN=1."""
    import os

    with app.test_request_context():
        drawn = golden(app)
    if os.environ.get("CIVIC_WRITE_GOLDEN"):
        GOLDEN.write_text(drawn)
    assert drawn == GOLDEN.read_text()


# --- on the docket


def clocks_page(browser: TestBrowser) -> TestBrowser:
    return browser.open("/d/2026-014/clocks")


def test_a_question_is_waiting_then_overdue_then_answered_late(app, browser: TestBrowser) -> None:
    """I-5: a question falls overdue without a job, and an answer after its day says by how much it is late."""
    invitation = ask(list_the_chief(make_docket()), days=12)
    assert clocks_page(browser).text.count("Open, 12 days left") == 6  # a row of the table and of both drawings, twice
    with pretend(now() + timedelta(days=15)):
        assert clocks_page(browser).shows("2 of 2 are overdue, the longest by 3 days (Chief of Police).")
        publish_answer(invitation, invitation.questions[0], words="Eleven times.", by=the_chief())
        decline(invitation, invitation.questions[1], reason="Open cases.", by=the_chief())
        assert clocks_page(browser).shows("Answered 3 days late") and browser.shows("Declined") and browser.shows("Nothing is overdue.")
        assert browser.open("/d/2026-014/questions").shows("Answered 3 days late")


def test_an_extension_moves_the_day_and_stays_visible(app, browser: TestBrowser) -> None:
    invitation = ask(list_the_chief(make_docket()), days=12, questions=("How often?",))
    extend_invitation(invitation, respond_by=today() + timedelta(days=20), reason="A holiday.", by=the_clerk())
    db.session.expire_all()
    assert clocks_page(browser).shows("extended from Thursday, October 15") and browser.shows("Open, 20 days left")
    assert browser.open("/d/2026-014/questions").shows("due Friday, October 23 (extended from Thursday, October 15)")


def test_an_invitation_without_questions_is_owed_too(app, browser: TestBrowser) -> None:
    entry = list_the_chief(make_docket())
    invitation = send_invitation(entry, respond_by=today() + timedelta(days=12), channel="hand", words="Tell us what you think of it.", by=the_clerk())
    assert not clocks_page(browser).shows("Say what the office thinks"), "nothing shows yet that it arrived"
    hand_over(invitation, to_whom="Front desk", evidence="", by=the_clerk())
    assert clocks_page(browser).shows("Invitation to answer: Say what the office thinks of version 1")
    publish_answer(invitation, None, words="We have no objection.", by=the_chief())
    assert clocks_page(browser).shows("Answered")


def test_a_personal_view_is_not_the_offices_answer(app) -> None:
    invitation = ask(list_the_chief(docket := make_docket()), questions=("How often?",))
    publish_answer(invitation, invitation.questions[0], words="I myself like it.", capacity="personal", by=the_chief())
    assert [one.is_open for one in owed_on(docket)] == [True]


def test_a_promise_stands_beside_the_questions(app, browser: TestBrowser) -> None:
    study = make_answered_study()
    respond(study, "promised", promise="A list of systems", owner=office("Chief Information Officer", "Technology").id, due=today() + timedelta(days=10))
    assert clocks_page(browser).shows("Promise: A list of systems") and browser.shows("Chief Information Officer")


def test_an_appeal_has_a_day_once_the_city_sets_a_number(app, browser: TestBrowser) -> None:
    """I-19 and I-5: by its tracking number only, and its day follows from the rule of the day on which it was filed."""
    docket = make_docket()
    comment = make_comment(docket, "The line 555-0142 is on every bus shelter, says Rosa.")
    appeal = file_appeal(redact(comment, [(2, 3)], by=milo()), "It is the city's own line.")
    page = clocks_page(browser)
    assert page.shows(f"Appeal: Decide the appeal about comment {shown(comment.number)}") and page.shows("No day set; waiting 0 days")
    assert not page.shows("own line") and not page.shows("Rosa")
    with pretend(now() + timedelta(days=1)):
        set_policy("appeal_decision_days", 10)
        other = file_appeal(redact(make_comment(docket, "Call 555-0199 please."), [(1, 2)], by=milo(email="m@city.example")), "Please.")
    with pretend(now() + timedelta(days=14)):
        assert clocks_page(browser).shows("Overdue 3 days") and browser.shows("No day set; waiting 14 days")
        for one in (appeal, other):
            decide_appeal(one, "upheld", "It is private.", by=ama(email=f"{one.id}@city.example"))
        assert clocks_page(browser).shows("Decision made 3 days late") and not browser.shows("Overdue")


def test_a_text_that_is_missing_counts_the_days(app, browser: TestBrowser) -> None:
    make_docket(text=None, open=False)
    with pretend(now() + timedelta(days=5)):
        assert clocks_page(browser).shows("Text of the law: Put the text of the law online") and browser.shows("No day set; waiting 5 days")


def test_a_summary_is_due_on_the_day_that_the_docket_names(app, browser: TestBrowser) -> None:
    docket = make_docket()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/settings").fill("Save", {"The summary of the comments is due": (today() + timedelta(days=6)).isoformat()})
    assert clocks_page(browser).shows("Summary: Summary of what people said") and browser.shows("Open, 6 days left")
    db.session.expire_all()
    assert docket.summary_due == today() + timedelta(days=6)


def test_nobody_owes_anything_yet(app, browser: TestBrowser) -> None:
    make_docket()
    assert clocks_page(browser).shows("Nobody owes anything on this docket yet.")
    assert browser.open("/d/2026-014").click("Who owes what").status == 200


def test_a_draft_docket_owes_nothing_to_the_public(app, browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    make_draft_docket()
    assert clocks_page(browser).status == 404 and browser.open("/d/2026-014/clocks.csv").status == 404


def test_the_file_holds_each_thing_and_no_formula(app, browser: TestBrowser) -> None:
    ask(list_the_chief(make_docket()), questions=("=HYPERLINK(1) how often?",))
    response = browser.open("/d/2026-014/clocks.csv").response
    (row,) = csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff")))
    assert row["item"] == "'=HYPERLINK(1) how often?" and (row["state"], row["days"], row["owner"]) == ("open", "12", "Chief of Police")
    assert row["evidence"].startswith("http://localhost:8000/d/2026-014/questions#q-") and row["due"] == "2026-10-15"
