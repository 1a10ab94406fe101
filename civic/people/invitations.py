"""Invitations: a link that works once and lets a person make their own account with the role it names."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _

from civic.clock import now, rounded_up_to_hour
from civic.database import Refusal, db, random_id
from civic.notices.actions import queue_mail
from civic.people.actions import Hashed, open_account
from civic.people.addresses import is_email
from civic.people.models import Account, AccountInvitation, Office
from civic.people.offices import appoint, capacity_of, refuse_if_filled
from civic.people.queries import account_by_email, account_with, digest_of, normal_email, open_invitations
from civic.people.wording import ROLES
from civic.permissions import Role
from civic.record.actions import record
from civic.web import city_name, moment

LASTS = timedelta(days=7)


def invite(email: str, role: Role, *, office: Office | None = None, by: Account | str = "system") -> tuple[AccountInvitation, str]:
    """Give the invitation and its link. The link stands in the message alone; the row keeps a digest."""
    if not is_email(email):
        raise Refusal(_("This is not an e-mail address."), "email")
    if account_by_email(email) is not None:
        raise Refusal(_("This address has an account already. Grant it the role on its page."), "email")
    if any(other.email == normal_email(email) for other in open_invitations()):
        raise Refusal(_("This address has an invitation that still works. Withdraw it first."), "email")
    if office is not None:
        refuse_if_filled(office, capacity_of(role))
    token = random_id()
    invitation = AccountInvitation(
        email=normal_email(email), role=role, office_id=office.id if office else None, token_digest=digest_of(token),
        expires_at=rounded_up_to_hour(now() + LASTS), invited_by=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    link = f"{current_app.config['CIVIC'].public_url}/invitation/{token}"
    queue_mail(kind="account_invitation", subject=_("Your account with %(city)s", city=city_name()), recipient=invitation.email,
               body=_words(invitation, link), about=invitation)  # fmt: skip
    record("account.invited", invitation, by=by)
    return invitation, link


def withdraw_invitation(invitation: AccountInvitation, *, by: Account) -> None:
    if not invitation.is_open:
        raise Refusal(_("This invitation was used, withdrawn or has ended."))
    invitation.withdrawn_at = now()
    record("account.uninvited", invitation, by=by)


def accept_invitation(invitation: AccountInvitation, *, name: str, password: str | Hashed) -> Account:
    """Open the account that the invitation is for. It works once, also when pressed twice at the same moment."""
    db.session.refresh(invitation, with_for_update=True)
    if not invitation.is_open:
        raise Refusal(_("This invitation was used, withdrawn or has ended."))
    inviter = account_with(invitation.invited_by) if invitation.invited_by else None
    account = open_account(name, invitation.email, password, invitation.role, by=inviter or "system")
    if invitation.office is not None:
        appoint(invitation.office, account, capacity_of(invitation.role), by=inviter or "system")
    invitation.used_at = now()
    db.session.flush()
    return account


def _words(invitation: AccountInvitation, link: str) -> str:
    lines = [
        _("You are invited to open an account with %(city)s, as: %(role)s.", city=city_name(), role=ROLES[invitation.role]),
        _("It is for the office: %(office)s.", office=invitation.office.title) if invitation.office else "",
        _("Open this address, choose a password and set up a second factor:"), link,
        _("The link works once, until %(when)s. Opening it changes nothing.", when=moment(invitation.expires_at)),
        _("If you did not expect this, do nothing: no account is made."),
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line)
