"""The demonstration as `civic serve` makes it on its first start: made once, then copied by the tests of the commands and of the browser."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.databases import keep_compiled_templates

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "output" / "demonstration"
SAID = "said-on-the-first-start"


def demonstration() -> Path:
    """A data folder with today's demonstration, made by this code, and in ``SAID`` what was printed meanwhile; copy it, do not change it."""
    return once(KEPT, f"{_code()}-{datetime.now(UTC):%Y%m%d}", _first_start)


def once(shelf: Path, name: str, make: Callable[[Path], None]) -> Path:
    """``shelf/name``, made by whichever test process needs it first; others of the same shelf are out of date."""
    shelf.mkdir(parents=True, exist_ok=True)
    folder = shelf / name
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in shelf.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            being_made = shelf / "being made"
            being_made.mkdir(mode=0o700)
            make(being_made)
            being_made.rename(folder)
    return folder


def _first_start(folder: Path) -> None:
    keep_compiled_templates(folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIVIC_")}
    command = [sys.executable, "-m", "civic", "serve", "--data", str(folder), "--port", str(free_port()), "--check"]
    started = subprocess.run(command, cwd=ROOT, env={**environment, "CIVIC_TEST_UNSAFE": "1"}, capture_output=True, text=True, timeout=240)
    assert started.returncode == 0, started.stdout + started.stderr
    (folder / SAID).write_text(started.stderr)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _code() -> str:
    """What the demonstration is made from; a change of any file makes it anew."""
    parts = [path for kind in ("civic", "migrations", "templates") for path in (ROOT / kind).rglob("*.*") if path.suffix != ".mo" and not {"static", "__pycache__"} & set(path.parts)]
    told = sorted(f"{path} {path.stat().st_mtime_ns}" for path in parts)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
