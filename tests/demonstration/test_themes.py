"""The demonstration's summary and outcome, told through the actions of analyst, approver and clerk."""

from __future__ import annotations

import sqlalchemy as sa

from civic.database import db
from civic.demonstration.content import load
from civic.demonstration.plan import figures
from civic.dockets.models import Docket
from civic.outcomes.owed import clock_of
from civic.outcomes.queries import dispositions_on, promises_on, result_on
from civic.owed import State
from civic.people.queries import account_by_email
from civic.summaries.queries import draft_of, failures_of, study, summary_of
from civic.summaries.showing import shown_sentences
from tests.browsing import TestBrowser


def the_docket(number: str) -> Docket:
    return db.session.scalars(sa.select(Docket).where(Docket.number.like(f"%-{number}"))).one()


def test_docket_one_has_a_summary_with_strong_opposing_views_and_an_outcome(loaded, browser: TestBrowser) -> None:
    docket, plan = the_docket("014"), figures(load().dockets[0])
    summary = summary_of(docket)
    assert summary is not None and (summary.cited, summary.uncited) == (plan.cited, plan.uncited)
    sentences = shown_sentences(summary)
    assert not [one.text for one in sentences if one.stale] and sum(one.sentence.kind == "opposing" for one in sentences) >= 8
    browser.open(f"/d/{docket.number}/summary")
    assert browser.shows("It took the detectives four months") and browser.shows("Cuando un niño se pierde")
    result = result_on(docket)
    assert (result.points, result.led_somewhere, result.unanswered) == (14, 9, 0) and len(dispositions_on(docket)) == 14
    assert {clock_of(promise).state() for promise in promises_on(docket)} >= {State.DONE, State.OPEN, State.OVERDUE}
    browser.open(f"/d/{docket.number}/outcome")
    assert browser.shows("9 of 14 main points led to a change or a promise; 5 did not, with reasons.")
    assert len(browser.page.select("td ins")) >= 5


def test_docket_two_waits_for_the_approver(loaded, browser: TestBrowser) -> None:
    docket = next(d for d in db.session.scalars(sa.select(Docket)) if draft_of(d) is not None)
    draft = draft_of(docket)
    assert draft is not None and draft.checked_at is not None and draft.interim
    ama = account_by_email("ama@mardenfalls.example")
    assert failures_of(draft, study(docket), approver=ama.id) == []
    browser.sign_in(ama).open("/staff").click("A summary to approve")
    browser.press("Approve and publish")
    assert browser.shows("Interim: comments were still being taken.") and browser.shows("It is a diary of the whole city.")
