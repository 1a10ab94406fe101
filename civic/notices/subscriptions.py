"""A subscription's address and its secrets: sealed, found only by digests that serve this one purpose."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app

from civic.clock import now, today
from civic.database import db, random_id
from civic.notices.models import Subscription, SubscriptionState
from civic.notices.suppression import normalised
from civic.record import vault
from civic.record.models import SealedText


@dataclass(frozen=True)
class Kept:
    """What is sealed of a follower: where the mail goes, the secret of the link that stops it, and the second from which news counts."""

    address: str
    stop: str
    begins: str = ""

    @property
    def beginning(self) -> datetime | None:
        return datetime.fromisoformat(self.begins) if self.begins else None


def kept_of(subscription: Subscription) -> Kept | None:
    """None once the address is gone."""
    sealed = db.session.get(SealedText, subscription.sealed_id) if subscription.sealed_id else None
    try:
        return Kept(**json.loads(vault.unseal(sealed))) if sealed else None
    except vault.Destroyed:
        return None


def address_of(subscription: Subscription) -> str | None:
    kept = kept_of(subscription)
    return kept.address if kept else None


def keep_address(subscription: Subscription, address: str) -> None:
    stop = random_id()
    subscription.sealed_id = vault.seal(json.dumps({"address": address, "stop": stop}), purpose="follower").id
    subscription.address_digest = digest_for(subscription.docket_id, address)
    subscription.stop_digest = digest_of_token(stop)


def keep_beginning(subscription: Subscription) -> None:
    """The row tells the hour only; the second would join a follower to what else happened in it."""
    sealed, kept = db.session.get(SealedText, subscription.sealed_id), kept_of(subscription)
    if sealed is not None and kept is not None:
        vault.seal_anew(sealed, json.dumps({"address": kept.address, "stop": kept.stop, "begins": now().replace(microsecond=0).isoformat()}))


def digest_for(docket_id: str | None, address: str) -> bytes:
    """The same address gives another digest on every docket: nobody can lay two lists side by side."""
    key = vault.kept_word(current_app, "followers").encode()
    return hmac.digest(key, f"{docket_id or 'site'}\n{normalised(address)}".encode(), "sha256")


def digest_of_token(token: str) -> bytes:
    return sha256(token.encode()).digest()


def subscription_of(docket_id: str | None, address: str) -> Subscription | None:
    return db.session.scalar(sa.select(Subscription).where(Subscription.address_digest == digest_for(docket_id, address)))


def subscription_to_confirm(token: str) -> Subscription | None:
    """By the link of the first mail: it works once, and for two days."""
    found = db.session.scalar(sa.select(Subscription).where(Subscription.confirm_digest == digest_of_token(token)))
    return found if found is not None and found.confirm_until is not None and found.confirm_until > now() else None


def subscription_to_stop(token: str) -> Subscription | None:
    return db.session.scalar(sa.select(Subscription).where(Subscription.stop_digest == digest_of_token(token)))


def end_subscription(subscription: Subscription, *, by: str) -> None:
    """The address goes at once; what is left says that somebody followed, and on which day that ended."""
    if subscription.state is SubscriptionState.ENDED:
        return
    sealed = db.session.get(SealedText, subscription.sealed_id) if subscription.sealed_id else None
    subscription.state, subscription.ended_on, subscription.ended_by = SubscriptionState.ENDED, today(), by
    subscription.sealed_id = subscription.address_digest = subscription.confirm_digest = subscription.confirm_until = None
    db.session.flush()
    if sealed is not None:
        vault.destroy(sealed)
        db.session.delete(sealed)
        db.session.flush()
