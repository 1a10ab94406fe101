from __future__ import annotations

from flask import Blueprint, request
from werkzeug import Response

from civic.notices import queries
from civic.notices.models import Message
from civic.notices.wording import FAILURES, STATES
from civic.permissions import Permission, allows
from civic.web import page

LAST_PAGE = 1_000_000  # a larger number than any database counts to is no page
bp = Blueprint("notices", __name__, url_prefix="/staff/outbox")


@bp.get("")
@allows(Permission.OUTBOX_SEE)
def outbox() -> Response:
    state, number = request.args.get("state", ""), min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    messages, has_more = queries.messages_in(state, number)
    return page(
        "notices/outbox.html", messages=messages, has_more=has_more, number=number, state=state, counts=queries.count_by_state(),
        sends_mail=queries.sends_mail(), STATES=STATES, FAILURES=FAILURES,
    )  # fmt: skip


@bp.get("/<id:message>")
@allows(Permission.OUTBOX_SEE, Message)
def message(message: Message) -> Response:
    return page("notices/message.html", message=message, words=queries.shown_words(message), sends_mail=queries.sends_mail(), STATES=STATES, FAILURES=FAILURES)
