"""What a law in force allows, as the city reads it: its clauses, and who must report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db, random_id
from civic.dockets.facts.queries import facts_of
from civic.dockets.models import Docket, Provision, TextVersion
from civic.dockets.queries import provision_named
from civic.exceptions.models import ExceptionClause
from civic.exceptions.oversight_models import ReportingDuty
from civic.exceptions.queries import is_law
from civic.people.models import Account, Office
from civic.record.actions import record
from civic.record.leaf import b64

PERIODS = (1, 3, 6, 12)
FARTHEST = 3653  # days


def record_clause(
    docket: Docket, provision: str, *, invokers: Sequence[Office], use: str, who: str = "", condition: str = "", limit: str = "",
    logging: str = "", needs_request: bool = True, allows_emergency: bool = False, replaces: ExceptionClause | None = None, by: Account,
) -> ExceptionClause:  # fmt: skip
    """A clause names the provision it stands in and the offices that may invoke it. A wrong one is replaced by a further row."""
    version, piece = _provision(docket, provision)
    if not invokers:
        raise Refusal(_("Choose at least one office that may invoke this clause."), "invokers")
    if not use:
        raise Refusal(_("Say which use the clause allows."), "use")
    if allows_emergency and not needs_request:
        raise Refusal(_("An emergency is used first and reviewed afterwards. A clause that needs no request has no review."), "allows_emergency")
    if replaces is not None and (replaces.docket_id != docket.id or _replaced(replaces)):
        raise Refusal(_("This clause was corrected already. Correct the newer entry."))
    sheet = facts_of(version)
    clause = ExceptionClause(
        docket_id=docket.id, n=_next(docket), version_id=version.id, wid=piece.wid, place=place_of(version, piece),
        invokers=[office.id for office in invokers], who=who or ", ".join(office.title for office in invokers), use=use, condition=condition, limit=limit,
        logging=logging, needs_request=needs_request, allows_emergency=allows_emergency, sheet_id=sheet.id if sheet else None,
        replaces_id=replaces.id if replaces else None, entered_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(clause)
    docket.revision += 1
    db.session.flush()
    record(
        "clause.recorded", clause, by=by, docket=docket, leaf_id=clause.leaf_id, n=clause.n, text=version.leaf_id, sections=[piece.wid],
        sha256=_digest(clause), ref=replaces.leaf_id if replaces else None, request="needed" if needs_request else "not_needed",
        emergency="allowed" if allows_emergency else "not_allowed",
    )  # fmt: skip
    return clause


def record_duty(docket: Docket, office: Office, *, months: int, starts: date, due_days: int, provision: str = "", by: Account) -> ReportingDuty:
    """From ``starts`` on the office reports for every period of so many months; a later duty takes over from its own first day."""
    if not is_law(docket):
        raise Refusal(_("Only a law that was adopted makes anybody report."))
    if months not in PERIODS:
        raise Refusal(_("A period has 1, 3, 6 or 12 months."), "months")
    if not 1 <= due_days <= 365:
        raise Refusal(_("A report is due 1 to 365 days after its period."), "due_days")
    if abs((starts - today()).days) > FARTHEST:
        raise Refusal(_("Check the year: the first period begins within ten years of today."), "starts")
    wid, place = "", ""
    if provision:
        version, piece = _provision(docket, provision)
        wid, place = piece.wid, place_of(version, piece)
    duty = ReportingDuty(
        docket_id=docket.id, office_id=office.id, wid=wid, place=place, months=months, starts=starts, due_days=due_days, entered_at=now(),
        leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(duty)
    docket.revision += 1
    db.session.flush()
    record(
        "duty.recorded", duty, by=by, docket=docket, leaf_id=duty.leaf_id, office=office.id, months=months, starts=starts, due_days=due_days,
        sections=[wid] if wid else [],
    )  # fmt: skip
    return duty


def place_of(version: TextVersion, piece: Provision) -> str:
    """What a reader calls the provision: 4 (b)."""
    section = ""
    for other in version.provisions:
        section = other.number if other.kind == "section" else section
        if other.wid == piece.wid:
            break
    number = piece.number or piece.heading or piece.wid
    return number if not section or number == section else f"{section} {number}"


def _provision(docket: Docket, name: str) -> tuple[TextVersion, Provision]:
    if not is_law(docket):
        raise Refusal(_("Only a law that was adopted has clauses to invoke. This docket is not adopted."))
    version = docket.current_version
    assert version is not None
    piece = provision_named(version, name)
    if piece is None:
        raise Refusal(_("Choose the provision that says so."), "provision")
    return version, piece


def _next(docket: Docket) -> int:
    return (db.session.scalar(sa.select(sa.func.max(ExceptionClause.n)).where(ExceptionClause.docket_id == docket.id)) or 0) + 1


def _replaced(clause: ExceptionClause) -> bool:
    return db.session.scalar(sa.select(ExceptionClause).where(ExceptionClause.replaces_id == clause.id)) is not None


def _digest(clause: ExceptionClause) -> str:
    words = [clause.who, clause.use, clause.condition, clause.limit, clause.logging, sorted(clause.invokers)]
    return b64(sha256(json.dumps(words, ensure_ascii=False).encode()).digest())
