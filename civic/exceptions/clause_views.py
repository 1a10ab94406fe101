"""The folder of an adopted law: its clauses, and who must report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.dockets.facts.queries import facts_of
from civic.dockets.facts.table import Table, table_of
from civic.dockets.models import Docket
from civic.exceptions import actions, queries, reporting
from civic.exceptions.clauses import place_of
from civic.exceptions.models import ExceptionClause
from civic.exceptions.staff_forms import ClauseForm, DutyForm
from civic.people.models import OfficeKind
from civic.people.queries import office_with, offices_in_order
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page

bp = Blueprint("clauses", __name__, url_prefix="/staff/d")


@bp.get("/<docket:docket>/clauses")
@allows(Permission.EXCEPTIONS_KEEP, Docket)
def every(docket: Docket) -> Response:
    return page(
        "clauses/every.html", docket=docket, is_law=queries.is_law(docket), clauses=queries.clauses_on(docket), duties=reporting.duties_under(docket),
        facts=_facts(docket), names={office.id: office.title for office in offices_in_order()},
    )  # fmt: skip


@bp.route("/<docket:docket>/clauses/new", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, Docket)
def new(docket: Docket) -> Any:
    return _clause_page(docket, None)


@bp.route("/<docket:docket>/clauses/<id:clause>", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, Docket)
def correct(docket: Docket, clause: str) -> Any:
    known = queries.clause_with(clause)
    if known is None or known.docket_id != docket.id:
        abort(404)
    return _clause_page(docket, known)


@bp.route("/<docket:docket>/duties/new", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_KEEP, Docket)
def duty(docket: Docket) -> Any:
    if not queries.is_law(docket):
        abort(404)
    form = DutyForm()
    form.office.choices = [("", _("Choose")), *((office.id, office.in_full) for office in _departments())]
    form.provision.choices = [("", _("A rule of the city, not the text")), *_provisions(docket)]
    if form.was_submitted():
        with form.reporting():
            office = office_with(form.office.data) or abort(404)
            actions.record_duty(
                docket, office, months=form.months.data, starts=form.starts.data, due_days=form.due_days.data, provision=form.provision.data or "",
                by=signed_in_person(),
            )  # fmt: skip
            flash(_("Entered. Its reports fall due by themselves."))
            return redirect(url_for("clauses.every", docket=docket.number))
    return page("clauses/duty.html", docket=docket, form=form, facts=_facts(docket))


def _clause_page(docket: Docket, known: ExceptionClause | None) -> Any:
    if not queries.is_law(docket):
        abort(404)
    form = ClauseForm(data=_filled(docket, known))
    form.provision.choices = [("", _("Choose")), *_provisions(docket)]
    form.invokers.choices = [(office.id, office.in_full) for office in _departments()]
    if form.was_submitted():
        with form.reporting():
            invokers = [office for office in _departments() if office.id in form.invokers.data]
            actions.record_clause(
                docket, form.provision.data, invokers=invokers, who=form.who.data or "", use=form.use.data, condition=form.condition.data or "",
                limit=form.limit.data or "", logging=form.logging.data or "", needs_request=form.needs_request.data == "yes",
                allows_emergency=form.allows_emergency.data, replaces=known, by=signed_in_person(),
            )  # fmt: skip
            flash(_("Entered. It is public."))
            return redirect(url_for("clauses.every", docket=docket.number))
    return page("clauses/correct.html" if known else "clauses/new.html", docket=docket, form=form, known=known, facts=_facts(docket))


def _filled(docket: Docket, known: ExceptionClause | None) -> dict[str, Any]:
    """The entry to correct; for a new one the provision that the confirmed facts name, else the one in the address."""
    if known is not None:
        kept = {name: getattr(known, name) for name in ("who", "use", "condition", "limit", "logging", "invokers", "allows_emergency")}
        return {**kept, "provision": known.wid, "needs_request": "yes" if known.needs_request else "no"}
    named = _named_exception(_facts(docket), request.args.get("exception", ""))
    return {"needs_request": "yes", **named, **({"provision": request.args["provision"]} if request.args.get("provision") else {})}


def _named_exception(facts: Table | None, key: str) -> dict[str, Any]:
    """What the confirmed table says about the exception in the address, to start from; else only where it speaks of exceptions."""
    if facts is None:
        return {}
    found = next((each for each in facts.exceptions if each.key == key), None)
    if found is None:
        return {"provision": facts.rows["exceptions"].places[0].wid} if facts.rows["exceptions"].places else {}
    parts = found.parts
    words = {name: str(parts[part].cell["says"]) for name, part in (("use", "use"), ("who", "actor"), ("condition", "condition"), ("logging", "logging"))}
    return words | ({"provision": parts["use"].places[0].wid} if parts["use"].places else {})


def _facts(docket: Docket) -> Table | None:
    """What the confirmed table of the law says."""
    version = docket.current_version
    sheet = facts_of(version) if version else None
    return table_of(version, sheet) if version and sheet else None


def _provisions(docket: Docket) -> list[tuple[str, str]]:
    version = docket.current_version
    return [(p.wid, f"{place_of(version, p)} {p.heading}".strip()) for p in version.provisions if p.level > 0] if version else []


def _departments() -> list[Any]:
    """The council makes the law; it invokes nothing."""
    return [office for office in offices_in_order() if office.kind is not OfficeKind.LEGISLATIVE]
