from __future__ import annotations

import secrets

import sqlalchemy as sa

from civic.database import db
from civic.people.models import Account, Office, Pseudonym
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
    "letter.": (Role.REPRESENTATIVE, Role.CLERK),
}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@loads(Account)
def account_with(id: str) -> Account | None:
    return db.session.get(Account, id)


@loads(Office)
def office_with(id: str) -> Office | None:
    return db.session.get(Office, id)


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(sa.select(Account).where(Account.email == normal_email(email)))


def normal_email(email: str) -> str:
    """One spelling per address: trimmed, lower case (Flask-Security normalises the same way)."""
    return email.strip().lower()


def offices_in_order() -> list[Office]:
    return list(db.session.scalars(sa.select(Office).order_by(Office.title)))


def accounts_with_role(role: Role) -> list[Account]:
    """Open accounts that hold a role now, by name."""
    everybody = db.session.scalars(sa.select(Account).where(Account.closed_at.is_(None)).order_by(Account.name))
    return [account for account in everybody if role in account.role_names]


def pseudonym_for(account: Account, kind: str) -> str:
    held = account.role_names
    prefix = kind.split(".")[0] + "."
    preferred = [role for role in ACTS_AS.get(prefix, ()) if role in held]
    role = (preferred or [role for role in Role if role in held] or [Role.REPRESENTATIVE])[0]
    return pseudonym_in(account, role)


def pseudonym_in(account: Account, role: Role) -> str:
    """``moderator-4T9X``: random, made the first time the person acts in the role."""
    row = db.session.scalar(sa.select(Pseudonym).where(Pseudonym.account_id == account.id, Pseudonym.role == role))
    if row is None:
        word = f"{role.value}-{''.join(secrets.choice(ALPHABET) for _ in range(4))}"
        row = Pseudonym(account_id=account.id, role=role, word=word)
        db.session.add(row)
        db.session.flush()
    return row.word
