"""Passkeys count as both factors: each one is made and used with the person's fingerprint, face or PIN."""

from __future__ import annotations

from typing import Any

from flask_security import LoginForm, WebauthnUtil
from flask_security.webauthn import WebAuthnRegisterForm
from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement, UserVerificationRequirement


class PasskeyRules(WebauthnUtil):
    """What is asked of a passkey: that it knows its owner, and that it can be found without typing an address."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


class NewPasskeyForm(WebAuthnRegisterForm):
    """Every passkey signs in by itself; none is only a second factor after the password."""

    def validate(self, **kwargs: Any) -> bool:
        self.usage.data = "first"
        return bool(super().validate(**kwargs))


class PasswordSignIn(LoginForm):
    """A password alone never sets up an authenticator for somebody whose second factor is a passkey."""

    needs_passkey = False

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        account: Any = self.user
        if account is not None and account.needs_second_factor and account.webauthn and not account.tf_primary_method:
            self.needs_passkey = True  # the page says so
            return False
        return True
