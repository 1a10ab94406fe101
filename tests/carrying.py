"""Carries out `civic …` commands as an operator does, each in a process of its own, without loading everything each time.

    python -m tests.carrying

Reads one JSON object a line (argv, environment, folder, standard input), forks, runs the command's own ``main`` in the child, and
answers with its exit code; what it printed lies in the two files that were named.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class Carrier:
    """The parent of all commands of a test; they are its forks."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.carrying"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, argv: list[str], folder: Path, environment: dict[str, str], typed: str = "") -> tuple[int, str]:
        """(exit code, everything that was printed)."""
        assert self.process.stdin and self.process.stdout
        said = folder / ".said"
        asked = {"argv": argv, "folder": str(folder), "environment": environment, "typed": typed, "said": str(said)}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        code = json.loads(self.process.stdout.readline())
        return code, said.read_text(errors="replace")

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def _carry_out(asked: dict[str, Any]) -> None:
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    reading, writing = os.pipe()
    os.write(writing, asked["typed"].encode())
    os.close(writing)
    said = os.open(asked["said"], os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    for descriptor, number in ((reading, 0), (said, 1), (said, 2)):
        os.dup2(descriptor, number)
    sys.argv = asked["argv"]
    from civic.cli import main

    main()


def _serve() -> None:
    import civic.cli  # noqa: F401 - what every command loads
    import civic.demonstration.loader
    import civic.exchange.actions  # noqa: F401
    from civic import create_app, load_settings

    with tempfile.TemporaryDirectory() as folder:  # this application is thrown away; making it loads every domain
        create_app(load_settings().from_environment({"CIVIC_DATA": folder, "CIVIC_SECRET_KEY": "t" * 64, "CIVIC_LOG_LEVEL": "ERROR"}))
    gc.freeze()

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _carry_out(json.loads(line))
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
