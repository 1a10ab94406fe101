"""The scenes of each station: ``scenes(stage, story, on)`` gives (day, order within the day, what happens)."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def found(thing: T | None) -> T:
    """What an earlier scene made; without it the story does not hold together."""
    if thing is None:
        raise LookupError("a scene names what no earlier scene has made")
    return thing
