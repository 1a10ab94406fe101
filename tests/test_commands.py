"""Every command of README and docs is carried out, against an installation made for it; what cannot be is listed with the reason."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.carrying import Carrier
from tests.dockets.files import PLAIN, matter_file
from tests.documented import NOT_RUN, PAGES, ROOT, RUNS, Run, documented
from tests.installations import SAID, demonstration, free_port, once

pytestmark = pytest.mark.sqlite_only
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("CIVIC_")} | {
    "CIVIC_LOG_LEVEL": "ERROR",
    "CIVIC_TEST_UNSAFE": "1",
}


def today() -> date:
    """In the cities of these tests."""
    return datetime.now(ZoneInfo("America/Chicago")).date()


# --- the tables


def test_every_documented_command_is_run_or_says_why_not() -> None:
    shown, told = documented(), RUNS.keys() | NOT_RUN.keys()
    alike = {_without_numbers(words) for words in told}  # ten followers or ten thousand: one command
    assert {words: page for words, page in shown.items() if _without_numbers(words) not in alike} == {}, (
        "new commands: add them to tests/documented.py"
    )
    pages = "".join(page.read_text() for page in PAGES)
    assert [words for words in told if words not in shown and f"`{words}`" not in pages and words != "make"] == [], (
        "no page shows these any more"
    )
    assert not RUNS.keys() & NOT_RUN.keys() and all(reason for reason in NOT_RUN.values())


def _without_numbers(words: str) -> str:
    return re.sub(r"\d[\d,]*", "9", words)


def test_what_is_not_run_cannot_grow_unnoticed(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(
            "\nNot carried out by the tests:\n"
            + "".join(f"  {words}\n      {reason}\n" for words, reason in NOT_RUN.items())
        )
    assert len(NOT_RUN) == 44 and len(RUNS) > 60


def test_every_documented_option_is_used() -> None:
    left_out = {
        words: missing for words, row in RUNS.items()
        if (missing := set(re.findall(r"--[a-z-]+", words)) - set(re.findall(r"--[a-z-]+", " ".join(row.commands)))) and not words.startswith("civic serve")
    }  # fmt: skip
    assert left_out == {}


# --- carrying them out


@pytest.fixture(scope="module")
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    yield made
    made.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, carrier: Carrier) -> Callable[[str], Path]:
    """Installations to copy from, made once for all test processes."""
    shared = (
        tmp_path_factory.getbasetemp().parent
        if os.environ.get("PYTEST_XDIST_WORKER")
        else tmp_path_factory.getbasetemp()
    )

    return lambda kind: once(shared / kind, "installation", lambda folder: MAKERS[kind](folder, carrier))


def make_empty(folder: Path, carrier: Carrier) -> None:
    (folder / "data").mkdir(parents=True, mode=0o700)
    done = carrier.run(["civic", "db", "upgrade"], folder, environment(folder))
    assert done[0] == 0, done[1]
    make_files(folder)


def make_city(folder: Path, carrier: Carrier) -> None:
    make_empty(folder, carrier)
    arrange = "from tests.commands_city import arrange; arrange()"
    subprocess.run(
        [sys.executable, "-c", arrange], cwd=ROOT, env=environment(folder), check=True, capture_output=True, text=True
    )


def make_demo(folder: Path, carrier: Carrier) -> None:
    shutil.copytree(demonstration(), folder / "data", symlinks=True)
    make_files(folder)
    download = f"from tests.commands_city import download; download({str(folder)!r})"
    subprocess.run(
        [sys.executable, "-c", download], cwd=ROOT, env=environment(folder), check=True, capture_output=True, text=True
    )


MAKERS = {"empty": make_empty, "city": make_city, "demo": make_demo}


def make_files(folder: Path) -> None:
    """What the rows name."""
    day = str(today())
    said = [{"text": f"Comment {n} about cameras.", "submitted_at": day, "channel": "email"} for n in range(3)]
    (folder / "comments.jsonl").write_text("".join(json.dumps(row) + "\n" for row in said))
    (folder / "letters.csv").write_text(f"words,postmark\nKeep them off.,{day}\nKeep them on.,{day}\n")
    letter = "Please keep the readers away from our clinics because people who need a doctor should never fear that somebody writes down their plate."
    (folder / "same.csv").write_text(f"number,words,stance\n1,{letter},oppose\n2,{letter},oppose\n")
    (folder / "law.docx").write_bytes(PLAIN)
    (folder / "Int_0487-2018.json").write_bytes(matter_file())
    (folder / "bills.jsonl.gz").write_bytes(gzip.compress(json.dumps(json.loads(matter_file())).encode() + b"\n"))
    example = re.search(r"```toml\n(.*?)```", (ROOT / "docs/developers/cities.md").read_text(), re.S)
    assert example
    (folder / "springfield-or.toml").write_text(example[1])
    shutil.copy(
        ROOT / "workflows" / "minimal.toml"
        if (ROOT / "workflows").exists()
        else next(ROOT.rglob("civic/**/minimal.toml")),
        folder / "ours.toml",
    )


def environment(folder: Path) -> dict[str, str]:
    return {**ENVIRONMENT, "CIVIC_DATA": str(folder / "data"), "CIVIC_PUBLIC_URL": "http://localhost:8000"}


def carry_out(row: Run, folder: Path, carrier: Carrier, **filled: str) -> list[str]:
    """What went wrong."""
    for command in row.commands:
        expected, command = _code_and(command)
        words = shlex.split(command.format(**filled))
        settings = environment(folder)
        while "=" in words[0]:
            name, value = words.pop(0).split("=", 1)
            settings[name] = str(folder / value)
        if words[0] == "civic" and words[1] != "serve":
            code, said = carrier.run(words, folder, settings, row.typed)
        else:
            program = {"civic": [sys.executable, "-m", "civic"], "python": [sys.executable]}.get(words[0], [words[0]])
            done = subprocess.run(
                [*program, *words[1:]], cwd=folder, env=settings, capture_output=True, text=True, timeout=110
            )
            code, said = done.returncode, done.stdout + done.stderr
        if code != expected or not re.search(_filled(row.shows, filled), said, re.S):
            return [f"{command}\n  code {code}, expected {expected} and {row.shows!r}; it said:\n{said[-1500:]}"]
    return []


def _code_and(command: str) -> tuple[int, str]:
    told = re.match(r"exit (\d+): ", command)
    return (int(told[1]), command[told.end() :]) if told else (0, command)


def _filled(pattern: str, filled: dict[str, str]) -> str:
    for name, value in filled.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def rows(*kinds: str) -> list[str]:
    """One per way of running: lines that are carried out alike are carried out once."""
    return list({(row.on, row.commands): words for words, row in RUNS.items() if row.on in kinds}.values())


@pytest.fixture
def installation(prepared: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    def give(kind: str) -> Path:
        folder = tmp_path / "installation"
        shutil.copytree(prepared(kind), folder, symlinks=True)
        return folder

    return give


@pytest.mark.slow
@pytest.mark.parametrize("words", rows("empty"))
def test_on_an_empty_installation(words: str, installation: Callable[[str], Path], carrier: Carrier) -> None:
    assert carry_out(RUNS[words], installation("empty"), carrier, port=str(free_port())) == []


@pytest.mark.slow
@pytest.mark.parametrize("words", rows("city"))
def test_in_a_city_with_a_docket(words: str, installation: Callable[[str], Path], carrier: Carrier) -> None:
    folder = installation("city")
    filled = {
        "clerk": "clara.clerk@city.example",
        "later": str(today() + timedelta(days=40)),
        "message": (folder / "message").read_text(),
    }
    assert carry_out(RUNS[words], folder, carrier, **filled) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("words", rows("demo"))
def test_in_the_demonstration(words: str, installation: Callable[[str], Path], carrier: Carrier) -> None:
    assert carry_out(RUNS[words], installation("demo"), carrier, year=str(today().year), port=str(free_port())) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demonstration_says_that_it_is_loaded() -> None:
    """The first start calls the command."""
    assert [RUNS[words].shows in (demonstration() / SAID).read_text() for words in rows("seeded")] == [True]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("words", rows("checkout"))
def test_in_the_folder_of_the_code(words: str, installation: Callable[[str], Path]) -> None:
    if not (ROOT / ".venv" / ".civic-stamp").exists() and words.split()[0] in ("./run", "./test", "make", "sudo"):
        pytest.skip("this checkout was not set up by ./run or ./test, which would install it first")
    row = RUNS[words]
    for command in row.commands:
        filled = {"port": str(free_port()), "data": str(installation("empty") / "data") if "{data}" in command else ""}
        asked = command.format(**filled).replace("python ", f"{sys.executable} ", 1)
        done = subprocess.run(asked, shell=True, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=280)
        assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
        assert re.search(_filled(row.shows, filled), done.stdout + done.stderr)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_writes_into_the_code_writes_what_is_there(tmp_path: Path) -> None:
    """In a copy: the table of kinds, the catalogues and a domain's migration come out as they are kept."""
    copy = tmp_path / "code"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "node_modules", "static", "var", "output", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for words in rows("copy"):
        for command in RUNS[words].commands:
            asked = command.replace("python ", f"{sys.executable} ", 1)
            done = subprocess.run(
                asked,
                shell=True,
                cwd=copy,
                env={**ENVIRONMENT, "PYTHONPATH": str(copy)},
                capture_output=True,
                text=True,
                timeout=200,
            )
            assert done.returncode == 0, f"{command}: {done.stdout[-800:]}{done.stderr[-1500:]}"
    for name in (
        "docs/developers/record-kinds.md",
        "migrations/versions/0006_create_letters.py",
        "civic/translations/es/LC_MESSAGES/messages.po",
    ):
        kept, made = ((folder / name).read_text() for folder in (ROOT, copy))
        assert re.sub(r"(?m)^#:.*\n", "", made) == re.sub(r"(?m)^#:.*\n", "", kept), name


@pytest.mark.slow
def test_the_worker_starts_and_stops(installation: Callable[[str], Path]) -> None:
    folder = installation("empty")
    worker = subprocess.Popen(
        [sys.executable, "-m", "civic", "worker"],
        cwd=ROOT,
        env={**environment(folder), "CIVIC_LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr
    began, said = time.monotonic(), ""
    while "worker_started" not in said and time.monotonic() - began < 60:
        said += worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    assert "worker_started" in said and worker.wait(30) is not None
