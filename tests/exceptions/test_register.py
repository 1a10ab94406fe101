"""What everybody reads: the register in every state, its files, the pages below an exception, the law's clauses."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from civic.clock import today
from civic.database import Refusal, db
from civic.dockets.models import DocketKind
from civic.exceptions.actions import record_clause
from civic.exceptions.queries import clauses_on, is_law, requests_under
from civic.letters.queries import letters_on
from civic.people.policy import set_policy
from tests.browsing import TestBrowser
from tests.exceptions.arrange import (
    LAW,
    NOTICE,
    clause,
    grant,
    later,
    make_accepted,
    make_grant,
    make_law,
    make_request,
    the_office,
)
from tests.factories import make_comment, make_docket, the_clerk


def test_every_page_has_an_empty_state(app, browser: TestBrowser) -> None:
    assert browser.open("/exceptions").shows("No exception has been asked for.") and browser.shows("No clause of a law in force is entered.")
    assert browser.open("/exceptions/uses").shows("No use is logged.")
    assert browser.open("/exceptions/reports").shows("No duty to report is entered yet.")
    assert browser.open("/exceptions/incidents").shows("No receipt is recorded.")
    assert browser.open("/exceptions/feed.atom").status == 200
    assert browser.sign_in(the_clerk()).open("/staff/exceptions").shows("No law was adopted here yet.")


def test_the_head_leads_to_the_register(app, browser: TestBrowser) -> None:
    browser.open("/").click("Exceptions")
    assert browser.heading == "Exceptions"


def test_the_register_counts_filters_and_downloads(app, browser: TestBrowser) -> None:
    make_law()
    filed, opened, granted, refused = make_request(), make_accepted(), make_grant(), make_accepted()
    with later(NOTICE + 2):
        grant(refused, granted=False, ends=None, reasons="=HYPERLINK(1)")
        browser.open("/exceptions")
        assert browser.shows("4 requests were made: 2 open, 1 granted, 1 refused, 0 withdrawn, 0 lapsed.") and browser.shows("Of those granted: 1 in force")
        browser.fill("Show", {"state": "refused"})
        assert browser.shows(refused.docket.number) and not browser.shows(granted.docket.number)
        assert browser.open("/exceptions?state=revoked").shows("Nothing fits.") and browser.open("/exceptions?state=owl").shows(opened.docket.number)
        body = browser.open("/exceptions/register.csv").response.get_data(as_text=True).removeprefix("\ufeff")
        rows = {row["number"]: row for row in csv.DictReader(io.StringIO(body))}
        assert rows[granted.docket.number]["state"] == "in_force" and rows[granted.docket.number]["days_left"] == "44"
        assert rows[""]["state"] == "filed" and filed.docket is None
        assert "An exception was decided." in browser.open("/exceptions/feed.atom").response.get_data(as_text=True)


def test_an_exception_is_a_docket_whose_pages_stay_where_they_are(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted()
    docket = request.docket
    assert docket.kind is DocketKind.EXCEPTION and docket.address == f"x/{docket.number}" and letters_on(docket) == []
    browser.open(f"/d/{docket.number}")
    assert browser.address == f"/x/{docket.number}"
    assert browser.open(f"/x/{LAW}").heading == "Cameras that read faces", "a law's own page is elsewhere"
    make_comment(docket, sections=("place",))
    for part in ("text", "text/s/place", "comments", "comments.csv", "ledger/counts", "ledger", "questions", "letters", "decision", "comment?s=place", "calendar.ics"):
        assert browser.open(f"/d/{docket.number}/{part}").status == 200, part
    assert browser.open(f"/d/{docket.number}/text").heading == "The request as filed" and browser.shows("It is not law.")
    assert browser.open(f"/d/{docket.number}/comment").shows("On the whole request.")
    assert browser.open("/").shows("Reader at the harbor festival") and browser.open("/dockets?state=open").shows(docket.number)
    assert browser.open(f"/d/{LAW}").shows("1 was asked for") and requests_under(request.clause.docket) == [request]


def test_the_home_page_tells_each_state_of_an_exception(app, browser: TestBrowser) -> None:
    make_law()
    request = make_grant()
    with later(NOTICE + 6):  # the late period of the comments is over
        assert browser.open("/").shows("This permission holds until") and browser.open("/dockets?state=decided").shows(request.docket.number)
    with later(61):
        assert browser.open("/").shows("Decided on")
    with later(30):
        other = make_accepted(starts=today() + timedelta(days=20), ends=today() + timedelta(days=60))
    with later(30 + NOTICE + 6):
        assert browser.open("/").shows("The time to comment is over. It is not decided yet.") and other.docket is not None


def test_the_register_speaks_spanish(app, browser: TestBrowser) -> None:
    make_law()
    set_policy("language_es", "unchecked")
    request = make_grant()
    browser.open("/es/exceptions")
    assert browser.heading == "Excepciones" and browser.shows("Se hizo 1 solicitud")
    browser.open(f"/es/x/{request.docket.number}")
    assert browser.shows("Qué se pidió") and browser.shows("Tecnología")
    with later(70):
        assert browser.open(f"/es/x/{request.docket.number}").shows("Este registro no permite el uso después de esa fecha.")
    for page in ("uses", "reports", "incidents"):
        assert browser.open(f"/es/exceptions/{page}").status == 200


# --- clauses


def test_the_clerk_enters_a_clause_with_its_provision_and_corrects_it(app, browser: TestBrowser) -> None:
    law = make_law()
    browser.sign_in(the_clerk()).open(f"/staff/d/{LAW}").click("Exceptions that this law allows").click("Enter a clause")
    browser.fill("Enter this clause", {"provision": "", "use": ""})
    assert browser.status == 422 and len(browser.errors) >= 2
    wid = clause().wid
    browser.fill("Enter this clause", {"provision": wid, "invokers": the_office().id, "use": "Searching for a lost child", "needs_request": "no"})
    assert len(clauses_on(law)) == 3
    browser.open(f"/staff/d/{LAW}/clauses/{clauses_on(law)[2].id}").fill("Enter the corrected clause", {"use": "Searching for a lost child, with the family's word"})
    assert [one.use for one in clauses_on(law)][-1].endswith("family's word") and len(clauses_on(law)) == 3
    assert browser.open("/exceptions").shows("with the family's word")
    with pytest.raises(Refusal, match="corrected already"):
        record_clause(law, wid, invokers=[the_office()], use="x", replaces=clauses_on(law)[2].replaces_id and db.session.get(type(clause()), clauses_on(law)[2].replaces_id), by=the_clerk())


def test_only_an_adopted_law_has_clauses(app, browser: TestBrowser) -> None:
    docket = make_docket("2026-020")
    assert not is_law(docket)
    with pytest.raises(Refusal, match="not adopted"):
        record_clause(docket, "2", invokers=[the_office()], use="x", by=the_clerk())
    browser.sign_in(the_clerk()).open("/staff/d/2026-020/clauses")
    assert browser.shows("Opens when the law is adopted") and browser.open("/staff/d/2026-020/clauses/new").status == 404


@pytest.mark.parametrize(("change", "said"), [({"provision": "99"}, "provision"), ({"invokers": []}, "at least one office"), ({"use": ""}, "which use"), ({"needs_request": False, "allows_emergency": True}, "no review")])
def test_a_clause_that_says_too_little_is_refused(app, change: dict, said: str) -> None:
    law = make_law()
    given = {"provision": "2", "invokers": [the_office()], "use": "A use"} | change
    with pytest.raises(Refusal, match=said):
        record_clause(law, given.pop("provision"), by=the_clerk(), **given)


def test_a_stranger_finds_no_way_into_staff_and_department_pages(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted()
    for address in ("/staff/exceptions", f"/staff/exceptions/{request.id}", f"/staff/d/{LAW}/clauses", "/respond/exceptions", "/exceptions/new", "/respond/reports/new"):
        assert browser.open(address, follow=False).status == 302, address
    assert browser.open(f"/exceptions/requests/{request.id}").status == 404
    for address in (f"/staff/exceptions/{request.id}/accept", f"/staff/exceptions/{request.id}/decide"):
        browser.post(address)
        assert browser.status == 403, address
    assert browser.open("/x/2026-999").status == 404 and browser.open("/exceptions/reports/" + "x" * 22).status == 404
