"""Sign-in through Flask-Security: password and authenticator or passkey; sessions are rows that can be revoked."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

import segno
import sqlalchemy as sa
from flask import Flask, abort, g, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user, user_logged_in, user_logged_out
from flask_security import (
    MailUtil,
    RoleMixin,
    Security,
    SQLAlchemyUserDatastore,
    password_reset,
    tf_profile_changed,
    user_authenticated,
    wan_registered,
)
from werkzeug import Response

from civic.clock import now
from civic.database import db, random_id, write_beside
from civic.people import again, attempts
from civic.people.models import Account, Passkey, SignInSession
from civic.people.passkeys import NewPasskeyForm, PasskeyRules, PasswordSignIn
from civic.people.queries import digest_of, normal_email, open_sessions_of
from civic.permissions import second_factor_fresh, signed_in_person
from civic.record import vault
from civic.record.actions import record

RENEWED = timedelta(minutes=1)  # a reader's session is written at most this often
KEY = "signed_in_session"
FACTOR_PAGES = ("security.two_factor_setup", "security.wan_register", "security.wan_register_response")
CODE = "security.two_factor_token_validation"
UNUSED = ("security.two_factor_rescue", "security.tf_select", "security.wan_delete")  # pages of the library that Civic does not use answer 404


class Datastore(SQLAlchemyUserDatastore):
    """Commits belong to the request's one hook, so the library's commit becomes a flush."""

    def commit(self) -> None:
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:
        if "email" in kwargs:
            kwargs["email"] = normal_email(kwargs["email"])
        return super().find_user(case_insensitive=False, **kwargs)


class NoRoles(RoleMixin):
    """Flask-Security's own roles stay unused; permissions.py is the one gate."""

    name = ""


class Mail(MailUtil):
    """Messages of the library go to the outbox like all others."""

    def send_mail(self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any, **kwargs: Any) -> None:
        from civic.notices.actions import queue_mail

        if not attempts.may_mail(recipient):
            return
        queue_mail(kind="account", subject=str(subject), recipient=str(recipient), body=str(body))


def start(app: Flask) -> None:
    kept_word = partial(vault.kept_word, app)
    app.config.update(
        SECURITY_PASSWORD_SALT=kept_word("password"),
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/signed-in",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_TOTP_SECRETS={"1": kept_word("authenticator")},
        SECURITY_TOTP_ISSUER="Civic",
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_CLI_USERS_NAME=False,  # its commands would make accounts and roles without a word in the record; `civic user` is ours
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_DATETIME_FACTORY=now,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="/signed-in",
        SECURITY_TWO_FACTOR_SETUP_URL="/sign-in/authenticator",
        SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL="/sign-in/code",
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_FRESHNESS=timedelta(minutes=15),
        SECURITY_STATIC_FOLDER=None,
        SECURITY_RECOVERABLE=True,
        # The link for a new password names the old one by a digest. What is digested is an Argon2 hash with its salt, so
        # a slow scheme would protect nothing: it would make every forgotten password cost a third of a second, and
        # show by that delay which addresses have an account.
        SECURITY_HASHING_SCHEMES=["hex_sha256"],
        SECURITY_RESET_URL="/sign-in/password",
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=2),
        SECURITY_EMAIL_SUBJECT_PASSWORD_RESET=_l("Choose a new password"),
        SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE=_l("Your password was changed"),
        SECURITY_EMAIL_HTML=False,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_WEBAUTHN=True,
        SECURITY_WAN_RP_NAME="Civic",
        SECURITY_WAN_REGISTER_URL="/account/passkeys/new",
        SECURITY_WAN_SIGNIN_URL="/sign-in/passkey",
        SECURITY_WAN_POST_REGISTER_VIEW="/account",
        SECURITY_WAN_ALLOW_USER_HINTS=False,
        SECURITY_WAN_ALLOW_AS_VERIFY=None,
    )
    security = Security(
        mail_util_cls=Mail, webauthn_util_cls=PasskeyRules, login_form=PasswordSignIn, wan_register_form=NewPasskeyForm
    )
    security.init_app(app, Datastore(db, Account, NoRoles, Passkey))
    for endpoint in UNUSED:
        app.view_functions[endpoint] = _not_offered
    app.view_functions[CODE] = _stays_signed_in(app.view_functions[CODE])
    app.jinja_env.globals["qr_picture"] = qr_picture
    app.before_request(_end_stale_sessions)
    app.before_request(_guard_factors)
    app.after_request(_keep_a_reader_signed_in)
    user_logged_in.connect(_open_session, app)
    user_logged_out.connect(_close_session, app)
    user_authenticated.connect(_note_second_factor, app)
    tf_profile_changed.connect(_note_new_factor, app)
    wan_registered.connect(_note_new_factor, app)
    password_reset.connect(_end_every_session, app)


