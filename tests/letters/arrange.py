"""Organisations, their people and letters, made through the product's own actions."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from civic.clock import now
from civic.dockets.models import Docket
from civic.letters.actions import Draft, freeze_letter, start_letter
from civic.letters.invitations import invite_organisations
from civic.letters.labels import ask_for_domain, confirm_domain
from civic.letters.models import Letter, LetterVersion
from civic.letters.organisation_models import Representative
from civic.letters.organisations import approve_check, begin_check, start_organisation
from civic.letters.signature_models import LetterInvitation
from civic.letters.words import words_of
from civic.notices.models import Message
from civic.people.models import Account
from civic.people.queries import account_by_email
from civic.permissions import Role
from civic.record.models import SealedText
from civic.record.vault import unseal
from tests.cast import ama, make_account
from tests.factories import the_clerk


def omar() -> Account:
    return account_by_email("omar.sesay@city.example") or make_account("Omar Sesay", Role.REPRESENTATIVE, second_factor=False)


def the_approver() -> Account:
    return account_by_email("ama.approver@city.example") or ama()


def make_organisation(name: str = "Open Streets Coalition", *, by: Account | None = None, confirmed: bool = True, label: str = "") -> Representative:
    representative = start_organisation(name, "informal_coalition", title="Coordinator", authority="The members elected me.", by=by or omar())
    if confirmed:
        approve_check(begin_check(representative.organisation, representative=representative, evidence="Called.", by=the_clerk()), by=the_approver())
    if label == "domain":
        approve_check(confirm_domain(ask_for_domain(representative.organisation, domain="streets.example", mailbox="office@streets.example", by=representative.account)), by=the_approver())
    elif label:
        more = {"ein": "41-1234567"} if label == "registered" else {"officer": "Gwen Aldous, treasurer"}
        approve_check(begin_check(representative.organisation, label=label, evidence="Saw it.", by=the_clerk(), **more), by=the_approver())
    return representative


def a_draft(**more: Any) -> Draft:
    given = {"title": "Close the side doors", "addressee": "council", "ask": "Pass the ordinance.", "text": "A ban that can be walked around is no ban.",
             "sign_by": now() + timedelta(days=10), **more}  # fmt: skip
    return Draft(**given)


def make_letter(docket: Docket, representative: Representative | None = None, **more: Any) -> Letter:
    return start_letter(docket, a_draft(**more), representative=representative or make_organisation())


def make_open_letter(docket: Docket, representative: Representative | None = None, **more: Any) -> Letter:
    letter = make_letter(docket, representative, **more)
    freeze(letter)
    return letter


def freeze(letter: Letter) -> LetterVersion:
    return freeze_letter(letter, seen=words_of(letter), by=letter_author(letter))


def letter_author(letter: Letter) -> Account:
    from civic.database import db

    return db.session.get_one(Account, letter.author_id)


def invite(letter: Letter, name: str = "Harbor House Shelter", address: str = "director@harbor.example") -> LetterInvitation:
    sent, refused = invite_organisations(letter, [f"{name}, {address}"], by=letter_author(letter))
    assert not refused, refused
    return sent[0]


def link_in_last_mail() -> str:
    """The single-use link of the newest message, as its reader would open it."""
    return re.search(r"https?://[^/\s]+(/letters/\S+/sign/\S+)", last_mail()["body"]).group(1)  # type: ignore[union-attr]


def last_mail() -> dict[str, str]:
    return mails()[-1]


def mails() -> list[dict[str, str]]:
    import sqlalchemy as sa

    from civic.database import db

    rows = db.session.scalars(sa.select(Message).where(Message.kind.like("letter.%")))
    found = [json.loads(unseal(db.session.get_one(SealedText, row.sealed_id))) | {"subject": row.subject, "about": row.about_id, "kind": row.kind} for row in rows]
    return sorted(found, key=lambda mail: mail["kind"] == "letter.reminder")
