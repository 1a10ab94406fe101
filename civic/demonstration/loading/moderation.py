"""What moderators decided about a docket's comments, and how appeals ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from civic.comments.models import Comment
from civic.demonstration.loading import found
from civic.moderation import actions
from civic.moderation.models import Decision
from civic.moderation.queries import decisions_on
from civic.record.words import split_words

Scene = tuple[date, int, Callable[[], None]]
TWO = {"withhold", "move", "withhold_name"}


def scenes(stage: Any, story: Any, on: Callable[[int], date]) -> list[Scene]:
    told = story.moderation
    rows: list[Scene] = [(on(d.day), 8, partial(_decide, stage, story, d)) for d in told.decisions]
    for appeal in told.appeals:
        rows.append((on(appeal.day), 8, partial(_appeal, stage, story, appeal)))
        rows.append((on(appeal.decided), 9, partial(_review, stage, story, appeal)))
    return rows


def _decide(stage: Any, story: Any, decision: Any) -> None:
    comment, by = _comment(stage, story, decision.comment), stage.people[decision.by]
    if decision.action == "publish":
        actions.publish(comment, by=by, note=decision.reason)
    elif decision.action == "redact":
        actions.redact(comment, _places(story.comment(decision.comment).last_words, decision.spans), by=by, code=decision.code, note=decision.reason)
    elif decision.action == "fold":
        actions.fold(comment, _comment(stage, story, decision.same_as), by=by, note=decision.reason)
    elif decision.action in TWO:
        actions.confirm(actions.propose(comment, decision.code, by=by, note=decision.reason), by=stage.people[decision.second])


def _appeal(stage: Any, story: Any, appeal: Any) -> None:
    actions.file_appeal(_decision(stage, story, appeal.decision), appeal.grounds)


def _review(stage: Any, story: Any, appeal: Any) -> None:
    actions.decide_appeal(found(_decision(stage, story, appeal.decision).appeal), appeal.outcome, appeal.reasons, by=stage.people[appeal.reviewer])


def _comment(stage: Any, story: Any, key: str) -> Comment:
    return stage.comments[f"{story.key}/{key}"]


def _decision(stage: Any, story: Any, key: str) -> Decision:
    told = next(d for d in story.moderation.decisions if d.key == key)
    return next(d for d in decisions_on(_comment(stage, story, told.comment)) if d.code == told.code)


def _places(text: str, spans: tuple[str, ...]) -> list[tuple[int, int]]:
    """Places of the words that these phrases touch."""
    found, reached = [], 0
    for place, word in enumerate(split_words(text)):
        if any((start := text.find(span)) < reached + len(word.rstrip()) and reached < start + len(span) for span in spans if span in text):
            found.append((place, place + 1))
        reached += len(word)
    return found
