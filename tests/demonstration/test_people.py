"""The city's people come through the product's own doors: invited, accepted, with a second factor, appointed."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa

import civic.demonstration
from civic.consultation.models import RosterEntry
from civic.council.queries import council
from civic.database import db
from civic.people.models import Account, AccountInvitation, Holding, Office, RoleGrant
from civic.people.queries import account_by_email
from civic.permissions import Role
from civic.record.models import Event


def events(kind: str) -> set[str]:
    return set(db.session.scalars(sa.select(Event.subject_id).where(Event.kind == kind)))


def ids(model: type) -> set[str]:
    return set(db.session.scalars(sa.select(model.id)))


def test_every_row_about_people_has_its_event(loaded) -> None:
    assert ids(Account) == events("account.opened")
    assert ids(RoleGrant) == events("role.granted")
    assert ids(Office) == events("office.recorded")
    assert ids(Holding) <= events("holder.recorded") | events("delegation.granted")  # seats of bodies are recorded so too


def test_the_city_invited_its_people_and_each_set_up_a_second_factor(loaded) -> None:
    invitations = list(db.session.scalars(sa.select(AccountInvitation)))
    invited = {invitation.email for invitation in invitations if invitation.used_at is not None}
    people = [account for account in db.session.scalars(sa.select(Account)) if account.email in invited]
    assert len(people) == len(invitations) > 30
    owing = [account.name for account in people if account.needs_second_factor and account.id not in events("factor.added")]
    assert owing == [] and all(account.has_second_factor and account.tf_totp_secret for account in people if account.needs_second_factor)
    others = [invitation for invitation in invitations if invitation.role not in (Role.ADMINISTRATOR, Role.CLERK)]
    assert {invitation.invited_by for invitation in others} == {account_by_email("theo@mardenfalls.example").id}


def test_every_seat_and_every_office_asked_has_somebody_with_the_role(loaded) -> None:
    members = council().members()
    assert len(members) == 13 and all(db.session.get(Account, m.account_id).role_names == {Role.MEMBER} for m in members)
    offices = [entry.office for entry in db.session.scalars(sa.select(RosterEntry))]
    assert offices and all(Role.RESPONDENT in office.holder().role_names for office in offices if office.holder())


def test_nothing_in_the_demonstration_is_inserted() -> None:
    folder = Path(civic.demonstration.__file__).parent
    inserting = [file.name for file in folder.rglob("*.py") if re.search(r"session\.add|\.insert\(\)|sa\.insert", file.read_text())]
    assert inserting == []
