"""Compiled templates are kept between starts, never believed when they do not fit, and never needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from civic import create_app, load_settings
from civic.compiled import FOLDER

Start = Callable[[], Flask]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return lambda: create_app(load_settings().from_environment({"CIVIC_DATA": str(tmp_path), "CIVIC_SECRET_KEY": "t" * 64, "CIVIC_LOG_LEVEL": "ERROR"}))


def kept_in(app: Flask) -> list[Path]:
    return sorted((app.config["CIVIC"].data / FOLDER).glob("*/*.cache"))


def compiled_by(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that this start compiles when one page is asked for."""
    names: list[str] = []
    compile_ = app.jinja_env.compile

    def watched(source: str, name: str | None = None, *others: Any, **more: Any) -> Any:
        names.append(str(name))
        return compile_(source, name, *others, **more)

    monkeypatch.setattr(app.jinja_env, "compile", watched)
    app.jinja_env.get_template("pages/privacy.html")
    return names


def test_a_second_start_compiles_nothing_again(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_by(start(), monkeypatch) == ["pages/privacy.html"]
    assert compiled_by(start(), monkeypatch) == []


def test_a_changed_template_is_compiled_anew(start: Start) -> None:
    for words in ("one", "two", "two"):
        app = start()
        app.jinja_env.loader = DictLoader({"page.html": words})
        assert app.jinja_env.get_template("page.html").render() == words
    assert len(kept_in(app)) == 1


def test_what_was_compiled_under_other_options_is_thrown_away(start: Start) -> None:
    app = start()
    app.jinja_env.get_template("pages/privacy.html")
    current = kept_in(app)[0].parent
    other = current.rename(current.with_name("of-another-version"))
    assert not kept_in(start()) and not other.exists()


def test_a_damaged_or_unwritable_folder_costs_time_and_no_page(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    app = start()
    app.jinja_env.get_template("pages/privacy.html")
    file = kept_in(app)[0]
    file.write_bytes(file.read_bytes()[:40])
    assert compiled_by(start(), monkeypatch) == ["pages/privacy.html"], "half a file is not believed"
    app = start()
    kept = kept_in(app)[0].parent
    for file in kept.iterdir():
        file.unlink()
    kept.rmdir()
    kept.write_text("no folder")
    assert compiled_by(app, monkeypatch) == ["pages/privacy.html"]
    assert not kept_in(app)
