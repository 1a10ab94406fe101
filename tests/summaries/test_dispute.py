"""The author of a cited comment says that a sentence is not what was meant; another person answers in public."""

from __future__ import annotations

import pytest

from civic.comments import receipts
from civic.database import Refusal, db
from civic.record.codes import Pair, hash_code
from civic.record.leaf import parse
from civic.record.numbers import new_number, shown
from civic.record.queries import events_about, leaf_about
from civic.record.vault import pepper
from civic.summaries.actions import decide_dispute, dispute_sentence
from civic.summaries.models import SummaryDispute
from civic.themes.actions import code_comment
from tests.browsing import TestBrowser
from tests.factories import make_comment
from tests.summaries.arrange import make_summary
from tests.themes.arrange import Study, make_study

CODE = "RIVER-44810-LAMP"


def cited_study() -> Study:
    """Like the others, but the author of c holds a code that works."""
    receipts._failures.clear()
    study = make_study()
    pair = Pair(new_number(), CODE, hash_code(CODE, pepper()))
    code_comment(study.comments["c"], [], by=study.analyst)
    study.comments["c"] = make_comment(study.docket, "A match is never more than a tip to me.", stance="oppose", pair=pair)
    code_comment(study.comments["c"], [study.errors], by=study.analyst)
    return study


def test_an_author_disputes_a_sentence_and_the_words_stand_beside_it_at_once(app, browser: TestBrowser) -> None:
    study, summary = make_summary(cited_study())
    number = shown(study.comments["c"].number)
    browser.open("/check").fill("Check", {"Tracking number": number, "Private code": CODE})
    assert browser.shows("Does it say what you meant?")
    browser.click("No, sentence 4 does not").fill("Dispute this sentence", {"words": "I meant a tip that is checked twice."})
    assert browser.heading == "Summary of what people said" and browser.shows("I meant a tip that is checked twice.")
    (dispute,) = _disputes()
    (event,) = events_about(dispute)
    assert event.at is None and event.by == [] and parse(leaf_about(dispute).bytes)["sentence"] == 4
    assert "checked twice" not in leaf_about(dispute).bytes.decode()


def test_somebody_who_did_not_write_the_summary_answers(app, browser: TestBrowser) -> None:
    study, summary = make_summary()
    dispute = dispute_sentence(summary.sentences[3], study.comments["c"], "I meant more.")
    with pytest.raises(Refusal, match="you wrote this summary"):
        decide_dispute(dispute, outcome="answered", reasons="No.", by=study.analyst)
    browser.sign_in(study.approver).open("/staff").click("1 dispute over a summary").click("Sentence 4")
    browser.fill("Close this dispute", {"outcome": "corrected", "reasons": "Right."})
    assert browser.status == 422 and "Publish a version that corrects" in browser.errors[0]
    browser.fill("Close this dispute", {"outcome": "answered", "reasons": "The sentence uses your own words."})
    assert browser.open("/d/2026-014/summary").shows("The sentence uses your own words.")
    assert browser.open("/staff/disputes").shows("Nothing waiting.")


def test_only_the_author_of_a_cited_comment_disputes_and_only_once(app, browser: TestBrowser) -> None:
    study, summary = make_summary()
    with pytest.raises(Refusal, match="does not cite"):
        dispute_sentence(summary.sentences[3], study.comments["a"], "Not mine.")
    dispute_sentence(summary.sentences[3], study.comments["c"], "I meant more.")
    with pytest.raises(Refusal, match="already"):
        dispute_sentence(summary.sentences[3], study.comments["c"], "Again.")
    assert browser.open(f"/check/mine/sentences/{summary.sentences[3].id}").heading == "Check a comment"


def test_private_data_in_a_dispute_is_refused_before_it_is_public(app) -> None:
    study, summary = make_summary()
    with pytest.raises(Refusal, match="555-0142"):
        dispute_sentence(summary.sentences[3], study.comments["c"], "Call me at 555-0142.")


def _disputes() -> list[SummaryDispute]:
    return db.session.query(SummaryDispute).all()
