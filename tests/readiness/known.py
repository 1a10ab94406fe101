"""Frozen evidence for the checks: a docket for which everything is in order, to be changed in one place by each test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from civic.consultation.evidence import DELIVERED, Delivery, Evidence, Invitation, Reply, end_of
from civic.readiness.evidence import Decider, Hearing, Known, Listed, Point, Text, Window

ZONE = "America/Chicago"
DAY = timedelta(days=1)
VOTE = date(2026, 5, 29)
NUMBERS = {"text_days": 14, "response_days": 16, "window_days": 21, "hearing_notice_days": 10}


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(ZONE)).astimezone(UTC)


def office(id: str = "chief", *, arrived: date | None = date(2026, 5, 4), respond_by: date = date(2026, 5, 20), answered: date | None = date(2026, 5, 10), **changes: Any) -> Listed:
    """An office asked about version 1. The last day for this vote and sixteen days to answer is Tuesday, May 12."""
    asked = () if arrived is None else (
        Invitation("i", 1, at(arrived), respond_by, 16, ("q1", "q2"), (Delivery("d", DELIVERED, at(arrived)),)),
    )  # fmt: skip
    replies = () if answered is None else tuple(Reply(f"a{q}", "i", q, "official", at(answered)) for q in ("q1", "q2"))
    frame = Evidence(id, ZONE, at(date(2026, 1, 1)), at(VOTE), 1, (1,), invitations=asked, replies=replies)
    return Listed(id, {"chief": "Chief of Police"}.get(id, id.title()), replace(frame, **changes))


def known(today: date = date(2026, 5, 25), **changes: Any) -> Known:
    """On May 25, four days before the vote, everything is done."""
    whole = Known(
        moment=at(today), zone=ZONE, vote=VOTE, numbers=NUMBERS, text=Text(1, at(date(2026, 4, 20))), frozen_on=date(2026, 4, 1), listed=(office(),),
        windows=(Window("w", at(date(2026, 4, 20)), at(date(2026, 5, 15), 17)),), hearings=(Hearing("h", date(2026, 5, 13), date(2026, 5, 1), True),),
        summary_on=date(2026, 5, 18), points=(Point("p", "Keeping", True),), deciders=(Decider("m", "Diaz", date(2026, 5, 22)),),
    )  # fmt: skip
    return replace(whole, **changes)


def voted(**changes: Any) -> Known:
    """At three in the afternoon of the day of the vote."""
    return known(**({"moment": at(VOTE, 15), "decided": True} | changes))


def midnight_after(day: date) -> datetime:
    return end_of(day, ZONE)
