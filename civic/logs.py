"""Logs by allow-list: an event name and named plain values; never an address, a name or anyone's words."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {"event", "level", "timestamp", "kind", "place", "status", "method", "endpoint", "count", "seconds", "job", "version",
     "port", "size", "attempt", "state"}
)  # fmt: skip


def start(level: str) -> None:
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its access log holds addresses
    logging.getLogger("flask_wtf").setLevel(logging.ERROR)  # what it says about a form is no event of ours
    logging.getLogger("alembic.runtime.migration").addFilter(_says_what_it_did)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _says_what_it_did(line: logging.LogRecord) -> bool:
    """Of the database's upkeep an operator wants the steps, not how it sees the database."""
    return str(line.msg).startswith("Running")


def log(event: str, **values: Any) -> None:
    structlog.get_logger().info(event, **values)


def log_fault(error: BaseException) -> None:
    """The class of an unexpected error and where it arose; its message may hold someone's words, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rsplit('/civic/', 1)[-1]}:{frame.lineno}" for frame in frames if "/civic/" in frame.filename]
    structlog.get_logger().error("fault", kind=type(error).__name__, place=" > ".join(places[-4:]))


def _only_allowed(_: Any, __: str, values: MutableMapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in ALLOWED}
