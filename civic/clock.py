"""The one clock: every instant the product stores or compares comes from ``now()``.

Only tests and the demonstration's loader may pretend another time; a production server refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The server's time, UTC, to the second."""
    return (_pretended.get() or datetime.now(UTC)).replace(microsecond=0)


def today() -> date:
    """The calendar day in the city's zone."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    return instant.astimezone(city_zone()).date()


def rounded_up_to_hour(instant: datetime) -> datetime:
    """Expiries of drafts and tokens are hours, so that they do not tell when they began."""
    hour = instant.replace(minute=0, second=0, microsecond=0)
    return hour if hour == instant else hour + timedelta(hours=1)


def city_zone() -> ZoneInfo:
    """The city's zone, as its settings say; UTC until it is set."""
    if has_app_context() and (source := current_app.extensions.get("civic_zone")):
        return source()
    return ZoneInfo("UTC")


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Act as if it were ``moment``: for tests and the demonstration only."""
    if has_app_context() and current_app.config["CIVIC"].production:
        raise RuntimeError("The clock of a production server cannot be set.")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
