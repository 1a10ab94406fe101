"""Which comments that a clerk typed another person compares with the paper or the recording: everything spoken, and one in ten
of the others.

Which ones is nobody's choice: bytes 5 to 8 of the random id of the comment's entry, which the record shows to everybody,
say it (the same number that shuffles the list). So the share is fair, and anybody can tell afterwards that it was kept to.
"""

from __future__ import annotations

from civic.comments.models import Channel, Comment

SAMPLE = 10  # one in ten
SPOKEN = (Channel.PHONE, Channel.HEARING)


def reason_to_check(comment: Comment) -> str | None:
    """voice, sample, or None where nobody needs to compare it again."""
    drawn = draw(comment.face.channel, comment.face.shuffle_key) if comment.face.by_clerk else "other"
    return None if drawn == "other" else drawn


def draw(channel: str, shuffle_key: int) -> str:
    """Of a typed comment: voice, sample, or other."""
    if channel in SPOKEN:
        return "voice"
    return "sample" if shuffle_key % SAMPLE == 0 else "other"
