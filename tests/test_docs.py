"""Every command in the documentation exists and takes the options it is shown with; the benches start."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from civic.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "bench" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def documented() -> list[tuple[str, str]]:
    """(page, command line) of every `civic …` line in a code block; comments behind a command are cut off."""
    found = []
    for page in PAGES:
        for block in re.findall(r"^```[a-z]*\n(.*?)^```", page.read_text(), re.S | re.M):
            for line in block.replace("\\\n", " ").splitlines():
                words = re.search(r"(?:^|bin/)civic ([a-z][^']*)", line.split("   #")[0].strip())
                if words and not line.strip().startswith(("#", "git", "sudo useradd")):
                    found.append((str(page.relative_to(ROOT)), words[1].strip()))
    return found


def faults_in(line: str) -> list[str]:
    command: click.Command = cli
    words = shlex.split(line.split(" > ")[0].split(" | ")[0].split(" && ")[0])
    while words and isinstance(command, click.Group):
        below = command.commands.get(words[0])
        if below is None:
            return [f"no command {words[0]!r} in {line!r}"]
        command, words = below, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
    return [f"no option {word!r} in {line!r}" for word in words if word.startswith("--") and word.split("=")[0] not in known]


def test_every_documented_command_exists_with_its_options() -> None:
    lines = documented()
    assert len(lines) > 10
    assert [fault for page, line in lines for fault in faults_in(line)] == []


def test_the_guard_sees_a_command_that_does_not_exist() -> None:
    assert faults_in("docket fly 2026-014") and faults_in("docket list --by-owl")


@pytest.mark.parametrize("script", ["web.py", "imports.py", "notices.py", "moderation.py", "desk.py"])
def test_every_bench_of_the_docs_starts(script: str) -> None:
    told = (ROOT / "bench" / "README.md").read_text()
    assert f"bench/{script}" in told
    answer = subprocess.run([sys.executable, f"bench/{script}", "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0 and "usage" in answer.stdout


def test_the_scripts_of_the_readme_say_what_they_take() -> None:
    source = (ROOT / "civic" / "pages" / "commands.py").read_text() + (ROOT / "run").read_text()
    for option in re.findall(r"`(--[a-z-]+)", (ROOT / "README.md").read_text()):
        assert option.split("=")[0] in source, option
