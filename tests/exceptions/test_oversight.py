"""After the decision: the log of uses, reports by schedule, and information that arrived."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from civic.clock import today
from civic.database import Refusal, db
from civic.exceptions.actions import (
    correct_report,
    dispose_of,
    file_report,
    log_use,
    record_duty,
    record_receipt,
    revoke_grant,
)
from civic.exceptions.oversight_models import ComplianceReport, ReportDraft
from civic.exceptions.queries import all_receipts, all_uses
from civic.exceptions.reporting import duty_of, listed_in, owed_by, periods_of, reported
from civic.exceptions.standing import Fault, fault_of
from civic.permissions import Role
from civic.record.leaf import parse
from civic.record.queries import leaf_about
from tests.browsing import TestBrowser
from tests.cast import hold, make_account, office
from tests.exceptions.arrange import (
    NOTICE,
    clause,
    later,
    make_accepted,
    make_grant,
    make_law,
    the_chief,
    the_law,
    the_office,
)
from tests.factories import the_clerk


def use(on: date | None = None, request=None, n: int = 0, count: int = 1):  # type: ignore[no-untyped-def]
    return log_use(the_office(), clause(n), on=on or today(), count=count, note="At the gate.", request=request, by=the_chief())


def the_duty():  # type: ignore[no-untyped-def]
    return duty_of(the_office(), the_law())


def report(starts: date | None = None, **more):  # type: ignore[no-untyped-def]
    given = {"words": "Used as logged.", "remedies": ""} | more
    return file_report(the_duty(), starts or the_duty().starts, by=the_chief(), **given)


# --- uses


def test_a_use_after_the_end_date_is_a_violation_of_the_record(app, browser: TestBrowser) -> None:
    make_law()
    request = make_grant()
    with later(63):
        browser.sign_in(the_chief()).open(f"/exceptions/requests/{request.id}")
        browser.open(f"/respond/uses/new?under={the_office().id}.{request.id}")
        browser.fill("Log this use", {"on": today().isoformat(), "count": "2", "note": "The gate again."})
        assert "as a violation: Used after the permission ended." in browser.page.get_text(" ")
        assert browser.open(f"/x/{request.docket.number}").shows("Violation Used after the permission ended.")
        assert browser.open("/exceptions/uses").shows("Violation") and "after" in browser.open("/exceptions/uses.csv").response.get_data(as_text=True)


def test_every_use_outside_its_permission_is_a_violation(app) -> None:
    make_law()
    request = make_grant()
    open_request = make_accepted()
    assert fault_of(use(request=open_request)) is Fault.NOT_GRANTED
    assert fault_of(use()) is Fault.NO_PERMISSION
    assert fault_of(use(n=1)) is None, "this clause needs no request"
    with later(NOTICE + 2):
        assert fault_of(use(request=request)) is Fault.BEFORE
    with later(30):
        inside = use(request=request)
        assert fault_of(inside) is None
        revoke_grant(request, revoked_by="City Council", reason="Misuse.", by=the_clerk())
        db.session.expire_all()
        assert fault_of(inside) is Fault.REVOKED, "revoked from today on, this day among them"


@pytest.mark.parametrize(("change", "said"), [({"on": 1}, "not come yet"), ({"count": 0}, "whole number from 1"), ({"note": " "}, "what it was used for")])
def test_a_use_that_cannot_be_is_refused(app, change: dict, said: str) -> None:
    make_law()
    given = {"on": today(), "count": 1, "note": "At the gate."} | change
    if "on" in change:
        given["on"] = today() + timedelta(days=change["on"])
    with pytest.raises(Refusal, match=said):
        log_use(the_office(), clause(1), by=the_chief(), **given)
    assert all_uses() == []


def test_an_office_logs_only_under_its_own_clauses_and_permissions(app, browser: TestBrowser) -> None:
    make_law()
    request = make_grant()
    other = make_account("Fire Chief Fay", Role.RESPONDENT)
    fire = office("Fire Chief", "Fire Department")
    hold(fire, other)
    with pytest.raises(Refusal, match="not for your office"):
        log_use(fire, clause(), on=today(), count=1, note="x", by=other)
    with pytest.raises(Refusal):
        log_use(fire, clause(), on=today(), count=1, note="x", request=request, by=other)
    assert browser.sign_in(other).open("/respond/uses/new").shows("nothing to log here")


# --- reports


def test_reports_fall_due_and_overdue_by_themselves(app, browser: TestBrowser) -> None:
    """I-5: reports fall overdue with no scheduled job running."""
    make_law()
    duty = the_duty()
    assert [p.state for p in periods_of(duty)] == ["running"] and owed_by(the_office()) == []
    with later(93):
        assert [p.state for p in periods_of(duty)] == ["due", "running"]
        assert browser.open("/exceptions/reports").shows("Due") and not browser.shows("Overdue")
    with later(125):
        first = periods_of(duty)[0]
        assert (first.state, first.ends, first.due) == ("overdue", date(2027, 1, 2), date(2027, 2, 1)) and first.days_late == 4
        assert browser.open("/exceptions/reports").shows("Overdue by 4 days") and browser.open("/overdue").shows("Report: Report for Saturday, October 3, 2026")
        make_accepted()
        assert browser.open("/exceptions").shows("1 report is overdue.")
        assert browser.sign_in(the_chief()).open("/respond/exceptions").shows("Overdue by 4 days")


def test_a_report_lists_uses_receipts_and_grants_and_is_filed_late(app, browser: TestBrowser) -> None:
    """I-60: every grant appears in the next report."""
    law = make_law()
    request = make_grant()
    with later(30):
        use(request=request, count=3)
        record_receipt(law, the_office(), received_on=today(), source="County Sheriff", what="A list of faces", requested=False, used=False, by=the_chief())
    with later(128):
        browser.sign_in(the_chief()).open("/respond/exceptions").click("Report for")
        assert browser.shows("3 uses in 1 entry") and browser.shows("1 permission") and browser.shows("0 violations that the record shows")
        browser.fill("Sign and file the report", {"How it was used": "Three hours in all."})
        assert browser.shows("7 days late") and browser.shows("Three hours in all.") and browser.shows(request.docket.number)
        assert browser.open(f"/x/{request.docket.number}").shows("Listed in: report of Chief of Police")
        assert browser.open("/exceptions/incidents").shows("Reported") and browser.open("/exceptions/reports").shows("Filed 7 days late")
        made = db.session.scalars(sa.select(ComplianceReport)).one()
        leaf = parse(leaf_about(made, "report.filed").bytes)
        assert (leaf["uses"], leaf["grants"], leaf["receipts"], leaf["violations"], leaf["clock"]) == (3, 1, 1, 0, "late")
        with pytest.raises(Refusal, match="Correct it by an addition"):
            report()


def test_no_grant_is_missing_from_the_report_that_follows_it(app) -> None:
    """I-60: whatever was granted in a period, however short, stands in its report, and what was missed in the next one."""
    make_law()
    requests = [make_grant(), make_grant(ends=today() + timedelta(days=30)), make_grant(starts=today() + timedelta(days=95), ends=today() + timedelta(days=120))]
    with later(93):
        listed = {grant["id"] for grant in report().items["grants"]}
        assert listed == {request.id for request in requests}, "also the one whose first day is still ahead"
    with later(185):
        second = periods_of(the_duty())[1]
        assert {grant.id for grant in listed_in(second).grants} == {requests[2].id}, "it held in this period"


def test_what_was_logged_too_late_stands_in_the_addition_or_in_the_next_report(app, browser: TestBrowser) -> None:
    """I-1: a report is corrected by addition."""
    make_law()
    request = make_grant()
    with later(93):
        first = report()
        forgotten = use(on=today() - timedelta(days=60), request=request)
        assert forgotten.id not in reported().uses
        browser.sign_in(the_chief()).open(f"/exceptions/reports/{first.id}").click("Add a correction")
        assert browser.shows("1 use in 1 entry")
        browser.fill("Sign and add it", {"How it was used": "One use was forgotten."})
        assert browser.shows("Used as logged.") and browser.shows("One use was forgotten.") and browser.shows("Added on")
        assert reported().uses[forgotten.id].n == 2 and first.items["uses"] == []
        again = use(on=today() - timedelta(days=61), request=request)
    with later(185):
        second = report(starts=periods_of(the_duty())[1].starts)
        assert reported().uses[again.id].id == second.id
    db.session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="only grows"):
        db.session.execute(sa.text("DELETE FROM compliance_reports"))
    db.session.rollback()


def test_a_report_with_violations_says_what_was_done(app) -> None:
    make_law()
    use()
    with later(93):
        with pytest.raises(Refusal, match="what was done"):
            report()
        with pytest.raises(Refusal, match="or that it was not"):
            report(words=" ")
        made = report(remedies="The officer was trained again.", more_violations=2)
        assert made.violations == 3


def test_reports_come_in_order_and_only_when_their_period_is_over(app) -> None:
    make_law()
    with pytest.raises(Refusal, match="not over yet"):
        report()
    with later(185):
        second = periods_of(the_duty())[1]
        with pytest.raises(Refusal, match="earlier report"):
            report(starts=second.starts)
        with pytest.raises(Refusal, match="no such period"):
            report(starts=today())
        with pytest.raises(Refusal, match="holder of the office"):
            file_report(the_duty(), the_duty().starts, words="x", remedies="", by=the_clerk())
        first = report()
        assert correct_report(first, words="Nothing more.", remedies="", by=the_chief()).n == 2


def test_a_later_duty_takes_over_from_its_first_day(app) -> None:
    law = make_law()
    record_duty(law, the_office(), months=12, starts=date(2027, 1, 1), due_days=60, by=the_clerk())
    first, second = db.session.scalars(sa.select(type(the_duty())).order_by(type(the_duty()).starts)).all()
    with later(200):
        assert [p.starts for p in periods_of(first)] == [date(2026, 10, 3)]
        assert [p.starts for p in periods_of(second)] == [date(2027, 1, 1)]


@pytest.mark.parametrize(("months", "due_days", "starts"), [(2, 30, 0), (3, 0, 0), (3, 400, 0), (3, 30, 9000)])
def test_a_schedule_that_makes_no_sense_is_refused(app, months: int, due_days: int, starts: int) -> None:
    law = make_law()
    with pytest.raises(Refusal):
        record_duty(law, the_office(), months=months, starts=today() + timedelta(days=starts), due_days=due_days, by=the_clerk())


@pytest.mark.parametrize("first", [date(2026, 8, 31), date(2026, 1, 30), date(2024, 2, 29)])
def test_periods_follow_each_other_without_gap_or_overlap(app, first: date) -> None:
    law = make_law(duty=False)
    duty = record_duty(law, the_office(), months=1, starts=first, due_days=10, by=the_clerk())
    with later(400):
        periods = periods_of(duty)
        assert all(a.ends + timedelta(days=1) == b.starts for a, b in zip(periods, periods[1:], strict=False)) and len(periods) > 12


# --- what arrived


def test_a_receipt_that_was_asked_for_is_a_violation_and_no_accident(app, browser: TestBrowser) -> None:
    """I-62: a receipt that was requested is recorded as a violation, not as inadvertent."""
    law = make_law()
    browser.sign_in(the_chief()).open("/respond/receipts/new")
    fill = {"law": f"{the_office().id}.{law.id}", "received_on": today().isoformat(), "source": "County Sheriff", "what": "A match"}
    browser.fill("Record it", {**fill, "used": "yes"})
    assert browser.status == 422 and "asked for it" in browser.errors[0]
    browser.fill("Record it", {**fill, "requested": "yes", "used": "yes"})
    (receipt,) = all_receipts()
    assert receipt.is_violation and parse(leaf_about(receipt, "incident.recorded").bytes)["requested"] == "yes"
    browser.open("/exceptions/incidents")
    assert browser.shows("0 arrived unasked, 1 were asked for.") and browser.shows("Violation: it was asked for") and not browser.shows("Not asked for")
    with later(93):
        assert listed_in(periods_of(the_duty())[0]).violations == 1


def test_an_unasked_receipt_waits_for_its_report_and_is_disposed_of(app, browser: TestBrowser) -> None:
    law = make_law()
    receipt = record_receipt(law, the_office(), received_on=today(), source="A county camera", what="A name", requested=False, used=False, by=the_chief())
    browser.open("/exceptions/incidents")
    assert browser.shows("Not disposed of yet") and browser.shows("Joins the report due Monday, February 1, 2027") and browser.shows("1 arrived unasked")
    browser.sign_in(the_chief()).open("/respond/exceptions").click("Say what was done with it")
    browser.fill("Record it", {"on": (today() - timedelta(days=1)).isoformat(), "how": "Deleted."})
    assert browser.status == 422
    browser.fill("Record it", {"on": today().isoformat(), "how": "Deleted; two people saw it."})
    assert browser.open("/exceptions/incidents").shows("Deleted; two people saw it.")
    with pytest.raises(Refusal, match="recorded already"):
        dispose_of(receipt, on=today(), how="Again.", by=the_chief())
    with later(130):
        assert browser.open("/exceptions/incidents").shows("Not in a report: that report is overdue since")


@pytest.mark.parametrize(("change", "said"), [({"source": ""}, "who sent it"), ({"what": ""}, "what arrived"), ({"received_on": date(2027, 1, 1)}, "not come yet")])
def test_a_receipt_without_source_or_with_a_day_ahead_is_refused(app, change: dict, said: str) -> None:
    law = make_law()
    given = {"received_on": today(), "source": "County", "what": "A name", "requested": False, "used": False} | change
    with pytest.raises(Refusal, match=said):
        record_receipt(law, the_office(), by=the_chief(), **given)


def test_a_deputy_keeps_a_draft_of_the_report_and_the_holder_signs_it(app, browser: TestBrowser, another_browser: TestBrowser) -> None:
    """I-52: the office keeps words as often as it likes; only its holder files them, and the draft is gone then."""
    make_law()
    deputy = make_account("Dora Deputy", Role.DELEGATE)
    hold(the_office(), deputy, "delegate")
    address = f"/respond/reports/new/{the_duty().id}/{the_duty().starts}"
    with later(100):
        browser.sign_in(deputy).open(address)
        assert browser.page.find("button", string="Sign and file the report") is None
        browser.press("Save draft", words="Heron draft", remedies="")
        assert browser.shows("This draft was kept on") and not another_browser.open("/exceptions/reports").shows("Heron draft")
        browser.press("Save draft", words="", more_violations="2")
        assert browser.status == 200 and browser.find("[name=more_violations]")["value"] == "2", "a draft may lack anything"
        browser.press("Save draft", words="Not used.", more_violations="many")
        assert browser.status == 422
        browser.press("Save draft", words="Not used.", more_violations="0")
        browser.post(address, words="Not used.", more_violations="0")
        assert browser.status == 422 and "Only the holder" in browser.errors[0]
        browser.sign_in(the_chief()).open(address).press("Sign and file the report")
        assert browser.shows("The report is filed and public.") and browser.shows("Not used.")
        assert db.session.scalars(sa.select(ReportDraft)).all() == []
