"""Organisations and their letters: started, checked by two people of the city, written, fixed, signed, delivered."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from civic.database import db
from civic.demonstration.loading import found
from civic.dockets.queries import provision_named
from civic.letters.actions import Draft, ForSection, deliver_letter, freeze_letter, start_letter
from civic.letters.entering import Arrived, enter_letter, read_organisations, read_people
from civic.letters.invitations import decline, invite_organisations
from civic.letters.models import Letter
from civic.letters.organisation_models import Organisation, Representative
from civic.letters.organisation_queries import organisation_like
from civic.letters.organisations import approve_check, begin_check, start_organisation
from civic.letters.signature_models import LetterInvitation, Signature
from civic.letters.signing import (
    sign_as_representative,
    sign_as_resident,
    sign_by_invitation,
    withdraw_signature,
)
from civic.letters.words import words_of
from civic.people.actions import open_account
from civic.people.models import Account
from civic.permissions import Role
from civic.record.codes import Pair, hash_code, new_code
from civic.record.numbers import new_number
from civic.record.vault import pepper

Scene = tuple[date, int, Callable[[], None]]
WRITING, SIGNING, DELIVERING = 8, 9, 10  # within a day: after the comments and their decisions
AUTHORITY = "The members chose me, and the minutes of that meeting are with the clerk."


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    rows: list[Scene] = []
    for told in story.letters.letters:
        made: dict[str, Any] = {}  # ids of what this letter's scenes make
        rows.append((on(told.drafted), WRITING, partial(_write, stage, story, told, made, on(told.sign_by))))
        rows.append((on(told.frozen), WRITING, partial(_freeze, stage, told, made)))
        rows += [(on(one.day), WRITING, partial(_invite, stage, told, made, one.organisation)) for one in told.invited]
        rows += [(on(one.day), SIGNING, partial(_decline, made, one.organisation)) for one in told.declined]
        rows += [(on(one.day), SIGNING, partial(_sign, stage, told, made, one)) for one in told.signatures]
        rows += [(on(one.day), SIGNING, partial(_sign_as_resident, made, n, one)) for n, one in enumerate(told.residents)]
        gone = [(one.organisation, one.withdrawn) for one in told.signatures] + [(n, one.withdrawn) for n, one in enumerate(told.residents)]
        rows += [(on(day), SIGNING, partial(_withdraw, made, key)) for key, day in gone if day is not None]
        if told.delivered is not None:
            rows.append((on(told.delivered), DELIVERING, partial(_deliver, stage, told, made)))
    rows += [(on(one.day), SIGNING, partial(_enter, stage, story, one, on(one.day))) for one in story.letters.entered]
    return rows


def _enter(stage: Any, story: Any, told: Any, received: date) -> None:
    docket = stage.dockets[story.key]
    signed = (*read_organisations("\n".join(told.organisations)), *read_people("\n".join(told.people)))
    version = next((one for one in docket.versions if one.n == told.version), None)
    arrived = Arrived(told.title, told.addressee, told.sender, told.text, received, told.how, signed, told.unlisted, version)
    enter_letter(docket, arrived, by=stage.people["casey"])


def _write(stage: Any, story: Any, told: Any, made: dict[str, Any], last_day: date) -> None:
    docket = stage.dockets[story.key]
    version = docket.current_version
    sections = tuple(ForSection(found(provision_named(version, s.section)).wid, s.words, s.suggested) for s in told.sections)
    draft = Draft(
        title=told.title, addressee=told.addressee, ask=told.ask, text=told.text, residents=told.residents_may_sign, sections=sections, goal=told.needs,
        sign_by=datetime.combine(last_day, time(17), stage.zone).astimezone(UTC),
    )  # fmt: skip
    made["letter"] = start_letter(docket, draft, representative=_speaker(stage, told)).id


def _freeze(stage: Any, told: Any, made: dict[str, Any]) -> None:
    """Those who signed or declined later were all invited on the day the words were fixed."""
    letter = _letter(made)
    freeze_letter(letter, seen=words_of(letter), by=_author(letter))
    asked = [one.organisation for one in told.signatures if one.through == "invitation"] + [one.organisation for one in told.declined]
    for key in asked:
        _invite(stage, told, made, key)


def _invite(stage: Any, told: Any, made: dict[str, Any], key: str) -> None:
    letter = _letter(made)
    sent, refused = invite_organisations(letter, [f"{_named(stage, key).name}, {key}@marden.example"], by=_author(letter))
    assert not refused, refused
    made[f"invited {key}"] = sent[0].id


def _decline(made: dict[str, Any], key: str) -> None:
    decline(db.session.get_one(LetterInvitation, made[f"invited {key}"]))


def _sign(stage: Any, told: Any, made: dict[str, Any], one: Any) -> None:
    if one.through == "representative":
        signature = sign_as_representative(found(_letter(made).current), _speaker(stage, told), name=one.name)
    else:
        invitation = db.session.get_one(LetterInvitation, made[f"invited {one.organisation}"])
        signature = sign_by_invitation(invitation, name=one.name, title=one.title, pair=_pair())
    made[f"signed {one.organisation}"] = signature.id


def _sign_as_resident(made: dict[str, Any], n: int, one: Any) -> None:
    made[f"signed {n}"] = sign_as_resident(_letter(made).current, name=one.name, pair=_pair()).id  # type: ignore[arg-type]


def _withdraw(made: dict[str, Any], key: str | int) -> None:
    withdraw_signature(db.session.get_one(Signature, made[f"signed {key}"]))


def _deliver(stage: Any, told: Any, made: dict[str, Any]) -> None:
    letter = _letter(made)
    deliver_letter(letter, by=_author(letter))


def _speaker(stage: Any, told: Any) -> Representative:
    """Who submits the letter: started and confirmed when it writes its first one."""
    content = _named(stage, told.submitter)
    existing = organisation_like(content.name)
    if existing is not None and existing.representatives:
        return existing.representatives[0]
    title = next(one.title for one in told.signatures if one.organisation == told.submitter)
    account = stage.people[told.contact] if told.contact else _account_of(told)
    representative = start_organisation(content.name, content.kind, title=title, authority=AUTHORITY, by=account)
    _check(stage, representative.organisation, representative)
    return representative


def _check(stage: Any, organisation: Organisation, representative: Representative) -> None:
    """The clerk writes down what was seen, the approver approves: the person first, then a label."""
    clerk, second = stage.people["casey"], stage.people["ama"]
    seen = "Met at the counter with the minutes; called the number on the group's own page."
    approve_check(begin_check(organisation, representative=representative, evidence=seen, by=clerk), by=second)
    approve_check(begin_check(organisation, label="attested", officer=f"{representative.account.name}, {representative.title}", evidence=seen, by=clerk), by=second)


def _account_of(told: Any) -> Account:
    name = next(one.name for one in told.signatures if one.organisation == told.submitter)
    return open_account(name, f"{told.submitter}@mardenfalls.example", secrets.token_urlsafe(15), Role.REPRESENTATIVE)


def _named(stage: Any, key: str) -> Any:
    return next(one for one in stage.content.organisations if one.key == key)


def _letter(made: dict[str, Any]) -> Letter:
    return db.session.get_one(Letter, made["letter"])


def _author(letter: Letter) -> Account:
    return db.session.get_one(Account, letter.author_id)


def _pair() -> Pair:
    code = new_code()
    return Pair(new_number(), code, hash_code(code, pepper()))
