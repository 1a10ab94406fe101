"""Sends the outbox by SMTP from the worker. Without SMTP nothing is sent, and pages say so.

Messages are claimed a few at a time in one short transaction, sent outside of any, and each is marked in one of its own:
a slow mail server never holds the writing turn. If the worker dies between sending and marking, that one message goes out
once more, because SMTP cannot tell whether it arrived; none is lost.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app

from civic.clock import now
from civic.database import db, writing
from civic.logs import log
from civic.notices.actions import erase_words, mark_bounced, mark_dropped, mark_failed, mark_sent, words_of
from civic.notices.bulletins import envelope_of_follower, is_still_news
from civic.notices.forewords import with_foreword
from civic.notices.models import Message
from civic.notices.reminders import is_still_due
from civic.notices.writing import Envelope, as_mail
from civic.record import vault
from civic.web import city_name
from civic.work import chore

# How long to wait after each attempt; the last one again and again, until four days are over.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
PATIENCE = 20  # seconds for one word of the mail server
AT_ONCE = 50  # messages over one connection
TURN = 5.0  # seconds, after which other work of the worker has its turn


class Undeliverable(Exception):
    """The mail server refuses this message for good; ``code`` is what it said, without its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoSuchAddress(Undeliverable):
    """It refuses the recipient: nothing more is sent there."""


class TryLater(Undeliverable):
    """It may work later."""


@chore
def send_due_messages() -> bool:
    """Up to fifty messages over one connection, and no longer than a few seconds."""
    if not current_app.config["CIVIC"].smtp_url or not (claimed := _claim()):
        return False
    started, line = time.monotonic(), Line()
    for place, id in enumerate(claimed):
        if time.monotonic() - started > TURN:
            _give_back(claimed[place:])
            break
        if _is_needed(id):
            _deliver(line, id)
        else:
            _finish(id, mark_dropped)
    line.close()
    return True


@chore
def erase_old_words() -> bool:
    """Recipient and words go after four days, sent or not, in the demonstration too; only what was made up with it stays."""
    old = sa.select(Message).where(Message.erased_after <= now(),
        sa.or_(Message.sealed_id.is_not(None), sa.and_(Message.state == "queued", Message.subscription_id.is_not(None))))
    if not _finds(old):
        return False
    with writing():
        messages = list(db.session.scalars(old.limit(200)))
        sealed = [erase_words(message) for message in messages if message.sealed_id]
        for message in messages:
            if message.state == "queued" and (current_app.config["CIVIC"].smtp_url or message.subscription_id is not None):
                mark_failed(message, message.failure or "too_late")
    for one in sealed:
        vault.destroy(one)
    return bool(messages)


class Line:
    """One connection to the mail server, opened when it is first needed and again where it broke."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def send(self, envelope: Envelope) -> None:
        """Raises TryLater or Undeliverable, with a code and never with the server's words: those may hold the address."""
        settings = current_app.config["CIVIC"]
        mail = as_mail(with_foreword(envelope), sender=settings.mail_from, name=city_name(), at=now())
        try:
            self._server = self._server or _connection()
            self._server.send_message(mail, from_addr=settings.mail_bounces or settings.mail_from)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise (NoSuchAddress if code >= 500 else TryLater)(str(code)) from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise (Undeliverable if error.smtp_code >= 500 else TryLater)(str(error.smtp_code)) from None
        except ssl.SSLError:
            self.close()
            raise TryLater("tls") from None
        except (OSError, smtplib.SMTPException):
            self.close()
            raise TryLater("unreachable") from None

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None


def _deliver(line: Line, id: str) -> None:
    envelope = _envelope(id)
    if envelope is None:
        return _finish(id, mark_failed, "gone")
    try:
        line.send(envelope)
    except TryLater as later:
        _keep_for_later(id, later.code)
    except NoSuchAddress as refused:
        _finish(id, mark_bounced, refused.code, envelope.recipient)
    except Undeliverable as refused:
        _finish(id, mark_failed, refused.code)
    else:
        _finish(id, mark_sent)
    return None


def _claim() -> list[str]:
    """The messages that are due, the earliest first. Their next turn is set before they are sent, so that a crash cannot
    make one spin."""
    due = sa.select(Message).where(Message.state == "queued", Message.next_try_at <= now(), Message.erased_after > now())
    if not _finds(due):
        return []
    with writing():
        messages = list(db.session.scalars(due.order_by(Message.next_try_at, Message.id).limit(AT_ONCE)))
        for message in messages:
            message.next_try_at = now() + PAUSES[min(message.attempts, len(PAUSES) - 1)]
            message.attempts += 1
        return [message.id for message in messages]


def _give_back(ids: list[str]) -> None:
    """Claimed and not tried: their turn comes again at once."""
    with writing():
        db.session.execute(sa.update(Message).where(Message.id.in_(ids)).values(next_try_at=now(), attempts=Message.attempts - 1))


def _is_needed(id: str) -> bool:
    message = db.session.get_one(Message, id)
    needed = is_still_due(message) and is_still_news(message)
    db.session.rollback()
    return needed


def _envelope(id: str) -> Envelope | None:
    """What goes out, read outside the writing turn; None where the address has gone meanwhile."""
    message = db.session.get_one(Message, id)
    try:
        if message.subscription_id is not None and message.sealed_id is None:
            return envelope_of_follower(message)
        words = words_of(message)
        return Envelope(message.id, message.subject, *words, language=message.language) if words else None
    finally:
        db.session.rollback()


def _finds(query: sa.Select[Message]) -> bool:
    """A look without taking the writing turn: most of the time there is nothing to do."""
    found = db.session.scalar(query.limit(1)) is not None
    db.session.rollback()
    return found


def _finish(id: str, mark: Callable[..., None], *told: str) -> None:
    with writing():
        message = db.session.get_one(Message, id)
        mark(message, *told)
        sealed = erase_words(message) if message.sealed_id else None
        log("mail", kind=message.kind, state=message.state, attempt=message.attempts)
    if sealed is not None:
        vault.destroy(sealed)


def _keep_for_later(id: str, code: str) -> None:
    with writing():
        db.session.get_one(Message, id).failure = code


def _connection() -> smtplib.SMTP:
    """smtps:// is TLS from the start; smtp:// is upgraded where offered, and no password is sent without TLS."""
    address = urlsplit(current_app.config["CIVIC"].smtp_url)
    host = address.hostname or "localhost"
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, address.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif address.username:
            server.close()
            raise TryLater("tls")
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))
    return server
