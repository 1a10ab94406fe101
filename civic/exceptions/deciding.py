"""What the clerk does: check, accept or give back, hearing, decision, revocation, conditions, seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from flask_babel import force_locale
from flask_babel import gettext as _

from civic.clock import city_zone, now, today
from civic.council.queries import decision_on
from civic.database import Refusal, db, random_id
from civic.dockets.actions import create_docket, open_window, record_process_event
from civic.dockets.models import DocketKind, ProcessEvent
from civic.dockets.queries import next_number
from civic.exceptions.models import (
    ExceptionAcceptance,
    ExceptionDecision,
    ExceptionFiling,
    ExceptionRequest,
    ExceptionReturn,
    Verdict,
)
from civic.exceptions.oversight import said
from civic.exceptions.oversight_models import ConditionClosing, ExceptionCondition, ExceptionRevocation
from civic.exceptions.queries import requests_are_on
from civic.exceptions.reporting import duty_of
from civic.exceptions.standing import State, hearing_held, may_be_granted_on, notice_ends, state_of
from civic.exceptions.texts import publish_request
from civic.people.models import Account, Office
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.leaf import b64

LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Term:
    """A condition before it is made: words, the office that owes it, and its day."""

    words: str
    owner: Office
    due: date


def give_back(request: ExceptionRequest, *, reasons: str, by: Account) -> ExceptionReturn:
    """Not complete: the department mends it and files it again."""
    _refuse_unless_filed(request)
    words = said(reasons, "reasons", _("Say what is missing."))
    row = ExceptionReturn(filing_id=request.filing.id, reasons=words.text, openings=words.openings, at=now())
    db.session.add(row)
    request.clause.docket.revision += 1
    db.session.flush()
    db.session.expire(request.filing, ["returned"])
    record("exception.returned", row, by=by, docket=request.clause.docket, ref=request.filing.leaf_id, reasons=words.field)
    return row


def accept_request(request: ExceptionRequest, *, title: str = "", summary: str = "", by: Account) -> ExceptionAcceptance:
    """Complete: a docket of its own, its text, and comments until the notice period ends. The rules of this day go with it."""
    _refuse_unless_filed(request)
    if not requests_are_on():
        raise Refusal(_("The city's rules for the notice period and the hearing are not set."))
    filing, law = request.filing, request.clause.docket
    days = policy("exception_renewal_days") if filing.unchanged else policy("exception_notice_days")
    ends = today() + timedelta(days=days)
    if not request.emergency and filing.ends <= ends:
        raise Refusal(_("The last day asked for comes before the notice period is over, so it could never be granted. Give it back."))
    docket = create_docket(next_number(today().year), title or filing.title, plain_summary=summary or filing.summary, kind=DocketKind.EXCEPTION, by=by)
    docket.illustrative = law.illustrative
    docket.matter.type, docket.matter.sponsors = "exception", [request.office.title]
    publish_request(docket, filing, by=by)
    closes = datetime.combine(ends, LAST_MINUTE, city_zone())
    open_window(docket, opens_at=now(), closes_at=closes, by=by)
    acceptance = ExceptionAcceptance(
        request_id=request.id, filing_id=filing.id, docket_id=docket.id, on=today(), notice_days=days, notice_ends=ends, at=now(),
        hearing_required=_needs_hearing(filing),
    )  # fmt: skip
    db.session.add(acceptance)
    law.revision += 1
    db.session.flush()
    db.session.expire(request)
    record(
        "exception.accepted", acceptance, by=by, docket=docket, ref=filing.leaf_id, law=law.address, notice_ends=ends,
        hearing="required" if acceptance.hearing_required else "not_required",
    )  # fmt: skip
    return acceptance


def set_hearing(request: ExceptionRequest, *, starts_at: datetime, place: str, by: Account) -> ProcessEvent:
    _refuse_unless_undecided(request)
    if starts_at <= now():
        raise Refusal(_("Set the hearing for a time that lies ahead."), "starts_at")
    with force_locale("en"):
        title = _("Hearing on this request")
    day = starts_at.astimezone(city_zone()).date()
    event = record_process_event(request.docket, kind="hearing", title=title, day=day, starts_at=starts_at, place=place, state="noticed", by=by)
    db.session.expire(request.acceptance, ["events"])
    return event


def hold_hearing(request: ExceptionRequest, event: ProcessEvent, *, source: str, by: Account) -> ProcessEvent:
    """That a hearing took place, with the document that shows it. Not before its day."""
    _refuse_unless_undecided(request)
    if event.status == "held":
        raise Refusal(_("This hearing is recorded already."))
    if event.day > today():
        raise Refusal(_("This hearing has not taken place yet."))
    if not source:
        raise Refusal(_("Name the minutes or another document that shows it."), "source")
    with force_locale("en"):
        title = _("Hearing on this request held")
    held = record_process_event(
        request.docket, kind="hearing", title=title, day=event.day, starts_at=event.starts_at, place=event.place, source=source, state="held",
        replaces=event.id, by=by,
    )  # fmt: skip
    db.session.expire(request.acceptance, ["events"])
    return held


def decide_request(
    request: ExceptionRequest, *, granted: bool, decided_by: str, on: date, reasons: str, source: str = "", starts: date | None = None,
    ends: date | None = None, terms: Sequence[Term] = (), by: Account,
) -> ExceptionDecision:  # fmt: skip
    """The decision of the body that the law names. A grant has its clause, its days, and conditions that somebody owes."""
    _refuse_unless_undecided(request)
    if on > today() or on < request.accepted.on:
        raise Refusal(_("The day of the decision lies between the notice and today."), "on")
    if decided_by == request.office.title:
        raise Refusal(_("An office does not decide its own request."), "decided_by")
    if granted:
        starts = request.filing.used_on if request.emergency else starts or max(on, request.filing.starts)
        _refuse_early_grant(request, on)
        _refuse_endless_grant(request, starts, ends, on)
    elif terms:
        raise Refusal(_("A refusal has no conditions."), "granted")
    words = said(reasons, "reasons", _("Give the reasons. They are public."))
    verdict = Verdict.REFUSED if not granted else Verdict.GRANTED_WITH_CONDITIONS if terms else Verdict.GRANTED
    decision = ExceptionDecision(
        request_id=request.id, clause_id=request.clause_id, verdict=verdict, decided_by=decided_by, on=on, reasons=words.text, openings=words.openings,
        source=source, starts=starts if granted else None, ends=ends if granted else None, decided_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(decision)
    _touch(request)
    db.session.flush()
    record(
        "exception.decided", decision, by=by, docket=request.docket, leaf_id=decision.leaf_id, ref=request.filing.leaf_id, clause=request.clause.leaf_id,
        outcome=verdict.value, on=on, starts=decision.starts, ends=decision.ends, conditions=len(terms), reasons=words.field,
        source=b64(sha256(source.encode()).digest()) if source else None,
    )  # fmt: skip
    for n, term in enumerate(terms, 1):
        _make_condition(decision, n, term, by)
    db.session.expire(request)
    return decision


def revoke_grant(request: ExceptionRequest, *, revoked_by: str, reason: str, by: Account) -> ExceptionRevocation:
    """From today on the permission does not hold."""
    if state_of(request) is not State.IN_FORCE:
        raise Refusal(_("Only a permission that is in force can be revoked."))
    decision = request.decision
    assert decision is not None
    words = said(reason, "reason", _("Give the reason. It is public."))
    row = ExceptionRevocation(decision_id=decision.id, revoked_by=revoked_by, reason=words.text, openings=words.openings, on=today(), at=now())
    db.session.add(row)
    _touch(request)
    db.session.flush()
    db.session.expire(decision, ["revocation"])
    record("exception.revoked", row, by=by, docket=request.docket, ref=decision.leaf_id, on=row.on, reasons=words.field)
    return row


def close_condition(condition: ExceptionCondition, *, kept: bool, proof: str, by: Account) -> ConditionClosing:
    """Kept, with what shows it, or broken, with why. Kept after its day reads *kept late*."""
    if condition.closing is not None:
        raise Refusal(_("This condition is closed already."))
    if not proof:
        raise Refusal(_("Say what shows that it was kept, or why it was not."), "proof")
    outcome = ("late" if today() > condition.due else "kept") if kept else "broken"
    row = ConditionClosing(condition_id=condition.id, outcome=outcome, proof=proof, on=today(), closed_at=now())
    db.session.add(row)
    docket = condition.decision.request.docket
    docket.revision += 1
    db.session.flush()
    db.session.expire(condition, ["closing"])
    record("promise.closed", row, by=by, docket=docket, ref=condition.leaf_id, outcome=outcome, proof=b64(sha256(proof.encode()).digest()))
    return row


# --- inside


def _refuse_unless_filed(request: ExceptionRequest) -> None:
    if state_of(request) is not State.FILED:
        raise Refusal(_("This request does not wait for a check."))


def _refuse_unless_undecided(request: ExceptionRequest) -> None:
    if state_of(request) not in (State.NOTICED, State.HEARD):
        raise Refusal(_("This request is not open for a decision."))


def _needs_hearing(filing: ExceptionFiling) -> bool:
    rule = policy("exception_hearing")
    return rule == "always" or (rule == "new_only" and not filing.unchanged)


def _refuse_early_grant(request: ExceptionRequest, on: date) -> None:
    """I-59: no grant before the notice period ends and the hearing, where required, is held."""
    if on <= notice_ends(request):
        raise Refusal(_("The notice period ends on %(day)s. A grant comes after that day.", day=notice_ends(request).isoformat()), "on")
    if not may_be_granted_on(request, on):
        held = hearing_held(request)
        said_when = _("It was held on %(day)s.", day=held.day.isoformat()) if held else _("None is recorded as held.")
        raise Refusal(_("The hearing comes before the decision. %(when)s", when=said_when), "on")
    vote = decision_on(request.docket)
    if vote is not None and not vote.passed:
        raise Refusal(_("The council's vote recorded on this docket failed."), "granted")


def _refuse_endless_grant(request: ExceptionRequest, starts: date | None, ends: date | None, on: date) -> None:
    """I-60: every grant has an end date, names its clause (the request's own) and appears in the next report."""
    if ends is None or starts is None:
        raise Refusal(_("Every permission has an end date. Enter its last day."), "ends")
    if ends < starts or (not request.emergency and ends < on):
        raise Refusal(_("The last day comes after the first, and after the decision."), "ends")
    if ends > request.filing.ends:
        raise Refusal(_("A permission does not last longer than was asked for: %(day)s.", day=request.filing.ends.isoformat()), "ends")
    if not request.emergency and starts < on:
        raise Refusal(_("A permission does not begin before it was decided."), "starts")
    if duty_of(request.office, request.clause.docket) is None:
        raise Refusal(_("First enter when this office reports under the law: a grant must appear in its next report."), "granted")


def _make_condition(decision: ExceptionDecision, n: int, term: Term, by: Account) -> None:
    words = said(term.words, "terms", _("A condition has words, an owner and a day."))
    if term.due < decision.on:
        raise Refusal(_("The day of a condition lies after the decision."), "terms")
    condition = ExceptionCondition(
        decision_id=decision.id, n=n, words=words.text, openings=words.openings, owner_id=term.owner.id, due=term.due, made_at=now(), leaf_id=random_id()
    )
    db.session.add(condition)
    db.session.flush()
    record(
        "promise.made", condition, by=by, docket=decision.request.docket, leaf_id=condition.leaf_id, ref=decision.leaf_id, owner=term.owner.id,
        due=term.due, body=words.field,
    )  # fmt: skip


def _touch(request: ExceptionRequest) -> None:
    request.docket.revision += 1
    request.clause.docket.revision += 1
