from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from civic.clock import now, rounded_up_to_hour, today
from civic.database import db
from civic.notices.models import Job, Message
from civic.record.vault import seal

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
