"""The table of what a text says: written by one person, looked through and confirmed by another."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.database import Refusal
from civic.dockets import actions
from civic.dockets.facts import queries, typed
from civic.dockets.facts.carrying import carried_to
from civic.dockets.facts.cells import cells_in
from civic.dockets.facts.fields import GROUPS, PARTS, RULES, VALUES
from civic.dockets.facts.models import FactSheet
from civic.dockets.facts.table import table_of
from civic.dockets.forms import FactsForm, PlainForm
from civic.dockets.models import Docket, TextVersion
from civic.dockets.staff import bp
from civic.people.queries import account_with
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page


@bp.route("/d/<docket:docket>/facts", methods=["GET", "POST"])
@allows(Permission.FACTS_WRITE, Docket)
def write_facts(docket: Docket) -> Any:
    version, form = docket.current_version, FactsForm()
    if version is not None and form.was_submitted():
        with form.reporting():
            return _keep(docket, version, form) if form.do.data in ("keep", "add") else _hand_over(docket, version, form)
    return _form_page(docket, version, form)


@bp.route("/d/<docket:docket>/facts/confirm", methods=["GET", "POST"])
@allows(Permission.FACTS_REVIEW, Docket)
def confirm_facts(docket: Docket) -> Any:
    version, form = docket.current_version, PlainForm()
    sheet = queries.newest_sheet_of(version) if version is not None else None
    if sheet is not None and version is not None and form.was_submitted():
        with form.reporting():
            _take_checks(sheet)
            if request.form.get("do") == "confirm":
                actions.review_facts(sheet, version, by=signed_in_person())
                flash(_("Confirmed. The table is public."))
            else:
                flash(_("Kept. Rows to look at again go back to the writer.") if queries.objections_to(sheet) else _("Kept what you looked for."))
            return redirect(url_for("dockets.confirm_facts", docket=docket.number))
    return _confirm_page(docket, version, sheet, form)


def _keep(docket: Docket, version: TextVersion, form: FactsForm) -> Response:
    actions.keep_facts(version, typed.typed_in(request.form).content, edition=form.edition.data or 0, by=signed_in_person())
    adding = form.do.data == "add"
    if not adding:
        flash(_("Kept. It is not public, and nobody is asked to confirm it yet."))
    return redirect(url_for("dockets.write_facts", docket=docket.number, rows=2 if adding else None, _anchor="exceptions" if adding else None))


def _hand_over(docket: Docket, version: TextVersion, form: FactsForm) -> Response:
    reading = typed.read(typed.typed_in(request.form), version)
    form.faults = reading.faults
    if reading.faults:
        raise Refusal(next(iter(reading.faults.values())), "do")
    actions.draft_facts(version, reading.cells, reading.exceptions, by=signed_in_person())
    flash(_("Handed over. A second person must confirm it before it is public."))
    return redirect(url_for("dockets.confirm_facts", docket=docket.number))


def _form_page(docket: Docket, version: TextVersion | None, form: FactsForm) -> Response:
    if version is None:
        return page("dockets/facts.html", docket=docket, version=None, form=form)
    draft, sheet, carried = queries.draft_of(version), queries.newest_sheet_of(version), carried_to(version)
    if request.method == "POST":
        shown = typed.typed_in(request.form)
    elif draft is not None:
        shown = typed.typed_again(draft.typed)
    else:
        shown = typed.typed_from(sheet, version) if sheet is not None else typed.typed_over(carried, version)
    blank = 2 if request.args.get("rows") or not shown.exceptions else 0
    return page(
        "dockets/facts.html", docket=docket, version=version, form=form, typed=shown.with_blank_rows(blank), carried=carried, draft=draft, sheet=sheet,
        objections=queries.objections_to(sheet) if sheet is not None and queries.review_of(sheet) is None else {}, keeper=account_with(draft.kept_by) if draft else None,
        edition=draft.edition if draft else 0, GROUPS=GROUPS, VALUES=VALUES, RULES=RULES, PARTS=PARTS,
    )  # fmt: skip


def _take_checks(sheet: FactSheet) -> None:
    """What the form says about cells, where it differs from what is kept already."""
    kept = queries.checks_of(sheet)
    for field in [f.key for f, _cell in cells_in(sheet.cells, sheet.exceptions)]:
        answer, remark = request.form.get(f"{field}-check", ""), request.form.get(f"{field}-remark", "").strip()[:500]
        before = kept.get(field)
        if not answer and request.form.get(f"{field}-was") == "again":
            answer = "so"  # the tick that asked to look again was taken away
        if answer not in ("so", "again"):
            continue
        if before is None or before.agrees != (answer == "so") or (answer == "again" and before.remark != remark):
            actions.check_fact(sheet, field, agrees=answer == "so", remark=remark if answer == "again" else "", by=signed_in_person())


def _confirm_page(docket: Docket, version: TextVersion | None, sheet: FactSheet | None, form: PlainForm) -> Response:
    checks = queries.checks_of(sheet) if sheet else {}
    return page(
        "dockets/confirm_facts.html", docket=docket, version=version, sheet=sheet, form=form, table=table_of(version, sheet) if version and sheet else None,
        review=queries.review_of(sheet) if sheet else None, drafter=account_with(sheet.drafted_by) if sheet else None, checks=checks,
        checkers={check.checked_by: account_with(check.checked_by) for check in checks.values()}, not_stated=queries.not_stated_in(sheet) if sheet else [],
        unchecked=queries.unchecked_in(sheet) if sheet else [], typed=request.form if request.method == "POST" else {}, GROUPS=GROUPS, VALUES=VALUES, RULES=RULES, PARTS=PARTS,
    )  # fmt: skip
