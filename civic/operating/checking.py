"""`civic check`: whether an installation is as it should be before people rely on it. Nothing is changed."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from civic.database import SAFE_SQLITE, db, sqlite_version
from civic.people.policy import settings_missing
from civic.people.queries import accounts_with_role
from civic.permissions import Role
from civic.proxies import SENTENCE
from civic.web import MARK

GOOD, WARNING, BAD = "good", "warning", "bad"
ROOM = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    state: str
    words: str


def findings(settings: Any, migrations: Path) -> list[Finding]:
    """In the order in which one would mend them."""
    tables = _tables(migrations)
    found = [*_software(settings), tables, *_files(settings), *_way_in(settings)]
    return [*found, *_city()] if tables.state == GOOD else found


def _software(settings: Any) -> Iterator[Finding]:
    if not settings.on_sqlite:
        return
    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() < SAFE_SQLITE:
        yield Finding(BAD, f"SQLite {version} can damage a database with several writers; 3.51.3 or newer is needed.")
    else:
        yield Finding(GOOD, f"SQLite {version}.")


def _tables(migrations: Path) -> Finding:
    newest = ScriptDirectory(str(migrations)).get_current_head()
    here = MigrationContext.configure(db.session.connection()).get_current_revision()
    if here == newest:
        return Finding(GOOD, f"The tables are those of this version ({here}).")
    return Finding(BAD, f"The tables are at {here or 'nothing'}, this version needs {newest}: stop Civic, back up, and run `civic db upgrade`.")


def _files(settings: Any) -> Iterator[Finding]:
    open_to_others = [path for path in (settings.data, settings.data / "keys") if path.exists() and path.stat().st_mode & 0o077]
    for path in open_to_others:
        yield Finding(BAD, f"Others on this machine can read {path}: chmod 700 {path}")
    if not open_to_others:
        yield Finding(GOOD, f"Only this user reads {settings.data}.")
    free = shutil.disk_usage(settings.data).free
    if free < ROOM:
        yield Finding(WARNING, f"Only {free / 1024**3:.1f} GB are free on the disk of {settings.data}.")
    swaps = Path("/proc/swaps")
    if swaps.exists() and len(swaps.read_text().splitlines()) > 1:
        yield Finding(WARNING, "This machine swaps, and swap can hold people's words: switch it off, or make sure that it is encrypted.")


def _way_in(settings: Any) -> Iterator[Finding]:
    if not settings.production:
        yield Finding(WARNING, "CIVIC_ENV is not production: this is an installation to try things out.")
        return
    if (settings.data / MARK).exists():
        yield Finding(BAD, f"{settings.data} holds the demonstration. A city needs a folder of its own: start with --no-demo.")
    if not settings.uses_tls:
        yield Finding(BAD, "CIVIC_PUBLIC_URL must begin with https://.")
    elif settings.proxies == 0:
        yield Finding(BAD, "CIVIC_PROXIES is 0, but HTTPS comes from a proxy: say how many stand in front, mostly 1.")
    else:
        yield Finding(GOOD, f"Reached at {settings.public_url}, through {settings.proxies} {'proxy' if settings.proxies == 1 else 'proxies'}.")
    if settings.smtp_url is None:
        yield Finding(WARNING, "CIVIC_SMTP_URL is not set: no mail is sent, and invitations must be passed on by hand (`civic mail list`).")


def _city() -> Iterator[Finding]:
    missing = settings_missing()
    if missing:
        yield Finding(WARNING, "Before anything can be published, `civic setup` or /staff/settings must set: " + ", ".join(setting.key for setting in missing))
    administrators = len(accounts_with_role(Role.ADMINISTRATOR))
    if administrators < 2:
        yield Finding(WARNING, f"There {'is one administrator' if administrators == 1 else 'are no administrators'}; a lost second factor takes two.")


def asked_from_outside(settings: Any) -> Finding:
    """The site's own address, asked as everybody does: through the proxy, with its certificate."""
    address = f"{settings.public_url}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            if answer.status == 200 and b'"ok"' in answer.read(200):
                return Finding(GOOD, f"{address} answers.")
            return Finding(BAD, f"{address} answers, but it is not Civic.")
    except urllib.error.HTTPError as error:
        if error.code == 503 and error.read(400).decode(errors="replace") == SENTENCE:
            return Finding(BAD, "The proxy and CIVIC_PROXIES do not fit together: section 4 of docs/operators/install.md.")
        return Finding(BAD, f"{address} answers {error.code}.")
    except (OSError, ValueError) as error:
        return Finding(BAD, f"{address} does not answer: {getattr(error, 'reason', error)}")
