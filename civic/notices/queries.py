from __future__ import annotations

import re

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from civic.database import db
from civic.notices.actions import words_of
from civic.notices.models import Message
from civic.permissions import loads
from civic.web import is_demonstration

PAGE = 50
STATES = ("queued", "sent", "failed", "bounced", "dropped")
LINK = re.compile(r"https?://\S+")


@loads(Message)
def message_with(id: str) -> Message | None:
    return db.session.get(Message, id)


def sends_mail() -> bool:
    return bool(current_app.config["CIVIC"].smtp_url)


def messages_in(state: str, page: int) -> tuple[list[Message], bool]:
    """Fifty messages of a state (or of all), the latest day first; and whether there are more."""
    query = sa.select(Message).order_by(Message.queued_on.desc(), Message.id)
    if state in STATES:
        query = query.where(Message.state == state)
    rows = list(db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def count_by_state() -> dict[str, int]:
    counted = {row[0]: row[1] for row in db.session.execute(sa.select(Message.state, sa.func.count()).group_by(Message.state))}
    return {state: counted.get(state, 0) for state in STATES}


def shown_words(message: Message) -> tuple[str | None, str] | None:
    """Recipient and body as a page may show them: only the demonstration shows an address or a secret link."""
    kept = words_of(message)
    if kept is None:
        return None
    if is_demonstration():
        return kept
    return None, LINK.sub(f"[{_('secret link, hidden')}]", kept[1]).replace(kept[0], f"[{_('address, hidden')}]")
