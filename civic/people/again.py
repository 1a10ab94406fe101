"""The second factor again before a grave act. What was typed travels with the question and is carried out right after the answer.

When it was shown last is kept in the signed cookie, not in the session's row: it must hold even when the act is refused and
the request rolled back. The row decides whether the cookie counts at all (``people/security.py``).
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import webauthn
from flask import Blueprint, current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from webauthn.helpers import options_to_json, parse_authentication_credential_json
from webauthn.helpers.exceptions import InvalidAuthenticationResponse, InvalidJSONStructure
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement
from werkzeug import Response

from civic.clock import now
from civic.database import db
from civic.people import attempts
from civic.people.models import Account
from civic.permissions import Permission, allows, signed_in_person
from civic.record.actions import record
from civic.web import is_demonstration, page

bp = Blueprint("again", __name__)
SHOWN, CHALLENGE = "second_factor_at", "second_factor_challenge"
ANSWERS = ("second_factor_code", "credential", "second_factor_of_the_demonstration")


@bp.route("/sign-in/again", methods=["GET", "POST"])
@allows(Permission.ACCOUNT)
def show() -> Any:
    """For what was opened rather than sent: afterwards back to it."""
    if request.method == "POST" and (asked := show_again()) is not None:
        return asked
    return redirect(_address_here(request.args.get("next", ""))) if request.method == "POST" else _question()


def shown_at(person: Any) -> datetime | None:
    """When this browser showed the signed-in person's second factor."""
    at = session.get(SHOWN)
    return datetime.fromtimestamp(at, UTC) if at and person is not None and person is signed_in_person() else None


def mark_shown() -> None:
    session[SHOWN] = int(now().timestamp())


def show_again() -> Response | None:
    """None once the code or passkey in this very request fits; else the page that asks, with everything that was sent."""
    person, given = signed_in_person(), [name for name in ANSWERS if name in request.form]
    if not given:
        return _question()
    if attempts.must_wait(person.id):
        return _question(_("Too many codes did not fit. Wait a few minutes, then try again."))
    if not (_code_fits(person) or _passkey_fits(person) or (ANSWERS[2] in given and is_demonstration())):
        attempts.failed(person.id)
        return _question(_("This does not fit. Wait for the next code and type it, or try the passkey again."))
    attempts.succeeded(person.id)
    mark_shown()
    record("factor.shown", person, by=person)
    return None


def _code_fits(person: Account) -> bool:
    code = request.form.get("second_factor_code", "").replace(" ", "")
    if not (code and person.tf_totp_secret):
        return False
    return bool(current_app.extensions["security"].totp_factory.verify_totp(code, person.tf_totp_secret, person, window=30))


def _passkey_fits(person: Account) -> bool:
    challenge, words = session.pop(CHALLENGE, ""), request.form.get("credential", "")
    if not (challenge and words):
        return False
    try:
        answer = parse_authentication_credential_json(words)
        key = next((key for key in person.webauthn if key.credential_id == answer.raw_id), None)
        if key is None:
            return False
        seen = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=urlsafe_b64decode(challenge), expected_rp_id=_host(),
            expected_origin=current_app.extensions["security"].webauthn_util.origin(), credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (InvalidAuthenticationResponse, InvalidJSONStructure, ValueError, KeyError):
        return False
    key.sign_count, key.lastuse_datetime = seen.new_sign_count, now()
    db.session.flush()
    return True


def _question(error: str = "") -> Response:
    person = signed_in_person()
    sent = request.method == "POST" and request.endpoint != "again.show"
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", *ANSWERS)] if sent else []
    if sent:
        action = _this_address()
    else:
        action = url_for("again.show", next=request.args.get("next") if request.endpoint == "again.show" else _this_address())
    return page(
        "again/show.html", status=422 if error else 403, error=error, kept=kept, action=action, sent=sent, back=_address_here(request.referrer or ""),
        has_code=bool(person.tf_totp_secret), passkey_options=_options(person) if person.webauthn else "", demonstration=is_demonstration(),
    )  # fmt: skip


def _options(person: Account) -> str:
    """What the browser asks its passkeys, with a challenge that counts once."""
    challenge = secrets.token_bytes(32)
    session[CHALLENGE] = urlsafe_b64encode(challenge).decode()
    known = [PublicKeyCredentialDescriptor(id=key.credential_id) for key in person.webauthn]
    return options_to_json(webauthn.generate_authentication_options(
        rp_id=_host(), challenge=challenge, allow_credentials=known, user_verification=UserVerificationRequirement.REQUIRED,
    ))  # fmt: skip


def _host() -> str:
    return request.host.split(":")[0]


def _this_address() -> str:
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return f"{request.script_root}{request.path}{query}"


def _address_here(address: str) -> str:
    """A page of this site, else the page for signed-in people: nobody is led elsewhere."""
    address = address.removeprefix(request.host_url.rstrip("/"))
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside else url_for("people.signed_in")
