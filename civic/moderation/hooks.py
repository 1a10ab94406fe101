"""Where higher domains add to the queue: lines at its head, or at one comment, that lead to pages of their own (groups of the same letter, say)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from civic.dockets.models import Docket

NAME = "civic_beside_queue"
ITEMS = "civic_beside_items"


@dataclass(frozen=True)
class Beside:
    """One line: what waits there, and where."""

    words: Any
    address: str


def put_beside_queue(app: Flask, provider: Callable[[Docket], list[Beside]]) -> None:
    app.extensions.setdefault(NAME, []).append(provider)


def beside_queue(docket: Docket) -> list[Beside]:
    return [line for provider in current_app.extensions.get(NAME, []) for line in provider(docket)]


def put_beside_items(app: Flask, provider: Callable[[Sequence[str]], dict[str, Beside]]) -> None:
    """``provider``: ids of comments -> the line of each that has one; the key G opens it."""
    app.extensions.setdefault(ITEMS, []).append(provider)


def beside_items(comments: Sequence[str]) -> dict[str, list[Beside]]:
    found: dict[str, list[Beside]] = {}
    for provider in current_app.extensions.get(ITEMS, []):
        for comment, line in provider(comments).items():
            found.setdefault(comment, []).append(line)
    return found
