"""What became of a comment: domains above say it here, and the comment's own pages show it.

    def start(app):
        tell_afterwards(app, everybody=sentences_that_cite)       # (Comment) -> list[Line], for /c/…
        tell_afterwards(app, author=citations_to_look_at)         # and for its author at the check desk

A line is a whole sentence with the address where it can be read or done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from civic.comments.models import Comment


@dataclass(frozen=True)
class Line:
    words: str
    address: str = ""
    link: str = ""  # the words of the link; the sentence itself where empty


Teller = Callable[[Comment], list[Line]]


def tell_afterwards(app: Flask, *, everybody: Teller | None = None, author: Teller | None = None) -> None:
    for name, teller in (("everybody", everybody), ("author", author)):
        if teller is not None:
            _tellers(app)[name].append(teller)


def told_to_everybody(comment: Comment) -> list[Line]:
    return [line for teller in _tellers(current_app)["everybody"] for line in teller(comment)]


def told_to_the_author(comment: Comment) -> list[Line]:
    return [line for teller in _tellers(current_app)["author"] for line in teller(comment)]


def _tellers(app: Any) -> dict[str, list[Teller]]:
    return app.extensions.setdefault("civic_afterwards", {"everybody": [], "author": []})
