"""Templates are compiled once and kept in the data folder: a start does not compile some four hundred of them again."""

from __future__ import annotations

import shutil
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from pickle import PickleError

from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache

FOLDER = Path("cache", "templates")  # in no backup


class KeptTemplates(FileSystemBytecodeCache):
    """Keyed by the template's name and words. A full disk or half a file costs time, never a page."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, PickleError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def start(app: Flask) -> None:
    """What was compiled under other options, which ``web.py`` sets, or by another Jinja is thrown away."""
    options = Path(__file__).with_name("web.py").read_bytes()
    kept = app.config["CIVIC"].data / FOLDER / sha256(version("jinja2").encode() + options).hexdigest()[:16]
    with suppress(OSError):
        for folder in (kept.parent.parent, kept.parent, kept):
            folder.mkdir(mode=0o700, exist_ok=True)
        for old in set(kept.parent.iterdir()) - {kept}:
            shutil.rmtree(old, ignore_errors=True)
        app.jinja_env.bytecode_cache = KeptTemplates(str(kept))
