"""The demonstration, loaded through the product's actions once per test process and then copied."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from civic.clock import now
from civic.database import _writing, db
from civic.demonstration.loader import MARK, load_demonstration

_loaded_at: dict[str, datetime] = {}


@pytest.fixture
def loaded(app: Flask, database: Any) -> Iterator[Flask]:
    """Three dockets, as the loader tells them; the keys of sealed words stay in the data folder between tests."""
    db.session.rollback()
    if _loaded_at.get("demonstration") == now() and database.has("demonstration"):
        database.reset(db.engine, "demonstration")
        (app.config["CIVIC"].data / MARK).write_text("a copy of what the loader made\n")
    else:
        token = _writing.set(False)
        load_demonstration()
        _writing.reset(token)
        db.session.remove()
        database.keep(db.engine, "demonstration")
        _loaded_at["demonstration"] = now()
    yield app
    (app.config["CIVIC"].data / MARK).unlink()


@pytest.fixture
def on_loopback(app: Flask) -> Iterator[Flask]:
    kept = app.config["CIVIC"]
    app.config["CIVIC"] = dataclasses.replace(kept, host="localhost")
    settings = app.config["CIVIC"]
    check = app.extensions["civic_demonstration"]
    app.extensions["civic_demonstration"] = lambda: settings.host == "localhost" and (settings.data / MARK).exists()
    yield app
    app.config["CIVIC"], app.extensions["civic_demonstration"] = kept, check
