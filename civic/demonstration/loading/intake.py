"""Comments from paper and speech: who typed them, and who compared them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from civic.comments.models import READABLE, Comment
from civic.comments.typed import reason_to_check
from civic.exchange.second_checks import check_of, check_typed
from civic.people.models import Account

Scene = tuple[date, int, Callable[[], None]]
COMPARING = 9  # within a day: after the moderators
ONE, OTHER = "casey", "lena"


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    """What Casey typed Lena compares the day after; what Lena typed still waits for Casey."""
    return [(on(said.day + 1), COMPARING, partial(_compare, stage, f"{story.key}/{said.key}")) for said in story.comments if typist(story, said) == ONE]


def typist(story: Any, said: Any) -> str | None:
    """Lena takes the calls about plate readers; everything else that does not come by the site Casey types."""
    if said.channel == "web":
        return None
    return OTHER if story.key == "docket_two" and said.channel == "phone" else ONE


def _compare(stage: Any, key: str) -> None:
    comment: Comment = stage.comments[key]
    second: Account = stage.people[OTHER]
    if reason_to_check(comment) and check_of(comment) is None and comment.face.state in READABLE and comment.held_on is None:
        check_typed(comment, found="fits", by=second)
