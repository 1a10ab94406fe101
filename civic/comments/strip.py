"""V4, the record strip: do the counts add up? Rectangles for the states, in their fixed order, as long as their share.

A pure function of the counts: places and lengths in the units of the drawing, so that no number is measured twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from civic.comments.models import State

ORDER = (State.PUBLISHED, State.REDACTED, State.MOVED, State.HELD, State.WITHHELD, State.REMOVED, State.WITHDRAWN)
WIDE, NARROW, GAP = 640, 320, 2
LEAST = 4  # so that one comment of thousands is still seen
ROOM = 9  # units that a character of a label takes


@dataclass(frozen=True)
class Segment:
    state: str
    count: int
    x: float
    width: float
    label: str  # the number, where it fits; otherwise it stands in the key below


def strip(counts: dict[str, int], width: int) -> list[Segment]:
    """One segment for each state that has comments; together with the gaps exactly as long as the drawing is wide."""
    present = [state.value for state in ORDER if counts.get(state.value)]
    total = sum(counts[state] for state in present)
    room = width - GAP * (len(present) - 1)
    small = [state for state in present if room * counts[state] / total < LEAST]
    rest = sum(counts[state] for state in present if state not in small)
    segments, x = [], 0.0
    for state in present:
        length = LEAST if state in small else (room - LEAST * len(small)) * counts[state] / rest
        number = f"{counts[state]:,}"
        segments.append(Segment(state, counts[state], round(x, 2), round(length, 2), number if length >= ROOM * len(number) + 8 else ""))
        x += length + GAP
    return segments