def qr_picture(key: str, name: str, issuer: str) -> str:
    """The authenticator's secret as an SVG picture inside the page: no script, no style, no request."""
    address = f"otpauth://totp/{quote(issuer)}:{quote(name)}?secret={key.replace('-', '').replace(' ', '')}&issuer={quote(issuer)}"
    return segno.make(address).svg_data_uri(scale=4)


def open_session(account: Account) -> str:
    """A new server-side session; gives the token that only the cookie holds."""
    token = random_id()
    db.session.add(SignInSession(account_id=account.id, token_digest=digest_of(token), opened_at=now(), seen_at=now()))
    db.session.flush()
    return token


def current_session() -> SignInSession | None:
    token = session.get(KEY)
    if not token:
        return None
    return db.session.scalar(sa.select(SignInSession).where(SignInSession.token_digest == digest_of(token)))


def _open_session(sender: Any, user: Account, **_: Any) -> None:
    session.pop("_remember", None)  # no cookie that outlives the session's row
    session[KEY] = open_session(user)
    attempts.succeeded(user.id)
    record("sign_in.made", user, by=user)


def _note_second_factor(sender: Any, user: Account, authn_via: list[str] | None = None, **_: Any) -> None:
    """The library names no way after a password with its code, and ``webauthn`` after a passkey, which is both."""
    session.pop(again.SHOWN, None)
    if authn_via is None or "webauthn" in authn_via:
        again.mark_shown()


def _close_session(sender: Any, user: Account | None = None, **_: Any) -> None:
    if (row := current_session()) is not None and row.ended_at is None:
        row.ended_at = now()
        if user is not None:
            record("sign_out.made", user, by=user)
    session.pop(KEY, None)


def _end_stale_sessions() -> None:
    """A signed-in cookie counts only while its row is open, was seen in half an hour, and is under twelve hours old."""
    if "_user_id" not in session:
        return
    row = current_session()
    if row is None or not row.is_open:
        logout_user()
        session.clear()
    elif request.method == "POST":
        row.seen_at = now()  # written with the request
    elif now() - row.seen_at >= RENEWED:
        g.session_seen = row.id


def _guard_factors() -> Any:
    """Whoever has a second factor shows it before another one is added or it is changed: a password is not enough for that."""
    person = signed_in_person() if request.endpoint in FACTOR_PAGES else None
    if person is None or not (person.tf_primary_method or person.webauthn) or second_factor_fresh(person, None, now()):
        return None
    return again.show_again()


def _keep_a_reader_signed_in(response: Response) -> Response:
    """Who only reads is still there. A GET writes nothing of the record, so this is a small write beside it (decision 0005)."""
    if (id := g.pop("session_seen", None)) is not None:
        write_beside(sa.update(SignInSession).where(SignInSession.id == id, SignInSession.ended_at.is_(None)).values(seen_at=now()))
    return response


def _note_new_factor(sender: Any, user: Account, **_: Any) -> None:
    account = db.session.get_one(Account, user.id)
    again.mark_shown()
    record("factor.added", account, by=account)


def _end_every_session(sender: Any, user: Account, **_: Any) -> None:
    """Whoever knew the old password is out. The second factor stays."""
    for row in open_sessions_of(user):
        row.ended_at = now()
    record("password.changed", user, by=user)


def _stays_signed_in(view: Any) -> Any:
    """The library signs out whoever opens the page for a code without being asked for one. A GET changes nothing here."""

    def enter_code(**arguments: Any) -> Any:
        if request.method == "GET" and current_user.is_authenticated and session.get("tf_state") != "validating_profile":
            return redirect(url_for("people.account"))
        return view(**arguments)

    return enter_code


def _not_offered(**_: Any) -> Response:
    abort(404)
