"""Asking organisations to sign: by a link that works once, one reminder, and an address that goes when it is not needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import force_locale
from flask_babel import gettext as _

from civic.clock import today
from civic.database import Refusal, db, random_id
from civic.letters.models import Letter
from civic.letters.names import checked_name
from civic.letters.organisation_models import Organisation
from civic.letters.organisation_queries import organisation_like
from civic.letters.organisations import keep_name, named
from civic.letters.queries import signature_by
from civic.letters.signature_models import LetterInvitation
from civic.mail_languages import written_in
from civic.notices.actions import let_go_of_mail_about, queue_mail
from civic.people.addresses import FORM
from civic.people.models import Account
from civic.record.actions import record
from civic.record.vault import destroy, seal, unseal
from civic.web import city_name, moment, public_address

MOST = 500  # invitations of one letter, all versions together
MOST_UNCONFIRMED = 25  # while the city has not confirmed who writes
_ADDRESS = re.compile(rf"<?({FORM})>?\s*$")


@dataclass(frozen=True)
class Refused:
    """A line that could not be used, as it was typed, and why."""

    line: str
    sentence: str


def read_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def invite_organisations(letter: Letter, lines: Sequence[str], *, by: Account, language: str = "en") -> tuple[list[LetterInvitation], list[Refused]]:
    """Each line is a name and an address. The good ones are sent, the others come back with the reason."""
    if not letter.is_open or letter.current is None:
        raise Refusal(_("Only a letter whose words are fixed, and that can still be signed, can be sent to organizations."))  # I-24
    sent, refused = [], []
    for line in lines:
        try:
            sent.append(_invite(letter, line, by, language))
        except Refusal as refusal:
            refused.append(Refused(line, refusal.sentence))
    return sent, refused


def remind(letter: Letter, *, by: Account) -> int:
    """One reminder, with a link of its own, to everybody who has not answered and was not reminded."""
    waiting = [i for i in letter.current.invitations if i.is_waiting and i.reminded_on is None and i.address is not None] if letter.current and letter.is_open else []
    if not waiting:
        raise Refusal(_("Nobody is left to remind: each organization gets one reminder."))
    for invitation in waiting:
        token = random_id()
        invitation.reminder_digest, invitation.reminded_on = sha256(token.encode()).digest(), today()
        _send(invitation, unseal(invitation.address), token, reminder=True)
        record("letter.invited", invitation, by=by)
    return len(waiting)


def take_back(invitation: LetterInvitation, *, by: Account) -> None:
    if not invitation.is_waiting:
        raise Refusal(_("This invitation was answered, or is over."))
    answer(invitation, "taken_back")
    let_go_of_mail_about(invitation)
    record("letter.declined", invitation, by=by)


def decline(invitation: LetterInvitation) -> None:
    if not invitation.is_waiting:
        raise Refusal(_("This invitation was answered, or is over."))
    answer(invitation, "declined")
    record("letter.declined", invitation)


def think_again(invitation: LetterInvitation) -> None:
    """Declined by a slip, or another mind since: the same link signs again, as long as these words can be signed."""
    letter = invitation.version.letter
    if invitation.answer != "declined" or not letter.takes_signatures or invitation.version_id != letter.current.id:
        raise Refusal(_("This invitation was answered, or is over."))
    invitation.answer = invitation.answered_on = None
    db.session.flush()
    record("letter.reconsidered", invitation)


def answer(invitation: LetterInvitation, word: str) -> None:
    """Answered: the address is not needed any more."""
    invitation.answer, invitation.answered_on = word, today()
    if (address := invitation.address) is not None:
        invitation.address = None
        db.session.flush()
        destroy(address)
        db.session.delete(address)
        db.session.flush()


def _invite(letter: Letter, line: str, by: Account, language: str) -> LetterInvitation:
    version = letter.current
    assert version is not None
    found = _ADDRESS.search(line)
    name = line[: found.start()].strip(" \t,;:<\"'") if found else ""
    if not found or not name:
        raise Refusal(_("Write the organization's name, a comma, and its e-mail address."))
    confirmed = any(r.is_confirmed and r.account_id == by.id for r in letter.organisation.representatives)
    if sum(len(one.invitations) for one in letter.versions) >= (MOST if confirmed else MOST_UNCONFIRMED):
        raise Refusal(_("No more invitations can be sent for this letter. Share the letter's link instead."))
    organisation = _organisation_named(name)
    invitation = next((i for i in version.invitations if i.organisation_id == organisation.id), None)
    if invitation is not None and invitation.answer != "taken_back":
        raise Refusal(_("This organization is invited already."))
    if signature_by(organisation, version) is not None:
        raise Refusal(_("This organization has signed already."))
    address, token = found.group(1), random_id()
    invitation = invitation or LetterInvitation(version_id=version.id, organisation_id=organisation.id)
    invitation.token_digest, invitation.reminder_digest = sha256(token.encode()).digest(), None
    invitation.address, invitation.asked_on, invitation.language = seal(address, "invited"), today(), language
    invitation.reminded_on = invitation.answer = invitation.answered_on = None
    db.session.add(invitation)
    db.session.flush()
    db.session.expire(version, ["invitations"])
    _send(invitation, address, token)
    record("letter.invited", invitation, by=by)
    return invitation


def _organisation_named(name: str) -> Organisation:
    kept = checked_name(name)
    existing = organisation_like(kept)
    if existing is not None and existing.name.casefold() != kept.casefold():
        raise Refusal(_("This name could be taken for “%(name)s”. If you mean that organization, write its name exactly so.", name=existing.name))
    if existing is not None:
        return existing
    organisation = named(kept)
    keep_name(organisation)
    return organisation


def _send(invitation: LetterInvitation, address: str, token: str, *, reminder: bool = False) -> None:
    """In the language that the author chose for this organisation, where the site has it; the page behind the link opens in it too."""
    with force_locale(written_in(invitation.language)):
        subject = _("Reminder: a letter waits for your organization's answer") if reminder else _("Your organization is asked to sign a letter")
        queue_mail(
            kind="letter.reminder" if reminder else "letter.invitation", subject=subject, recipient=address, body=_words(invitation, token, reminder),
            about=invitation, language=invitation.language,
        )  # fmt: skip


def _words(invitation: LetterInvitation, token: str, reminder: bool) -> str:
    letter, version = invitation.version.letter, invitation.version
    place = public_address("letters.answer", language=written_in(invitation.language), letter=letter.id, invitation=token)
    standing = _("The city has not checked who sends this.") if not letter.organisation.is_verified else _("The city has checked this organization.")
    return "\n\n".join([
        _("%(sender)s asks %(organisation)s to sign a letter to the city.", sender=letter.organisation.name, organisation=invitation.organisation.name)
        + " " + standing,
        _("“%(title)s”, about docket %(number)s: %(docket)s", title=version.title, number=letter.docket.number, docket=letter.docket.title),
        _("Read it, and sign it or decline, with this link. It works once and needs no account. Opening it changes nothing:"), place,
        _("You can sign until %(when)s. The signature is public: the organization, your name and your title.", when=moment(letter.signing_ends)),
        _("This is the one reminder you get.") if reminder else _("Your address is kept only until you answer or the letter is delivered. At most one reminder follows."),
        _("%(city)s, public record", city=city_name()),
    ])  # fmt: skip
