"""What readers call the pieces of a text, whose reason stands for them, and what a piece holds with all inside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def names_of(pieces: Iterable[Any]) -> dict[str, str]:
    """By wId: 2, 2 (a) …"""
    names, section = {}, ""
    for piece in pieces:
        section = piece.number if piece.kind == "section" else section
        names[piece.wid] = piece.number if piece.kind == "section" or not section else f"{section} {piece.number}"
    return names


def reasons_of(pieces: Iterable[Any], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Why each piece changed: its own reason, else that of the section it stands in. ``given`` are a draft's reasons."""
    reasons, current = {}, ""
    for piece in pieces:
        own = given.get(piece.wid, "") if given is not None else piece.reason
        if piece.kind == "section":
            current = own
        reasons[piece.wid] = own or current
    return reasons


def whole_pieces(pieces: Sequence[Any]) -> dict[str, str]:
    """By wId, the words of a piece with everything that stands inside it; white space does not count."""
    words: dict[str, list[str]] = {}
    open_pieces: list[Any] = []
    for piece in pieces:
        while open_pieces and open_pieces[-1].level >= piece.level:
            open_pieces.pop()
        open_pieces.append(piece)
        words[piece.wid] = []
        for outer in open_pieces:
            words[outer.wid] += piece.text.split()
    return {wid: " ".join(found) for wid, found in words.items()}
