"""The demonstration's ledger: the evidence yields the verdicts that its story expects; docket two waits for the chief."""

from __future__ import annotations

from civic.clock import now
from civic.consultation.queries import judgements_on, request_outcomes
from civic.council.ledger import ledger_of, question_counts
from civic.demonstration.content import load
from civic.dockets.queries import docket_numbered
from tests.browsing import TestBrowser


def test_the_evidence_of_docket_one_yields_the_expected_verdicts(loaded) -> None:
    story = load().dockets[0]
    docket = docket_numbered(f"{now().year}-014")
    expected = {entry.because: entry.verdict for entry in story.consultation.roster}
    found = {line.entry.because: line.verdict.code.value for line in ledger_of(docket)}
    assert found == expected
    counts = question_counts(ledger_of(docket))
    assert counts.questions == counts.answered + counts.declined + counts.waiting + counts.overdue
    assert [j.material for j in judgements_on(docket)] == [False]
    assert sorted(outcome.outcome for outcome in request_outcomes(docket).values()) == ["changed", "changed"]


def test_the_chief_has_a_question_due_in_two_days(on_loopback, loaded, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Chief Chen")
    assert browser.heading == "Questions to my office" and browser.shows("Draft kept")
    browser.click("Check and sign").press("Sign and publish 1 answer")
    assert browser.shows("1 answer is on the record.") or browser.page.find(class_="notice--done")
    assert browser.shows("We would propose places where cars were reported stolen")


def test_the_deputy_cannot_sign(on_loopback, loaded, browser: TestBrowser) -> None:
    browser.open("/demo").press("Continue as Deputy Chief Ferris")
    browser.click("Check and sign")
    assert browser.shows("only the holder of the office signs and publishes")
