from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from civic.clock import now, rounded_up_to_hour, today
from civic.database import db
from civic.notices.models import FOR_GOOD, Job, Message
from civic.notices.subscriptions import address_of, end_subscription
from civic.notices.suppression import is_suppressed, suppress
from civic.record.actions import record
from civic.record.models import SealedText
from civic.record.vault import seal, unseal
from civic.web import language as spoken

KEPT = timedelta(days=4)  # recipient and words of a message that cannot be sent; a sent one loses them at once


def queue_mail(
    *, kind: str, subject: str, recipient: str, body: str, about: Any = None, language: str | None = None, once: str | None = None
) -> Message | None:
    """Put one message into the outbox, in the caller's transaction. ``body`` is plain text in the reader's language.

    ``once`` names a reminder: a second one of that name is not queued, and None is given back. To an address that takes no
    mail nothing goes out; the message stands as not delivered.
    """
    if once is not None and db.session.scalar(sa.select(Message.id).where(Message.once == once)) is not None:
        return None
    held_back = is_suppressed(recipient)
    message = Message(
        kind=kind, subject=subject, language=language or spoken(), next_try_at=now(), queued_on=today(), once=once,
        sealed_id=None if held_back else seal(json.dumps({"to": recipient, "body": body}), purpose="outbox").id,
        state="failed" if held_back else "queued", failure="suppressed" if held_back else None,
        erased_after=rounded_up_to_hour(now() + KEPT),
        about_type=type(about).__tablename__ if about is not None else None, about_id=getattr(about, "id", None),
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    return message


def keep_made_up_mail() -> None:
    """The demonstration's own messages, to people who do not exist: they are never sent, and stay to be read."""
    db.session.execute(sa.update(Message).values(erased_after=FOR_GOOD, next_try_at=FOR_GOOD))


def words_of(message: Message) -> tuple[str, str] | None:
    """Recipient and body; None once they are erased."""
    sealed = db.session.get(SealedText, message.sealed_id) if message.sealed_id else None
    if sealed is None:
        return None
    kept = json.loads(unseal(sealed))
    return kept["to"], kept["body"]


def mark_sent(message: Message) -> None:
    message.state, message.sent_at, message.failure = "sent", now(), None
    record("mail.sent", message, by="system")


def mark_failed(message: Message, code: str) -> None:
    """``code`` is the mail server's number or a word of ours; its own sentence may hold the address and is not kept."""
    message.state, message.failure = "failed", code
    record("mail.failed", message, by="system")


def mark_dropped(message: Message) -> None:
    """Its reason was gone before it could go out."""
    message.state, message.failure = "dropped", None
    record("mail.dropped", message, by="system")


def mark_bounced(message: Message, code: str, recipient: str | None = None) -> None:
    """The address does not exist: nothing more goes there, and a subscription of it ends."""
    message.state, message.failure = "bounced", code
    if message.subscription is not None:
        recipient = recipient or address_of(message.subscription)
        end_subscription(message.subscription, by="bounce")
    if recipient:
        suppress(recipient, "bounce")
    record("mail.failed", message, by="system")


def erase_words(message: Message) -> SealedText:
    """Take recipient and body out of the database. Whoever calls destroys the key once this is committed."""
    sealed = db.session.get_one(SealedText, message.sealed_id)
    message.sealed_id = None
    db.session.flush()
    db.session.delete(sealed)
    return sealed


def queue_job(kind: str, title: str, arguments: dict[str, Any], *, by: Any = None, total: int = 0) -> Job:
    """Ask the worker for long work, in the caller's transaction; its page is /staff/jobs/<id>."""
    job = Job(
        kind=kind, title=title, arguments=arguments, total=total, asked_by=getattr(by, "id", None), asked_on=today(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    return job


def mail_about(ids: Sequence[str]) -> dict[str, str]:
    """What became of the latest message about each of these rows: queued, sent, failed or bounced."""
    query = sa.select(Message.about_id, Message.state).where(Message.about_id.in_(ids)).order_by(Message.queued_on, Message.next_try_at)
    return {about: state for about, state in db.session.execute(query) if about is not None}


def let_go_of_mail_about(thing: Any) -> None:
    """What was sent about it says nothing of what is sent next. What still waits has lost its reason: it is not sent, and the
    worker erases its words at once.
    """
    for message in db.session.scalars(sa.select(Message).where(Message.about_id == thing.id)).all():
        message.about_type = message.about_id = None
        if message.state == "queued":
            mark_dropped(message)
            message.erased_after = now()


def sent_mail(kind: str) -> list[str]:
    """Ids of the rows whose messages of a kind the mail server has taken over."""
    return _about(kind, ("sent", "bounced"))


def returned_mail(kind: str) -> list[str]:
    """Ids of the rows whose messages of a kind came back, or never went out for good."""
    return _about(kind, ("bounced", "failed"))


def _about(kind: str, states: tuple[str, ...]) -> list[str]:
    query = sa.select(Message.about_id).where(Message.kind == kind, Message.state.in_(states), Message.about_id.is_not(None))
    return list(db.session.scalars(query))
