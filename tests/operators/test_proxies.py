"""The proxy in front and CIVIC_PROXIES fit together, or nobody is let in: else nobody would be slowed down, and links would be wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask

from civic import create_app, load_settings
from civic.comments.limits import _prefixes, _sender
from civic.pages import commands
from civic.proxies import fault_in

CLIENT = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}
CASES = [
    (0, {}, "127.0.0.1", None), (0, CLIENT, "127.0.0.1", "untold"), (0, {"HTTP_X_FORWARDED_PROTO": "https"}, "127.0.0.1", "untold"),
    (0, {"HTTP_X_REAL_IP": "203.0.113.7"}, "127.0.0.1", "untold"), (0, {"HTTP_FORWARDED": "for=203.0.113.7"}, "127.0.0.1", "untold"),
    (1, CLIENT, "203.0.113.7", None), (1, CLIENT | {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.7"}, "203.0.113.7", None),
    (1, {}, "127.0.0.1", "silent"), (1, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "203.0.113.7", "silent"),
    (2, CLIENT, "127.0.0.1", "silent"), (1, CLIENT | {"HTTP_X_FORWARDED_FOR": "203.0.113.7, 127.0.0.1"}, "127.0.0.1", "short"),
]  # fmt: skip


@pytest.mark.parametrize(("proxies", "environ", "remote", "fault"), CASES)
def test_what_does_not_fit_is_told_apart(proxies: int, environ: dict[str, str], remote: str, fault: str | None) -> None:
    assert fault_in(environ, proxies, remote) == fault


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("behind-a-proxy")


def site(folder: Path, proxies: int, kind: str) -> Iterator[Any]:
    settings = load_settings().from_environment({
        "CIVIC_DATA": str(folder), "CIVIC_SECRET_KEY": "t" * 64, "CIVIC_ENV": kind, "CIVIC_PUBLIC_URL": "https://law.example.gov", "CIVIC_PROXIES": str(proxies),
        "CIVIC_LOG_LEVEL": "INFO",
    })  # fmt: skip
    app = create_app(settings)
    app.add_url_rule("/from", "from", lambda: _from(app))
    return app.test_client()


def _from(app: Flask) -> str:
    from flask import request

    return f"{request.remote_addr} {request.scheme} {request.host} {len(_prefixes(_sender()))}"


HEADERS = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "law.example.gov"}


def test_a_city_that_forgot_to_name_its_proxy_lets_nobody_in_and_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = site(folder, 0, "production")
    for _ in range(3):
        answer = client.get("/from", headers=HEADERS)
        assert answer.status_code == 503 and b"CIVIC_PROXIES" in answer.data and answer.headers["Retry-After"] == "60"
    said = capsys.readouterr().err
    assert said.count("proxy_misconfigured") == 1 and "untold" in said and "203.0.113.7" not in said
    assert client.get("/from").status_code == 200


def test_a_proxy_that_keeps_the_address_to_itself_lets_nobody_in(folder: Path) -> None:
    assert site(folder, 1, "production").get("/from").status_code == 503


def test_a_proxy_that_fits_passes_on_who_asks_and_the_brake_knows_them(folder: Path) -> None:
    answer = site(folder, 1, "production").get("/from", headers=HEADERS)
    assert answer.get_data(as_text=True) == "203.0.113.7 https law.example.gov 1"


def test_an_operator_who_looks_from_the_machine_itself_gets_in_and_has_a_limit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One proxy too many looks the same: then everybody shares that limit, instead of nobody having one."""
    answer = site(folder, 1, "production").get("/from", headers=HEADERS | {"X-Forwarded-For": "127.0.0.1"})
    assert answer.get_data(as_text=True) == "127.0.0.1 https law.example.gov 1" and "short" in capsys.readouterr().err
    assert site(folder, 0, "development").get("/from").get_data(as_text=True).endswith(" 0")


def test_the_server_can_ask_itself_without_a_proxy(folder: Path) -> None:
    client = site(folder, 1, "production")
    assert client.get("/healthz", base_url="http://127.0.0.1:8000").status_code != 503
    assert client.get("/healthz", base_url="https://law.example.gov").status_code == 503


def test_on_a_developers_machine_it_is_only_logged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert site(folder, 0, "development").get("/from", headers=HEADERS).status_code == 200
    assert "proxy_misconfigured" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "ends"), [("production", True), ("development", False)])
def test_a_start_with_https_and_no_proxy_is_named(capsys: pytest.CaptureFixture[str], kind: str, ends: bool) -> None:
    settings = {"CIVIC_ENV": kind, "CIVIC_PUBLIC_URL": "https://law.example.gov"}
    if ends:
        with pytest.raises(click.ClickException, match="how many stand in front of Civic with CIVIC_PROXIES"):
            commands._refuse_unsafe("localhost", 0, settings)
    else:
        commands._refuse_unsafe("localhost", 0, settings)
        assert "CIVIC_PROXIES" in capsys.readouterr().err
    commands._refuse_unsafe("localhost", 0, settings | {"CIVIC_PROXIES": "1"})


def test_a_new_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    settings = load_settings().from_environment({"CIVIC_DATA": str(tmp_path / "new"), "CIVIC_SECRET_KEY": "t" * 64})
    assert settings.data.stat().st_mode & 0o077 == 0 and dataclasses.is_dataclass(settings)
