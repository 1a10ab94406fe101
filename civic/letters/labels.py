"""What an organisation hands in so that the city can label it: its web address, its number, or an officer's statement.

None of it gives a label. A label takes two: for a web address its own mailbox and one person of the city, for the others two
people of the city (reliability A3).
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.clock import now, rounded_up_to_hour, today
from civic.database import Refusal, db, random_id
from civic.letters.domains import checked_domain, domain_in
from civic.letters.organisation_models import Label, LabelRequest, Organisation, OrganisationCheck, Representative
from civic.letters.organisation_queries import open_requests_of
from civic.notices.actions import queue_mail
from civic.people.models import Account
from civic.record.actions import record
from civic.record.vault import destroy, seal
from civic.web import city_name, language, moment, public_address

LASTS = timedelta(hours=48)
MOST_A_DAY = 5  # mails to mailboxes of one organisation: nobody fills a stranger's mailbox
_EIN = re.compile(r"(\d{2})-?(\d{7})")


def ask_for_domain(organisation: Organisation, *, domain: str, mailbox: str, by: Account) -> LabelRequest:
    """Send a link that works once to a mailbox at the organisation's own web address. A new one replaces the one before."""
    _refuse_label(organisation, Label.DOMAIN)
    own = checked_domain(domain)
    if domain_in(mailbox) != own:
        raise Refusal(_("Enter a mailbox at exactly your web address, such as office@%(domain)s.", domain=own), "mailbox")
    if _asked_today(organisation) >= MOST_A_DAY:
        raise Refusal(_("That is enough mail for one day. Try again tomorrow, or call the clerk."))
    token = random_id()
    request = _request(organisation, Label.DOMAIN, {"mailbox": mailbox.strip()}, by)
    request.domain, request.token_digest, request.works_until = own, sha256(token.encode()).digest(), rounded_up_to_hour(now() + LASTS)
    organisation.domain = own
    db.session.flush()
    _mail(request, mailbox.strip(), token)
    record("label.requested", request, by=by)
    return request


def confirm_domain(request: LabelRequest) -> OrganisationCheck:
    """The button behind the mailed link. The link is used up; one person of the city decides from here."""
    _refuse_over(request)
    request.pressed_on, request.token_digest = today(), None
    evidence = _("A link that works once was mailed to a mailbox at %(domain)s and confirmed there.", domain=request.domain)
    check = OrganisationCheck(
        organisation_id=request.organisation_id, label=Label.DOMAIN, request_id=request.id, evidence_id=seal(evidence, "evidence").id, proposed_at=now()
    )
    db.session.add(check)
    db.session.flush()
    record("address.proven", request)
    return check


def deny_domain(request: LabelRequest) -> None:
    """The mailbox knows nothing of this: the city sees that somebody said so."""
    _refuse_over(request)
    close_request(request, "denied")
    record("label.closed", request)


def hand_in_number(organisation: Organisation, ein: str, *, by: Account) -> LabelRequest:
    _refuse_label(organisation, Label.REGISTERED)
    organisation.ein = checked_ein(ein)
    request = _request(organisation, Label.REGISTERED, None, by)
    record("label.requested", request, by=by)
    return request


def hand_in_statement(organisation: Organisation, *, officer: str, office: str, words: str, by: Account) -> LabelRequest:
    """An officer says in their own words that the organisation exists and who speaks for it."""
    _refuse_label(organisation, Label.ATTESTED)
    request = _request(organisation, Label.ATTESTED, {"officer": officer, "office": office, "words": words}, by)
    record("label.requested", request, by=by)
    return request


def close_request(request: LabelRequest, outcome: str) -> None:
    """Decided: the mailbox is not needed any more; a statement stays sealed beside the check that it led to."""
    request.closed_on, request.outcome, request.token_digest = today(), outcome, None
    if request.label is Label.DOMAIN and (words := request.words) is not None:
        request.words = None
        db.session.flush()
        destroy(words)
        db.session.delete(words)
    db.session.flush()


def checked_ein(text: str, field: str = "ein") -> str:
    """Nine digits, the first two apart. That says nothing about whether the number was given to anybody."""
    found = _EIN.fullmatch(re.sub(r"[\s\u2010-\u2015]+", "-", text.strip()).replace("--", "-"))
    if not found or found.group(1) == "00" or len(set(found.group(1) + found.group(2))) == 1:
        raise Refusal(_("An EIN has nine digits, such as 12-3456789."), field)
    return f"{found.group(1)}-{found.group(2)}"


def _request(organisation: Organisation, label: Label, words: dict[str, str] | None, by: Account) -> LabelRequest:
    speaker = _speaker(organisation, by)
    for earlier in open_requests_of(organisation):
        if earlier.label is label:
            if earlier.pressed_on is not None or _is_being_checked(earlier):
                raise Refusal(_("The city is looking at this already."))
            close_request(earlier, "replaced")
    request = LabelRequest(
        organisation_id=organisation.id, representative_id=speaker.id, label=label, asked_on=today(),
        words_id=seal(json.dumps(words), "label").id if words else None,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    return request


def _speaker(organisation: Organisation, by: Account) -> Representative:
    found = next((r for r in organisation.representatives if r.account_id == by.id and r.may_write), None)
    if found is None:
        raise Refusal(_("You do not speak for this organization."))
    return found


def _is_being_checked(request: LabelRequest) -> bool:
    query = sa.select(OrganisationCheck.id).where(OrganisationCheck.request_id == request.id, OrganisationCheck.decided_at.is_(None))
    return db.session.scalar(query) is not None


def _asked_today(organisation: Organisation) -> int:
    query = sa.select(sa.func.count()).select_from(LabelRequest)
    return db.session.scalar(query.where(LabelRequest.organisation_id == organisation.id, LabelRequest.domain != "", LabelRequest.asked_on == today())) or 0


def _refuse_label(organisation: Organisation, label: Label) -> None:
    if organisation.label(label) is not None:
        raise Refusal(_("The organization has this label already."))


def _refuse_over(request: LabelRequest) -> None:
    db.session.refresh(request, with_for_update=True)
    if not request.is_waiting_for_the_mailbox:
        raise Refusal(_("This link was used, replaced by a newer one, or is too old."))


def _mail(request: LabelRequest, mailbox: str, token: str) -> None:
    organisation, speaker = request.organisation, request.representative
    body = "\n\n".join([
        _("%(city)s, public record", city=city_name()),
        _("%(person)s, %(title)s, says that %(domain)s is the web address of “%(organisation)s”, and wants the city to show that.",
          person=speaker.account.name, title=speaker.title, domain=request.domain, organisation=organisation.name),
        _("If that is right, open this page and press the button. Opening it changes nothing:") + "\n"
        + public_address("organisations.mailbox", language=language(), token=token),
        _("The link works once, until %(when)s.", when=moment(request.works_until)),
        _("If it is not right, say so on the same page, or do nothing."),
    ])  # fmt: skip
    queue_mail(kind="label.mailbox", subject=_("Is this your organization's web address?"), recipient=mailbox, body=body, about=request)
