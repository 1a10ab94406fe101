"""Working days of the city: Monday to Friday, less its holidays."""

from __future__ import annotations

from datetime import date, timedelta

from civic.people.policy import policy


def business_days_after(day: date, n: int) -> date:
    """The day ``n`` working days later; the starting day is not counted."""
    while n > 0:
        day += timedelta(days=1)
        if is_business_day(day):
            n -= 1
    return day


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day.isoformat() not in set(policy("holidays") or [])
