"""The list of checks and its version. A change of the list is a new version with its day; votes keep the one they were taken under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

VERSION = 1
SINCE = date(2026, 11, 26)


class Code(StrEnum):
    TEXT_ONLINE = "text_online"
    LIST_FROZEN = "list_frozen"
    ASKED_IN_TIME = "asked_in_time"
    QUESTIONS_SETTLED = "questions_settled"
    COMMENTS_OPEN = "comments_open"
    HEARING_NOTICED = "hearing_noticed"
    HEARING_HELD = "hearing_held"
    SUMMARY_PUBLISHED = "summary_published"
    POINTS_ANSWERED = "points_answered"
    PACKET_DELIVERED = "packet_delivered"


@dataclass(frozen=True)
class Rule:
    """One check of the list. ``number`` is the city's setting that it reads: dated, and without a first value where no law is known."""

    code: Code
    number: str | None = None


RULES = (
    Rule(Code.TEXT_ONLINE, "text_days"),
    Rule(Code.LIST_FROZEN),
    Rule(Code.ASKED_IN_TIME, "response_days"),
    Rule(Code.QUESTIONS_SETTLED),
    Rule(Code.COMMENTS_OPEN, "window_days"),
    Rule(Code.HEARING_NOTICED, "hearing_notice_days"),
    Rule(Code.HEARING_HELD, "hearing_notice_days"),
    Rule(Code.SUMMARY_PUBLISHED),
    Rule(Code.POINTS_ANSWERED),
    Rule(Code.PACKET_DELIVERED),
)
