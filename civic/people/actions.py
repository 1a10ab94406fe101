from __future__ import annotations

from flask_babel import gettext as _
from flask_security import hash_password

from civic.clock import now, today
from civic.database import Refusal, db
from civic.people.models import Account, RoleGrant
from civic.people.queries import account_by_email, normal_email, pseudonym_in
from civic.permissions import STAFF_ROLES, Role
from civic.record.actions import record

APART = {Role.RESPONDENT, Role.MEMBER, Role.DELEGATE}


def open_account(name: str, email: str, password: str, role: Role, *, by: Account | str = "system") -> Account:
    if account_by_email(email) is not None:
        raise Refusal(_("An account with this address exists already."), "email")
    if len(password) < 12:
        raise Refusal(_("A password has at least 12 characters."), "password")
    account = Account(name=name, email=normal_email(email), password=hash_password(password), created_on=today(), confirmed_at=now())
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
    grant = next((g for g in account.grants if g.role is role and g.revoked_at is None), None)
    if grant is None:
        raise Refusal(_("This account does not hold that role."), "role")
    holder = pseudonym_in(account, role)
    grant.revoked_at = now()
    db.session.flush()
    record("role.revoked", grant, by=by, role=role.value, holder=holder)
