"""How a message looks on the wire: plain text and simple HTML of the same words, in lines that every server takes.

No picture, no counting link, no secret in the subject. Signing (DKIM) is the relay's: docs/operators/mail.md.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Envelope:
    """One message as it goes out: to whom, in which language, with the headers of a list where it is one."""

    id: str
    subject: str
    recipient: str
    body: str
    language: str = "en"
    headers: dict[str, str] = field(default_factory=dict)
    foreword: str = ""  # first lines in the reader's own language, where the rest is in English
    foreword_language: str = ""


def as_mail(envelope: Envelope, *, sender: str, name: str, at: datetime) -> EmailMessage:
    """``sender`` is the address that mail comes from, ``name`` what readers see before it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=_one_line(name), addr_spec=sender)
    mail["To"], mail["Subject"] = envelope.recipient, _one_line(envelope.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(idstring=envelope.id, domain=sender.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    for header, value in envelope.headers.items():
        mail[header] = value
    mail.set_content(f"{envelope.foreword}\n\n{envelope.body}".lstrip(), cte="quoted-printable")
    mail.add_alternative(as_html(envelope), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = ", ".join(filter(None, (envelope.foreword_language, envelope.language)))
    return mail


def as_html(envelope: Envelope) -> str:
    """The same words: a paragraph for each block, links as links, nothing that is fetched."""
    foreword = f'<div lang="{envelope.foreword_language}">\n{_paragraphs(envelope.foreword)}\n</div>\n' if envelope.foreword else ""
    head = f'<meta charset="utf-8"><title>{html.escape(envelope.subject)}</title>'
    body = foreword + _paragraphs(envelope.body)
    return f'<!doctype html>\n<html lang="{envelope.language}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _paragraphs(text: str) -> str:
    blocks = [block for block in re.split(r"\n{2,}", text.strip()) if block]
    return "\n".join(f"<p>{'<br>'.join(_linked(line) for line in block.splitlines())}</p>" for block in blocks)


def id_in(message_id: str) -> str | None:
    """The outbox id inside a Message-ID of ours; a bounce that names it knows what only its recipient was told."""
    found = re.search(r"<[^<>@\s]*\.([A-Za-z0-9_-]{22})@", message_id)
    return found.group(1) if found else None


def _linked(line: str) -> str:
    parts, place = [], 0
    for link in LINK.finditer(line):
        address = html.escape(link.group().rstrip(".,;:)"))
        parts += [html.escape(line[place : link.start()]), f'<a href="{address}">{address}</a>']
        place = link.start() + len(link.group().rstrip(".,;:)"))
    return "".join(parts) + html.escape(line[place:])


def _one_line(words: str) -> str:
    """A header is one line: a title with a line break in it must not become a second header."""
    return " ".join(words.split())
