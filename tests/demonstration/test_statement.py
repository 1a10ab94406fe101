"""The demonstration's consultation statement: frozen and reissued through the clerk's own actions, with one difference."""

from __future__ import annotations

import sqlalchemy as sa

from civic.database import db
from civic.demonstration.content import load
from civic.dockets.models import Docket
from civic.statements.differences import differences
from civic.statements.queries import statements_of
from tests.browsing import TestBrowser


def test_docket_one_carries_a_statement_and_a_reissue_with_one_difference(loaded, browser: TestBrowser) -> None:
    docket = db.session.scalars(sa.select(Docket).where(Docket.number.like("%-014"))).one()
    told = load().dockets[0]
    first, second = statements_of(docket)
    counts = first.content["counts"]
    assert counts["consultees"] == len(told.consultation.roster) and counts["issues"] == len(told.statement.issues)
    assert {line["verdict"] for line in first.content["roster"]} == {row.verdict for row in told.consultation.roster}
    with loaded.test_request_context():
        (changed,) = differences(first.content, second.content)
    assert changed.place == "I1-1" and "Unanswered" in changed.before and "Promised" in changed.after
    page = browser.open(f"/d/{docket.number}/statement")
    assert page.shows("What changed since statement 1") and page.shows("Pedimos que la audiencia sea de noche y con intérprete.")
    assert page.shows(f"{counts['consultees']} offices and groups were on the list")
    assert browser.open(f"/d/{docket.number}/statement@1").shows("The police department had not answered the question about money.")


def test_what_is_overdue_has_questions_a_promise_and_a_held_comment(loaded, browser: TestBrowser) -> None:
    page = browser.open("/overdue")
    assert page.shows("County Sheriff") and page.shows("Promise: What face searches cost") and page.shows("Held comment: Decide about comment")
    assert page.shows("Waiting, with no day set") and page.shows("Put the text of the law online")
