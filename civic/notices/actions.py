from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from civic.clock import now, rounded_up_to_hour, today
from civic.database import db
from civic.notices.models import Job, Message
from civic.record.actions import record
from civic.record.models import SealedText
from civic.record.vault import seal, unseal

KEPT = timedelta(hours=24)  # recipient and words of a message, sent or not


def queue_mail(*, kind: str, subject: str, recipient: str, body: str, about: Any = None) -> Message:
    """Put one message into the outbox, in the caller's transaction. ``body`` is plain text in the reader's language."""
    sealed = seal(json.dumps({"to": recipient, "body": body}), purpose="outbox")
    message = Message(
        kind=kind, subject=subject, sealed_id=sealed.id, next_try_at=now(), queued_on=today(),
        erased_after=rounded_up_to_hour(now() + KEPT),
        about_type=type(about).__tablename__ if about is not None else None, about_id=getattr(about, "id", None),
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    return message


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


def sent_mail(kind: str) -> list[str]:
    """Ids of the rows whose messages of a kind the mail server has taken over."""
    query = sa.select(Message.about_id).where(Message.kind == kind, Message.state == "sent", Message.about_id.is_not(None))
    return list(db.session.scalars(query))
