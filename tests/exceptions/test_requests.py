"""What a department does: a deputy drafts, the holder files; sealed fields; giving back; withdrawing; renewing; emergencies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civic.clock import today
from civic.database import Refusal, db
from civic.exceptions.actions import (
    accept_request,
    drop_draft,
    file_draft,
    give_back,
    keep_draft,
    log_use,
    review_seal,
    start_draft,
    start_renewal,
    withdraw_request,
    write_again,
)
from civic.exceptions.checks import missing_in
from civic.exceptions.models import ExceptionDraft
from civic.exceptions.queries import all_requests, all_uses
from civic.exceptions.sealing import sealed_words
from civic.exceptions.standing import Fault, State, fault_of, in_time, review_due, review_is_overdue, state_of
from civic.exceptions.wording import FIELDS
from civic.people.policy import set_policy
from civic.permissions import Permission, Role, may
from civic.record.leaf import b16, b32, parse
from civic.record.queries import events_about, leaf_about
from civic.record.words import root_of, word_commitment
from tests.browsing import TestBrowser
from tests.cast import hold, make_account, office
from tests.exceptions.arrange import (
    NOTICE,
    WORDS,
    clause,
    grant,
    later,
    make_accepted,
    make_draft,
    make_grant,
    make_law,
    make_request,
    the_chief,
    the_office,
)
from tests.factories import make_comment, the_clerk


def the_deputy():  # type: ignore[no-untyped-def]
    deputy = make_account("Deputy Dell", Role.DELEGATE)
    hold(the_office(), deputy, "delegate")
    return deputy


# --- who may


def test_a_deputy_writes_and_only_the_holder_files(app, browser: TestBrowser) -> None:
    make_law()
    deputy, draft = the_deputy(), make_draft()
    assert may(Permission.EXCEPTION_DRAFT, draft, person=deputy) and not may(Permission.EXCEPTION_FILE, draft, person=deputy)
    browser.sign_in(deputy).open(f"/exceptions/drafts/{draft.id}/check")
    assert browser.shows("Only the holder of the office files it.") and not browser.page.find("button", string="File this request")
    browser.post(f"/exceptions/drafts/{draft.id}/check")
    assert browser.status == 422 and all_requests() == []
    browser.sign_in(the_chief()).open(f"/exceptions/drafts/{draft.id}/check").press("File this request")
    assert [state_of(request) for request in all_requests()] == [State.FILED]


def test_another_office_sees_nothing_of_a_draft(app, browser: TestBrowser) -> None:
    make_law()
    draft = make_draft()
    other = make_account("Fire Chief Fay", Role.RESPONDENT)
    hold(office("Fire Chief", "Fire Department"), other)
    assert browser.sign_in(other).open(f"/exceptions/drafts/{draft.id}").status == 404
    assert browser.open("/exceptions/new").shows("No clause of a law in force names your office")
    assert browser.open("/respond/exceptions").shows("No law in force makes your office report")
    with pytest.raises(Refusal, match="not for your office"):
        start_draft(other.offices()[0], clause(), by=other)


def test_requests_are_off_until_the_city_has_set_its_rules(app, browser: TestBrowser) -> None:
    make_law(on=False)
    with pytest.raises(Refusal, match="takes no requests yet"):
        start_draft(the_office(), clause(), by=the_chief())
    assert browser.open("/exceptions").shows("its rules for the notice period and the hearing are not set")
    assert browser.sign_in(the_chief()).open("/exceptions/new").shows("The city takes no requests yet")
    assert browser.sign_in(the_clerk()).open("/staff/exceptions").shows("Requests are off until two rules of the city are set.")
    set_policy("exception_notice_days", 5)
    set_policy("exception_hearing", "never")
    with pytest.raises(Refusal, match="Emergency requests are off"):
        start_draft(the_office(), clause(), emergency=True, by=the_chief())
    assert start_draft(the_office(), clause(), by=the_chief()).id


def test_a_clause_that_needs_no_request_takes_none(app) -> None:
    make_law()
    with pytest.raises(Refusal, match="Log each use instead"):
        start_draft(the_office(), clause(1), by=the_chief())


# --- what must be there


@pytest.mark.parametrize("name", [*FIELDS, "title", "summary"])
def test_every_fixed_field_must_be_there(app, name: str) -> None:
    make_law()
    draft = make_draft(**{name: ""})
    assert [field for field, _sentence in missing_in(draft)] == [name]
    with pytest.raises(Refusal):
        file_draft(draft, by=the_chief())
    assert all_requests() == []


@pytest.mark.parametrize(("starts", "ends", "said"), [(20, None, "No exception is without an end"), (20, 10, "before the first"), (-5, -1, "must lie ahead"), (1, 5000, "Check the year")])
def test_the_end_date_must_make_sense(app, starts: int, ends: int | None, said: str) -> None:
    """I-60: no request without an end date."""
    make_law()
    draft = make_draft()
    keep_draft(draft, WORDS, starts=today() + timedelta(days=starts), ends=None if ends is None else today() + timedelta(days=ends), by=the_chief())
    with pytest.raises(Refusal, match=said):
        file_draft(draft, by=the_chief())


def test_a_dropped_draft_was_never_public(app, browser: TestBrowser) -> None:
    make_law()
    drop_draft(make_draft(), by=the_chief())
    assert db.session.query(ExceptionDraft).count() == 0 and browser.open("/exceptions").shows("No exception has been asked for.")


def test_a_form_with_hidden_characters_or_without_sense_is_refused_and_kept(app, browser: TestBrowser) -> None:
    make_law()
    draft = make_draft()
    browser.sign_in(the_chief()).open(f"/exceptions/drafts/{draft.id}")
    browser.fill("Save draft", {"title": "x" * 201, "ends": "soon", "purpose": "a\x00b"})
    assert browser.status == 422 and len(browser.errors) == 3 and browser.find("#title")["value"] == "x" * 201
    assert browser.open(f"/exceptions/drafts/{draft.id}x").status == 404
    browser.post("/exceptions/new", clause="nothing")
    assert browser.status == 422


# --- sealed fields

SEAL = {"rule": "Data Practices Act, section 13.82", "reason": "An investigation is open", "review_on": "2027-05-01"}
SECRET = "Warehouse nine at the old canal"


def test_a_sealed_field_shows_rule_reason_size_and_day_and_never_its_words(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted(place=SECRET, sealed={"place": SEAL})
    number, leaf = request.docket.number, parse(leaf_about(request.filing, "exception.filed").bytes)
    for address in (f"/x/{number}", f"/d/{number}/text", f"/d/{number}/text@1.txt", f"/d/{number}/text/s/place", "/exceptions", "/exceptions/register.csv", "/"):
        page = browser.open(address).response.get_data(as_text=True)
        assert browser.status == 200 and "Warehouse" not in page and "canal" not in page, address
    browser.open(f"/x/{number}")
    assert browser.shows("Rule: Data Practices Act, section 13.82.") and browser.shows("Reason: An investigation is open.")
    assert browser.shows("Size: 6 words.") and browser.shows("Saturday, May 1, 2027")
    assert [(one["field"], one["words"], one["review"]) for one in leaf["sealed"]] == [("place", 6, "2027-05-01")]
    assert "Warehouse" not in leaf_about(request.filing, "exception.filed").bytes.decode()
    before = len(events_about(request.filing))
    browser.sign_in(the_clerk())
    browser.open(f"/staff/exceptions/seals/{request.filing.id}/place")
    assert browser.shows("Data Practices Act") and not browser.shows(SECRET) and len(events_about(request.filing)) == before
    browser.open(f"/staff/exceptions/{request.id}")
    assert not browser.shows(SECRET)
    assert browser.press("Read the sealed words").shows(SECRET) and browser.shows("says that a clerk read these words today")
    read = parse(leaf_about(request.filing, "access.privileged").bytes)
    assert (read["what"], read["reason"], read["n"], read["ref"]) == ("sealed_words", "seal_review", 1, request.filing.leaf_id)
    assert "Warehouse" not in leaf_about(request.filing, "access.privileged").bytes.decode()


def test_an_opened_seal_gives_words_that_prove_themselves_and_the_next_version(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted(place=SECRET, sealed={"place": SEAL})
    with pytest.raises(Refusal, match="within a year"):
        review_seal(request.filing, "place", opened=False, reason="Still open.", by=the_clerk())
    kept = review_seal(request.filing, "place", opened=False, reason="Still open.", review_on=today() + timedelta(days=90), by=the_clerk())
    assert kept.words is None
    row = review_seal(request.filing, "place", opened=True, reason="The case is closed.", by=the_clerk())
    committed = parse(leaf_about(request.filing, "exception.filed").bytes)["sealed"][0]
    digests = [word_commitment(b16(committed["ctx"]), n, b16(salt), word) for n, (salt, word) in enumerate(row.openings)]
    assert root_of(digests) == b32(committed["root"]) and row.words == SECRET
    assert [version.n for version in request.docket.versions] == [1, 2]
    assert browser.open(f"/d/{request.docket.number}/clocks").shows("Look again at a sealed field: Where, and at which hours")
    assert browser.open(f"/x/{request.docket.number}").shows(SECRET) and browser.shows("Was sealed until")
    assert browser.open(f"/d/{request.docket.number}/compare/1/2").shows("The case is closed.")
    with pytest.raises(Refusal, match="not sealed"):
        review_seal(request.filing, "place", opened=True, reason="Again.", by=the_clerk())


@pytest.mark.parametrize(("terms", "said"), [({"rule": ""}, "name the rule"), ({"review_on": None}, "within a year"), ({"review_on": "2029-01-01"}, "within a year")])
def test_a_seal_names_its_rule_and_its_day(app, terms: dict, said: str) -> None:
    make_law()
    draft = make_draft(sealed={"place": SEAL | terms})
    with pytest.raises(Refusal, match=said):
        file_draft(draft, by=the_chief())


def test_purpose_days_and_cost_are_never_sealed(app) -> None:
    make_law()
    request = make_request(sealed={"purpose": SEAL, "cost": SEAL, "ends": SEAL})
    assert request.filing.seals == {} and request.filing.purpose == WORDS["purpose"]


# --- given back, withdrawn, lapsed


def test_a_request_given_back_is_mended_and_filed_again(app, browser: TestBrowser) -> None:
    make_law()
    request = make_request(place=SECRET, sealed={"place": SEAL}, cost="?")
    browser.sign_in(the_clerk()).open(f"/staff/exceptions/{request.id}")
    browser.fill("Give it back", {"reasons": "The cost is missing."})
    assert state_of(request) is State.RETURNED
    assert browser.open("/exceptions").shows("Given back: something is missing") and browser.shows("1 request was made: 1 open")
    browser.sign_in(the_chief()).open("/respond/exceptions").click("No number yet").press("Mend it and file it again")
    assert browser.shows("The cost is missing.") and SECRET in browser.find("#place").get_text()
    browser.fill("Keep and check", {"cost": "9,000 dollars"}).press("File this request")
    db.session.expire_all()
    assert [filing.n for filing in request.filings] == [1, 2] and request.filing.cost == "9,000 dollars" and state_of(request) is State.FILED
    assert sealed_words(request.filing) == {"place": SECRET}
    assert [event.kind for filing in request.filings for event in events_about(filing)] == ["exception.filed", "exception.filed"]
    with pytest.raises(Refusal, match="given back"):
        write_again(request, by=the_chief())


def test_a_withdrawn_request_takes_no_more_comments_and_stays(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted()
    make_comment(request.docket)
    browser.sign_in(the_chief()).open(f"/exceptions/requests/{request.id}").click("Withdraw this request")
    browser.press("Withdraw it")
    assert browser.status == 422
    browser.fill("Withdraw it", {"reason": "The festival was cancelled."})
    number = request.docket.number
    assert browser.open(f"/x/{number}").status == 410 and browser.shows("The festival was cancelled.") and browser.shows("1 comment was received.")
    assert browser.open(f"/d/{number}/comment").shows("taking comments") or not browser.page.find("textarea", id="body")
    assert state_of(request) is State.WITHDRAWN and browser.open("/exceptions").shows("1 withdrawn")
    with pytest.raises(Refusal, match="not decided"):
        withdraw_request(request, reason="Again.", by=the_chief())


def test_a_request_lapses_when_its_last_day_passes_without_a_decision(app, browser: TestBrowser) -> None:
    """I-5: it lapses by its date alone."""
    make_law()
    request = make_accepted()
    with later(61):
        assert state_of(request) is State.LAPSED
        assert browser.open(f"/x/{request.docket.number}").shows("passed without a decision")
        with pytest.raises(Refusal, match="not open for a decision"):
            grant(request)


def test_a_request_that_could_never_be_granted_is_not_opened(app) -> None:
    make_law()
    request = make_request(starts=today() + timedelta(days=1), ends=today() + timedelta(days=NOTICE))
    with pytest.raises(Refusal, match="could never be granted"):
        accept_request(request, by=the_clerk())
    give_back(request, reasons="Ask for later days.", by=the_clerk())
    with pytest.raises(Refusal, match="does not wait for a check"):
        accept_request(request, by=the_clerk())


# --- renewal


def test_a_renewal_is_a_new_request_with_the_use_report_attached(app, browser: TestBrowser) -> None:
    """I-61: renewal is a new request with the use report attached."""
    make_law()
    first = make_grant()
    with later(30):
        log_use(the_office(), clause(), on=today(), count=4, note="Two gates.", request=first, by=the_chief())
        browser.sign_in(the_chief()).open(f"/exceptions/requests/{first.id}").press("Renew, nothing but the days changes")
        assert not browser.page.find(id="purpose")
        browser.fill("Keep and check", {"starts": (today() + timedelta(days=31)).isoformat(), "ends": (today() + timedelta(days=90)).isoformat()})
        assert browser.shows("“Report on the use so far” is empty.")
        browser.press("File this request")
        assert browser.status == 422
        browser.click("Change something").fill("Keep and check", {"use_report": "Nobody was taken for another."}).press("File this request")
        renewal = next(one for one in all_requests() if one.renews_id)
        assert renewal.id != first.id and renewal.filing.uses["count"] == 4 and renewal.filing.unchanged
        acceptance = accept_request(renewal, by=the_clerk())
        assert acceptance.notice_days == 10, "unchanged, it takes the shorter notice"
        leaf = parse(leaf_about(renewal.filing, "exception.filed").bytes)
        assert leaf["renews"] == first.decision.leaf_id and leaf["uses"] == 4
        browser.open(f"/x/{renewal.docket.number}")
        assert browser.shows("Nobody was taken for another.") and browser.shows("4 uses were logged") and browser.shows("nothing but the days changes")
        with pytest.raises(Refusal, match="filed already"):
            start_renewal(first, short=True, by=the_chief())


def test_a_changed_renewal_takes_the_full_notice(app) -> None:
    """I-61: whether something changed is worked out from the words, not claimed."""
    make_law(hearing="new_only")
    first = make_accepted()
    with later(NOTICE + 1):
        from tests.exceptions.test_decisions import hold_a_hearing

        hold_a_hearing(first)
        grant(first)
        draft = start_renewal(first, short=False, by=the_chief())
        words = {**WORDS, "place": "Also at the station", "use_report": "Used twice."}
        keep_draft(draft, words, starts=today() + timedelta(days=60), ends=today() + timedelta(days=90), by=the_chief())
        changed = file_draft(draft, by=the_chief())
        acceptance = accept_request(changed, by=the_clerk())
        assert not changed.filing.unchanged and acceptance.notice_days == NOTICE and acceptance.hearing_required


@pytest.mark.parametrize("state", ["open", "refused", "revoked"])
def test_only_what_was_granted_is_renewed(app, state: str) -> None:
    """I-61: there is no renewal without a grant to report on."""
    from civic.exceptions.actions import revoke_grant

    make_law()
    request = make_accepted()
    with later(NOTICE + 1):
        if state == "refused":
            grant(request, granted=False, ends=None)
        if state == "revoked":
            grant(request)
            revoke_grant(request, revoked_by="City Council", reason="It was misused.", by=the_clerk())
        with pytest.raises(Refusal, match="is renewed"):
            start_renewal(request, short=True, by=the_chief())


# --- emergencies


def test_an_emergency_is_used_first_and_reviewed_afterwards(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted(used_on=today() - timedelta(days=1))
    (use,) = all_uses()
    assert (use.on, use.count, fault_of(use)) == (today() - timedelta(days=1), 1, None)
    assert in_time(request) and review_due(request) == today() + timedelta(days=30)
    browser.open(f"/x/{request.docket.number}")
    assert browser.shows("Emergency: used first") and browser.shows("in time.") and browser.shows("Its review is due Monday, November 2")
    with pytest.raises(Refusal, match="cannot be withdrawn"):
        withdraw_request(request, reason="Never mind.", by=the_chief())
    with later(31):
        assert review_is_overdue(request) and browser.open("/overdue").shows("Review afterwards: Emergency use by Chief of Police")
        assert browser.open(f"/x/{request.docket.number}").shows("Review overdue")
        assert state_of(request) is State.NOTICED, "an emergency does not lapse"
        assert browser.sign_in(the_clerk()).open("/staff").shows(f"{request.docket.number}: an emergency use to review Overdue since")
        grant(request, granted=False, ends=None)
        assert fault_of(use) is Fault.NOT_GRANTED


def test_an_emergency_found_in_order_has_its_days_behind_it(app) -> None:
    make_law()
    used = today() - timedelta(days=2)
    request = make_accepted(used_on=used, ends=today())
    with later(NOTICE + 1):
        decision = grant(request)
        assert decision.starts == used and state_of(request) is State.EXPIRED and fault_of(all_uses()[0]) is None


def test_an_emergency_that_is_filed_late_says_so(app, browser: TestBrowser) -> None:
    make_law()
    request = make_accepted(used_on=today() - timedelta(days=9))
    assert in_time(request) is False and browser.open(f"/x/{request.docket.number}").shows("too late.")


def test_an_emergency_ahead_or_without_reason_is_none(app) -> None:
    make_law()
    with pytest.raises(Refusal, match="lies behind"):
        make_request(used_on=today() + timedelta(days=1))
    with pytest.raises(Refusal, match="could not wait"):
        make_request(used_on=today(), emergency_why="")
