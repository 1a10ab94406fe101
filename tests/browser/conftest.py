"""A real server with the demonstration on loopback, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.installations import demonstration, free_port

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first has no windows to draw and is the fastest
CHROMIUM = os.environ.get("CIVIC_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One walk first, for which one process loads the demonstration while the other looks at the saved pages; then the rest."""
    items.sort(key=lambda item: 0 if _makes_the_demonstration(item) else 1 if item.get_closest_marker("long") else 2)


def _makes_the_demonstration(item: pytest.Item) -> bool:
    return item.path.name == "test_consultation_walk.py" and "without scripts" not in item.name


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `civic serve` with the demonstration as it was first made; stopped at the end."""
    with serve_civic(tmp_path_factory.mktemp("site")) as address:
        yield address


def serve_civic(folder: Path, *options: str) -> AbstractContextManager[str]:
    """A site of its own, with a copy of the demonstration unless ``--no-demo``."""
    if "--no-demo" not in options:
        shutil.copytree(demonstration(), folder, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("*.lock"))
    return _served(folder, *options)


@contextmanager
def _served(folder: Path, *options: str) -> Iterator[str]:
    port = free_port()
    environment = {**os.environ, "CIVIC_DATA": str(folder)}
    environment.pop("CIVIC_DATABASE_URL", None)
    command = [sys.executable, "-m", "civic", "serve", "--port", str(port), "--data", str(folder), *options]
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(command, env=environment, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "Civic is at" in line, line
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    if not CHROMIUM:
        pytest.skip("no Chromium here; install it with: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
