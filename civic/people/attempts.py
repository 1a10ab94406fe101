"""Failed sign-ins: after five in a row an account waits, each time twice as long, fifteen minutes at most.

Kept in memory: nothing about who tried to be whom is written down. Nobody is told whether an account waits.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from hashlib import sha256

from civic.clock import now

FREE = 5
LONGEST = timedelta(minutes=15)
_failures: dict[str, tuple[int, datetime]] = {}  # account -> (how many in a row, when the last one was)
_mailed: dict[str, list[datetime]] = {}
_lock = threading.Lock()


def failed(account_id: str) -> None:
    with _lock:
        count, _ = _failures.get(account_id, (0, now()))
        _failures[account_id] = (count + 1, now())


def succeeded(account_id: str) -> None:
    with _lock:
        _failures.pop(account_id, None)


def must_wait(account_id: str) -> bool:
    count, last = _failures.get(account_id, (0, now()))
    if count < FREE:
        return False
    return now() < last + min(timedelta(seconds=30) * 2 ** (count - FREE), LONGEST)


def may_mail(recipient: str) -> bool:
    """Whether a person's address may get another message of the sign-in pages: three in an hour, not more."""
    mark = sha256(recipient.encode()).hexdigest()
    with _lock:
        recent = [at for at in _mailed.get(mark, []) if now() - at < timedelta(hours=1)]
        _mailed[mark] = [*recent, now()] if len(recent) < 3 else recent
    return len(recent) < 3
