"""Restoring a backup: checked whole beside the data folder first, then put in place; nothing half-restored is ever used."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from civic.database import sqlite_library
from civic.operating import Stopped
from civic.operating.backup import DATABASE, FORMAT, LEFT_OUT, MANIFEST, digest_of_file, is_archive


def restore_backup(source: Path, settings: Any, *, overwrite: bool = False) -> dict[str, Any]:
    """Put the backup into the data folder of ``settings`` and give its manifest. No app runs on the folder meanwhile."""
    if not settings.on_sqlite:
        raise Stopped("CIVIC_DATABASE_URL names PostgreSQL: restore that with pg_restore. docs/operators/install.md says how.")
    database = Path(str(sa.make_url(settings.database_url).database)).absolute()
    if database.exists() and database.stat().st_size and not overwrite:
        raise Stopped(f"{settings.data} holds an installation already. Add --yes to replace it; what it holds is then gone.")
    staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=settings.data))
    try:
        _unpack(source, staging)
        manifest = _checked_manifest(staging)
        with _nobody_else(settings.data):
            _put_in_place(staging, settings.data, database, keep_keys=not manifest["keys"])
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _take_out(archive: tarfile.TarFile, staging: Path) -> None:
    """Files and folders only, each inside the staging folder. Python before 3.11.4 has no filter of its own for this."""
    if hasattr(tarfile, "data_filter"):
        archive.extractall(staging, filter="data")
        return
    root = staging.resolve()
    for member in archive.getmembers():
        inside = (root / member.name).resolve().is_relative_to(root) and not Path(member.name).is_absolute()
        if not inside or not (member.isreg() or member.isdir()):
            raise tarfile.TarError(f"{member.name} does not belong into a backup")
        member.mode = 0o700 if member.isdir() else 0o600
        archive.extract(member, staging, set_attrs=True)


def _unpack(source: Path, staging: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, staging, dirs_exist_ok=True)
    elif source.is_file() and is_archive(source):
        try:
            with tarfile.open(source) as archive:
                _take_out(archive, staging)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise Stopped(f"{source} cannot be read as a backup: the file is damaged or is something else.") from error
    else:
        raise Stopped(f"There is no backup at {source}. Name the folder or the .tar file that civic backup made.")


def _checked_manifest(staging: Path) -> dict[str, Any]:
    """Every file of the manifest is there with its digest, and nothing else; the database is whole."""
    try:
        manifest = json.loads((staging / MANIFEST).read_text())
        files = manifest["files"]
    except (OSError, ValueError, KeyError) as error:
        raise Stopped("This is not a backup of Civic: its manifest is missing or damaged. Nothing was changed.") from error
    if manifest.get("format") != FORMAT:
        raise Stopped(f"This backup has the format {manifest.get('format')}; this software reads {FORMAT}. Nothing was changed.")
    found = {str(f.relative_to(staging)) for f in staging.rglob("*") if f.is_file()} - {MANIFEST}
    if found != set(files) or DATABASE not in found:
        raise Stopped("The backup holds other files than its manifest says. Nothing was changed.")
    for name, told in files.items():
        if digest_of_file(staging / name) != told["sha256"]:
            raise Stopped(f"{name} in the backup is damaged: its digest differs. Nothing was changed.")
    connection = sqlite_library().connect(str(staging / DATABASE))
    try:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Stopped("The database in the backup is damaged. Nothing was changed.")
    finally:
        connection.close()
    return manifest


class _nobody_else:  # noqa: N801 - reads as a sentence
    """Every running process of Civic holds a shared lock on its data folder; a restore needs it alone."""

    def __init__(self, data: Path) -> None:
        self.file = data / "in-use.lock"

    def __enter__(self) -> None:
        self.descriptor = os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.descriptor)
            raise Stopped("Civic is running on this data folder. Stop it first. Nothing was changed.") from None

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)


def _put_in_place(staging: Path, data: Path, database: Path, *, keep_keys: bool) -> None:
    (staging / MANIFEST).unlink()
    for each in staging.rglob("*"):
        each.chmod(0o700 if each.is_dir() else 0o600)  # whatever the archive or the copied folder says
    kept = {"keys", "secret.key"} if keep_keys else set()
    for old in data.iterdir():
        if old.name.startswith((".restoring-", *LEFT_OUT)) or old.name in kept:
            continue
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(staging / DATABASE, database)
    for new in staging.iterdir():
        shutil.move(new, data / new.name)
