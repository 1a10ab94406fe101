"""A docket with comments on both sides, sorted into two themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civic.comments.models import Comment
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.themes.actions import add_theme, code_comment
from civic.themes.models import Theme
from tests.cast import ama, anna
from tests.factories import make_comment, make_docket


@dataclass
class Study:
    docket: Docket
    analyst: Account
    approver: Account
    errors: Theme
    safety: Theme
    comments: dict[str, Comment]

    def numbers(self, *keys: str) -> list[str]:
        return [self.comments[key].number for key in keys]


def make_study(number: str = "2026-014", *, code: bool = True, **more: Any) -> Study:
    """Six comments: a to c on errors (c opposes the law), d and e on safety (e supports it), f on neither."""
    docket = make_docket(number, **more)
    said = {
        "a": ("The machine took my son for a thief. I was there.", "support"),
        "b": ("A wrong match can ruin a life in one day.", "support"),
        "c": ("A match is only a tip. Officers check it.", "oppose"),
        "d": ("My sister was hurt and nobody was found.", "oppose"),
        "e": ("Detectives did their work before this machine came.", "support"),
        "f": ("Hello from the north side.", ""),
    }
    comments = {key: make_comment(docket, body, stance=stance) for key, (body, stance) in said.items()}
    analyst, approver = anna(), ama()
    errors = add_theme(docket, "Mistakes", "Somebody is taken for somebody else.", by=analyst)
    safety = add_theme(docket, "Safety", "Crimes, and people who are missing.", by=analyst)
    study = Study(docket, analyst, approver, errors, safety, comments)
    for key, themes in {"a": [errors], "b": [errors], "c": [errors], "d": [safety], "e": [safety], "f": []}.items() if code else ():
        code_comment(comments[key], themes, by=analyst)
    return study
