"""The cast of the tests, plain factories: Milo moderates, Ama approves, Chen is the chief, Stan is a stranger …"""

from __future__ import annotations

from typing import Any

from civic.clock import now, today
from civic.database import db
from civic.people.models import Account, Holding, Office, OfficeKind, RoleGrant
from civic.permissions import Role


def make_account(name: str, *roles: Role, email: str | None = None, second_factor: bool = True) -> Account:
    account = Account(
        name=name, email=email or f"{name.lower().replace(' ', '.')}@city.example", password="a long enough password",
        created_on=today(), confirmed_at=now(), tf_primary_method="authenticator" if second_factor else None,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    for role in roles:
        db.session.add(RoleGrant(account_id=account.id, role=role, granted_at=now()))
    db.session.flush()
    db.session.expire(account, ["grants"])
    return account


def clara(**more: Any) -> Account:
    return make_account("Clara Clerk", Role.CLERK, **more)


def milo(**more: Any) -> Account:
    return make_account("Milo Moderator", Role.MODERATOR, **more)


def mona(**more: Any) -> Account:
    return make_account("Mona Moderator", Role.MODERATOR, **more)


def anna(**more: Any) -> Account:
    return make_account("Anna Analyst", Role.ANALYST, **more)


def ama(**more: Any) -> Account:
    return make_account("Ama Approver", Role.APPROVER, **more)


def adam(**more: Any) -> Account:
    return make_account("Adam Administrator", Role.ADMINISTRATOR, **more)


def chen(**more: Any) -> Account:
    """The police chief: a respondent who holds the office."""
    account = make_account("Chief Chen", Role.RESPONDENT, **more)
    hold(office("Chief of Police", "Police Department", OfficeKind.POLICE), account)
    return account


def diaz(**more: Any) -> Account:
    account = make_account("Council Member Diaz", Role.MEMBER, **more)
    hold(office("Council Member, Ward 3", "City Council", OfficeKind.LEGISLATIVE), account)
    return account


def office(title: str, department: str, kind: OfficeKind = OfficeKind.OTHER) -> Office:
    made = Office(title=title, department=department, kind=kind)
    db.session.add(made)
    db.session.flush()
    return made


def hold(place: Office, account: Account, capacity: str = "holder") -> Holding:
    holding = Holding(office_id=place.id, account_id=account.id, capacity=capacity, since=today())
    db.session.add(holding)
    db.session.flush()
    db.session.expire(place, ["holdings"])
    db.session.expire(account, ["holdings"])
    return holding
