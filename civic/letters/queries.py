from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.dockets.models import Docket
from civic.letters.models import (
    Letter,
    LetterDelivery,
    LetterInvitation,
    LetterState,
    LetterVersion,
    Signature,
    SignatureKind,
    Through,
)
from civic.letters.organisation_models import Organisation
from civic.people.models import Account
from civic.permissions import loads
from civic.record.numbers import parse_number

LISTED = 200  # names of residents on a letter's page before the press for all


@loads(Letter)
def letter_with(id: str) -> Letter | None:
    return db.session.get(Letter, id)


def version_of(letter: Letter, n: int) -> LetterVersion | None:
    return next((version for version in letter.versions if version.n == n), None)


def letters_on(docket: Docket) -> list[Letter]:
    """Public letters, by title: no letter stands first because it has more signatures."""
    letters = db.session.scalars(sa.select(Letter).where(Letter.docket_id == docket.id, Letter.versions.any()))
    return sorted((one for one in letters if one.current), key=lambda one: (one.current.title.casefold(), one.id))  # type: ignore[union-attr]


def letters_of(organisation: Organisation, account: Account) -> list[Letter]:
    """Letters that this person may work on, the youngest first."""
    query = sa.select(Letter).where(Letter.organisation_id == organisation.id).order_by(Letter.created_on.desc(), Letter.id)
    return [letter for letter in db.session.scalars(query) if letter.is_written_by(account)]


def unfinished_letters_of(account: Account) -> list[Letter]:
    query = sa.select(Letter).where(Letter.author_id == account.id)
    return [one for one in db.session.scalars(query) if one.state in (LetterState.DRAFT, LetterState.OPEN)]


def letters_due() -> list[Letter]:
    """Frozen letters without a recorded delivery whose time has come and that somebody has signed."""
    query = sa.select(Letter).where(Letter.versions.any(), Letter.abandoned_at.is_(None), ~sa.exists().where(LetterDelivery.letter_id == Letter.id))
    return [letter for letter in db.session.scalars(query) if letter.state is LetterState.DELIVERED]


def invitation_behind(letter: Letter, token: str) -> LetterInvitation | None:
    """By the link's secret part, of which only a digest is kept."""
    digest = sha256(token.encode()).digest()
    query = sa.select(LetterInvitation).join(LetterVersion).where(LetterVersion.letter_id == letter.id)
    return db.session.scalar(query.where(sa.or_(LetterInvitation.token_digest == digest, LetterInvitation.reminder_digest == digest)))


def signature_numbered(letter: Letter, number: str) -> Signature | None:
    plain = parse_number(number)
    query = sa.select(Signature).join(LetterVersion).where(LetterVersion.letter_id == letter.id, Signature.number == plain)
    return db.session.scalar(query) if plain else None


def number_is_taken(number: str) -> bool:
    return db.session.scalar(sa.select(sa.func.count()).where(Signature.number == number)) != 0


def signature_by(organisation: Organisation, version: LetterVersion) -> Signature | None:
    return db.session.scalar(sa.select(Signature).where(Signature.version_id == version.id, Signature.organisation_id == organisation.id))


@dataclass(frozen=True)
class Signatories:
    """What a letter's page lists. ``more`` residents gave a name and are one press away."""

    through_representative: list[Signature]
    through_invitation: list[Signature]
    named: list[Signature]
    more: int
    unlisted: int
    withdrawn: list[tuple[date, int]]  # residents who withdrew, by day: how many


def signatories_of(version: LetterVersion, *, everybody: bool = False) -> Signatories:
    organisations = list(db.session.scalars(_signed(version, SignatureKind.ORGANISATION).order_by(Signature.day, Signature.id)))
    residents = _signed(version, SignatureKind.RESIDENT)
    listed = residents.where(Signature.name != "").order_by(Signature.day, Signature.id)
    named = list(db.session.scalars(listed if everybody else listed.limit(LISTED)))
    standing = version.count_standing(SignatureKind.RESIDENT)
    with_name = db.session.scalar(sa.select(sa.func.count()).select_from(listed.subquery())) or 0
    gone = residents.with_only_columns(Signature.withdrawn_on, sa.func.count()).where(Signature.withdrawn_on.is_not(None))
    days = db.session.execute(gone.group_by(Signature.withdrawn_on).order_by(Signature.withdrawn_on))
    return Signatories(
        [s for s in organisations if s.through is Through.REPRESENTATIVE], [s for s in organisations if s.through is Through.INVITATION],
        named, with_name - len(named), standing - with_name, [(row[0], row[1]) for row in days if row[0]],
    )  # fmt: skip


def _signed(version: LetterVersion, kind: SignatureKind) -> sa.Select[Any]:
    return sa.select(Signature).where(Signature.version_id == version.id, Signature.kind == kind)


def counts_of(letter: Letter) -> list[dict[str, Any]]:
    """Per version and kind: ever made = standing + withdrawn. Never added to comments."""
    withdrawn = sa.func.count(Signature.withdrawn_on)
    query = sa.select(Signature.version_id, Signature.kind, sa.func.count(), withdrawn).join(LetterVersion).where(LetterVersion.letter_id == letter.id)
    found = {(version, kind): (made, gone) for version, kind, made, gone in db.session.execute(query.group_by(Signature.version_id, Signature.kind))}
    rows = []
    for version in letter.versions:
        for kind in SignatureKind:
            made, gone = found.get((version.id, kind), (0, 0))
            rows.append({"version": version.n, "kind": kind, "made": made, "standing": made - gone, "withdrawn": gone})
    return rows


def delivered_counts(letter: Letter) -> dict[SignatureKind, int]:
    """How many stood when it was handed over; the row of the delivery once it is recorded."""
    if letter.delivery is not None:
        return {SignatureKind.ORGANISATION: letter.delivery.organisations, SignatureKind.RESIDENT: letter.delivery.residents}
    return {kind: letter.current.count_standing(kind) if letter.current else 0 for kind in SignatureKind}


