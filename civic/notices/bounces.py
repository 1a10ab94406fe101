"""Mail that came back: a delivery report (RFC 3464), as the mail server hands it to `civic mail bounced`."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from flask_babel import gettext as _

from civic.database import Refusal, db
from civic.notices.actions import mark_bounced
from civic.notices.models import Message
from civic.notices.writing import id_in


def take_report(raw: bytes) -> Message:
    """Mark the message that the report is about. Only who got the message knows its id, so a made-up report fits none."""
    report = message_from_bytes(raw, policy=policy.default)
    status = _first(report, "message/delivery-status")
    returned = _first(report, "message/rfc822") or _first(report, "text/rfc822-headers")
    if status is None or returned is None:
        raise Refusal(_("This is no delivery report: it has no machine-readable status or does not name the message."))
    recipient, code = _refused(status)
    if recipient is None:
        raise Refusal(_("The report says that the message is delayed or delivered; nothing was changed."))
    message = db.session.get(Message, id_in(_message_id(returned)) or "")
    if message is None:
        raise Refusal(_("The report is not about a message of this site."))
    if message.state != "bounced":
        mark_bounced(message, code, recipient)
    return message


def _first(report: EmailMessage, kind: str) -> EmailMessage | None:
    return next((part for part in report.walk() if part.get_content_type() == kind), None)


def _refused(status: EmailMessage) -> tuple[str | None, str]:
    """The recipient that failed for good, and the code; the groups of the report come as parts of their own."""
    groups: Any = status.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if str(group.get("Action", "")).strip().lower() == "failed" and str(group.get("Status", "")).strip().startswith("5"):
            return str(group.get("Final-Recipient", "")).partition(";")[2].strip(), str(group["Status"]).strip()
    return None, ""


def _message_id(returned: EmailMessage) -> str:
    payload: Any = returned.get_payload()
    headers = payload[0] if isinstance(payload, list) else message_from_bytes(str(payload).encode(), policy=policy.default)
    return str(headers.get("Message-ID", ""))
