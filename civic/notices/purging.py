"""What is not needed any more goes: unconfirmed and ended subscriptions, addresses of closed dockets, old lines of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from civic.clock import now, today
from civic.database import db, writing
from civic.dockets.models import Docket
from civic.notices.models import Message, Subscription, SubscriptionState
from civic.notices.subscriptions import end_subscription
from civic.record.actions import record
from civic.work import chore

AFTER_CLOSE = timedelta(days=90)
LINES_KEPT = timedelta(days=90)  # followers' lines of the outbox, which hold no address


@chore
def purge_followers() -> bool:
    """Never confirmed in time, or their docket closed three months ago: the address goes."""
    old = sa.select(Subscription).outerjoin(Docket, Docket.id == Subscription.docket_id).where(
        sa.or_(
            sa.and_(Subscription.state == SubscriptionState.PENDING, Subscription.confirm_until <= now()),
            sa.and_(Subscription.state == SubscriptionState.CONFIRMED, Docket.closed_at <= now() - AFTER_CLOSE),
        )
    )
    return _in_turn(old, _end)


@chore
def purge_lines() -> bool:
    lines = sa.select(Message).where(Message.subscription_id.is_not(None), Message.state != "queued", Message.queued_on < today() - LINES_KEPT)
    return _in_turn(lines, db.session.delete)


def _end(subscription: Subscription) -> None:
    pending = subscription.state is SubscriptionState.PENDING
    end_subscription(subscription, by="expiry" if pending else "close")
    record("follower.ended", subscription)


def _in_turn(query: sa.Select[Any], act: Callable[[Any], None]) -> bool:
    found = db.session.scalar(query.limit(1)) is not None
    db.session.rollback()
    if found:
        with writing():
            for row in db.session.scalars(query.limit(200)).all():
                act(row)
    return found
