"""A docket from draft to closed: create, describe, publish, withdraw, close; a draft alone may be deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from civic.clock import now, today
from civic.database import Refusal, db, savepoint
from civic.dockets.course import enter_planned_events
from civic.dockets.models import Docket, DocketKind, Matter
from civic.dockets.queries import docket_numbered, draft_text_of
from civic.dockets.standing import course_of
from civic.dockets.steps import label_of
from civic.people.models import Account
from civic.people.policy import settings_missing
from civic.record.actions import record
from civic.record.leaf import b64

MOST_EFFECTS = 3
WITHDRAWALS = {
    "duplicate": _l("It was published twice."),
    "published_by_mistake": _l("It was published by mistake."),
    "sponsor_withdrew": _l("The sponsor withdrew the proposal."),
    "not_introduced": _l("The proposal was not introduced."),
}
OUTCOMES = {
    "adopted": _l("Adopted"), "failed": _l("Failed"), "withdrawn": _l("Withdrawn by its sponsor"), "expired": _l("Expired"),
    "superseded": _l("Superseded"), "archived": _l("Archived"),
}  # fmt: skip
# What further domains enter for an imported matter once its docket is public: its printed votes, for example.
WHEN_PUBLISHED: list[Callable[[Docket, Account], None]] = []


def create_docket(
    number: str, title: str, *, by: Account, plain_summary: str = "", effects: list[str] | None = None, archive: bool = False,
    kind: DocketKind = DocketKind.ORDINANCE,
) -> Docket:  # fmt: skip
    if docket_numbered(number) is not None:
        raise Refusal(_("Docket %(number)s exists already.", number=number), "number")
    docket = Docket(number=number, kind=kind, title=title, plain_summary=plain_summary, effects=effects or [], archive=archive, created_on=today())
    db.session.add(docket)
    db.session.flush()
    db.session.add(Matter(docket_id=docket.id))
    db.session.flush()
    record("docket.drafted", docket, by=by)
    return docket


def describe_docket(
    docket: Docket, *, title: str, plain_summary: str, effects: list[str], council_votes_after: date | None = None, summary_due: date | None = None,
    contact: str = "", by: Account,
) -> None:  # fmt: skip
    """Words around the law: they may be mended at any time, each time with an event; the law itself never is."""
    if len(effects) > MOST_EFFECTS:
        raise Refusal(_("Three effects at most: name the ones that matter most to people."), "effects")
    if docket.is_public and not plain_summary:
        raise Refusal(_("A public docket keeps its summary in plain words."), "plain_summary")
    before = _digest_of_words(docket)
    docket.title, docket.plain_summary, docket.effects = title, plain_summary, effects
    docket.council_votes_after, docket.summary_due, docket.contact = council_votes_after, summary_due, contact
    docket.revision += 1
    if not docket.is_public:
        record("docket.drafted", docket, by=by)
    elif _digest_of_words(docket) != before:
        record("docket.described", docket, by=by, docket=docket, sha256=_digest_of_words(docket))


def say_who_was_asked_for_the_text(docket: Docket, *, since: date | None, asked_of: str, asked_on: date | None, by: Account) -> None:
    """While there is no text: since when it is missing, and which office was asked for it on which day."""
    if any(day and day > today() for day in (since, asked_on)):
        raise Refusal(_("This day has not come yet."), "asked_on")
    if docket.is_public and since is None:
        raise Refusal(_("Say since when the text is missing."), "since")
    docket.text_missing_since, docket.text_asked_of, docket.text_asked_on = since, asked_of, asked_on
    docket.revision += 1
    if docket.is_public:
        record("text.requested", docket, by=by, docket=docket, since=since, asked=asked_on)
    else:
        record("docket.drafted", docket, by=by)


def delete_draft_docket(docket: Docket, *, by: Account) -> None:
    if docket.is_public:
        raise Refusal(_("A published docket is never deleted. It can be withdrawn with a reason."))
    record("docket.deleted", docket, by=by)
    db.session.flush()
    try:
        with savepoint():
            for part in (draft_text_of(docket), docket.matter, docket):
                if part is not None:
                    db.session.delete(part)
                    db.session.flush()
    except IntegrityError as error:
        raise Refusal(_("Another page has entries about this draft, such as an exception request, so it cannot be deleted. Publish it and withdraw it.")) from error


def publish_docket(docket: Docket, *, by: Account) -> None:
    """Make the docket public, with or without its text: "not yet available online" is itself a state."""
    if missing := settings_missing():
        names = ", ".join(str(setting.label) for setting in missing)
        raise Refusal(_("Before anything is published the city's settings must be complete. Still missing: %(names)s.", names=names))
    if docket.is_public:
        raise Refusal(_("This docket is public already."))
    if not docket.plain_summary:
        raise Refusal(_("Write the summary in plain words first."), "plain_summary")
    docket.published_at = now()
    docket.text_missing_since = docket.text_missing_since or today()
    docket.revision += 1
    record("docket.published", docket, by=by, docket=docket, kind=docket.kind.value, sha256=_digest_of_words(docket))
    enter_planned_events(docket, by=by)
    for enter in WHEN_PUBLISHED:
        enter(docket, by)


def withdraw_docket(docket: Docket, *, reason: str, replacement: str = "", by: Account) -> None:
    """The address stays, and says why; its record stays too. Nothing more is taken in."""
    if not docket.is_public:
        raise Refusal(_("This docket is a draft. Delete it instead."))
    if docket.is_withdrawn:
        raise Refusal(_("This docket is withdrawn already."))
    if reason not in WITHDRAWALS:
        raise Refusal(_("Choose why it is withdrawn."), "reason")
    other = docket_numbered(replacement) if replacement else None
    if replacement and (other is None or not other.is_public or other.id == docket.id):
        raise Refusal(_("There is no other public docket %(number)s.", number=replacement), "replacement")
    docket.withdrawn_at, docket.withdrawn_reason = now(), reason
    docket.withdrawn_for = other.number if other else None
    docket.revision += 1
    record("docket.withdrawn", docket, by=by, docket=docket, reason=reason, replacement=other.address if other else None)


def close_docket(docket: Docket, *, outcome: str, by: Account) -> None:
    """The matter has ended. Everything stays readable."""
    if not docket.is_public or docket.is_withdrawn:
        raise Refusal(_("Only a published docket is closed."))
    if docket.closed_at is not None:
        raise Refusal(_("This docket is closed already."))
    if outcome not in OUTCOMES:
        raise Refusal(_("Choose how it ended."), "outcome")
    if docket.window is not None and docket.window.takes_comments():
        raise Refusal(_("People can still comment. Close the docket after the comment window."), "outcome")
    _check_against_the_course(docket, outcome)
    docket.closed_at, docket.closed_outcome = now(), outcome
    docket.revision += 1
    record("docket.closed", docket, by=by, docket=docket, outcome=outcome)


def _check_against_the_course(docket: Docket, outcome: str) -> None:
    """A docket does not end otherwise than its course did."""
    course = course_of(docket)
    state = course.state or ""
    is_law, has_ended = course.place.is_law, state in ("failed", "withdrawn", "expired")
    contradicts = {"adopted": has_ended, "failed": is_law, "withdrawn": is_law or has_ended and state != outcome, "expired": is_law or has_ended and state != outcome}
    if contradicts.get(outcome):
        raise Refusal(_("The course says “%(state)s”. Choose an end that fits it.", state=label_of(state, course.workflow)), "outcome")


def _digest_of_words(docket: Docket) -> str:
    vote = docket.council_votes_after.isoformat() if docket.council_votes_after else None
    due = docket.summary_due.isoformat() if docket.summary_due else None
    described = json.dumps([docket.title, docket.plain_summary, docket.effects, docket.contact, vote, due], ensure_ascii=False).encode()
    return b64(sha256(described).digest())
