"""Pages and submissions per second of the real server, at several sizes: ``python bench/web.py --help``."""

from __future__ import annotations

import argparse
import datetime
import http.client
import os
import platform
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.fill import NUMBER  # noqa: E402

WORDS = "I pass the school every day. Please say in the law itself when a picture has to be erased."


def main() -> None:
    options = arguments()
    print(f"{datetime.datetime.now().astimezone():%Y-%m-%d}, {machine()}, {options.clients} clients, {options.seconds} s each")
    print(f"{'comments':>9}  {'what':<28} {'per second':>10} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as own:
        for size in sorted(int(size) for size in options.sizes.split(",")):
            folder = options.data or Path(own)
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run([sys.executable, str(ROOT / "bench" / "fill.py"), str(folder), str(size)], check=True)
            with Server(folder) as port:
                for name, visit in visits(port).items():
                    report(size, name, measured(visit, options.clients, options.seconds))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000", help="numbers of comments, as 1000,100000")
    parser.add_argument("--seconds", type=float, default=10, help="how long each page is asked for")
    parser.add_argument("--clients", type=int, default=4, help="how many ask at once")
    parser.add_argument("--data", type=Path, help="a folder to keep and to fill further; a new one each time if not given")
    return parser.parse_args()


def visits(port: int) -> dict[str, Callable[[], Callable[[], None]]]:
    """What is measured: each entry makes one client, a function that asks once and checks the answer."""
    listing = f"/d/{NUMBER}/comments"
    return {
        "docket page": lambda: reader(port, f"/d/{NUMBER}", "What people say"),
        "comments, shuffled": lambda: reader(port, listing, "What people say"),
        "comments, newest, against": lambda: reader(port, f"{listing}?order=newest&stance=oppose", "What people say"),
        "submission": lambda: writer(port),
    }


def reader(port: int, address: str, expected: str) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def read() -> None:
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200 and expected.encode() in body, (answer.status, body[:200])

    return read


def writer(port: int) -> Callable[[], None]:
    """A resident's last press, Send: the server makes number, code and its slow hash, face, leaf and counts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/d/{NUMBER}/comment")
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, page[:500]
    headers = {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "Content-Type": "application/x-www-form-urlencoded"}

    def write() -> None:
        fields = {"csrf_token": token[1], "token": secrets.token_urlsafe(16), "body": WORDS, "stance": "oppose", "step": "send"}
        connection.request("POST", f"/d/{NUMBER}/comment", urlencode(fields), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302 and "sent" in answer.headers["Location"], answer.status

    return write


def measured(make: Callable[[], Callable[[], None]], clients: int, seconds: float) -> tuple[float, list[float]]:
    """Answers per second, and the time of each in milliseconds, in order."""
    asks = [make() for _ in range(clients)]
    asks[0]()  # the first answer compiles the template
    times: list[list[float]] = [[] for _ in asks]
    faults: list[BaseException] = []
    began = time.monotonic()

    def go(place: int) -> None:
        try:
            while time.monotonic() - began < seconds:
                started = time.monotonic()
                asks[place]()
                times[place].append((time.monotonic() - started) * 1000)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=go, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    took = time.monotonic() - began
    return sum(map(len, times)) / took, sorted(t for own in times for t in own)


def report(size: int, name: str, figures: tuple[float, list[float]]) -> None:
    rate, times = figures
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.50, 0.95, 0.99))
    print(f"{size:>9,}  {name:<28} {rate:>10.1f} {p50:>8.1f} {p95:>8.1f} {p99:>8.1f}", flush=True)


class Server:
    """gunicorn as `civic serve` starts it, on loopback."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "8", "-b", f"127.0.0.1:{self.port}", "--log-level", "warning", "civic.wsgi:app"]
        environment = {**os.environ, "CIVIC_DATA": str(folder), "CIVIC_LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def __enter__(self) -> int:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return self.port
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not answer within a minute.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, SQLite"


if __name__ == "__main__":
    main()
