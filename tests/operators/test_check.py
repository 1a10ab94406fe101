"""`civic check` says what must be mended before people rely on an installation."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from civic.cli import MIGRATIONS
from civic.operating.checking import BAD, asked_from_outside, findings
from civic.proxies import SENTENCE
from civic.web import MARK
from tests.factories import make_city

ROOT = Path(__file__).parent.parent.parent


def told(app: Flask, **changed: Any) -> dict[str, str]:
    """Words -> state, for the app's installation with other settings."""
    settings = dataclasses.replace(app.config["CIVIC"], production=True, public_url="https://law.example.gov", proxies=1, **changed) if "production" not in changed else dataclasses.replace(app.config["CIVIC"], **changed)
    return {each.words: each.state for each in findings(settings, MIGRATIONS)}


def bad(found: dict[str, str]) -> list[str]:
    return [words for words, state in found.items() if state == BAD]


def test_a_city_in_order_has_nothing_to_mend(app: Flask) -> None:
    make_city()
    (app.config["CIVIC"].data / "keys").chmod(0o700)
    app.config["CIVIC"].data.chmod(0o700)
    found = told(app)
    assert bad(found) == [] and "Reached at https://law.example.gov, through 1 proxy." in found


def test_each_fault_is_named_with_its_way_out(app: Flask, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    data.chmod(0o755)
    (data / MARK).write_text("x")
    found = told(app, data=data, proxies=0, production=True, public_url="https://law.example.gov")
    for words in ("chmod 700", "holds the demonstration", "CIVIC_PROXIES is 0", "no mail is sent", "civic setup", "a lost second factor takes two"):
        assert any(words in each for each in found), words
    assert any("must begin with https://" in each for each in bad(told(app, production=True, public_url="http://law.example.gov", proxies=1)))


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_old_tables_are_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "civic", "check", "--json"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "CIVIC_DATA": str(tmp_path / "new"), "CIVIC_LOG_LEVEL": "ERROR"},
    )  # fmt: skip
    assert answer.returncode == 1, answer.stderr
    assert any("run `civic db upgrade`" in each["words"] for each in json.loads(answer.stdout)["data"])


@contextmanager
def answering(status: int, words: str) -> Iterator[str]:
    """Something at the public address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "words", "state", "says"),
    [(200, '{"ok": true}', "good", "answers."), (200, "Welcome to nginx", BAD, "not Civic"), (503, SENTENCE, BAD, "do not fit together"), (502, "Bad Gateway", BAD, "answers 502")],
)
def test_the_site_is_asked_at_its_own_address(app: Flask, status: int, words: str, state: str, says: str) -> None:
    with answering(status, words) as address:
        found = asked_from_outside(dataclasses.replace(app.config["CIVIC"], public_url=address))
    assert found.state == state and says in found.words


def test_an_address_where_nobody_answers_is_named(app: Flask) -> None:
    found = asked_from_outside(dataclasses.replace(app.config["CIVIC"], public_url="http://127.0.0.1:9"))
    assert found.state == BAD and "does not answer" in found.words
