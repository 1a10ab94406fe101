from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.people import actions, factors, queries
from civic.people.forms import PasswordForm
from civic.people.models import SignInSession
from civic.people.security import current_session
from civic.permissions import Permission, allows, signed_in_person
from civic.web import page, signed_in_links

bp = Blueprint("people", __name__)


@bp.get("/signed-in")
@allows(Permission.ACCOUNT)
def signed_in() -> Response:
    """Where to go from here, by what the person's roles may do."""
    return page("people/signed_in.html", links=signed_in_links(), account=signed_in_person())


@bp.get("/second-factor")
@allows(Permission.ACCOUNT)
def second_factor() -> Response:
    """The gate sends people here who have none: they choose how to make one."""
    return page("people/second_factor.html")


@bp.get("/account")
@allows(Permission.ACCOUNT)
def account() -> Response:
    person, own = signed_in_person(), current_session()
    return page("people/account.html", account=person, sessions=queries.open_sessions_of(person), own=own)


@bp.route("/account/password", methods=["GET", "POST"])
@allows(Permission.ACCOUNT)
def password() -> Any:
    form = PasswordForm()
    if form.was_submitted():
        with form.reporting():
            actions.change_password(signed_in_person(), current=form.current.data, new=form.password.data, keep=current_session())
            flash(_("Your password is changed. Other browsers are signed out."))
            return redirect(url_for("people.account"))
    return page("people/password.html", form=form)


@bp.post("/account/sessions/<id:session>/end")
@allows(Permission.ACCOUNT)
def end(session: str) -> Response:
    actions.end_session(_own_session(session), by=signed_in_person())
    flash(_("That browser is signed out."))
    return redirect(url_for("people.account"))


@bp.post("/account/passkeys/<id:passkey>/remove")
@allows(Permission.OWN_FACTORS)
def remove_passkey(passkey: str) -> Response:
    person = signed_in_person()
    row = next((key for key in person.webauthn if key.id == passkey), None) or abort(404)
    factors.remove_passkey(row, by=person)
    flash(_("The passkey “%(name)s” no longer signs you in.", name=row.name))
    return redirect(url_for("people.account"))


def _own_session(id: str) -> SignInSession:
    return next((row for row in queries.open_sessions_of(signed_in_person()) if row.id == id), None) or abort(404)
