"""What every response carries, whoever asks and whatever comes back: checked on all that any test receives."""

from __future__ import annotations

from typing import Any

FIXED = {
    "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip
POLICY = {  # the whole policy, in the words of the standard: what is not named here is allowed nowhere
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'", "connect-src": "'self'",
    "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
BOXED = {"default-src": "'none'", "sandbox": ""}  # of a file that somebody handed in
TOLD = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Last-Modified", "Refresh")  # never sent


def faults_of_headers(response: Any, *, method: str = "GET", signed_in: bool = False) -> list[str]:
    headers = response.headers
    faults = [f"{name} is {headers.get(name)!r}" for name, value in FIXED.items() if headers.get(name) != value]
    parts = [part.strip().partition(" ") for part in headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    given = {name: value for name, _, value in parts}
    if given not in (POLICY, BOXED):
        faults.append(f"Content-Security-Policy is {given}")
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        faults.append(f"Referrer-Policy is {headers.get('Referrer-Policy')!r}")
    faults += [f"{name} is sent" for name in TOLD if name in headers and not (name == "Refresh" and response.status_code == 200 and signed_in)]
    kept = headers.get("Cache-Control", "")
    if signed_in or method != "GET" or response.status_code >= 400:
        if "no-store" not in kept:
            faults.append(f"Cache-Control is {kept!r}, and it must not be stored")
    elif "no-store" not in kept and "private" not in kept:
        faults.append(f"Cache-Control is {kept!r}: a shared cache may keep it")
    return faults + [fault for cookie in headers.getlist("Set-Cookie") for fault in _cookie(cookie)]


def _cookie(cookie: str, *, tls: bool = False) -> list[str]:
    name, _, rest = cookie.partition("=")
    marks = {part.strip().lower() for part in rest.split(";")[1:]}
    faults = [f"cookie {name} without {mark}" for mark in ("httponly", "path=/", "samesite=lax") if mark not in marks]
    if tls and ("secure" not in marks or not name.startswith("__Host-")):
        faults.append(f"cookie {name} is not bound to this host over TLS")
    return faults + [f"cookie {name} names a domain" for mark in marks if mark.startswith("domain")]


def faults_over_tls(response: Any) -> list[str]:
    faults = [fault for cookie in response.headers.getlist("Set-Cookie") for fault in _cookie(cookie, tls=True)]
    if response.headers.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains":
        faults.append("no Strict-Transport-Security")
    return faults
