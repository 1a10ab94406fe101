"""Who stands under a version, and how many: organisations and residents apart, before delivery and after it apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from civic.database import db
from civic.letters.models import Letter, LetterVersion
from civic.letters.signature_models import Signature, SignatureKind, Through

LISTED = 200  # names of residents on a letter's page before the press for all


@dataclass(frozen=True)
class Signatories:
    """What a letter's page lists. ``more`` residents gave a name and are one press away."""

    through_representative: list[Signature]
    through_invitation: list[Signature]
    named: list[Signature]
    more: int
    unlisted: int
    withdrawn: list[tuple[date, bool, int]]  # residents who withdrew, by day and whether after delivery: how many

    @property
    def organisations(self) -> list[Signature]:
        return [*self.through_representative, *self.through_invitation]

    @property
    def is_empty(self) -> bool:
        return not (self.organisations or self.named or self.unlisted or self.withdrawn)


@dataclass(frozen=True)
class Count:
    """Signatures of one kind on one version. Ever made = standing + withdrawn; never added to comments."""

    version: int
    kind: SignatureKind
    made: int = 0
    withdrawn: int = 0
    came_after: int = 0  # of those made: when the letter had been delivered
    left_after: int = 0  # of those withdrawn: when the letter had been delivered
    delivered: bool = False  # these words were handed over

    @property
    def standing(self) -> int:
        return self.made - self.withdrawn

    @property
    def at_delivery(self) -> int | None:
        return (self.made - self.came_after) - (self.withdrawn - self.left_after) if self.delivered else None


def signatories_of(version: LetterVersion, *, everybody: bool = False) -> Signatories:
    organisations = list(db.session.scalars(_signed(version, SignatureKind.ORGANISATION).order_by(Signature.came_after, Signature.day, Signature.id)))
    residents = _signed(version, SignatureKind.RESIDENT)
    listed = residents.where(Signature.name != "").order_by(Signature.came_after, Signature.day, Signature.id)
    named = list(db.session.scalars(listed if everybody else listed.limit(LISTED)))
    standing = version.count_standing(SignatureKind.RESIDENT)
    with_name = db.session.scalar(sa.select(sa.func.count()).select_from(listed.subquery())) or 0
    how = (Signature.withdrawn_on, Signature.left_after)
    gone = residents.with_only_columns(*how, sa.func.count()).where(Signature.withdrawn_on.is_not(None))
    days = db.session.execute(gone.group_by(*how).order_by(*how))
    return Signatories(
        [s for s in organisations if s.through is Through.REPRESENTATIVE], [s for s in organisations if s.through is Through.INVITATION],
        named, with_name - len(named), standing - with_name, [(day, bool(after), n) for day, after, n in days if day],
    )  # fmt: skip


def counts_of(letter: Letter) -> list[Count]:
    """Per version and kind, zeros included."""
    after = [sa.func.sum(sa.cast(column, sa.Integer)) for column in (Signature.came_after, Signature.left_after)]
    query = sa.select(Signature.version_id, Signature.kind, sa.func.count(), sa.func.count(Signature.withdrawn_on), *after).join(LetterVersion).where(LetterVersion.letter_id == letter.id)
    found: dict[Any, Any] = {(row[0], row[1]): row[2:] for row in db.session.execute(query.group_by(Signature.version_id, Signature.kind))}
    rows = []
    for version in letter.versions:
        for kind in SignatureKind:
            made, gone, came, left = found.get((version.id, kind), (0, 0, 0, 0))
            rows.append(Count(version.n, kind, made, gone, came, left, version.was_delivered))
    return rows


def delivered_counts(letter: Letter) -> dict[SignatureKind, int]:
    """How many stood when it was handed over; the row of the delivery once it is recorded."""
    if letter.delivery is not None:
        return {SignatureKind.ORGANISATION: letter.delivery.organisations, SignatureKind.RESIDENT: letter.delivery.residents}
    return {kind: letter.current.count_standing(kind) if letter.current else 0 for kind in SignatureKind}


def _signed(version: LetterVersion, kind: SignatureKind) -> sa.Select[Any]:
    return sa.select(Signature).where(Signature.version_id == version.id, Signature.kind == kind)
