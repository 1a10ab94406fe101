"""Starting an organisation, speaking for it, and what two people of the city check of it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from civic.clock import now, today
from civic.database import Refusal, db, savepoint
from civic.letters.domains import checked_domain
from civic.letters.labels import checked_ein, close_request
from civic.letters.lookalikes import shapes_of
from civic.letters.names import checked_name
from civic.letters.organisation_models import (
    Label,
    LabelRequest,
    Organisation,
    OrganisationCheck,
    OrganisationKind,
    OrganisationLabel,
    OrganisationShape,
    Representative,
)
from civic.letters.organisation_queries import organisation_like, representations_of
from civic.people.actions import APART, grant_role
from civic.people.models import Account
from civic.permissions import STAFF_ROLES, Role
from civic.record.actions import record
from civic.record.vault import seal


def start_organisation(
    name: str, kind: str, *, title: str, authority: str, by: Account, domain: str = "", ein: str = ""
) -> Representative:
    """An unverified organisation and the person who speaks for it. A name that exists already is not given twice."""
    refuse_officials(by)
    kept = checked_name(name)
    existing = organisation_like(kept)
    if existing is not None and existing.representatives:
        raise Refusal(_("There is an organization named “%(name)s” here already. Ask to represent it, or choose a name that nobody can confuse with it.", name=existing.name), "name")
    if existing is not None and existing.name.casefold() != kept.casefold():
        raise Refusal(_("This name could be taken for “%(name)s”, which was invited to sign a letter. Enter exactly that name if it is yours.", name=existing.name), "name")
    organisation = existing or named(kept)
    organisation.kind = OrganisationKind(kind)
    organisation.domain = checked_domain(domain) if domain.strip() else ""
    organisation.ein = checked_ein(ein) if ein.strip() else ""
    keep_name(organisation)
    record("organisation.registered", organisation, by=by)
    return ask_to_represent(organisation, title=title, authority=authority, by=by, founder=True)


def named(name: str) -> Organisation:
    """A new organisation with the shapes that no other name may have any more."""
    return Organisation(name=name, created_on=today(), shapes=[OrganisationShape(shape=shape) for shape in sorted(shapes_of(name))])


def keep_name(organisation: Organisation) -> None:
    """Two people may take one name at one moment: the database lets one through."""
    try:
        with savepoint():
            db.session.add(organisation)
    except IntegrityError as error:
        raise Refusal(_("Somebody took this name, or one like it, a moment ago."), "name") from error


def ask_to_represent(organisation: Organisation, *, title: str, authority: str, by: Account, founder: bool = False) -> Representative:
    """Requested: two people of the city confirm it. Only who started the organisation may write one letter before that."""
    refuse_officials(by)
    if any(r.organisation_id == organisation.id for r in representations_of(by)):
        raise Refusal(_("You have asked to represent this organization already."))
    if Role.REPRESENTATIVE not in by.role_names:
        grant_role(by, Role.REPRESENTATIVE)
    asked = Representative(
        organisation_id=organisation.id, account_id=by.id, title=title, authority_id=seal(authority, "authority").id, founder=founder, asked_on=today()
    )
    db.session.add(asked)
    db.session.flush()
    db.session.expire(organisation, ["representatives"])
    record("representative.requested", asked, by=by)
    return asked


def refuse_officials(account: Account) -> None:
    if account.role_names & (APART | STAFF_ROLES):
        raise Refusal(_("Your account speaks for the city. Use an account of your own to speak for an organization."))


def begin_check(
    organisation: Organisation, *, label: str = "", representative: Representative | None = None, request: LabelRequest | None = None, evidence: str,
    ein: str = "", officer: str = "", by: Account,
) -> OrganisationCheck:  # fmt: skip
    """One person writes down what was seen; nothing changes until another one approves it (reliability A3).

    ``registered`` needs an EIN, ``attested`` the name of the officer who made the statement. The label of a web address is
    no check by hand: its own mailbox begins it (labels.confirm_domain).
    """
    chosen = Label(label) if label else None
    if (chosen is None) == (representative is None) or chosen is Label.DOMAIN:
        raise Refusal(_("Choose what was checked: one label, or one person."), "what")
    _refuse_standing(organisation, chosen)
    if representative and (representative.confirmed_at is not None or representative.ended_at is not None):
        raise Refusal(_("Nobody waits for this confirmation any more."), "what")
    if chosen is Label.REGISTERED:
        organisation.ein = checked_ein(ein or organisation.ein)
    if chosen is Label.ATTESTED:
        evidence = _("Statement of %(officer)s.", officer=_officer(officer)) + "\n" + evidence
    check = OrganisationCheck(
        organisation_id=organisation.id, label=chosen, representative_id=representative.id if representative else None,
        request_id=request.id if request else None, evidence_id=seal(evidence, "evidence").id, proposed_by=by.id, proposed_at=now(),
    )  # fmt: skip
    db.session.add(check)
    db.session.flush()
    record("decision.proposed", check, by=by)
    return check


def approve_check(check: OrganisationCheck, *, by: Account) -> None:
    """By another person than the first; where the organisation's own mailbox was the first, by anybody who checks."""
    _decide(check, True, by)
    people = (check.proposer, by) if check.proposer else (by,)
    if check.representative is not None:
        check.representative.confirmed_at = now()
        record("representative.confirmed", check.representative, by=people)
        return
    _refuse_standing(check.organisation, check.label)
    _close(check, "approved")
    label = OrganisationLabel(organisation_id=check.organisation_id, label=check.label, since=now())
    db.session.add(label)
    db.session.flush()
    db.session.expire(check.organisation, ["labels"])
    record("organisation.verified", label, by=people, organisation=check.organisation_id, label=label.label.value)


def drop_check(check: OrganisationCheck, *, by: Account) -> None:
    """Not enough evidence: the organisation stays as it is, and another check may begin."""
    if check.decided_at is not None:
        raise Refusal(_("Somebody decided this before you."))
    check.decided_by, check.decided_at, check.approved = by.id, now(), False
    _close(check, "dropped")
    record("decision.dropped", check, by=by)


def revoke_label(label: OrganisationLabel, *, reason: str, by: Account) -> None:
    if label.revoked_at is not None:
        raise Refusal(_("This label was taken away before."))
    label.revoked_at, label.reason = now(), reason
    record("organisation.revoked", label, by=by, organisation=label.organisation_id, label=label.label.value, reason=reason)


def end_representation(representative: Representative, *, by: Account) -> None:
    """By the person, or by the city. Letters and signatures made before stay as they are."""
    if representative.ended_at is not None:
        raise Refusal(_("This person no longer represents the organization."))
    representative.ended_at = now()
    record("representative.ended", representative, by=by)


def _decide(check: OrganisationCheck, approved: bool, by: Account) -> None:
    if check.decided_at is not None:
        raise Refusal(_("Somebody decided this before you."))
    if check.proposed_by == by.id:
        raise Refusal(_("You wrote this check, so somebody else approves it."))
    check.decided_by, check.decided_at, check.approved = by.id, now(), approved
    db.session.flush()


def _close(check: OrganisationCheck, outcome: str) -> None:
    if check.request is not None and check.request.closed_on is None:
        close_request(check.request, outcome)


def _refuse_standing(organisation: Organisation, label: Label | None) -> None:
    if label is not None and organisation.label(label) is not None:
        raise Refusal(_("The organization has this label already."), "what")


def _officer(name: str) -> str:
    if not name.strip():
        raise Refusal(_("Write down who made the statement, and which office they hold."), "officer")
    return name.strip()
