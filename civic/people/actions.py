"""Accounts of staff, officials and representatives; roles; offices and who holds them; the city's policy settings.

Residents have no row here: nobody needs an account to comment, check, change, withdraw, appeal or sign.
"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_security import hash_password, verify_password

from civic.clock import now, today
from civic.database import Refusal, db
from civic.people.models import Account, RoleGrant, SignInSession
from civic.people.queries import account_by_email, accounts_with_role, normal_email, open_sessions_of, pseudonym_in
from civic.permissions import STAFF_ROLES, Role
from civic.record.actions import record

APART = {Role.RESPONDENT, Role.MEMBER, Role.DELEGATE}
SHORTEST_PASSWORD = 12


class Hashed(str):
    """A password as it is kept. Whoever opens many accounts at once hashes beforehand."""


def open_account(name: str, email: str, password: str | Hashed, role: Role, *, by: Account | str = "system") -> Account:
    if account_by_email(email) is not None:
        raise Refusal(_("An account with this address exists already."), "email")
    account = Account(name=name, email=normal_email(email), password=hashed(password), created_on=today(), confirmed_at=now())
    db.session.add(account)
    db.session.flush()
    record("account.opened", account, by=by)
    grant_role(account, role, by=by)
    return account


def grant_role(account: Account, role: Role, *, by: Account | str = "system") -> RoleGrant:
    """I-38: an account that speaks for police, council or a department holds no staff role, and the reverse."""
    held = account.role_names
    if role in held:
        raise Refusal(_("This account holds that role already."), "role")
    if (role in APART and held & STAFF_ROLES) or (role in STAFF_ROLES and held & APART):
        raise Refusal(_("One account cannot be both staff and an official who answers or votes."), "role")
    grant = RoleGrant(account_id=account.id, role=role, granted_at=now(), granted_by=getattr(by, "id", None))
    db.session.add(grant)
    db.session.flush()
    db.session.expire(account, ["grants"])
    record("role.granted", grant, by=by, role=role.value, holder=pseudonym_in(account, role))
    return grant


def revoke_role(account: Account, role: Role, *, by: Account | str = "system") -> None:
    """It acts on the person's next request."""
    grant = next((g for g in account.grants if g.role is role and g.revoked_at is None), None)
    if grant is None:
        raise Refusal(_("This account does not hold that role."), "role")
    if role is Role.ADMINISTRATOR:
        _keep_an_administrator(account)
    holder = pseudonym_in(account, role)
    grant.revoked_at = now()
    db.session.flush()
    record("role.revoked", grant, by=by, role=role.value, holder=holder)


def suspend_account(account: Account, *, by: Account) -> None:
    """Nobody signs in with it, and whoever is signed in is out at the next request."""
    if account.id == by.id:
        raise Refusal(_("You cannot suspend your own account. Another administrator can."))
    if not account.active:
        raise Refusal(_("This account is suspended already."))
    if Role.ADMINISTRATOR in account.role_names:
        _keep_an_administrator(account)
    account.active = False
    _end(open_sessions_of(account))
    record("account.suspended", account, by=by)


def resume_account(account: Account, *, by: Account) -> None:
    if account.active:
        raise Refusal(_("This account is not suspended."))
    account.active = True
    record("account.resumed", account, by=by)


def change_password(account: Account, *, current: str, new: str, keep: SignInSession | None = None) -> None:
    """Ends every other session: whoever knew the old password is out. The second factor stays."""
    if not account.password or not verify_password(current, account.password):
        raise Refusal(_("This is not your password."), "current")
    account.password = hashed(new)
    _end([session for session in open_sessions_of(account) if keep is None or session.id != keep.id])
    record("password.changed", account, by=account)


def end_session(session: SignInSession, *, by: Account) -> None:
    """End one signed-in browser from elsewhere: it is signed out at its next request."""
    _end([session])
    record("session.ended", session, by=by)


def end_all_sessions(account: Account, *, by: Account) -> None:
    _end(open_sessions_of(account))
    record("session.ended", account, by=by)


def hashed(password: str | Hashed) -> Hashed:
    if isinstance(password, Hashed):
        return password
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(_("A password has at least 12 characters."), "password")
    return Hashed(hash_password(password))


def _end(sessions: list[SignInSession]) -> None:
    for session in sessions:
        session.ended_at = now()


def _keep_an_administrator(account: Account) -> None:
    if not any(other.id != account.id for other in accounts_with_role(Role.ADMINISTRATOR)):
        raise Refusal(_("This is the last administrator. Make another one first."))
