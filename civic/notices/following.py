"""Following a docket or the site by mail: asked for, confirmed by a press of a button, changed, stopped.

The site answers the same whether it knows an address or not. A follower is joined to nothing: no account, no comment.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from civic.clock import now, rounded_up_to_hour
from civic.comments.limits import Hour
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.mail_languages import written_in
from civic.notices.actions import queue_mail
from civic.notices.models import Rhythm, Subscription, SubscriptionState
from civic.notices.news import TOPICS
from civic.notices.subscriptions import (
    digest_of_token,
    end_subscription,
    keep_address,
    keep_beginning,
    kept_of,
    subscription_of,
)
from civic.notices.suppression import normalised
from civic.record.actions import record
from civic.web import city_name, public_address

CONFIRMED_WITHIN = timedelta(hours=48)
MOST_AN_HOUR = 5  # messages of this kind to one address, whoever asks


def follow(docket: Docket | None, address: str, *, topics: Sequence[str], rhythm: str, language: str) -> None:
    """Ask the address itself: nothing else is sent there before somebody presses the button in that mail."""
    chosen = _checked(topics)
    if not _may_mail(address):
        return
    known = subscription_of(docket.id if docket else None, address)
    if known is not None and known.state is SubscriptionState.CONFIRMED:
        _say_that_it_is_followed(known, address, language)
        return
    subscription = known or Subscription(docket_id=docket.id if docket else None)
    subscription.topics, subscription.rhythm, subscription.language = chosen, Rhythm(rhythm), language
    subscription.state = SubscriptionState.PENDING
    token = random_id()
    subscription.confirm_digest, subscription.confirm_until = digest_of_token(token), rounded_up_to_hour(now() + CONFIRMED_WITHIN)
    if known is None:
        keep_address(subscription, address.strip())
        db.session.add(subscription)
    db.session.flush()
    record("follower.asked", subscription)
    _ask_to_confirm(subscription, address.strip(), token)


def confirm(subscription: Subscription) -> None:
    """The link has done its work; from now on news is sent."""
    subscription.state, subscription.confirmed_at = SubscriptionState.CONFIRMED, now().replace(minute=0, second=0)
    subscription.confirm_digest = subscription.confirm_until = None
    keep_beginning(subscription)
    db.session.flush()
    record("follower.confirmed", subscription)


def change(subscription: Subscription, *, topics: Sequence[str], rhythm: str) -> None:
    if subscription.state is not SubscriptionState.CONFIRMED:
        raise Refusal(_("You do not follow this any more, so there is nothing to change."))
    subscription.topics, subscription.rhythm = _checked(topics), Rhythm(rhythm)
    db.session.flush()
    record("follower.changed", subscription)


def stop(subscription: Subscription) -> None:
    """Pressed twice it is still stopped. The address is erased at once."""
    if subscription.state is SubscriptionState.ENDED:
        return
    end_subscription(subscription, by="follower")
    record("follower.ended", subscription)


def _checked(topics: Sequence[str]) -> list[str]:
    chosen = [topic for topic in TOPICS if topic in topics]
    if not chosen:
        raise Refusal(_("Choose at least one kind of news."), "topics")
    return chosen


def _ask_to_confirm(subscription: Subscription, address: str, token: str) -> None:
    language = written_in(subscription.language)
    with force_locale(language):
        body = "\n\n".join([
            _("%(city)s, public record", city=city_name()),
            _("Somebody, probably you, asked us to send news about this to your address:") + "\n" + what_is_followed(subscription),
            _("If you want that, open this page and press the button. Opening it changes nothing. It works once, for two days:")
            + "\n" + public_address("follow.confirm", language=language, token=token),
            _("If it was not you, do nothing: no more mail comes, and the address is erased."),
        ])  # fmt: skip
        queue_mail(kind="follow.confirm", subject=_("Please confirm: news from the public record"), recipient=address, body=body, language=subscription.language)


def _say_that_it_is_followed(subscription: Subscription, address: str, language: str) -> None:
    kept = kept_of(subscription)
    with force_locale(written_in(language)):
        body = "\n\n".join([
            _("%(city)s, public record", city=city_name()),
            _("Somebody, probably you, asked for news about this. You get it already:") + "\n" + what_is_followed(subscription),
            _("On this page you can change or stop it. Opening it changes nothing:")
            + "\n" + public_address("follow.stop", language=written_in(language), token=kept.stop if kept else ""),
        ])  # fmt: skip
        queue_mail(kind="follow.known", subject=_("You follow this already"), recipient=address, body=body, language=language)


def what_is_followed(subscription: Subscription) -> str:
    docket = subscription.docket
    return _("Docket %(number)s, %(title)s", number=docket.number, title=docket.title) if docket else _("Every docket of this city")


class _Recent:
    """How many such messages an address got this hour: in memory, under a key that goes with the hour."""

    def __init__(self) -> None:
        self.number, self.hour, self.lock = 0, Hour(), threading.Lock()

    def count(self, address: str, at: datetime) -> int:
        with self.lock:
            number = int(at.timestamp()) // 3600
            if number != self.number:
                self.number, self.hour = number, Hour()
            here = self.hour.bucket(normalised(address))
            self.hour.counts[here] += 1
            return self.hour.counts[here]


_recent = _Recent()


def _may_mail(address: str) -> bool:
    """Nobody can have a stranger's mailbox filled; whoever asks gets the same answer."""
    return _recent.count(address, now()) <= MOST_AN_HOUR


__all__ = ["change", "confirm", "follow", "stop", "what_is_followed"]
