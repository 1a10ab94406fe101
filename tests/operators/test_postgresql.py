from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from civic.operating import Stopped
from civic.operating.backup import make_backup
from civic.operating.restore import restore_backup


def test_on_postgresql_a_sentence_names_its_own_tools(app, tmp_path: Path) -> None:
    before = app.config["CIVIC"]
    settings = app.config["CIVIC"] = dataclasses.replace(before, database_url="postgresql+psycopg://localhost/civic")
    try:
        with pytest.raises(Stopped, match="pg_dump"):
            make_backup(tmp_path / "one.tar")
        with pytest.raises(Stopped, match="pg_restore"):
            restore_backup(tmp_path / "one.tar", settings)
    finally:
        app.config["CIVIC"] = before
