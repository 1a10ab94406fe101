"""What a department does with a request: write, file, write again, withdraw, renew. A deputy drafts; only the holder files."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db, random_id
from civic.dockets.actions import withdraw_docket
from civic.exceptions.checks import missing_in
from civic.exceptions.models import (
    ExceptionClause,
    ExceptionDraft,
    ExceptionFiling,
    ExceptionRequest,
    ExceptionWithdrawal,
    RequestWords,
)
from civic.exceptions.oversight import log_use
from civic.exceptions.queries import draft_of_request, emergencies_are_on, is_renewed, requests_are_on, uses_under
from civic.exceptions.sealing import sealed_field, sealed_words, seals_to_write
from civic.exceptions.standing import OPEN, State, fault_of, state_of
from civic.exceptions.texts import text_of
from civic.exceptions.wording import EMERGENCY_FIELDS, FIELDS, RENEWAL_FIELDS
from civic.people.models import Account, Office
from civic.people.policy import policy
from civic.record.actions import record
from civic.record.fields import SEALABLE
from civic.record.statements import state as state_words

WORDS = ("title", "summary", *FIELDS, *EMERGENCY_FIELDS, *RENEWAL_FIELDS)


def start_draft(office: Office, clause: ExceptionClause, *, emergency: bool = False, by: Account) -> ExceptionDraft:
    _refuse_clause(office, clause)
    if not requests_are_on():
        raise Refusal(_("The city takes no requests yet: its rules for the notice period and the hearing are not set."))
    if emergency and not clause.allows_emergency:
        raise Refusal(_("This clause has no emergency. Ask before the use."), "emergency")
    if emergency and not emergencies_are_on():
        raise Refusal(_("Emergency requests are off: the city has not set the days to file and to review them."), "emergency")
    return _keep_new(ExceptionDraft(office_id=office.id, clause_id=clause.id, emergency=emergency), by)


def start_renewal(request: ExceptionRequest, *, short: bool, by: Account) -> ExceptionDraft:
    """I-61: a renewal is a new request. It begins as a copy; ``short`` leaves only the days and the use report to fill in."""
    if request.emergency or state_of(request) not in (State.IN_FORCE, State.EXPIRED):
        raise Refusal(_("Only a permission that is in force or has expired is renewed. Otherwise make a new request."))
    if is_renewed(request):
        raise Refusal(_("A renewal of this permission is filed already."))
    if db.session.scalar(sa.select(ExceptionDraft).where(ExceptionDraft.renews_id == request.id, ExceptionDraft.request_id.is_(None))):
        raise Refusal(_("Your office is writing a renewal of this permission already."))
    draft = ExceptionDraft(office_id=request.office_id, clause_id=request.clause_id, renews_id=request.id, short=short)
    _copy(request.filing, draft)
    draft.use_report, draft.seals = "", seals_to_write(request.filing)
    return _keep_new(draft, by)


def write_again(request: ExceptionRequest, *, by: Account) -> ExceptionDraft:
    """A request that was given back, as a draft to mend and file again."""
    if state_of(request) is not State.RETURNED:
        raise Refusal(_("Only a request that was given back is written again."))
    if (known := draft_of_request(request)) is not None:
        return known
    filing = request.filing
    draft = ExceptionDraft(
        office_id=request.office_id, clause_id=request.clause_id, request_id=request.id, renews_id=request.renews_id, emergency=request.emergency,
        starts=filing.starts, ends=filing.ends, used_on=filing.used_on, short=filing.unchanged,
    )  # fmt: skip
    _copy(filing, draft)
    draft.seals = seals_to_write(filing)
    return _keep_new(draft, by)


def keep_draft(draft: ExceptionDraft, words: dict[str, str], *, starts: date | None, ends: date | None, used_on: date | None = None,
               sealed: dict[str, dict[str, Any]] | None = None, by: Account) -> ExceptionDraft:  # fmt: skip
    """Whatever is written so far; what must be there is asked when it is filed. A short renewal keeps the words before it."""
    allowed = RENEWAL_FIELDS if draft.short else WORDS
    for name in words.keys() & set(allowed):
        setattr(draft, name, words[name])
    draft.ends = ends
    draft.used_on = used_on if draft.emergency else None
    draft.starts = draft.used_on if draft.emergency else starts
    if not draft.short:
        draft.seals = {name: terms for name, terms in (sealed or {}).items() if name in SEALABLE}
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.flush()
    record("exception.drafted", draft, by=by)
    return draft


def drop_draft(draft: ExceptionDraft, *, by: Account) -> None:
    record("exception.drafted", draft, by=by, note={"dropped": True})
    db.session.delete(draft)
    db.session.flush()


def file_draft(draft: ExceptionDraft, *, by: Account) -> ExceptionRequest:
    """Filed: from now on it is in the register. The clerk checks whether it is complete."""
    _refuse_others(draft.office, by)
    if wrong := missing_in(draft):
        raise Refusal(" ".join(sentence for _field, sentence in wrong))
    _refuse_clause(draft.office, draft.clause)
    if draft.renews is not None and draft.request is None and is_renewed(draft.renews):
        raise Refusal(_("A renewal of this permission is filed already."))
    if draft.request is not None and state_of(draft.request) is not State.RETURNED:
        raise Refusal(_("This request is filed already."))
    first = draft.request is None
    request = draft.request or _new_request(draft)
    filing = _file(draft, request, by)
    db.session.delete(draft)
    request.clause.docket.revision += 1
    db.session.flush()
    db.session.expire(request)
    if first and filing.used_on is not None:  # the use has happened, so it is in the log
        note = _("The emergency use that this request reports.")
        log_use(request.office, request.clause, on=filing.used_on, count=1, note=note, request=request, by=by)
    return request


def withdraw_request(request: ExceptionRequest, *, reason: str, by: Account) -> ExceptionWithdrawal:
    _refuse_others(request.office, by)
    if request.emergency:
        raise Refusal(_("This use has happened. Its review cannot be withdrawn."))
    if state_of(request) not in OPEN:
        raise Refusal(_("Only a request that is not decided can be withdrawn."))
    words = state_words(reason, "reason")
    if not words.text:
        raise Refusal(_("Say why; the reason is public."), "reason")
    docket = request.docket or request.clause.docket
    row = ExceptionWithdrawal(request_id=request.id, reason=words.text, openings=words.openings, on=today(), at=now())
    if (draft := draft_of_request(request)) is not None:
        db.session.delete(draft)
    db.session.add(row)
    docket.revision += 1
    db.session.flush()
    db.session.expire(request)
    record("exception.withdrawn", row, by=by, docket=docket, ref=request.filing.leaf_id, reasons=words.field)
    if request.docket is not None:
        withdraw_docket(request.docket, reason="sponsor_withdrew", by=by)  # so that nothing more is taken in
    return row


# --- inside


def _refuse_clause(office: Office, clause: ExceptionClause) -> None:
    if office.id not in clause.invokers:
        raise Refusal(_("This clause is not for your office."), "clause")
    if not clause.needs_request:
        raise Refusal(_("This clause needs no request. Log each use instead."), "clause")


def _refuse_others(office: Office, by: Account) -> None:
    holder = office.holder()
    if holder is None or holder.id != by.id:
        raise Refusal(_("Only the holder of the office files. What you wrote is kept."))


def _keep_new(draft: ExceptionDraft, by: Account) -> ExceptionDraft:
    draft.drafted_by, draft.updated_at = by.id, now()
    db.session.add(draft)
    db.session.flush()
    record("exception.drafted", draft, by=by)
    return draft


def _copy(source: RequestWords, target: RequestWords) -> None:
    for name in WORDS:
        setattr(target, name, getattr(source, name))
    for name, words in sealed_words(source).items():  # type: ignore[arg-type]
        setattr(target, name, words)


def _new_request(draft: ExceptionDraft) -> ExceptionRequest:
    request = ExceptionRequest(
        office_id=draft.office_id, clause_id=draft.clause_id, renews_id=draft.renews_id, emergency=draft.emergency, filed_on=today(), filed_at=now(),
        emergency_days=policy("exception_emergency_days") if draft.emergency else None,
        review_days=policy("exception_review_days") if draft.emergency else None,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    return request


def _file(draft: ExceptionDraft, request: ExceptionRequest, by: Account) -> ExceptionFiling:
    earlier = request.filings[-1] if request.filings else None
    filing = ExceptionFiling(
        request_id=request.id, n=len(request.filings) + 1, starts=draft.starts, ends=draft.ends, used_on=draft.used_on,
        signed_by=f"{by.name}, {draft.office.title}", filed_at=now(), leaf_id=random_id(), **{name: getattr(draft, name) for name in WORDS},
    )  # fmt: skip
    if draft.renews is not None:
        filing.uses, filing.unchanged = _uses_so_far(draft.renews), _is_unchanged(draft)
    sealed = {name: sealed_field(draft, name) for name in draft.seals}
    filing.seals = {name: terms for name, (terms, _field) in sealed.items()}
    for name in sealed:
        setattr(filing, name, "")
    body = state_words(text_of(filing))
    filing.openings = body.openings
    db.session.add(filing)
    db.session.flush()
    record(
        "exception.filed", filing, by=by, docket=request.clause.docket, leaf_id=filing.leaf_id, office=request.office_id, clause=request.clause.leaf_id,
        n=filing.n, body=body.field, starts=filing.starts, ends=filing.ends, used=filing.used_on, ref=earlier.leaf_id if earlier else None,
        renews=_leaf_of_grant(request), uses=filing.uses["count"] if filing.uses else None,
        sealed=[{"field": name, **field, "words": terms["words"], "review": terms["review_on"]} for name, (terms, field) in sealed.items()],
    )  # fmt: skip
    return filing


def _leaf_of_grant(request: ExceptionRequest) -> str | None:
    before = request.renews.decision if request.renews else None
    return before.leaf_id if before else None


def _uses_so_far(request: ExceptionRequest) -> dict[str, Any]:
    """The log of the grant before, as it stands on the day of filing."""
    uses = uses_under(request)
    return {
        "number": request.docket.number, "entries": len(uses), "count": sum(use.count for use in uses), "outside": sum(fault_of(use) is not None for use in uses),
        "first": uses[0].on.isoformat() if uses else None, "last": uses[-1].on.isoformat() if uses else None,
    }  # fmt: skip


def _is_unchanged(draft: ExceptionDraft) -> bool:
    assert draft.renews is not None
    before = draft.renews.filing
    opened = {**{name: getattr(before, name) for name in FIELDS}, **sealed_words(before)}
    return all(getattr(draft, name) == opened[name] for name in FIELDS) and set(draft.seals) == set(before.seals)
