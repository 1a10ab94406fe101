"""Technical settings, read once from the environment into one frozen object.

The city's own policy (zone, seats, days to answer …) is not here: it is dated rows, set at /staff/settings.
This file is loaded by its path (see ``civic.load_settings``) and never imported as a module named ``config``.
Every field is explained in ``docs/operators/settings.md``.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    data: Path  # folder of the database, keys, drafts and jobs
    database_url: str  # SQLAlchemy address of the main database
    secret_key: str  # signs cookies and form tokens
    public_url: str  # how people reach the site, for links in mail
    host: str  # what the server is bound to; the demonstration exists only on loopback
    production: bool  # refuses old libraries, missing TLS and a pretended clock
    smtp_url: str | None  # smtp://user:password@host:587; none: mail stays in the outbox
    mail_from: str  # sender of every message
    mail_bounces: str | None  # where mail servers return what they could not deliver; none: to the sender
    proxies: int  # how many trusted proxies stand in front
    log_level: str

    @property
    def uses_tls(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        data = Path(environ.get("CIVIC_DATA", "var")).absolute()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds keys and people's words
        return cls(
            data=data,
            database_url=environ.get("CIVIC_DATABASE_URL") or f"sqlite:///{data / 'civic.sqlite'}",
            secret_key=environ.get("CIVIC_SECRET_KEY") or _kept_secret(data / "secret.key"),
            public_url=environ.get("CIVIC_PUBLIC_URL", "http://localhost:8000").rstrip("/"),
            host=environ.get("CIVIC_HOST", ""),
            production=environ.get("CIVIC_ENV", "development") == "production",
            smtp_url=environ.get("CIVIC_SMTP_URL") or None,
            mail_from=environ.get("CIVIC_MAIL_FROM", "civic@localhost"),
            mail_bounces=environ.get("CIVIC_MAIL_BOUNCES") or None,
            proxies=int(environ.get("CIVIC_PROXIES", "0")),
            log_level=environ.get("CIVIC_LOG_LEVEL", "INFO").upper(),
        )


def _kept_secret(file: Path) -> str:
    """A secret made at the first start and kept beside the database, readable by its owner only."""
    if not file.exists():
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
