from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa

from civic.database import db
from civic.dockets.models import Docket
from civic.letters.entered_models import EnteredLetter
from civic.letters.models import Letter, LetterDelivery, LetterState, LetterVersion
from civic.letters.organisation_models import Organisation
from civic.letters.signature_models import LetterInvitation, Signature
from civic.people.models import Account
from civic.permissions import loads
from civic.record.numbers import parse_number


@loads(Letter)
def letter_with(id: str) -> Letter | None:
    return db.session.get(Letter, id)


@loads(EnteredLetter)
def entered_with(id: str) -> EnteredLetter | None:
    return db.session.get(EnteredLetter, id)


def entered_letters_on(docket: Docket) -> list[EnteredLetter]:
    """Letters that the clerk entered, by title; voided ones last."""
    found = db.session.scalars(sa.select(EnteredLetter).where(EnteredLetter.docket_id == docket.id))
    return sorted(found, key=lambda one: (one.void is not None, one.title.casefold(), one.id))


def entered_elsewhere(letter: EnteredLetter) -> list[EnteredLetter]:
    """Other entered letters with the same words, white space aside."""
    query = sa.select(EnteredLetter).where(EnteredLetter.folded == letter.folded, EnteredLetter.id != letter.id)
    return sorted((one for one in db.session.scalars(query) if one.is_public and one.void is None), key=lambda one: (one.docket.number, one.id))


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


def same_words_elsewhere(version: LetterVersion) -> list[LetterVersion]:
    """Other public letters that say the same, white space aside: on another docket, or by another organisation."""
    query = sa.select(LetterVersion).where(LetterVersion.folded == version.folded, LetterVersion.letter_id != version.letter_id)
    found = [one for one in db.session.scalars(query) if one.letter.is_public and one is one.letter.current]
    return sorted(found, key=lambda one: (one.letter.docket.number, one.id))
