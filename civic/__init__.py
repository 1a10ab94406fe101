"""Civic: the place where a city makes a law in the open. ``create_app`` is the wiring, in reading order."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from whitenoise import WhiteNoise

from civic.loading import loading

HERE = Path(__file__).parent
# The domains, from the ground up: each may import from those before it, never from those after.
DOMAINS = (
    "record", "people", "dockets", "comments", "letters", "moderation", "search", "campaigns", "consultation", "council", "themes",
    "summaries", "exceptions", "outcomes", "statements", "readiness", "notices", "exchange", "pages", "operating", "demonstration",
)  # fmt: skip


@loading()
def create_app(settings: Any = None, **overrides: Any) -> Flask:
    settings = settings or load_settings().from_environment()
    app = Flask("civic", template_folder=str(find("templates")), static_folder=None)
    app.config.update(
        CIVIC=settings,
        SECRET_KEY=settings.secret_key,
        CATALOGUES=HERE / "translations",
        MAX_CONTENT_LENGTH=20 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-civic" if settings.uses_tls else "civic",
        SESSION_COOKIE_SECURE=settings.uses_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        TRUSTED_HOSTS=_own_names(settings),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        **overrides,
    )
    from civic import compiled, database, logs, proxies, web
    from civic.record import vault

    proxies.start(app, settings.proxies)
    _serve_static_files(app)
    logs.start(settings.log_level)
    database.start(app)
    vault.start(app)
    web.start(app)
    compiled.start(app)
    for name in DOMAINS:
        _start_domain(app, name)
    return app


def load_settings() -> Any:
    """The class ``Settings`` of config.py, loaded by its path so that no module named ``config`` is shipped."""
    spec = importlib.util.spec_from_file_location("civic._settings", find("config.py"))
    assert spec and spec.loader
    if spec.name not in sys.modules:
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    return sys.modules[spec.name].Settings


def _own_names(settings: Any) -> list[str]:
    """The names under which the site answers: a request for any other host gets 400, so no link can be led elsewhere."""
    names = [urlsplit(settings.public_url).hostname, settings.host, "localhost", "127.0.0.1", "[::1]"]
    return [name for name in names if name and name != "0.0.0.0"]  # noqa: S104 - a name, nothing is bound


def find(name: str) -> Path:
    """A file or folder beside the package in a checkout, inside it once installed from a wheel."""
    inside = HERE / name
    return inside if inside.exists() else HERE.parent / name


def _start_domain(app: Flask, name: str) -> None:
    """A domain's ``start(app)`` registers its views; a domain without pages still brings its tables."""
    if not (HERE / name / "__init__.py").exists():
        return
    if (HERE / name / "models.py").exists():
        importlib.import_module(f"civic.{name}.models")
    if (HERE / name / "setup.py").exists():
        importlib.import_module(f"civic.{name}.setup").start(app)


def _serve_static_files(app: Flask) -> None:
    static = HERE / "static"
    stamp = static / ".digest"
    app.extensions["civic_assets"] = stamp.read_text().strip()[:12] if stamp.exists() else ""
    if static.exists():
        app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(static), prefix="static", max_age=31536000)  # type: ignore[method-assign]
