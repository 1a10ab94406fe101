"""Sign-in through Flask-Security: password and authenticator or passkey; sessions are rows that can be revoked."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import segno
import sqlalchemy as sa
from flask import Flask, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore

from civic.clock import now
from civic.database import db, random_id
from civic.people.models import Account, Passkey, SignInSession
from civic.people.queries import normal_email

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
KEY = "signed_in_session"


class Datastore(SQLAlchemyUserDatastore):
    """Commits belong to the request's one hook, so the library's commit becomes a flush."""

    def commit(self) -> None:
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:
        if "email" in kwargs:
            kwargs["email"] = normal_email(kwargs["email"])
        return super().find_user(case_insensitive=False, **kwargs)


class NoRoles:
    """Flask-Security's own roles stay unused; permissions.py is the one gate."""

    name = None


class Mail(MailUtil):
    """Messages of the library go to the outbox like all others."""

    def send_mail(self, template: str, subject: str, recipient: str, sender: Any, body: str, html: str | None, **kwargs: Any) -> None:
        from civic.notices.actions import queue_mail

        queue_mail(kind="account", subject=str(subject), recipient=recipient, body=body)


def start(app: Flask) -> None:
    settings = app.config["CIVIC"]
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.secret_key[:24],
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/signed-in",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_TOTP_SECRETS={"1": settings.secret_key[:44]},
        SECURITY_TOTP_ISSUER="Civic",
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_DATETIME_FACTORY=now,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_SETUP_URL="/sign-in/authenticator",
        SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL="/sign-in/code",
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
    )
    security = Security(mail_util_cls=Mail)
    security.init_app(app, Datastore(db, Account, NoRoles, Passkey))
    app.jinja_env.globals["qr_picture"] = qr_picture
    app.before_request(_end_stale_sessions)
    user_logged_in.connect(_open_session, app)
    user_logged_out.connect(_close_session, app)


def qr_picture(key: str, name: str, issuer: str) -> str:
    """The authenticator's secret as an SVG picture inside the page: no script, no style, no request."""
    address = f"otpauth://totp/{quote(issuer)}:{quote(name)}?secret={key.replace('-', '').replace(' ', '')}&issuer={quote(issuer)}"
    return segno.make(address).svg_data_uri(scale=4)


def open_session(account: Account) -> str:
    """A new server-side session; gives the token that only the cookie holds."""
    token = random_id()
    db.session.add(
        SignInSession(account_id=account.id, token_digest=sha256(token.encode()).digest(), opened_at=now(), seen_at=now())
    )
    db.session.flush()
    return token


def current_session() -> SignInSession | None:
    token = session.get(KEY)
    if not token:
        return None
    return db.session.scalar(sa.select(SignInSession).where(SignInSession.token_digest == sha256(token.encode()).digest()))


def _open_session(sender: Any, user: Account, **_: Any) -> None:
    session[KEY] = open_session(user)


def _close_session(sender: Any, user: Account | None = None, **_: Any) -> None:
    if (row := current_session()) is not None and row.ended_at is None:
        row.ended_at = now()
    session.pop(KEY, None)


def _end_stale_sessions() -> None:
    """A signed-in cookie counts only while its row is open, was seen in half an hour, and is under twelve hours old."""
    from flask_login import logout_user

    if "_user_id" not in session:
        return
    row = current_session()
    at = now()
    stale = row is None or row.ended_at is not None or at - row.seen_at > IDLE or at - row.opened_at > LONGEST
    if stale:
        logout_user()
        session.clear()
    elif row is not None and request.method == "POST":
        row.seen_at = at  # written with the request; reading alone does not keep a session alive
