"""An adopted law with two clauses, a chief who may ask, and a city that takes requests, for the tests of this folder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from civic.clock import now, pretend, today
from civic.database import db
from civic.dockets.actions import close_docket
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.exceptions.actions import (
    accept_request,
    decide_request,
    file_draft,
    keep_draft,
    record_clause,
    record_duty,
    start_draft,
)
from civic.exceptions.models import ExceptionClause, ExceptionDecision, ExceptionDraft, ExceptionRequest
from civic.exceptions.queries import clauses_on
from civic.exceptions.wording import FIELDS
from civic.people.models import Account, Office
from civic.people.policy import set_policy
from civic.people.queries import account_by_email, office_titled
from tests.cast import chen
from tests.factories import make_docket, the_clerk

NOTICE = 14
LAW = "2026-014"
WORDS = {name: f"{label}: as the form asks." for name, label in FIELDS.items()} | {
    "title": "Reader at the harbor festival", "summary": "The police ask to use a reader for three days at the festival."
}  # fmt: skip


def the_chief() -> Account:
    return account_by_email("chief.chen@city.example") or chen()


def the_office() -> Office:
    the_chief()
    office = office_titled("Chief of Police")
    assert office is not None
    return office


def make_law(*, hearing: str = "never", on: bool = True, emergencies: bool = True, duty: bool = True) -> Docket:
    """Adopted: closed as such, as a law from before this site is."""
    docket = make_docket(LAW, open=False)
    close_docket(docket, outcome="adopted", by=the_clerk())
    the_chief()
    if on:
        set_policy("exception_notice_days", NOTICE)
        set_policy("exception_hearing", hearing)
    if on and emergencies:
        set_policy("exception_emergency_days", 2)
        set_policy("exception_review_days", 30)
    record_clause(docket, "2", invokers=[the_office()], use="A named event, for a time", condition="The council grants it", limit="At most 90 days",
                  allows_emergency=True, by=the_clerk())  # fmt: skip
    record_clause(docket, "3", invokers=[the_office()], use="Unlocking an officer's own phone", logging="Each use, with its day", needs_request=False, by=the_clerk())
    if duty:
        record_duty(docket, the_office(), months=3, starts=today(), due_days=30, provision="3", by=the_clerk())
    return docket


def the_law() -> Docket:
    return docket_numbered(LAW) or make_law()


def clause(n: int = 0) -> ExceptionClause:
    return clauses_on(the_law())[n]


def make_draft(*, ends: date | None = None, starts: date | None = None, used_on: date | None = None, sealed: dict[str, Any] | None = None, **words: str) -> ExceptionDraft:
    draft = start_draft(the_office(), clause(), emergency=used_on is not None, by=the_chief())
    more = {"emergency_why": "A child was in danger."} if used_on else {}
    return keep_draft(draft, {**WORDS, **more, **words}, starts=starts or today() + timedelta(days=20), ends=ends or today() + timedelta(days=60),
                      used_on=used_on, sealed=sealed, by=the_chief())  # fmt: skip


def make_request(**more: Any) -> ExceptionRequest:
    return file_draft(make_draft(**more), by=the_chief())


def make_accepted(**more: Any) -> ExceptionRequest:
    request = make_request(**more)
    accept_request(request, by=the_clerk())
    return request


def grant(request: ExceptionRequest, **more: Any) -> ExceptionDecision:
    """On whatever day it is now; see ``later``."""
    given = {"granted": True, "decided_by": "City Council", "on": today(), "reasons": "The limits are narrow.", "ends": request.filing.ends} | more
    return decide_request(request, by=the_clerk(), **given)


def later(days: int):  # type: ignore[no-untyped-def]
    """So many days on, at the same hour."""
    return pretend(now() + timedelta(days=days))


def make_grant(**more: Any) -> ExceptionRequest:
    """Granted on the first day on which it may be."""
    request = make_accepted(**{name: more.pop(name) for name in ("ends", "starts", "sealed") if name in more})
    with later(NOTICE + 1):
        grant(request, **more)
    db.session.expire_all()
    return request
