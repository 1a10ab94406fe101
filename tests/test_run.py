"""./run says in one sentence what is missing, and starts and stops as a whole."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from civic.pages.commands import _has_every_table
from tests.databases import migrate

ROOT = Path(__file__).parent.parent
PYTHONS = ("python3", "python3.13", "python3.12", "python3.11")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout where nothing is installed yet."""
    for name in ("run", "pyproject.toml", "package-lock.json", "hatch_build.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *options: str, pythons: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``pythons``: the shell script that every Python of this machine is."""
    tools = folder / "tools"
    tools.mkdir()
    for name in PYTHONS:
        (tools / name).write_text(f"#!/bin/sh\n{pythons}\n")
        (tools / name).chmod(0o755)
    path = os.pathsep.join([str(tools), "/usr/bin", "/bin"])
    return subprocess.run(["bash", "run", *options], cwd=folder, env={"PATH": path, **environment}, capture_output=True, text=True, timeout=60)


def test_an_old_python_is_named(bare: Path) -> None:
    answer = run(bare, pythons="exit 1")
    assert answer.returncode == 1 and answer.stderr.startswith("Civic needs Python 3.11 or newer; install it")
    assert len(answer.stderr.splitlines()) == 1


def test_a_missing_venv_module_is_named(bare: Path) -> None:
    answer = run(bare, pythons='case "$2" in *venv*) exit 1;; esac; exit 0')
    assert answer.returncode == 1 and answer.stderr.splitlines()[-1].startswith("Python's venv module is missing; install it")


MAKES_A_VENV = """\
case "$*" in
  *-m\\ venv*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; touch "$3/bin/pip"; chmod +x "$3/bin/pip";;
  *uv\\>*) [ -n "$UV" ] || exit 1; printf '#!/bin/sh\\necho uv "$@" >> "$SAID"\\n' > .venv/bin/uv; chmod +x .venv/bin/uv;;
esac
case "$0" in *.venv*) echo python "$@" >> "$SAID";; esac"""


@pytest.mark.parametrize(("there", "installed_with"), [("yes", "uv pip install -q --python .venv/bin/python -e ."), ("", "python -m pip install -q -e .")])
def test_uv_is_fetched_and_where_it_cannot_be_had_pip_does_it(bare: Path, there: str, installed_with: str) -> None:
    answer = run(bare, "--no-demo", pythons=MAKES_A_VENV, UV=there, SAID=str(bare / "said"))
    assert answer.returncode == 0, answer.stderr
    said = (bare / "said").read_text().splitlines()
    assert [line for line in said if " -e ." in line] == [installed_with]
    assert said[-1] == "python -m civic serve --no-demo" and (bare / ".venv" / ".civic-stamp").exists()


def serve(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "civic", "serve", "--data", str(tmp_path / "data"), *options]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "CIVIC_LOG_LEVEL": "ERROR", **environment}, capture_output=True, text=True, timeout=110)


@pytest.mark.slow
def test_a_taken_port_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = serve(tmp_path, "--port", str(port))
    assert answer.returncode == 1
    assert answer.stderr == f"Error: Port {port} is taken. Choose another one: ./run --port {port + 1}\n"


@pytest.mark.slow
def test_an_address_outside_this_machine_needs_https(tmp_path: Path) -> None:
    answer = serve(tmp_path, "--host", "0.0.0.0", "--port", "8399")
    assert answer.returncode == 1 and "Outside this machine Civic needs HTTPS" in answer.stderr


@pytest.mark.parametrize(("environment", "ends"), [("production", True), ("development", False)])
def test_an_old_sqlite_library_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: str, ends: bool) -> None:
    """In production it refuses; at home it warns and goes on."""
    import click

    from civic.pages import commands

    monkeypatch.setattr(commands, "sqlite_version", lambda: (3, 40, 1))
    settings = {"CIVIC_ENV": environment, "CIVIC_PUBLIC_URL": "http://localhost:0"}
    if ends:
        with pytest.raises(click.ClickException, match=r"SQLite 3\.40\.1 can damage a database"):
            commands._refuse_unsafe("localhost", 0, settings)
    else:
        commands._refuse_unsafe("localhost", 0, settings)
        assert "SQLite 3.40.1 can damage a database" in capsys.readouterr().err


@pytest.mark.slow
def test_a_database_that_cannot_be_brought_up_to_date_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "civic.sqlite").write_text("this is a letter, not a database, and long enough to be looked at")
    answer = serve(tmp_path, "--port", "0")
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == "Error: The database could not be brought up to date; the reason stands above."


@pytest.mark.slow
@pytest.mark.timeout(150)
def test_it_starts_answers_and_stops(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    answer = serve(tmp_path, "--port", str(port), "--no-demo", "--check")
    assert answer.returncode == 0, answer.stderr
    assert f"Civic is at http://localhost:{port} (started in" in answer.stdout
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "something still answers"


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.timeout(150)
def test_being_stopped_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    """The website and the worker hold a mark on the data folder as long as they live."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path / "data"
    command = [sys.executable, "-m", "civic", "serve", "--data", str(data), "--port", str(port), "--no-demo"]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "CIVIC_LOG_LEVEL": "ERROR"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    deadline = time.monotonic() + 100
    while len(children.read_text().split()) < 2 and time.monotonic() < deadline:  # while it migrates there is one
        time.sleep(0.02)
    started = children.read_text().split()
    running.terminate()
    assert running.wait(30) == 128 + signal.SIGTERM and len(started) == 2
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_only_a_database_with_the_newest_tables_is_left_as_it_is(tmp_path: Path) -> None:
    environment, file = {"CIVIC_DATA": str(tmp_path)}, tmp_path / "civic.sqlite"
    assert not _has_every_table(environment), "an empty one has none"
    migrate(f"sqlite:///{file}", tmp_path)
    assert _has_every_table(environment)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    assert not _has_every_table(environment), "one of an earlier version is brought up to date"
    file.write_bytes(b"no database at all" * 100)
    assert not _has_every_table(environment), "the start says what is wrong with a damaged file"
