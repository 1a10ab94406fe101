"""Codes, the cookie that shows one again, and the waits at the check desk. No code reaches a database or an address."""

from __future__ import annotations

import json
import os
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, Response, current_app, request

from civic.clock import now
from civic.comments.models import Comment, SubmissionToken
from civic.database import Refusal, db
from civic.record.codes import Pair, PairPool, verify_code
from civic.record.vault import pepper

HALF_AN_HOUR = 1800
_failures: dict[str, tuple[int, float]] = {}
_lock = threading.Lock()


def start(app: Flask) -> None:
    app.extensions["civic_pairs"] = PairPool(app.extensions["civic_pepper"])


def take_pair(language: str) -> Pair:
    return current_app.extensions["civic_pairs"].take(language)


# --- the same submission sent twice


def answer_given(token: str, body: str) -> dict[str, str] | None:
    """The answer that this submission token got before. Refused when it comes with other words."""
    row = db.session.get(SubmissionToken, sha256(token.encode()).digest())
    if row is None or row.expires_at < now():
        return None
    if row.body_digest != sha256(body.encode()).digest():
        raise Refusal("This form was sent before with other words. Open the comment page again to write another comment.")
    return _opened(row.answer, sha256(b"answer" + token.encode()).digest())


def keep_answer(token: str, body: str, answer: dict[str, str]) -> None:
    from datetime import timedelta

    from civic.clock import rounded_up_to_hour

    sealed = _sealed(answer, sha256(b"answer" + token.encode()).digest())
    expires = rounded_up_to_hour(now() + timedelta(hours=24))
    db.session.add(
        SubmissionToken(token_digest=sha256(token.encode()).digest(), body_digest=sha256(body.encode()).digest(), answer=sealed, expires_at=expires)
    )
    db.session.flush()


# --- cookies that only this server can read


def put_cookie(response: Response, name: str, value: dict[str, str], path: str = "/") -> None:
    text = urlsafe_b64encode(_sealed(value, _cookie_key(name))).decode()
    response.set_cookie(
        name, text, max_age=HALF_AN_HOUR, path=path, httponly=True, samesite="Lax", secure=current_app.config["CIVIC"].uses_tls
    )


def read_cookie(name: str) -> dict[str, str] | None:
    try:
        return _opened(urlsafe_b64decode(request.cookies.get(name, "")), _cookie_key(name))
    except (ValueError, InvalidTag):
        return None


# --- the check desk


def is_authors(comment: Comment | None, number: str, code: str) -> bool:
    """Whether the code opens the comment. Each failure doubles the wait for this number, and nothing ever locks."""
    wait = seconds_to_wait(number)
    if wait:
        raise Refusal(f"Please wait {wait} seconds, then try again.")
    if verify_code(comment.code_hash if comment else None, code, pepper()):
        with _lock:
            _failures.pop(number, None)
        return True
    with _lock:
        failures = _failures.get(number, (0, 0.0))[0] + 1
        _failures[number] = (failures, time.monotonic() + min(2 ** max(failures - 3, 0), 900) * (failures > 2))
        if len(_failures) > 10_000:
            _failures.pop(next(iter(_failures)))
    return False


def seconds_to_wait(number: str) -> int:
    with _lock:
        until = _failures.get(number, (0, 0.0))[1]
    return max(0, round(until - time.monotonic() + 0.49))


def _sealed(value: dict[str, str], key: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(value).encode(), None)


def _opened(sealed: bytes, key: bytes) -> dict[str, str]:
    return json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], None))


def _cookie_key(name: str) -> bytes:
    return sha256(f"cookie {name} ".encode() + current_app.config["CIVIC"].secret_key.encode()).digest()
