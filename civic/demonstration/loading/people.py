"""The city's people: invited, accepted, with a second factor; offices and who holds them; seats in the council.

The operator invites the first administrator and the first clerk, as `civic setup` does; the administrator invites everybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from civic.council.actions import create_body, seat_member
from civic.people.actions import Hashed, hashed
from civic.people.factors import set_up_authenticator
from civic.people.invitations import accept_invitation, invite
from civic.people.models import Account, Office
from civic.people.offices import create_office
from civic.permissions import Role

FIRST = ("theo", "casey")


def make_people(stage: Any) -> None:
    """Everybody who signs in, in the order in which a city would set them up."""
    arrive = _arrivals(hashed(secrets.token_urlsafe(24)))
    people = [person for person in stage.content.city.people if person.role != "resident"]
    for person in sorted(people, key=lambda person: person.key not in FIRST):
        inviter = None if person.key in FIRST else stage.people["theo"]
        stage.people[person.key] = arrive(person.shown_as, person.key, Role(person.role), _office_of(stage, person), inviter)
    _seat_council(stage, arrive)


Arrive = Callable[[str, str, Role, Office | None, Account | None], Account]


def _arrivals(password: Hashed) -> Arrive:
    """Nobody knows the password: the cast signs in at /demo. One hash for all of them, because each takes a while."""

    def arrive(name: str, mailbox: str, role: Role, office: Office | None, inviter: Account | None) -> Account:
        invitation, _ = invite(f"{mailbox}@mardenfalls.example", role, office=office, by=inviter or "system")
        account = accept_invitation(invitation, name=name, password=password)
        if account.needs_second_factor:
            set_up_authenticator(account)
        return account

    return arrive


def _office_of(stage: Any, person: Any) -> Office | None:
    """The office that the person will hold or draft for; made when the first of them is invited."""
    city = stage.content.city
    told = next((o for o in city.offices if person.key == o.holder or person.for_office == o.key), None)
    if told is not None:
        return _office(stage, told.title, told.department, told.kind)
    member = next((m for m in city.members if m.key in (person.member, person.for_member)), None)
    return _seat_office(stage, member) if member is not None else None


def _seat_office(stage: Any, member: Any) -> Office:
    return _office(stage, f"Council Member, Ward {member.ward}", "City Council", "legislative")


def _office(stage: Any, title: str, department: str, kind: str) -> Office:
    if title not in stage.offices:
        stage.offices[title] = create_office(title, department, kind, by=stage.people["theo"])
    return stage.offices[title]


def _seat_council(stage: Any, arrive: Arrive) -> None:
    """Every member has an account; those outside the cast are invited like all others."""
    city, clerk, administrator = stage.content.city, stage.people["casey"], stage.people["theo"]
    accounts = {person.member: stage.people[person.key] for person in city.people if person.member}
    names = {member.key: member for member in city.members}
    for member in city.members:
        if member.key not in accounts:
            accounts[member.key] = arrive(f"Council Member {member.name}", f"ward{member.ward}", Role.MEMBER, _seat_office(stage, member), administrator)
    for body in city.bodies:
        made = stage.bodies[body.key] = create_body(body.name, body.classification, by=clerk)
        for seat, key in enumerate(body.members, start=1):
            account = accounts[key] if body.classification == "legislature" else None
            stage.seats[body.key, key] = seat_member(made, name=names[key].name, seat=seat, ward=str(names[key].ward), account=account, by=clerk)
