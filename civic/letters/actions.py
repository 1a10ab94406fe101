"""Writing a letter, fixing its words, and handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask_babel import gettext as _

from civic.clock import now, today
from civic.database import Refusal, db
from civic.dockets.models import Docket
from civic.dockets.queries import provision_named
from civic.letters.models import Addressee, Letter, LetterDelivery, LetterState, LetterVersion, comes_late, last_moment
from civic.letters.organisation_models import Representative
from civic.letters.queries import unfinished_letters_of
from civic.letters.sections import section_text
from civic.letters.signature_models import SignatureKind
from civic.letters.words import words_of
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import random_id
from civic.record.statements import state
from civic.record.vault import destroy


@dataclass(frozen=True)
class ForSection:
    """What the letter says about one section, named by its wId: what it asks, and the section as it should read."""

    wid: str
    words: str = ""
    suggested: str = ""


@dataclass(frozen=True)
class Draft:
    """What an author has written so far."""

    title: str
    addressee: str
    ask: str
    text: str
    sign_by: datetime
    residents: bool = False
    sections: tuple[ForSection, ...] = ()
    goal: int | None = None


def start_letter(docket: Docket, draft: Draft, *, representative: Representative) -> Letter:
    """Anyone who speaks for an organisation may start one; who is not confirmed yet has one at a time."""
    author = representative.account
    if not representative.may_write:
        raise Refusal(_("The city has not confirmed yet that you represent this organization."))
    if not representative.is_confirmed and unfinished_letters_of(author):
        raise Refusal(_("Until the city has confirmed that you represent the organization, you can have one unfinished letter. Deliver it or give it up first."))
    letter = Letter(docket_id=docket.id, organisation_id=representative.organisation_id, author_id=author.id, created_on=today(), revision=0)
    letter.docket = docket
    _take(letter, draft)
    db.session.add(letter)
    db.session.flush()
    record("letter.drafted", letter, by=author)
    return letter


def change_letter(letter: Letter, draft: Draft, *, seen: int, by: Account) -> None:
    """Other words for the next version. ``seen`` is the revision that the author was looking at."""
    _refuse_finished(letter)
    if seen != letter.revision:
        raise Refusal(_("This letter was changed in another tab or by a colleague. Your words are still here: copy what you need, then open the letter again."))
    _take(letter, draft)
    db.session.flush()
    record("letter.drafted", letter, by=by)


def abandon_letter(letter: Letter, *, by: Account) -> None:
    if letter.versions or letter.abandoned_at is not None:
        raise Refusal(_("A letter whose words were fixed stays on the record. It ends when it is delivered, or when its time to sign is over."))
    letter.abandoned_at = now()
    record("letter.abandoned", letter, by=by)


def freeze_letter(letter: Letter, *, seen: str, by: Account) -> LetterVersion:
    """Fix the exact words. Signatures of an earlier version stay with it (I-25)."""
    _refuse_finished(letter)
    docket, words = letter.docket, words_of(letter)
    _refuse_unready(letter)
    if seen != words:
        raise Refusal(_("The letter is not the one you were reading: it was changed in another tab or by a colleague. What differs is marked below. Read it again."))
    if letter.current is not None and letter.current.words == words:
        raise Refusal(_("Not a word has changed since version %(n)s, so there is nothing new to sign.", n=letter.current.n))
    statement = state(words)
    text = docket.current_version
    version = LetterVersion(
        letter_id=letter.id, n=len(letter.versions) + 1, title=letter.title, addressee=letter.addressee, residents=letter.residents,
        sign_by=letter.sign_by, words=statement.text, digest=sha256(statement.text.encode()).digest(), folded=folded(statement.text),
        sections=letter.sections, openings=statement.openings,
        version_id=text.id if text else None, frozen_at=now(), leaf_id=random_id(),
    )  # fmt: skip
    db.session.add(version)
    docket.revision += 1
    db.session.flush()
    db.session.expire(letter, ["versions"])
    record(
        "letter.frozen", version, by=by, docket=docket, leaf_id=version.leaf_id, letter=letter.id, n=version.n, body=statement.field,
        text=text.leaf_id if text else None, organisation=letter.organisation_id, addressee=version.addressee.value,
        residents="admitted" if version.residents else "not_admitted",
    )  # fmt: skip
    return version


def deliver_letter(letter: Letter, *, by: Account) -> LetterDelivery:
    """By hand, before the time to sign is over."""
    if letter.state is not LetterState.OPEN or letter.current is None:
        raise Refusal(_("This letter is not open any more."))
    if not letter.current.count_standing():
        raise Refusal(_("Nobody has signed this version yet, so there is nothing to deliver."))
    return _hand_over(letter, at=now(), by=by)


def deliver_if_due(letter: Letter) -> bool:
    """Record what has happened by itself: signing ended and somebody had signed."""
    if letter.delivery is not None or letter.state is not LetterState.DELIVERED:
        return False
    _hand_over(letter, at=letter.signing_ends, by="system")
    return True


def forget_addresses(letter: Letter) -> None:
    """A delivered letter needs the addresses of the invited no more."""
    sealed = [i for version in letter.versions for i in version.invitations if i.address_id is not None]
    for invitation in sealed:
        address, invitation.address = invitation.address, None
        db.session.flush()
        destroy(address)
        db.session.delete(address)
    if sealed:
        record("deletion.run", letter, by="system", docket=letter.docket, what="addresses", reason="closed", n=len(sealed))


def _hand_over(letter: Letter, *, at: datetime, by: Account | str) -> LetterDelivery:
    version = letter.current
    assert version is not None
    delivery = LetterDelivery(
        letter_id=letter.id, version_id=version.id, at=at, by_hand=by != "system", late=comes_late(letter.docket, at),
        organisations=version.count_standing(SignatureKind.ORGANISATION), residents=version.count_standing(SignatureKind.RESIDENT),
    )  # fmt: skip
    db.session.add(delivery)
    letter.docket.revision += 1
    db.session.flush()
    db.session.expire(letter, ["delivery"])
    record(
        "letter.delivered", delivery, by=by, docket=letter.docket, letter=letter.id, ref=version.leaf_id, how="site",
        organisations=delivery.organisations, residents=delivery.residents, at=at,
    )  # fmt: skip
    forget_addresses(letter)
    return delivery


def _take(letter: Letter, draft: Draft) -> None:
    version = letter.docket.current_version
    sections = []
    for row in draft.sections:
        provision = provision_named(version, row.wid) if version else None
        if version is None or provision is None:
            raise Refusal(_("There is no such section in the text as it stands."))
        if row.suggested and row.suggested.split() == section_text(version, provision).split():
            raise Refusal(_("You suggest section %(number)s exactly as it stands. Change a word, or leave the suggestion empty.", number=provision.number))
        sections.append({"wid": provision.wid, "number": provision.number, "words": row.words, "suggested": row.suggested})
    letter.title, letter.addressee, letter.ask, letter.text = draft.title, Addressee(draft.addressee), draft.ask, draft.text
    letter.sign_by, letter.residents, letter.sections, letter.goal = draft.sign_by, draft.residents, sections, draft.goal
    letter.revision += 1
    if letter.sign_by <= now():
        raise Refusal(_("Choose a day and time to sign by that is still to come."), "sign_by")


def _refuse_unready(letter: Letter) -> None:
    docket = letter.docket
    end = last_moment(docket)
    if not docket.is_public or (end is not None and now() >= end):
        raise Refusal(_("This docket takes no letters any more. You can still save your text."))
    if letter.sign_by <= now():
        raise Refusal(_("The time to sign by has passed. Edit the letter and choose another."))
    if not letter.text.strip():
        raise Refusal(_("The letter has no words yet. Edit it first."))
    version = docket.current_version
    for row in letter.sections:
        if version is None or provision_named(version, row["wid"]) is None:
            raise Refusal(_("Section %(number)s is not in the text as it stands now. Edit the letter first.", number=row["number"]))


def folded(words: str) -> bytes:
    """One for all texts that differ in nothing but white space."""
    return sha256(" ".join(words.split()).encode()).digest()


def is_finished(letter: Letter) -> bool:
    return letter.state in (LetterState.DELIVERED, LetterState.ABANDONED)


def _refuse_finished(letter: Letter) -> None:
    if is_finished(letter):
        raise Refusal(_("This letter is finished. Its words cannot change any more."))
    if letter.state is LetterState.UNSIGNED:
        raise Refusal(_("The time to sign this letter is over, and nobody had signed. Start another letter."))
