from __future__ import annotations

import re
import secrets
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from civic.database import db
from civic.people.models import Account, AccountInvitation, FactorReset, Holding, Office, Pseudonym, SignInSession
from civic.permissions import Role, loads

# Which of a person's roles an event belongs to, first match; the rest by the order of the enum.
ACTS_AS = {
    "comment.": (Role.MODERATOR, Role.CLERK),
    "name.": (Role.MODERATOR, Role.CLERK),
    "appeal.": (Role.APPROVER, Role.MODERATOR, Role.CLERK),
    "summary.": (Role.APPROVER, Role.ANALYST),
    "codebook.": (Role.ANALYST,),
    "answer.": (Role.RESPONDENT, Role.CLERK),
    "declination.": (Role.RESPONDENT, Role.CLERK),
    "position.": (Role.MEMBER,),
    "role.": (Role.ADMINISTRATOR,),
    "account.": (Role.ADMINISTRATOR,),
    "factor.": (Role.ADMINISTRATOR,),
    "access.": (Role.ADMINISTRATOR,),
    "letter.": (Role.REPRESENTATIVE, Role.CLERK),
}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@loads(Account)
def account_with(id: str) -> Account | None:
    return db.session.get(Account, id)


@loads(Office)
def office_with(id: str) -> Office | None:
    return db.session.get(Office, id)


@loads(AccountInvitation)
def invitation_with(token: str) -> AccountInvitation | None:
    """Only whoever holds the link finds the row: it keeps the digest of the token."""
    return db.session.scalar(sa.select(AccountInvitation).where(AccountInvitation.token_digest == digest_of(token)))


def invitation_row(id: str) -> AccountInvitation | None:
    return db.session.get(AccountInvitation, id)


@loads(FactorReset)
def reset_with(id: str) -> FactorReset | None:
    return db.session.get(FactorReset, id)


@loads(Holding)
def holding_with(id: str) -> Holding | None:
    return db.session.get(Holding, id)


def digest_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(sa.select(Account).where(Account.email == normal_email(email)))


def normal_email(email: str) -> str:
    """One spelling per address: trimmed, lower case (Flask-Security normalises the same way)."""
    return email.strip().lower()


def office_titled(title: str) -> Office | None:
    return db.session.scalar(sa.select(Office).where(Office.title == title.strip()))


def offices_in_order() -> list[Office]:
    """By title, and by number where titles end with one: Ward 2 stands before Ward 10."""
    return sorted(db.session.scalars(sa.select(Office)), key=lambda office: re.sub(r"\d+", lambda n: n[0].zfill(6), office.title))


def accounts_with_role(role: Role) -> list[Account]:
    """Open accounts that hold a role now, by name."""
    everybody = db.session.scalars(sa.select(Account).where(Account.closed_at.is_(None), Account.active).order_by(Account.name))
    return [account for account in everybody if role in account.role_names]


def accounts_in_order() -> list[Account]:
    """Every account, open ones first, by name."""
    return sorted(db.session.scalars(sa.select(Account)), key=lambda account: (not account.active, account.name.casefold()))


def open_invitations() -> list[AccountInvitation]:
    """Invitations that can still be used, the next to end first."""
    rows = db.session.scalars(sa.select(AccountInvitation).order_by(AccountInvitation.expires_at, AccountInvitation.id))
    return [row for row in rows if row.is_open]


def open_resets() -> list[FactorReset]:
    """Lost factors that wait for a second administrator, oldest first."""
    waiting = sa.select(FactorReset).where(FactorReset.done_at.is_(None), FactorReset.dropped_at.is_(None)).options(joinedload(FactorReset.account))
    return list(db.session.scalars(waiting.order_by(FactorReset.asked_at)))


def open_reset_for(account: Account) -> FactorReset | None:
    return next((reset for reset in open_resets() if reset.account_id == account.id), None)


def open_sessions_of(account: Account) -> list[SignInSession]:
    """Browsers that are signed in, the one seen last first."""
    rows = sa.select(SignInSession).where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
    return [row for row in db.session.scalars(rows.order_by(SignInSession.seen_at.desc())) if row.is_open]


def pseudonym_for(account: Account, kind: str) -> str:
    held = account.role_names
    prefix = kind.split(".")[0] + "."
    preferred = [role for role in ACTS_AS.get(prefix, ()) if role in held]
    role = (preferred or [role for role in Role if role in held] or [Role.REPRESENTATIVE])[0]
    return pseudonym_in(account, role)


def pseudonym_in(account: Account, role: Role) -> str:
    """``moderator-4T9X``: random, made the first time the person acts in the role."""
    known = {row.role: row for row in account.pseudonyms}
    if role not in known:
        word = f"{role.value}-{''.join(secrets.choice(ALPHABET) for _ in range(4))}"
        known[role] = Pseudonym(role=role, word=word)
        account.pseudonyms.append(known[role])
        db.session.flush()
    return known[role].word
