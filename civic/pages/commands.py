"""`civic serve` and `civic worker`: the processes that ./run starts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext

from civic import find, load_settings
from civic.database import SAFE_SQLITE, sqlite_version

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def add_to(cli: click.Group) -> None:
    cli.add_command(serve)
    cli.add_command(worker)
    cli.add_command(packet)


@click.command()
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--host", default="localhost", show_default=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of the database and keys (default: var).")
@click.option("--demo/--no-demo", default=True, help="Load the demonstration on the first start.")
@click.option("--check", is_flag=True, help="Start, ask /healthz, stop.")
def serve(port: int, host: str, data: Path | None, demo: bool, check: bool) -> None:
    """Start the website and its worker on this machine."""
    began = float(os.environ.get("CIVIC_BEGAN") or time.time())  # ./run counts its installing too
    environment = _environment(port, host, data)
    _refuse_unsafe(host, port, environment)
    _prepare(environment, demo)
    ended: list[int] = []  # asked to end, also while it is still starting: nothing may be left running
    signal.signal(signal.SIGTERM, lambda *_: ended.append(signal.SIGTERM))
    processes = [_web(environment, host, port), _worker(environment)]
    try:
        _wait_until_healthy(port, processes, ended)
        click.echo(f"Civic is at http://localhost:{port} (started in {time.time() - began:.1f} s). Ctrl-C stops it.")
        if (public := environment["CIVIC_PUBLIC_URL"]) != f"http://localhost:{port}":
            click.echo(f"People reach it at {public}.", err=True)
        sys.stdout.flush()
        if check:
            return
        _wait_for_the_end(processes, ended)
    finally:
        _stop(processes)


@click.command()
@with_appcontext
def worker() -> None:
    """Do the long work and send the mail, until stopped."""
    from civic.notices.worker import run

    run(current_app._get_current_object())  # type: ignore[attr-defined]


def _environment(port: int, host: str, data: Path | None) -> dict[str, str]:
    environment = dict(os.environ)
    if data is not None:
        environment["CIVIC_DATA"] = str(data.absolute())
    environment.setdefault("CIVIC_DATA", str(Path("var").absolute()))
    environment.setdefault("CIVIC_PUBLIC_URL", f"http://localhost:{port}")
    environment["CIVIC_HOST"] = host
    return environment


def _refuse_unsafe(host: str, port: int, environment: dict[str, str]) -> None:
    if host not in LOOPBACK and not environment["CIVIC_PUBLIC_URL"].startswith("https://"):
        raise click.ClickException(
            "Outside this machine Civic needs HTTPS: put it behind a proxy with TLS and set CIVIC_PUBLIC_URL=https://…"
        )
    if environment["CIVIC_PUBLIC_URL"].startswith("https://") and environment.get("CIVIC_PROXIES", "0") == "0":
        words = "HTTPS comes from a proxy: say how many stand in front of Civic with CIVIC_PROXIES, mostly 1. Without it everybody looks like this machine."
        if environment.get("CIVIC_ENV") == "production":
            raise click.ClickException(words)
        click.echo(f"Warning: {words}", err=True)
    version = sqlite_version()
    if version < SAFE_SQLITE:
        words = f"SQLite {'.'.join(map(str, version))} can damage a database with several writers; 3.51.3 or newer is needed."
        if environment.get("CIVIC_ENV") == "production":
            raise click.ClickException(words)
        click.echo(f"Warning: {words}", err=True)
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1" if host in LOOPBACK else host, port))
        except OSError as error:
            raise click.ClickException(f"Port {port} is taken. Choose another one: ./run --port {port + 1}") from error


def _prepare(environment: dict[str, str], demo: bool) -> None:
    """Migrate, and fill an empty folder with the demonstration, in processes of their own with the same settings."""
    first = not (Path(environment["CIVIC_DATA"]) / "civic.sqlite").exists() and "CIVIC_DATABASE_URL" not in environment
    if first or not _has_every_table(environment):
        _finish("The database could not be brought up to date; the reason stands above.", environment, "db", "upgrade")
    if first and demo and _has_demonstration():
        click.echo("Loading the demonstration …", err=True)
        _finish("The demonstration could not be loaded; the reason stands above.", environment, "demo", "seed")


def _has_every_table(environment: dict[str, str]) -> bool:
    """Asked of the database alone: to bring it up to date takes an application, and most starts find nothing to do."""
    url = load_settings().from_environment(environment).database_url
    try:
        with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
            reached = MigrationContext.configure(connection).get_current_heads()
    except sa.exc.SQLAlchemyError:
        return False
    return set(reached) == set(ScriptDirectory(str(find("migrations"))).get_heads())


def _finish(sentence: str, environment: dict[str, str], *command: str) -> None:
    if subprocess.run([sys.executable, "-m", "civic", *command], env=environment).returncode:
        raise click.ClickException(sentence)


def _has_demonstration() -> bool:
    return (Path(__file__).parent.parent / "demonstration" / "commands.py").exists()


def _web(environment: dict[str, str], host: str, port: int) -> subprocess.Popen[bytes]:
    address = "127.0.0.1" if host in LOOPBACK else host
    command = [
        sys.executable, "-m", "gunicorn", "-w", "1", "--threads", "8", "-b", f"{address}:{port}",
        "--error-logfile", "-", "--log-level", "warning", "--timeout", "60", "civic.wsgi:app",
    ]  # fmt: skip
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "civic", "worker"], env=environment, start_new_session=True)


def _wait_until_healthy(port: int, processes: list[subprocess.Popen[bytes]], ended: list[int]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ended:
            raise SystemExit(128 + signal.SIGTERM)
        if any(process.poll() is not None for process in processes):
            raise click.ClickException("A process ended while starting; its message stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise click.ClickException("The site did not answer within a minute.")


def _wait_for_the_end(processes: list[subprocess.Popen[bytes]], ended: list[int]) -> None:
    signal.signal(signal.SIGINT, lambda *_: ended.append(signal.SIGINT))
    while not ended and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    if not ended:
        raise click.ClickException("A process ended by itself; its message stands above.")


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@click.group()
def packet() -> None:
    """The hearing packet of a docket."""


@packet.command()
@click.argument("number")
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The HTML file to write.")
@with_appcontext
def build(number: str, out: Path) -> None:
    """Write summary, who was asked, letters, counts and all comments as one printable file."""
    from civic.database import Refusal
    from civic.dockets.queries import docket_numbered
    from civic.pages.packet import packet_file, packet_of

    docket = docket_numbered(number)
    if docket is None:
        raise Refusal(f"There is no docket {number}.")
    made = packet_of(docket)
    out.write_text(packet_file(made), encoding="utf-8")
    click.echo(f"{out}: {len(made.faces)} comments, fingerprint {made.digest.hex()}")
