"""Sealing words: AES-256-GCM, each text under a key of its own, kept in a store apart from the database.

Keys are made ahead in durable batches and wrapped by a master key, so that a request stays one transaction: the
sealed row's unique ``key_id`` alone says which key it uses. Destroying a key makes every copy of the words unreadable.
Account fields (e-mail addresses) are AES-SIV instead: equal addresses match, so look-up and uniqueness work.
"""

from __future__ import annotations

import os
import threading
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from flask import Flask, current_app
from sqlalchemy.types import TypeDecorator

from civic.database import db, random_id
from civic.record.models import SealedText

BATCH = 64


class KeyStore:
    """Wrapped keys in a small SQLite file with its own commits; a deleted key is gone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._master = AESGCM(_kept_key(folder / "master.key", 32))
        self.engine = sa.create_engine(f"sqlite:///{folder / 'keys.sqlite'}", connect_args={"timeout": 30})
        self._ready: list[tuple[str, bytes]] = []
        self._lock = threading.Lock()
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL)")

    def take(self) -> tuple[str, bytes]:
        """An unused key and its id, already durable."""
        with self._lock:
            if not self._ready:
                self._ready = self._make_ahead()
            return self._ready.pop()

    def find(self, key_id: str) -> bytes | None:
        with self.engine.begin() as connection:
            row = connection.execute(sa.text("SELECT wrapped FROM keys WHERE id = :id"), {"id": key_id}).first()
        return None if row is None else self._master.decrypt(row[0][:12], row[0][12:], key_id.encode())

    def destroy(self, key_id: str) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            connection.execute(sa.text("DELETE FROM keys WHERE id = :id"), {"id": key_id})

    def _make_ahead(self) -> list[tuple[str, bytes]]:
        made = [(random_id(), AESGCM.generate_key(256)) for _ in range(BATCH)]
        rows = []
        for key_id, key in made:
            nonce = os.urandom(12)
            rows.append({"id": key_id, "wrapped": nonce + self._master.encrypt(nonce, key, key_id.encode())})
        with self.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO keys (id, wrapped) VALUES (:id, :wrapped)"), rows)
        return made


class Destroyed(Exception):
    """The key of these words was destroyed on schedule; they cannot be read again."""


def start(app: Flask) -> None:
    folder = app.config["CIVIC"].data / "keys"
    app.extensions["civic_keys"] = KeyStore(folder)
    app.extensions["civic_fields"] = AESSIV(_kept_key(folder / "fields.key", 64))
    app.extensions["civic_pepper"] = _kept_key(folder / "pepper.key", 32)


def seal(words: str | bytes, purpose: str) -> SealedText:
    """Words, or a file as bytes."""
    plain = words.encode() if isinstance(words, str) else words
    key_id, key = _keys().take()
    nonce = os.urandom(12)
    sealed = SealedText(
        id=random_id(), key_id=key_id, purpose=purpose, nonce=nonce, words=AESGCM(key).encrypt(nonce, plain, purpose.encode())
    )
    db.session.add(sealed)
    db.session.flush()
    return sealed


def seal_anew(sealed: SealedText, words: str) -> None:
    """Other words in the same place, under the same key; the earlier ones are gone."""
    key = _keys().find(sealed.key_id)
    if key is None:
        raise Destroyed
    sealed.nonce = os.urandom(12)
    sealed.words = AESGCM(key).encrypt(sealed.nonce, words.encode(), sealed.purpose.encode())


def unseal(sealed: SealedText) -> str:
    """The words. Raises Destroyed when their key is gone, InvalidTag when the row was altered."""
    return unseal_file(sealed).decode()


def unseal_file(sealed: SealedText) -> bytes:
    key = _keys().find(sealed.key_id)
    if key is None:
        raise Destroyed
    return AESGCM(key).decrypt(sealed.nonce, sealed.words, sealed.purpose.encode())


def destroy(sealed: SealedText) -> None:
    _keys().destroy(sealed.key_id)


def pepper() -> bytes:
    return current_app.extensions["civic_pepper"]


def kept_word(app: Flask, name: str) -> str:
    """A secret of its own for one use (passwords, authenticators), made once and kept with the other keys."""
    return urlsafe_b64encode(_kept_key(app.config["CIVIC"].data / "keys" / f"{name}.key", 32)).decode()


class Deterministic(TypeDecorator[str]):
    """An account's e-mail: encrypted so that equal values match. Normalise before storing."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else current_app.extensions["civic_fields"].encrypt(value.encode(), None)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else current_app.extensions["civic_fields"].decrypt(bytes(value), None).decode()


def _keys() -> KeyStore:
    return current_app.extensions["civic_keys"]


def _kept_key(file: Path, size: int) -> bytes:
    if not file.exists():
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(os.urandom(size))
    return file.read_bytes()


__all__ = ["Destroyed", "Deterministic", "InvalidTag", "KeyStore", "destroy", "kept_word", "pepper", "seal", "start", "unseal", "unseal_file"]
