"""Many comments from one network are slower, never refused: beyond a number per hour each waits for its turn of a minute.

Nothing is stored. Networks are known only by an HMAC of their prefix under a random key that lives in memory for an hour
or two; libraries, campuses and Tor share addresses, so the wait is all that ever happens. Where no proxy
stands in front, this machine itself has no limit.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
from collections import Counter

from flask import Flask, current_app, request

from civic.clock import now

PER_HOUR = 20  # from one /24, or one /56
PER_HOUR_WIDE = 80  # from one /48
TURN = 60  # seconds
LONGEST_WAIT = 600
QUICKEST = 3  # seconds in which no person writes a comment


class Hour:
    """One hour's counts, under a key of its own that goes with it."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.counts: Counter[bytes] = Counter()
        self.turns: dict[bytes, int] = {}

    def bucket(self, prefix: str) -> bytes:
        return hmac.digest(self.key, prefix.encode(), "sha256")[:16]


class Buckets:
    def __init__(self) -> None:
        self._number, self._now, self._before = 0, Hour(), Hour()
        self._lock = threading.Lock()

    def is_over(self, address: str | None, at: int) -> bool:
        """Count one more; whether its network sent too many in the last hour."""
        over, share = False, at % 3600 / 3600
        with self._lock:
            self._roll(at // 3600)
            for prefix, most in _prefixes(address):
                here = self._now.bucket(prefix)
                over = over or self._now.counts[here] + (1 - share) * self._before.counts[self._before.bucket(prefix)] >= most
                self._now.counts[here] += 1
        return over

    def turn(self, address: str | None, at: int) -> int:
        """When the next one of this network has its turn: one a minute, and nobody waits longer than ten."""
        with self._lock:
            self._roll(at // 3600)
            here = self._now.bucket(_prefixes(address)[0][0])
            self._now.turns[here] = due = min(max(at, self._now.turns.get(here, 0)) + TURN, at + LONGEST_WAIT)
            return due

    def _roll(self, number: int) -> None:
        if number != self._number:
            self._before = self._now if number == self._number + 1 else Hour()
            self._number, self._now = number, Hour()


def start(app: Flask) -> None:
    app.extensions["civic_limits"] = Buckets()


def opened_now(docket: str) -> str:
    """A signed time for the form: when it was opened."""
    return _signed("opened", docket, int(now().timestamp()))


def seconds_to_wait(docket: str, token: str, opened: str, turn: str) -> tuple[int, str]:
    """How long this submission waits (0: now), and the signed turn that its form carries meanwhile."""
    at = int(now().timestamp())
    due = _read("turn " + token, docket, turn)
    if due is not None:
        return max(0, due - at), turn
    sender = _sender()
    if not _prefixes(sender):
        return 0, ""
    since = _read("opened", docket, opened)
    quick = since is not None and at - since < QUICKEST
    if not _buckets().is_over(sender, at) and not quick:
        return 0, ""
    due = _buckets().turn(sender, at)
    return due - at, _signed("turn " + token, docket, due)


def _sender() -> str | None:
    """Without a proxy this machine itself tells nothing. Behind one nobody is this machine: who looks so shares one limit,
    so that a proxy too many in front slows everybody down instead of letting everybody through (``civic/proxies.py`` logs it).
    """
    address = request.remote_addr
    itself = address is not None and ipaddress.ip_address(address).is_loopback
    return None if itself and current_app.config["CIVIC"].proxies == 0 else address


def _prefixes(address: str | None) -> list[tuple[str, int]]:
    """The networks of an address with their limits, the narrowest first; none for one that tells nothing."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return []
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    sizes = [(24, PER_HOUR)] if ip.version == 4 else [(56, PER_HOUR), (48, PER_HOUR_WIDE)]
    return [(str(ipaddress.ip_network((ip, size), strict=False)), most) for size, most in sizes]


def _signed(purpose: str, docket: str, at: int) -> str:
    return f"{at}.{_mac(purpose, docket, at)}"


def _read(purpose: str, docket: str, signed: str) -> int | None:
    at, _, mac = (signed or "").partition(".")
    if not at.isdigit() or len(at) > 12 or not hmac.compare_digest(mac.encode(), _mac(purpose, docket, int(at)).encode()):
        return None
    return int(at)


def _mac(purpose: str, docket: str, at: int) -> str:
    key = current_app.config["CIVIC"].secret_key.encode()
    return hmac.digest(key, f"civic wait {purpose} {docket} {at}".encode(), "sha256").hex()[:32]


def _buckets() -> Buckets:
    return current_app.extensions["civic_limits"]
