"""A real SMTP server on loopback that keeps what it is given, or answers as a test wants."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask


class PostOffice:
    """``refuses`` holds recipients that do not exist here; ``after`` is called with each letter that was kept."""

    def __init__(self, answer: str = "250 kept") -> None:
        self.answer, self.letters = answer, []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.refuses: set[str] = set()
        self.after: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refuses:
            return f"550 5.1.1 {address} is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's own name
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.raw.append(envelope.content)
            self.senders.append(envelope.mail_from)
            if self.after is not None:
                self.after(server)
        return self.answer

    def only(self) -> EmailMessage:
        assert len(self.letters) == 1
        return self.letters[0]


@contextmanager
def mail_set_up(app: Flask, answer: str = "250 kept", url: str | None = None) -> Iterator[PostOffice]:
    """The app with SMTP set to a server of its own; ``url`` overrides it, for one that does not answer."""
    office, before = PostOffice(answer), app.config["CIVIC"]
    controller = Controller(office, hostname="127.0.0.1", port=_free_port())
    controller.start()
    app.config["CIVIC"] = dataclasses.replace(before, smtp_url=url or f"smtp://127.0.0.1:{controller.port}")
    try:
        yield office
    finally:
        app.config["CIVIC"] = before
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def words_in(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def link_in(letter: EmailMessage, part: str) -> str:
    """The address, without the host, of the link that holds this part."""
    found = next(word for word in words_in(letter).split() if word.startswith("http") and part in word)
    return "/" + found.split("/", 3)[3]
