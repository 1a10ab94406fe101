"""Addresses that take no mail from us, known only by a digest under a key that serves nothing else."""

from __future__ import annotations

import hmac

from flask import current_app

from civic.clock import today
from civic.database import db
from civic.notices.models import SuppressedAddress
from civic.record.vault import kept_word


def digest_of(address: str) -> bytes:
    key = kept_word(current_app, "suppression").encode()
    return hmac.digest(key, normalised(address).encode(), "sha256")


def normalised(address: str) -> str:
    return address.strip().casefold()


def is_suppressed(address: str) -> bool:
    return db.session.get(SuppressedAddress, digest_of(address)) is not None


def suppress(address: str, reason: str) -> None:
    """From now on nothing is sent there: it bounced, or its owner asked."""
    if not is_suppressed(address):
        db.session.add(SuppressedAddress(digest=digest_of(address), reason=reason, since=today()))
        db.session.flush()


def release(address: str) -> bool:
    """The operator has found out that the address works. Says whether it was suppressed."""
    found = db.session.get(SuppressedAddress, digest_of(address))
    if found is None:
        return False
    db.session.delete(found)
    db.session.flush()
    return True
