"""A department's requests: choose the clause, fill the fields, check, file; later withdraw, mend or renew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.exceptions import actions, queries
from civic.exceptions.checks import missing_in
from civic.exceptions.forms import DraftForm, NewForm, ReasonForm, filled_from
from civic.exceptions.models import ExceptionDraft, ExceptionRequest
from civic.exceptions.standing import State, state_of
from civic.exceptions.wording import FIELDS
from civic.forms import Form
from civic.people.models import Office
from civic.permissions import Permission, allows, may, signed_in_person
from civic.record.fields import SEALABLE
from civic.web import page

bp = Blueprint("requests", __name__, url_prefix="/exceptions")


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.EXCEPTIONS_OFFICE)
def new() -> Any:
    """Which clause allows asking; offices and laws are few, so that they stand on one page."""
    offices = queries.offices_of(signed_in_person())
    rows = [(office, clause) for office in offices for clause in queries.clauses_for(office) if clause.needs_request]
    form = NewForm(clause=_choice(*rows[0]) if len(rows) == 1 else None)
    form.clause.choices = [(_choice(office, clause), f"{clause.docket.title}, {clause.place}: {clause.use} ({office.title})") for office, clause in rows]
    if rows and form.was_submitted():
        with form.reporting():
            office, clause = next(row for row in rows if _choice(*row) == form.clause.data)
            draft = actions.start_draft(office, clause, emergency=form.emergency.data, by=signed_in_person())
            return redirect(url_for("requests.write", draft=draft.id))
    return page(
        "requests/new.html", form=form, rows=rows, offices=offices, on=queries.requests_are_on(),
        emergency=queries.emergencies_are_on() and any(clause.allows_emergency for _office, clause in rows),
    )  # fmt: skip


@bp.route("/drafts/<id:draft>", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_DRAFT, ExceptionDraft)
def write(draft: ExceptionDraft) -> Any:
    form = DraftForm(data=filled_from(draft))
    if form.was_submitted():
        with form.reporting():
            actions.keep_draft(
                draft, form.words, starts=form.starts.data, ends=form.ends.data, used_on=form.used_on.data, sealed=form.seals, by=signed_in_person()
            )
            flash(_("Kept as a draft. Only your office sees it."))
            return redirect(url_for("requests.write" if request.form.get("step") == "save" else "requests.check", draft=draft.id))
    return page("requests/write.html", draft=draft, form=form, FIELDS=FIELDS, SEALABLE=SEALABLE)


@bp.route("/drafts/<id:draft>/check", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_DRAFT, ExceptionDraft)
def check(draft: ExceptionDraft) -> Any:
    """Everything once more; the holder of the office files it."""
    form = Form()
    if form.was_submitted():
        with form.reporting():
            made = actions.file_draft(draft, by=signed_in_person())
            flash(_("Filed. It is in the register, and the clerk checks whether it is complete."))
            return redirect(url_for("requests.one", asked=made.id))
    return page("requests/check.html", draft=draft, form=form, missing=missing_in(draft), FIELDS=FIELDS, holder=may(Permission.EXCEPTION_FILE, draft))


@bp.post("/drafts/<id:draft>/drop")
@allows(Permission.EXCEPTION_DRAFT, ExceptionDraft)
def drop(draft: ExceptionDraft) -> Response:
    actions.drop_draft(draft, by=signed_in_person())
    flash(_("The draft is gone. Nothing of it was ever public."))
    return redirect(url_for("oversight.home"))


@bp.get("/requests/<id:asked>")
@allows(Permission.EXCEPTION_DRAFT, ExceptionRequest)
def one(asked: ExceptionRequest) -> Response:
    """The office's own view of what it filed: where it stands, and what can be done."""
    return page(
        "requests/one.html", asked=asked, state=state_of(asked), State=State, FIELDS=FIELDS, draft=queries.draft_of_request(asked),
        renewed=queries.is_renewed(asked), holder=may(Permission.EXCEPTION_FILE, asked),
    )  # fmt: skip


@bp.post("/requests/<id:asked>/again")
@allows(Permission.EXCEPTION_DRAFT, ExceptionRequest)
def again(asked: ExceptionRequest) -> Response:
    draft = actions.write_again(asked, by=signed_in_person())
    return redirect(url_for("requests.write", draft=draft.id))


@bp.post("/requests/<id:asked>/renew")
@allows(Permission.EXCEPTION_DRAFT, ExceptionRequest)
def renew(asked: ExceptionRequest) -> Response:
    """I-61: a new request; short where nothing but the days changes."""
    draft = actions.start_renewal(asked, short=request.form.get("form") == "short", by=signed_in_person())
    return redirect(url_for("requests.write", draft=draft.id))


@bp.route("/requests/<id:asked>/withdraw", methods=["GET", "POST"])
@allows(Permission.EXCEPTION_FILE, ExceptionRequest)
def withdraw(asked: ExceptionRequest) -> Any:
    form = ReasonForm()
    if form.was_submitted():
        with form.reporting():
            actions.withdraw_request(asked, reason=form.reason.data, by=signed_in_person())
            flash(_("Withdrawn. What was filed stays in the register."))
            return redirect(url_for("oversight.home"))
    return page("requests/withdraw.html", asked=asked, form=form)


def _choice(office: Office, clause: Any) -> str:
    return f"{office.id}.{clause.id}"
