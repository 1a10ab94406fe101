"""News to many followers: how long queueing takes in its one transaction, how fast the worker delivers it over SMTP on
loopback, and what submissions wait meanwhile. With --kill the worker is killed while it sends; then everybody is counted.

    python bench/notices.py --followers 10000
    python bench/notices.py --followers 2000 --kill 5
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from aiosmtpd.controller import Controller  # noqa: E402

from bench.fill import NUMBER, application_in, fill  # noqa: E402
from bench.web import ROOT, Server, machine, writer  # noqa: E402

TOPICS = ["text", "dates", "answers", "letters", "summary", "decision", "outcome"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailboxes:
    """Counts who got how many; keeps no words."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.last = time.monotonic()

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802 - aiosmtpd's own name
        self.got.update(envelope.rcpt_tos)
        self.last = time.monotonic()
        return "250 kept"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--followers", type=int, default=10_000)
    asked.add_argument("--kill", type=int, default=0, help="how often the worker is killed while it sends")
    asked.add_argument("--seconds", type=int, default=600, help="after which delivery is given up")
    asked.add_argument("--before", type=int, default=10, help="seconds of submissions before anything is delivered")
    chosen = asked.parse_args()
    print(f"{datetime.datetime.now().astimezone():%Y-%m-%d}, {machine()}, {chosen.followers:,} followers of one docket")
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as own:
        folder = Path(own)
        fill(folder, 50)
        queue(folder, chosen.followers)
        boxes = Mailboxes()
        office = Controller(boxes, hostname="127.0.0.1", port=free_port())
        office.start()
        try:
            with Server(folder) as port:
                waits = submissions(port, chosen.before)
                print(f"submissions before: {line(waits)}")
                deliver(folder, office.port, port, boxes, chosen)
        finally:
            office.stop()


def queue(folder: Path, followers: int) -> None:
    """Followers as the product keeps them, one new version of the text, and the step that queues the news of it."""
    app = application_in(folder)
    with app.test_request_context("/"):
        from civic.clock import now, pretend
        from civic.database import db, writing
        from civic.dockets.queries import docket_numbered
        from civic.notices.bulletins import tell_followers
        from civic.notices.models import Message, Rhythm, Subscription, SubscriptionState
        from civic.notices.subscriptions import keep_address
        from civic.people.policy import set_policy
        from tests.factories import make_version

        with writing():
            set_policy("quiet_from", 0)
            set_policy("quiet_to", 0)
        for start in range(0, followers, 500):
            with writing():
                docket = docket_numbered(NUMBER)
                for n in range(start, min(start + 500, followers)):
                    one = Subscription(docket_id=docket.id, topics=TOPICS, rhythm=Rhythm.EACH, language="es" if n % 5 == 0 else "en",
                                       state=SubscriptionState.CONFIRMED, confirmed_at=now())  # fmt: skip
                    keep_address(one, f"reader{n}@example.org")
                    db.session.add(one)
        with writing():
            make_version(docket_numbered(NUMBER))
        db.session.remove()
        began = time.perf_counter()
        with pretend(now() + datetime.timedelta(minutes=3)):
            assert tell_followers()
        took = time.perf_counter() - began
        with writing():  # what was queued for three minutes from now is due at once
            queued = db.session.execute(db.update(Message).values(next_try_at=now())).rowcount
        assert queued == followers, queued
        print(f"queued in one transaction: {queued:,} messages in {took:.2f} s")
        db.session.remove()
        db.engine.dispose()


def deliver(folder: Path, mail_port: int, web_port: int, boxes: Mailboxes, chosen: argparse.Namespace) -> None:
    """The real worker as a process of its own; submissions go on beside it."""
    waits: list[float] = []
    done = threading.Event()
    writing = threading.Thread(target=lambda: waits.extend(submissions(web_port, chosen.seconds, done)))
    began = time.monotonic()
    worker = start_worker(folder, mail_port)
    writing.start()
    chance, kills = random.Random(7), 0
    try:
        while sum(boxes.got.values()) < chosen.followers and time.monotonic() - began < chosen.seconds:
            time.sleep(0.2)
            if kills < chosen.kill and sum(boxes.got.values()) > (kills + 1) * chosen.followers / (chosen.kill + 2) + chance.random():
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker, kills = start_worker(folder, mail_port), kills + 1
            if kills and len(boxes.got) == chosen.followers:
                break
    finally:
        done.set()
        writing.join()
        worker.terminate()
        worker.wait(timeout=30)
    took = boxes.last - began
    times = Counter(boxes.got.values())
    missing = chosen.followers - len(boxes.got)
    print(f"delivered: {len(boxes.got):,} in {took:.0f} s, {len(boxes.got) / took:.0f} a second; killed {kills} times")
    print(f"nobody's: {missing}; twice: {times.get(2, 0)}; more often: {sum(n for t, n in times.items() if t > 2)}")
    print(f"submissions meanwhile: {line(waits)}")


def start_worker(folder: Path, mail_port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CIVIC_DATA": str(folder), "CIVIC_LOG_LEVEL": "ERROR", "CIVIC_SMTP_URL": f"smtp://127.0.0.1:{mail_port}"}
    return subprocess.Popen([sys.executable, "-m", "civic", "worker"], cwd=ROOT, env=environment)


def submissions(port: int, seconds: float, done: threading.Event | None = None) -> list[float]:
    """One client that sends four comments a second; how long each answer took, in milliseconds."""
    write, times, began = writer(port), [], time.monotonic()
    while time.monotonic() - began < seconds and not (done and done.is_set()):
        started = time.monotonic()
        write()
        times.append((time.monotonic() - started) * 1000)
        time.sleep(0.25)
    return times


def line(waits: list[float]) -> str:
    if not waits:
        return "none"
    ordered = sorted(waits)
    p50, p95, longest = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 1.0))
    return f"{len(ordered)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms"


if __name__ == "__main__":
    main()
