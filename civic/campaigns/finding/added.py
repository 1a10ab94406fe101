"""What each person added to the letter, as stretches of their own text."""

from __future__ import annotations

from civic.campaigns.finding.comparing import steps_between
from civic.campaigns.finding.words import spans_of, words_of

JOINED = 2  # words of the letter that may stand between two additions and are shown with them


def added_spans(letter: str, text: str) -> list[tuple[int, int]]:
    """Where in ``text`` its author's own words stand: (start, end) in code points, in order, never overlapping.

    Every word of ``text`` that is not part of the letter lies in one of them. With a different letter that is all of it.
    """
    steps = steps_between(words_of(letter), words_of(text))
    at = spans_of(text)
    own = [(step.b1, step.b2) for step in steps if step.kind != "equal" and step.b2 > step.b1]
    compared = max((step.b2 for step in steps), default=0)
    if compared < len(at):
        own.append((compared, len(at)))
    joined: list[list[int]] = []
    for start, end in own:
        if joined and start - joined[-1][1] <= JOINED:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return [(at[start][0], at[end - 1][1]) for start, end in joined]


def added_words(letter: str, text: str) -> list[str]:
    """The author's own words as they wrote them, one entry for each stretch."""
    return [text[start:end] for start, end in added_spans(letter, text)]
