"""Organisations as everybody sees them, and as the people who speak for them keep them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug import Response

from civic.letters import labels, organisation_queries, organisations
from civic.letters.forms import AccountForm, DomainForm, MailboxForm, NumberForm, OrganisationForm, StatementForm
from civic.letters.organisation_models import Label, Organisation, OrganisationKind
from civic.letters.routes import organisations as bp
from civic.letters.signature_models import SignatureKind
from civic.letters.words import KINDS, LABELS
from civic.people.actions import open_account
from civic.people.models import Account
from civic.people.policy import policy
from civic.permissions import Permission, Role, allows, signed_in_person
from civic.web import page, secret


@bp.route("/organisations/new", methods=["GET", "POST"])
@allows(Permission.ORGANISATION_START)
def new() -> Any:
    form = OrganisationForm()
    if (person := signed_in_person()) is not None:
        form.for_signed_in()
    if form.was_submitted():
        with form.reporting():
            account = person or _opened(form)
            organisations.start_organisation(
                form.name.data, form.kind.data, title=form.title.data, authority=form.authority.data, domain=form.domain.data or "",
                ein=form.ein.data or "", by=account,
            )  # fmt: skip
            _sign_in(account)
            flash(_("Your organization is here, as unverified. You can write its first letter now."))
            return redirect(url_for("writing.new", docket=request.args.get("docket") or None))
    return page("organisations/new.html", form=form)


@bp.get("/organisations/<id:organisation>")
@allows(Permission.BROWSE, Organisation)
def show(organisation: Organisation) -> Response:
    if not organisation.has_page:
        abort(404)  # a page of its own is what the city's first confirmation brings
    return page(
        "organisations/show.html", organisation=organisation, letters=organisation_queries.letters_by(organisation),
        signatures=organisation_queries.signatures_of(organisation), KINDS=KINDS, LABELS=LABELS, SignatureKind=SignatureKind,
        is_coalition=organisation.kind is OrganisationKind.INFORMAL_COALITION, ein=organisation.ein[-4:] if policy("ein_shown") == "last_four" else "",
    )  # fmt: skip


@bp.route("/organisations/<id:organisation>/represent", methods=["GET", "POST"])
@allows(Permission.ORGANISATION_START, Organisation)
def represent(organisation: Organisation) -> Any:
    form = AccountForm()
    if (person := signed_in_person()) is not None:
        form.for_signed_in()
    if form.was_submitted():
        with form.reporting():
            account = person or _opened(form)
            organisations.ask_to_represent(organisation, title=form.title.data, authority=form.authority.data, by=account)
            _sign_in(account)
            flash(_("Asked. Two people of the city look at it; until then you cannot act for the organization."))
            return redirect(url_for("writing.mine"))
    return page("organisations/represent.html", organisation=organisation, form=form)


@bp.post("/organisations/<id:organisation>/leave")
@allows(Permission.ACCOUNT, Organisation)
def leave(organisation: Organisation) -> Response:
    person = signed_in_person()
    own = next((r for r in organisation.representatives if r.account_id == person.id and r.ended_at is None), None) or abort(404)
    organisations.end_representation(own, by=person)
    flash(_("You no longer speak for %(name)s here. Letters and signatures stay as they are.", name=organisation.name))
    return redirect(url_for("writing.mine"))


# --- towards a label


@bp.route("/organisations/<id:organisation>/confirm", methods=["GET", "POST"])
@allows(Permission.ORGANISATION_KEEP, Organisation)
def confirm(organisation: Organisation) -> Any:
    """Three ways, each with a form of its own; none of them gives the label."""
    domain, number, statement = _forms(organisation)
    person = signed_in_person()
    if "domain-domain" in request.form and domain.was_submitted():
        with domain.reporting():
            labels.ask_for_domain(organisation, domain=domain.domain.data, mailbox=domain.mailbox.data, by=person)
            return _handed_in(organisation, _("A link is on its way to that mailbox. Open it there and press the button."))
    if "number-ein" in request.form and number.was_submitted():
        with number.reporting():
            labels.hand_in_number(organisation, number.ein.data, by=person)
            return _handed_in(organisation, _("The clerk has your number and looks it up."))
    if "statement-words" in request.form and statement.was_submitted():
        with statement.reporting():
            labels.hand_in_statement(organisation, officer=statement.officer.data, office=statement.office.data, words=statement.words.data, by=person)
            return _handed_in(organisation, _("The clerk has the statement and may call the officer."))
    open_ones = {request.label: request for request in organisation_queries.open_requests_of(organisation)}
    return page(
        "organisations/confirm.html", organisation=organisation, domain=domain, number=number, statement=statement, open_ones=open_ones, Label=Label,
        LABELS=LABELS, lines=policy("contact_lines"),
    )  # fmt: skip


@bp.route("/organisations/mailbox/<id:token>", methods=["GET", "POST"])
@allows(Permission.BROWSE)
def mailbox(token: str) -> Any:
    """Behind the link mailed to an organisation's own mailbox. Opening it changes nothing."""
    asked, form = organisation_queries.request_behind(token), MailboxForm()
    if asked is None or not asked.is_waiting_for_the_mailbox:
        return secret(page("organisations/mailbox_over.html", status=410))
    if form.was_submitted():
        with form.reporting():
            if said_no := "no" in request.form:
                labels.deny_domain(asked)
            else:
                labels.confirm_domain(asked)
            return secret(page("organisations/mailbox_answered.html", organisation=asked.organisation, said_no=said_no))
    return secret(page("organisations/mailbox.html", asked=asked, form=form))


# --- inside


def _forms(organisation: Organisation) -> tuple[DomainForm, NumberForm, StatementForm]:
    return DomainForm(prefix="domain-", domain=organisation.domain), NumberForm(prefix="number-", ein=organisation.ein), StatementForm(prefix="statement-")


def _handed_in(organisation: Organisation, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("organisations.confirm", organisation=organisation.id))


def _opened(form: Any) -> Account:
    """A self-made account; when what follows is refused, nothing of it is kept."""
    return open_account(form.person.data, form.email.data, form.password.data, Role.REPRESENTATIVE)


def _sign_in(account: Account) -> None:
    if signed_in_person() is None:
        login_user(account)


