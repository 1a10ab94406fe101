"""Work that the worker carries out: domains register it here, ``civic/notices/worker.py`` runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Work = Callable[[Any], None]
WORKS: dict[str, Work] = {}
CHORES: list[Callable[[], bool]] = []


def does(kind: str) -> Callable[[Work], Work]:
    """``@does("comments.import")``: the function that carries out jobs of a kind. It commits its own chunks."""

    def remember(work: Work) -> Work:
        WORKS[kind] = work
        return work

    return remember


def chore(step: Callable[[], bool]) -> Callable[[], bool]:
    """``@chore``: a function that does one small step in its own ``writing()`` and says whether there was anything to do."""
    CHORES.append(step)
    return step
