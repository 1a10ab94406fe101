"""A lost second factor: one administrator asks, another one carries it out, and the public log says that it happened."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal, db
from civic.people.actions import end_all_sessions
from civic.people.models import Account, FactorReset, Passkey
from civic.people.queries import account_with, open_reset_for
from civic.record.actions import record


def set_up_authenticator(account: Account) -> str:
    """A new authenticator for somebody who shows its code right after; gives its key. The pages ask for the code themselves."""
    security = current_app.extensions["security"]
    key: str = security.totp_factory.generate_totp_secret()
    account.tf_primary_method, account.tf_totp_secret = "authenticator", key
    db.session.flush()
    record("factor.added", account, by=account)
    return key


def ask_for_reset(account: Account, *, by: Account) -> FactorReset:
    if account.id == by.id:
        raise Refusal(_("You are signed in with your own second factor. Change it on your account page."))
    if not account.tf_primary_method and not account.webauthn:
        raise Refusal(_("This account has no second factor to reset. Its next sign-in sets one up."))
    if open_reset_for(account) is not None:
        raise Refusal(_("A reset waits already for a second administrator."))
    reset = FactorReset(account_id=account.id, asked_by=by.id, asked_at=now())
    db.session.add(reset)
    db.session.flush()
    record("factor.reset_asked", reset, by=by)
    return reset


def confirm_reset(reset: FactorReset, *, by: Account) -> None:
    """Take every second factor off the account and sign it out. Its password stays: the next sign-in sets up a new factor."""
    _refuse_if_closed(reset)
    asker = account_with(reset.asked_by)
    if asker is None or by.id in (reset.asked_by, reset.account_id):
        raise Refusal(_("Another administrator confirms this: not the one who asked, and not whose factor it is."))
    account = reset.account
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    for passkey in list(account.webauthn):
        db.session.delete(passkey)
    reset.done_by, reset.done_at = by.id, now()
    db.session.flush()
    db.session.expire(account, ["webauthn"])
    end_all_sessions(account, by=by)
    record("factor.reset", reset, by=[asker, by])
    record("access.privileged", reset, by=[asker, by], what="factor_reset", reason="lost_factor", n=1)


def drop_reset(reset: FactorReset, *, by: Account) -> None:
    _refuse_if_closed(reset)
    reset.dropped_at = now()
    record("factor.reset_dropped", reset, by=by)


def remove_passkey(passkey: Passkey, *, by: Account) -> None:
    """One's own. The last second factor of somebody who needs one stays."""
    account = account_with(passkey.account_id)
    assert account is not None
    if len(account.webauthn) == 1 and not account.tf_primary_method:
        raise Refusal(_("This is your only second factor. Set up another one first."))
    account.webauthn.remove(passkey)
    db.session.flush()
    record("factor.removed", account, by=by)


def _refuse_if_closed(reset: FactorReset) -> None:
    if reset.done_at is not None or reset.dropped_at is not None:
        raise Refusal(_("This reset was carried out or dropped already."))
