"""A backup is a folder, or one tar file, with the database, the keys and a manifest of digests.

Taken with the installation's writing turn, so that database and keys belong together; made beside its place and moved
there whole, so that a backup that broke off is never taken for one.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from civic.clock import now
from civic.database import db, sqlite_library, writing
from civic.operating import Stopped
from civic.record.actions import record

FORMAT = "civic-backup/1"
MANIFEST = "manifest.json"
DATABASE = "civic.sqlite"
ARCHIVES = (".tar", ".tar.gz", ".tgz")
# Made anew where they are missing, or dead with the browser they belong to.
LEFT_OUT = ("write.lock", "in-use.lock", "drafts", "cache")


def make_backup(target: Path, *, with_keys: bool = True, overwrite: bool = False) -> dict[str, Any]:
    """Write the backup and give its manifest."""
    settings = current_app.config["CIVIC"]
    if not settings.on_sqlite:
        raise Stopped(
            "This installation keeps its data in PostgreSQL, which brings its own tools: use pg_dump, and copy the folder "
            f"{settings.data / 'keys'} with it. docs/operators/install.md says how."
        )
    if target.is_relative_to(settings.data):
        raise Stopped(f"A backup inside {settings.data} would be lost with it, and would copy itself. Name another place.")
    _refuse_to_overwrite(target, overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".civic-backup-", dir=target.parent))  # only its owner may read it
    try:
        with writing():
            db.session.execute(sa.text("SELECT 1"))  # takes the writing turn
            _copy_database(_database_file(settings), staging / DATABASE)
            _copy_folder(settings.data, staging, with_keys, {_database_file(settings)})
        manifest = _write_manifest(staging, with_keys)
        _put_in_place(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    with writing():
        record("backup.made", by="system")
    return manifest


def digest_of_file(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def is_archive(path: Path) -> bool:
    return path.name.endswith(ARCHIVES)


def _refuse_to_overwrite(target: Path, overwrite: bool) -> None:
    if target.is_dir() and is_archive(target):
        raise Stopped(f"{target} is a folder. Name a file.")
    occupied = target.is_file() or (target.is_dir() and any(target.iterdir()))
    if occupied and not overwrite:
        raise Stopped(f"{target} exists already. Choose another name, or add --yes to replace it.")


def _database_file(settings: Any) -> Path:
    return Path(str(sa.make_url(settings.database_url).database)).absolute()


def _copy_database(file: Path, copy: Path) -> None:
    """SQLite's own online backup: a consistent copy while others read."""
    library = sqlite_library()
    source, into = library.connect(f"file:{file}?mode=ro", uri=True), library.connect(str(copy))
    try:
        source.backup(into)
        into.execute("PRAGMA journal_mode=DELETE")
    finally:
        source.close()
        into.close()
    copy.chmod(0o600)


def _copy_folder(data: Path, staging: Path, with_keys: bool, done: set[Path]) -> None:
    for file in sorted(data.rglob("*")):
        name = file.relative_to(data)
        if not file.is_file() or file.absolute() in done or name.parts[0].startswith(LEFT_OUT) or name.name.endswith(("-wal", "-shm", "-journal")):
            continue
        if not with_keys and (name.parts[0] == "keys" or name.name == "secret.key"):
            continue
        copy = staging / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if file.suffix == ".sqlite":
            _copy_database(file, copy)
        else:
            shutil.copyfile(file, copy)
            copy.chmod(0o600)


def _write_manifest(staging: Path, with_keys: bool) -> dict[str, Any]:
    from importlib.metadata import version

    files = {str(f.relative_to(staging)): {"size": f.stat().st_size, "sha256": digest_of_file(f)} for f in sorted(staging.rglob("*")) if f.is_file()}
    made_at: datetime = now()
    manifest = {"format": FORMAT, "made_at": made_at.isoformat(), "software": version("civic"), "keys": with_keys, "files": files}
    (staging / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def _put_in_place(staging: Path, target: Path) -> None:
    if not is_archive(target):
        if target.exists():
            shutil.rmtree(target)
        staging.rename(target)
        return
    descriptor, name = tempfile.mkstemp(prefix=".civic-backup-", dir=target.parent)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w" if target.suffix == ".tar" else "w:gz") as archive:
        archive.add(staging / MANIFEST, MANIFEST)
        for file in sorted(staging.rglob("*")):
            if file.is_file() and file.name != MANIFEST:
                archive.add(file, str(file.relative_to(staging)))
        out.flush()
    Path(name).replace(target)
