from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, session, url_for
from flask_security import login_user

from civic.people.forms import AcceptForm
from civic.people.invitations import accept_invitation
from civic.people.models import AccountInvitation
from civic.people.wording import ROLES
from civic.permissions import Permission, allows
from civic.web import page, secret

bp = Blueprint("invitations", __name__)


@bp.route("/invitation/<id:invitation>", methods=["GET", "POST"])
@allows(Permission.SIGN_IN, AccountInvitation)
def accept(invitation: AccountInvitation) -> Any:
    """Opening the link changes nothing; the form makes the account, once."""
    form = AcceptForm()
    if not invitation.is_open:
        return secret(page("invitations/closed.html", status=410))
    if form.was_submitted():
        with form.reporting():
            account = accept_invitation(invitation, name=form.name.data, password=form.password.data)
            session.clear()
            login_user(account, authn_via=["password"])
            return redirect(url_for("people.signed_in" if account.has_second_factor else "people.second_factor"))
    return secret(page("invitations/accept.html", invitation=invitation, form=form, ROLES=ROLES))
