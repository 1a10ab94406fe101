"""Mail to those who follow: the news of one docket soon after it settled, or a digest of a day or a week.

A bulletin is one row and one message for each follower, all in one transaction; what each reader gets is written when it
is sent, in their language. Whatever dies in between, nobody is left out and nobody is queued twice: the database holds
one message for each bulletin and follower.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from civic.clock import city_zone, now, rounded_up_to_hour, today
from civic.database import db, random_id, writing
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.mail_languages import written_in
from civic.notices.models import Bulletin, Message, Rhythm, Subscription, SubscriptionState
from civic.notices.news import NEWS, Piece, news
from civic.notices.subscriptions import Kept, kept_of
from civic.notices.writing import Envelope
from civic.people.policy import policy
from civic.record.models import Event
from civic.web import city_name, day, public_address, public_host
from civic.work import chore

SETTLED = timedelta(minutes=2)  # what is entered together is told together
LOOK_BACK = timedelta(days=5)  # older news is no news
TOLD_AT = time(8)  # digests, in the city's zone
LASTS = timedelta(days=4)


@chore
def tell_followers() -> bool:
    """The news of one docket, to everybody who follows it or the site."""
    until = now() - SETTLED
    found = next(((docket, since) for docket, since in _dockets_with_news(until)), None)
    db.session.rollback()
    if found is None:
        return False
    with writing():
        docket, since = db.session.get_one(Docket, found[0]), found[1]
        _issue(Bulletin(docket_id=docket.id, rhythm=Rhythm.EACH, since=since, until=until))
    return True


@chore
def send_digests() -> bool:
    """Once a day and once a week, for everything since the digest before."""
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        until = last_turn(rhythm, now())
        done = db.session.scalar(sa.select(sa.func.max(Bulletin.until)).where(Bulletin.rhythm == rhythm))
        wanted = db.session.scalar(sa.select(Subscription.id).where(Subscription.rhythm == rhythm, Subscription.state == SubscriptionState.CONFIRMED).limit(1))
        db.session.rollback()
        if wanted is not None and (done is None or done < until):
            with writing():
                _issue(Bulletin(docket_id=None, rhythm=rhythm, since=done or turn_before(rhythm, until), until=until))
            return True
    return False


def last_turn(rhythm: Rhythm, moment: datetime) -> datetime:
    """The latest 8 o'clock (of a Monday, for the weekly one) that has passed, in the city's zone."""
    local = moment.astimezone(city_zone())
    on = local.date() if local.time() >= TOLD_AT else local.date() - timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        on -= timedelta(days=on.weekday())
    return datetime.combine(on, TOLD_AT, city_zone())


def turn_before(rhythm: Rhythm, turn: datetime) -> datetime:
    on: date = turn.astimezone(city_zone()).date() - timedelta(days=7 if rhythm is Rhythm.WEEKLY else 1)
    return datetime.combine(on, TOLD_AT, city_zone())


def outside_quiet_hours(moment: datetime) -> datetime:
    """The moment itself, or the end of the city's quiet hours where it falls into them."""
    starts, ends = policy("quiet_from"), policy("quiet_to")
    local = moment.astimezone(city_zone())
    if starts == ends or not (starts <= local.hour < ends if starts < ends else local.hour >= starts or local.hour < ends):
        return moment
    on = local.date() if local.hour < ends else local.date() + timedelta(days=1)
    return datetime.combine(on, time(ends), city_zone())


def envelope_of_follower(message: Message) -> Envelope | None:
    """The message as its reader gets it; None where the address has gone."""
    subscription, bulletin = message.subscription, message.bulletin
    kept = kept_of(subscription) if subscription is not None else None
    if subscription is None or bulletin is None or kept is None:
        return None
    spoken = written_in(subscription.language)
    stop = public_address("follow.stop", language=spoken, token=kept.stop)
    body = _words(*_scope(subscription, bulletin, kept), tuple(subscription.topics), spoken, city_name())
    with force_locale(spoken):
        why = _("You get this because you follow it. Opening this link changes nothing; the page stops it with one press, or changes it:")
    return Envelope(
        message.id, message.subject, kept.address, f"{body}\n\n{why}\n{stop}", language=subscription.language,
        headers=list_headers(subscription, stop),
    )  # fmt: skip


def is_still_news(message: Message) -> bool:
    """A follower's row tells only the hour of the first day: what happened before the press in that hour is no news to them."""
    subscription, bulletin = message.subscription, message.bulletin
    if subscription is None or bulletin is None or subscription.confirmed_at is None or bulletin.since >= subscription.confirmed_at + timedelta(hours=1):
        return True
    kept = kept_of(subscription)
    if kept is None:
        return True
    scope = _scope(subscription, bulletin, kept)
    return bool(_words(*scope, tuple(subscription.topics), written_in(subscription.language), city_name()))


def _scope(subscription: Subscription, bulletin: Bulletin, kept: Kept) -> tuple[str, str | None, datetime, datetime]:
    begins = kept.beginning or subscription.confirmed_at or bulletin.since
    return bulletin.id, bulletin.docket_id or subscription.docket_id, max(bulletin.since, begins - timedelta(seconds=1)), bulletin.until


