"""The decision and what follows: notice and hearing first, an end date always, conditions, revocation, expiry by date."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from civic.clock import now, pretend, today
from civic.council.actions import create_body, put_motion, record_vote, seat_member
from civic.database import Refusal, db
from civic.dockets.actions import extend_window
from civic.exceptions.actions import Term, close_condition, hold_hearing, revoke_grant, set_hearing
from civic.exceptions.models import ExceptionDecision, ExceptionRequest, Verdict
from civic.exceptions.standing import State, days_left, hearing_ahead, may_be_granted_on, notice_ends, state_of
from civic.people.policy import set_policy
from civic.record.leaf import parse
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.exceptions.arrange import NOTICE, grant, later, make_accepted, make_grant, make_law, the_office
from tests.factories import the_clerk


def hold_a_hearing(request: ExceptionRequest) -> None:
    """Set for an hour ahead and held an hour later, on this day."""
    event = set_hearing(request, starts_at=now() + timedelta(hours=1), place="City Hall, room 317", by=the_clerk())
    with pretend(now() + timedelta(hours=2)):
        hold_hearing(request, event, source="Minutes", by=the_clerk())


# --- I-59


@pytest.mark.parametrize("days", [0, 1, NOTICE - 1, NOTICE])
def test_nothing_is_granted_before_the_notice_period_ends(app, days: int) -> None:
    """I-59: no grant before the notice period ends."""
    make_law()
    request = make_accepted()
    with later(days), pytest.raises(Refusal, match="notice period ends"):
        grant(request)
    with later(NOTICE + 1):
        assert grant(request).verdict is Verdict.GRANTED


def test_a_day_in_the_notice_period_is_not_stated_afterwards_either(app) -> None:
    """I-59: the stated day of the decision counts, and it lies between the notice and today."""
    make_law()
    request = make_accepted()
    with later(NOTICE + 5):
        for on in (today() - timedelta(days=6), today() - timedelta(days=30), today() + timedelta(days=1)):
            with pytest.raises(Refusal):
                grant(request, on=on)
        assert grant(request, on=today() - timedelta(days=4)).on == today() - timedelta(days=4)


def test_a_longer_comment_window_takes_the_notice_period_along(app) -> None:
    """I-59, I-6: who makes comments open longer moves the first day of a grant."""
    make_law()
    request = make_accepted()
    window = request.docket.window
    extend_window(window, closes_at=window.closing + timedelta(days=5), reason="The pages were down.", by=the_clerk())
    assert notice_ends(request) == today() + timedelta(days=NOTICE + 5)
    with later(NOTICE + 1), pytest.raises(Refusal, match="notice period ends"):
        grant(request)


def test_nothing_is_granted_before_a_required_hearing_is_held(app, browser: TestBrowser) -> None:
    """I-59: and the hearing, where required, is held."""
    make_law(hearing="always")
    request = make_accepted()
    browser.sign_in(the_clerk()).open(f"/staff/exceptions/{request.id}").click("Set the hearing")
    browser.fill("Set the hearing", {"starts_at": "2026-10-20T18:00", "place": "City Hall"})
    assert hearing_ahead(request) is not None and browser.open(f"/x/{request.docket.number}").shows("The hearing is on Tuesday, October 20")
    with pytest.raises(Refusal, match="not taken place"):
        hold_hearing(request, hearing_ahead(request), source="Minutes", by=the_clerk())
    with later(NOTICE + 4):
        with pytest.raises(Refusal, match="hearing comes before"):
            grant(request)
        assert not may_be_granted_on(request, today())
        browser.sign_in(the_clerk()).open("/staff").click(f"{request.docket.number}: record that the hearing was held")
        browser.press("It was held")
        assert browser.status == 422
        browser.fill("It was held", {"source": "Minutes of October 20"})
        assert state_of(request) is State.HEARD
        with pytest.raises(Refusal, match="hearing comes before"):
            grant(request, on=today() - timedelta(days=2))
        assert grant(request).verdict is Verdict.GRANTED


def test_an_emergency_has_its_notice_period_too(app) -> None:
    """I-59: also for a use that has happened."""
    make_law()
    request = make_accepted(used_on=today())
    with later(3), pytest.raises(Refusal, match="notice period ends"):
        grant(request)


def test_a_refusal_needs_no_waiting(app, browser: TestBrowser) -> None:
    make_law(hearing="always")
    request = make_accepted()
    grant(request, granted=False, ends=None, reasons="The law does not allow it.")
    assert browser.open(f"/x/{request.docket.number}").shows("Use is not allowed by this record.") and browser.shows("The law does not allow it.")


# --- I-60


def test_a_grant_without_an_end_date_is_refused_by_the_page_and_by_the_database(app, browser: TestBrowser) -> None:
    """I-60: every grant has an end date and names its clause."""
    make_law()
    create_body("City Council", "legislature", by=the_clerk())
    request = make_accepted()
    with later(NOTICE + 1):
        browser.sign_in(the_clerk()).open(f"/staff/exceptions/{request.id}/decide")
        browser.fill("Publish the decision", {"granted": "yes", "decided_by": "City Council", "reasons": "Fine.", "ends": ""})
        assert browser.status == 422 and "Every permission has an end date" in browser.errors[0]
        with pytest.raises(Refusal, match="end date"):
            grant(request, ends=None)
        with pytest.raises(Refusal, match="longer than was asked"):
            grant(request, ends=request.filing.ends + timedelta(days=1))
        decision = grant(request)
        leaf = parse(leaf_about(decision, "exception.decided").bytes)
        assert leaf["clause"] == request.clause.leaf_id and leaf["ends"] == decision.ends.isoformat()
        values = {c.name: getattr(decision, c.name) for c in ExceptionDecision.__table__.columns} | {"id": "x" * 22, "leaf_id": "y" * 22, "ends": None}
        db.session.commit()
        other = make_accepted()
        db.session.commit()
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.insert(ExceptionDecision).values(**values | {"request_id": other.id}))
        db.session.rollback()


def test_nothing_is_granted_where_no_report_would_list_it(app) -> None:
    """I-60: every grant appears in the next report, so there must be one."""
    make_law(duty=False)
    request = make_accepted()
    with later(NOTICE + 1), pytest.raises(Refusal, match="next report"):
        grant(request)


def test_a_permission_does_not_begin_before_it_was_decided(app) -> None:
    make_law()
    request = make_accepted()
    with later(NOTICE + 1):
        with pytest.raises(Refusal, match="begin before"):
            grant(request, starts=today() - timedelta(days=1))
        with pytest.raises(Refusal, match="after the first"):
            grant(request, starts=today() + timedelta(days=9), ends=today() + timedelta(days=8))
        assert grant(request).starts == request.filing.starts


def test_an_office_does_not_decide_its_own_request_and_a_failed_vote_grants_nothing(app) -> None:
    make_law()
    set_policy("seats", 3)
    request = make_accepted()
    body = create_body("City Council", "legislature", by=the_clerk())
    members = [seat_member(body, name=f"Member {n}", seat=n, by=the_clerk()) for n in (1, 2, 3)]
    with later(NOTICE + 1):
        with pytest.raises(Refusal, match="its own request"):
            grant(request, decided_by="Chief of Police")
        motion = put_motion(request.docket, body, kind="act", words="Grant it", by=the_clerk())
        record_vote(motion, {member.id: "no" for member in members}, on=today(), by=the_clerk())
        with pytest.raises(Refusal, match="failed"):
            grant(request)
        assert grant(request, granted=False, ends=None).verdict is Verdict.REFUSED


def test_one_decision_is_all_there_is(app) -> None:
    """I-1: a decision is not changed."""
    make_law()
    request = make_grant()
    with later(NOTICE + 2), pytest.raises(Refusal, match="not open for a decision"):
        grant(request, granted=False, ends=None)
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.text("UPDATE exception_decisions SET ends = '2099-01-01'"))
    db.session.rollback()


# --- after the grant


def test_a_permission_ends_by_its_date_alone(app, browser: TestBrowser) -> None:
    """I-5: in force and expired are worked out from dates."""
    make_law()
    request = make_grant()
    with later(60):
        assert state_of(request) is State.IN_FORCE and days_left(request) == 0 and browser.open(f"/x/{request.docket.number}").shows("0 days left")
    with later(61):
        assert state_of(request) is State.EXPIRED and days_left(request) is None
        assert browser.open(f"/x/{request.docket.number}").shows("This permission ended on Wednesday, December 2. Use after that date is not allowed by this record.")


def test_conditions_are_numbered_promises_with_owner_and_day(app, browser: TestBrowser) -> None:
    """I-5: a condition falls late by itself."""
    make_law()
    due = today() + timedelta(days=NOTICE + 10)
    request = make_grant(terms=[Term("Publish a map", the_office(), due), Term("Put up signs", the_office(), due)])
    number = request.docket.number
    assert request.decision.verdict is Verdict.GRANTED_WITH_CONDITIONS and [one.n for one in request.decision.conditions] == [1, 2]
    with later(NOTICE + 13):
        assert browser.open(f"/x/{number}").shows("Overdue 3 days") and browser.shows("Who owes what, and by when")
        assert browser.open("/overdue").shows("Condition: 1. Publish a map") and browser.open(f"/d/{number}/clocks").shows("2. Put up signs")
        browser.sign_in(the_clerk()).open("/staff").click("A condition to close: Publish a map")
        browser.press("Close this condition")
        assert browser.status == 422
        browser.fill("Close this condition", {"kept": "yes", "proof": "cityofalder.example/map"})
        assert browser.open(f"/x/{number}").shows("Met 3 days late")
        with pytest.raises(Refusal, match="closed already"):
            close_condition(request.decision.conditions[0], kept=False, proof="no", by=the_clerk())
    leaf = parse(leaf_about(request.decision.conditions[1], "promise.made").bytes)
    assert leaf["ref"] == request.decision.leaf_id and leaf["owner"] == the_office().id


def test_wrong_conditions_are_refused_and_nothing_is_half_written(app, browser: TestBrowser) -> None:
    make_law()
    create_body("City Council", "legislature", by=the_clerk())
    request = make_accepted()
    with later(NOTICE + 1):
        browser.sign_in(the_clerk()).open(f"/staff/exceptions/{request.id}/decide")
        fill = {"granted": "yes", "decided_by": "City Council", "reasons": "Fine.", "term_1": "Publish a map"}
        browser.fill("Publish the decision", fill)
        assert browser.status == 422 and "enter its day" in browser.errors[0] and "Publish a map" in browser.find("#term_1").get_text()
        browser.fill("Publish the decision", {**fill, "due_1": "2001-01-01"})
        assert browser.status == 422 and "after the decision" in browser.errors[0]
        db.session.expire_all()
        assert request.decision is None and leaf_about(request.filing, "promise.made") is None


def test_a_revoked_permission_holds_no_more(app, browser: TestBrowser) -> None:
    make_law()
    create_body("City Council", "legislature", by=the_clerk())
    request = make_grant()
    with later(30):
        browser.sign_in(the_clerk()).open(f"/staff/exceptions/{request.id}").click("Revoke it")
        browser.fill("Revoke it", {"revoked_by": "City Council", "reason": "Two uses were outside it."})
        assert browser.shows("Two uses were outside it.") and state_of(request) is State.REVOKED
        assert browser.open("/exceptions").shows("1 revoked")
        with pytest.raises(Refusal, match="in force"):
            revoke_grant(request, revoked_by="City Council", reason="Again.", by=the_clerk())
    with later(90):
        assert state_of(request) is State.REVOKED
