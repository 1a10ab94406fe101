"""Reads about organisations, who speaks for them, and what waits to be checked."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from civic.database import db
from civic.letters.lookalikes import is_near, shapes_of
from civic.letters.models import Letter
from civic.letters.organisation_models import (
    Label,
    LabelRequest,
    Organisation,
    OrganisationCheck,
    OrganisationShape,
    Representative,
)
from civic.letters.signature_models import Signature
from civic.people.models import Account
from civic.permissions import loads
from civic.record.models import SealedText


@loads(Organisation)
def organisation_with(id: str) -> Organisation | None:
    return db.session.get(Organisation, id)


def organisation_like(name: str) -> Organisation | None:
    """The organisation with this name, or with one that could be taken for it."""
    query = sa.select(Organisation).join(OrganisationShape).where(OrganisationShape.shape.in_(shapes_of(name)))
    return db.session.scalars(query.order_by(Organisation.id)).first()


def organisations_in_order() -> list[Organisation]:
    """Those that somebody speaks for, by name; one that was only named in an invitation is nobody's yet."""
    return list(db.session.scalars(sa.select(Organisation).where(Organisation.representatives.any()).order_by(Organisation.name)))


def representations_of(account: Account) -> list[Representative]:
    """What this person speaks for, or has asked to speak for."""
    query = sa.select(Representative).where(Representative.account_id == account.id, Representative.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(Representative.asked_on, Representative.id)))


def organisations_signing_for(account: Account | None) -> list[Organisation]:
    """Organisations in whose name this person may sign: only as a confirmed representative."""
    return [r.organisation for r in representations_of(account) if r.is_confirmed] if account else []


def open_checks() -> list[OrganisationCheck]:
    """Checks that wait for a second person, the oldest first."""
    query = sa.select(OrganisationCheck).where(OrganisationCheck.decided_at.is_(None)).options(joinedload(OrganisationCheck.organisation))
    return list(db.session.scalars(query.order_by(OrganisationCheck.proposed_at, OrganisationCheck.id)))


def checks_of(organisation: Organisation) -> list[OrganisationCheck]:
    query = sa.select(OrganisationCheck).where(OrganisationCheck.organisation_id == organisation.id).order_by(OrganisationCheck.proposed_at, OrganisationCheck.id)
    return list(db.session.scalars(query))


def requests_waiting() -> list[Representative]:
    """People who ask to be confirmed, and whom nobody has begun to check."""
    begun = sa.select(OrganisationCheck.representative_id).where(OrganisationCheck.representative_id.is_not(None))
    query = sa.select(Representative).where(Representative.confirmed_at.is_(None), Representative.ended_at.is_(None))
    query = query.options(joinedload(Representative.account), joinedload(Representative.organisation))
    return list(db.session.scalars(query.where(Representative.id.not_in(begun)).order_by(Representative.asked_on)))


def letters_by(organisation: Organisation) -> list[Letter]:
    """Public letters that an organisation submits, the youngest first."""
    query = sa.select(Letter).where(Letter.organisation_id == organisation.id).order_by(Letter.created_on.desc(), Letter.id)
    return [letter for letter in db.session.scalars(query) if letter.is_public]


def signatures_of(organisation: Organisation) -> list[Signature]:
    return list(db.session.scalars(sa.select(Signature).where(Signature.organisation_id == organisation.id).order_by(Signature.day.desc(), Signature.id)))


def sealed_with(id: str) -> SealedText:
    return db.session.get_one(SealedText, id)


def open_requests_of(organisation: Organisation) -> list[LabelRequest]:
    """What was handed in towards a label and is not decided."""
    query = sa.select(LabelRequest).where(LabelRequest.organisation_id == organisation.id, LabelRequest.closed_on.is_(None))
    return list(db.session.scalars(query.order_by(LabelRequest.asked_on, LabelRequest.id)))


def denials_of(organisation: Organisation) -> list[LabelRequest]:
    """Mailboxes that said: this is not our organisation."""
    query = sa.select(LabelRequest).where(LabelRequest.organisation_id == organisation.id, LabelRequest.outcome == "denied")
    return list(db.session.scalars(query.order_by(LabelRequest.closed_on, LabelRequest.id)))


def requests_for_labels() -> list[LabelRequest]:
    """Numbers and statements that nobody of the city has begun to check, the oldest first."""
    begun = sa.select(OrganisationCheck.request_id).where(OrganisationCheck.request_id.is_not(None))
    query = sa.select(LabelRequest).where(LabelRequest.closed_on.is_(None), LabelRequest.label != Label.DOMAIN, LabelRequest.id.not_in(begun))
    return list(db.session.scalars(query.options(joinedload(LabelRequest.organisation)).order_by(LabelRequest.asked_on, LabelRequest.id)))


def request_behind(token: str) -> LabelRequest | None:
    """By the secret part of a mailed link, of which only a digest is kept."""
    return db.session.scalar(sa.select(LabelRequest).where(LabelRequest.token_digest == sha256(token.encode()).digest()))


def with_the_same(organisation: Organisation, column: Any) -> list[Organisation]:
    """Others that gave the same web address or number."""
    own = getattr(organisation, column.key)
    query = sa.select(Organisation).where(column == own, Organisation.id != organisation.id).order_by(Organisation.name)
    return list(db.session.scalars(query)) if own else []


def named_nearly(organisation: Organisation) -> list[Organisation]:
    """Others whose names are close to this one. Read by those who check, one organisation at a time."""
    others = db.session.execute(sa.select(Organisation.id, Organisation.name).where(Organisation.id != organisation.id))
    near = [id for id, name in others if is_near(name, organisation.name)]
    return list(db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(near)).order_by(Organisation.name)))
