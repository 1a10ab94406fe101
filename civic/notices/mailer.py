"""Sends the outbox by SMTP, one message after the other, from the worker. Without SMTP nothing is sent, and pages say so.

A message is claimed in one short transaction, sent outside of any, and marked in another: a slow mail server never holds
the writing turn. If the worker dies between sending and marking, the message goes out once more; it is never lost.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app

from civic.clock import now
from civic.database import db, writing
from civic.logs import log
from civic.notices.actions import erase_words, mark_failed, mark_sent, words_of
from civic.notices.models import Message
from civic.record import vault
from civic.web import is_demonstration
from civic.work import chore

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]  # the last one again and again, until the day is over
PATIENCE = 20  # seconds for the mail server


@dataclass(frozen=True)
class Envelope:
    id: str
    subject: str
    recipient: str
    body: str


class Undeliverable(Exception):
    """The mail server refuses this message for good; ``code`` is what it said, without its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(Undeliverable):
    """It may work later."""


@chore
def send_next_message() -> bool:
    if not current_app.config["CIVIC"].smtp_url or (envelope := _claim()) is None:
        return False
    try:
        _send(envelope)
    except TryLater as later:
        _keep_for_later(envelope.id, later.code)
    except Undeliverable as refused:
        _finish(envelope.id, refused.code)
    else:
        _finish(envelope.id, None)
    return True


@chore
def erase_old_words() -> bool:
    """Recipient and words go after a day, sent or not. The demonstration keeps its fictional ones."""
    if is_demonstration():
        return False
    old = sa.select(Message).where(Message.sealed_id.is_not(None), Message.erased_after <= now())
    if not _finds(old):
        return False
    with writing():
        messages = list(db.session.scalars(old.limit(200)))
        sealed = [erase_words(message) for message in messages]
        if current_app.config["CIVIC"].smtp_url:
            for message in messages:
                mark_failed(message, message.failure or "too_late")
    for one in sealed:
        vault.destroy(one)
    return bool(messages)


def _claim() -> Envelope | None:
    """The next message that is due. Its next turn is set before it is sent, so that a crash cannot make it spin."""
    due = sa.select(Message).where(
        Message.state == "queued", Message.sealed_id.is_not(None), Message.next_try_at <= now(), Message.erased_after > now()
    )
    if not _finds(due):
        return None
    with writing():
        message = db.session.scalar(due.order_by(Message.next_try_at, Message.id).limit(1))
        if message is None:
            return None
        message.next_try_at = now() + PAUSES[min(message.attempts, len(PAUSES) - 1)]
        message.attempts += 1
        words = words_of(message)
        return Envelope(message.id, message.subject, *words) if words else None


def _finds(query: sa.Select[Message]) -> bool:
    """A look without taking the writing turn: most of the time there is nothing to do."""
    found = db.session.scalar(query.limit(1)) is not None
    db.session.rollback()
    return found


def _finish(id: str, failure: str | None) -> None:
    with writing():
        message = db.session.get_one(Message, id)
        if failure is None:
            mark_sent(message)
        else:
            mark_failed(message, failure)
        sealed = erase_words(message)
    vault.destroy(sealed)
    log("mail", kind=message.kind, state=message.state, attempt=message.attempts)


def _keep_for_later(id: str, code: str) -> None:
    with writing():
        db.session.get_one(Message, id).failure = code


def _send(envelope: Envelope) -> None:
    """Raises TryLater or Undeliverable, with a code and never with the server's words: those may hold the address."""
    try:
        with _connection() as server:
            server.send_message(_as_mail(envelope))
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(max(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code) from None
    except ssl.SSLError:
        raise TryLater("tls") from None
    except (OSError, smtplib.SMTPException):
        raise TryLater("unreachable") from None


def _by_code(code: int) -> Undeliverable:
    return Undeliverable(str(code)) if code >= 500 else TryLater(str(code))


def _connection() -> smtplib.SMTP:
    """smtps:// is TLS from the start; smtp:// is upgraded where offered, and no password is sent without TLS."""
    address = urlsplit(current_app.config["CIVIC"].smtp_url)
    host = address.hostname or "localhost"
    context = ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, address.port or 465, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif address.username:
            server.close()
            raise TryLater("tls")
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))
    return server


def _as_mail(envelope: Envelope) -> EmailMessage:
    settings = current_app.config["CIVIC"]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, envelope.recipient, envelope.subject
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(idstring=envelope.id, domain=settings.mail_from.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(envelope.body)
    return mail
