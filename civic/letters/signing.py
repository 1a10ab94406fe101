"""Signing exact words, and withdrawing: an organisation once per version, residents by number and code."""

from __future__ import annotations

import json

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from civic.clock import today
from civic.comments.hints import private_data_in
from civic.database import Refusal, db, savepoint
from civic.letters.actions import deliver_if_due
from civic.letters.invitations import answer
from civic.letters.models import LetterVersion
from civic.letters.organisation_models import Organisation, Representative
from civic.letters.queries import signature_by
from civic.letters.signature_models import LetterInvitation, Signature, SignatureKind, Through
from civic.people.models import Account
from civic.record.actions import record
from civic.record.codes import Pair
from civic.record.leaf import random_id
from civic.record.vault import seal
from civic.record.words import commit_value


def sign_by_invitation(invitation: LetterInvitation, *, name: str, title: str, pair: Pair) -> Signature:
    """Without an account; number and code withdraw it."""
    if not invitation.is_waiting:
        raise Refusal(_("This invitation was answered, or is over."))
    answer(invitation, "signed")
    return _sign(invitation.version, SignatureKind.ORGANISATION, Through.INVITATION, name=name, title=title, organisation=invitation.organisation, pair=pair)


def sign_as_representative(version: LetterVersion, representative: Representative, *, name: str = "") -> Signature:
    if not representative.is_confirmed:
        raise Refusal(_("The city has not confirmed yet that you represent this organization. It can sign from an invitation sent to its address."))
    for invitation in version.invitations:
        if invitation.organisation_id == representative.organisation_id and invitation.is_waiting:
            answer(invitation, "signed")
    return _sign(
        version, SignatureKind.ORGANISATION, Through.REPRESENTATIVE, name=name or representative.account.name, title=representative.title,
        organisation=representative.organisation, by=representative.account,
    )  # fmt: skip


def sign_as_resident(version: LetterVersion, *, name: str = "", pair: Pair) -> Signature:
    """Counted apart and not checked. ``name`` is shown to everybody; empty: counted and not listed."""
    if not version.residents:
        raise Refusal(_("This letter is signed by organizations only. You can comment on the docket yourself."))
    if private_data_in(name):
        raise Refusal(_("This looks like a phone number, an address or the like. The name is public: leave that out."), "name")
    return _sign(version, SignatureKind.RESIDENT, Through.NUMBER, name=name, pair=pair)


def withdraw_signature(signature: Signature, *, by: Account | None = None) -> None:
    """It stays listed with its day; a resident's without the name."""
    version = signature.version
    if signature.withdrawn_on is not None:
        raise Refusal(_("This signature was withdrawn before."))
    deliver_if_due(version.letter)  # what stood at that moment is on the record before it changes
    if signature.kind is SignatureKind.RESIDENT and signature.name:
        signature.sealed_id = seal(json.dumps([signature.name, signature.openings.get("name")]), "signature").id
        signature.name = ""
        signature.openings = {label: opening for label, opening in signature.openings.items() if label != "name"}
    signature.withdrawn_on = today()
    signature.left_after = version.was_delivered
    version.letter.docket.revision += 1
    db.session.flush()
    record(
        "letter.signature_withdrawn", signature, by=by, docket=version.letter.docket, letter=version.letter_id, ref=signature.leaf_id,
        stage="delivered" if signature.left_after else "open",
    )  # fmt: skip


def _add_once(signature: Signature) -> None:
    """Two presses at one moment: the database lets one through, the other gets the sentence."""
    try:
        with savepoint():
            db.session.add(signature)
    except IntegrityError as error:
        raise Refusal(_("This was signed a moment ago. Open the letter again.")) from error


def _sign(
    version: LetterVersion, kind: SignatureKind, through: Through, *, name: str, title: str = "", organisation: Organisation | None = None,
    pair: Pair | None = None, by: Account | None = None,
) -> Signature:  # fmt: skip
    letter = version.letter
    if not letter.takes_signatures:
        raise Refusal(_("Signing is closed."))
    if version is not letter.current:
        raise Refusal(_("This version was replaced by version %(n)s. Read and sign that one.", n=letter.current.n))  # type: ignore[union-attr]
    if organisation is not None and (before := signature_by(organisation, version)) is not None:
        raise Refusal(_("%(name)s has signed this version already. An organization signs a version once, withdrawn or not.", name=before.organisation.name))  # type: ignore[union-attr]
    leaf_id = random_id()
    given = {"name": name, "title": title, "organisation": organisation.name if organisation else ""}
    vals = {label: commit_value(leaf_id, label, value) for label, value in given.items()}
    signature = Signature(
        id=random_id(), version_id=version.id, kind=kind, through=through, organisation_id=organisation.id if organisation else None, name=name, title=title,
        number=pair.number if pair else None, code_hash=pair.code_hash if pair else None, leaf_id=leaf_id, day=today(),
        came_after=version.was_delivered, openings={label: value.opening for label, value in vals.items()},
    )  # fmt: skip
    _add_once(signature)
    letter.docket.revision += 1
    db.session.flush()
    db.session.expire(version, ["signatures"])
    record(
        "letter.signed", signature, by=by, docket=letter.docket, leaf_id=leaf_id, letter=letter.id, ref=version.leaf_id, kind=kind.value,
        through=through.value, organisation=organisation.id if organisation else None, vals={label: value.field for label, value in vals.items()},
        stage="delivered" if signature.came_after else "open",
    )  # fmt: skip
    return signature
