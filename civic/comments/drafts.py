"""Words of an unsent comment, so that a closed browser does not lose them: a small store with its own commits.

Each draft is encrypted under a key that only the browser's session cookie holds; the store sees neither the words nor
whose or about what they are. It goes with sending, with Erase, and after 24 hours (whole hours, rounded up).
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from werkzeug import Response

from civic import cookies
from civic.clock import now, rounded_up_to_hour

COOKIE = "civic_draft"
KEPT_FOR = timedelta(hours=24)
FIELDS = ("s", "v", "body", "suggestion", "wants_answer", "stance", "name", "ward", "connection", "q")


class DraftStore:
    def __init__(self, file: Path) -> None:
        self.engine = sa.create_engine(f"sqlite:///{file}", connect_args={"timeout": 10})
        with self.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS drafts (id BLOB PRIMARY KEY, box BLOB NOT NULL, ends INTEGER NOT NULL) WITHOUT ROWID")
        file.chmod(0o600)

    def keep(self, key: bytes, docket: str, words: dict[str, Any]) -> None:
        nonce = os.urandom(12)
        box = nonce + AESGCM(_derived(key, "words", docket)).encrypt(nonce, json.dumps(words).encode(), None)
        ends = int(rounded_up_to_hour(now() + KEPT_FOR).timestamp())
        self._do("INSERT OR REPLACE INTO drafts (id, box, ends) VALUES (:id, :box, :ends)", id=_derived(key, "id", docket), box=box, ends=ends)

    def find(self, key: bytes, docket: str) -> dict[str, Any] | None:
        query = sa.text("SELECT box FROM drafts WHERE id = :id AND ends > :now")
        with self.engine.begin() as connection:
            row = connection.execute(query, {"id": _derived(key, "id", docket), "now": now().timestamp()}).first()
        if row is None:
            return None
        try:
            return json.loads(AESGCM(_derived(key, "words", docket)).decrypt(row[0][:12], row[0][12:], None))
        except (InvalidTag, ValueError):
            return None

    def erase(self, key: bytes, docket: str) -> None:
        self._do("DELETE FROM drafts WHERE id = :id", id=_derived(key, "id", docket))

    def forget_old(self) -> bool:
        return self._do("DELETE FROM drafts WHERE ends <= :now", now=now().timestamp()) > 0

    def _do(self, statement: str, **values: Any) -> int:
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            return connection.execute(sa.text(statement), values).rowcount


def start(app: Flask) -> None:
    app.extensions["civic_drafts"] = DraftStore(app.config["CIVIC"].data / "drafts.sqlite")


def keep(response: Response, docket: Any, form: Any) -> Response:
    """Keep what the form holds; on a shared device nothing is kept."""
    key = _key()
    if form.shared.data == "1" or not form.body.data:
        if key is not None:
            _store().erase(key, docket.number)
        return response
    if key is None:
        key = secrets.token_bytes(32)
        cookies.put(response, COOKIE, urlsafe_b64encode(key).decode())
    _store().keep(key, docket.number, {name: form[name].data for name in FIELDS if name in form})
    return response


def draft_of(docket: Any) -> dict[str, Any] | None:
    key = _key()
    return None if key is None else _store().find(key, docket.number)


def erase(docket: Any) -> None:
    if (key := _key()) is not None:
        _store().erase(key, docket.number)


def forget_old() -> bool:
    """For the worker: drafts whose day is over."""
    return _store().forget_old()


def _store() -> DraftStore:
    return current_app.extensions["civic_drafts"]


def _key() -> bytes | None:
    try:
        key = urlsafe_b64decode(cookies.value_of(COOKIE))
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _derived(key: bytes, purpose: str, docket: str) -> bytes:
    return hmac.digest(key, f"civic draft {purpose} {docket}".encode(), "sha256")
