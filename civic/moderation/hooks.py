"""Where higher domains add to the queue: lines at its head that lead to pages of their own (groups of the same letter, say)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from civic.dockets.models import Docket

NAME = "civic_beside_queue"


@dataclass(frozen=True)
class Beside:
    """One line: what waits there, and where."""

    words: Any
    address: str


def put_beside_queue(app: Flask, provider: Callable[[Docket], list[Beside]]) -> None:
    app.extensions.setdefault(NAME, []).append(provider)


def beside_queue(docket: Docket) -> list[Beside]:
    return [line for provider in current_app.extensions.get(NAME, []) for line in provider(docket)]
