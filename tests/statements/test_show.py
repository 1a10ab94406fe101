"""The frozen statement as page, as data and on paper: pinned, complete, its figures add up, and it shows what changed."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.clock import now, pretend, today
from civic.comments.actions import withdraw_comment
from civic.database import db
from civic.outcomes.actions import publish_response, start_correction
from civic.people.policy import set_policy
from civic.record.numbers import shown
from civic.statements.actions import change_issue
from civic.statements.differences import differences
from civic.statements.queries import statement_of
from tests.browsing import TestBrowser
from tests.consultation.arrange import decide
from tests.factories import make_docket, the_clerk
from tests.statements.arrange import freeze, make_story, raise_issue, source

pytestmark = pytest.mark.usefixtures("app")


def test_nothing_is_frozen_yet(browser: TestBrowser) -> None:
    make_docket()
    assert browser.open("/d/2026-014/statement").shows("No statement is frozen yet.") and browser.click("Who was asked").status == 200
    assert browser.open("/d/2026-014/statement@1").status == 404 and browser.open("/d/2026-014/statement@1.json").status == 404
    assert browser.open("/d/2026-014/statement@1.pdf").status == 404


def test_it_says_who_how_when_on_which_version_what_and_what_was_done(browser: TestBrowser) -> None:
    told = make_story(letter=True)
    raise_issue(told)
    raise_issue(told, source(told.docket, f"comment-{told.study.comments['b'].number}"), point="No wrong matches", quotes=["A wrong match can ruin a life in one day."], unanswered="Not taken up.")
    freeze(told)
    page = browser.open("/d/2026-014/statement")
    assert page.shows("1 office or group was on the list") and page.shows("2 issues were raised: 1 with a response, 1 listed as unanswered.")
    assert page.shows("Invited Saturday, October 3, 2026 on version 2 (By hand).") and page.shows("Arrived Saturday, October 3, 2026.")
    assert page.shows("Comments were open from Friday, October 2, 2026") and page.shows("Letter “Close the side doors” by Open Streets Coalition")
    assert page.shows("A1-1 · Count telephone calls") and page.shows("Write down telephone calls too.") and page.shows("The chief asked for it.")
    assert page.shows("I1-1 · No wrong matches") and page.shows("A wrong match can ruin a life in one day.") and page.shows("Unanswered Not taken up.")
    assert page.shows("Chief of Police, question 2: What would you lose? No answer yet; due Thursday, October 15, 2026.")
    assert page.shows(told.docket.versions[0].digest.hex()) and page.shows(statement_of(told.docket).digest.hex())
    assert page.shows("The council had not decided when this was frozen.") and page.shows("Main point without a response: Safety")
    assert browser.open(f"/c/{shown(told.study.comments['b'].number)}").shows("Issue I1-1 of the consultation statement: No wrong matches.")
    for address in ("/d/2026-014/ledger", "/d/2026-014/outcome", "/d/2026-014"):
        assert browser.open(address).click("Consultation statement").heading == "Consultation statement"
    assert browser.open("/data").click("Consultation statement 1 (JSON)").response.mimetype == "application/json"


def test_after_the_vote_it_holds_the_verdict_and_its_sentence(browser: TestBrowser) -> None:
    """I-44: the verdict in a statement is the computed one; nobody writes it."""
    told = make_story()
    raise_issue(told)
    with pretend(now() + timedelta(days=14)):
        decide(told.docket, seats=13)
        freeze(told)
        page = browser.open("/d/2026-014/statement")
    (line,) = statement_of(told.docket).content["roster"]
    assert line["verdict"] == "ASKED_AND_ANSWERED" and page.shows("Asked and answered") and page.shows(line["sentence"]["en"])
    assert page.shows("passed 13–0. Voted on version 2.")
    assert line["sentence"]["en"] in browser.open("/d/2026-014/ledger").text


def test_the_page_of_a_frozen_statement_stays_as_it_was(browser: TestBrowser) -> None:
    """I-1 and I-5: what happens later changes neither the words nor the figures of a frozen statement."""
    told = make_story()
    raise_issue(told)
    freeze(told)
    before = browser.open("/d/2026-014/statement@1").text
    with pretend(now() + timedelta(days=30)):
        publish_response(start_correction(told.response, by=the_clerk()), by=the_clerk())
        assert browser.open("/d/2026-014/statement@1").text == before


def test_a_reissue_shows_what_changed(browser: TestBrowser) -> None:
    told = make_story()
    issue = raise_issue(told, unanswered="Not taken up yet.")
    freeze(told)
    with pretend(now() + timedelta(days=3)):
        change_issue(issue, point=issue.point, quotes=["Write down telephone calls too."], response=told.response.issue, by=the_clerk())
        browser.sign_in(the_clerk()).open("/staff/d/2026-014/statement").fill("Freeze statement 2", {"What changed": "Version 2 covers it, which we had overlooked."})
        assert browser.shows("What changed since statement 1") and browser.shows("Version 2 covers it, which we had overlooked.")
        changed = browser.find("#changed-h").find_parent("section")
        assert [" ".join(h.get_text().split()) for h in changed.find_all("h3")] == ["A1-1"] and changed.find("del") and "Not taken up yet." in changed.find("del").get_text()
        old = browser.click("Read statement 1")
    assert old.shows("This is statement 1. A later one took its place.") and old.shows("Not taken up yet.")
    assert old.click("Read statement 2").shows("Statement 2, frozen Tuesday, October 6, 2026.")


def test_the_data_file_is_what_the_fingerprint_is_of(browser: TestBrowser) -> None:
    told = make_story()
    raise_issue(told)
    statement = freeze(told)
    response = browser.open("/d/2026-014/statement@1.json").response
    assert hashlib.sha256(response.data).hexdigest() == statement.digest.hex() and response.mimetype == "application/json"
    assert json.loads(response.data)["issues"][0]["quotes"][0]["words"] == "Write down telephone calls too."


def test_withdrawn_words_are_shown_no_more(browser: TestBrowser) -> None:
    told = make_story()
    raise_issue(told)
    comment = told.study.comments["b"]
    raise_issue(told, source(told.docket, f"comment-{comment.number}"), quotes=["A wrong match can ruin a life in one day."])
    freeze(told)
    withdraw_comment(comment)
    page = browser.open("/d/2026-014/statement")
    assert not page.shows("ruin a life") and page.shows("These words are not public any more, or their author changed them.")


def test_the_figures_add_up() -> None:
    """I-64: issues = answered + unanswered; questions = answered + declined + waiting + overdue."""
    told = make_story()
    raise_issue(told)
    raise_issue(told, point="Say how often", quotes=["We used it eleven times."], unanswered="It tells.")
    with pretend(now() + timedelta(days=20)):
        n = freeze(told).content["counts"]
    assert n["issues"] == n["issues_answered"] + n["issues_unanswered"] == 2
    assert n["questions"] == sum(n[f"questions_{state}"] for state in ("answered", "declined", "waiting", "overdue")) == 2 and n["questions_overdue"] == 1


def test_it_is_in_spanish_for_readers_of_spanish(browser: TestBrowser) -> None:
    set_policy("language_es", "unchecked")
    told = make_story()
    raise_issue(told)
    freeze(told)
    page = browser.open("/es/d/2026-014/statement")
    (line,) = statement_of(told.docket).content["roster"]
    assert page.heading == "Informe de la consulta" and page.shows(line["sentence"]["es"]) and line["sentence"]["es"] != line["sentence"]["en"]
    assert page.shows("Write down telephone calls too.")


def test_a_draft_docket_has_no_statement(browser: TestBrowser) -> None:
    from tests.factories import make_draft_docket

    make_draft_docket()
    assert browser.open("/d/2026-014/statement").status == 404


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_shown_and_changes_is_listed(session_app, data) -> None:
    """Change any one line of a statement: the differences name it, and only then are they empty."""
    content = _small_content()
    changed = json.loads(json.dumps(content))
    places = [("docket", "title"), ("issues", 0, "point"), ("issues", 0, "unanswered"), ("issues", 1, "response", "reason"), ("issues", 1, "response", "promise", "words"),
              ("roster", 0, "sentence", "en"), ("roster", 0, "name", "en"), ("how", "notices", 0, "place"), ("unanswered", "points", 0), ("unanswered", "questions", 0, "words")]  # fmt: skip
    path = data.draw(st.one_of(st.none(), st.sampled_from(places)))
    if path is not None:
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] += " otherwise"
    with session_app.test_request_context():
        found = differences(content, changed)
    assert bool(found) == (path is not None) and all(one.before != one.after for one in found)


def _small_content() -> dict:
    response = {"issue": "x", "n": 1, "outcome": "promised", "point": "p", "reason": "because", "decided_by": "Council", "published": "2026-10-03", "changes": [],
                "promise": {"words": "a list", "owner": "Chief", "due": "2026-12-01"}}  # fmt: skip
    issue = {"code": "A1-1", "voice": "A", "source": "office-x", "number": None, "name": "Chief", "point": "point", "theme": None, "quotes": [{"words": "words"}],
             "response": None, "unanswered": "why"}  # fmt: skip
    line = {"entry": "e", "office": "Chief", "department": "Police", "reason": "department", "because": "b", "name": {"en": "Asked"}, "sentence": {"en": "Asked May 3."}, "invitations": []}
    return {
        "docket": {"number": "2026-014", "title": "Cameras"}, "decision": None, "texts": [], "roster": [line], "issues": [issue, {**issue, "code": "A1-2", "response": response}],
        "how": {"notices": [{"place": "Courier", "day": "2026-10-01"}], "windows": [], "meetings": [], "comments": {"received": 2, "by_channel": {"web": 2}}, "letters": [], "summary": None},
        "unanswered": {"questions": [{"office": "Chief", "n": 1, "words": "How?", "state": "waiting", "due": "2026-11-01"}], "silent": [], "points": ["Safety"]},
    }  # fmt: skip


def test_a_statement_of_a_day_is_dated_in_the_city(browser: TestBrowser) -> None:
    """Frozen late in the evening of the city, it bears that day and not the next one in UTC."""
    told = make_story()
    raise_issue(told)
    with pretend((now() + timedelta(days=1)).replace(hour=3)):
        assert today().isoformat() == "2026-10-03"
        freeze(told)
    assert browser.open("/d/2026-014/statement").shows("frozen Saturday, October 3, 2026")
    db.session.rollback()
