"""Responses: six fixed values, a reason each, changes that are real, corrections by addition, promises with a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.database import Refusal, db
from civic.outcomes.actions import close_promise, draft_response, publish_response, start_correction
from civic.outcomes.models import Disposition, Outcome, Promise
from civic.outcomes.owed import clock_of, promises_owed
from civic.outcomes.queries import changes_of, dispositions_on, open_promises, promises_on
from civic.owed import State
from civic.people.models import Account
from civic.record.leaf import parse
from civic.record.numbers import shown
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.cast import office
from tests.factories import the_clerk
from tests.outcomes.arrange import make_answered_study
from tests.themes.arrange import Study, make_study


def respond(study: Study, outcome: str = "already_covered", **more) -> Disposition:
    given = {"point": "Nobody is taken for another", "reason": "Section 2 forbids it.", "decided_by": "City Council"} | more
    draft = draft_response(study.docket, given.pop("theme", study.errors), outcome=outcome, by=the_clerk(), **given)
    return publish_response(draft, by=the_clerk())


def the_change(study: Study) -> dict:
    ((old, new, change),) = changes_of(study.docket)
    return {"old": old.n, "new": new.n, "wid": change.wid}


def test_the_clerk_writes_and_publishes_a_response_in_the_browser(app, browser: TestBrowser) -> None:
    make_answered_study()
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/responses").click("Mistakes")
    browser.fill("Keep as a draft", {"What people asked for": "Spoken requests count too", "outcome": "changed", "Why": "They asked.", "Who decided": "City Council"})
    assert browser.status == 422 and "point to a change of the text" in browser.errors[0]
    link = browser.find("select[name=changes] option")["value"]
    browser.fill("Keep as a draft", {"changes": [link]}).press("Publish")
    browser.open("/d/2026-014/outcome")
    assert browser.shows("1 of 1 main point led to a change or a promise") and browser.shows("Changed. They asked.")
    assert browser.page.select_one("td ins") is not None and browser.shows("Not answered yet") and browser.shows("3 texts in the theme")


@pytest.mark.parametrize("outcome", ["changed", "changed_in_part"])
def test_changed_needs_a_real_change(app, outcome) -> None:
    """I-50: changed and changed_in_part link a provision difference."""
    study = make_answered_study()
    with pytest.raises(Refusal, match="point to a change"):
        respond(study, outcome)
    with pytest.raises(Refusal, match="does not stand between two versions"):
        respond(study, outcome, changes=[{"old": 1, "new": 2, "wid": "sec_99"}])
    made = respond(study, outcome, changes=[the_change(study)])
    leaf = parse(leaf_about(made, "disposition.published").bytes)
    assert leaf["change"] == {"old": study.docket.versions[0].leaf_id, "new": study.docket.versions[1].leaf_id}
    assert leaf["sections"] == [the_change(study)["wid"]]


@pytest.mark.parametrize("outcome", ["already_covered", "not_changed", "outside", "promised"])
def test_other_responses_link_no_change(app, outcome) -> None:
    """I-50: only what changed points to a change."""
    study = make_answered_study()
    with pytest.raises(Refusal, match="Only “Changed”"):
        respond(study, outcome, changes=[the_change(study)])


def test_every_response_has_its_own_reason(app) -> None:
    """I-50: every disposition has its own reason."""
    with pytest.raises(Refusal, match="Say why"):
        respond(make_answered_study(), "not_changed", reason="")


def test_a_promise_has_words_an_owner_and_a_day_ahead(app) -> None:
    study = make_answered_study()
    with pytest.raises(Refusal, match="words, an owner and a day"):
        respond(study, "promised", promise="A list of systems")
    owner = office("Chief Information Officer", "Technology").id
    with pytest.raises(Refusal, match="lies ahead"):
        respond(study, "promised", promise="A list", owner=owner, due=today() - timedelta(days=1))


def test_a_promise_is_late_by_itself_and_then_kept_late(app, browser: TestBrowser) -> None:
    """I-5: it falls late without any job running."""
    study = make_answered_study()
    respond(study, "promised", promise="A list of systems", owner=office("Chief Information Officer", "Technology").id, due=today() + timedelta(days=10))
    (promise,) = promises_on(study.docket)
    assert clock_of(promise).state() is State.OPEN and browser.open("/d/2026-014/outcome").shows("Open, 10 days left")
    with pretend(now() + timedelta(days=13)):
        assert browser.open("/d/2026-014/outcome").shows("Overdue 3 days")
        browser.sign_in(the_clerk()).open("/staff").click("A promise to close")
        browser.fill("Close this promise", {"kept": "yes", "proof": "Published by the clerk"})
        db.session.expire_all()
        assert clock_of(promise).state() is State.LATE and browser.open("/d/2026-014/outcome").shows("Kept 3 days late")
    assert parse(leaf_about(promise.closing, "promise.closed").bytes)["outcome"] == "late"
    with pytest.raises(Refusal, match="closed already"):
        close_promise(promise, kept=False, proof="no", by=the_clerk())


def test_a_response_is_corrected_by_a_further_one(app, browser: TestBrowser) -> None:
    """I-1: nothing published changes; the earlier words stay readable."""
    study = make_answered_study()
    first = respond(study, "not_changed", reason="It costs too much.")
    browser.sign_in(the_clerk()).open("/staff/d/2026-014/responses").press("Correct")
    browser.fill("Keep as a draft", {"Why": "The county pays for it already.", "outcome": "already_covered"}).press("Publish")
    (standing,) = dispositions_on(study.docket)
    assert (standing.corrects_id, standing.issue) == (first.id, first.issue)
    assert browser.open("/d/2026-014/outcome").shows("The county pays") and browser.shows("It costs too much.")
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.text("UPDATE dispositions SET reason = ''"))
    db.session.rollback()


def promised(study: Study, days: int = 10) -> Disposition:
    owner = office("Chief Information Officer", "Technology").id
    return respond(study, "promised", promise="A list of systems", owner=owner, due=today() + timedelta(days=days))


@pytest.mark.parametrize("closed", [True, False])
def test_correcting_the_words_of_a_response_makes_no_further_promise(app, browser: TestBrowser, closed: bool) -> None:
    """I-1: the promise that was made, and what became of it, stand through a correction of the words around it."""
    study = make_answered_study()
    (promise,) = [promised(study).promise]
    if closed:
        close_promise(promise, kept=True, proof="Published by the clerk", by=the_clerk())
    draft = start_correction(dispositions_on(study.docket)[0], by=the_clerk())
    draft.reason = "Said more clearly."
    publish_response(draft, by=the_clerk())
    assert db.session.scalars(sa.select(Promise)).all() == [promise] == promises_on(study.docket)
    assert open_promises() == ([] if closed else [promise])
    assert [thing.is_open for thing in promises_owed(study.docket)] == [not closed] and len(promises_owed(None)) == (not closed)
    assert browser.open("/d/2026-014/outcome").shows("Said more clearly.") and browser.shows("Kept Published by the clerk" if closed else "Open, 10 days left")


def test_a_correction_with_other_terms_promises_anew_and_what_was_closed_stays_listed(app) -> None:
    study = make_answered_study()
    old = promised(study).promise
    close_promise(old, kept=False, proof="Nobody wrote it", by=the_clerk())
    draft = start_correction(dispositions_on(study.docket)[0], by=the_clerk())
    draft.due = today() - timedelta(days=1)
    with pytest.raises(Refusal, match="lies ahead"):
        publish_response(draft, by=the_clerk())
    draft.due = today() + timedelta(days=30)
    new = publish_response(draft, by=the_clerk()).promise
    assert promises_on(study.docket) == [old, new] and open_promises() == [new]
    assert [thing.word() for thing in promises_owed(study.docket)] == ["Broken", "Open, 30 days left"]
    draft = start_correction(dispositions_on(study.docket)[0], by=the_clerk())
    draft.outcome = Outcome.NOT_CHANGED
    publish_response(draft, by=the_clerk())
    assert promises_on(study.docket) == [old] and open_promises() == [] and len(promises_owed(study.docket)) == 1


def test_issues_are_answered_or_listed_as_unanswered(app, browser: TestBrowser) -> None:
    """I-64: issues = dispositions + unanswered."""
    study = make_answered_study()
    respond(study)
    browser.open("/d/2026-014/outcome")
    assert browser.shows("Not answered yet Safety: 2 texts")
    respond(study, "outside", theme=study.safety, reason="The state legislature decides.")
    assert not browser.open("/d/2026-014/outcome").shows("Not answered yet") and browser.shows("0 of 2 main points")


def test_responses_open_with_the_summary(app, browser: TestBrowser) -> None:
    study = make_study()
    assert browser.sign_in(the_clerk()).open("/staff/d/2026-014/responses").shows("Opens when the summary is published.")
    with pytest.raises(Refusal, match="when the summary is published"):
        draft_response(study.docket, study.errors, point="p", outcome="outside", reason="r", decided_by="c", by=the_clerk())
    assert browser.open("/d/2026-014/outcome").shows("Responses are not published yet.")


def test_find_mine_shows_theme_sentence_and_response(app, browser: TestBrowser) -> None:
    study = make_answered_study()
    respond(study)
    number = shown(study.comments["c"].number)
    browser.open("/d/2026-014/outcome").fill("Find mine", {"number": number.lower()})
    assert browser.shows("sorted into Mistakes.") and browser.shows("Cited in sentence 4") and browser.shows("Already covered: Nobody is taken for another")
    browser.open("/d/2026-014/outcome").fill("Find mine", {"number": "AAAA-AA"})
    assert browser.shows("No comment has this number.")
    assert browser.open(f"/c/{number}").shows("Already covered: Nobody is taken for another.")


def test_only_the_clerk_writes_responses(app, browser: TestBrowser) -> None:
    study = make_answered_study()
    assert isinstance(study.analyst, Account)
    assert browser.sign_in(study.analyst).open("/staff/d/2026-014/responses").status == 403
