from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import session
from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.clock import now
from civic.database import Base, ByValue, Id, Ref, random_id
from civic.people import attempts
from civic.permissions import Role
from civic.record.vault import Deterministic


class OfficeKind(StrEnum):
    POLICE = "police"
    EXECUTIVE = "executive"
    LEGISLATIVE = "legislative"
    OTHER = "other"


class Account(Base, UserMixin):  # the mixin's own notes speak of other columns than ours
    """A person who signs in. The e-mail is encrypted; the name is what staff and the record's keepers see."""

    __tablename__ = "accounts"

    id: Mapped[Id]  # type: ignore[assignment]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(Deterministic, unique=True)
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    created_on: Mapped[date]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(sa.String(8), default="en")
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True, default=random_id)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(sa.String(64), unique=True)  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.Text)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(sa.JSON()))

    grants: Mapped[list[RoleGrant]] = relationship(foreign_keys="RoleGrant.account_id", order_by="RoleGrant.granted_at")
    holdings: Mapped[list[Holding]] = relationship(foreign_keys="Holding.account_id", order_by="Holding.since")
    pseudonyms: Mapped[list[Pseudonym]] = relationship()
    webauthn: Mapped[list[Passkey]] = relationship(cascade="all, delete-orphan")  # type: ignore[assignment]

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]
        """Flask-Security's own roles are not used: ``permissions.py`` is the one gate."""
        return []

    @property
    def role_names(self) -> set[Role]:
        return {grant.role for grant in self.grants if grant.revoked_at is None}

    @property
    def needs_second_factor(self) -> bool:
        """Representatives may sign in with a password; everybody else needs an authenticator or a passkey."""
        return bool(self.role_names - {Role.REPRESENTATIVE})

    @property
    def has_second_factor(self) -> bool:
        return not self.needs_second_factor or bool(self.tf_primary_method) or bool(self.webauthn)

    def check_tf_required(self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool) -> tuple[bool, list[tuple[str, str]]]:
        """Flask-Security asks after the password: whoever needs or has a second factor gives it, each time."""
        return self.needs_second_factor or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Flask-Security asks whether the authenticator may be switched off: not by those who need one."""
        return self.needs_second_factor

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        attempts.failed(self.id)
        if tfa and attempts.must_wait(self.id):
            session.pop("tf_user_id", None)  # back to the password, which waits

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        if form_error is not None and attempts.must_wait(self.id):
            form_error.append("wait")  # the page says the same to everybody
        return attempts.must_wait(self.id)

    def offices(self, on: date | None = None) -> list[Office]:
        return [holding.office for holding in self.holdings if holding.is_current(on)]

    def acting_as(self, kind: str) -> str:
        """How the record names this person in an event: the role that acts and its random pseudonym."""
        from civic.people.queries import pseudonym_for

        return pseudonym_for(self, kind)


class RoleGrant(Base):
    __tablename__ = "role_grants"

    id: Mapped[Id]
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(ByValue(Role))
    granted_at: Mapped[datetime]
    granted_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None]


class Pseudonym(Base):
    """``moderator-4T9X``: how the record names a person in one role; who it is stays with the city."""

    __tablename__ = "pseudonyms"
    __table_args__ = (sa.UniqueConstraint("account_id", "role"),)

    id: Mapped[Id]
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    role: Mapped[Role] = mapped_column(ByValue(Role))
    word: Mapped[str] = mapped_column(sa.String(24), unique=True)


class Passkey(Base, WebAuthnMixin):
    __tablename__ = "passkeys"

    id: Mapped[Id]  # type: ignore[assignment]
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(sa.JSON()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(sa.String(64))
    extensions: Mapped[str | None] = mapped_column(sa.String(255))
    create_datetime: Mapped[datetime] = mapped_column(default=now)
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str] = mapped_column(sa.String(64))
    usage: Mapped[str] = mapped_column(sa.String(64))

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.account_id}


class SignInSession(Base):
    """A signed-in browser, revocable here. The cookie holds a random id; this row its digest."""

    IDLE = timedelta(minutes=30)
    LONGEST = timedelta(hours=12)

    __tablename__ = "sessions"

    id: Mapped[Id]
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()

    @property
    def is_open(self) -> bool:
        """Not ended, seen in half an hour, and under twelve hours old."""
        return self.ended_at is None and now() - self.seen_at <= self.IDLE and now() - self.opened_at <= self.LONGEST


class AccountInvitation(Base):
    """A single-use link that lets a person make their account with a role."""

    __tablename__ = "account_invitations"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(Deterministic)
    role: Mapped[Role] = mapped_column(ByValue(Role))
    office_id: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("offices.id"))
    token_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    invited_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    office: Mapped[Office | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and now() < self.expires_at


class FactorReset(Base):
    """A lost second factor: one administrator asks, another one carries it out or drops it."""

    __tablename__ = "factor_resets"

    id: Mapped[Id]
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    asked_by: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    done_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    asker: Mapped[Account] = relationship(foreign_keys=[asked_by])


class Office(Base):
    """An office that can be asked and can answer: Chief of Police, Council Member Ward 3."""

    __tablename__ = "offices"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(sa.String(200), unique=True)
    department: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[OfficeKind] = mapped_column(ByValue(OfficeKind))

    holdings: Mapped[list[Holding]] = relationship(order_by="Holding.since", back_populates="office")

    @property
    def in_full(self) -> str:
        """The title with its department, where the title does not name it already."""
        return self.title if self.title.endswith(f", {self.department}") else f"{self.title}, {self.department}"

    def holder(self, on: date | None = None) -> Account | None:
        for holding in self.holdings:
            if holding.capacity == "holder" and holding.is_current(on):
                return holding.account
        return None

    def drafters(self, on: date | None = None) -> list[Account]:
        """Deputies and aides: they prepare, the holder publishes."""
        return [holding.account for holding in self.holdings if holding.capacity == "delegate" and holding.is_current(on)]


class Holding(Base):
    """Who holds an office, and who may draft for its holder (a deputy or an aide)."""

    __tablename__ = "holdings"
    __table_args__ = (sa.CheckConstraint("capacity in ('holder', 'delegate')", name="capacity"),)

    id: Mapped[Id]
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("offices.id"), index=True)
    account_id: Mapped[Ref] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    capacity: Mapped[str] = mapped_column(sa.String(10), default="holder")
    since: Mapped[date]
    until: Mapped[date | None]

    office: Mapped[Office] = relationship(back_populates="holdings")
    account: Mapped[Account] = relationship(foreign_keys=[account_id], overlaps="holdings")

    def is_current(self, on: date | None = None) -> bool:
        from civic.clock import today

        on = on or today()
        return self.since <= on and (self.until is None or on < self.until)


class PolicySetting(Base):
    """One dated value of one of the city's rules. The value in force is the latest whose day has come."""

    __tablename__ = "policy_settings"
    __append_only__ = True

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(sa.String(60), index=True)
    value: Mapped[dict[str, Any]]  # {"value": …}
    effective_on: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[str | None] = mapped_column(sa.String(22), sa.ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(default="")  # public beside the value
    n: Mapped[int]  # order of setting, so that two changes on one day have an order
