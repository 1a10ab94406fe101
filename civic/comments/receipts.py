"""Codes, the cookie that shows one again, and the waits at the check desk. No code reaches a database or an address."""

from __future__ import annotations

import json
import os
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError
from werkzeug import Response

from civic import cookies
from civic.clock import now, rounded_up_to_hour
from civic.comments.models import Comment, NameDispute, SubmissionToken
from civic.database import Refusal, db, savepoint, writing
from civic.record.codes import Pair, PairPool, verify_code
from civic.record.vault import pepper

HALF_AN_HOUR = 1800
_failures: dict[str, tuple[int, float]] = {}
_lock = threading.Lock()


def start(app: Flask) -> None:
    app.extensions["civic_pairs"] = PairPool(app.extensions["civic_pepper"])


def take_pair(language: str) -> Pair:
    """A number that no comment has yet, with its code."""
    while True:
        pair = current_app.extensions["civic_pairs"].take(language)
        if is_free(pair.number):
            return pair


def is_free(number: str) -> bool:
    """Neither a comment nor a claim about a name has it."""
    taken = (sa.select(table.id).where(table.number == number) for table in (Comment, NameDispute))
    return not any(db.session.scalar(query) for query in taken)


# --- the same submission sent twice


def answer_given(token: str, body: str) -> dict[str, str] | None:
    """The answer that this submission token got before. Refused with other words, and when the answer is gone (I-23)."""
    row = db.session.get(SubmissionToken, sha256(token.encode()).digest())
    if row is None:
        return None
    if row.body_digest != sha256(body.encode()).digest():
        raise Refusal(_("This form was sent before with other words. Open the comment page again to write another comment."))
    if row.expires_at < now() or not row.answer:
        raise Refusal(_("This form was sent before, more than a day ago, and the comment arrived then. Open the comment page again to write another one."))
    return _opened(row.answer, _answer_key(token))


def keep_answer(token: str, body: str, answer: dict[str, str]) -> bool:
    """Claim the token for this answer; False when the same form claimed it a moment ago."""
    expires = rounded_up_to_hour(now() + timedelta(hours=24))
    row = SubmissionToken(
        token_digest=sha256(token.encode()).digest(), body_digest=sha256(body.encode()).digest(),
        answer=_sealed(answer, _answer_key(token)), expires_at=expires,
    )  # fmt: skip
    try:
        with savepoint():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def forget_answers() -> bool:
    """Answers older than a day go; the token's digest stays, so that the same form is never taken twice."""
    old = (SubmissionToken.expires_at < now(), SubmissionToken.answer != b"")
    db.session.rollback()
    if db.session.scalar(sa.select(SubmissionToken.token_digest).where(*old).limit(1)) is None:
        return False
    with writing():
        db.session.execute(sa.update(SubmissionToken).where(*old).values(answer=b""))
    return True


# --- cookies that only this server can read


def put_cookie(response: Response, name: str, value: dict[str, str]) -> None:
    """For half an hour; the end stands inside the seal too, so that a kept cookie does not live longer."""
    ends = str(int(now().timestamp()) + HALF_AN_HOUR)
    text = urlsafe_b64encode(_sealed({**value, "ends": ends}, _cookie_key(name))).decode()
    cookies.put(response, name, text, max_age=HALF_AN_HOUR)


def read_cookie(name: str) -> dict[str, str] | None:
    try:
        value = _opened(urlsafe_b64decode(cookies.value_of(name)), _cookie_key(name))
        return value if int(value.pop("ends")) > now().timestamp() else None
    except (ValueError, KeyError, InvalidTag):
        return None


# --- the check desk


def is_authors(comment: Any, number: str, code: str) -> bool:
    """Whether the code opens the comment. Each failure doubles the wait for this number, and nothing ever locks."""
    wait = seconds_to_wait(number)
    if wait:
        raise Refusal(ngettext("Please wait %(num)s second, then try again.", "Please wait %(num)s seconds, then try again.", wait))
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


def _answer_key(token: str) -> bytes:
    return sha256(b"answer" + token.encode()).digest()


def _cookie_key(name: str) -> bytes:
    return sha256(f"cookie {name} ".encode() + current_app.config["CIVIC"].secret_key.encode()).digest()
