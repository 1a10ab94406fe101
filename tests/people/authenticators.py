"""What a person holds in the hand: an authenticator app, and a passkey made of real keys."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import current_app
from passlib.totp import TOTP

from civic.clock import now
from civic.database import db
from civic.people.factors import set_up_authenticator
from civic.people.models import Account, Passkey

UP_AND_VERIFIED, UP_ALONE = 0x05, 0x01


def code_of(account: Account) -> str:
    """What the person's app shows now; one is set up if there is none."""
    if not account.tf_totp_secret:
        set_up_authenticator(account)
        db.session.commit()
    factory = current_app.extensions["security"].totp_factory._totp  # noqa: SLF001 - the app is outside of the site
    return str(TOTP.generate(factory.from_source(account.tf_totp_secret)).token)


class Key:
    """A passkey with its private half, as a phone or a security key holds it."""

    def __init__(self, account: Account, name: str = "blue key") -> None:
        self.secret, self.id, self.used = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), 0
        point = self.secret.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        db.session.add(Passkey(
            account_id=account.id, credential_id=self.id, public_key=public, backup_state=False, device_type="single_device",
            lastuse_datetime=now(), name=name, usage="first",
        ))  # fmt: skip
        db.session.flush()
        db.session.expire(account, ["webauthn"])

    def answer(self, options: str, *, flags: int = UP_AND_VERIFIED, origin: str = "http://localhost") -> str:
        """What the browser sends after the person showed fingerprint, face or PIN."""
        self.used += 1
        asked = json.loads(options)
        told = json.dumps({"type": "webauthn.get", "challenge": asked["challenge"], "origin": origin}).encode()
        data = hashlib.sha256(asked["rpId"].encode()).digest() + bytes([flags]) + self.used.to_bytes(4)
        signature = self.secret.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": _text(told), "authenticatorData": _text(data), "signature": _text(signature)}
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response})


def _text(words: Any) -> str:
    return urlsafe_b64encode(words).rstrip(b"=").decode()
