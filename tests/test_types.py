"""The types hold: mypy finds nothing in the product's code, and nothing is waved through without naming what."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only, pytest.mark.timeout(300)]  # the same code on any database


def mypy(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mypy", *options], cwd=ROOT, capture_output=True, text=True)


def test_mypy_finds_nothing() -> None:
    answer = mypy()
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr


def test_the_guard_sees_a_wrong_type_and_a_nameless_exception(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text('def days() -> int:\n    return "three"\n\n\nx: int = "four"  # type: ignore\n')
    answer = mypy("--cache-dir", str(tmp_path / "cache"), str(tmp_path / "planted.py"))
    assert answer.returncode == 1
    assert "Incompatible return value type" in answer.stdout and "ignore-without-code" in answer.stdout
