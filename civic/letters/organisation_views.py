from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug import Response

from civic.letters import organisations, queries
from civic.letters.forms import AccountForm, CheckForm, Confirm, OrganisationForm, RevokeForm
from civic.letters.models import SignatureKind
from civic.letters.organisation_models import Organisation, OrganisationCheck
from civic.letters.words import KINDS, LABELS, REVOCATIONS
from civic.people.actions import open_account
from civic.people.models import Account
from civic.people.policy import policy
from civic.permissions import Permission, Role, allows, signed_in_person
from civic.record.vault import unseal
from civic.web import page

bp = Blueprint("organisations", __name__)


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
                registration=form.registration.data or "", by=account,
            )  # fmt: skip
            _sign_in(account)
            flash(_("Your organization is here, as unverified. You can write its first letter now."))
            return redirect(url_for("writing.new"))
    return page("organisations/new.html", form=form)


@bp.get("/organisations/<id:organisation>")
@allows(Permission.BROWSE, Organisation)
def show(organisation: Organisation) -> Response:
    if not organisation.confirmed_representatives:
        abort(404)  # a page of its own is what confirmation brings
    return page(
        "organisations/show.html", organisation=organisation, letters=queries.letters_by(organisation), signatures=queries.signatures_of(organisation),
        KINDS=KINDS, LABELS=LABELS, lines=policy("contact_lines"), SignatureKind=SignatureKind,
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


# --- for the city


@bp.get("/staff/organisations")
@allows(Permission.ORGANISATION_CHECK)
def list_all() -> Response:
    return page("organisations/list_all.html", organisations=queries.organisations_in_order(), requests=queries.requests_waiting(), checks=queries.open_checks(), LABELS=LABELS)


@bp.route("/staff/organisations/<id:organisation>", methods=["GET", "POST"])
@allows(Permission.ORGANISATION_CHECK, Organisation)
def check(organisation: Organisation) -> Any:
    form = CheckForm()
    asking = [r for r in organisation.representatives if r.confirmed_at is None and r.ended_at is None]
    form.what.choices = [(r.id, _("%(name)s, %(title)s, speaks for it", name=r.account.name, title=r.title)) for r in asking]
    form.what.choices += [(label.value, words) for label, words in LABELS.items() if label not in {one.label for one in organisation.standing_labels}]
    if form.was_submitted():
        with form.reporting():
            person = next((r for r in asking if r.id == form.what.data), None)
            organisations.begin_check(organisation, label="" if person else form.what.data, representative=person, evidence=form.evidence.data, by=signed_in_person())
            flash(_("Written down. It takes effect when another person approves it."))
            return redirect(url_for("organisations.check", organisation=organisation.id))
    return page(
        "organisations/check.html", organisation=organisation, form=form, revoking=RevokeForm(), confirm=Confirm(), KINDS=KINDS, LABELS=LABELS, REVOCATIONS=REVOCATIONS,
        waiting=[(c, unseal(c.evidence)) for c in queries.checks_of(organisation) if c.decided_at is None],
        people=[(r, unseal(queries.sealed_with(r.authority_id))) for r in organisation.representatives],
    )  # fmt: skip


@bp.post("/staff/organisations/<id:organisation>/checks/<id:one>/approve")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def approve(organisation: Organisation, one: str) -> Response:
    organisations.approve_check(_check_of(organisation, one), by=signed_in_person())
    flash(_("Approved. It shows from now on."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/checks/<id:one>/drop")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def drop(organisation: Organisation, one: str) -> Response:
    organisations.drop_check(_check_of(organisation, one), by=signed_in_person())
    flash(_("Dropped. The organization stays as it was."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/labels/<id:one>/revoke")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def revoke(organisation: Organisation, one: str) -> Any:
    form = RevokeForm()
    label = next((found for found in organisation.labels if found.id == one), None) or abort(404)
    if not form.was_submitted():
        abort(400)
    organisations.revoke_label(label, reason=form.reason.data, by=signed_in_person())
    flash(_("The label is taken away."))
    return redirect(url_for("organisations.check", organisation=organisation.id))


@bp.post("/staff/organisations/<id:organisation>/representatives/<id:one>/end")
@allows(Permission.ORGANISATION_CHECK, Organisation)
def end(organisation: Organisation, one: str) -> Response:
    found = next((r for r in organisation.representatives if r.id == one), None) or abort(404)
    organisations.end_representation(found, by=signed_in_person())
    flash(_("%(name)s no longer represents the organization here.", name=found.account.name))
    return redirect(url_for("organisations.check", organisation=organisation.id))


def _opened(form: Any) -> Account:
    """A self-made account; when what follows is refused, nothing of it is kept."""
    return open_account(form.person.data, form.email.data, form.password.data, Role.REPRESENTATIVE)


def _sign_in(account: Account) -> None:
    if signed_in_person() is None:
        login_user(account)


def _check_of(organisation: Organisation, id: str) -> OrganisationCheck:
    return next((found for found in queries.checks_of(organisation) if found.id == id), None) or abort(404)
