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
    def __init__(self, answer: str = "250 kept") -> None:
        self.answer, self.letters = answer, []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's own name
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
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
