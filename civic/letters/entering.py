"""Taking in a letter that was signed elsewhere: its words, how it came, and the names on it, none of them confirmed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import city_zone, now, today
from civic.comments.hints import private_data_in
from civic.database import Refusal, db
from civic.dockets.models import Docket, TextVersion
from civic.letters.actions import folded
from civic.letters.entered_models import Arrival, EnteredLetter, EnteredSignatory, EnteredVoid
from civic.letters.models import Addressee
from civic.letters.signature_models import SignatureKind
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64, random_id
from civic.record.statements import state
from civic.record.vault import seal
from civic.record.words import commit_value

MOST = 1000  # names on one letter; more are counted


@dataclass(frozen=True)
class Signed:
    """One name as it stands on the letter."""

    kind: SignatureKind
    organisation: str = ""
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class Arrived:
    """What the clerk typed of a letter. ``file`` is the PDF or scan; only its digest is kept."""

    title: str
    addressee: str
    sender: str
    words: str
    received_on: date
    how: str
    signed: tuple[Signed, ...]
    unlisted: int = 0
    version: TextVersion | None = None
    file: bytes | None = None


def enter_letter(docket: Docket, arrived: Arrived, *, by: Account) -> EnteredLetter:
    """It is public at once, with its names marked “entered by the clerk, not confirmed”, and counted apart."""
    _refuse(docket, arrived)
    statement = state(arrived.words, "words")
    digest = sha256(arrived.file).digest() if arrived.file else None
    if _is_entered(docket, digest, folded(statement.text)):
        raise Refusal(_("This letter is entered already. Open it at the docket's letters; void it there first if it is wrong."))
    version = arrived.version
    letter = EnteredLetter(
        id=random_id(), docket_id=docket.id, title=arrived.title, addressee=Addressee(arrived.addressee), sender=arrived.sender, words=statement.text,
        digest=sha256(statement.text.encode()).digest(), folded=folded(statement.text), openings=statement.openings,
        version_id=version.id if version else None, received_on=arrived.received_on, how=Arrival(arrived.how), late=_is_late(docket, arrived.received_on),
        file_digest=digest, unlisted=arrived.unlisted, entered_by=by.id, entered_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(letter)
    docket.revision += 1
    db.session.flush()
    kinds = [one.kind for one in arrived.signed]
    record(
        "letter.entered", letter, by=by, docket=docket, leaf_id=letter.leaf_id, letter=letter.id, body=statement.field, file=b64(digest) if digest else None,
        text=version.leaf_id if version else None, addressee=letter.addressee.value, received=letter.received_on, how=letter.how.value,
        organisations=kinds.count(SignatureKind.ORGANISATION), residents=kinds.count(SignatureKind.RESIDENT), unlisted=letter.unlisted,
    )  # fmt: skip
    for place, one in enumerate(arrived.signed):
        _enter_signatory(letter, place, one, by)
    db.session.expire(letter, ["signatories"])
    return letter


def strike_signatory(signatory: EnteredSignatory, *, reason: str, by: Account) -> None:
    """The bearer of the name says so, or it was misread. A person's name goes, an organisation's stays listed as struck."""
    letter = signatory.letter
    if signatory.struck_on is not None:
        raise Refusal(_("This name was struck before."))
    if signatory.kind is SignatureKind.RESIDENT:
        signatory.sealed_id = seal(json.dumps([signatory.name, signatory.openings]), "signature").id
        signatory.name, signatory.openings = "", {}
    signatory.struck_on, signatory.reason = today(), reason
    letter.docket.revision += 1
    db.session.flush()
    record("letter.signatory_struck", signatory, by=by, docket=letter.docket, letter=letter.id, ref=signatory.leaf_id, reason=reason)


def void_letter(letter: EnteredLetter, *, reason: str, by: Account) -> EnteredVoid:
    if letter.void is not None:
        raise Refusal(_("This entry was voided before."))
    void = EnteredVoid(letter_id=letter.id, reason=reason, at=now())
    db.session.add(void)
    letter.docket.revision += 1
    db.session.flush()
    db.session.expire(letter, ["void"])
    record("letter.entry_voided", void, by=by, docket=letter.docket, letter=letter.id, ref=letter.leaf_id, reason=reason)
    return void


def read_organisations(text: str) -> list[Signed]:
    """One on each line: organisation; name; title. Name and title may be missing."""
    rows = [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip(" ;")]
    for parts in rows:
        if not parts[0] or len(parts) > 3:
            raise Refusal(_("Write each organization on a line of its own: organization; name; title."), "organisations")
    return [Signed(SignatureKind.ORGANISATION, *(parts + ["", ""])[:3]) for parts in rows]


def read_people(text: str) -> list[Signed]:
    return [Signed(SignatureKind.RESIDENT, name=line.strip()) for line in text.splitlines() if line.strip()]


def _enter_signatory(letter: EnteredLetter, place: int, one: Signed, by: Account) -> None:
    leaf_id = random_id()
    given = {"organisation": one.organisation, "name": one.name, "title": one.title}
    vals = {label: commit_value(leaf_id, label, value) for label, value in given.items()}
    signatory = EnteredSignatory(
        letter_id=letter.id, position=place, kind=one.kind, leaf_id=leaf_id, openings={label: value.opening for label, value in vals.items()}, **given
    )
    db.session.add(signatory)
    db.session.flush()
    record(
        "letter.signatory_entered", signatory, by=by, docket=letter.docket, leaf_id=leaf_id, letter=letter.id, ref=letter.leaf_id, kind=one.kind.value,
        vals={label: value.field for label, value in vals.items()},
    )  # fmt: skip


def _refuse(docket: Docket, arrived: Arrived) -> None:
    if not docket.is_public:
        raise Refusal(_("Publish the docket first."))
    if arrived.received_on > today():
        raise Refusal(_("That day has not come yet."), "received_on")
    if not arrived.signed and not arrived.unlisted:
        raise Refusal(_("Enter who signed it, or how many did."), "organisations")
    if len(arrived.signed) > MOST:
        raise Refusal(_("That is more than %(n)s names. List the organizations, and enter how many people signed.", n=MOST), "people")
    for one in arrived.signed:
        if max(map(len, (one.organisation, one.name, one.title))) > 120:
            raise Refusal(_("A name is longer than 120 characters: %(name)s", name=(one.organisation or one.name)[:60]), _field(one))
        if private_data_in(one.name) or private_data_in(one.organisation) or private_data_in(one.title):
            raise Refusal(_("“%(name)s” looks like a phone number, an address or the like. Names are public: leave that out.", name=one.name or one.organisation), _field(one))


def _field(one: Signed) -> str:
    return "organisations" if one.kind is SignatureKind.ORGANISATION else "people"


def _is_late(docket: Docket, received_on: date) -> bool:
    """All of the closing day is in time (I-4)."""
    return docket.window is not None and received_on > docket.window.closing.astimezone(city_zone()).date()


def _is_entered(docket: Docket, digest: bytes | None, words: bytes) -> bool:
    """The same file, or the same words: two clerks may open the same envelope."""
    same = [EnteredLetter.folded == words, *([EnteredLetter.file_digest == digest] if digest else [])]
    query = sa.select(EnteredLetter.id).where(EnteredLetter.docket_id == docket.id, sa.or_(*same), ~sa.exists().where(EnteredVoid.letter_id == EnteredLetter.id))
    return db.session.scalar(query.limit(1)) is not None
