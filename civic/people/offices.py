"""Offices and who holds them. The holder publishes; a deputy or an aide drafts."""

from __future__ import annotations

from flask_babel import gettext as _

from civic.clock import today
from civic.database import Refusal, db
from civic.people.models import Account, Holding, Office, OfficeKind
from civic.people.queries import office_titled
from civic.permissions import Role
from civic.record.actions import record

HOLDERS = frozenset({Role.RESPONDENT, Role.MEMBER})


def create_office(title: str, department: str, kind: OfficeKind | str, *, by: Account | str = "system") -> Office:
    if office_titled(title) is not None:
        raise Refusal(_("There is an office with this title already."), "title")
    office = Office(title=title, department=department, kind=OfficeKind(kind))
    db.session.add(office)
    db.session.flush()
    record("office.recorded", office, by=by)
    return office


def appoint(office: Office, account: Account, capacity: str, *, by: Account | str = "system") -> Holding:
    """From today. Only one person holds an office; any number may draft for it."""
    needed = HOLDERS if capacity == "holder" else {Role.DELEGATE}
    if not account.role_names & needed:
        raise Refusal(
            _("A holder needs the role of an official who answers or votes.") if capacity == "holder"
            else _("Whoever drafts for an office needs the role of deputy or aide."), "account",
        )  # fmt: skip
    refuse_if_filled(office, capacity)
    if any(h.account_id == account.id for h in office.holdings if h.is_current()):
        raise Refusal(_("%(name)s is in this office already.", name=account.name), "account")
    holding = Holding(office_id=office.id, account_id=account.id, capacity=capacity, since=today())
    db.session.add(holding)
    db.session.flush()
    db.session.expire(office, ["holdings"])
    db.session.expire(account, ["holdings"])
    record("holder.recorded" if capacity == "holder" else "delegation.granted", holding, by=by)
    return holding


def end_holding(holding: Holding, *, by: Account) -> None:
    """From today the person neither publishes nor drafts for the office. What they published stays theirs."""
    if holding.until is not None:
        raise Refusal(_("This has ended already."))
    holding.until = today()
    db.session.flush()
    record("holder.ended" if holding.capacity == "holder" else "delegation.ended", holding, by=by)


def refuse_if_filled(office: Office, capacity: str) -> None:
    holder = office.holder()
    if capacity == "holder" and holder is not None:
        raise Refusal(_("%(name)s holds this office. End that first.", name=holder.name), "office")


def capacity_of(role: Role) -> str:
    """What an invitation with this role makes of a person in the office it names."""
    if role in HOLDERS:
        return "holder"
    if role is Role.DELEGATE:
        return "delegate"
    raise Refusal(_("This role belongs to no office. Leave the office empty."), "office")