def list_headers(subscription: Subscription, stop: str) -> dict[str, str]:
    """RFC 2919 and RFC 8058: mail programs show a button that stops the list with one press."""
    name = subscription.docket.number if subscription.docket is not None else "all"
    return {
        "List-Id": f"<{name}.follow.{public_host()}>", "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip


def _dockets_with_news(until: datetime) -> list[tuple[str, datetime]]:
    """(id of a docket, since when its followers have been told), where somebody follows and something settled since."""
    earliest = until - LOOK_BACK
    fresh = sa.select(Event.docket, sa.func.max(Event.at)).where(
        Event.kind.in_(NEWS), Event.day >= earliest.date(), Event.at > earliest, Event.at <= until, Event.docket.is_not(None)
    )
    last = sa.select(Bulletin.docket_id, sa.func.max(Bulletin.until)).group_by(Bulletin.docket_id)
    told: dict[str | None, datetime] = dict(db.session.execute(last).tuples().all())
    followed = set(db.session.scalars(
        sa.select(Subscription.docket_id).where(Subscription.state == SubscriptionState.CONFIRMED, Subscription.rhythm == Rhythm.EACH).distinct()
    ))  # fmt: skip
    rows = []
    found: list[Any] = list(db.session.execute(fresh.group_by(Event.docket))) if followed else []
    for address, latest in found:
        docket = docket_numbered(address[2:])
        if docket is not None and (docket.id in followed or None in followed):
            since = max(told.get(docket.id, earliest), earliest)
            if latest > since:
                rows.append((docket.id, since))
    return rows


def _issue(bulletin: Bulletin) -> None:
    """The bulletin and one message for each follower whom it concerns."""
    db.session.add(bulletin)
    db.session.flush()
    pieces = news(bulletin.docket, since=bulletin.since, until=bulletin.until)
    found: dict[tuple[Any, ...], str | None] = {}  # many followers chose the same, so each choice is looked at once
    rows = []
    for id, docket_id, topics, language, confirmed_at in db.session.execute(_followers(bulletin)):
        choice = (docket_id, tuple(topics), language, confirmed_at)
        if choice not in found:
            mine = [p for p in pieces if p.topic in topics and p.at >= confirmed_at and docket_id in (None, p.docket.id)]
            found[choice] = _subject(mine, language) if mine else None
        if (subject := found[choice]) is not None:
            rows.append({"id": random_id(), "subscription_id": id, "subject": subject, "language": language})
    if rows:
        db.session.connection().execute(_queueing(bulletin, outside_quiet_hours(now())), rows)


def _queueing(bulletin: Bulletin, turn: datetime) -> sa.Insert:
    """What all messages have in common is said once: ten thousand are queued in well under a second."""
    return sa.insert(Message).values(
        kind="follow.news", bulletin_id=bulletin.id, state="queued", attempts=0, next_try_at=turn,
        erased_after=rounded_up_to_hour(turn + LASTS), queued_on=today(),
        **{name: sa.bindparam(name) for name in ("id", "subscription_id", "subject", "language")},
    )  # fmt: skip


def _followers(bulletin: Bulletin) -> sa.Select[Any]:
    query = sa.select(Subscription.id, Subscription.docket_id, Subscription.topics, Subscription.language, Subscription.confirmed_at).where(
        Subscription.state == SubscriptionState.CONFIRMED, Subscription.rhythm == bulletin.rhythm
    )
    return query.where(sa.or_(Subscription.docket_id == bulletin.docket_id, Subscription.docket_id.is_(None))) if bulletin.docket_id else query


def _subject(pieces: list[Piece], language: str) -> str:
    with force_locale(written_in(language)):
        dockets = {piece.docket.number: piece.docket for piece in pieces}
        if len(dockets) > 1:
            return ngettext("News about %(num)s docket", "News about %(num)s dockets", len(dockets))
        (docket,) = dockets.values()
        return _("Docket %(number)s, %(title)s: what is new", number=docket.number, title=docket.title)


@lru_cache(maxsize=256)
def _words(bulletin_id: str, docket_id: str | None, since: datetime, until: datetime, topics: tuple[str, ...], language: str, city: str) -> str:
    """The same for all who chose the same: written once for each choice (and each bulletin, by whose id it is kept)."""
    docket = db.session.get(Docket, docket_id) if docket_id else None
    with force_locale(language):
        blocks = [_("%(city)s, public record", city=city)]
        pieces = news(docket, since=since, until=until, topics=topics, language=language)
        if not pieces:
            return ""
        for number in sorted({piece.docket.number for piece in pieces}):
            of_it = [piece for piece in pieces if piece.docket.number == number]
            blocks.append(_("Docket %(number)s: %(title)s", number=number, title=of_it[0].docket.title))
            blocks += [f"{day(piece.day)}: {piece.sentence}{_times(piece.times)}\n{piece.address}" for piece in reversed(of_it)]
        return "\n\n".join(blocks)


def _times(times: int) -> str:
    return " " + ngettext("(%(num)s time)", "(%(num)s times)", times) if times > 1 else ""
