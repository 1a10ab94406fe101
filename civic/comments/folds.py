"""Which cards of a list are folded into one: a domain above says it, the list only shows it.

    def start(app):
        put_folds(app, folds_of)       # (faces of the page) -> {comment id: Fold}

A fold changes nothing but the look of a page: no filter, no search, no count and no export knows of it (I-27).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from civic.comments.models import Face


@dataclass(frozen=True)
class Fold:
    """``here``: the comments of it on this page, in the page's order; ``added``: comment id -> what its author added."""

    id: str
    size: int
    address: str
    here: Sequence[Face]
    added: dict[str, list[str]]


@dataclass(frozen=True)
class Card:
    face: Face
    fold: Fold | None = None  # the others of it are behind this card

    @property
    def others(self) -> list[Face]:
        return [face for face in self.fold.here if face.comment_id != self.face.comment_id] if self.fold else []


Folder = Callable[[Sequence[Face]], dict[str, Fold]]


def put_folds(app: Flask, folder: Folder) -> None:
    app.extensions["civic_folds"] = folder


def cards_of(faces: Sequence[Face], *, folded: bool = True) -> list[Card]:
    """The cards of a page; each of its comments is on exactly one of them."""
    folder: Any = current_app.extensions.get("civic_folds")
    folds = folder(faces) if folder is not None and folded else {}
    cards, seen = [], set()
    for face in faces:
        fold = folds.get(face.comment_id)
        if fold is None:
            cards.append(Card(face))
        elif fold.id not in seen:
            seen.add(fold.id)
            cards.append(Card(face, fold))
    return cards
