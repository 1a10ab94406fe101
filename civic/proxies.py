"""Whether the proxy in front and ``CIVIC_PROXIES`` fit together.

They decide who a request comes from: the brake on many comments, the links in mail and passkeys all hang on it. With a
wrong number everybody looks like this machine, and nothing would be slowed down any more. So a server for a city
answers nothing then but one sentence, and the log says what is wrong; on a developer's machine it only logs.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, request

from civic.logs import log

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED")
SENTENCE = "This site is being set up. (The proxy in front and CIVIC_PROXIES do not fit together: see section 4 of docs/operators/install.md.)\n"
ITSELF = ("localhost", "127.0.0.1", "[::1]")


def start(app: Flask, proxies: int) -> None:
    if proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    told: set[str] = set()
    app.before_request(lambda: _refuse_what_cannot_be_told_apart(told))


def fault_in(environ: Mapping[str, Any], proxies: int, remote: str | None) -> str | None:
    """untold: a proxy speaks though none was told of. silent: a proxy does not say who asks, or how. short: who asks is this machine itself, so one more may stand behind it."""
    if proxies == 0:
        return "untold" if any(environ.get(name) for name in FORWARDED) else None
    addresses = [each for each in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    if len(addresses) < proxies or not environ.get("HTTP_X_FORWARDED_PROTO"):
        return "silent"
    return "short" if _is_this_machine(remote) else None


def _refuse_what_cannot_be_told_apart(told: set[str]) -> Response | None:
    settings = current_app.config["CIVIC"]
    if request.path == "/healthz" and request.host.rsplit(":", 1)[0] in ITSELF:
        return None  # `civic serve` itself asks, without any proxy
    fault = fault_in(request.environ, settings.proxies, request.remote_addr)
    if fault is None:
        return None
    if fault not in told:
        told.add(fault)
        log("proxy_misconfigured", kind=fault)
    if fault == "short" or not settings.production:
        return None  # it may be this machine's own operator who looks at the site; the brake treats all such as one
    return Response(SENTENCE, 503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def _is_this_machine(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return True
