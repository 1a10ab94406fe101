"""/staff/people: accounts, roles, offices and who holds them, invitations, lost second factors; /staff/log."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.people import actions, factors, invitations, offices, queries
from civic.people.forms import HoldingForm, InvitationForm, OfficeForm, RoleForm
from civic.people.log import acts_before
from civic.people.models import Account, FactorReset, Holding, Office
from civic.people.wording import CAPACITIES, OFFICE_KINDS, ROLES
from civic.permissions import Permission, Role, allows, signed_in_person
from civic.web import page

bp = Blueprint("staff_people", __name__, url_prefix="/staff")


@bp.get("/people")
@allows(Permission.PEOPLE_MANAGE)
def every() -> Response:
    return page(
        "staff_people/every.html", accounts=queries.accounts_in_order(), invitations=queries.open_invitations(),
        resets=queries.open_resets(), offices=queries.offices_in_order(), ROLES=ROLES,
    )  # fmt: skip


@bp.route("/people/invite", methods=["GET", "POST"])
@allows(Permission.ROLES_GRANT)
def invite() -> Any:
    form = InvitationForm()
    form.offer(queries.offices_in_order())
    if form.was_submitted():
        with form.reporting():
            office = queries.office_with(form.office.data) if form.office.data else None
            invitations.invite(form.email.data, Role(form.role.data), office=office, by=signed_in_person())
            flash(_("The invitation is in the outbox."))
            return redirect(url_for("staff_people.every"))
    return page("staff_people/invite.html", form=form)


@bp.post("/people/invitations/<id:invitation>/withdraw")
@allows(Permission.ROLES_GRANT)
def withdraw(invitation: str) -> Response:
    row = queries.invitation_row(invitation) or abort(404)
    invitations.withdraw_invitation(row, by=signed_in_person())
    flash(_("The invitation is withdrawn. Its link no longer works."))
    return redirect(url_for("staff_people.every"))


@bp.route("/people/<id:account>", methods=["GET", "POST"])
@allows(Permission.ROLES_GRANT, Account)
def one(account: Account) -> Any:
    form = RoleForm()
    form.offer(account)
    if form.was_submitted():
        with form.reporting():
            actions.grant_role(account, Role(form.role.data), by=signed_in_person())
            flash(_("The role counts from now on."))
            return redirect(url_for("staff_people.one", account=account.id))
    return page(
        "staff_people/one.html", account=account, form=form, reset=queries.open_reset_for(account),
        sessions=queries.open_sessions_of(account), ROLES=ROLES, CAPACITIES=CAPACITIES,
    )  # fmt: skip


@bp.post("/people/<id:account>/roles/<string:role>/revoke")
@allows(Permission.ROLES_GRANT, Account)
def revoke(account: Account, role: str) -> Response:
    actions.revoke_role(account, Role(role) if role in set(Role) else abort(404), by=signed_in_person())
    return _back(account, _("The role has ended. It no longer counts on their next page."))


@bp.post("/people/<id:account>/suspend")
@allows(Permission.ROLES_GRANT, Account)
def suspend(account: Account) -> Response:
    actions.suspend_account(account, by=signed_in_person())
    return _back(account, _("%(name)s is signed out and cannot sign in.", name=account.name))


@bp.post("/people/<id:account>/resume")
@allows(Permission.ROLES_GRANT, Account)
def resume(account: Account) -> Response:
    actions.resume_account(account, by=signed_in_person())
    return _back(account, _("%(name)s can sign in again.", name=account.name))


@bp.post("/people/<id:account>/sessions/end")
@allows(Permission.PEOPLE_MANAGE, Account)
def end_sessions(account: Account) -> Response:
    actions.end_all_sessions(account, by=signed_in_person())
    return _back(account, _("%(name)s is signed out everywhere.", name=account.name))


@bp.post("/people/<id:account>/factor/ask")
@allows(Permission.FACTOR_RESET, Account)
def ask_reset(account: Account) -> Response:
    factors.ask_for_reset(account, by=signed_in_person())
    return _back(account, _("Another administrator now confirms the reset. Make sure yourself that it is %(name)s who asks.", name=account.name))


@bp.post("/people/resets/<id:reset>/confirm")
@allows(Permission.FACTOR_RESET, FactorReset)
def confirm_reset(reset: FactorReset) -> Response:
    factors.confirm_reset(reset, by=signed_in_person())
    return _back(reset.account, _("The second factor is reset. The next sign-in sets up a new one."))


@bp.post("/people/resets/<id:reset>/drop")
@allows(Permission.FACTOR_RESET, FactorReset)
def drop_reset(reset: FactorReset) -> Response:
    factors.drop_reset(reset, by=signed_in_person())
    return _back(reset.account, _("Nothing was reset."))


@bp.route("/offices/new", methods=["GET", "POST"])
@allows(Permission.ROLES_GRANT)
def new_office() -> Any:
    form = OfficeForm()
    if form.was_submitted():
        with form.reporting():
            office = offices.create_office(form.title.data, form.department.data, form.kind.data, by=signed_in_person())
            return redirect(url_for("staff_people.office", office=office.id))
    return page("staff_people/new_office.html", form=form)


@bp.route("/offices/<id:office>", methods=["GET", "POST"])
@allows(Permission.ROLES_GRANT, Office)
def office(office: Office) -> Any:
    form = HoldingForm()
    form.offer(queries.accounts_in_order())
    if form.was_submitted():
        with form.reporting():
            offices.appoint(office, queries.account_with(form.account.data), form.capacity.data, by=signed_in_person())
            flash(_("It counts from today."))
            return redirect(url_for("staff_people.office", office=office.id))
    return page("staff_people/office.html", office=office, form=form, CAPACITIES=CAPACITIES, OFFICE_KINDS=OFFICE_KINDS)


@bp.post("/offices/holdings/<id:holding>/end")
@allows(Permission.ROLES_GRANT, Holding)
def end_holding(holding: Holding) -> Response:
    offices.end_holding(holding, by=signed_in_person())
    flash(_("It ended today for %(name)s.", name=holding.account.name))
    return redirect(url_for("staff_people.office", office=holding.office_id))


@bp.get("/log")
@allows(Permission.LOG_SEE)
def log() -> Response:
    acts, has_older = acts_before(request.args.get("before", ""))
    return page("staff_people/log.html", acts=acts, has_older=has_older)


def _back(account: Account, words: str) -> Response:
    flash(words)
    return redirect(url_for("staff_people.one", account=account.id))
