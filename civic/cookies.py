"""Every cookie of ours but the session's, under one rule: for this host only, over TLS only, never for scripts.

Behind HTTPS the name begins with ``__Host-``: a browser then refuses it from a subdomain, without TLS, or for one path.
"""

from __future__ import annotations

from flask import current_app, request
from werkzeug import Response


def cookie_name(name: str) -> str:
    return f"__Host-{name}" if current_app.config["CIVIC"].uses_tls else name


def put(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Without ``max_age`` it dies with the browser."""
    response.set_cookie(
        cookie_name(name), value, max_age=max_age, path="/", httponly=True, samesite="Lax", secure=current_app.config["CIVIC"].uses_tls
    )


def value_of(name: str) -> str:
    return request.cookies.get(cookie_name(name), "")
